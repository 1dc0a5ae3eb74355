"""Units: the pieces of text that are read at once. Text in, units out.

A unit is one sentence, or several where a quotation runs across them, cut into words. What is quoted reads as one mark
a word, so that rules see a quotation and never a cue inside it. Left out: parts of speech; what a word is, the rules
tell from closed classes and neighbours.
"""

import re
from collections.abc import Collection, Iterator

from ingestion.articles import Span
from ingestion.attribution.cues import VERBS, Form
from ingestion.attribution.quotations import find_quotations
from ingestion.attribution.words import ADVERBS, BORDERS, ENDS, FINITE, NOT_ADVERBS, NOUN_OR_VERB, PRONOUNS
from ingestion.passages import sentences

Range = tuple[int, int]  # half open, places of words in one unit

LONGEST = 400  # words: what goes on without an end is cut here, so that time grows with the text and not its square

_TITLES = "Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|St|Rev|Prof|Adm|Maj|Capt|No"
_TOKEN = re.compile(
    rf"""``|''|(?:[A-Za-z]\.){{2,}}
    |\b(?:{_TITLES}|Jr|Sr|Inc|Corp|Co|Ltd|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.
    |[A-Z]\.(?=\s[A-Z])
    |\w+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b
    |\d+(?:[.,:/]\d+)*%?|\w+(?:[-‐]\w+)*|[^\w\s]""",
    re.VERBOSE,
)
# punkt ends a sentence here, but it goes on: Sen. | X; "…?" | he asked
_UNFINISHED = re.compile(rf"(?:\b(?:{_TITLES})\.|\b[A-Z]\.|[?!,][”\"’']+|[?!,]'')$")
_SPACES = (" ", "\u00a0")


class Unit:
    """The words of one sentence, or of several that a quotation joins. `end` leaves final stops out."""

    def __init__(self, text: str, spans: list[Span], quotations: list[Span]) -> None:
        self.text = text
        self.spans = spans
        self.words = [s.of(text).lower().replace("’", "'") for s in spans]
        self.quoted: list[Span | None] = [None] * len(spans)
        at = 0
        for i, token in enumerate(spans):
            while at < len(quotations) and quotations[at].end <= token.start:
                at += 1
            if at < len(quotations) and quotations[at].contains(token):
                self.quoted[i] = quotations[at]
        long = [i for i in range(len(spans)) if len(self.words[i]) > 3 and self.words[i].isalpha()]
        # Mayor Says Bridge Will Reopen: capitals tell nothing here
        self.headline = len(long) > 2 and all(text[spans[i].start].isupper() for i in long)
        self.end = len(spans)
        while self.end and self.word(self.end - 1) in ENDS:
            self.end -= 1

    def word(self, i: int) -> str:
        """The word at `i` in lower case: a quotation mark for all that is quoted, nothing outside the unit."""
        if not 0 <= i < len(self.words):
            return ""
        return '"' if self.quoted[i] else self.words[i]

    def any_of(self, words: Collection[str], start: int, end: int) -> bool:
        """Whether one of `words` stands at `start:end`."""
        return any(self.word(k) in words for k in range(max(0, start), end))

    def capital(self, i: int) -> bool:
        """Whether the word at `i` starts with a capital letter that tells a name."""
        return not self.headline and 0 <= i < len(self.words) and self.text[self.spans[i].start].isupper()

    def span(self, part: Range) -> Span:
        """The characters of the words at `part`."""
        return Span(self.spans[part[0]].start, self.spans[part[1] - 1].end)

    def trim(self, part: Range) -> Range | None:
        """`part` without punctuation at its borders, what is quoted untouched; None if nothing is left."""
        start, end = part
        while start < end and self.word(start) in BORDERS - {"(", "["}:
            start += 1
        while start < end and self.word(end - 1) in BORDERS - {")", "]"}:
            end -= 1
        return (start, end) if start < end else None

    def adverb(self, i: int) -> bool:
        """Whether the word at `i` is an adverb, a negation among them."""
        word = self.word(i)
        named = i > 0 and self.capital(i)  # Italy
        return word in ADVERBS or (not named and len(word) > 4 and word.endswith("ly") and word not in NOT_ADVERBS)

    def finite(self, i: int) -> bool:
        """Whether the word at `i` is surely a finite verb."""
        word = self.word(i)
        if word == "'s":
            return self.word(i - 1) in PRONOUNS | {"that", "there", "who", "what"}
        if word in FINITE:
            return True
        form = VERBS.get(word, (None,))[0]
        return form in (Form.PAST, Form.PRESENT) and word not in NOUN_OR_VERB and not self.capital(i)

    def has_verb(self, start: int, end: int) -> bool:
        """Whether something at `start:end` looks like a finite verb, by its ending if the lexicon lacks it."""
        return any(self.finite(k) or (len(self.word(k)) > 4 and self.word(k).endswith("ed")) for k in range(start, end))

    def has_finite(self, start: int, end: int) -> bool:
        """Whether a finite verb surely stands at `start:end`."""
        return any(self.finite(k) for k in range(start, end))


def read_units(text: str, region: Span) -> Iterator[Unit]:
    """The units of `region`, in order."""
    quotations = find_quotations(text, region)
    first = last = 0  # the quotations that this run of sentences touches: first:last are over when it ends
    run: Span | None = None
    for sentence in sentences(region.of(text)):
        piece = Span(region.start + sentence.start, region.start + sentence.end)
        run = Span(run.start, piece.end) if run else piece
        while last < len(quotations) and quotations[last].end <= run.end:
            last += 1
        if (last < len(quotations) and quotations[last].start < run.end) or _goes_on(text, run):
            continue
        yield from _cut(text, run, quotations[first:last])
        first, run = last, None
    if run:
        yield from _cut(text, run, quotations[first:])


def _goes_on(text: str, run: Span) -> bool:
    """Whether the sentence splitter stopped too early at the end of `run`."""
    unfinished = _UNFINISHED.search(text, max(run.start, run.end - 12), run.end)
    return unfinished is not None and text[run.end : run.end + 1] in _SPACES


def _cut(text: str, run: Span, quotations: list[Span]) -> Iterator[Unit]:
    """The unit at `run`, or several where it is longer than any sentence is."""
    words = [Span(*m.span()) for m in _TOKEN.finditer(text, run.start, run.end)]
    for start in range(0, len(words), LONGEST):
        yield Unit(text, words[start : start + LONGEST], quotations)
