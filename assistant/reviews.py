"""Checked, CitationFinding, Review: what the articles say of a text, sentence by sentence. Nouns."""

from collections import Counter
from dataclasses import dataclass

from assistant.answers import Outcome
from assistant.findings import Finding
from assistant.traces import QuotationFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationFinding:
    """A citation that the checked text carries, the characters `start:end`, and what the article it points to says.

    `article_id` is None where it points to none of the articles. `outcome` is that of its sentence against that
    article alone; NOT_FOUND without one.
    """

    start: int
    end: int
    exact: str
    article_id: str | None
    title: str | None
    outcome: Outcome
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A sentence with all that was found of it.

    `finding` counts its quotations too: one with a fault is never supported. `parts` are the findings of its clauses,
    where it has several and isn't supported.
    """

    finding: Finding
    parts: tuple[Finding, ...]
    quotations: tuple[QuotationFinding, ...]
    citations: tuple[CitationFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A text with where each of its sentences stands. Offsets point into `text`, which is what was given, normalised.

    `skipped` counts the words of what claims nothing: headings, questions, lists of sources.
    """

    text: str
    sentences: tuple[Checked, ...]
    skipped: int
    searched: int  # articles

    def count(self, outcome: Outcome) -> int:
        """How many sentences have this outcome."""
        return Counter(s.finding.outcome for s in self.sentences)[outcome]

    @property
    def holds(self) -> bool:
        """Whether every sentence is supported."""
        return all(s.finding.outcome is Outcome.SUPPORTED for s in self.sentences)
