"""Dates that a user writes, as the command line and the API read them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from assistant.dates import parse_date
from ingestion.errors import BylineError


@pytest.mark.parametrize(
    ("text", "end_of_day", "moment"),
    [
        ("2021-12-07", False, datetime(2021, 12, 7, tzinfo=UTC)),
        ("2021-12-07", True, datetime(2021, 12, 8, tzinfo=UTC)),
        (" 20211207 ", True, datetime(2021, 12, 8, tzinfo=UTC)),
        ("2021-W49-2", True, datetime(2021, 12, 8, tzinfo=UTC)),
        ("2021-12-07T20:30:00Z", True, datetime(2021, 12, 7, 20, 30, tzinfo=UTC)),
        ("2021-12-07 20:30", False, datetime(2021, 12, 7, 20, 30, tzinfo=UTC)),
        ("2021-12-07T20:30+02:00", False, datetime(2021, 12, 7, 20, 30, tzinfo=timezone(timedelta(hours=2)))),
    ],
)
def test_iso_dates_are_moments(text: str, end_of_day: bool, moment: datetime) -> None:
    assert parse_date(text, end_of_day=end_of_day) == moment


@pytest.mark.parametrize("day", ["2021-12-07", "2024-02-29"])
def test_what_was_read_reads_the_same_again(day: str) -> None:
    until = parse_date(day, end_of_day=True)
    assert parse_date(until.isoformat(), end_of_day=True) == until


@pytest.mark.parametrize("text", ["", "yesterday", "07/12/2021", "2021-13-01", "9999-12-31", "0001-01-01T00:00+05:00"])
def test_anything_else_is_one_sentence(text: str) -> None:
    with pytest.raises(BylineError, match="write it as year-month-day") as refused:
        parse_date(text, end_of_day=True)
    assert repr(text) in str(refused.value)


def test_a_long_value_is_cut_in_the_error() -> None:
    with pytest.raises(BylineError) as refused:
        parse_date("x" * 10_000)
    assert len(str(refused.value)) < 200
