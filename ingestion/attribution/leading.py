"""Cues that lead their content: X said that …; X was told by Y that …; Kiev's claim that …; X is confident that …

A unit and a stretch of it that no other attribution has taken in; finds out, left to right. Left out: contents that
stand before their cue (trailing.py) and cues without a subject whose form could as well be another word.
"""

from dataclasses import replace

from ingestion.attribution import Stance
from ingestion.attribution.contents import Complement, content_end, read_complement
from ingestion.attribution.cues import ADJECTIVES, NOUNS, VERBS, Cue, Form
from ingestion.attribution.finds import Find
from ingestion.attribution.sources import antecedent, is_outlet, main_subject, phrase_after, subject_before
from ingestion.attribution.units import Range, Unit
from ingestion.attribution.verbs import Verb, read_verb
from ingestion.attribution.words import (
    AUXILIARIES,
    BE,
    CATENATIVES,
    COORDINATORS,
    COPULAS,
    DETERMINERS,
    NEGATIONS,
    POSSESSIVES,
    RELATIVES,
    SUBJECTS,
    SUBORDINATORS,
    WH_WORDS,
)

_BACKGROUND = frozenset(["when", "if", "as", "once"])  # their clause sets the scene and reports nothing
_SUBORDINATE = SUBORDINATORS | {"asked"}  # Asked about X, he said
_QUOTING = frozenset(["quoted", "quotes", "cited", "cites"])
_SAYING = Cue("say", Stance.ASSERTS, "c")
_TRUE, _UNTRUE = frozenset(["true", "correct"]), frozenset(["untrue", "false", "wrong", "incorrect"])
_SHARING = frozenset([",", "by", "while", '"', "and"])  # before an -ing form that shares a subject


def scan(unit: Unit, low: int, high: int, last: Find | None) -> list[Find]:
    """The finds at `low:high`; `last` is the one before, whose source a later cue may share."""
    finds: list[Find] = []
    aside: Find | None = None  # in a relative clause
    i = low
    while i < high:
        find = None if unit.quoted[i] else _find_at(unit, i, low, high, last)
        if find is None:
            i += 1
            continue
        finds.append(find)
        if find.source is None and aside and unit.word(find.cue[0] - 1) == ",":
            find.source, find.confidence = aside.source, 0.7  # X, who declined to comment, proposes …
        aside = find if find.relative else None
        last = find if find.source and not find.relative else last
        i = low = max(i + 1, find.content[-1][1])
    return finds


def _find_at(unit: Unit, i: int, low: int, high: int, last: Find | None) -> Find | None:
    word = unit.word(i)
    found = _quoting(unit, i, low, high) if word in _QUOTING else None
    if found is None and word in VERBS:
        verb = read_verb(unit, i, low)
        if verb:
            found = _passive(unit, verb, low, high) if verb.passive else _active(unit, verb, low, high, last)
    if found is None and word in NOUNS:
        found = _noun(unit, i, low, high)
    if found is None and word in ADJECTIVES:
        found = _adjective(unit, i, low, high)
    return found


def _quoting(unit: Unit, i: int, low: int, high: int) -> Find | None:
    """AP quoted X as saying that …; X was quoted by AP as saying that …"""
    k = next(
        (k for k in range(i + 1, min(high, i + 14)) if unit.word(k) == "as" and unit.word(k + 1) == "saying"), None
    )
    if k is None:
        return None
    start = i
    while start > low and unit.word(start - 1) in AUXILIARIES:
        start -= 1
    passive = start < i and unit.word(i - 1) in BE
    outer = subject_before(unit, start, low)
    by = phrase_after(unit, i + 2, k) if unit.word(i + 1) == "by" else None
    source, outlet = (outer, by) if passive else (phrase_after(unit, i + 1, k), outer)
    first = k + 2 + (unit.word(k + 2) == "that")
    content = unit.trim((first, content_end(unit, first, high, kind="c"))) if first < high else None
    if source is None or content is None:
        return None
    return Find(
        cue=(start if passive and by is None else k, k + 2),
        reading=_SAYING,
        source=source,
        content=[content],
        confidence=0.85,
        relay=outlet if outlet and is_outlet(unit, outlet) else None,
    )


