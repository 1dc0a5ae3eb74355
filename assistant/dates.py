"""A date that a user wrote -> a moment. ISO 8601 only: other spellings are read differently in different countries."""

from datetime import UTC, datetime, timedelta

from ingestion.errors import BylineError

_SHOWN = 40  # characters of a wrong value that its error repeats


def parse_date(text: str, *, end_of_day: bool = False) -> datetime:
    """The moment that `text` names; UTC where it names no zone. Raises BylineError.

    A bare day is its first moment. With `end_of_day` it is the first moment after it, so that an exclusive bound takes
    in the whole day.
    """
    stripped = text.strip()
    try:
        moment = datetime.fromisoformat(stripped)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        if end_of_day and len(stripped) <= len("2021-12-07"):
            moment += timedelta(days=1)
        moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BylineError(
            f"{stripped[:_SHOWN]!r} isn't a date; write it as year-month-day, for example 2021-12-07"
        ) from error
    return moment
