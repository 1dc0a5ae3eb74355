"""The fields and the text that a source gives -> Article: what all readers share.

Metadata is what the source says: a field that it leaves out or leaves empty is None, and none is guessed. A field
that it gives wrongly is refused, with the form to use. Messages are read after the file's path.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePath
from urllib.parse import urlsplit

from ingestion.articles import Article, Status, digest, normalise
from ingestion.errors import ReadError

LONGEST = 500  # characters of a metadata field; a longer one is a mix-up of fields, not a title
_LONGEST_URL = 2_000
_SHOWN = 40  # characters of a wrong value that its error repeats
_ID = re.compile(r"[A-Za-z0-9._-]{1,200}")
_NOT_IN_URLS = re.compile(r'[\s<>"`\\]')  # browsers read a backslash as a slash, so the host would be another one


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a line of one, that gave no article, and why. `reason` is read after the path."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave."""

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...] = ()


def make_article(fields: Mapping[str, object], text: str, path: str, *, identity: str | None = None) -> Article:
    """The article that `fields` and `text` make; unknown fields are ignored. Raises ReadError.

    Its id is the source's own, else made from its URL, else from `identity`, which is the path unless given.
    """
    text = normalise(text).strip()
    if not text:
        raise ReadError("is empty: it has no text; put the article's text into it")
    url = _url(fields)
    article = Article(
        id=_own_id(fields) or _made_id(url, path, identity),
        version="",
        title=_line(fields, "title"),
        publisher=_line(fields, "publisher"),
        authors=_authors(fields.get("authors")),
        published_at=_moment(fields),
        url=url,
        language=_line(fields, "language"),
        licence=_line(fields, "licence"),
        text=text,
        status=_status(fields),
        notice=_line(fields, "notice"),
    )
    return replace(article, version=version_of(article))


def version_of(article: Article) -> str:
    """Digest of text and metadata. Status and notice are left out: withdrawing a version makes no new one."""
    published = article.published_at.isoformat() if article.published_at else ""
    return digest(
        article.title or "",
        article.publisher or "",
        digest(*article.authors),
        published,
        article.url or "",
        article.language or "",
        article.licence or "",
        article.text,
    )[:16]


def one_line(value: str) -> str:
    """`value` normalised, without line breaks or space at its ends."""
    return " ".join(normalise(value).split())


def moment_of(value: str) -> datetime | None:
    """The moment that an ISO 8601 `value` names, UTC where it names no zone; None for any other spelling."""
    try:
        moment = datetime.fromisoformat(value)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        moment.astimezone(UTC)  # the first and last hours of the calendar have no moment in UTC
    except (ValueError, OverflowError):
        return None
    return moment


def _line(fields: Mapping[str, object], name: str, *, longest: int = LONGEST) -> str | None:
    value = fields.get(name)
    return _checked(value, name, longest) if value is not None else None


def _checked(value: object, name: str, longest: int) -> str | None:
    if not isinstance(value, str):
        raise ReadError(f"has {_shown(value)} as {name}; write it as text, in quotation marks")
    line = one_line(value)
    if len(line) > longest:
        raise ReadError(f"has {len(line):,} characters as {name}; the limit is {longest:,}")
    return line or None


def _authors(value: object) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [] if value is None else [value]
    lines = (_checked(name, "an author", LONGEST) for name in names)
    return tuple(line for line in lines if line)


def _moment(fields: Mapping[str, object]) -> datetime | None:
    line = _line(fields, "published_at")
    if line is None:
        return None
    moment = moment_of(line)
    if moment is None:
        raise ReadError(
            f"has {_shown(line)} as published_at; write an ISO 8601 date or time, "
            "such as 2021-12-07 or 2021-12-07T20:30:00Z"
        )
    return moment


def _status(fields: Mapping[str, object]) -> Status:
    line = _line(fields, "status")
    if line is None:
        return Status.CURRENT
    if line not in tuple(Status):
        raise ReadError(f"has {_shown(line)} as status; write {', '.join(Status)}, or leave it out")
    return Status(line)


def _url(fields: Mapping[str, object]) -> str | None:
    """The address, if a reader may be sent there: http or https, with a host, and without a user name.

    A user name is a disguise: https://apnews.com@example.org leads to example.org.
    """
    line = _line(fields, "url", longest=_LONGEST_URL)
    if line is None or _NOT_IN_URLS.search(line):
        return None
    try:
        parts = urlsplit(line)
        port_is_a_number = parts.port is None or parts.port >= 0
    except ValueError:
        return None
    fit = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc and port_is_a_number
    return line if fit else None


def _own_id(fields: Mapping[str, object]) -> str | None:
    value = _line(fields, "id")
    if value is not None and (not _ID.fullmatch(value) or value.strip(".") == ""):
        raise ReadError(f"has {_shown(value)} as id; write up to 200 letters, digits, dots, hyphens and underscores")
    return value


def _made_id(url: str | None, path: str, identity: str | None) -> str:
    named = PurePath(urlsplit(url).path.rstrip("/")).stem if url else PurePath(path).stem
    key = _canonical(url) if url else identity or path.encode(errors="backslashreplace").decode()
    return f"{_slug(named)}-{digest(key)[:10]}"


def _canonical(url: str) -> str:
    """One address for one page: host in lower case, nothing that only names a place within the page."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.lower(), fragment="").geturl()


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:80].strip("-") or "article"


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
