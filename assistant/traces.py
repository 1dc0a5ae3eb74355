"""QuotationFinding, Trace: where a quotation or an excerpt stands in the articles, and what is wrong with it. Nouns.

What an article says is a Quote cut from it; offsets that are no Quote's point into the text that was read.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assistant.answers import Evidence
from assistant.findings import Difference
from assistant.quotations import Quotation
from ingestion.articles import Quote, Status


class Match(StrEnum):
    """How the words stand in an article."""

    EXACT = "exact"
    TYPOGRAPHY = "exact but for typography"  # marks, dashes, line wraps, an ellipsis that says so, "[the bank]"
    ALTERED = "altered"
    STITCHED = "stitched"  # of pieces from two places, and nothing says so
    NOT_FOUND = "not found"


class Fault(StrEnum):
    """What is wrong with a quotation; it may have several."""

    ALTERED = "altered"
    STITCHED = "stitched"
    CROPPED = "cropped"  # what was cut away turns its meaning
    SOMEONE_ELSE = "someone else"  # the article gives the words to another than the text does
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Turn:
    """Words of the article beside a quotation, or left out of its middle, without which it says something else."""

    words: Quote
    why: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """One place where the words stand. `evidence.quote` is the true wording; `pieces` are its parts where an ellipsis
    leaves some out.

    Where `status` isn't current, `notice` says why, if the publisher did.
    """

    evidence: Evidence
    pieces: tuple[Quote, ...]
    status: Status
    notice: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationFinding:
    """A quotation with where it stands.

    `places` holds the true wording: the place judged first, then the others; of a stitched one its pieces in order; of
    one that isn't found the nearest words, which aren't it. `differences` point into the checked text and into the
    first place. `credited` is who the article gives the words to, None for its own voice or where that isn't sure.
    `why` is one sentence for a reader.
    """

    quotation: Quotation
    match: Match
    faults: tuple[Fault, ...]
    why: str
    places: tuple[Appearance, ...]
    differences: tuple[Difference, ...] = ()
    turns: tuple[Turn, ...] = ()
    credited: str | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Where an excerpt comes from, or that it is in none of the articles searched.

    `places` are all that hold it, the earliest published first, undated ones last; of an altered one the closest. Where
    `match` is not found, `nearest` holds the words most like it, which are not it. Copies of one wire story are one of
    the `origins`.
    """

    excerpt: str
    match: Match
    why: str
    places: tuple[Appearance, ...]
    differences: tuple[Difference, ...]
    nearest: tuple[Appearance, ...]
    origins: int
    searched: int  # articles
    oldest: datetime | None  # of the articles searched
    newest: datetime | None
