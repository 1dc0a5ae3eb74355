"""What is kept of being asked: answers with their receipts, and conversations. In the articles' database, beside them.

An answer is kept as the JSON that was shown, under its id. Removing an article removes the kept answers that cite it,
in the same transaction: what was forgotten is quoted nowhere. Bounded: of answers that stand in no conversation the
newest ANSWERS stay, and a conversation has at most TURNS turns. Left out: what an answer or a turn says.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from ingestion.database import Database
from ingestion.errors import BylineError, NotFound

ANSWERS = 10_000
TURNS = 200
_TABLES = (
    "CREATE TABLE IF NOT EXISTS answers"
    " (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, answer TEXT NOT NULL, receipt TEXT NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS cited"
    " (answer_id TEXT NOT NULL, article_id TEXT NOT NULL, PRIMARY KEY (article_id, answer_id)) STRICT",
    "CREATE INDEX IF NOT EXISTS cited_in ON cited (answer_id)",
    "CREATE TABLE IF NOT EXISTS conversations"
    " (id TEXT PRIMARY KEY, title TEXT NOT NULL, begun TEXT NOT NULL, turned TEXT NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS turns (conversation_id TEXT NOT NULL, place INTEGER NOT NULL,"
    " asked TEXT NOT NULL, answer_id TEXT NOT NULL, PRIMARY KEY (conversation_id, place)) STRICT",
    "CREATE INDEX IF NOT EXISTS turns_of ON turns (answer_id)",
    "CREATE TRIGGER IF NOT EXISTS forget AFTER DELETE ON articles BEGIN"
    " DELETE FROM answers WHERE id IN (SELECT answer_id FROM cited WHERE article_id = OLD.id);"
    " DELETE FROM cited WHERE article_id = OLD.id; END",
    "CREATE TRIGGER IF NOT EXISTS uncite AFTER DELETE ON answers BEGIN DELETE FROM cited WHERE answer_id = OLD.id; END",
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation, without its turns; times are UTC."""

    id: str
    title: str
    begun: datetime
    turned: datetime  # when its last turn was added
    turns: int


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """What was asked, as JSON, and the answer given. `answer` is None where an article that it cites was removed."""

    place: int  # from 1
    asked: str
    answer_id: str
    answer: str | None


