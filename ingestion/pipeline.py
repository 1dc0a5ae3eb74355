"""read -> split -> attribute -> embed -> store -> index: the only module that knows the order.

A Library is one data folder, owned by one process. Comes in: files. Goes out: a store that holds them and an index
that finds them. An article is acknowledged after the store's commit; the index follows, and is rebuilt from the
store whenever it is missing, damaged or behind.
"""

import fcntl
import hashlib
import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt

from ingestion.articles import Article, Status
from ingestion.attribution.languages import is_english
from ingestion.attribution.pipeline import REVISION, attribute
from ingestion.attribution.sides import load_sides
from ingestion.attribution.tagger import load_tagger
from ingestion.embedding import Encoder, load_encoder
from ingestion.errors import BylineError, IndexDamaged, LibraryInUse, ReadError
from ingestion.index import Index, Record, build_generation, open_index
from ingestion.kept import Kept
from ingestion.passages import Passage, split
from ingestion.readers import SUFFIXES, Skipped, read
from ingestion.store import Listed, Store, StoredFile
from ingestion.syndication import origin_of, signature

log = logging.getLogger(__name__)
SIDES = "sides.yaml"  # in the library's folder: what its user adds to the table of equivalents


class Change(StrEnum):
    """What an ingestion did with one article."""

    ADDED = "added"
    NEW_VERSION = "new version"
    STATUS = "status changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Ingested:
    """One article that a file held, and what became of it."""

    path: str
    article_id: str
    change: Change
    english: bool  # of another language only the quotation marks are read


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What came in, and what was skipped and why. `embedded` counts texts that needed the model."""

    articles: tuple[Ingested, ...]
    skipped: tuple[Skipped, ...]
    embedded: int

    def count(self, change: Change) -> int:
        """How many articles had this change."""
        return sum(a.change is change for a in self.articles)


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: its path, or the name it was uploaded under, and its bytes."""

    path: str
    raw: bytes


def find_files(paths: Iterable[Path], *, max_bytes: int) -> Iterator[File | Skipped]:
    """The files at `paths`, folders walked in order of name; hidden ones are left out, unreadable ones say why.

    Raises BylineError for a path that doesn't exist.
    """
    for path in paths:
        if not path.exists():
            raise BylineError(f"there is nothing at {path}; name a file or a folder that exists")
        found = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in found:
            if not any(part.startswith(".") for part in file.relative_to(path).parts):
                yield _load(file, max_bytes)


def _load(file: Path, max_bytes: int) -> File | Skipped:
    name = str(file.resolve()).encode("utf-8", "backslashreplace").decode()  # a name in no encoding can't be stored
    if file.suffix.lower() not in SUFFIXES:
        return Skipped(name, f"is no article: Byline reads {', '.join(SUFFIXES)}")
    try:
        size = file.stat().st_size
        if size > max_bytes:
            return too_large(name, size, max_bytes)
        return File(name, file.read_bytes())
    except OSError as error:
        return Skipped(name, f"can't be read: {error.strerror}")


def too_large(name: str, size: int, max_bytes: int) -> Skipped:
    """Why a file over the limit is skipped. Sizes in bytes."""
    return Skipped(name, f"is too large: {size:,} bytes, the limit is {max_bytes:,} (BYLINE_MAX_FILE_BYTES)")


