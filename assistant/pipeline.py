"""ask(question) -> Answer: the story to read aloud. The only module that knows the order."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assistant import receipts
from assistant.answerability import probability, sureness
from assistant.answering import answers, nearest_passages, partly, propose
from assistant.answers import Answer, Position, Sources, Statement
from assistant.checking import admit, cite
from assistant.evidence import gather
from assistant.queries import Query, read_query
from assistant.questions import Question, understand
from assistant.rendering import as_json
from assistant.retrieval import Filters, passing, search
from assistant.scoring import Scored, score
from ingestion.attribution.sides import Sides
from ingestion.errors import BylineError
from ingestion.pipeline import Library
from ingestion.store import Listed, Store

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


def ask(
    library: Library,
    question: str,
    filters: Filters = Filters(),  # noqa: B008 (frozen)
    *,
    understood: str | None = None,
    keep: bool = True,
) -> Answer:
    """Answer from the articles that pass the filters, or say that they don't. Raises BylineError if it is empty.

    `understood` is the question that stands alone, where `question` is a turn of a conversation. The answer is kept
    with its receipt, under its id, unless `keep` says otherwise.
    """
    considered = consider(library, question if understood is None else understood, filters)
    store, scored = library.store, considered.scored
    chosen, missing = answers(considered.question, scored), tuple[str, ...]()
    if not chosen:
        chosen, missing = partly(considered.clauses)
    statements = admit(propose(chosen), store=store)
    nearest = () if statements else tuple(cite(e, n) for n, e in enumerate(nearest_passages(scored), start=1))
    answer = Answer(
        id="",
        question=" ".join(question.split()),
        understood=considered.question.text,
        abstained=not statements,
        partial=bool(statements and missing),
        missing=missing if statements else (),
        reason=_why_not(scored, statements, missing),
        confidence=round(probability(sureness(scored, considered.clauses)), 3),
        statements=statements,
        positions=_positions(statements, library.sides),
        sources=_sources(statements, considered.articles, store),
        nearest=nearest,
    )
    receipt = receipts.issue(
        answer,
        query=considered.query,
        question=considered.question,
        scored=scored,
        articles=considered.articles,
        filters=filters,
        embedding=library.model,
    )
    answer = replace(answer, id=receipt.id)
    if keep:
        shown, issued = (json.dumps(o, ensure_ascii=False) for o in (as_json(answer), receipts.as_json(receipt)))
        library.kept.keep(answer.id, shown, issued, {c.article_id for c in receipt.cited})
    return answer


def consider(library: Library, question: str, filters: Filters = Filters()) -> Considered:  # noqa: B008 (frozen)
    """Find and score the sentences that may answer. Raises BylineError if the question is empty."""
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
    hits = search(query, index=index, vectors=views, articles=articles, every=every, count=PASSAGES)
    found = gather(hits, store=store)
    vectors, _ = library.embed(text for f in found for text in (f.sentence.exact, f.passage_text))
    whole, *clauses = (
        (asked, score(asked, found, vector=view, vectors=vectors, rarity=index.rarity))
        for asked, view in zip(map(understand, query.views), views, strict=True)
    )
    return Considered(query, whole[0], articles, whole[1], tuple(clauses))


def _today(filters: Filters, articles: tuple[Listed, ...]) -> datetime | None:
    """From when "last week" is counted: the last day that the question may know of, else the newest article's."""
    if filters.as_of and filters.as_of.year > 1:  # nothing was published before the calendar's second year
        return filters.as_of - timedelta(microseconds=1)
    return max((a.published_at for a in articles if a.published_at), default=None)


def _why_not(scored: tuple[Scored, ...], statements: tuple[Statement, ...], missing: tuple[str, ...]) -> str | None:
    """Why there is no answer, or not all of one."""
    if statements:
        return f"The articles say this much; nothing on: {'; '.join(missing)}." if missing else None
    if not scored:
        return "No article passes the filters, or the library is empty."
    return "The articles don't say."


def _positions(statements: tuple[Statement, ...], sides: Sides) -> tuple[Position, ...]:
    """Who holds what, in the order they first speak, holders of one side together."""
    held: dict[str, list[int]] = {}
    holders: dict[str, str | None] = {}
    for place, statement in enumerate(statements):
        holder = statement.holder or statement.citations[0].publisher
        key = (holder or "").casefold().removeprefix("the ")
        holders.setdefault(key, holder)
        held.setdefault(key, []).append(place)
    positions = [
        Position(
            holder=holders[key],
            side=sides.of(holders[key] or ""),
            statements=tuple(places),
            denied_by=tuple(n for n, s in enumerate(statements) if set(s.denies) & set(places)),
        )
        for key, places in held.items()
    ]
    first = {p.side: n for n, p in reversed(list(enumerate(positions))) if p.side}
    order = sorted(range(len(positions)), key=lambda n: (first.get(positions[n].side or "", n), n))
    return tuple(positions[n] for n in order)


def _sources(statements: tuple[Statement, ...], searched: tuple[Listed, ...], store: Store) -> Sources:
    cited = {(c.quote.article_id, c.quote.version): c.publisher for s in statements for c in s.citations}
    dates = [a.published_at for a in searched if a.published_at]
    return Sources(
        articles=len(cited),
        publishers=len({p for p in cited.values() if p}),
        origins=len({store.origin(*article) for article in cited}),
        searched=len(searched),
        searched_publishers=len({a.publisher for a in searched if a.publisher}),
        oldest=min(dates, default=None),
        newest=max(dates, default=None),
    )
