"""Question -> Hits: what counts, and that nobody can crowd the others out."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.queries import read_query
from assistant.retrieval import fuse, search
from ingestion.articles import Status
from ingestion.embedding import Encoder
from ingestion.index import Hit, Index, Record, build_generation, open_index
from ingestion.store import Listed

DAM = "Engineers found a crack in the dam at Harl."
FERRY = "The ferry line to Orsk closes in May."


def listed(name: str, publisher: str | None, day: int) -> Listed:
    return Listed(name, "1", None, publisher, datetime(2024, 5, day, tzinfo=UTC), Status.CURRENT, None)


ARTICLES = [
    *(listed(f"flood{n}", "Planted", 1) for n in range(12)),
    listed("wire", "Sample Wire", 2),
    listed("tide", "The Tide", 3),
    listed("ferry", "Sample Wire", 4),
]
TEXTS = {a.id: DAM for a in ARTICLES} | {"ferry": FERRY}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("retrieval")
    vectors = encoder.encode(list(TEXTS.values()))
    publishers = {a.id: a.publisher for a in ARTICLES}
    build_generation(
        folder,
        [Record(n, n, t, None, publishers[n], v) for (n, t), v in zip(TEXTS.items(), vectors, strict=True)],
        revision=1,
        removals=0,
        embedding="m",
    )
    opened = open_index(folder)
    yield opened
    opened.close()


def found(index: Index, encoder: Encoder, question: str, *, count: int = 6) -> list[str]:
    query = read_query(question, publishers={a.publisher for a in ARTICLES if a.publisher}, today=None)
    hits = search(query, index=index, vectors=encoder.encode(query.views), articles=ARTICLES, every=True, count=count)
    return [hit.article_id for hit in hits]


def test_a_flood_of_one_publisher_leaves_room_for_the_others(index: Index, encoder: Encoder) -> None:
    names = found(index, encoder, "Is there a crack in the dam at Harl?")
    assert {"wire", "tide"} <= set(names)
    assert sum(name.startswith("flood") for name in names) == 3


def test_a_publisher_that_is_named_comes_first(index: Index, encoder: Encoder) -> None:
    assert found(index, encoder, "Did The Tide report a crack in the dam at Harl?")[0] == "tide"


def test_an_article_of_the_day_that_is_named_comes_first(index: Index, encoder: Encoder) -> None:
    assert found(index, encoder, "Was there a crack in the dam at Harl on 2 May 2024?")[0] == "wire"


def test_each_clause_finds_its_own_article(index: Index, encoder: Encoder) -> None:
    question = "Is there a crack in the dam at Harl, and when does the ferry line to Orsk close?"
    assert "ferry" in found(index, encoder, question)


def test_only_articles_that_may_answer_do(index: Index, encoder: Encoder) -> None:
    query = read_query("Is there a crack in the dam at Harl?", publishers=[], today=None)
    vectors = encoder.encode(query.views)
    wire = [a for a in ARTICLES if a.id == "wire"]
    hits = search(query, index=index, vectors=vectors, articles=wire, every=False, count=6)
    assert [hit.article_id for hit in hits] == ["wire"]
    assert search(query, index=index, vectors=vectors, articles=[], every=False, count=6) == ()


def test_scores_are_brought_to_one_scale_before_they_are_added() -> None:
    dense = [Hit("p1", "a1", 0.9, "dense"), Hit("p2", "a2", 0.5, "dense"), Hit("p3", "a3", 0.1, "dense")]
    keyword = [Hit("p2", "a2", 40.0, "keyword"), Hit("p4", "a4", 10.0, "keyword")]
    assert fuse(dense, keyword) == pytest.approx({"p1": 0.5, "p2": 0.75, "p3": 0.0, "p4": 0.0})
    assert fuse([], keyword[:1]) == {"p2": 0.5}
    assert fuse([], []) == {}
