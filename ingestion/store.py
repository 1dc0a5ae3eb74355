"""The only truth, in SQLite. Article versions, passages, attributions and embeddings; the indexes are built from it.

What adds something to be found raises `revision`, by which an index knows that it is behind; what takes
something away raises `removals`, by which a search knows that its index holds what it may not show.
Left out: searching, and any judgement of the text.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from ingestion.articles import Article, Span, Status, digest
from ingestion.attribution import Attribution
from ingestion.database import Connection, Database
from ingestion.errors import NotFound
from ingestion.passages import Passage

_ATTRIBUTION = TypeAdapter(Attribution)
_TABLES = """
CREATE TABLE IF NOT EXISTS articles (
  id TEXT NOT NULL, version TEXT NOT NULL, added INTEGER NOT NULL,
  title TEXT, publisher TEXT, authors TEXT NOT NULL, published_at TEXT, url TEXT, language TEXT, licence TEXT,
  text TEXT NOT NULL, status TEXT NOT NULL, notice TEXT, signature BLOB NOT NULL, origin TEXT NOT NULL,
  PRIMARY KEY (id, version)
) STRICT;
CREATE TABLE IF NOT EXISTS files (
  raw_hash TEXT NOT NULL, article_id TEXT NOT NULL, version TEXT NOT NULL, path TEXT NOT NULL,
  PRIMARY KEY (raw_hash, article_id)
) STRICT;
CREATE TABLE IF NOT EXISTS passages (
  id TEXT PRIMARY KEY, article_id TEXT NOT NULL, version TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  sentences TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS passages_of ON passages (article_id, version, start);
CREATE TABLE IF NOT EXISTS attributions (
  article_id TEXT NOT NULL, version TEXT NOT NULL, place INTEGER NOT NULL, attribution TEXT NOT NULL,
  PRIMARY KEY (article_id, version, place)
) STRICT;
CREATE TABLE IF NOT EXISTS attributed (
  article_id TEXT NOT NULL, version TEXT NOT NULL, revision TEXT NOT NULL, PRIMARY KEY (article_id, version)
) STRICT;
CREATE TABLE IF NOT EXISTS embeddings (
  text_hash TEXT NOT NULL, model TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (text_hash, model)
) STRICT;
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
INSERT OR IGNORE INTO counters VALUES ('revision', 0), ('removals', 0), ('added', 0);
"""
_COLUMNS = "id, version, title, publisher, authors, published_at, url, language, licence, text, status, notice"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was read before: its bytes' hash, what it became, and the path it came from."""

    raw_hash: str
    article_id: str
    version: str
    path: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One version of an article, without its text."""

    id: str
    version: str
    title: str | None
    publisher: str | None
    published_at: datetime | None
    status: Status
    notice: str | None
    url: str | None = None


class Store:
    """The open database. Safe to call from several threads of the owning process."""

    def __init__(self, path: Path) -> None:
        self.database = Database(path)
        self.database.create(_TABLES.split(";"))
        self._rows, self._change = self.database.rows, self.database.change

    def close(self) -> None:
        """Close the database; the last commit is what the next start finds."""
        self.database.close()

    # ---- articles

    def save(
        self,
        article: Article,
        file: StoredFile,
        passages: Iterable[Passage],
        attributions: Sequence[Attribution],
        *,
        attributed: str,
        signature: bytes,
        origin: str,
    ) -> None:
        """Add one version of an article, whole or not at all. `attributed` is the revision of what read it.

        A current version supersedes the one that was current before.
        """
        with self._change() as db:
            if article.status is Status.CURRENT:
                db.execute(
                    "UPDATE articles SET status = ? WHERE id = ? AND status = ?",
                    (Status.SUPERSEDED, article.id, Status.CURRENT),
                )
            db.execute("UPDATE counters SET value = value + 1 WHERE name = 'added'")
            db.execute(
                f"INSERT INTO articles ({_COLUMNS}, added, signature, origin)"  # noqa: S608 (constant columns)
                " VALUES (?,?,?,?,?,?,?,?,?,?,?,?, (SELECT value FROM counters WHERE name = 'added'), ?, ?)",
                (*_article_row(article), signature, origin),
            )
            db.executemany(
                "INSERT INTO passages VALUES (?,?,?,?,?,?)",
                [(p.id, p.article_id, p.version, p.start, p.end, _spans_json(p.sentences)) for p in passages],
            )
            _attribute(db, article.id, article.version, attributions, attributed)
            self._remember(db, file)
            if article.status is Status.CURRENT:
                _raise(db, "revision")

    def remember_file(self, file: StoredFile) -> None:
        """Note that these bytes are a known version, so that the next ingestion needn't read them."""
        with self._change() as db:
            self._remember(db, file)

    def set_status(self, article_id: str, version: str, status: Status, notice: str | None) -> None:
        """Change where a version stands; takes effect with the next question."""
        with self._change() as db:
            if status is Status.CURRENT:
                db.execute(
                    "UPDATE articles SET status = ? WHERE id = ? AND status = ? AND version != ?",
                    (Status.SUPERSEDED, article_id, Status.CURRENT, version),
                )
            db.execute(
                "UPDATE articles SET status = ?, notice = ? WHERE id = ? AND version = ?",
                (status, notice, article_id, version),
            )
            _raise(db, "revision" if status is Status.CURRENT else "removals")

    def remove(self, article_id: str) -> None:
        """Forget every version of an article. Raises NotFound."""
        with self._change() as db:
            if not db.execute("SELECT 1 FROM articles WHERE id = ?", (article_id,)).fetchone():
                raise NotFound(f"there is no article {article_id!r}; `byline articles` lists those there are")
            db.execute("DELETE FROM articles WHERE id = ?", (article_id,))
            for table in ("files", "passages", "attributions", "attributed"):
                db.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))  # noqa: S608 (constant names)
            _raise(db, "removals")

    def article(self, article_id: str, version: str | None = None) -> Article:
        """One version, by default the current one, else the one added last. Raises NotFound."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM articles WHERE id = ? AND version = coalesce(?, version)"  # noqa: S608
            " ORDER BY status != 'current', added DESC LIMIT 1",
            (article_id, version),
        )
        if not rows:
            which = f"{article_id!r}" if version is None else f"{article_id!r} in version {version!r}"
            raise NotFound(f"there is no article {which}; `byline articles` lists those there are")
        return _article(rows[0])

    def listed(self, status: Status | None = None, *, article_id: str | None = None) -> tuple[Listed, ...]:
        """Every version of every article, or those with this status or id, by id, then in the order they were added."""
        rows = self._rows(
            "SELECT id, version, title, publisher, published_at, status, notice, url FROM articles"
            " WHERE status = coalesce(?, status) AND id = coalesce(?, id) ORDER BY id, added",
            (status, article_id),
        )
        return tuple(
            Listed(i, v, title, by, datetime.fromisoformat(date) if date else None, Status(stands), notice, url)
            for i, v, title, by, date, stands, notice, url in rows
        )

    def file(self, raw_hash: str) -> tuple[StoredFile, ...]:
        """What a file of these bytes became when it was read before."""
        return tuple(
            StoredFile(*r)
            for r in self._rows("SELECT raw_hash, article_id, version, path FROM files WHERE raw_hash = ?", (raw_hash,))
        )

    def has(self, article_id: str, version: str) -> bool:
        """Whether this version is stored."""
        return bool(self._rows("SELECT 1 FROM articles WHERE id = ? AND version = ?", (article_id, version)))

    # ---- what is derived from the text

    def passage(self, passage_id: str) -> Passage:
        """One passage, of any version. Raises NotFound."""
        rows = self._rows("SELECT article_id, version, start, end, sentences FROM passages WHERE id = ?", (passage_id,))
        if not rows:
            raise NotFound(f"there is no passage {passage_id!r}; its article may have been removed")
        return _passage(rows[0])

    def passages_of(self, article_id: str, version: str) -> tuple[Passage, ...]:
        """The passages of one version, in the text's order."""
        rows = self._rows(
            "SELECT article_id, version, start, end, sentences FROM passages"
            " WHERE article_id = ? AND version = ? ORDER BY start",
            (article_id, version),
        )
        return tuple(_passage(r) for r in rows)

    def passages(self) -> Iterator[tuple[Passage, str, str | None, str | None]]:
        """The passages of all current articles, with their text and the article's title and publisher, in a stable
        order."""
        rows = self._rows(
            "SELECT p.article_id, p.version, p.start, p.end, p.sentences,"
            " substr(a.text, p.start + 1, p.end - p.start)"  # both count code points
            ", a.title, a.publisher FROM passages p"
            " JOIN articles a ON a.id = p.article_id AND a.version = p.version"
            " WHERE a.status = 'current' ORDER BY p.article_id, p.start"
        )
        for row in rows:
            yield _passage(row[:5]), row[5], row[6], row[7]

    def attributions(self, article_id: str, version: str) -> tuple[Attribution, ...]:
        """Who said what in one version, in the order that `parent` counts in."""
        rows = self._rows(
            "SELECT attribution FROM attributions WHERE article_id = ? AND version = ? ORDER BY place",
            (article_id, version),
        )
        return tuple(_ATTRIBUTION.validate_json(r[0]) for r in rows)

    def attributed_otherwise(self, revision: str) -> tuple[tuple[str, str], ...]:
        """Article id and version of what another revision of the attribution read."""
        return tuple(
            self._rows(
                "SELECT a.id, a.version FROM articles a LEFT JOIN attributed r ON r.article_id = a.id"
                " AND r.version = a.version WHERE r.revision IS NOT ? ORDER BY a.added",
                (revision,),
            )
        )

    def save_attributions(
        self, article_id: str, version: str, attributions: Sequence[Attribution], *, attributed: str
    ) -> None:
        """Replace the attributions of a version that is still there."""
        with self._change() as db:
            if db.execute("SELECT 1 FROM articles WHERE id = ? AND version = ?", (article_id, version)).fetchone():
                _attribute(db, article_id, version, attributions, attributed)

    def signatures(self) -> tuple[tuple[str, bytes, str], ...]:
        """Article id, signature and origin of every version, as `syndication.py` made them."""
        return tuple(self._rows("SELECT id, signature, origin FROM articles ORDER BY added"))

    def origin(self, article_id: str, version: str) -> str:
        """The wire story that a version is a copy of; its own id where it is none. Raises NotFound."""
        rows = self._rows("SELECT origin FROM articles WHERE id = ? AND version = ?", (article_id, version))
        if not rows:
            raise NotFound(f"there is no article {article_id!r} in version {version!r}")
        return str(rows[0][0])

    # ---- embeddings

    def vectors(self, texts: Sequence[str], model: str) -> dict[str, npt.NDArray[np.float32]]:
        """The cached embedding of each of the texts that has one, by text."""
        hashes = {digest(t): t for t in texts}
        found: dict[str, npt.NDArray[np.float32]] = {}
        keys = list(hashes)
        for at in range(0, len(keys), 500):
            part = keys[at : at + 500]
            marks = ",".join("?" * len(part))
            rows = self._rows(
                f"SELECT text_hash, vector FROM embeddings WHERE model = ? AND text_hash IN ({marks})",  # noqa: S608
                (model, *part),
            )
            found |= {hashes[h]: np.frombuffer(v, dtype=np.float32) for h, v in rows}
        return found

    def save_vectors(self, vectors: Mapping[str, npt.NDArray[np.float32]], model: str) -> None:
        """Cache embeddings, keyed by their text's hash and the model with its revision."""
        with self._change() as db:
            db.executemany(
                "INSERT OR IGNORE INTO embeddings VALUES (?,?,?)",
                [(digest(text), model, v.astype(np.float32).tobytes()) for text, v in vectors.items()],
            )

    # ---- counts

    @property
    def revision(self) -> int:
        """Raised by every change that adds something to be found."""
        return self._counter("revision")

    @property
    def removals(self) -> int:
        """Raised by every change that takes something away and adds nothing."""
        return self._counter("removals")

    def _counter(self, name: str) -> int:
        return int(self._rows("SELECT value FROM counters WHERE name = ?", (name,))[0][0])

    def counts(self) -> dict[str, int]:
        """How many rows of each kind, and how many current articles."""
        tables = ("articles", "passages", "attributions", "embeddings")
        counts = {t: int(self._rows(f"SELECT count(*) FROM {t}")[0][0]) for t in tables}  # noqa: S608 (constant names)
        counts["current"] = int(self._rows("SELECT count(*) FROM articles WHERE status = 'current'")[0][0])
        return counts

    # ---- plumbing

    @staticmethod
    def _remember(db: Connection, file: StoredFile) -> None:
        db.execute(
            "INSERT OR REPLACE INTO files VALUES (?,?,?,?)", (file.raw_hash, file.article_id, file.version, file.path)
        )


