"""Sources: the noun phrases that somebody is named by, to the left or right of a cue.

A unit and a place in; a range of words out, or None where no phrase is clear. Left out: who a pronoun stands for, and
whether the somebody can speak at all.
"""

import re

from ingestion.attribution.cues import VERBS
from ingestion.attribution.units import Range, Unit
from ingestion.attribution.words import (
    ADVERBIAL,
    AUXILIARIES,
    COORDINATORS,
    DASHES,
    DETERMINERS,
    NUMBERS,
    OUTLETS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    STOPS,
    SUBJECTS,
    SUBORDINATORS,
    WEEKDAYS,
)

REACH = 30  # words that a search for a noun phrase may cross

_YEAR = re.compile(r"(19|20)\d\d")
_APPOSITION = re.compile(
    r"(president|head|chief|director|spokes\w+|secretary|minister|chair\w*|leader|founder|professor|former|co-\w+|\d\d)"
)
_NO_PHRASE = PREPOSITIONS | WEEKDAYS | RELATIVES | SUBORDINATORS | {"to", "last", "earlier"}
_NO_LAST = WEEKDAYS | {"on", "since", "last", "earlier", "week", "neither", "both", "either"}
_NO_END = PREPOSITIONS | AUXILIARIES | DETERMINERS - SUBJECTS - NUMBERS - {"all", "this"}
_NO_INSIDE = WEEKDAYS | SUBORDINATORS | RELATIVES | ADVERBIAL | {"adding", "saying", "noting"}


# ---------------------------------------------------------------- to the left of a cue


def subject_before(unit: Unit, end: int, low: int) -> Range | None:
    """The noun phrase that ends at `end` and starts no earlier than `low`."""
    if end <= low:
        return None
    if unit.word(end - 1) == ",":
        return _before_commas(unit, end - 1, low)
    if unit.word(end - 1) in DASHES:
        opening = _last(unit, DASHES, end - 1, low)
        return subject_before(unit, opening, low) if opening and unit.word(opening - 1) not in DASHES else None
    if unit.word(end - 1) in SUBJECTS:
        return end - 1, end
    return _tidy(unit, _phrase_start(unit, end, low), end)


def main_subject(unit: Unit, end: int) -> Range | None:
    """The subject of the first finite verb of the unit, for a cue at `end` that shares it."""
    for k in range(1, min(end, REACH)):
        if unit.finite(k) or (unit.word(k).endswith("ed") and unit.word(k) not in VERBS):
            while unit.adverb(k - 1):
                k -= 1
            subject = subject_before(unit, k, 0)
            if subject:
                return None if unit.any_of(RELATIVES - {"that"}, k, end) else subject
    return None


def antecedent(unit: Unit, end: int) -> Range | None:
    """Whom or what the "who" or "which" behind the noun phrase that ends at `end` stands for."""
    start = _phrase_start(unit, end, max(0, end - 12))
    inner = [k + 1 for k in range(start, end - 1) if unit.word(k) in ("by", "to", "from", "with")]
    return _tidy(unit, max([start, *inner]), end)


def _last(unit: Unit, words: frozenset[str], end: int, low: int) -> int | None:
    """The last place of one of `words` before `end`, within reach."""
    return next((k for k in range(end - 1, max(low, end - REACH), -1) if unit.word(k) in words), None)


def _before_commas(unit: Unit, comma: int, low: int) -> Range | None:
    """The subject of "X, the head of Y, said": with what stands between the commas if that tells who X is."""
    reach = range(comma - 1, max(low, comma - REACH), -1)
    relative = next((k for k in reach if unit.word(k) == "," and unit.word(k + 1) in ("who", "which", "whose")), None)
    opening = relative or _last(unit, frozenset(","), comma, low)
    if opening is None or opening == comma - 1 or unit.word(opening - 1) == ",":
        return None
    head = subject_before(unit, opening, low)
    if head is None:
        return None
    if unit.word(head[0] - 1) == "," and _APPOSITION.fullmatch(unit.word(head[0])) and unit.capital(head[0] - 2):
        name = subject_before(unit, head[0] - 1, low)  # X, president of the owner, Skagen Shipping, said
        return (name[0], comma) if name else head
    inner = unit.word(opening + 1)
    names = unit.capital(opening + 1) or inner in DETERMINERS | {"including"} or _APPOSITION.fullmatch(inner)
    return (head[0], comma) if names or inner.isdigit() else head


def _phrase_start(unit: Unit, end: int, low: int) -> int:
    """Where the noun phrase that ends at `end` starts."""
    k = end
    while k > low and end - k < REACH:
        word = unit.word(k - 1)
        if word == ")":
            opening = next((j for j in range(k - 2, max(low, k - 9) - 1, -1) if unit.word(j) == "("), None)
            if opening is None:
                break
            k = opening
            continue
        if word in (",", "and", "or"):
            if k == end or not joins_names(unit, k - 1):
                break
        elif word == "since" and (unit.capital(k) or unit.word(k).isdigit()):
            pass  # the ship that has blocked the canal since Tuesday
        elif word in STOPS | SUBORDINATORS | COORDINATORS | RELATIVES | {'"', "being", "been"}:
            break
        elif unit.finite(k - 1):
            relative = _relative_before(unit, k - 1, low)
            if relative is None:
                break
            k = relative + 1
        k -= 1
    return k


