"""Finding, Difference: where a sentence that somebody wrote stands against the articles. Nouns.

Offsets `start:end` are characters, half open, into the text that was checked; what an article says is a Quote.
"""

from dataclasses import dataclass
from enum import StrEnum

from assistant.answers import Evidence, Outcome
from ingestion.articles import Quote


class Aspect(StrEnum):
    """In what a claim and the articles differ."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    MODALITY = "modality"  # may became will
    SPEAKER = "speaker"
    STANCE = "stance"  # claims became states, denies became says
    WORDING = "wording"  # words of the claim that nothing in the evidence carries


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference, pointed at in both texts.

    `start:end` are the characters of the checked text that hold `claimed`, all None where the claim leaves out what
    the article says. `stated` are the article's words for it, the characters `stated_start:stated_end` of the article
    that `quote` is of; all None where it has nothing.
    """

    aspect: Aspect
    start: int | None = None
    end: int | None = None
    claimed: str | None = None
    quote: Quote | None = None
    stated_start: int | None = None
    stated_end: int | None = None
    stated: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A claim of a checked text with its verdict.

    `support` is the probability that the evidence supports it, `confidence` that the outcome is right (see
    `judging.py`). `evidence` is what the verdict rests on, best first: at least one piece unless nothing was found.
    `why` is one sentence for a reader. A supported claim may differ in something all the same: `differences` say so.
    """

    start: int
    end: int
    exact: str
    outcome: Outcome
    support: float
    confidence: float
    why: str
    evidence: tuple[Evidence, ...]
    differences: tuple[Difference, ...]
