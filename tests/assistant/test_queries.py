"""A question -> what to look for: its clauses, publishers and times."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
import snowballstemmer
from hypothesis import given
from hypothesis import strategies as st

from assistant.queries import CLAUSES, read_query
from assistant.questions import terms

TODAY = datetime(2024, 5, 15, 13, 30, tzinfo=UTC)  # a Wednesday
PUBLISHERS = ["Sample Wire", "Sample Gazette (Cairo)", "The Tide"]


def periods(question: str, today: datetime | None = TODAY) -> list[tuple[str, str]]:
    found = read_query(question, publishers=[], today=today).periods
    return [(f"{p.since:%Y-%m-%d}", f"{p.until:%Y-%m-%d}") for p in found]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Harl say on 7 October 2023?", [("2023-10-07", "2023-10-08")]),
        ("What did Harl say on October 7th, 2023?", [("2023-10-07", "2023-10-08")]),
        ("What was said on 2023-10-07?", [("2023-10-07", "2023-10-08")]),
        ("What happened in Oct 2023?", [("2023-10-01", "2023-11-01")]),
        ("What happened in February 2024?", [("2024-02-01", "2024-03-01")]),
        ("What happened in 2023?", [("2023-01-01", "2024-01-01")]),
        ("What did they say yesterday?", [("2024-05-14", "2024-05-15")]),
        ("What did they say today?", [("2024-05-15", "2024-05-16")]),
        ("What happened last week?", [("2024-05-06", "2024-05-13")]),
        ("What happened this week?", [("2024-05-13", "2024-05-20")]),
        ("What happened last month?", [("2024-04-01", "2024-05-01")]),
        ("What happened last year?", [("2023-01-01", "2024-01-01")]),
        ("What happened this year?", [("2024-01-01", "2024-05-16")]),
        ("Between 30 April 2024 and 2 May 2024?", [("2024-04-30", "2024-05-01"), ("2024-05-02", "2024-05-03")]),
        ("What happened on 31 February 2024?", []),
        ("May the ferry sail?", []),
        ("How many of the 2024 people came?", []),
    ],
)
def test_the_time_that_a_question_names(question: str, expected: list[tuple[str, str]]) -> None:
    assert periods(question) == expected


def test_last_week_means_nothing_where_no_article_has_a_date() -> None:
    assert periods("What happened last week?", today=None) == []


@pytest.mark.parametrize("edge", [datetime.min, datetime.max])
@pytest.mark.parametrize("when", ["today", "yesterday", "last week", "this week", "past year", "last month"])
def test_at_the_calendars_ends_nothing_breaks(edge: datetime, when: str) -> None:
    for offset in (-14, 0, 14):
        today = edge.replace(tzinfo=timezone(timedelta(hours=offset)))
        assert len(read_query(f"What happened {when}?", publishers=[], today=today).periods) <= 1


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Sample Wire report?", {"Sample Wire"}),
        ("what did sample wire report?", {"Sample Wire"}),
        ("How do Sample Wire and Sample Gazette differ?", {"Sample Wire", "Sample Gazette (Cairo)"}),
        ("When did the tide turn in Harl?", set()),
        ("What did Sample Wires report?", set()),
    ],
)
def test_the_publishers_that_a_question_names(question: str, expected: set[str]) -> None:
    assert read_query(question, publishers=PUBLISHERS, today=None).publishers == expected


def test_each_clause_of_a_long_question_is_looked_for_by_itself() -> None:
    question = "What did Sample Wire report on the dam at Harl, while The Tide wrote of the ferry line to Orsk?"
    assert read_query(question, publishers=[], today=None).views == (
        question,
        "What did Sample Wire report on the dam at Harl",
        "The Tide wrote of the ferry line to Orsk",
    )


def test_a_short_question_is_one_view() -> None:
    assert read_query("Is the dam safe?", publishers=[], today=None).views == ("Is the dam safe?",)


@given(st.text(max_size=400), st.lists(st.text(min_size=1, max_size=20), max_size=5))
def test_any_question_can_be_read(question: str, publishers: list[str]) -> None:
    query = read_query(question, publishers=publishers, today=TODAY)
    assert query.views[0] == question
    assert len(query.views) <= CLAUSES + 1
    assert query.publishers <= set(publishers)
    assert all(period.since < period.until for period in query.periods)


def test_words_are_stemmed_right_from_several_threads() -> None:
    words = [
        f"{stem}{end}" for stem in ("nation", "relat", "hope", "adjust") for end in ("ing", "ment", "alize", "ful")
    ]
    texts = [f"{word}{n}s {word}" for n in range(300) for word in words]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(terms, texts))
    alone = snowballstemmer.stemmer("english")
    assert together == [frozenset(map(alone.stemWord, text.split())) for text in texts]
