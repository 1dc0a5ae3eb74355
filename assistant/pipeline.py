"""ask(question) -> Answer: the story to read aloud. The only module that knows the order."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assistant import receipts
from assistant.accounts import accounts_in, positions_in, sources_of
from assistant.answerability import probability, sureness
from assistant.answering import SHOWN, answers, compared, nearest_passages, partly, propose, says_how_many
from assistant.answers import Answer, Compared, Evidence, Statement
from assistant.checking import admit, cite
from assistant.evidence import gather
from assistant.language_model import LanguageModel
from assistant.premises import contradicting
from assistant.queries import Query, read_query
from assistant.questions import Kind, Question, understand
from assistant.rendering import as_json
from assistant.reranking import Reranker
from assistant.retrieval import Filters, passing, search
from assistant.scoring import Scored, score
from assistant.values import values_of
from assistant.writing import Notice, write
from ingestion.articles import Quote
from ingestion.attribution.sides import Sides
from ingestion.errors import BylineError
from ingestion.pipeline import Library
from ingestion.store import Listed

PASSAGES = 16  # read for one answer


@dataclass(frozen=True, slots=True)
class Considered:
    """A question as it was understood, the articles that could answer it, and the sentences found, best first; those
    for each of its clauses too, where it has several."""

    query: Query
    question: Question
    articles: tuple[Listed, ...]
    scored: tuple[Scored, ...]
    clauses: tuple[tuple[Question, tuple[Scored, ...]], ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done."""

    text: str


def ask(
    library: Library,
    question: str,
    filters: Filters = Filters(),  # noqa: B008 (frozen)
    *,
    understood: str | None = None,
    keep: bool = True,
    reranker: Reranker | None = None,
    model: LanguageModel | None = None,
) -> Answer:
    """Answer from the articles that pass the filters, or say that they don't. Raises BylineError if it is empty.

    `understood` is the question that stands alone, where `question` is a turn of a conversation. The answer is kept
    with its receipt, under its id, unless `keep` says otherwise. With a `model` it is written, and checked.
    """
    *_, answer = asking(library, question, filters, understood=understood, keep=keep, reranker=reranker, model=model)
    if not isinstance(answer, Answer):
        raise TypeError(f"{answer!r} is no Answer")
    return answer


def asking(
    library: Library,
    question: str,
    filters: Filters = Filters(),  # noqa: B008 (frozen)
    *,
    understood: str | None = None,
    keep: bool = True,
    reranker: Reranker | None = None,
    model: LanguageModel | None = None,
) -> Iterator[Progress | Notice | Statement | Answer]:
    """As `ask`, step by step: statements as soon as they have passed, and the Answer last. Where a Notice says that the
    model failed, the Answer's statements take the place of those before it."""
    yield Progress("searching the articles")
    considered = consider(library, question if understood is None else understood, filters, reranker=reranker)
    store, scored = library.store, considered.scored
    chosen, missing, parts = _choose(considered, library.sides)
    wrong = contradicting(considered.question, scored)[:SHOWN]
    silent = bool(chosen) and not wrong and not says_how_many(considered.question, chosen)
    chosen = () if silent else (*wrong, *(e for e in chosen if e not in wrong))
    statements, writing = admit(propose(chosen), store=store), None
    if model and statements:
        yield Progress("writing from the quotes that were found")
        accounts = accounts_in(considered.question, statements, values_of(considered.question, statements), store)
        needed = {c.quote for a in accounts for c in statements[a.statement].citations[:1]}
        needed |= {e.quote for e in wrong} | {quotes[0] for _, quotes in parts if quotes}
        statements, writing = yield from write(
            considered.question.text, chosen, needed=needed, quoted=statements, model=model, store=store
        )
    else:
        yield from statements
    contradicts = tuple(n for n, s in enumerate(statements) if _rests_on(s, [e.quote for e in wrong]))
    values = values_of(considered.question, statements)
    nearest = () if statements else tuple(cite(e, n) for n, e in enumerate(nearest_passages(scored), start=1))
    answer = Answer(
        id="",
        question=" ".join(question.split()),
        understood=considered.question.text,
        kind=considered.question.kind,
        abstained=not statements,
        partial=bool(statements and missing),
        missing=missing if statements else (),
        reason=_reason(considered, statements, missing, silent=silent, contradicted=bool(contradicts)),
        confidence=round(probability(sureness(considered.question, scored, considered.clauses)), 3),
        statements=statements,
        positions=positions_in(statements, library.sides),
        compared=tuple(
            Compared(name, tuple(n for n, s in enumerate(statements) if _rests_on(s, quotes))) for name, quotes in parts
        ),
        contradicts=contradicts,
        values=values,
        accounts=accounts_in(considered.question, statements, values, store),
        sources=sources_of(statements, considered.articles, store),
        nearest=nearest,
        writing=writing,
    )
    receipt = receipts.issue(
        answer,
        query=considered.query,
        question=considered.question,
        scored=scored,
        articles=considered.articles,
        filters=filters,
        embedding=library.model,
        reranker=reranker.revision if reranker else None,
    )
    answer = replace(answer, id=receipt.id)
    if keep:
        shown, issued = (json.dumps(o, ensure_ascii=False) for o in (as_json(answer), receipts.as_json(receipt)))
        library.kept.keep(answer.id, shown, issued, {c.article_id for c in receipt.cited})
    yield answer


