"""The short facts that answer: where a quote says when, how many, who or where, and whether the sources agree on it.

"When" and "how many" have values that can be compared: a day of the calendar (a weekday is counted back from the day of
publication), a number with its kind of unit. "Who" and "where" are only marked, where a quote leaves no choice.
English, by rules; number words are read by text2num. Left out: conversion between units, and what the question itself
names.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from text_to_num import text2num

from assistant.answers import Statement, Value
from assistant.questions import Kind, Question, terms
from ingestion.attribution.phrases import Text, scan_phrases

MOST = 3  # values in one quote; where there are more, none is the answer
SHARED = 0.6  # of the question's words that either of two statements holds: what both hold, to be about the same thing

_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTH = "|".join(_MONTHS)
_DATE = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?P<m1>{_MONTH})(?:,? (?P<y1>\d{{4}}))?"
    rf"|(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y2>\d{{4}}))?"
    rf"|(?P<m3>{_MONTH})(?: (?P<y3>\d{{4}}))?|(?P<day>{'|'.join(_DAYS)})|(?P<near>today|yesterday)"
    r"|(?:in |since |until |by |of )(?P<y4>(?:1[5-9]|20)\d\d))\b",
)
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
_TENS = "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALE = "|".join(_SCALES)
_NUMBER = re.compile(
    rf"(?P<money>[$€£¥] ?)?(?<![\w.:])(?:(?P<digits>\d+(?:[.,]\d+)*)(?: (?P<scale>{_SCALE}))?"
    rf"|(?P<words>(?:half a|an?|{_SMALL}|{_TENS})(?:[ -](?:and |a )?(?:{_SMALL}|{_TENS}|{_SCALE}|dozen))*"
    r"(?: and a half)?))\b"
    r"(?! o['’]clock|:\d|(?:st|nd|rd|th)\b)(?P<percent> ?%| per ?cent)?",
    re.I,
)
_UNITS = (
    ("money", r"dollars?|euros?|pounds?|rou?bles?|yen|yuan|francs?|cents"),
    ("time", r"(?:second|minute|hour|day|night|week|month|year|decade|centur)(?:s|y|ies)?"),
    ("length", r"(?:kilo|centi|milli)?met(?:re|er)s?|km|miles?|feet|foot|yards?|knots?|inch(?:es)?|light-years?"),
    ("weight", r"tons?|tonnes?|kilograms?|kg|grams?"),
)
_UNIT = re.compile("|".join(rf"(?P<{name}>(?:{words}))" for name, words in _UNITS), re.I)
_ASKED = re.compile(
    r"\bhow (?P<how>many|much|long|far|often|big|large|old|tall|high|deep|fast)\b(?: (?P<what>\w+))?", re.I
)
_UNITS_OF = {
    "long": {"time", "length"},
    "far": {"length", "time"},
    "old": {"time"},
    **{how: {"length", "weight"} for how in ("tall", "high", "deep", "big", "large")},
    "fast": {"length"},
    "much": {"money", "percent", "weight", "length"},
}


@dataclass(frozen=True, slots=True)
class Found:
    """A value in a quote: where it stands in it, and what two sources may be compared by."""

    start: int
    end: int
    key: str
    counted: str = ""  # the words right behind it


def values_of(question: Question, statements: Sequence[Statement]) -> tuple[Value, ...]:
    """The values that the statements give, the newest report first."""
    given = [
        Value(
            statement=place,
            start=citation.quote.start + found.start,
            end=citation.quote.start + found.end,
            exact=citation.quote.exact[found.start : found.end],
            key=found.key,
        )
        for place, statement in enumerate(statements)
        for citation in statement.citations[:1]
        for found in _few(question, sought(question, citation.quote.exact, citation.published_at))
    ]
    return tuple(sorted(given, key=lambda v: (_age(statements[v.statement]), v.statement, v.start)))


def disagreeing(question: Question, values: Sequence[Value], statements: Sequence[Statement]) -> tuple[int, ...]:
    """The places of statements that are about the same thing and give different values."""
    if question.kind not in (Kind.WHEN, Kind.HOW_MANY):
        return ()
    places = dict.fromkeys(v.statement for v in values)
    return tuple(
        place
        for place in places
        if any(
            not same_value(values, place, other) and _same_matter(question, place, other, statements)
            for other in places
        )
    )


def same_value(values: Sequence[Value], left: int, right: int) -> bool:
    """Whether two statements give a value that may be the same: a day without its year is in every year."""
    keys = [[v.key for v in values if v.statement == place] for place in (left, right)]
    return left == right or any(compatible(a, b) for a in keys[0] for b in keys[1])


def _few(question: Question, found: list[Found]) -> list[Found]:
    """The values to mark: none where there are too many to be the answer."""
    most = MOST if question.kind in (Kind.WHEN, Kind.HOW_MANY) else 1
    return found if len(found) <= most else []


def sought(question: Question, words: str, published: datetime | None) -> list[Found]:
    """The values in a quote that are of the kind asked for and not named in the question, in their order."""
    if question.kind is Kind.WHEN:
        found = list(dates_in(words, published))
    elif question.kind is Kind.HOW_MANY:
        found = _numbers(question.text, words)
    elif question.kind in (Kind.WHO, Kind.WHERE):
        found = _names(words, person=question.kind is Kind.WHO)
    else:
        return []
    asked = question.text.casefold()
    return [f for f in found if words[f.start : f.end].casefold() not in asked]


def dates_in(words: str, published: datetime | None) -> Iterator[Found]:
    """The dates in a text, a weekday counted back from the day of publication. Their keys are year-month-day, as far as
    they are known."""
    for match in _DATE.finditer(words):
        part = {name[0]: value for name, value in match.groupdict().items() if value}
        year = match["y1"] or match["y2"] or match["y3"] or match["y4"] or ""
        day, month = match["d1"] or match["d2"], match["m1"] or match["m2"] or match["m3"]
        if match["day"] or match["near"]:
            key = _counted_back(match["day"] or match["near"], published)
        else:
            number = f"{_MONTHS.index(month) + 1:02}" if month else ""
            key = "-".join((year, number, f"{int(day):02}" if day else "")) if part else ""
        start = match.start("y4") if match["y4"] else match.start()
        yield Found(start, match.end(), key)


def _counted_back(day: str, published: datetime | None) -> str:
    """The last such day until the day of publication; its name where that isn't known."""
    if published is None:
        return day
    back = {"today": 0, "yesterday": 1}.get(day, (published.weekday() - _DAYS.index(day)) % 7 if day in _DAYS else 0)
    return f"{published - timedelta(days=back):%Y-%m-%d}"