def _active(unit: Unit, verb: Verb, low: int, high: int, last: Find | None) -> Find | None:
    """X said that …; and insisted that …; , which has denied …"""
    before = unit.word(verb.start - 1)
    complement = read_complement(unit, verb, high)
    if complement is None or before in _BACKGROUND or (verb.start == low and not last and verb.form is Form.PAST):
        return None
    source, confidence = _source_of(unit, verb, low, last)
    if source is None and (verb.form is Form.BASE or (verb.form is Form.ING and before not in _SHARING - {"and"})):
        return None
    if verb.form is Form.BASE and confidence < 0.75:
        return None
    if source is None and verb.form is Form.PAST and verb.start == verb.at and complement.kind in "in":
        return None  # widely expected to win: a participle
    about = _talked_of(unit, source, complement) if source else None
    opening = source[0] if about and source else verb.start  # of a relative clause, behind "which"
    relative = unit.word(opening - 1) in RELATIVES
    subordinate = unit.word(low) in _SUBORDINATE or (relative and unit.word(opening - 2) == ",")
    end = content_end(unit, complement.start, high, kind=complement.kind, subordinate=subordinate)
    content = unit.trim((complement.start, end))
    if content is None:
        return None
    told = complement.recipient
    found = Find(
        cue=(verb.start, complement.cue_end),
        reading=complement.cue,
        source=source,
        content=[about, content] if about else [content],
        confidence=confidence + 0.05 * complement.clear if source else 0.4,
        relay=told if told and is_outlet(unit, told) else None,
        relative=relative,
    )
    return _read_denial(unit, found)


def _read_denial(unit: Unit, find: Find) -> Find:
    """`find`, or where it says "it is untrue that …" a denial of what stands behind."""
    start, end = find.content[0]
    k = start + 2
    if find.reading.stance is not Stance.ASSERTS or unit.word(start) != "it" or unit.word(start + 1) not in BE:
        return find
    refuting = _TRUE if unit.word(k) in NEGATIONS else _UNTRUE
    k += refuting is _TRUE
    if unit.word(k) not in refuting or unit.word(k + 1) != "that" or k + 2 >= end:
        return find
    denial = replace(find.reading, stance=Stance.DENIES)
    return replace(find, cue=(find.cue[0], k + 2), reading=denial, content=[(k + 2, end)])


def _talked_of(unit: Unit, source: Range, complement: Complement) -> Range | None:
    """What a relative clause tells something of: the treaty, which it sees as a threat; the site, which X says is …"""
    fragment = unit.word(complement.start - 1) == "as" or unit.finite(complement.start)
    if not fragment or unit.word(source[0] - 1) not in ("which", "whom", "who", "that", "what"):
        return None
    if unit.word(source[0] - 1) == "what":
        return source[0] - 1, source[0]
    end = source[0] - 1 - (unit.word(source[0] - 2) == ",")
    return antecedent(unit, end)


def _source_of(unit: Unit, verb: Verb, low: int, last: Find | None) -> tuple[Range | None, float]:
    """Whose cue it is and how sure that is."""
    before = unit.word(verb.start - 1) if verb.start > low else ""
    auxiliary = verb.start < verb.at and unit.word(verb.start) in AUXILIARIES
    if verb.form is Form.ING and not auxiliary:
        if before not in _SHARING:
            return None, 0.4
        return (last.source if last else main_subject(unit, verb.start)), 0.7
    if before in ("who", "which", "that"):
        return antecedent(unit, verb.start - 1 - (unit.word(verb.start - 2) == ",")), 0.75
    if before in COORDINATORS | {"then"}:
        return (last.source if last else main_subject(unit, verb.start)), 0.75
    source = subject_before(unit, verb.start, low)
    if source is None:
        return None, 0.4
    sure = unit.word(source[0]) in SUBJECTS | DETERMINERS or any(unit.capital(k) for k in range(*source))
    return source, 0.85 if sure else 0.75


