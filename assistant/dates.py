"""A date that a user wrote -> a moment. ISO 8601 only: other spellings are read differently in different countries."""

from datetime import datetime, timedelta

from ingestion.errors import BylineError
from ingestion.readers.fields import moment_of

_SHOWN = 40  # characters of a wrong value that its error repeats


def parse_date(text: str, *, end_of_day: bool = False) -> datetime:
    """The moment that `text` names; UTC where it names no zone. Raises BylineError.

    A bare day is its first moment. With `end_of_day` it is the first moment after it, so that an exclusive bound takes
    in the whole day.
    """
    stripped = text.strip()
    moment = moment_of(stripped)
    if moment and end_of_day and len(stripped) <= len("2021-12-07"):
        moment = _day_after(moment)
    if moment is None:
        raise BylineError(f"{stripped[:_SHOWN]!r} isn't a date; write it as year-month-day, for example 2021-12-07")
    return moment


def _day_after(moment: datetime) -> datetime | None:
    try:
        return moment + timedelta(days=1)
    except OverflowError:  # after the calendar's last day
        return None
