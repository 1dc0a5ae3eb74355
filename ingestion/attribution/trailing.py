"""Sources that trail or interrupt what they said: "…," said Y, "…"; …, according to X; as Y reported, …; Kiev: "…".

A unit in, one find out or None. Left out: a source in the sentence after its quotation.
"""

from ingestion.attribution import Stance
from ingestion.attribution.contents import read_complement
from ingestion.attribution.cues import Cue, Form
from ingestion.attribution.finds import Find
from ingestion.attribution.sources import is_outlet, phrase_after, subject_before
from ingestion.attribution.units import Range, Unit
from ingestion.attribution.verbs import Verb, read_verb
from ingestion.attribution.words import (
    ADVERBIAL,
    PLANS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    RUBRICS,
    STOPS,
    SUBORDINATORS,
    WEEKDAYS,
)

_ACCORDING = Cue("according to", Stance.ASSERTS, "c")
_TIMES = frozenset(["week", "weekend", "month", "year", "morning", "evening", "summer", "autumn", "winter", "spring"])
_JOINTS = frozenset([",", '"', "—", "–"])  # between content and source
_ASIDES = RELATIVES | {"according", "citing"}  # said X, who runs the station, "…"
_AFTER = STOPS | PREPOSITIONS | WEEKDAYS | {","}  # may follow the cue
_AFTER_INVERTED = _AFTER | RELATIVES | SUBORDINATORS | ADVERBIAL | {'"'}


def read_trailing(unit: Unit, i: int, low: int) -> Find | None:
    """A cue verb at `i` behind what it reports, or in the middle of it."""
    verb = read_verb(unit, i, low)
    if verb is None or verb.passive or verb.form is Form.ING:
        return None
    reading = next((c for c in verb.readings if "q" in c.takes and not c.particles), None)
    if reading is None:
        return None
    found = _inverted(unit, verb, reading, low) or _uninverted(unit, verb, reading, low)
    return found or _as_said(unit, verb, reading, low)


def read_according(unit: Unit, i: int, low: int) -> Find | None:
    """According to X, …; …, according to X."""
    if (unit.word(i), unit.word(i + 1)) != ("according", "to"):
        return None
    source = phrase_after(unit, i + 2, unit.end)
    k = i + 2 + (unit.word(i + 2) == "the")
    if source is None or (unit.word(k) in PLANS and not unit.word(k + 1)[:1].isalpha()):
        return None
    content = _behind_joint(unit, (low, i))
    if content and low > 0 and not unit.has_verb(*content):
        return None  # "…," she said in May, according to a transcript: cited by the find before
    if content is None:
        source = _before_clause(unit, source)
        content = unit.trim((source[1], unit.end))
    if content is None:
        return None
    return Find(cue=(i, i + 2), reading=_ACCORDING, source=source, content=[content], confidence=0.9)


def read_colon(unit: Unit) -> Find | None:
    """A name and a colon at the start of a line: Kiev: "…"."""
    k = next((k for k in range(1, min(7, unit.end - 1)) if unit.word(k) == ":"), None)
    if k is None:
        return None
    named = all(unit.capital(j) or unit.word(j) in ("of", "the", "'s") for j in range(k))
    if not named and not unit.headline:
        return None
    quoted = unit.word(k + 1) == '"'
    content = unit.trim((k + 1, unit.end))
    if content is None or {unit.word(0), unit.word(k - 1)} & RUBRICS:
        return None
    if not quoted and (k < 2 or not unit.has_finite(k + 1, unit.end)):
        return None
    confidence = 0.85 if quoted else 0.55
    return Find(cue=(k, k + 1), reading=_ACCORDING, source=(0, k), content=[content], confidence=confidence)


def _behind_joint(unit: Unit, part: Range) -> Range | None:
    """`part` trimmed, without the "and" that joins it to what stands before."""
    content = unit.trim(part)
    if content and content[0] > 0 and unit.word(content[0]) in ("and", "but"):
        content = unit.trim((content[0] + 1, content[1]))
    return content


def _before_clause(unit: Unit, source: Range) -> Range:
    """`source` without the subject of the clause behind it: According to the port, two ships sank."""
    commas = [k for k in range(*source) if unit.word(k) == ","]
    return (source[0], commas[-1]) if commas and unit.word(source[1]) != "," else source


def _inverted(unit: Unit, verb: Verb, reading: Cue, low: int) -> Find | None:
    """ "…," said Y, "…"."""
    i = verb.at
    if verb.start != i or reading.lemma == "tell" or i - 1 < low or unit.word(i - 1) not in _JOINTS:
        return None
    source = phrase_after(unit, verb.end, unit.end)
    if source is None:
        return None
    after = source[1]
    if after < unit.end and unit.word(after) not in _AFTER_INVERTED:
        return None
    if not _ends_quoted(unit, i) and (unit.word(source[0]) in PRONOUNS or unit.has_verb(*source)):
        return None  # X, in a letter, said he was ready
    return _find(unit, verb, reading, source, (low, i), after)


