"""Quotation, and finding them: a text that somebody wrote in, its quotations out, with the speaker that it names.

Marks of every kind: curly, straight, single, guillemets, low and high, nested ones, speeches that open again with each
paragraph, block quotes of Markdown. An apostrophe is none of them. Offsets are characters, half open, into the text
that was read. Left out: quotations without marks, and what the text says outside of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest

from ingestion.articles import Span
from ingestion.attribution import Attribution, Polarity, Stance
from ingestion.attribution.pipeline import attribute
from ingestion.attribution.speakers import name_of
from ingestion.attribution.tagger import Tagger

SCARE = 2  # words, at most, that somebody may put in marks without quoting anybody
REACH = 300  # characters of the text's own sentence kept before and after a quotation

_CLOSES = {  # an opening mark -> those that may close it
    "“": ("”", "“", '"'),
    "„": ("”", "“", '"'),
    "«": ("»",),
    "»": ("«",),
    "‹": ("›",),
    "‚": ("‘", "’"),
    "‘": ("’",),
    "「": ("」",),
    "『": ("』",),
    "``": ("''", "”"),
    "''": ("''",),
    '"': ('"', "”"),
    "'": ("'", "’"),
}
_KINDS = dict.fromkeys("«»‹", "guillemets") | dict.fromkeys("„‚", "low and high") | dict.fromkeys("'‘", "single")
_MARK = re.compile("``|''|[“”„\"«»‹›‚‘’'「」『』]")
_SINGLE = re.compile(r"(?<=[\w.,;!?…])['’](?!\w)|\s['‘](?=\w)")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![ \t]*(?:\n|>|[“„«\"]))[^\n]+)*")
_BLOCK = re.compile(r"^[ \t]{0,3}>[^\n]*(?:\n[ \t]{0,3}>[^\n]*)*", re.M)
_SIGNED = re.compile(r"\n[ \t]{0,3}>[ \t>]*[-–—―]+[ \t]*(?P<name>\w[^\n]*?)[ \t]*$")
_SHORTENED = re.compile(r"(?:\d0s|em|til|tis|twas|cause|bout|n|round)\b", re.I)  # 'em, '90s
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_EDGE = "“”„\"«»‹›‚‘’'`「」『』 \t\n\u00a0>"
_SENTENCE_END = re.compile(r"[.!?…]['’”\")\]]*\s+(?=[^\sa-z])|\n[ \t]*\n")


class Marks(StrEnum):
    """What sets a quotation off."""

    DOUBLE = "double"
    SINGLE = "single"
    GUILLEMETS = "guillemets"
    LOW = "low and high"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a text gives words to. `name` is the fullest name it has for them; `called` is what stands at the words."""

    name: str
    called: str
    cue: str | None
    stance: Stance | None
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words that a text sets off as somebody's: the characters `start:end`, without the marks.

    `level` is 0, or 1 and more inside another quotation. `speaker` is None where the text names nobody. `before` and
    `after` are the text's own words around it in the same sentence.
    """

    start: int
    end: int
    exact: str
    marks: Marks
    level: int = 0
    speaker: Named | None = None
    before: str = ""
    after: str = ""

    @property
    def scare(self) -> bool:
        """Whether it is too short to be failed for not being found: "so-called" words are set in marks too."""
        return len(_WORD.findall(self.exact)) <= SCARE


def find_quotations(text: str, tagger: Tagger) -> tuple[Quotation, ...]:
    """The quotations of `text` by where they start, outer ones before inner ones, each with its speaker."""
    found = sorted(_blocks(text) + _marked(text), key=lambda q: (q.start, -q.end))
    attributions = attribute(text, tagger) if found else ()
    out: list[Quotation] = []
    for quotation in found:
        around = [o for o in out if o.start <= quotation.start and quotation.end <= o.end]
        if any((o.start, o.end) == (quotation.start, quotation.end) for o in around):
            continue  # a block quote that stands in marks too
        level = max((o.level + 1 for o in around), default=0)
        before, after = _around(text, quotation)
        speaker = quotation.speaker or _speaker(text, quotation, attributions)
        if speaker is None and quotation.marks is Marks.BLOCK:
            speaker = _led(text, quotation, tagger)
        out.append(replace(quotation, level=level, speaker=speaker, before=before, after=after))
    return tuple(out)


# ---- marks


@dataclass(frozen=True, slots=True)
class _Open:
    """A mark that waits for one of those that close it; `at` is the first character after it."""

    mark: str
    at: int
    closes: tuple[str, ...]


def _marked(text: str) -> list[Quotation]:
    """What stands between quotation marks."""
    found: list[Quotation] = []
    carried: _Open | None = None  # a quotation that the paragraph before left open
    paragraphs = list(_PARAGRAPH.finditer(text))
    for paragraph, following in zip_longest(paragraphs, paragraphs[1:]):
        start, end = paragraph.span()
        if carried and paragraph.group().lstrip(" \t>").startswith(carried.mark):
            start += len(paragraph.group()) - len(paragraph.group().lstrip(" \t>")) + len(carried.mark)
        opened, closed = _walk(text, Span(start, end), carried)
        found += closed
        carried = next((o for o in opened if o.mark not in "'‘‚"), None)  # those are apostrophes
        if carried and not (following and _goes_on(following.group(), carried)):
            found += _quotation(text, carried, end)
            carried = None
    return found


def _goes_on(paragraph: str, opened: _Open) -> bool:
    """Whether a paragraph opens a quotation again, or only closes it."""
    if paragraph.lstrip(" \t>").startswith(opened.mark):
        return True
    marks = (m for m in _MARK.finditer(paragraph) if m.group() == opened.mark or m.group() in opened.closes)
    first = next(marks, None)
    return first is not None and first.group() in opened.closes and not _may_open(paragraph, first)


def _walk(text: str, paragraph: Span, carried: _Open | None) -> tuple[list[_Open], list[Quotation]]:
    """The marks of a paragraph: what is still open at its end, the outermost first, and what was closed."""
    opened, closed = [carried] if carried else [], list[Quotation]()
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        top = next((n for n in reversed(range(len(opened))) if match.group() in opened[n].closes), None)
        if top is not None and _may_close(text, match, paragraph.end, opened[top]):
            closed += _quotation(text, opened[top], match.start())
            del opened[top:]
        elif _may_open(text, match):
            opened.append(_Open(match.group(), match.end(), _CLOSES[match.group()]))
    return opened, closed


def _may_open(text: str, match: re.Match[str]) -> bool:
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if match.group() not in _CLOSES or not (after.strip() or (after and match.group() in "«»‹")):
        return False  # in French a blank stands within guillemets
    clear = not before or not (before.isalnum() or before in ".,;!?%)")
    if match.group() in "'‘":
        return clear and not _SHORTENED.match(text, match.end()) and (after.isalnum() or after in '“"[…')
    return clear or match.group() in "“„«‚「『"


def _may_close(text: str, match: re.Match[str], end: int, opened: _Open) -> bool:
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if match.start() <= opened.at or (before.isspace() and after.isalnum() and opened.mark != "«"):
        return False
    if match.group() not in "'’‘" or opened.mark not in "'‘‚":
        return True
    if after.isalnum():
        return False
    if before == "s" and after == " ":  # the workers' rights: a possessive, where a better end follows
        later = _SINGLE.search(text, match.end(), end)
        return later is None or later.group().startswith(" ")
    return True


def _quotation(text: str, opened: _Open, end: int) -> list[Quotation]:
    """The words from an opening mark to `end`, if there are any."""
    start = opened.at
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    marks = Marks(_KINDS.get(opened.mark, Marks.DOUBLE))
    exact = text[start:end]
    return [Quotation(start=start, end=end, exact=exact, marks=marks)] if _WORD.search(exact) else []


def _blocks(text: str) -> list[Quotation]:
    """Markdown's block quotes, without the line that signs one."""
    found = []
    for match in _BLOCK.finditer(text):
        signed = _SIGNED.search(match.group())
        start, end = match.start(), match.start() + (signed.start() if signed else len(match.group()))
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        name = re.split(r"[,(]", signed["name"])[0].strip() if signed else None
        speaker = Named(name, name, None, None) if name else None
        if _WORD.search(text, start, end):
            found.append(Quotation(start=start, end=end, exact=text[start:end], marks=Marks.BLOCK, speaker=speaker))
    return found


