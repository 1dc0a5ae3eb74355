"""Contents: what a cue takes, where that starts and where it ends.

A unit and a verb in; out comes the reading of the verb whose complement stands there, with the border of the content.
Left out: contents that stand before their cue (trailing.py).
"""

from dataclasses import dataclass

from ingestion.attribution.cues import VERBS, Cue, Form
from ingestion.attribution.sources import joins_names
from ingestion.attribution.units import Range, Unit
from ingestion.attribution.verbs import Verb, read_verb
from ingestion.attribution.words import (
    ADVERBIAL,
    AUXILIARIES,
    COORDINATORS,
    DASHES,
    DETERMINERS,
    HEDGES,
    NOUN_OR_VERB,
    OUTLETS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    STOPS,
    SUBORDINATORS,
    TAILS,
    TOLD,
    WEEKDAYS,
    WH_WORDS,
)

_CLAUSE = 8  # words from "which" to the gap in its clause
_THAT = WH_WORDS | {"that"}
_NO_PHRASE = PREPOSITIONS | COORDINATORS | AUXILIARIES | WEEKDAYS | HEDGES | {"as", "so", "because", "again"}
_INTERRUPTIONS = (
    ADVERBIAL - {"because"}
    | WEEKDAYS
    | {"this", "early", "late", "at", "from", "about", "of", "via", "through", "since", "for"}
)
_JOINTS = frozenset(["and", "but", "while", "though", "although"])  # join two reports


@dataclass(frozen=True, slots=True)
class Complement:
    """What follows a cue: `kind` is one letter of `Cue.takes`."""

    cue: Cue
    cue_end: int
    recipient: Range | None  # who is told
    start: int
    kind: str
    clear: bool  # "that", "to" or a quotation mark opens it


def read_complement(unit: Unit, verb: Verb, high: int) -> Complement | None:
    """The first reading of `verb` whose complement stands between it and `high`."""
    for cue in verb.readings:
        end = verb.end + len(cue.particles)
        if tuple(unit.word(k) for k in range(verb.end, end)) != cue.particles:
            continue
        recipient = _recipient(unit, end, high, cue) if "r" in cue.takes else None
        start = _past_adverbial(unit, recipient[1] if recipient else end, high)
        if unit.word(start) == ":" or (unit.word(start) == "," and unit.word(start + 1) == '"'):
            start += 1
        kind = _kind(unit, start, high, cue)
        if kind is None or (recipient is None and cue.takes in ("ir", "tr", "tir")):
            continue
        clear = unit.word(start) in ("that", "to", '"')
        if kind == "a" and unit.word(start) == "as":
            end = start = start + 1
        elif kind == "c" and unit.word(start) == "that":
            start += 1
        return Complement(cue, end, recipient, start, kind, clear) if start < high else None
    return None


def content_end(unit: Unit, start: int, high: int, *, kind: str, subordinate: bool = False) -> int:
    """Where the content that starts at `start` ends: at a new report in the same sentence, else at `high`.

    A `subordinate` cue's content ends at the next comma.
    """
    opening = unit.quoted[start]
    for k in range(start + 1, high):
        if unit.quoted[k]:
            continue
        word = unit.word(k)
        if word == ";" or (word in DASHES and not unit.any_of(DASHES, k + 1, min(high, k + 30))):
            return k
        if opening and unit.quoted[k - 1] == opening and word in PREPOSITIONS | ADVERBIAL:
            return k
        if word == "," and (subordinate or unit.word(k + 1) in TAILS or opens_report(unit, k + 1, high)):
            return k
        if kind == "n" and ((word == "," and not joins_names(unit, k)) or word in ADVERBIAL - {"in", "on", "to"}):
            return k
        if kind == "n" and unit.word(k + 1) == "that" and word in VERBS and word not in NOUN_OR_VERB:
            return k  # those who asked for a new name | say that …
        if word in _JOINTS and (opens_report(unit, k, high) or (kind == "n" and unit.finite(k + 1))):
            return k
    return high


