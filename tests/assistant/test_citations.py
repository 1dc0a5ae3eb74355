"""Citations in somebody's text: found where they stand, and followed to the article that they mean."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.citations import article_of, cited_in, references_of, without_citations
from ingestion.articles import Status
from ingestion.store import Listed

DAM = Listed(
    "dam-2024",
    "1",
    "Minister: the Harl dam is safe",
    "Sample Wire",
    datetime(2024, 3, 5, tzinfo=UTC),
    Status.CURRENT,
    None,
    "https://example.org/dam?a=1&b=2",
)
FERRY = Listed("ferry", "1", "Ferry line to Orsk closes", "Sample Courier", None, Status.CURRENT, None)
TEXT = """The dam is safe [1]. The line closes [2, 3], see [the report](https://example.org/dam?a=1&b=2).

[1] Minister: the Harl dam is safe, Sample Wire
[2] Ferry line to Orsk closes
"""


def test_markers_stand_for_the_list_under_the_text() -> None:
    end, references = references_of(TEXT)
    assert TEXT[:end].strip().endswith("b=2).")
    assert references == {"1": "Minister: the Harl dam is safe, Sample Wire", "2": "Ferry line to Orsk closes"}
    found = cited_in(TEXT[:end], 0, references)
    assert [c.exact for c in found] == ["[1]", "[2]", "[3]", "[the report](https://example.org/dam?a=1&b=2)"]
    assert [TEXT[c.start : c.end] for c in found][:2] == ["[1]", "[2, 3]"]
    articles = [article_of(c.target, [DAM, FERRY]) for c in found]
    assert articles == [DAM, FERRY, None, DAM]


@pytest.mark.parametrize(
    ("target", "article"),
    [
        ("https://www.example.org/dam?a=1&b=2", DAM),
        ("http://127.0.0.1:8000/articles/ferry", FERRY),
        ("http://127.0.0.1:8000/articles/ferry2", None),
        ("https://example.org/other", None),
        ("the article dam-2024", DAM),
        ("Ferry line to Orsk closes; Minister: the Harl dam is safe", None),  # which of the two is meant?
        ("", None),
        ("//[", None),
    ],
)
def test_a_target_is_an_article_or_none(target: str, article: Listed | None) -> None:
    assert article_of(target, [DAM, FERRY]) is article


@given(st.text(alphabet="ab [](1,2)h/:tps.\n", max_size=80))
def test_blanking_keeps_every_offset(text: str) -> None:
    blanked = without_citations(text)
    assert len(blanked) == len(text)
    for citation in cited_in(text, 0, {}):
        assert "[1" not in blanked[citation.start : citation.end]