def _uninverted(unit: Unit, verb: Verb, reading: Cue, low: int) -> Find | None:
    """ "…," Y said, "…"; …, Y has told AP."""
    source = subject_before(unit, verb.start, low)
    if source is None or source[0] <= low or unit.word(source[0] - 1) not in _JOINTS:
        return None
    quoted = _ends_quoted(unit, source[0])
    told = phrase_after(unit, verb.end, unit.end) if reading.lemma == "tell" else None
    told = _before_clause(unit, told) if told else None
    after = told[1] if told else verb.end
    complement = read_complement(unit, verb, unit.end)
    if complement and quoted and complement.clear and unit.word(after) != ",":
        return None
    if (
        complement
        and not quoted
        and (complement.clear or not _sets_scene(unit, after) or not _is_told(unit, low, source))
    ):
        return None
    if not quoted and after < unit.end and unit.word(after) not in _AFTER and not _sets_scene(unit, after):
        return None
    found = _find(unit, verb, reading, source, (low, source[0]), after)
    if found and told and is_outlet(unit, told):
        found.relay = told
    return found


def _sets_scene(unit: Unit, k: int) -> bool:
    """Whether what stands behind the cue tells when or where: this week, after the storm."""
    this = unit.word(k) in ("this", "last") and unit.word(k + 1) in _TIMES
    return this or unit.word(k) in ADVERBIAL | WEEKDAYS


def _is_told(unit: Unit, low: int, source: Range) -> bool:
    """Whether a whole clause stands before the source: the dam broke, she said after that."""
    return unit.has_finite(low, source[0]) and unit.word(low) not in SUBORDINATORS | PREPOSITIONS | ADVERBIAL


def _as_said(unit: Unit, verb: Verb, reading: Cue, low: int) -> Find | None:
    """As Y reported on Monday, …; …, as Y said."""
    source = subject_before(unit, verb.start, low)
    if source is None or unit.word(source[0] - 1) != "as" or read_complement(unit, verb, unit.end):
        return None
    comma = next((k for k in range(verb.end, min(unit.end, verb.end + 8)) if unit.word(k) == ","), unit.end)
    content = _behind_joint(unit, (low, source[0] - 1)) or unit.trim((comma, unit.end))
    if content is None or not unit.has_verb(*content):
        return None
    return Find(
        cue=(verb.start, verb.end),
        reading=reading,
        source=source,
        content=[content],
        confidence=0.85,
    )


def _ends_quoted(unit: Unit, border: int) -> bool:
    """Whether a quotation ends before `border`, with or without a comma outside its marks."""
    return '"' in (unit.word(border - 1), unit.word(border - 2))


def _find(unit: Unit, verb: Verb, reading: Cue, source: Range, before: Range, after: int) -> Find | None:
    """The find whose content stands at `before`, and goes on at `after` if a quotation does."""
    content = _behind_joint(unit, before)
    if content is None:
        return None
    rest = _resumed(unit, after, content)
    contents = [content, rest] if rest else [content]
    quoted = _ends_quoted(unit, before[1])
    if not quoted and not _is_clause(unit, contents) and not (after == unit.end and _is_headline(unit, content)):
        return None
    return Find(
        cue=(verb.start, verb.end),
        reading=reading,
        source=source,
        content=contents,
        confidence=0.95 if quoted else 0.85,
    )


def _is_clause(unit: Unit, contents: list[Range]) -> bool:
    """Whether words without quotation marks can be what was said, and don't only set the scene."""
    first = contents[0]
    if not any(unit.has_verb(*part) for part in contents) or unit.word(first[0]) in ("as", "when", "asked"):
        return False
    return unit.word(first[0]) not in SUBORDINATORS or len(contents) > 1 or unit.any_of({","}, *first)


def _is_headline(unit: Unit, content: Range) -> bool:
    """Whether a whole unit before "…, officials say" can be a clause whose verb the lexicon lacks."""
    return content[0] == 0 and content[1] > 2 and unit.word(0) not in PREPOSITIONS | SUBORDINATORS | ADVERBIAL


def _resumed(unit: Unit, after: int, before: Range) -> Range | None:
    """The content that goes on behind a cue in the middle: "…," he said, "…"; the road, he said, was closed."""
    aside = unit.word(after) == "," and unit.word(after + 1) in _ASIDES
    for k in range(after, min(unit.end, after + 15)):
        if unit.word(k) == '"':
            end = k
            while unit.word(end) == '"':
                end += 1
            return k, max(end, unit.end) if end < unit.end and unit.word(end) != "," else end
        stop = unit.word(k) in (",", ".", "?", "!") and unit.word(k + 1) != '"'
        if not aside and (stop or unit.finite(k)):
            break
    gap = unit.finite(after + 1) or unit.word(before[0]) in SUBORDINATORS or not unit.has_finite(*before)
    if unit.word(after) == "," and gap and unit.word(before[0]) != '"':
        return unit.trim((after, unit.end))
    return None
