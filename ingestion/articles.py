"""Article, Span and Quote: the nouns that everything else points into.

Offsets are characters (Unicode code points), half open, into `Article.text` of one version. The text was
normalised once, when it was read, and never changes afterwards.
"""

import hashlib
import re
import unicodedata
from dataclasses import InitVar, dataclass, field
from datetime import datetime
from enum import StrEnum

from ingestion.errors import QuoteError

CONTEXT = 32  # characters of prefix and suffix kept with a quote, enough to tell repeated quotes apart

_CONTROL = {c: None for c in range(0x20) if c not in (0x09, 0x0A)}  # NUL among them
_CONTROL |= dict.fromkeys(range(127, 160))
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NEWLINES = re.compile("\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")


class Status(StrEnum):
    """Where one version of an article stands."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open characters `start:end` of an article's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}:{self.end} is not half open within a text")

    def contains(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """The characters of `text` at this span."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One version of one published text. `None` means that the source didn't say, and is shown as unknown."""

    id: str
    version: str  # digest of text and metadata, see `readers/fields.py`
    title: str | None
    publisher: str | None
    authors: tuple[str, ...]
    published_at: datetime | None
    url: str | None
    language: str | None
    licence: str | None
    text: str
    status: Status = Status.CURRENT
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words at a span: W3C Web Annotation's TextPositionSelector and TextQuoteSelector together.

    Cut with `cut_quote`. The article is asked for at construction, so a quote that differs from it can't exist.
    Raises QuoteError where the words at `start:end` aren't `exact`, or the span is empty.
    """

    article_id: str
    version: str
    start: int
    end: int
    exact: str
    article: InitVar[Article]
    prefix: str = field(init=False)
    suffix: str = field(init=False)

    def __post_init__(self, article: Article) -> None:
        span = Span(self.start, self.end)
        same_article = (self.article_id, self.version) == (article.id, article.version)
        inside = span.end <= len(article.text)  # a slice forgives an end past the text
        if not (same_article and inside and self.exact and span.of(article.text) == self.exact):
            raise QuoteError(
                f"the quote at {self.start}:{self.end} isn't in article {article.id} ({article.version}) "
                "word for word; cut it again from the article"
            )
        object.__setattr__(self, "prefix", article.text[max(0, self.start - CONTEXT) : self.start])
        object.__setattr__(self, "suffix", article.text[self.end : self.end + CONTEXT])

    @property
    def span(self) -> Span:
        """The characters quoted."""
        return Span(self.start, self.end)


def cut_quote(article: Article, span: Span) -> Quote:
    """The words of `article` at `span`. Raises QuoteError for a span that is empty or outside the text."""
    return Quote(article.id, article.version, span.start, span.end, span.of(article.text), article)


def normalise(text: str) -> str:
    """The one normalisation: NFC, Unix newlines, no invisible, bidirectional or control characters.

    Never NFKC, which would turn 10² into 102. Lone surrogates are removed: they can't be stored.
    """
    text = _SURROGATE.sub("", text)
    text = _NEWLINES.sub("\n", text)
    text = _INVISIBLE.sub("", text.translate(_CONTROL))
    return unicodedata.normalize("NFC", text)


def digest(*parts: str) -> str:
    """Hex SHA-256 of the parts, each with its length before it so that borders count."""
    sha = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        sha.update(f"{len(encoded)}:".encode() + encoded)
    return sha.hexdigest()