class Kept:
    """Answers and conversations. Made after the store: it watches the articles' table."""

    def __init__(self, database: Database) -> None:
        database.create(_TABLES)
        self._rows, self._change = database.rows, database.change

    # ---- answers

    def keep(self, answer_id: str, answer: str, receipt: str, articles: Iterable[str]) -> None:
        """Keep an answer and its receipt, both JSON; one that is kept already stays as it is."""
        if self._rows("SELECT 1 FROM answers WHERE id = ?", (answer_id,)):
            return
        with self._change() as db:
            added = db.execute(
                "INSERT OR IGNORE INTO answers (id, answer, receipt) VALUES (?,?,?)", (answer_id, answer, receipt)
            ).lastrowid
            db.executemany("INSERT OR IGNORE INTO cited VALUES (?,?)", [(answer_id, a) for a in set(articles)])
            db.execute(
                "DELETE FROM answers WHERE place <= ? AND id NOT IN (SELECT answer_id FROM turns)",
                ((added or 0) - ANSWERS,),
            )

    def answer(self, answer_id: str) -> str:
        """The JSON of an answer as it was shown. Raises NotFound."""
        return self._kept("answer", answer_id)

    def receipt(self, answer_id: str) -> str:
        """The JSON of an answer's receipt. Raises NotFound."""
        return self._kept("receipt", answer_id)

    def _kept(self, column: str, answer_id: str) -> str:
        rows = self._rows(f"SELECT {column} FROM answers WHERE id = ?", (answer_id,))  # noqa: S608 (constant names)
        if not rows:
            raise NotFound(f"there is no answer {answer_id!r}; an article that it cites may have been removed")
        return str(rows[0][0])

    # ---- conversations

    def begin(self, title: str) -> Conversation:
        """A new conversation, without a turn."""
        now = datetime.now(UTC)
        conversation = Conversation(secrets.token_hex(8), title, now, now, 0)
        with self._change() as db:
            db.execute(
                "INSERT INTO conversations VALUES (?,?,?,?)",
                (conversation.id, title, now.isoformat(), now.isoformat()),
            )
        return conversation

    def conversations(self) -> tuple[Conversation, ...]:
        """All of them, the one last spoken in first."""
        return self._conversations("ORDER BY c.turned DESC, c.id")

    def conversation(self, conversation_id: str) -> Conversation:
        """One of them. Raises NotFound."""
        found = self._conversations("WHERE c.id = ?", conversation_id)
        if not found:
            raise NotFound(
                f"there is no conversation {conversation_id!r}; `byline conversations` lists those there are"
            )
        return found[0]

    def _conversations(self, which: str, *values: str) -> tuple[Conversation, ...]:
        rows = self._rows(
            "SELECT c.id, c.title, c.begun, c.turned,"  # noqa: S608 (constant clauses)
            f" (SELECT count(*) FROM turns t WHERE t.conversation_id = c.id) FROM conversations c {which}",
            values,
        )
        return tuple(
            Conversation(i, title, datetime.fromisoformat(begun), datetime.fromisoformat(turned), turns)
            for i, title, begun, turned, turns in rows
        )

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title. Raises NotFound."""
        with self._change() as db:
            if not db.execute("UPDATE conversations SET title = ? WHERE id = ?", (title, conversation_id)).rowcount:
                self.conversation(conversation_id)

    def turns(self, conversation_id: str, *, last: int = TURNS) -> tuple[KeptTurn, ...]:
        """The last turns of a conversation, in their order. Raises NotFound."""
        self.conversation(conversation_id)
        rows = self._rows(
            "SELECT t.place, t.asked, t.answer_id, a.answer FROM turns t LEFT JOIN answers a ON a.id = t.answer_id"
            " WHERE t.conversation_id = ? ORDER BY t.place DESC LIMIT ?",
            (conversation_id, last),
        )
        return tuple(KeptTurn(*row) for row in reversed(rows))

    def add_turn(self, conversation_id: str, asked: str, answer_id: str, *, title: str, instead: bool = False) -> int:
        """Add a turn, or put it in the place of the last one, and say its place; the first one gives an untitled
        conversation its title. Raises NotFound, and BylineError for a conversation that is full."""
        with self._change() as db:
            now = datetime.now(UTC).isoformat()
            moved = db.execute("UPDATE conversations SET turned = ? WHERE id = ?", (now, conversation_id)).rowcount
            if not moved:
                self.conversation(conversation_id)
            place = 1 + int(
                db.execute(
                    "SELECT coalesce(max(place), 0) FROM turns WHERE conversation_id = ?", (conversation_id,)
                ).fetchone()[0]
            )
            if instead and place > 1:
                place -= 1
                db.execute("DELETE FROM turns WHERE conversation_id = ? AND place = ?", (conversation_id, place))
            if place > TURNS:
                raise BylineError(f"the conversation has {TURNS} turns, as many as one can have; begin another")
            db.execute("INSERT INTO turns VALUES (?,?,?,?)", (conversation_id, place, asked, answer_id))
            db.execute("UPDATE conversations SET title = ? WHERE id = ? AND title = ''", (title, conversation_id))
        return place

    def forget(self, conversation_id: str) -> None:
        """Delete a conversation, its turns, and the answers that stand in no other. Raises NotFound."""
        self.conversation(conversation_id)
        with self._change() as db:
            answers = db.execute("SELECT answer_id FROM turns WHERE conversation_id = ?", (conversation_id,)).fetchall()
            db.execute("DELETE FROM turns WHERE conversation_id = ?", (conversation_id,))
            db.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))
            db.executemany("DELETE FROM answers WHERE id = ? AND id NOT IN (SELECT answer_id FROM turns)", set(answers))
