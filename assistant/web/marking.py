"""An article's text -> HTML paragraphs with who, how and what marked in it.

Marks overlap and nest as they like: the text is cut wherever one begins or ends, and each piece gets its own elements,
so that the markup is well formed whatever was found. Every mark is in the text itself too, for readers who see no
colour or no screen: the content between numbered brackets, source and cue behind a hidden label.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from itertools import pairwise
from string import ascii_lowercase

from ingestion.articles import Span
from ingestion.attribution import Attribution
from ingestion.passages import Passage

DEPTHS = 3  # shades of nesting; deeper ones look like the third

_PARAGRAPH = re.compile(r"[^\s][^\n]*")


class Role(StrEnum):
    """What a stretch of text is in an attribution."""

    WHO = "who"
    CUE = "cue"
    WHAT = "what"


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch of one attribution; `number` counts from 1, `part` is a letter where the content is in pieces."""

    span: Span
    number: int
    role: Role
    depth: int
    part: str = ""

    @property
    def label(self) -> str:
        """What its brackets say: 3, or 3b for the second piece."""
        return f"{self.number}{self.part}"


def marks_of(attributions: Sequence[Attribution], text: str) -> list[Mark]:
    """The marks of all attributions, without white space at their ends."""
    marks = []
    for number, attribution in enumerate(attributions, start=1):
        depth = min(attribution.level + 1, DEPTHS)
        pieces = len(attribution.content) > 1
        parts = [(Role.WHO, attribution.source, ""), (Role.CUE, attribution.cue, "")]
        parts += [(Role.WHAT, span, _letter(n) if pieces else "") for n, span in enumerate(attribution.content)]
        for role, span, part in parts:
            words = span.of(text) if span else ""
            if span and words.strip():
                start = span.start + len(words) - len(words.lstrip())
                marks.append(Mark(Span(start, start + len(words.strip())), number, role, depth, part))
    return marks


def marked_text(text: str, marks: Iterable[Mark], passages: Iterable[Passage], quote: Span | None) -> str:
    """The paragraphs of `text`; each passage has the id `p-…`, the words of `quote` are in <mark>."""
    begins: defaultdict[int, list[Mark]] = defaultdict(list)
    ends: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        begins[mark.span.start].append(mark)
        ends[mark.span.end].append(mark)
    paragraphs = [Span(m.start(), m.start() + len(m.group().rstrip())) for m in _PARAGRAPH.finditer(text)]
    opened, closed = {p.start for p in paragraphs}, {p.end for p in paragraphs}
    passage_at, passage_ends = {p.start: p.id for p in passages}, {p.end for p in passages}
    asked = quote or Span(0, 0)
    cuts = {*begins, *ends, *opened, *closed, *passage_at, *passage_ends, asked.start, asked.end, len(text)}
    made: list[str] = []
    active: dict[Mark, None] = {}
    inside = found = False
    for left, right in pairwise([*sorted(cuts), len(text)]):
        for mark in sorted(ends.get(left, ()), key=lambda m: (-m.span.start, -m.depth)):
            del active[mark]
            made.append(_end(mark))
        made.append("</span>" if left in passage_ends else "")
        made.append("</p>\n" if left in closed else "")
        inside = left in opened or (inside and left not in closed)
        made.append("<p>" if left in opened else "")
        made.append(f'<span class="passage" id="p-{passage_at[left]}">' if left in passage_at else "")
        for mark in sorted(begins.get(left, ()), key=lambda m: (-m.span.end, m.depth, m.number)):
            active[mark] = None
            made.append(_begin(mark))
        if inside and left < right:
            piece = _piece(text[left:right], active)
            if asked.start <= left < asked.end:
                piece = f"<mark>{piece}</mark>" if found else f'<mark id="quote">{piece}</mark>'
                found = True
            made.append(piece)
    return "".join(made)


def _piece(words: str, active: Iterable[Mark]) -> str:
    """Words between two cuts, in the elements of all that they are part of."""
    marks = list(active)
    html = escape(words)
    numbers = " ".join(dict.fromkeys(f"k{m.number}" for m in marks))
    for role, tag in ((Role.CUE, "i"), (Role.WHO, "b")):
        if any(m.role is role for m in marks):
            html = f'<{tag} class="{role}">{html}</{tag}>'
    depth = max((m.depth for m in marks if m.role is Role.WHAT), default=0)
    if depth:
        return f'<span class="what d{depth} {numbers}">{html}</span>'
    return f'<span class="{numbers}">{html}</span>' if marks else html


def _begin(mark: Mark) -> str:
    if mark.role is not Role.WHAT:
        return f'<span class="sr">({mark.role}, {mark.number}:) </span>'
    name = f' id="t{mark.number}"' if mark.part in ("", "a") else ""
    label = f"Words {mark.label} begin; to the table"
    return f'<a class="tag"{name} href="#a{mark.number}" aria-label="{label}">{mark.label}[</a>'


def _end(mark: Mark) -> str:
    if mark.role is not Role.WHAT:
        return ""
    return f'<span class="tag" aria-hidden="true">]{mark.label}</span><span class="sr">(end of {mark.label}) </span>'


def _letter(number: int) -> str:
    return ascii_lowercase[number] if number < len(ascii_lowercase) else f".{number}"
