"""Passage, and the splitter that makes sentences and passages.

Sentences by punkt, one paragraph at a time (splitting on newlines first is what matters: exact-span F1 on
GUM news .93 against .82 for whole texts). A passage is a run of whole sentences, never longer than the embedding
model reads. Libraries' chunkers are left out: their offsets are wrong on repeated text.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ingestion.articles import Article, Span, digest

SENTENCES = 3  # sentences a passage aims at: small enough to be about one thing
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of sentences of one article that is searched as one."""

    article_id: str
    version: str
    start: int
    end: int
    sentences: tuple[Span, ...]

    @property
    def id(self) -> str:
        """Derived from article, version and place: the same bytes give the same passages."""
        return digest(self.article_id, self.version, f"{self.start}:{self.end}")[:16]

    @property
    def span(self) -> Span:
        """The characters of the article."""
        return Span(self.start, self.end)


def split(article: Article, count_tokens: Callable[[str], int], *, limit: int) -> tuple[Passage, ...]:
    """Passages of `article`, in order, none longer than `limit` tokens as `count_tokens` counts them.

    A sentence longer than the limit is cut at white space, and within a word where it has none.
    """
    passages: list[Passage] = []
    for paragraph in _paragraphs(article.text):
        run: list[Span] = []
        for sentence in sentences_of(article.text, paragraph):
            for piece in _fit(article.text, sentence, count_tokens, limit):
                grown = Span(run[0].start, piece.end) if run else piece
                if run and (len(run) == SENTENCES or count_tokens(grown.of(article.text)) > limit):
                    passages.append(_passage(article, run))
                    run = []
                run.append(piece)
        if run:
            passages.append(_passage(article, run))
    return tuple(passages)


def sentences(text: str) -> tuple[Span, ...]:
    """All sentences of `text`, in order, without the white space around them."""
    return tuple(s for paragraph in _paragraphs(text) for s in sentences_of(text, paragraph))


def sentences_of(text: str, paragraph: Span) -> Iterator[Span]:
    """The sentences of one paragraph, as spans of the whole text."""
    for start, end in _tokenizer().span_tokenize(paragraph.of(text)):
        yield Span(paragraph.start + start, paragraph.start + end)


def _paragraphs(text: str) -> Iterator[Span]:
    for match in _PARAGRAPH.finditer(text):
        paragraph = match.group()
        start = match.end() - len(paragraph.lstrip())
        if start < match.end():
            yield Span(start, match.start() + len(paragraph.rstrip()))


def _passage(article: Article, run: Sequence[Span]) -> Passage:
    return Passage(article.id, article.version, run[0].start, run[-1].end, tuple(run))


def _fit(text: str, sentence: Span, count_tokens: Callable[[str], int], limit: int) -> Iterator[Span]:
    """The sentence itself, or the longest pieces of it that fit."""
    start = sentence.start
    while count_tokens(text[start : sentence.end]) > limit:
        low, high = start + 1, min(sentence.end, start + 40 * limit)
        while low < high:  # the longest prefix that fits; token counts grow with length
            middle = (low + high + 1) // 2
            if count_tokens(text[start:middle]) <= limit:
                low = middle
            else:
                high = middle - 1
        border = max(text.rfind(" ", start + 1, low), text.rfind("\t", start + 1, low))
        end = border if border > start else low
        yield Span(start, end)
        start = end + (len(text[end : sentence.end]) - len(text[end : sentence.end].lstrip()))
    if start < sentence.end:
        yield Span(start, sentence.end)


class _Punkt:
    """Typed view of nltk's tokenizer, whose package has no types."""

    def __init__(self) -> None:
        import nltk.data
        from nltk.tokenize.punkt import PunktTokenizer

        nltk.data.path.append(str(_punkt_data()))
        self._tokenizer = PunktTokenizer("english")

    def span_tokenize(self, text: str) -> Iterator[tuple[int, int]]:
        return iter(self._tokenizer.span_tokenize(text))


def _punkt_data() -> Path:
    """Punkt's data ships inside llama-index-core; found without importing it."""
    spec = find_spec("llama_index")
    folders = [Path(p) for p in (spec.submodule_search_locations or ())] if spec else []
    return next(f / "core/_static/nltk_cache" for f in folders if (f / "core/_static/nltk_cache").is_dir())


@cache
def _tokenizer() -> _Punkt:
    return _Punkt()
