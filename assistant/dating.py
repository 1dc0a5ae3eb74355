"""A sentence and the day it was published -> the date that it speaks of, if its words give one. English, by rules.

"On Friday" is counted back from the day of publication, or forward where the sentence speaks of what is to come; a day
without its year is the nearest one. Where that isn't plain there is no date: a wrong one is worse than none. Left out:
"since", "until" and "by", which bound a time and don't date an event, and dates in denied or doubted clauses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ingestion.articles import Span

_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTH = "|".join([*_MONTHS, r"(?:Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\b\.?"])  # "Mar", "Apr" and the others are words
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?P<m1>{_MONTH})(?:,? (?P<y1>{_YEAR}))?"
    rf"|(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\.\d|%)(?:,? (?P<y2>{_YEAR})\b)?"
    rf"|(?P<y3>{_YEAR})-(?P<n3>\d\d)-(?P<d3>\d\d)"
    rf"|(?P<m4>{_MONTH}) (?P<y4>{_YEAR})"
    rf"|(?:early |late |mid-)?[Ii]n (?:early |late |mid-)?(?P<m5>{'|'.join(_MONTHS)})\b(?! (?:\d|of\b|and\b))"
    rf"|[Ii]n (?P<y6>{_YEAR})\b(?! (?:billion|million|dollars))"
    rf"|(?P<which>last |next )?(?P<weekday>{'|'.join(_DAYS)})\b(?!['’])"
    r"|(?P<near>[Yy]esterday|[Tt]oday|[Tt]omorrow)\b(?!['’]))"
)
_BOUNDING = re.compile(
    r"\b(?:since|until|till|before|after|by|from|than|between|through|and|or|to|every|each)\s*$", re.I
)
_TO_COME = re.compile(
    r"\b(?:will|shall|plans?|planned|expect(?:s|ed)?|due|scheduled|hopes?|hoped|intends?|next|upcoming|deadline)\b",
    re.I,
)
_UNSETTLED = re.compile(
    r"\b(?:would|could|might|may|should|if|unless|whether|not|never|no|den(?:y|ies|ied))\b|n['’]t\b"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A date that a sentence speaks of: a day, a month or a year as ISO 8601, where its words stand in the sentence,
    and whether they give it in full."""

    date: str
    span: Span
    stated: bool


def date_of(sentence: str, published: date | None, *, said: Span | None = None) -> Reading | None:
    """The date that a sentence speaks of; None where it gives none, or none that is plain.

    `said` are the characters that it gives as somebody's words: a date outside them, of the saying, goes first, and of
    one inside only a day counts. A day goes before a month and that before a year; else the first in the sentence.
    """
    found = list(_readings(sentence, published))
    if said is not None:
        outside = [r for r in found if not said.contains(r.span)]
        found = outside or [r for r in found if _precision(r) == 3]
    years = {r.date for r in found}
    if found and _precision(found[0]) == 1 and len(years) > 1:
        found = [r for r in found if _precision(r) > 1]  # "from 2008 until 2016" and the like
    return min(found, key=lambda r: (-_precision(r), r.span.start), default=None)


def _precision(reading: Reading) -> int:
    return reading.date.count("-") + 1


def _readings(sentence: str, published: date | None) -> Iterator[Reading]:
    for match in _DATE.finditer(sentence):
        before = sentence[: match.start()]
        if _BOUNDING.search(before) or _UNSETTLED.search(_clause(before)):
            continue
        shown = _read(match, published, to_come=bool(_TO_COME.search(_clause(before))))
        if shown:
            yield Reading(shown, Span(*match.span()), _is_full(match))


def _clause(before: str) -> str:
    """The words before a date that belong to its clause, roughly: back to the last stop or comma."""
    return re.split(r"[,;:.“”\"()]", before)[-1]


def _is_full(match: re.Match[str]) -> bool:
    return any(match[name] for name in ("y1", "y2", "y3", "y4", "y6"))


def _read(match: re.Match[str], published: date | None, *, to_come: bool) -> str | None:
    part = {name[0]: text for name, text in match.groupdict().items() if text and name[1:].isdigit()}
    month = int(part["n"]) if "n" in part else _month(part["m"]) if "m" in part else None
    if match["weekday"] or match["near"]:
        return _counted(match, published, to_come=to_come) if published else None
    if month is None:
        return part["y"]
    if "d" not in part:
        year = part.get("y") or (str(_year_of(month, published, to_come=to_come)) if published else None)
        return f"{year}-{month:02}" if year and month <= 12 else None
    if "y" not in part and published is None:
        return None
    years = [int(part["y"])] if "y" in part else [published.year + n for n in (-1, 0, 1)] if published else []
    days = [day for year in years if (day := _day(year, month, int(part["d"])))]
    return min(days, key=lambda day: abs(day - (published or day)), default=None).__str__() if days else None


def _counted(match: re.Match[str], published: date, *, to_come: bool) -> str | None:
    if match["near"]:
        days = {"yesterday": -1, "today": 0, "tomorrow": 1}[match["near"].casefold()]
    else:
        weekday, which = _DAYS.index(match["weekday"]), (match["which"] or "").strip()
        if to_come or which == "next":
            days = (weekday - published.weekday()) % 7 or 7
        else:
            days = -((published.weekday() - weekday) % 7)
            if which == "last" and days == 0:
                days = -7
    try:
        return str(published + timedelta(days=days))
    except OverflowError:  # at the calendar's ends
        return None


def _year_of(month: int, published: date, *, to_come: bool) -> int:
    """The year of the last such month until publication, or of the next one."""
    if to_come:
        return published.year + (month < published.month)
    return published.year - (month > published.month)


def _month(words: str) -> int:
    return next(n for n, name in enumerate(_MONTHS, start=1) if name.startswith(words[:3]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