def _rests_on(statement: Statement, quotes: Sequence[Quote]) -> bool:
    """Whether one of the quotes is what it says first; a written sentence cites whole sentences."""
    if not statement.written:
        return statement.citations[0].quote in quotes
    cited = [c.quote for c in statement.citations]
    return any(c.article_id == q.article_id and c.span.contains(q.span) for c in cited for q in quotes)


def consider(
    library: Library,
    question: str,
    filters: Filters = Filters(),  # noqa: B008 (frozen)
    *,
    passages: int = PASSAGES,
    reranker: Reranker | None = None,
) -> Considered:
    """Find and score the sentences that may answer, in `passages` passages. Raises BylineError if it is empty."""
    question = " ".join(question.split())
    if not question:
        raise BylineError("the question is empty; ask one in words")
    store = library.store
    index = library.index()
    articles = passing(filters, library.current())
    query = read_query(
        question,
        publishers={a.publisher for a in articles if a.publisher},
        today=_today(filters, articles),
    )
    views = library.encoder.encode(query.views)
    every = filters == Filters() and index.removals == store.removals
    hits = search(query, index=index, vectors=views, articles=articles, every=every, count=passages)
    found = gather(hits, store=store)
    vectors, _ = library.embed(text for f in found for text in (f.sentence.exact, f.passage_text))
    whole, *clauses = (
        (asked, score(asked, found, vector=view, vectors=vectors, rarity=index.rarity))
        for asked, view in zip(map(understand, query.views), views, strict=True)
    )
    if reranker:
        whole, *clauses = ((asked, reranker.reorder(asked.text, scored)) for asked, scored in (whole, *clauses))
    return Considered(query, whole[0], articles, whole[1], tuple(clauses))


def _today(filters: Filters, articles: tuple[Listed, ...]) -> datetime | None:
    """From when "last week" is counted: the last day that the question may know of, else the newest article's."""
    if filters.as_of and filters.as_of.year > 1:  # nothing was published before the calendar's second year
        return filters.as_of - timedelta(microseconds=1)
    return max((a.published_at for a in articles if a.published_at), default=None)


def _choose(
    considered: Considered, sides: Sides
) -> tuple[tuple[Evidence, ...], tuple[str, ...], tuple[tuple[str, tuple[Quote, ...]], ...]]:
    """The evidence that answers, what it leaves open of the question, and, where it compares, whose is which quote."""
    names = considered.query.compared
    if names:
        found = compared(considered.query, considered.clauses, sides)
        parts = tuple((name, tuple(e.quote for e in own)) for name, own in zip(names, found, strict=True))
        return tuple(e for own in found for e in own), tuple(name for name, own in parts if not own), parts
    chosen = answers(considered.question, considered.scored)
    return (chosen, (), ()) if chosen else (*partly(considered.clauses), ())


def _reason(
    considered: Considered,
    statements: tuple[Statement, ...],
    missing: tuple[str, ...],
    *,
    silent: bool,
    contradicted: bool,
) -> str | None:
    """Why there is no answer, or not all of one."""
    if contradicted:
        return "The articles contradict what the question takes for granted, or part of it."
    if statements:
        return f"The articles say this much; nothing on: {'; '.join(missing)}." if missing else None
    if not considered.scored:
        return "No article passes the filters, or the library is empty."
    if silent:
        lacking = "don't say when" if considered.question.kind is Kind.WHEN else "give no figure"
        return f"The articles speak of this, but {lacking}."
    return "The articles don't say."
