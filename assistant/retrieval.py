"""Question -> Hits: dense and keyword search, fused by reciprocal rank (Cormack, Clarke and Buettcher 2009).

Left out: reading text. A hit is only a pointer; `evidence.py` reads the store and drops what no longer stands.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from ingestion.index import Hit, Index
from ingestion.store import Listed

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
    question: str, *, index: Index, vector: npt.NDArray[np.float32], articles: Sequence[Listed] | None, count: int
) -> tuple[Hit, ...]:
    """The `count` best passages, best first; ties go by passage id. `articles` are those that may answer, None for all.

    `vector` is the question's embedding.
    """
    allowed = None if articles is None else [a.id for a in articles]
    if allowed == []:
        return ()
    dense = index.dense(vector, DEPTH, allowed)
    keyword = index.keyword(question, DEPTH, allowed)
    return fuse(dense, keyword)[:count]


def passing(filters: Filters, articles: Iterable[Listed]) -> tuple[Listed, ...]:
    """The articles that pass the filters; publishers are compared without regard to case."""
    publisher = filters.publisher.casefold() if filters.publisher else None
    return tuple(
        a
        for a in articles
        if (publisher is None or (a.publisher or "").casefold() == publisher)
        and (filters.since is None or (a.published_at is not None and a.published_at >= filters.since))
        and (filters.until is None or (a.published_at is not None and a.published_at < filters.until))
        and (not filters.articles or a.id in filters.articles)
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
