"""Windows: what the tagger reads at once. Text in, word pieces out, with where each word stands in the text.

A window is a run of whole paragraphs of up to WINDOW word pieces, [CLS] at its start and [SEP] behind each paragraph; a
longer paragraph is cut between words. Words are BERT's: runs of letters and digits, and single marks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import tokenizers

from ingestion.articles import Span

WINDOW = 192  # word pieces, special ones included
CLS, SEP = 101, 102


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or as much of it as a window holds: its word pieces, the place among them of each word's first one,
    and the words' characters in the text."""

    pieces: list[int]
    firsts: list[int]
    words: list[Span]


def read_paragraphs(text: str, region: Span, tokenizer: tokenizers.Tokenizer) -> Iterator[Paragraph]:
    """The paragraphs of `region`, empty ones left out."""
    end = region.start - 1
    for line in region.of(text).split("\n"):
        start, end = end + 1, end + 1 + len(line)
        if line.strip():
            encoding = tokenizer.encode(line, add_special_tokens=False)
            yield from _cut(encoding, start)


def _cut(encoding: tokenizers.Encoding, offset: int) -> Iterator[Paragraph]:
    firsts: list[int] = []
    words: list[Span] = []
    last = None
    for place, (word, (start, end)) in enumerate(zip(encoding.word_ids, encoding.offsets, strict=True)):
        if word == last:
            words[-1] = Span(words[-1].start, offset + end)
        else:
            firsts.append(place)
            words.append(Span(offset + start, offset + end))
        last = word
    low = 0
    while low < len(words):
        high = len(words)
        while (firsts[high] if high < len(words) else len(encoding.ids)) - firsts[low] > WINDOW - 2:
            high -= 1
        pieces = encoding.ids[firsts[low] : firsts[high] if high < len(words) else len(encoding.ids)]
        yield Paragraph(pieces, [first - firsts[low] for first in firsts[low:high]], words[low:high])
        low = high


def pack(paragraphs: Iterable[Paragraph], first: int = WINDOW) -> Iterator[list[Paragraph]]:
    """Windows, in order; the first one holds up to `first` word pieces, as far as its paragraphs allow."""
    limit, size = first, 1
    window: list[Paragraph] = []
    for paragraph in paragraphs:
        if window and size + len(paragraph.pieces) + 1 > limit:
            yield window
            window, limit, size = [], WINDOW, 1
        window.append(paragraph)
        size += len(paragraph.pieces) + 1
    if window:
        yield window


def pieces_of(window: list[Paragraph]) -> tuple[list[int], list[int]]:
    """The word pieces of a window with the special ones, and the place of each word's first one."""
    ids, firsts = [CLS], []
    for paragraph in window:
        firsts += [len(ids) + first for first in paragraph.firsts]
        ids += [*paragraph.pieces, SEP]
    return ids, firsts
