"""Question -> Hits: dense and keyword search, fused by reciprocal rank (Cormack, Clarke and Buettcher 2009).

Left out: reading text. A hit is only a pointer; `evidence.py` reads the store and drops what no longer stands.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from ingestion.embedding import Encoder
from ingestion.index import Hit, Index
from ingestion.store import Store

DEPTH = 50  # passages asked of each index
RANK_CONSTANT = 60  # of reciprocal rank fusion, the paper's value


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer. `until` is exclusive; an article without a date passes no date filter."""

    publisher: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    articles: tuple[str, ...] = ()


def search(
    question: str, *, index: Index, encoder: Encoder, store: Store, filters: Filters, count: int
) -> tuple[Hit, ...]:
    """The `count` best passages for the question, best first; ties go by passage id."""
    allowed = None if filters == Filters() else allowed_ids(filters, store)
    if allowed == ():
        return ()
    dense = index.dense(encoder.encode([question])[0], DEPTH, allowed)
    keyword = index.keyword(question, DEPTH, allowed)
    return fuse(dense, keyword)[:count]


def allowed_ids(filters: Filters, store: Store) -> tuple[str, ...]:
    """Ids of the current articles that pass the filters."""
    return store.article_ids(
        publisher=filters.publisher, since=filters.since, until=filters.until, articles=filters.articles
    )


def fuse(*rankings: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """One ranking out of several: the sum over them of 1 / (60 + rank)."""
    scores: defaultdict[str, float] = defaultdict(float)
    hits: dict[str, Hit] = {}
    for ranking in rankings:
        for rank, hit in enumerate(ranking, start=1):
            scores[hit.passage_id] += 1 / (RANK_CONSTANT + rank)
            hits.setdefault(hit.passage_id, hit)
    ordered = sorted(scores, key=lambda passage_id: (-scores[passage_id], passage_id))
    return tuple(Hit(p, hits[p].article_id, scores[p], "fused") for p in ordered)
