"""Verbs in place: whether a word of the lexicon reports where it stands, and with which auxiliaries.

A unit and a place in; a verb out, or None where the word is a noun, a name or an infinitive. Left out: what the verb
takes (contents.py) and whose it is (sources.py).
"""

from dataclasses import dataclass

from ingestion.attribution.cues import VERBS, Cue, Form
from ingestion.attribution.units import Unit
from ingestion.attribution.words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CATENATIVES,
    COORDINATORS,
    DETERMINERS,
    HAVE,
    NOUN_OR_VERB,
    NUMBERS,
    PLURALS,
    PREPOSITIONS,
    PRONOUNS,
    SUBJECTS,
    WH_WORDS,
)

_OPENING = DETERMINERS | PRONOUNS | WH_WORDS | {"that", "to", '"', "there", ":", "for", "on"}  # a complement
_SAID = frozenset(["said", "says", "told"])  # never an adjective: Moody's said, but Kyiv's stated plans
_FAR = 8  # words back to look for a negation, a condition or a plural subject


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb in place: `start:end` with its auxiliaries and adverbs, `at` the verb itself."""

    start: int
    at: int
    end: int
    form: Form
    readings: tuple[Cue, ...]
    passive: bool


def read_verb(unit: Unit, i: int, low: int) -> Verb | None:
    """The reporting verb at `i`, reaching no further back than `low`; None where the word doesn't report."""
    known = VERBS.get(unit.word(i))
    if known is None or (unit.capital(i) and i > low):
        return None
    form, readings = known
    if unit.word(i + 1) == "to" and unit.word(i + 2) in VERBS and not any("i" in cue.takes for cue in readings):
        return None  # continues to deny: read at "deny"
    start = _group_start(unit, i, low)
    helpers = [unit.word(k) for k in range(start, i)]
    if unit.word(start - 1) == "to" or not _is_verb(unit, i, form, helpers):
        return None
    be = max((k for k, word in enumerate(helpers) if word in BE), default=None)
    end = i + 1
    while unit.word(end) in ("also", "again") or (unit.adverb(end) and unit.word(end) not in ADVERBS):
        end += 1
    return Verb(
        start=start,
        at=i,
        end=end,
        form=form,
        readings=readings,
        passive=form is Form.PAST and be is not None and not HAVE & set(helpers[be + 1 :]),
    )


def _group_start(unit: Unit, i: int, low: int) -> int:
    """Where the verb group at `i` starts: has long denied, continued to insist, is expected to announce."""
    k = i
    while k > low:
        before = unit.word(k - 1)
        if before == "to" and k - 2 >= low and unit.word(k - 2) in CATENATIVES:
            k -= 2
        elif before == "to" and k - 3 >= low and unit.word(k - 2) == "on" and unit.word(k - 3) in ("went", "goes"):
            k -= 3
        elif (before == "'s" and unit.finite(k - 1)) or unit.adverb(k - 1) or before in AUXILIARIES - {"to", "'s"}:
            k -= 1
        else:
            break
    while k < i and k == low and unit.adverb(k):
        k += 1
    return k


def _is_verb(unit: Unit, i: int, form: Form, helpers: list[str]) -> bool:
    """Whether the lexicon's word at `i` is used as a verb, by its neighbours."""
    word, before, after = unit.word(i), unit.word(i - 1), unit.word(i + 1)
    auxiliary = bool(AUXILIARIES & set(helpers))
    if before in DETERMINERS - SUBJECTS - NUMBERS - {"this", "that", "all"}:
        return False
    if auxiliary or (before == "'s" and word in _SAID):
        return True
    if before == "'s":
        return False
    if form is Form.BASE and not _fits_plural(unit, i, helpers):
        return False
    if word in NOUN_OR_VERB and not (before in ("and", "or") and after == "that"):
        if before in PRONOUNS:
            return True
        opens = after in _OPENING or unit.capital(i + 1)
        return opens and before not in PREPOSITIONS | COORDINATORS and (before != "," or form is Form.ING)
    return form is not Form.PAST or after != "by"


def _fits_plural(unit: Unit, i: int, helpers: list[str]) -> bool:
    """Whether the bare form at `i` can be finite: behind a plural or an adverb, or in "and indicate that"."""
    before = unit.word(i - 1)
    if (before in ("and", "or") and unit.word(i + 1) == "that") or (helpers and unit.adverb(i - 1)):
        return True
    if before in PREPOSITIONS | DETERMINERS - SUBJECTS:
        return False
    return any(_plural(unit.word(k)) for k in range(max(0, i - _FAR), i))


def _plural(word: str) -> bool:
    return word in PLURALS or (word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "'s")))
