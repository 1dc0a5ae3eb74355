"""Question -> Hits: dense and keyword search, fused by a convex sum of min-max scores (Bruch, Gai and Ingber 2023).

The whole question counts, and of its clauses the one that fits a passage best; an article of a publisher that the
question names, or of the time it names, is preferred. Left out: reading text. A hit is only a pointer; `evidence.py`
reads the store and drops what no longer stands.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from assistant.queries import Query
from ingestion.index import Hit, Index
from ingestion.store import Listed

Item = TypeVar("Item")

DEPTH = 100  # passages asked of each index for each view
# Set on half of MultiHop-RAG's queries (`byline evaluate multihop`); flat around these values.
DENSE = 0.5  # of the fused score of one view; the rest is keyword's
CLAUSE = 0.7  # of the clause that fits best, beside the whole question
PUBLISHER = 0.1  # added for a publisher that is named, taken off for another
DATED = 0.2  # added where the article is of a time that is named
SHARE = 0.5  # of the passages found, at most, that one publisher may have while others have any


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer. `until` and `as_of` are exclusive; an article without a date passes no date filter.

    `as_of` is the moment from which the question is asked: nothing published later is known, and "last week" is counted
    from it.
    """

    publisher: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    as_of: datetime | None = None
    articles: tuple[str, ...] = ()


def search(
    query: Query,
    *,
    index: Index,
    vectors: npt.NDArray[np.float32],
    articles: Sequence[Listed],
    every: bool,
    count: int,
) -> tuple[Hit, ...]:
    """The `count` best passages, best first; ties go by passage id.

    `vectors` holds the embedding of each of the query's views, `articles` those that may answer; `every` says that
    these are all that the index holds.
    """
    listed = {a.id: a for a in articles}
    allowed = None if every else list(listed)
    if not listed:
        return ()
    articles_of: dict[str, str] = {}
    views: list[dict[str, float]] = []
    for view, vector in zip(query.views, vectors, strict=True):
        rankings = index.dense(vector, DEPTH, allowed), index.keyword(view, DEPTH, allowed)
        articles_of |= {hit.passage_id: hit.article_id for ranking in rankings for hit in ranking}
        views.append(fuse(*rankings))
    scores = {
        passage: views[0].get(passage, 0.0)
        + CLAUSE * max((view.get(passage, 0.0) for view in views[1:]), default=0.0)
        + _fit(query, listed.get(article))
        for passage, article in articles_of.items()
    }
    ranked = sorted(scores, key=lambda passage: (-scores[passage], passage))
    hits = [Hit(p, articles_of[p], scores[p], "fused") for p in ranked]

    def publisher_of(hit: Hit) -> str | None:
        article = listed.get(hit.article_id)
        return article.publisher if article else None

    return tuple(shared_out(hits, publisher_of, int(SHARE * count), query.publishers)[:count])


def fuse(dense: Sequence[Hit], keyword: Sequence[Hit]) -> dict[str, float]:
    """Each passage's weighted sum of the two scores, each brought to 0 to 1 over its ranking; 0 where it is in none."""
    fused: defaultdict[str, float] = defaultdict(float)
    for ranking, weight in ((dense, DENSE), (keyword, 1 - DENSE)):
        if ranking:
            low, high = ranking[-1].score, ranking[0].score
            for hit in ranking:
                fused[hit.passage_id] += weight * ((hit.score - low) / (high - low) if high > low else 1.0)
    return fused


def _fit(query: Query, article: Listed | None) -> float:
    """What an article's publisher and date add."""
    if article is None:
        return 0.0
    fit = 0.0
    if query.publishers and article.publisher:
        fit += PUBLISHER if article.publisher in query.publishers else -PUBLISHER
    if any(period.holds(article.published_at) for period in query.periods):
        fit += DATED
    return fit


def shared_out(
    items: Iterable[Item],
    publisher_of: Callable[[Item], str | None],
    share: int,
    named: frozenset[str] = frozenset(),
) -> list[Item]:
    """The items in their order, but what a publisher has beyond its share behind all others, unless it is `named` in
    the question: many articles planted by one outlet can't crowd out the rest."""
    taken: Counter[str | None] = Counter()
    first: list[Item] = []
    rest: list[Item] = []
    for item in items:
        publisher = publisher_of(item)
        taken[publisher] += 1
        (first if taken[publisher] <= share or publisher in named else rest).append(item)
    return [*first, *rest]


def passing(filters: Filters, articles: Iterable[Listed]) -> tuple[Listed, ...]:
    """The articles that pass the filters; publishers are compared without regard to case."""
    publisher = filters.publisher.casefold() if filters.publisher else None
    ends = filters.until, filters.as_of
    return tuple(
        a
        for a in articles
        if (publisher is None or (a.publisher or "").casefold() == publisher)
        and (filters.since is None or (a.published_at is not None and a.published_at >= filters.since))
        and all(end is None or (a.published_at is not None and a.published_at < end) for end in ends)
        and (not filters.articles or a.id in filters.articles)
    )
