"""A quotation's place in its article -> what was cut away there and turns its meaning."""

from assistant.crediting import Reading
from assistant.quotations import Quotation
from assistant.traces import Turn
from ingestion.articles import Span


def turns_of(quotation: Quotation, reading: Reading, pieces: tuple[Span, ...]) -> tuple[Turn, ...]:
    """The words around the pieces that turn what they say, unless the text's own words say so too."""
    return ()