def _numbers(asked: str, words: str) -> list[Found]:
    found = numbers_in(words)
    how = _ASKED.search(asked)
    if how is None:
        return found
    what = (how["what"] or "").casefold()
    named = _UNIT.fullmatch(what)
    wanted = {named.lastgroup or ""} if named else _UNITS_OF.get(how["how"].casefold())
    if wanted:
        return [f for f in found if f.key.split()[0] in wanted]
    counted = [f for f in found if terms(what) & terms(f.counted)]
    return counted or [f for f in found if f.key.startswith("count")]


def numbers_in(words: str) -> list[Found]:
    """The numbers in a text that are no dates. Their keys are kind, value and unit: "money 20", "time 2 day"."""
    return [f for f in (_number(m, words) for m in _NUMBER.finditer(words)) if f]


def _number(match: re.Match[str], words: str) -> Found | None:
    """A number with its kind of unit; none where it is a date's, or "a" and "one" without more."""
    if any(d.start() <= match.start() < d.end() for d in _DATE.finditer(words)):
        return None
    after = words[match.end() :]
    if match["digits"]:
        number = _read(match["digits"]) * _SCALES.get((match["scale"] or "").casefold(), 1)
        if re.fullmatch(r"(?:1[5-9]|20)\d\d", match["digits"]) and not match["scale"] and not match["money"]:
            return None  # a year
    else:
        spelt = match["words"].casefold()
        number = _spelt(spelt)
    behind = re.match(r"(?:[ -][\w,’'-]+){0,6}", after)
    following = behind.group() if behind else ""
    unit = re.match(rf"[ -](?:(?:US|Canadian|square|cubic|more) )?(?P<unit>{_UNIT.pattern})\b", after, re.I)
    if match["money"]:
        kind, end = "money", match.end()
    elif match["percent"]:
        kind, end = "percent", match.end()
    elif unit:
        kind, end = _kind_of(unit["unit"]), match.end() + unit.end()
    else:
        kind, end = "count", match.end()
    if (match["words"] or "").casefold() in ("a", "an", "one", "half a") and kind in ("count", "percent"):
        return None
    detail = unit["unit"].casefold().rstrip("s") if unit else ""
    return Found(match.start(), end, f"{kind} {number:g} {detail}".strip(), following)


def _kind_of(unit: str) -> str:
    match = _UNIT.fullmatch(unit)
    return (match.lastgroup if match else None) or "count"


def _read(digits: str) -> float:
    """100,000 or 1.8; a lone comma before other than three digits is taken for a point."""
    whole = re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits)
    return float(digits.replace(",", "") if whole else digits.replace(",", ".")) if digits.count(".") < 2 else 0.0


def _spelt(words: str) -> float:
    half = words.startswith("half a")
    more = words.endswith(" and a half")
    words = words.removesuffix(" and a half")
    plain = re.sub(r"^half an?\b|^an?\b", "one", words).replace(" a ", " ")
    dozen = plain.endswith("dozen")
    plain = plain.removesuffix("dozen").strip() or "one"
    try:
        number = float(text2num(plain, "en"))
    except ValueError:
        return 0.0
    return number * (12 if dozen else 1) * (0.5 if half else 1) + (0.5 if more else 0)


def _names(words: str, *, person: bool) -> list[Found]:
    phrases = [p for p in scan_phrases(Text(words), {}) if p.name and not p.pronoun]
    return [
        Found(p.span.start, p.span.end, p.span.of(words).casefold())
        for p in phrases
        if (p.person is not False if person else p.person is not True)
    ]


def compatible(left: str, right: str) -> bool:
    """Whether two values' keys may be of one value: dates of which one says less, equal numbers, or different kinds."""
    if "-" in left and "-" in right:
        return all(a == b or not a or not b for a, b in zip(left.split("-"), right.split("-"), strict=False))
    return left == right or left.split()[0] != right.split()[0]


def _same_matter(question: Question, left: int, right: int, statements: Sequence[Statement]) -> bool:
    own, other = (question.terms & terms(statements[n].text) for n in (left, right))
    return len(own & other) >= SHARED * max(len(own | other), 1) and 2 * len(own | other) >= len(question.terms)


def _age(statement: Statement) -> float:
    published = statement.citations[0].published_at
    return -published.timestamp() if published else float("inf")
