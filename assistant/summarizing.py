"""summarize(subject) -> Summary: what articles say, or what they say on a topic, or what a speaker says in them.

Comes in: a Subject. Goes out: a Summary whose statements have passed the same gate as an answer's. Without a language
model the sentences are the articles' own: `selecting.py` chooses them. A denial comes with what it denies, a claim with
its denial, a sentence with its caveat; of copies of one wire story one is read. Left out: judging who is right.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from assistant.accounts import positions_in, sources_of
from assistant.answering import belonging, propose
from assistant.answers import Evidence, Statement, Writing
from assistant.checking import admit
from assistant.dating import Reading, date_of
from assistant.language_model import LanguageModel
from assistant.questions import terms
from assistant.retrieval import Filters
from assistant.selecting import Candidate, Vector, choose
from assistant.summaries import Basis, Consulted, Coverage, Dated, Subject, Summary, Use
from assistant.surveying import Material, age, survey
from assistant.writing import write
from ingestion.articles import Span, cut_quote
from ingestion.pipeline import Library
from ingestion.store import Store

FADE = 5.0  # sentences after which the lead of an article counts for a third
TELLING = 8  # content words from which a sentence tells enough to count whole
LEAD, CENTRE, TITLE = 0.35, 0.35, 0.3  # of what a sentence matters in its article


def summarize(
    library: Library,
    subject: Subject,
    filters: Filters = Filters(),  # noqa: B008 (frozen)
    *,
    model: LanguageModel | None = None,
) -> Summary:
    """Summarise. Raises BylineError for what can't be summarised, NotFound for an article that isn't there.

    With a `model` the sentences are its own, each checked against the quotes that were chosen.
    """
    material = survey(library, subject, filters)
    chosen = choose(
        _candidates(material),
        likeness=_likeness(material, library),
        weights=_weights(subject, material, library),
        room=subject.sentences,
    )
    shown = _in_order(chosen, by_date=not subject.articles)
    statements, writing = admit(propose(shown), store=library.store), None
    if model and statements:
        statements, writing = _write(subject, shown, statements, model, library.store)
    held = positions_in(statements, library.sides) if not subject.articles else ()
    return Summary(
        subject=subject,
        title=material.title,
        abstained=not statements,
        reason=None if statements else material.silence,
        statements=statements,
        timeline=_timeline(statements, shown, library.store) if not subject.articles else (),
        positions=tuple(p for p in held if statements[p.statements[0]].speaker is not None),
        coverage=_coverage(subject, material, statements),
        sources=sources_of(statements, material.considered, library.store),
        writing=writing,
    )


def _write(
    subject: Subject, shown: Sequence[Evidence], quoted: tuple[Statement, ...], model: LanguageModel, store: Store
) -> tuple[tuple[Statement, ...], Writing]:
    """What the model makes of the quotes; a denial and what it denies may not be left out."""
    about = f"what {subject.speaker} says" if subject.speaker else subject.topic or "what these articles report"
    disputed = {place for s in quoted for place in s.denies} | {n for n, s in enumerate(quoted) if s.denies}
    steps = write(
        about,
        shown,
        needed={quoted[place].citations[0].quote for place in disputed},
        quoted=quoted,
        model=model,
        store=store,
        act="summarizing",
        most=subject.sentences,
    )
    while True:
        try:
            next(steps)
        except StopIteration as ended:
            written: tuple[tuple[Statement, ...], Writing] = ended.value
            return written


# ---- what is chosen


def _candidates(material: Material) -> tuple[Candidate, ...]:
    rows: dict[str, list[tuple[Span, int]]] = {}
    for row, found in enumerate(material.sentences):
        rows.setdefault(found.sentence.article_id, []).append((found.sentence.span, row))
    everything = [e for s in material.sentences for e in s.evidence]
    by_article: dict[str, list[Evidence]] = {}
    for evidence in everything:
        by_article.setdefault(evidence.quote.article_id, []).append(evidence)
    candidates = []
    for row, heads in enumerate(material.heads):
        pieces: list[Evidence] = []
        for head in heads:
            with_it = belonging(head, by_article[head.quote.article_id])
            pieces += [piece for piece in (head, *with_it) if piece not in pieces]
        if pieces:
            dated = _date(heads[0])
            places = tuple(dict.fromkeys((row, *(n for piece in pieces for n in _rows(piece, rows)))))
            candidates.append(
                Candidate(tuple(pieces), pieces.index(heads[0]), places, dated[0].date if dated else None)
            )
    return tuple(candidates)


def _rows(piece: Evidence, rows: Mapping[str, Sequence[tuple[Span, int]]]) -> Iterator[int]:
    """The places of the sentences that a piece of evidence quotes, or is part of."""
    for span, row in rows[piece.quote.article_id]:
        if span == piece.sentence.span or piece.quote.span.contains(span):
            yield row


def _likeness(material: Material, library: Library) -> Vector:
    vectors = _vectors([s.sentence.exact for s in material.sentences], library)
    return vectors @ vectors.T


def _vectors(texts: Sequence[str], library: Library) -> Vector:
    known, _ = library.embed(texts)
    return np.stack([known[text] for text in texts]) if texts else np.zeros((0, 1), dtype=np.float32)


def _weights(subject: Subject, material: Material, library: Library) -> Vector:
    """How much each sentence matters: where it stands in its article, how near it is to the article's centre and to its
    title, and how well it fits what was asked for. Of articles that are named each weighs the same."""
    sentences = material.sentences
    vectors = _vectors([s.sentence.exact for s in sentences], library)
    titles = _vectors([s.title or s.sentence.exact for s in sentences], library)
    articles = np.array([s.sentence.article_id for s in sentences])
    told = np.array([min(1.0, len(terms(s.sentence.exact)) / TELLING) for s in sentences])
    weights = np.zeros(len(sentences), dtype=np.float32)
    for article in dict.fromkeys(articles):
        own = articles == article
        centre = vectors[own].mean(axis=0)
        places = np.array([s.evidence[0].place for s in sentences])[own]
        matters = (
            LEAD * np.exp(-places / FADE)
            + CENTRE * (vectors[own] @ (centre / np.linalg.norm(centre))).clip(0)
            + TITLE * (vectors[own] * titles[own]).sum(axis=1).clip(0)
        ) * told[own]
        weights[own] = matters / matters.sum() if subject.articles else matters
    return weights * np.array(material.fit, dtype=np.float32)


# ---- what is shown


def _in_order(chosen: Sequence[tuple[Evidence, ...]], *, by_date: bool) -> tuple[Evidence, ...]:
    """By article, the oldest first, and place; or by the date that is spoken of. What belongs together stays so."""

    def place(pieces: tuple[Evidence, ...]) -> tuple[str, str, int]:
        head = pieces[0]
        dated = _date(head) if by_date else None
        published = head.published_at.isoformat() if head.published_at else "unknown"
        return dated[0].date if dated else published, head.quote.article_id, head.content_start

    ordered = (sorted(p, key=lambda e: (e.quote.article_id, e.content_start)) for p in sorted(chosen, key=place))
    return tuple(piece for pieces in ordered for piece in pieces)


def _date(evidence: Evidence) -> tuple[Reading, int] | None:
    """The date that a piece of evidence speaks of, and where in the article the words begin that it was read in."""
    around = evidence.quote if evidence.quote.span.contains(evidence.sentence.span) else evidence.sentence
    said = None
    if evidence.speaker is not None and evidence.content != around.exact:
        start = max(0, evidence.content_start - around.start)
        said = Span(start, start + len(evidence.content))
    published = evidence.published_at.date() if evidence.published_at else None
    found = date_of(around.exact, published, said=said)
    return (found, around.start) if found else None


def _rests_on(statement: Statement, shown: Sequence[Evidence]) -> Evidence:
    """The evidence that a statement gives first; a written one cites the whole sentence around it."""
    first = statement.citations[0].quote
    own = [e for e in shown if e.quote == first and e.speaker == statement.speaker]
    own += [e for e in shown if e.quote.article_id == first.article_id and first.span.contains(e.quote.span)]
    return own[0]


def _timeline(statements: Sequence[Statement], shown: Sequence[Evidence], store: Store) -> tuple[Dated, ...]:
    """The statements with their dates, the oldest first; one whose article has no date either is left out."""
    dated = []
    for place, statement in enumerate(statements):
        piece = _rests_on(statement, shown)
        read = _date(piece)
        if read:
            found, start = read
            article = store.article(piece.quote.article_id, piece.quote.version)
            words = cut_quote(article, Span(start + found.span.start, start + found.span.end))
            basis = Basis.STATED if found.stated else Basis.DERIVED
            dated.append(Dated(statement=place, date=found.date, basis=basis, words=words))
        elif piece.published_at:
            day = f"{piece.published_at:%Y-%m-%d}"
            dated.append(Dated(statement=place, date=day, basis=Basis.PUBLISHED, words=None))
    return tuple(sorted(dated, key=lambda d: (d.date, d.statement)))


def _coverage(subject: Subject, material: Material, statements: Sequence[Statement]) -> Coverage:
    places: dict[str, list[int]] = {}
    for place, statement in enumerate(statements):
        for citation in statement.citations:
            places.setdefault(citation.quote.article_id, []).append(place)
    speaking = {e.quote.article_id for heads in material.heads for e in heads}

    def use(article_id: str) -> Use:
        if article_id in places:
            return Use.USED
        if article_id in material.copies and use(material.copies[article_id]) is not Use.SILENT:
            return Use.COPY
        return Use.NO_ROOM if article_id in speaking else Use.SILENT

    consulted = [
        Consulted(
            article_id=a.id,
            version=a.version,
            title=a.title,
            publisher=a.publisher,
            published_at=a.published_at,
            use=use(a.id),
            statements=tuple(dict.fromkeys(places.get(a.id, ()))),
            copy_of=material.copies.get(a.id),
        )
        for a in sorted(material.considered, key=age)
    ]
    counts = Counter(c.use for c in consulted)
    order = list(Use)
    return Coverage(
        considered=len(consulted),
        used=counts[Use.USED],
        copies=counts[Use.COPY],
        silent=counts[Use.SILENT],
        no_room=counts[Use.NO_ROOM],
        articles=tuple(
            sorted(
                (c for c in consulted if subject.articles or c.use is not Use.SILENT), key=lambda c: order.index(c.use)
            )
        ),
    )
