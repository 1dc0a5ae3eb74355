"""Clauses: the words around one cue, with what is source and what is content among them. Spans in, words out.

A window of at most REACH characters either side of the cue, in its paragraph, so that the time for one attribution
doesn't grow with the article. Left out: parts of speech, quotations inside quotations.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingestion.articles import Span
from ingestion.attribution.stances import VERBS
from ingestion.attribution.words import (
    ADVERBS,
    BE,
    DETERMINERS,
    FINITE,
    HAVE,
    MODALS,
    NEGATIONS,
    NOT_ADVERBS,
    NOUN_OR_VERB,
    OUTLETS,
    PRONOUNS,
    TOLD,
    WEEKDAYS,
)

REACH = 400  # characters
LONGEST = 200  # characters of a cue that are read

Range = tuple[int, int]  # half open, places of words

NOT = NEGATIONS | {"barely", "scarcely", "neither", "nor", "nothing"}
HELPERS = BE | HAVE | MODALS | NOT | {"do", "does", "did", "longer", "only", "without", "both"}
# "…" V1 "to" V2: the report is V2, and has happened
CARRIED_ON = frozenset(
    "continue continues continued continuing appear appears appeared appearing seem seems seemed seeming begin begins "
    "began begun beginning start starts started starting used proceed proceeds proceeded come comes came quick rush "
    "rushed rushes hasten hastened happen happened dare dared manage managed first last forced compelled obliged on "
    "took takes take taken taking turned turns chose chosen chooses choose helped helps moved moves had having "
    "pause paused pausing paused tend tends tended glad proud happy sorry pleased stopped went goes ought lined".split()
)
FAILED = frozenset("fail fails failed failing neglect neglected neglects omit omitted omits forgot forget yet".split())
REFUSED = frozenset(
    "refuse refuses refused refusing decline declines declined declining unwilling reluctant unable loath hesitant "
    "hesitates hesitated balks balked refusal".split()
)
_TOKEN = re.compile(
    r"``|''|(?:[A-Za-z]\.){2,}|\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|St|Prof|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\."
    r"|\w+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\d+(?:[.,:]\d+)*%?|\w+(?:[-‐]\w+)*|[^\w\s]"
)
_MARKS = frozenset(["“", "”", '"', "``", "''", "‘", "’", "'"])
_ENDS = frozenset(".?!")
_WH = frozenset("whether if how why what when where who whom which whose".split())
_WHEN = WEEKDAYS | {"on", "in", "at", "last", "this", "late", "early", "during", "after", "before"}
_NO_BASE = DETERMINERS | PRONOUNS | OUTLETS | TOLD | {"himself", "herself", "itself", "themselves"}
_PAIRS = frozenset([("short", "of"), ("rather", "than"), ("instead", "of"), ("far", "from")])
_SAME = frozenset(["also", "again", "immediately"])


@dataclass(frozen=True)
class Clause:
    """The words of a window; `cue` is empty where nothing is marked. `low:high` is the sentence of the cue."""

    text: str
    spans: list[Span]
    words: list[str]  # lower case, straight apostrophes
    cue: Range
    source: Range | None  # None too where it lies outside the window
    content: list[bool]  # for each word, whether it is content
    low: int
    high: int

    def word(self, i: int) -> str:
        """The word at `i`; nothing outside the window."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def any_of(self, words: Collection[str], start: int, end: int) -> bool:
        """Whether one of `words` stands at `start:end`."""
        return any(self.word(k) in words for k in range(max(0, start), end))

    def capital(self, i: int) -> bool:
        """Whether the word at `i` starts with a capital letter."""
        return 0 <= i < len(self.words) and self.text[self.spans[i].start].isupper()

    def span(self, part: Range) -> Span:
        """The characters of the words at `part`."""
        return Span(self.spans[part[0]].start, self.spans[part[1] - 1].end)

    def adverb(self, i: int) -> bool:
        """Whether the word at `i` is an adverb."""
        word = self.word(i)
        return word in ADVERBS | _SAME or (len(word) > 4 and word.endswith("ly") and word not in NOT_ADVERBS)

    def helper(self, i: int) -> bool:
        """Whether the word at `i` is an auxiliary or a negation: not the "'s" of a possessive."""
        word = self.word(i)
        return word in HELPERS and (word != "'s" or self.word(i - 1) in PRONOUNS | {"who", "that", "there", "which"})

    def finite(self, i: int) -> bool:
        """Whether the word at `i` looks like a finite verb."""
        word = self.word(i)
        if word == "'s":
            return self.helper(i)
        reports = word in VERBS and word.endswith(("ed", "s")) and word not in NOUN_OR_VERB and not self.capital(i)
        return word in FINITE or reports or (len(word) > 4 and word.endswith("ed") and not self.capital(i))

    @cached_property
    def before(self) -> int:
        """Where the words that belong to the cue start, ahead of it: "would not | comment"."""
        low = self.low
        if self.source and self.source[1] <= self.cue[0]:
            low = max(low, self.source[1])
        k = self.cue[0]
        while k > low:
            steps = self._belongs(k, low)
            if not steps:
                break
            k -= steps
        return max(low, k)

    def _belongs(self, k: int, low: int) -> int:
        """How many words ahead of `k` belong to the verb there; 0 for none."""
        word, further = self.word(k - 1), self.word(k - 2)
        if self.helper(k - 1) or self.adverb(k - 1) or (word == "no" and self.word(k) == "longer"):
            return 1
        if word in ("stop", "stopped", "stops", "stopping") and self.word(k) == "short":
            return 1
        joined = word in ("or", "nor") and further in VERBS and self._negated_before(k - 2, low)  # not confirm or deny
        pair = (word == "to" and further in CARRIED_ON | FAILED | REFUSED) or (further, word) in _PAIRS
        return 2 if joined or pair else 0

    def _negated_before(self, i: int, low: int) -> bool:
        """Whether a negation stands shortly ahead of `i`: neither confirmed | nor denied."""
        return self.any_of(NOT, max(low, i - 4), i)

    def kind(self, at: int) -> str:
        """Which complement starts at `at`, behind the head of a cue: a letter of `Sense.kinds`."""
        while self.adverb(at) and at < self.high:
            at += 1
        start = next((k for k in range(at, len(self.words)) if self.content[k]), None)
        if start is None and any(self.content):  # all of it stands ahead of the cue
            return "n" if self.word(at) == "by" or self.any_of({"by"}, self.cue[0], self.cue[1]) else "t"
        opened = self._opens(at)
        if opened or start is None:
            return opened or "n"
        if start > at and self.word(at) in _WHEN:
            return self._opens(start) or self._opens(start - 1) or "t"
        if start > at:  # somebody is told
            if self.any_of({":"}, at, start):
                return "t"
            opened = self._opens(start) or self._opens(start - 1)
            return {"i": "o", None: "n" if self.word(at) == "by" else "t"}.get(opened, opened or "t")
        for k in range(at, min(at + 14, len(self.words))):
            word = self.word(k)
            if k > at and (word in _WH or word == "that" or word in _ENDS):
                return "n"
            if k > at and word == "as" and self.word(k + 1) not in ("well", "long", "soon", "many", "much", "of"):
                return "a"
            if k > at and word == "to" and self.infinitive(k):
                return "o"
            if self.finite(k):
                return "t"
        return "n"

    def _opens(self, k: int) -> str | None:
        """The complement that the word at `k` opens."""
        word = self.word(k)
        if word == "that" or word in _MARKS or word == ":" or (word == "," and self.word(k + 1) in _MARKS):
            return "t"
        if word in _WH:
            return "w"
        if word == "as":
            return "a"
        if word == "not" and self.word(k + 1) == "to":
            return "i"
        return "i" if word == "to" and self.infinitive(k) else None

    def infinitive(self, k: int) -> bool:
        """Whether an infinitive follows the "to" at `k`."""
        after = self.word(k + 1)
        if after in _NO_BASE or not after.isalpha() or after.endswith("ing"):
            return False
        plural = len(after) > 3 and after.endswith("s") and not after.endswith(("ss", "us"))
        return not plural and not self.capital(k + 1)


