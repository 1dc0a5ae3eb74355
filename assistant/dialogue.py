"""Conversations in the store: a turn is understood from the turns before it, answered, and kept.

What rests on an article that was corrected, withdrawn or removed is not heard again; when a conversation is opened, its
citations say where their articles stand now.
"""

import json
from collections.abc import Sequence, Set
from dataclasses import asdict, dataclass
from typing import Any

from assistant.answers import Answer
from assistant.conversation import understand_turn
from assistant.language_model import LanguageModel
from assistant.pipeline import ask
from assistant.reranking import Reranker
from assistant.retrieval import Filters
from assistant.turns import TURNS, Said, Turn, Understood
from ingestion.articles import Status
from ingestion.errors import NotFound
from ingestion.kept import KeptTurn
from ingestion.pipeline import Library
from ingestion.store import Store


@dataclass(frozen=True, slots=True)
class Exchange:
    """A turn of a conversation with its answer. `place` counts from 1."""

    place: int
    question: str
    understood: Understood
    answer: Answer


@dataclass(frozen=True, slots=True)
class Fallen:
    """A citation whose article no longer stands; `status` is None where it isn't there any more."""

    number: int
    status: Status | None
    notice: str | None


@dataclass(frozen=True, slots=True)
class PastTurn:
    """A turn that was kept: its answer as JSON, or None where an article that it cites was removed."""

    place: int
    question: str
    understood: Understood
    answer: dict[str, Any] | None
    fallen: tuple[Fallen, ...]


def converse(
    library: Library,
    conversation_id: str,
    question: str,
    filters: Filters = Filters(),  # noqa: B008 (frozen)
    *,
    understood: str | None = None,
    reranker: Reranker | None = None,
    model: LanguageModel | None = None,
) -> Exchange:
    """Answer a turn of a conversation, and keep it there.

    `understood` puts the user's own wording in the place of what the last turn was understood as, and the new answer in
    the place of the last one. Raises NotFound for no such conversation, BylineError for one that is full or a question
    that is empty.
    """
    if understood is None:
        turns = library.kept.turns(conversation_id, last=TURNS)
        read = _understand(library, question, turns)
    else:
        read = Understood(" ".join(understood.split()))
    answer = ask(library, question, filters, understood=read.text, reranker=reranker, model=model)
    asked = json.dumps({"question": answer.question, **asdict(read)}, ensure_ascii=False)
    place = library.kept.add_turn(
        conversation_id, asked, answer.id, title=answer.question, instead=understood is not None
    )
    return Exchange(place, answer.question, read, answer)


def past_turns(library: Library, conversation_id: str) -> tuple[PastTurn, ...]:
    """A conversation's turns, in their order. Raises NotFound."""
    return tuple(_opened(turn, library.store) for turn in library.kept.turns(conversation_id))


def _understand(library: Library, question: str, turns: Sequence[KeptTurn]) -> Understood:
    current = library.current()
    standing = {(a.id, a.version) for a in current}

    def likeness(text: str, others: Sequence[str]) -> Sequence[float]:
        one, *rest = library.encoder.encode([text, *others])
        return [float(one @ other) for other in rest]

    return understand_turn(
        question,
        [_heard(turn, standing) for turn in turns],
        likeness=likeness,
        publishers=frozenset(a.publisher for a in current if a.publisher),
    )


def _heard(turn: KeptTurn, standing: Set[tuple[str, str]]) -> Turn:
    """A turn as the next one hears it."""
    said = []
    for statement in json.loads(turn.answer)["statements"] if turn.answer else ():
        first = statement["citations"][0]
        quote = first["quote"]
        if (quote["article_id"], quote["version"]) in standing:
            said.append(Said(first["number"], statement["holder"], first["publisher"], quote["exact"]))
    return Turn(_asked(turn)[1], tuple(said))


def _asked(turn: KeptTurn) -> tuple[str, Understood]:
    asked = json.loads(turn.asked)
    return asked.pop("question"), Understood(**asked)


def _opened(turn: KeptTurn, store: Store) -> PastTurn:
    answer = json.loads(turn.answer) if turn.answer else None
    cited = [c for s in answer["statements"] for c in s["citations"]] + answer["nearest"] if answer else []
    stand = [(c["number"], *_standing(c["quote"], store)) for c in cited]
    fallen = tuple(Fallen(*where) for where in stand if where[1] is not Status.CURRENT)
    return PastTurn(turn.place, *_asked(turn), answer, fallen)


def _standing(quote: dict[str, Any], store: Store) -> tuple[Status | None, str | None]:
    try:
        article = store.article(quote["article_id"], quote["version"])
    except NotFound:
        return None, None
    return article.status, article.notice