def _raise(db: Connection, counter: str) -> None:
    db.execute("UPDATE counters SET value = value + 1 WHERE name = ?", (counter,))


def _article_row(article: Article) -> tuple[str | None, ...]:
    return (
        article.id,
        article.version,
        article.title,
        article.publisher,
        json.dumps(article.authors),
        article.published_at.isoformat() if article.published_at else None,
        article.url,
        article.language,
        article.licence,
        article.text,
        article.status,
        article.notice,
    )


def _article(row: tuple[Any, ...]) -> Article:
    article_id, version, title, publisher, authors, published_at, url, language, licence, text, status, notice = row
    return Article(
        id=article_id,
        version=version,
        title=title,
        publisher=publisher,
        authors=tuple(json.loads(authors)),
        published_at=datetime.fromisoformat(published_at) if published_at else None,
        url=url,
        language=language,
        licence=licence,
        text=text,
        status=Status(status),
        notice=notice,
    )


def _spans_json(spans: Sequence[Span]) -> str:
    return json.dumps([(s.start, s.end) for s in spans])


def _passage(row: tuple[Any, ...]) -> Passage:
    article_id, version, start, end, sentences = row
    return Passage(article_id, version, start, end, tuple(Span(s, e) for s, e in json.loads(sentences)))


def _attribute(
    db: Connection, article_id: str, version: str, attributions: Sequence[Attribution], revision: str
) -> None:
    db.execute("DELETE FROM attributions WHERE article_id = ? AND version = ?", (article_id, version))
    db.executemany(
        "INSERT INTO attributions VALUES (?,?,?,?)",
        [(article_id, version, n, _ATTRIBUTION.dump_json(a).decode()) for n, a in enumerate(attributions)],
    )
    db.execute("INSERT OR REPLACE INTO attributed VALUES (?,?,?)", (article_id, version, revision))