def _passive(unit: Unit, verb: Verb, low: int, high: int) -> Find | None:
    """X was told by Y that …; X was rejected by Y; X is said to …, which names nobody."""
    subject = subject_before(unit, verb.start, low)
    if unit.word(verb.end) == "by":
        return _passive_by(unit, verb, subject, high)
    after = unit.word(verb.end)
    told = after in WH_WORDS | {"that", "about"}  # is asked whether, were told that
    wanted = set("a" if after == "as" else "ca")
    cue = next((c for c in verb.readings if set(c.takes) & wanted and (told or "r" not in c.takes)), None)
    if (not told and after not in ("to", "as")) or verb.end + 1 >= high or cue is None:
        return None
    if (after == "to" and unit.word(verb.at) in CATENATIVES) or (after == "about" and cue.stance is not Stance.ASKS):
        return None  # is expected to announce: nobody is said to expect it, or the report is read at "announce"
    start = verb.end + (after in ("that", "about"))
    content = unit.trim((start, content_end(unit, start, high, kind="c")))
    if content is None:
        return None
    about = [subject] if subject and not told and unit.word(subject[0]) != "it" else []
    return Find(
        cue=(verb.start, verb.end),
        reading=cue,
        source=None,
        content=[*about, content],
        confidence=0.4,
    )


def _passive_by(unit: Unit, verb: Verb, subject: Range | None, high: int) -> Find | None:
    """X was told by Y that …, where what X was told is the content; X was rejected by Y, where X is."""
    source = phrase_after(unit, verb.end + 1, high)
    if source is None:
        return None
    cue: Cue = next((c for c in verb.readings if "n" in c.takes), verb.readings[-1])
    content, told = subject, None
    wanted = {"that": "ct", "to": "i"}.get(unit.word(source[1]), "")
    telling = next((c for c in verb.readings if "r" in c.takes and set(wanted) & set(c.takes)), None)
    if telling:
        cue, told = telling, subject
        start = source[1] + (wanted == "ct")
        content = unit.trim((start, content_end(unit, start, high, kind="c"))) if start < high else None
    if content is None:
        return None
    return Find(
        cue=(verb.start, verb.end + 1),
        reading=cue,
        source=source,
        content=[content],
        confidence=0.7,
        trusted=telling is not None,
        relay=told if told and is_outlet(unit, told) else None,
    )


def _noun(unit: Unit, i: int, low: int, high: int) -> Find | None:
    """Claims by Washington that …; Kiev's claim that …; the belief that …"""
    source: Range | None = None
    k = i + 1
    if unit.word(k) in ("by", "from", "of", "in", "among", "across") and unit.word(k + 1) != "that":
        source = phrase_after(unit, k + 1, high)
        k = source[1] if source else k
    elif unit.word(i - 1) == "'s" or (unit.word(i - 1) == "'" and unit.word(i - 2).endswith("s")):
        source = subject_before(unit, i - 1, low)
    elif unit.word(i - 1) in POSSESSIVES:
        source = (i - 1, i)
    if unit.word(k) != "that" or k + 1 >= high or unit.word(k + 1) in AUXILIARIES:
        return None
    content = unit.trim((k + 1, content_end(unit, k + 1, high, kind="c", subordinate=unit.word(low) in _SUBORDINATE)))
    if content is None:
        return None
    confidence = 0.75 if source else 0.4
    return Find(cue=(i, i + 1), reading=NOUNS[unit.word(i)], source=source, content=[content], confidence=confidence)


def _adjective(unit: Unit, i: int, low: int, high: int) -> Find | None:
    """X is confident that …; Y remains unwilling to …"""
    if unit.word(i + 1) not in ("that", "to", "about", "of") or i + 2 >= high:
        return None
    start = i
    while start > low and (unit.adverb(start - 1) or unit.word(start - 1) in AUXILIARIES | COPULAS):
        start -= 1
    source = subject_before(unit, start, low)
    first = i + 1 if unit.word(i + 1) == "to" else i + 2
    content = unit.trim((first, content_end(unit, first, high, kind="c")))
    if start == i or source is None or content is None:
        return None
    return Find(
        cue=(start, i + 1),
        reading=ADJECTIVES[unit.word(i)],
        source=source,
        content=[content],
        confidence=0.75,
    )
