"""Find: an attribution in the making, in words of its unit. `leading.py` and `trailing.py` make them."""

from dataclasses import dataclass

from ingestion.attribution.cues import Cue
from ingestion.attribution.units import Range


@dataclass(slots=True, kw_only=True)
class Find:
    """Who said what, as far as one rule saw it."""

    cue: Range
    reading: Cue
    source: Range | None
    content: list[Range]
    confidence: float
    relay: Range | None = None
    cited: Range | None = None
    trusted: bool = False  # whatever else finds something here
    relative: bool = False  # in a relative clause: its source is no subject for the cue behind it
