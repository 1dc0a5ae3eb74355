"""An answer's receipt: what it was made of, so that it can be checked later, elsewhere and by others.

A receipt holds no article's words: ids, versions, offsets and hashes. Its id is the hash of everything else in it, and
is the answer's id too; it tells a changed receipt from the one issued, and doesn't prove who issued it. The same
question, articles and settings give the same receipt, unless a language model was asked: then the receipt names it and
the prompts it was given. `verifying.py` checks one.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant import answerability, answering, rendering, retrieval, scoring
from assistant.answers import Answer, Writing
from assistant.queries import Query
from assistant.questions import Question
from assistant.retrieval import Filters
from assistant.scoring import Scored
from ingestion.articles import digest
from ingestion.attribution.pipeline import REVISION
from ingestion.errors import BylineError
from ingestion.store import Listed

READ = 20  # sentences listed, of those that were scored
ID = 16  # hexadecimal digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A quote that was shown: where it is, and the SHA-256 of its words in UTF-8."""

    number: int
    article_id: str
    version: str
    passage_id: str
    start: int
    end: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A sentence that was scored."""

    article_id: str
    version: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What an answer was made of. `articles` is the hash of the ids and versions of all that could have answered,
    `answer` that of the answer's JSON without its id."""

    id: str
    release: str
    embedding: str
    attribution: str
    reranker: str | None = None
    thresholds: dict[str, float]
    question: str
    understood: str
    query: Query
    kind: str
    speaker: str | None
    filters: Filters
    searched: int
    articles: str
    read: tuple[Read, ...]
    abstained: bool
    confidence: float
    cited: tuple[Cited, ...]
    answer: str
    writing: Writing | None = None  # none of its words: the model, the prompts and the counts


_RECEIPT = TypeAdapter(Receipt)


def issue(
    answer: Answer,
    *,
    query: Query,
    question: Question,
    scored: Sequence[Scored],
    articles: Sequence[Listed],
    filters: Filters,
    embedding: str,
    reranker: str | None,
) -> Receipt:
    """The receipt of an answer that has no id yet."""
    shown = [c for s in answer.statements for c in s.citations] or answer.nearest
    receipt = Receipt(
        id="",
        release=version("byline"),
        embedding=embedding,
        attribution=REVISION,
        reranker=reranker,
        thresholds=thresholds(),
        question=answer.question,
        understood=answer.understood,
        query=query,
        kind=question.kind,
        speaker=question.speaker,
        filters=filters,
        searched=len(articles),
        articles=digest_of(articles),
        read=tuple(
            Read(
                article_id=s.found.sentence.article_id,
                version=s.found.sentence.version,
                start=s.found.sentence.start,
                end=s.found.sentence.end,
                score=round(s.score, 3),
            )
            for s in scored[:READ]
        ),
        abstained=answer.abstained,
        confidence=answer.confidence,
        cited=tuple(
            Cited(
                number=c.number,
                article_id=c.quote.article_id,
                version=c.quote.version,
                passage_id=c.passage_id,
                start=c.quote.start,
                end=c.quote.end,
                sha256=sha256(c.quote.exact),
            )
            for c in shown
        ),
        answer=sha256(_canonical(rendering.as_json(answer) | {"id": ""})),
        writing=answer.writing,
    )
    return replace(receipt, id=id_of(receipt))


def id_of(receipt: Receipt) -> str:
    """The id that a receipt with this content has."""
    return sha256(_canonical(as_json(receipt) | {"id": ""}))[:ID]


def digest_of(articles: Sequence[Listed]) -> str:
    """The hash of the ids and versions of articles, in any order."""
    return digest(*(part for a in sorted((a.id, a.version) for a in articles) for part in a))


def thresholds() -> dict[str, float]:
    """The numbers that the answer depends on, by module and name."""
    modules = {
        "retrieval": (retrieval, "DEPTH DENSE CLAUSE PUBLISHER DATED SHARE"),
        "scoring": (scoring, "KIND ASKED SPEAKER_WORD"),
        "answering": (answering, "ENOUGH ALSO CLOSE SHOWN"),
        "answerability": (answerability, "MISMATCH SLOPE MIDDLE"),
    }
    return {
        f"{name}.{constant.lower()}": float(getattr(module, constant))
        for name, (module, constants) in modules.items()
        for constant in constants.split()
    }


def as_json(receipt: Receipt) -> dict[str, Any]:
    """The receipt as JSON's own types."""
    shaped: dict[str, Any] = TypeAdapter(Any).dump_python(asdict(receipt), mode="json")
    shaped["query"]["publishers"].sort()
    for left_out in ("reranker", "writing"):
        if shaped[left_out] is None:
            del shaped[left_out]
    return shaped


def from_json(text: str | bytes) -> Receipt:
    """A receipt that somebody sends. Raises BylineError for what is none."""
    try:
        return _RECEIPT.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise BylineError(
            f"this is no receipt: {where}: {first['msg']}; send what `byline receipt ANSWER` printed"
        ) from error


def sha256(text: str) -> str:
    """Hexadecimal SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(shaped: dict[str, Any]) -> str:
    return json.dumps(shaped, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
