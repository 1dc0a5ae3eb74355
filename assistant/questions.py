"""A question's parts that matter to finding its answer: its words, the names in it, what kind of thing it asks for.

English, by rules. Left out: parsing. A question that these rules don't understand is answered by likeness alone.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from threading import Lock

import snowballstemmer

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_STOP = frozenset(
    """
    a about after all also am an and any anyone are as at be because been before being but by can could did do
    does doing for from had has have having he her him his how i if in into is it its many may me might more most
    much must my no not of on one or our out over say said saying says shall she should so some tell than that the
    their them then there these they this those to told under until up us was we were what when where whether
    which while who whom whose why will with won would you your anything something ever report reported reports
    claim claims claimed think thinks thought according article articles happen happened happens
    """.split()
)
_LONG_NAME = re.compile(r"[A-Z]\w+(?:(?:[ -]| (?:of|for|and|the|on|in|de|of the|for the) |-)(?=[A-Z])[A-Z]\w+)+")
_STEMMER = snowballstemmer.stemmer("english")
_STEMMING = Lock()  # it works on a word of its own, and from two threads at once on the other's
_SAYING = re.compile(
    r"\b(?:did|does|do|has|have|had)\s+(?P<who>(?:the\s+|an?\s+)?[\w’'.\- ]+?)\s+"
    r"(?:say|said|claim|claimed|deny|denied|tell|told|warn|warned|think|insist|insisted|argue|argued|respond|responded|"
    r"announce|announced|want|wanted|demand|demanded|promise|promised|believe|state|stated|report|reported|call|called)\b",
    re.I,
)


class Kind(StrEnum):
    """What a question asks for."""

    WHEN = "when"
    HOW_MANY = "how many"
    WHERE = "where"
    WHY = "why"
    WHO = "who"
    SAYING = "what somebody said"
    YES_NO = "yes or no"
    COMPARE = "compare"
    LIST = "list"
    OTHER = "other"


_OF_TIME = r"(?:day|date|year|month|week|century|decade|time|season)"
_OF_PLACE = r"(?:city|country|state|place|region|area|town|county|province|village|continent|district|island)"
_OF_NUMBER = r"(?:population|percentage|percent|proportion|share|number|amount|sum|price|size|age)"
_IS_THE = r"^(?:what|which) (?:is|was|were|are) (?:the )?(?:\w+ ){0,2}?"  # what is the (estimated) population
COMPARING = re.compile(
    r"^how (?:do|does|did|are|is|were) (?P<of1>.+?) (?:differ|disagree|compare|contrast|diverge|different)\w*"
    r"(?: (?:in|on|about|over|regarding|as to|when it comes to) (?P<on1>.+))?$"
    r"|^(?:compare|contrast) (?:what )?(?P<of2>.+?)(?: (?:say|said|report|reported|write|wrote))?"
    r" (?:on|about|over|regarding) (?P<on2>.+)$"
    r"|\b(?:differences?|disagreements?|contrasts?) between (?P<of3>.+?) (?:in|on|about|over|regarding) (?P<on3>.+)$"
    r"|^what (?:do|did) (?P<of4>[^?]+? and [^?]+?) (?:say|report|write|think|disagree) (?:on|about|over) (?P<on4>.+)$",
    re.I,
)
_KINDS = (  # the first that fits
    (
        Kind.WHEN,
        re.compile(
            rf"^(?:\w+ )?(?:when|(?:what|which) {_OF_TIME})\b|\b(?:in|on|by|of|at) (?:what|which) {_OF_TIME}\b"
            rf"|{_IS_THE}(?:dates?|birthday|birthdate|years?)\b",
            re.I,
        ),
    ),
    (
        Kind.HOW_MANY,
        re.compile(
            rf"\bhow (?:many|much|long|far|often|big|large|old|tall|high|deep|fast)\b|\bwhat {_OF_NUMBER}\b"
            rf"|{_IS_THE}(?:{_OF_NUMBER}|height|length|elevation|capacity|cost|speed|weight|budget|total)\b",
            re.I,
        ),
    ),
    (
        Kind.WHERE,
        re.compile(
            rf"^(?:\w+ )?(?:where|(?:what|which) {_OF_PLACE})\b|\b(?:in|to|from|at) (?:what|which) {_OF_PLACE}\b"
            rf"|{_IS_THE}(?:birthplace|location|capital|headquarters|region|place)\b",
            re.I,
        ),
    ),
    (Kind.COMPARE, COMPARING),
    (
        Kind.LIST,
        re.compile(
            r"^(?:please )?(?:list|name|enumerate)\b|^(?:which|what) (?:\w+ )?\w+s (?:are|were|have|had|do|did|will)\b",
            re.I,
        ),
    ),
    (Kind.WHY, re.compile(r"^(?:why|how come|what (?:is |was )?(?:caused?|the (?:cause|reason)))\b", re.I)),
    (Kind.WHO, re.compile(r"^(?:\w+ )?(?:who|whom|whose)\b|\b(?:and|by|to|from|with|for) whom\b", re.I)),
    (
        Kind.YES_NO,
        re.compile(r"^(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should)\b", re.I),
    ),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood. `terms` are stems of its content words; `names` its proper names and numbers as words."""

    text: str
    kind: Kind
    terms: frozenset[str]
    names: frozenset[str]
    speaker: str | None  # of whom it asks what they said


def understand(text: str) -> Question:
    """Read a question."""
    words = _WORD.findall(text)
    speaker = _SAYING.search(text)
    return Question(
        text=text,
        kind=_kind(text, asks_saying=speaker is not None),
        terms=terms(text),
        names=frozenset(
            re.sub(r"['’]s?$", "", w).casefold() for w in words[1:] if (w[0].isupper() or w.isdigit()) and terms(w)
        ),
        speaker=speaker["who"] if speaker else None,
    )


def asked_speaker(text: str) -> tuple[int, int] | None:
    """Where a question names the one whose words it asks for."""
    found = _SAYING.search(text)
    return found.span("who") if found else None


@lru_cache(maxsize=20_000)  # an answer asks for those of each sentence several times over
def terms(text: str) -> frozenset[str]:
    """The stems of the content words of any text."""
    found = set()
    for word in _WORD.findall(text.casefold()):
        word = re.sub(r"['’]s?$", "", word).replace(",", "")
        if word not in _STOP and (len(word) > 1 or word.isdigit()):
            found.add(_stem(word))
    return frozenset(found)


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    """The stems of all words of any text."""
    return frozenset(map(_stem, _WORD.findall(text.casefold())))


@lru_cache(maxsize=20_000)
def initials(text: str) -> frozenset[str]:
    """What names of several words in a text are called for short: "svb" for Silicon Valley Bank, "osce"."""
    found = set()
    for name in _LONG_NAME.findall(text):
        letters = "".join(word[0] for word in re.findall(r"[A-Z]\w*", name))
        found |= {letters[:n].casefold() for n in range(2, len(letters) + 1)}
    return frozenset(found)


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    with _STEMMING:
        return str(_STEMMER.stemWord(word))


def _kind(text: str, *, asks_saying: bool) -> Kind:
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), Kind.SAYING if asks_saying else Kind.OTHER)
