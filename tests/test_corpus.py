"""The starter articles are what `corpus/` promises: samples, plainly so, with the hard cases among them."""

from collections import Counter
from pathlib import Path

import pytest

from ingestion.articles import Article, Status
from ingestion.readers import read

FILES = sorted((Path(__file__).parent.parent / "corpus").glob("*.md"))
ARTICLES = {path.name: read(path.read_bytes(), str(path)).articles[0] for path in FILES}
BARE = "svb-notes.md"  # the one without metadata


@pytest.mark.parametrize("article", [a for name, a in ARTICLES.items() if name != BARE], ids=lambda a: a.id)
def test_an_article_says_that_it_is_a_sample(article: Article) -> None:
    assert article.publisher
    assert article.publisher.startswith("Sample ")
    assert article.licence == "CC0-1.0"
    assert article.title
    assert article.published_at
    assert article.language
    assert 300 <= len(article.text.split()) <= 900
    assert all(author.startswith("Sample ") for author in article.authors)


def test_the_hard_cases_are_there() -> None:
    assert len(ARTICLES) >= 24
    assert Counter(name.split("-")[0] for name in ARTICLES)["ukraine"] >= 8
    stands = Counter(a.status for a in ARTICLES.values())
    assert (stands[Status.SUPERSEDED], stands[Status.WITHDRAWN]) == (1, 1)
    bare = ARTICLES[BARE]
    assert (bare.publisher, bare.published_at, bare.title, bare.authors) == (None, None, None, ())
    mailbag = ARTICLES["ukraine-2021-reader-mailbag.md"].text
    assert "<script>" in mailbag
    assert "[1]" in mailbag
    launch = ARTICLES["webb-2021-kourou-launch.md"].text
    assert all(mark in launch for mark in "“”’«»é")