def _relative_before(unit: Unit, i: int, low: int) -> int | None:
    """The "who" or "which" of the relative clause whose verb is at `i`."""
    for k in range(i - 1, max(low, i - 9), -1):
        if unit.word(k) in ("who", "which", "that", "whose"):
            return k if unit.word(k - 1) != "," else None
        if unit.word(k) in STOPS or unit.word(k) in (",", '"'):
            return None
    return None


def _tidy(unit: Unit, start: int, end: int) -> Range | None:
    """A noun phrase without the adverbials around it; None if what is left can't be somebody."""
    start = _past_opening(unit, start, end)
    counted = unit.word(start) in ("about", "over", "under") and unit.word(start + 1) in NUMBERS  # about half of them
    if start < end and unit.word(start) in PREPOSITIONS and not counted:  # in the city the mayor
        anew = [
            k for k in range(start + 2, end) if unit.word(k) in DETERMINERS and unit.word(k - 1) not in PREPOSITIONS
        ]
        if not anew:
            return None
        start = anew[-1]
    while end > start and (unit.adverb(end - 1) or unit.word(end - 1) in _NO_LAST):
        if end - 1 == start and unit.capital(start) and unit.word(start) not in WEEKDAYS:
            break  # a name: Italy said
        end -= 1
    if start >= end or unit.word(start) in ("there", "asked") or _ends_badly(unit, end):
        return None
    return (start, end) if any(unit.word(k)[-1:].isalnum() for k in range(start, end)) else None


def _ends_badly(unit: Unit, end: int) -> bool:
    """Whether a phrase that ends at `end` is cut off; Moody's is not."""
    return unit.word(end - 1) in _NO_END and not (unit.word(end - 1) == "'s" and unit.capital(end - 2))


def _past_opening(unit: Unit, start: int, end: int) -> int:
    """Past what opens a clause before its subject: then on Tuesday the minister."""
    openers = COORDINATORS | WEEKDAYS | {"earlier", "later"}
    while start < end and (unit.adverb(start) or unit.word(start) in openers):
        if start == end - 1 and unit.capital(start):
            break  # a name: Italy said
        start += 1
    if unit.word(start) in PREPOSITIONS:
        for k in range(start + 1, end):
            if unit.word(k) in WEEKDAYS or _YEAR.fullmatch(unit.word(k)):
                return k + 1
    return start


# ---------------------------------------------------------------- to the right of a cue


def phrase_after(unit: Unit, start: int, end: int) -> Range | None:
    """The noun phrase that starts at `start`, appositions with it: X, a spokesman for the ministry."""
    if unit.word(start) in _NO_PHRASE:
        return None
    k = start
    while k < end and k - start < REACH:
        word = unit.word(k)
        if word == "(":
            closing = next((j for j in range(k, min(end, k + 8)) if unit.word(j) == ")"), None)
            if closing is None:
                break
            k = closing
        elif word in STOPS or word == '"' or (k > start and _ends_phrase(unit, start, k)):
            break
        k += 1
    found = unit.trim((start, k))
    return found if found and unit.word(found[0])[:1].isalnum() else None


def _ends_phrase(unit: Unit, start: int, k: int) -> bool:
    """Whether the word at `k` can't belong to the noun phrase that starts at `start`."""
    word = unit.word(k)
    if word == ",":
        return not _is_apposition(unit, k + 1)
    if word in ("and", "but"):
        return not _goes_on(unit, start, k)
    if unit.finite(k) or unit.adverb(k):
        return not (k == start + 1 and unit.adverb(start))  # but: commonly cited estimates
    return word in _NO_INSIDE


def _goes_on(unit: Unit, start: int, k: int) -> bool:
    """Whether the "and" at `k` joins names, or parts of an apposition: X, a consultant and former banker."""
    return unit.capital(k + 1) or (unit.any_of({","}, start, k) and not unit.finite(k + 1))


def _is_apposition(unit: Unit, k: int) -> bool:
    """Whether what stands at `k`, behind a comma, still tells who somebody is."""
    if unit.word(k) in PRONOUNS or unit.quoted[k : k + 1] != [None]:
        return False
    return unit.word(k) in DETERMINERS or unit.capital(k) or _APPOSITION.fullmatch(unit.word(k)) is not None


# ---------------------------------------------------------------- either


def joins_names(unit: Unit, i: int) -> bool:
    """Whether the comma or coordinator at `i` joins two parts of one noun phrase: Germany, France and Italy."""
    right = i + 1 if unit.word(i + 1) != "and" else i + 2
    if unit.word(i) == "," and not unit.any_of(("and", "or"), i + 1, i + 8):
        return False
    if unit.capital(right) and unit.capital(i - 1):
        return True
    return unit.word(right) in DETERMINERS and unit.word(i - 1)[-1:].isalpha() and unit.word(i) != ","


def is_outlet(unit: Unit, part: Range) -> bool:
    """Whether the phrase at `part` names who publishes: AP, the newspaper, reporters."""
    return unit.any_of(OUTLETS, *part) and unit.word(part[0]) not in POSSESSIVES