def opens_report(unit: Unit, k: int, high: int) -> bool:
    """Whether a joint at `k` opens another report: "and insists", "but NATO states reject"."""
    if unit.word(k) not in _JOINTS:
        return False
    for i in range(k + 1, min(high, k + 9)):
        if unit.word(i) in STOPS | SUBORDINATORS | RELATIVES | {",", '"'}:
            return False
        verb = read_verb(unit, i, k + 1) if unit.word(i) in VERBS else None
        if verb:
            complement = None if verb.passive or verb.form is Form.ING else read_complement(unit, verb, high)
            if complement is None:
                return False
            return verb.form is not Form.BASE or verb.start > k + 1 or complement.clear
        if unit.finite(i) and unit.word(i) not in AUXILIARIES:
            return False
    return False


def _kind(unit: Unit, k: int, high: int, cue: Cue) -> str | None:
    """Which of the complements that `cue` takes starts at `k`."""
    word, takes = unit.word(k), set(cue.takes)
    if k >= high:
        return None
    if word == '"':
        return "c" if takes & set("ctq") else "n" if "n" in takes else None
    if word in _THAT and takes & set("ct"):
        return "c"
    if word == "to":
        return "i" if "i" in takes else None
    if "a" in takes:
        return "a" if word == "as" or unit.any_of({"as"}, k, min(high, k + 12)) else None
    if cue.lemma == "say" and word in PREPOSITIONS | SUBORDINATORS and unit.has_verb(k + 2, min(high, k + 40)):
        return "c"
    if "q" in takes and unit.finite(k) and unit.any_of({"which", "who", "that", "whom", "what"}, k - _CLAUSE, k - 1):
        return "c"  # the deal, which Ankara says is dead
    if word == "that" or not _starts_phrase(unit, k):
        return None
    trusted = "q" in takes and cue.lemma != "admit"  # NATO did not admit Ukraine
    if "c" in takes and (trusted or unit.has_finite(k + 1, min(high, k + 20))):
        return "c"
    return "n" if "n" in takes else None


def _starts_phrase(unit: Unit, k: int) -> bool:
    word = unit.word(k)
    return word[:1].isalnum() and word not in _NO_PHRASE


def _past_adverbial(unit: Unit, k: int, high: int) -> int:
    """Past "on Tuesday", "in a statement" or ", however," where the content clearly starts behind it."""
    times = unit.word(k + 1) == "times"  # said several times that
    if times or unit.word(k) in _INTERRUPTIONS or unit.adverb(k) or (unit.word(k) == "," and unit.word(k + 1) != '"'):
        for j in range(k, min(high, k + 14)):
            if unit.word(j) in ("that", "whether", '"', ":") and unit.word(j - 1) not in PREPOSITIONS | {"'s"}:
                return j
            if unit.word(j) in STOPS or unit.finite(j):
                break
    while k < unit.end and unit.word(k) in WEEKDAYS:
        k += 1
    return k


def _recipient(unit: Unit, k: int, high: int, cue: Cue) -> Range | None:
    """Who is told, between a cue and its content."""
    if unit.word(k) in _THAT or not _starts_phrase(unit, k):
        return None
    for j in range(k + 1, min(high, k + 14)):
        if unit.word(j) in _THAT | {'"', ":", ","} or (unit.word(j) == "to" and "i" in cue.takes):
            return k, j
        if unit.word(j) in STOPS or unit.finite(j):
            break
    if cue.takes != "crq" or cue.lemma not in ("tell", "warn"):
        return None
    end = k + 1  # told AP the deal is dead
    while unit.capital(k) and (unit.capital(end) or unit.word(end) == "'s") and end < high:
        end += 1
    if unit.capital(k) or unit.word(k) in TOLD:
        return k, end
    for j in range(k + 1, min(high, k + 4)):  # told the newspaper she had left
        if unit.word(j) in OUTLETS | TOLD and unit.word(j + 1) in PRONOUNS | DETERMINERS:
            return k, j + 1
    return None
