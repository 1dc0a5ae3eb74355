"""Who said what, by rules: a region of text in, drafts with exact spans out.

Reads one unit at a time: first sources behind or inside what they said (trailing.py), then cues before their content in
what is left (leading.py), then whatever else stands between quotation marks. A cue without a subject that the rules
trust gets source None. Left out: cues that span sentences, irony, and verbs that the lexicon lacks.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingestion.articles import Span
from ingestion.attribution.cues import VERBS
from ingestion.attribution.drafts import Draft
from ingestion.attribution.finds import Find
from ingestion.attribution.leading import scan
from ingestion.attribution.quotations import without_marks
from ingestion.attribution.shapes import read_asked, read_headline, read_hearsay, read_telling
from ingestion.attribution.sources import is_outlet, phrase_after, subject_before
from ingestion.attribution.trailing import read_according, read_colon, read_trailing
from ingestion.attribution.units import Range, Unit, read_units

SPEECH = 3  # words: shorter quotations that no cue claims are titles, terms and scare quotes
SURE = 0.75  # confidence from which a report through another is trusted
METHOD = "rules"


def read_region(text: str, region: Span) -> list[Draft]:
    """The attributions of `region`, those inside contents left out, and the quotations that no cue claims."""
    drafts: list[Draft] = []
    speaking: int | None = None  # where the direct quote stands that the next unit may go on with
    for unit in read_units(text, region):
        new = [draft for find in _read(unit) if (draft := _draft(unit, find))]
        whole = _whole_quote(unit)
        if whole and not new and speaking is not None:
            drafts[speaking] = replace(drafts[speaking], content=(*drafts[speaking].content, whole))
            continue
        direct = [draft.source is not None and _is_quoted(unit, draft) for draft in new]
        speaking = len(drafts) + len(direct) - 1 - direct[::-1].index(True) if any(direct) else None
        drafts += new
        drafts += unattributed(unit, new)
    return drafts


# ---------------------------------------------------------------- one unit


def _read(unit: Unit) -> list[Find]:
    """The finds of one unit, those inside contents left out."""
    alone = read_headline(unit) or read_colon(unit) or read_telling(unit)
    if alone:
        return [alone]
    asked = read_asked(unit)
    finds: list[Find] = [asked] if asked else []
    low = max((end for find in finds for _, end in _parts(find)), default=0)
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
    heard = None if finds else read_hearsay(unit)
    finds += [heard] if heard else []
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


def _draft(unit: Unit, find: Find) -> Draft | None:
    """`find` in characters; None where its content overlaps itself or is empty."""
    content = sorted(span for part in find.content for span in _characters(unit, part))
    if not content or any(left.overlaps(right) for left, right in pairwise(content)):
        return None

    def span(part: Range | None) -> Span | None:
        return unit.span(part) if part else None

    return Draft(
        source=span(find.source),
        cue=span(find.cue),
        content=tuple(content),
        confidence=round(min(0.95, find.confidence), 2),
        method=METHOD,
        relay=span(find.relay),
        cited=span(find.cited),
        trusted=find.trusted or _is_second_hand(find),
    )


def _is_second_hand(find: Find) -> bool:
    """Whether an outlet stands before the source that it passes on: AP cited an official, who said …"""
    return bool(find.relay and find.source and find.relay[1] <= find.source[0] and find.confidence >= SURE)


def _is_quoted(unit: Unit, draft: Draft) -> bool:
    """Whether all content stands between quotation marks."""
    quotations = {quotation for quotation in unit.quoted if quotation}
    return all(any(quotation.contains(part) for quotation in quotations) for part in draft.content)


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


def unattributed(unit: Unit, drafts: Sequence[Draft]) -> list[Draft]:
    """Quotations that no cue claims: said by somebody, the rules don't know by whom."""
    taken = [span for draft in drafts for span in draft.content]
    return [
        Draft(source=None, cue=None, content=(span,), confidence=0.4, method=METHOD)
        for span in _quoted(unit, (0, len(unit.words)))
        if _is_speech(span.of(unit.text)) and not any(span.overlaps(other) for other in taken)
    ]


def _is_speech(words: str) -> bool:
    """Whether quoted words look said, and not like a title or a term."""
    long = [word for word in words.split() if len(word) > 3]
    return len(words.split()) >= SPEECH and not all(word[0].isupper() for word in long)
