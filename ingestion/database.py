"""The SQLite file and its one connection: how it is read and changed. What is in it, `store.py` and `kept.py` say.

WAL with synchronous=FULL: what a change committed survives a kill and a power cut. One owner (see `pipeline.own`).
"""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingestion.errors import BylineError, StoreUnusable

SCHEMA = 1
Connection = sqlite3.Connection


class Database:
    """The open file. Safe to call from several threads of the owning process."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._path = path
        self.rows("PRAGMA journal_mode=WAL")
        self.rows("PRAGMA synchronous=FULL")
        found = self.rows("PRAGMA user_version")[0][0]
        if found not in (0, SCHEMA):
            self._db.close()
            raise BylineError(f"the library at {path} was made by another release (schema {found}); use that release")

    def create(self, statements: Sequence[str]) -> None:
        """Make what isn't there yet; each statement says so itself (`IF NOT EXISTS`)."""
        with self.change() as db:
            for statement in statements:
                db.execute(statement)
            db.execute(f"PRAGMA user_version={SCHEMA}")

    def close(self) -> None:
        """Close the file; the last commit is what the next start finds."""
        self._db.close()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query. Raises StoreUnusable."""
        with self._lock, self._explained():
            return self._db.execute(sql, values).fetchall()

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """A transaction: committed whole at the end of the block, or not at all. Raises StoreUnusable."""
        with self._lock, self._explained():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """One sentence for what the file or the disk refuses."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise StoreUnusable(
                f"the library's database {self._path} can't be used ({error}); check the disk, or restore a copy of it"
            ) from error
