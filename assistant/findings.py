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

    `start:end` are the characters of the checked text, None where the claim leaves out what the article says;
    `stated` is what the article has there, None where it has nothing.
    """

    aspect: Aspect
    start: int | None
    end: int | None
    claimed: str | None
    stated: Quote | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A claim of a checked text with its verdict.

    `confidence` is the probability that the outcome is right (see `judging.py`). `evidence` is what the verdict rests on, best
    first: at least one piece unless nothing was found. `why` is one sentence for a reader.
    """

    start: int
    end: int
    exact: str
    outcome: Outcome
    confidence: float
    why: str
    evidence: tuple[Evidence, ...]
    differences: tuple[Difference, ...]
