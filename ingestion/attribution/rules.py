"""Who said what, by rules: text in, attributions with exact spans out.

Reads one unit at a time: first sources behind or inside what they said (trailing.py), then cues before their content in
what is left (leading.py), then whatever else stands between quotation marks; and again inside each content for what it
reports in turn. A cue without a subject that the rules trust gets source None. Left out: who a pronoun stands for, cues
that span sentences, irony, and verbs that the lexicon lacks.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from ingestion.articles import Span
from ingestion.attribution import Attribution, Polarity, Stance, Voice
from ingestion.attribution.cues import VERBS
from ingestion.attribution.finds import Find
from ingestion.attribution.leading import scan
from ingestion.attribution.quotations import without_marks
from ingestion.attribution.sources import is_outlet, phrase_after, subject_before
from ingestion.attribution.trailing import read_according, read_colon, read_trailing
from ingestion.attribution.units import Range, Unit, read_units
from ingestion.attribution.words import HEDGES

DEEPEST = 2  # levels of nesting that are read: A says that B said that C knew
SPEECH = 3  # words: shorter quotations that no cue claims are titles, terms and scare quotes
METHOD = "rules"


@dataclass(slots=True)
class _Draft:
    """An attribution before it knows its place among the others."""

    find: Find | None  # None where a quotation has no cue
    unit: Unit
    content: list[Span]
    voice: Voice
    inner: list["_Draft"] = field(default_factory=list)


def attribute(text: str) -> tuple[Attribution, ...]:
    """The attributions of `text`, by the start of their content, parents before children."""
    rows = sorted(_flatten(_drafts(text, Span(0, len(text)), 0), 0, None), key=_place)
    place = {id(draft): number for number, (draft, _, _) in enumerate(rows)}
    return tuple(_made(draft, level, place[id(parent)] if parent else None) for draft, level, parent in rows)


def _place(row: tuple[_Draft, int, _Draft | None]) -> tuple[int, int]:
    return row[0].content[0].start, row[1]


def _flatten(drafts: list[_Draft], level: int, parent: _Draft | None) -> Iterator[tuple[_Draft, int, _Draft | None]]:
    for draft in drafts:
        yield draft, level, parent
        yield from _flatten(draft.inner, level + 1, draft)


def _drafts(text: str, region: Span, level: int) -> list[_Draft]:
    """The attributions of one region, those inside their contents with them."""
    drafts: list[_Draft] = []
    speaking: _Draft | None = None  # the direct quote that the next unit may go on with
    for unit in read_units(text, region):
        new = [draft for find in _read(unit) if (draft := _draft(unit, find))]
        whole = _whole_quote(unit)
        if whole and not new and speaking:
            speaking.content.append(whole)
            continue
        new += _unattributed(unit, new)
        drafts += new
        speaking = next((d for d in reversed(new) if d.voice is Voice.DIRECT and d.find and d.find.source), None)
    if level < DEEPEST:
        for draft in drafts:
            for content in draft.content:
                draft.inner += [inner for inner in _drafts(text, content, level + 1) if inner.find]
    return drafts


# ---------------------------------------------------------------- one unit


def _read(unit: Unit) -> list[Find]:
    """The finds of one unit, those inside contents left out."""
    named = read_colon(unit)
    if named:
        return [named]
    finds: list[Find] = []
    low = 0
    for i in range(unit.end):
        if i < low or unit.quoted[i]:
            continue
        find = read_according(unit, i, low) or (read_trailing(unit, i, low) if unit.word(i) in VERBS else None)
        if find:
            finds.append(find)
            low = max(end for _, end in _parts(find))
    low = 0
    for start, end in [*sorted(part for find in finds for part in _parts(find)), (unit.end, unit.end)]:
        if start > low:
            before = [find for find in finds if find.source and find.source[1] <= low]
            finds += scan(unit, low, start, before[-1] if before else None)
        low = max(low, end)
    cues = {find.cue[0] for find in finds}
    for find in finds:
        _cite(unit, find, cues)
    return finds


def _parts(find: Find) -> list[Range]:
    return [*find.content, find.cue, *([find.source] if find.source else [])]


def _cite(unit: Unit, find: Find, cues: set[int]) -> None:
    """Set whom a report leans on (…, citing X), and the outlet behind a source (AP cited X, who said).

    `cues` are where the cues of the unit start.
    """
    if find.source is None:
        return
    for k in range(find.cue[1], min(unit.end, max(find.cue[1], find.content[-1][1]) + 12)):
        if unit.word(k) == "citing":
            find.cited = phrase_after(unit, k + 1, unit.end)
        elif (unit.word(k), unit.word(k + 1)) == ("according", "to") and k not in cues:
            find.cited = phrase_after(unit, k + 2, unit.end)
    k = find.source[0]
    if unit.word(k - 1) in ("cited", "quoted", "cites", "quotes"):
        outlet = subject_before(unit, k - 1, 0)
        find.relay = outlet if outlet and is_outlet(unit, outlet) else find.relay


def _whole_quote(unit: Unit) -> Span | None:
    """The inside of a unit that is a quotation and nothing else."""
    if not unit.end or not all(unit.quoted[: unit.end]):
        return None
    return next(iter(_quoted(unit, (0, unit.end))), None)


# ---------------------------------------------------------------- words to characters


def _draft(unit: Unit, find: Find) -> _Draft | None:
    """`find` with its content in characters; None where that overlaps itself or is empty."""
    content = sorted(span for part in find.content for span in _characters(unit, part))
    if not content or any(left.overlaps(right) for left, right in pairwise(content)):
        return None
    marks = [bool(unit.quoted[k]) for part in find.content for k in range(*part)]
    voice = Voice.DIRECT if all(marks) else Voice.MIXED if any(marks) else Voice.INDIRECT
    return _Draft(find, unit, content, voice)


def _characters(unit: Unit, part: Range) -> list[Span]:
    """The content at `part`; where it is quotations and nothing else, what stands inside their marks."""
    if not all(unit.quoted[k] for k in range(*part)):
        return [unit.span(part)]
    return _quoted(unit, part)


def _quoted(unit: Unit, part: Range) -> list[Span]:
    """What is quoted at `part`, without marks."""
    found: dict[Span, list[int]] = {}
    for k in range(*part):
        quotation = unit.quoted[k]
        if quotation:
            found.setdefault(quotation, []).append(k)
    inside = [without_marks(unit.text, unit.span((places[0], places[-1] + 1))) for places in found.values()]
    return [span for span in inside if span.start < span.end]


def _unattributed(unit: Unit, drafts: list[_Draft]) -> list[_Draft]:
    """Quotations that no cue claims: said by somebody, the rules don't know by whom."""
    taken = [span for draft in drafts for span in draft.content]
    return [
        _Draft(None, unit, [span], Voice.DIRECT)
        for span in _quoted(unit, (0, len(unit.words)))
        if _is_speech(span.of(unit.text)) and not any(span.overlaps(other) for other in taken)
    ]


