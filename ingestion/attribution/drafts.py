"""Draft: an attribution before it knows its place among the others. Rules and tagger make them alike."""

from dataclasses import dataclass

from ingestion.articles import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The spans of one attribution, and how sure they are (0 to 1). What the cue says, reading.py tells."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    confidence: float
    method: str
    relay: Span | None = None
    cited: Span | None = None
    trusted: bool = False  # by the rules, whatever the tagger finds there
