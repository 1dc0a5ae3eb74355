"""When a sentence says that something was: explicit, counted from the day of publication, or not at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dating import date_of
from ingestion.articles import Span

FRIDAY = date(2023, 3, 10)


@pytest.mark.parametrize(
    ("sentence", "found", "stated"),
    [
        ("The bank was closed on 10 March 2023.", "2023-03-10", True),
        ("On March 9, 2023, customers withdrew 42 billion dollars.", "2023-03-09", True),
        ("The bank was closed on Friday.", "2023-03-10", False),
        ("Customers had withdrawn the money on Thursday.", "2023-03-09", False),
        ("The branches will open again on Monday.", "2023-03-13", False),
        ("The ministry spoke yesterday.", "2023-03-09", False),
        ("It was signed on 28 December.", "2022-12-28", False),  # the nearest one
        ("The launch was in December.", "2022-12", False),
        ("The line will close in May.", "2023-05", False),
        ("In July 2020 the launch was moved.", "2020-07", True),
        ("It was founded in 1983.", "1983", True),
        ("In 2010 a panel reported on 4 May 2011 that it was late.", "2011-05-04", True),  # a day before a year
    ],
)
def test_a_date_is_read(sentence: str, found: str, stated: bool) -> None:
    read = date_of(sentence, FRIDAY)
    assert read is not None
    assert (read.date, read.stated) == (found, stated)
    assert read.span.of(sentence).strip()


@pytest.mark.parametrize(
    "sentence",
    [
        "Nothing has changed since Friday.",
        "Depositors have access by Monday.",
        "It could be closed on Monday.",
        "The plan was not signed on Monday.",
        "The measures apply until 2025.",
        "The Monday's paper had it.",
        "There may be 2010 ways.",
    ],
)
def test_what_is_not_plain_has_no_date(sentence: str) -> None:
    assert date_of(sentence, FRIDAY) is None


def test_without_a_day_of_publication_only_what_is_stated_counts() -> None:
    assert date_of("It was closed on Friday.", None) is None
    assert date_of("It was closed on 10 March.", None) is None
    read = date_of("It was closed on 10 March 2023.", None)
    assert read is not None
    assert read.date == "2023-03-10"


def test_the_day_of_saying_goes_before_what_is_said() -> None:
    sentence = "He said on Thursday that the bank had failed on 3 March 2023."
    said = sentence.index("the bank")
    read = date_of(sentence, FRIDAY, said=Span(said, len(sentence)))
    assert read is not None
    assert read.date == "2023-03-09"
    year = "“Things we did not do in 2014 we do now,” he said."
    assert date_of(year, FRIDAY, said=Span(0, len(year) - 9)) is None


@given(st.text(max_size=80), st.one_of(st.none(), st.dates()))
def test_any_text_is_read_without_an_error(text: str, published: date | None) -> None:
    read = date_of(f"On Friday, 12 May, in June {text}", published)
    if read is not None:
        assert read.span.start < read.span.end
        assert 1 <= len(read.date.split("-")) <= 3


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_in_the_week_before_publication(published: date, back: int) -> None:
    day = date.fromordinal(published.toordinal() - back)
    read = date_of(f"The mayor spoke on {day:%A}.", published)
    assert read is not None
    assert read.date == day.isoformat()