def _is_speech(words: str) -> bool:
    """Whether quoted words look said, and not like a title or a term."""
    long = [word for word in words.split() if len(word) > 3]
    return len(words.split()) >= SPEECH and not all(word[0].isupper() for word in long)


def _made(draft: _Draft, level: int, parent: int | None) -> Attribution:
    find, content = draft.find, tuple(draft.content)
    if find is None:
        return Attribution(
            source=None,
            cue=None,
            content=content,
            voice=draft.voice,
            stance=Stance.ASSERTS,
            level=level,
            parent=parent,
            confidence=0.4,
            method=METHOD,
        )

    def span(part: Range | None) -> Span | None:
        return draft.unit.span(part) if part else None

    hedge = next((k for k in range(*find.cue) if draft.unit.word(k) in HEDGES), None)
    return Attribution(
        source=span(find.source),
        cue=span(find.cue),
        content=content,
        voice=draft.voice,
        stance=find.reading.stance,
        polarity=Polarity.NEGATIVE if find.negated else Polarity.POSITIVE,
        actual=find.actual,
        hedge=None if hedge is None else span((hedge, hedge + 1)),
        relay=span(find.relay),
        cited=span(find.cited),
        level=level,
        parent=parent,
        confidence=round(min(0.95, find.confidence), 2),
        method=METHOD,
    )
