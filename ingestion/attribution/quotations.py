"""Quotations: what stands between quotation marks. Text in, spans out, marks included.

Double marks, typographic or straight or typed as `` and '', and single ones round more than one word. A mark that is
never closed opens a quotation that runs to the end of its paragraph, as long speeches are set. Left out: quotations
inside quotations, block quotes, and other alphabets' marks.
"""

import re

from ingestion.articles import Span

_DOUBLE = re.compile("[“”\"]|``|''")
_OPENING, _CLOSING = frozenset({"“", "``"}), "”"
_SINGLE = re.compile(
    r"(?<![\w’'])‘(?=\w)(?:[^‘’\n]|’(?=\w)){1,400}’(?!\w)"
    r"|(?<![\w'])'(?=\w)(?:[^'\n]|'(?=\w)){1,400}'(?!\w)"
)
_PARAGRAPH = re.compile(r"[^\n]+")
_MARKS = "“”\"‘’'` \t\n\u00a0"


def find_quotations(text: str, region: Span) -> list[Span]:
    """The quotations of `text` within `region`, in order; no two overlap."""
    double: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text, region.start, region.end):
        double += _double(text, Span(*paragraph.span()))
    single = [Span(*m.span()) for m in _SINGLE.finditer(text, region.start, region.end) if " " in m.group()]
    return sorted(double + _clear_of(single, double))


def without_marks(text: str, span: Span) -> Span:
    """`span` without the quotation marks and white space at its borders; empty if there is nothing else."""
    start, end = span.start, span.end
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return Span(start, end)


def _double(text: str, paragraph: Span) -> list[Span]:
    """What stands between double marks in one paragraph."""
    found: list[Span] = []
    opened: int | None = None
    for mark in _DOUBLE.finditer(text, paragraph.start, paragraph.end):
        if opened is None:
            followed = text[mark.end() : mark.end() + 1].strip()
            opened = mark.start() if mark.group() != _CLOSING and followed else None
        elif mark.group() not in _OPENING:
            found.append(Span(opened, mark.end()))
            opened = None
    if opened is not None:
        found.append(Span(opened, paragraph.start + len(paragraph.of(text).rstrip())))
    return found


def _clear_of(spans: list[Span], taken: list[Span]) -> list[Span]:
    """Those of `spans` that overlap none of `taken`; both are in order."""
    at, kept = 0, []
    for span in spans:
        while at < len(taken) and taken[at].end <= span.start:
            at += 1
        if at == len(taken) or not taken[at].overlaps(span):
            kept.append(span)
    return kept