def read_clause(text: str, *, source: Span | None, cue: Span | None, content: Sequence[Span]) -> Clause:
    """The words around a cue, or where there is none around the beginning of the content."""
    anchor = cue or Span(content[0].start, content[0].start) if cue or content else (source or Span(0, 0))
    first, last = anchor.start, min(anchor.end, anchor.start + LONGEST)
    low, high = max(0, first - REACH), min(len(text), last + REACH)
    low = max(low, text.rfind("\n", low, first) + 1)
    ending = text.find("\n", last, high)
    high = high if ending < 0 else ending
    spans = [Span(*match.span()) for match in _TOKEN.finditer(text, low, high)]
    words = [span.of(text).lower().replace("’", "'") if span.end - span.start > 1 else span.of(text) for span in spans]
    words = [word.lower() for word in words]
    marked = [any(part.overlaps(span) for part in content) for span in spans]
    own = _places(spans, Span(first, max(first, last))) if cue else None
    if own is None:
        at = sum(span.start < first for span in spans)
        own = at, at
    named = _places(spans, source) if source else None
    return Clause(text, spans, words, own, named, marked, *_sentence(words, spans, text, own, named, marked))


def _places(spans: Sequence[Span], span: Span) -> Range | None:
    """The words that overlap `span`."""
    places = [i for i, own in enumerate(spans) if own.overlaps(span)]
    return (places[0], places[-1] + 1) if places else None


def _sentence(
    words: Sequence[str], spans: Sequence[Span], text: str, cue: Range, source: Range | None, content: Sequence[bool]
) -> Range:
    """The sentence of the cue; stops inside source and content end nothing."""

    def ends(k: int) -> bool:
        if words[k] not in _ENDS or content[k] or (source and source[0] <= k < source[1]):
            return False
        after = k + 1
        while after < len(words) and (words[after] in _MARKS or words[after] in _ENDS):
            after += 1
        return after >= len(words) or not text[spans[after].start].islower()

    low = next((k + 1 for k in range(min(cue[0], len(words)) - 1, -1, -1) if ends(k)), 0)
    high = next((k + 1 for k in range(cue[1], len(words)) if ends(k)), len(words))
    return low, high