class Library:
    """One data folder, open: the store, the encoder and the index, and the lock on them.

    Safe to call from several threads. Raises LibraryInUse if another process owns the folder.
    """

    def __init__(self, home: Path, *, cache: Path) -> None:
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise BylineError(
                f"no library can be kept at {home}: {error.strerror}; name another folder with --home"
            ) from error
        self.home = home
        self._cache = cache
        self._lock = _own(home)
        self.store = Store(home / "byline.sqlite3")
        self.kept = Kept(self.store.database)
        self.sides = load_sides(*(path for path in [home / SIDES] if path.exists()))
        self._encoder: Encoder | None = None
        self._index: Index | None = None
        self._retired: Index | None = None
        self._indexing = threading.RLock()
        self._read_anew = False  # whether all articles are known to be read by this release
        self._current: tuple[tuple[int, int], tuple[Listed, ...]] | None = None
        self._ingesting = threading.Lock()

    def __enter__(self) -> "Library":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the folder back."""
        for index in (self._index, self._retired):
            if index:
                index.close()
        self.store.close()
        os.close(self._lock)

    @property
    def encoder(self) -> Encoder:
        """The embedding model, loaded when first asked for."""
        if self._encoder is None:
            self._encoder = load_encoder(self._cache)
        return self._encoder

    @property
    def model(self) -> str:
        """Model and revision: what an embedding is cached under."""
        return f"{Encoder.model}@{Encoder.revision}"

    def index(self) -> Index:
        """An index that holds at least what was stored when this was called; rebuilt here if it is missing, damaged or
        behind. It may still find what was removed since it was built: see `Index.removals`."""
        wanted = self.store.revision
        with self._indexing:
            self._attribute_again()
            if self._index is None:
                try:
                    self._index = open_index(self.home / "index")
                except IndexDamaged as error:
                    log.info("rebuilding the index: %s", error)
            if self._index is None or self._index.embedding != self.model or self._index.revision < wanted:
                return self.rebuild()
            return self._index

    def current(self) -> tuple[Listed, ...]:
        """The articles that may answer, listed again only after a change."""
        counted = self.store.revision, self.store.removals  # before listing: a change in between is seen next time
        known = self._current
        if known is None or known[0] != counted:
            known = self._current = counted, self.store.listed(Status.CURRENT)
        return known[1]

    def _attribute_again(self) -> None:
        """Read anew who says what in articles that an older release read; stopped, it goes on with the rest."""
        if self._read_anew:
            return
        for article_id, version in self.store.attributed_otherwise(REVISION):
            text = self.store.article(article_id, version).text
            self.store.save_attributions(article_id, version, attribute(text, load_tagger()), attributed=REVISION)
        self._read_anew = True

    def rebuild(self) -> Index:
        """A fresh index from the store. Embeddings come from the store; only missing ones are computed.

        The index before this one stays open until the next rebuild: another thread may be searching it.
        """
        with self._indexing:
            revision, removals = self.store.revision, self.store.removals  # before reading what they count
            build_generation(
                self.home / "index", self._records(), revision=revision, removals=removals, embedding=self.model
            )
            if self._retired:
                self._retired.close()
            self._retired, self._index = self._index, open_index(self.home / "index")
            return self._index

    def _records(self) -> Iterator[Record]:
        passages = list(self.store.passages())
        for at in range(0, len(passages), 256):
            part = passages[at : at + 256]
            vectors, _ = self.embed(text for _, text, _, _ in part)
            for passage, text, title, publisher in part:
                yield Record(passage.id, passage.article_id, text, title, publisher, vectors[text])

    def embed(self, texts: Iterable[str]) -> tuple[dict[str, npt.NDArray[np.float32]], int]:
        """The embedding of each text, from the store or else made and stored; and how many had to be made."""
        wanted = list(dict.fromkeys(texts))
        known = self.store.vectors(wanted, self.model)
        missing = [t for t in wanted if t not in known]
        if missing:
            made = dict(zip(missing, self.encoder.encode(missing), strict=True))
            self.store.save_vectors(made, self.model)
            known |= made
        return known, len(missing)

    def ingest(
        self, files: Iterable[File | Skipped], *, progress: Callable[[str], None] = lambda path: None
    ) -> IngestReport:
        """Read, split, attribute, embed and store every file. `index` brings the index up to date, at the latest when
        the next question asks for it.

        `progress` is called with each file's path when it is stored or skipped. Stopped at any point, what was stored
        stays, and the same call finishes the rest.
        """
        articles: list[Ingested] = []
        skipped: list[Skipped] = []
        embedded = 0
        seen: dict[str, str] = {}  # article id -> path of the file of this run that is its current version
        with self._ingesting:
            for file in files:
                if isinstance(file, Skipped):
                    skipped.append(file)
                else:
                    done, left_out, texts = self._ingest_file(file, seen)
                    articles += done
                    skipped += left_out
                    embedded += texts
                progress(file.path)
        return IngestReport(tuple(articles), tuple(skipped), embedded)

    def _ingest_file(self, file: File, seen: dict[str, str]) -> tuple[list[Ingested], list[Skipped], int]:
        raw_hash = hashlib.sha256(file.raw).hexdigest()
        known = self.store.file(raw_hash)
        if known and all(k.path != file.path for k in known):
            return [], [Skipped(file.path, f"holds the same bytes as {known[0].path}")], 0
        try:
            reading = read(file.raw, file.path)
        except ReadError as error:
            return [], [Skipped(file.path, str(error))], 0
        done: list[Ingested] = []
        skipped = list(reading.skipped)
        embedded = 0
        for article in reading.articles:
            other = seen.get(article.id)
            if article.status is Status.CURRENT and other:
                reason = f"has the id {article.id!r} of {other}; give it its own, or mark the older one superseded"
                skipped.append(Skipped(file.path, reason))
                continue
            if article.status is Status.CURRENT:
                seen[article.id] = file.path
            change, texts = self._ingest_article(article, StoredFile(raw_hash, article.id, article.version, file.path))
            embedded += texts
            done.append(Ingested(file.path, article.id, change, is_english(article.text)))
        return done, skipped, embedded

    def _ingest_article(self, article: Article, file: StoredFile) -> tuple[Change, int]:
        if self.store.has(article.id, article.version):
            stored = self.store.article(article.id, article.version)
            self.store.remember_file(file)
            if (stored.status, stored.notice) == (article.status, article.notice):
                return Change.UNCHANGED, 0
            self.store.set_status(article.id, article.version, article.status, article.notice)
            return Change.STATUS, 0
        change = Change.NEW_VERSION if self.store.listed(article_id=article.id) else Change.ADDED
        passages = split(article, self.encoder.count_tokens, limit=self.encoder.max_tokens)
        _, embedded = self.embed(texts_of(article, passages))
        own = signature(article.text)
        self.store.save(
            article,
            file,
            passages,
            attribute(article.text, load_tagger()),
            attributed=REVISION,
            signature=own,
            origin=origin_of(article.id, own, self.store.signatures()),
        )
        return change, embedded

    def remove(self, article_id: str) -> None:
        """Forget an article in all its versions, at once. Raises NotFound."""
        self.store.remove(article_id)


def texts_of(article: Article, passages: Iterable[Passage]) -> Iterator[str]:
    """What is embedded of an article: each passage, to find it, and each sentence, to pick the one that answers."""
    for passage in passages:
        yield passage.span.of(article.text)
        for sentence in passage.sentences:
            yield sentence.of(article.text)


def _own(home: Path) -> int:
    """Take the folder's lock, held until the file descriptor is closed or the process ends, however it ends."""
    try:
        descriptor = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise BylineError(f"the library at {home} can't be opened: {error.strerror}; mend its permissions") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise LibraryInUse(
            f"another byline process uses the library at {home}; stop it, or name another folder with --home"
        ) from error
    return descriptor
