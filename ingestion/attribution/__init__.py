"""Attribution: who said what, and how. The nouns; `rules.py` makes them."""

from dataclasses import dataclass
from enum import StrEnum

from ingestion.articles import Span


class Voice(StrEnum):
    """How the words reach the reader."""

    DIRECT = "direct"  # all content between quotation marks
    MIXED = "mixed"
    INDIRECT = "indirect"


class Stance(StrEnum):
    """What the source does with the content."""

    ASSERTS = "asserts"
    CLAIMS = "claims"
    DENIES = "denies"
    CONCEDES = "concedes"
    WARNS = "warns"
    DEMANDS = "demands"
    PROMISES = "promises"
    INTENDS = "intends"
    BELIEVES = "believes"
    SUPPORTS = "supports"
    OPPOSES = "opposes"
    ASKS = "asks"
    DECLINES = "declines"
    HEARSAY = "hearsay"  # it is said, rumoured, reported by nobody named


class Polarity(StrEnum):
    """Whether the cue or its subject is negated: "has not said", "nobody believes"."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a source is: the fullest mention of it in the same article, the source itself where that is the fullest.

    `confidence`, between 0 and 1, that the two are one.
    """

    mention: Span
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who said what in one article. Every span points into the article's text.

    `source` is None where the text doesn't name one. `content` may be discontinuous: its spans are in order and don't
    overlap. `parent` is the place, in the article's tuple of attributions, of the attribution whose content holds
    this one (level = parent's level + 1). `relay` is the outlet told ("told AP"), `cited` the source that an outlet
    leans on ("AP reported, citing a senior official"). `actual` is False under a modal, a condition or "whether".
    `scope` is where it was said ("publicly", "in private"). `anonymous`: the source is somebody whom the article
    doesn't name. `committed`: the cue takes the content for true ("acknowledged that" does, "claimed that" doesn't).
    `speaker` is None where there is no source, or it isn't sure enough whom it means. `confidence` is between 0 and 1;
    `method` names what found it.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    voice: Voice
    stance: Stance
    polarity: Polarity = Polarity.POSITIVE
    actual: bool = True
    hedge: Span | None = None
    relay: Span | None = None
    cited: Span | None = None
    scope: Span | None = None
    anonymous: bool = False
    committed: bool = False
    speaker: Speaker | None = None
    level: int = 0
    parent: int | None = None
    confidence: float
    method: str

    def __post_init__(self) -> None:
        if not self.content:
            raise ValueError("an attribution has content")
        for left, right in zip(self.content, self.content[1:], strict=False):
            if left.end > right.start:
                raise ValueError("content spans are in order and don't overlap")
        if (self.parent is None) != (self.level == 0):
            raise ValueError("a nested attribution, and only that, has a parent")
