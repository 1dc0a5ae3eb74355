"""Short facts: what is marked in a quote, when sources disagree, what compares, and which premises are false."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.pipeline import ask
from assistant.queries import read_query
from assistant.questions import Kind, understand
from assistant.rendering import markdown
from assistant.values import sought
from ingestion.pipeline import Library, find_files

Write = Callable[..., Path]
PUBLISHED = datetime(2021, 3, 30, tzinfo=UTC)  # a Tuesday


@pytest.mark.parametrize(
    ("question", "words", "found"),
    [
        ("How many troops are there?", "It has a hundred thousand troops there.", ["count 100000"]),
        ("How many troops are there?", "It has 100,000 troops there.", ["count 100000"]),
        ("How much did the bank pay?", "It paid $1.8 billion on 3 March 2021.", ["money 1.8e+09"]),
        ("How long was it shut?", "It was shut for six days and cost 3 million dollars.", ["time 6 day"]),
        ("When was it freed?", "It was freed on Monday.", ["2021-03-29"]),
        ("When was it freed?", "It was freed on 29 March 2021.", ["2021-03-29"]),
        ("When was it freed in March?", "It was freed by tugs.", []),
        ("Why was it freed?", "It was freed on Monday by two tugs.", []),
    ],
)
def test_values_of_the_kind_asked_for(question: str, words: str, found: list[str]) -> None:
    assert [v.key for v in sought(understand(question), words, PUBLISHED)] == found


@settings(deadline=None)
@given(st.text(max_size=80), st.sampled_from(["When was it?", "How many ships?", "How much?", "Who was it?"]))
def test_a_value_stands_where_it_says(words: str, question: str) -> None:
    for value in sought(understand(question), words, PUBLISHED):
        assert 0 <= value.start < value.end <= len(words)


@pytest.fixture
def tell(library: Library, write: Write) -> Callable[..., None]:
    """Put an article into the library."""

    def put(name: str, body: str, **front: object) -> None:
        library.ingest(find_files([write(f"{name}.md", body, id=name, **front)], max_bytes=100_000))

    return put


def test_disagreeing_figures_are_listed_the_newest_first(library: Library, tell: Callable[..., None]) -> None:
    tell("old", "The flood at Harl killed 12 people.", publisher="Post", published_at="2024-03-01")
    tell("new", "The flood at Harl killed 15 people.", publisher="Post", published_at="2024-03-04")
    tell(
        "wire",
        "Police said that 15 people died when the flood came to Harl, and killed cattle.",
        publisher="Wire",
        published_at="2024-03-03",
    )
    answer = ask(library, "How many people did the flood at Harl kill?")
    accounts = [(answer.statements[a.statement].citations[0].quote.article_id, a) for a in answer.accounts]
    assert [name for name, _ in accounts] == ["new", "wire", "old"]
    assert [a.superseded for _, a in accounts] == [False, False, True]
    assert [a.origins for _, a in accounts] == [2, 2, 1]
    shown = markdown(answer)
    assert "**The sources disagree.**" in shown
    assert "killed **15** people" in shown
    assert shown.count("its publisher has reported otherwise since") == 1
    assert "1 March 2024: Post: **12** (1 independent origin; its publisher" in shown


def test_two_accounts_in_one_article_are_both_shown(library: Library, tell: Callable[..., None]) -> None:
    """The best sentence of an article need not be the one that gives the value."""
    tell("old", "The old mill at Harl was built by a miller.\n\nIt was built in 1712.", publisher="Post")
    tell("new", "The old mill at Harl was built in 1850. A plaque says that it was built in 1712.", publisher="Wire")
    answer = ask(library, "When was the old mill at Harl built?")
    values = {v.exact for v in answer.values}
    articles = {answer.statements[v.statement].citations[0].quote.article_id for v in answer.values}
    assert values == {"1850", "1712"}
    assert articles == {"old", "new"}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What is the population of Orsk?", Kind.HOW_MANY),
        ("What was the estimated cost of the bridge?", Kind.HOW_MANY),
        ("What is the birth date of the mayor?", Kind.WHEN),
        ("What is the location of the mill?", Kind.WHERE),
        ("What is the dispute about the population register?", Kind.OTHER),
        ("What is the name of the captain?", Kind.OTHER),
    ],
)
def test_what_is_the_date_the_number_and_the_place_of(question: str, kind: Kind) -> None:
    assert understand(question).kind is kind


def test_agreeing_figures_are_no_disagreement(library: Library, tell: Callable[..., None]) -> None:
    tell("one", "The flood at Harl killed 15 people.", publisher="Post", published_at="2024-03-01")
    tell("two", "The flood at Harl killed fifteen people.", publisher="Wire", published_at="2024-03-03")
    assert ask(library, "How many people did the flood at Harl kill?").accounts == ()


def test_a_comparison_goes_by_publisher(library: Library, tell: Callable[..., None]) -> None:
    tell("one", "The bridge fell because of rust, the city said.", publisher="Sample Post")
    tell("two", "The bridge fell because a ship struck it, the harbour master said.", publisher="Sample Wire")
    answer = ask(library, "How do Sample Post and Sample Wire differ on why the bridge fell?")
    names = [c.name for c in answer.compared]
    publishers = [{answer.statements[n].citations[0].publisher for n in c.statements} for c in answer.compared]
    assert names == ["Sample Post", "Sample Wire"]
    assert publishers == [{"Sample Post"}, {"Sample Wire"}]


@pytest.mark.parametrize(
    ("question", "compared"),
    [
        ("How do Kyiv and Moscow differ on the border?", ("Kyiv", "Moscow")),
        ("Compare the Post and the Wire on the flood", ("the Post", "the Wire")),
        ("What is the difference between A and B in price?", ("A", "B")),
        ("What did the mayor say about the bridge and the ferry?", ()),
        ("How did the bridge fall?", ()),
    ],
)
def test_what_is_compared(question: str, compared: tuple[str, ...]) -> None:
    assert read_query(question, publishers=(), today=None).compared == compared


def test_a_false_premise_is_named(library: Library, tell: Callable[..., None]) -> None:
    tell(
        "list", "The minister declined to list the new sanctions on Tuesday. Ships left the harbour.", publisher="Post"
    )
    answer = ask(library, "Which new sanctions did the minister list on Tuesday?")
    assert answer.contradicts == (0,)
    assert "contradict" in (answer.reason or "")


def test_a_figure_that_no_article_gives_is_said_to_be_missing(library: Library, tell: Callable[..., None]) -> None:
    tell("line", "The pipeline from Orsk to Harl is not yet in operation.", publisher="Post")
    answer = ask(library, "How long is the pipeline from Orsk to Harl?")
    assert answer.abstained
    assert "give no figure" in (answer.reason or "")
