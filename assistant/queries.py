"""A question -> what to look for: its clauses, the publishers it names, and when it says that something was reported.

English, by rules. A long question often asks for several articles at once ("what did A report …, while B …"): each of
its clauses is looked for by itself too. Left out: what only matters once sentences are read (`questions.py`).
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from assistant.questions import COMPARING

CLAUSE = 4  # words; a shorter stretch isn't looked for by itself
CLAUSES = 6  # looked for by themselves, at most

_MONTHS = (
    "january february march april may june july august september october november december"  # in the calendar's order
).split()
_MONTH = "|".join(f"{m}|{m[:3]}" for m in _MONTHS if m != "may") + "|may|sept"
_YEAR = r"(?:19|20)\d\d"
_JOINT = re.compile(
    r",\s+(?:and|while|but|which|who|whereas|as reported by|according to)\b"
    r"|\s(?:and|while|but|compared (?:to|with)|whereas)\s|;|[,:]\s",
    re.I,
)
_DAY = re.compile(
    rf"\b(?:(?P<m1>{_MONTH})\.? (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y1>{_YEAR})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?P<m2>{_MONTH})\.?,? (?P<y2>{_YEAR})"
    rf"|(?P<y3>{_YEAR})-(?P<m3>\d{{2}})-(?P<d3>\d{{2}}))\b",
    re.I,
)
_IN_MONTH = re.compile(rf"\b(?P<m>{_MONTH})\.?,? (?P<y>{_YEAR})\b", re.I)
_IN_YEAR = re.compile(rf"\b(?:in|of|during|since|before|after|by) (?P<y>{_YEAR})\b", re.I)
_RELATIVE = re.compile(r"\b(?:(?P<day>today|yesterday)|(?P<which>last|this|past) (?P<unit>week|month|year))\b", re.I)
_APART = re.compile(r",\s*(?:and\s+)?|\s+(?:and|with|to|vs\.?|versus)\s+", re.I)
_ACCOUNTS = re.compile(r"^the (?:accounts?|versions?|reports?|views?|positions?|articles?) (?:of|in|by) ", re.I)
_PLACE = re.compile(r"\s*\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` until just before `until`, UTC."""

    since: datetime
    until: datetime

    def holds(self, moment: datetime | None) -> bool:
        """Whether a moment lies in it; no moment lies in none."""
        return moment is not None and self.since <= moment < self.until


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for. `views` are the question and, where it has several, its clauses; `publishers` are those it
    names, as the articles have them. Of a question that compares, `compared` are the publishers and speakers, in the
    order of the clauses."""

    views: tuple[str, ...]
    compared: tuple[str, ...]
    publishers: frozenset[str]
    periods: tuple[Period, ...]


def read_query(question: str, *, publishers: Iterable[str], today: datetime | None) -> Query:
    """Read a question. `publishers` are the articles', "last week" is counted from `today`; without it, not at all."""
    named = frozenset(p for p in publishers if _names(question, p))
    compared, topic = _compared(question)
    compared = tuple(next((p for p in sorted(named) if _names(part, p)), part) for part in compared)
    asked = tuple(topic if part in named else f"What did {part} say about {topic}?" for part in compared)
    return Query(
        (question, *(asked or _clauses(question))),
        compared,
        named,
        tuple(dict.fromkeys(_periods(question, today))),
    )


def _compared(question: str) -> tuple[tuple[str, ...], str]:
    """Who is compared, and on what; nobody where nothing is."""
    found = COMPARING.search(question.strip(" ?.!"))
    if found is None:
        return (), ""
    of, on = (next((v for k, v in found.groupdict().items() if v and k[:2] == name), "") for name in ("of", "on"))
    parts = tuple(dict.fromkeys(p.strip() for p in _APART.split(_ACCOUNTS.sub("", of)) if p.strip()))
    return (parts[:CLAUSES], on or question) if len(parts) > 1 else ((), "")


def _clauses(question: str) -> tuple[str, ...]:
    parts = [part.strip(" ,;:?.'’\"") for part in _JOINT.split(question)]
    found = [part for part in parts if len(part.split()) >= CLAUSE]
    return tuple(found[:CLAUSES]) if len(parts) > 1 else ()


def _names(question: str, publisher: str) -> bool:
    """Whether a publisher is named, its place left aside ("Sample Gazette (Cairo)"), its capitals as it writes them
    unless nothing in the question has any."""
    name = _PLACE.sub("", publisher)
    if question.islower():
        name = name.casefold()
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", question) is not None


def _periods(question: str, today: datetime | None) -> Iterator[Period]:
    left = question
    for match in _DAY.finditer(question):
        year, month, day = (next(g for k, g in match.groupdict().items() if g and k[0] == part) for part in "ymd")
        left = left.replace(match.group(), "")
        if first := _moment(int(year), _month(month), int(day)):
            yield Period(first, first + timedelta(days=1))
    for match in _IN_MONTH.finditer(left):
        if first := _moment(int(match["y"]), _month(match["m"]), 1):
            yield Period(first, first + timedelta(days=monthrange(first.year, first.month)[1]))
    for match in _IN_YEAR.finditer(left):
        year = int(match["y"])
        yield Period(datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC))
    if today is not None:
        for match in _RELATIVE.finditer(left):
            with suppress(OverflowError):  # before the calendar's first day or after its last
                yield _relative(match, today.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))


def _relative(match: re.Match[str], today: datetime) -> Period:
    tomorrow = today + timedelta(days=1)
    if match["day"]:
        return Period(today, tomorrow) if match["day"].casefold() == "today" else Period(today - timedelta(1), today)
    unit, this = match["unit"].casefold(), match["which"].casefold() == "this"
    if match["which"].casefold() == "past":
        return Period(tomorrow - timedelta(days={"week": 7, "month": 31, "year": 366}[unit]), tomorrow)
    if unit == "week":
        monday = today - timedelta(days=today.weekday())
        return Period(monday, monday + timedelta(7)) if this else Period(monday - timedelta(7), monday)
    first = today.replace(day=1) if unit == "month" else today.replace(month=1, day=1)
    if this:
        return Period(first, tomorrow)
    before = first - timedelta(days=1)
    return Period(before.replace(day=1) if unit == "month" else before.replace(month=1, day=1), first)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return next(n for n, month in enumerate(_MONTHS, start=1) if month.startswith(text.casefold()[:3]))


def _moment(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