# ---- who is named


def _speaker(text: str, quotation: Quotation, attributions: Sequence[Attribution]) -> Named | None:
    """Whom the text names for a quotation: the innermost who is said to say at least half of it."""
    own = Span(quotation.start, quotation.end)
    best: Attribution | None = None
    for attribution in attributions:
        parts = [s for s in (attribution.source, attribution.cue) if s]
        shared = sum(max(0, min(c.end, own.end) - max(c.start, own.start)) for c in attribution.content)
        if any(own.overlaps(s) for s in parts) or 2 * shared < own.end - own.start or attribution.source is None:
            continue
        if best is None or attribution.level >= best.level:
            best = attribution
    if best is None or best.source is None:
        return None
    called = " ".join(best.source.of(text).split())
    name = name_of(text, best.speaker.mention) if best.speaker else called
    cue = " ".join(best.cue.of(text).split()) if best.cue else None
    return Named(name, called, cue, best.stance, best.polarity is Polarity.NEGATIVE)


def _led(text: str, quotation: Quotation, tagger: Tagger) -> Named | None:
    """Whom the paragraph before a block quote names, where it leads in to it by a colon."""
    ahead = text[: quotation.start].rstrip(_EDGE)
    if not ahead.endswith(":"):
        return None
    lead = ahead[ahead.rfind("\n") + 1 :]
    joined = f"{lead} “{' '.join(quotation.exact.replace('>', ' ').split())}”"
    inner = replace(quotation, start=len(lead) + 2, end=len(joined) - 1)
    return _speaker(joined, inner, attribute(joined, tagger))


def _around(text: str, quotation: Quotation) -> tuple[str, str]:
    """The text's own words before and after a quotation, to the borders of its sentence."""
    before = text[max(0, quotation.start - REACH) : quotation.start].rstrip(_EDGE)
    ends = [m.end() for m in _SENTENCE_END.finditer(before)]
    after = text[quotation.end : quotation.end + REACH].lstrip(_EDGE + ",")
    closed = after[:1] in ".!?" or (quotation.exact[-1:] in ".!?" and after[:1].isupper())
    stop = 0 if closed else next((m.start() for m in _SENTENCE_END.finditer(after)), len(after))
    return before[ends[-1] if ends else 0 :], after[:stop].rstrip()
