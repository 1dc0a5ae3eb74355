"""The shapes of a check at the border of the API: a text in, where each of its sentences stands out.

Offsets are characters (Unicode code points), half open; the text's point into `text` as it comes back, which is the one
sent, normalised.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.answers import Outcome
from assistant.quotations import Marks
from assistant.reviewing import LONGEST
from assistant.traces import Fault, Match
from assistant.web.checking_models import Appearance, Difference, Evidence
from assistant.web.models import ArticleFilters, Quote, example
from ingestion.attribution import Stance

_TEXT = "The bank had 41 open supervisory findings when it failed, according to the review."
_FINDING: dict[str, Any] = {
    "start": 0,
    "end": 82,
    "exact": _TEXT,
    "outcome": "contradicted",
    "support": 0.02,
    "confidence": 0.98,
    "why": "the articles say otherwise: the number differs",
    "evidence": [],
    "differences": [],
}


class Text(ArticleFilters):
    """A text to check, and which articles to check it against."""

    model_config = example(text=_TEXT, publisher=None, since=None, until=None, articles=[])

    text: str = Field(max_length=LONGEST)


class Finding(BaseModel):
    """A claim with its verdict. `support` is the probability that the evidence supports it, `confidence` that the
    outcome is right."""

    model_config = example(**_FINDING)

    start: int
    end: int
    exact: str
    outcome: Outcome
    support: float
    confidence: float
    why: str
    evidence: list[Evidence]
    differences: list[Difference]


class Named(BaseModel):
    """Whom the text gives the words of a quotation to."""

    model_config = ConfigDict(extra="forbid")

    name: str
    called: str
    cue: str | None
    stance: Stance | None
    negated: bool


class Quotation(BaseModel):
    """A quotation in the text, without its marks."""

    model_config = ConfigDict(extra="forbid")

    start: int
    end: int
    exact: str
    marks: Marks
    level: int
    speaker: Named | None
    before: str
    after: str


class Turn(BaseModel):
    """Words of the article without which a quotation says something else."""

    model_config = ConfigDict(extra="forbid")

    words: Quote
    why: str


class QuotationFinding(BaseModel):
    """A quotation with where it stands; nothing is wrong with it where `faults` is empty."""

    model_config = ConfigDict(extra="forbid")

    quotation: Quotation
    match: Match
    faults: list[Fault]
    why: str
    places: list[Appearance]
    differences: list[Difference]
    turns: list[Turn]
    credited: str | None


class CitationFinding(BaseModel):
    """A citation that the text carries, and what the article that it points to says of its sentence."""

    model_config = ConfigDict(extra="forbid")

    start: int
    end: int
    exact: str
    article_id: str | None
    title: str | None
    outcome: Outcome
    why: str


class Checked(BaseModel):
    """A sentence with all that was found of it; `parts` are its clauses, where it isn't supported and has several."""

    model_config = example(finding=_FINDING, parts=[], quotations=[], citations=[])

    finding: Finding
    parts: list[Finding]
    quotations: list[QuotationFinding]
    citations: list[CitationFinding]


class Review(BaseModel):
    """A text, sentence by sentence. `skipped` counts the words of what claims nothing."""

    model_config = example(
        text=_TEXT,
        sentences=[{"finding": _FINDING, "parts": [], "quotations": [], "citations": []}],
        skipped=0,
        searched=24,
        counts={"supported": 0, "overstated": 0, "misattributed": 0, "contradicted": 1, "not_found": 0},
    )

    text: str
    sentences: list[Checked]
    skipped: int
    searched: int
    counts: dict[Outcome, int]
