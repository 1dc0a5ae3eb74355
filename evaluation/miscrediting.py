"""Quotations cropped so that the meaning turns, given to another speaker, and true ones that nobody should fail.

The rules for cropping are a list of what a careful reader would call turning; what catches it in the product was
written apart from them. Gold speakers are PolNeAR's annotators'.
"""

import random
import re
from collections.abc import Iterator
from typing import Any

from evaluation.misquoting import MARKS, Case, Source, quoted, usable
from ingestion.articles import Span
from ingestion.passages import sentences

OTHERS = 3  # speakers to whom the same words are given

# What is cut off, by where: the quotation begins just behind the pattern, or ends just before it.
_BEHIND = {
    "not": (
        r"\b(?:not|never|no longer|cannot|can['’]t|won['’]t|don['’]t|didn['’]t|doesn['’]t|isn['’]t|"
        r"wasn['’]t|aren['’]t) (?!only\b|just\b|merely\b|simply\b|least\b)"
    ),
    "if": (
        r"(?:^|(?<=, )|(?<= ))(?:[Ii]f|[Uu]nless|[Ww]hether|[Pp]rovided that|[Aa]s long as) (?=(?:the|he|"
        r"she|it|they|we|you|I|there|[A-Z])\b)"
    ),
    "denied": (
        r"\b(?:denied|denies|denying|dismissed|rejected|disputed|disputes) (?:that|claims that|"
        r"reports that|allegations that|the idea that|the notion that|suggestions that) "
    ),
    "no evidence": (
        r"\b(?:no evidence|no proof|no sign|no indication|little evidence|not true|untrue|false|a lie|"
        r"a myth|doubt|doubts|doubtful|unlikely) that "
    ),
    "claims": (
        r"\b(?:claims?|claimed|alleged|alleges|allegations?|rumou?rs?|speculation|pretends?|pretended|"
        r"suspects?|fears?|accusations?|conspiracy theory) that "
    ),
    "belief": r"\b(?:thinks?|believes?|believed|thought|hopes?|hoped|imagines?|wishes|assumes?) that ",
    "instead of": (
        r"\b(?:instead of|rather than|without|far from|refus(?:ed|es|ing) to|fail(?:ed|s|ing) to|"
        r"stopped short of|avoid(?:ed|s|ing)?) (?=[a-z])"
    ),
}
_BEFORE = {
    "if": (
        r",? (?:only )?(?:if|unless|provided that|as long as|assuming|in case) (?=(?:the|he|she|it|they|"
        r"we|you|I|there|[A-Z])\b)"
    ),
    "but": r"(?:, but|; but|, yet| except|, although|, though|, however|, even though) (?=\w)",
    "only when": r" (?:only (?:when|after|because)|until|not because|not for) (?=[a-z])",
    "according to": r",? (?:according to|[A-Z]\w+ (?:claimed|alleged|claims|alleges)) ?",
    "untrue": (
        r",? (?:(?:is|was|are|were|would be) (?:not true|untrue|false|a lie|wrong|nonsense|impossible|"
        r"unlikely))\b"
    ),
}
_QUESTION = re.compile(r"^(?:Is|Are|Was|Were|Do|Does|Did|Has|Have|Had|Can|Could|Will|Would|Should)\b")
_WARY = (  # where one of these stands, who knows
    r"\b(?:no|none|nobody|nothing|neither|nor|hardly|barely|only|if|unless|until|but|however|although|though|yet|except|"
    r"would|could|might|may|allegedly|reportedly|supposedly|claim\w*|alleg\w+|rumou?r\w*|den(?:y|ied|ies|ying)|"
    r"reject\w*|dismiss\w*|false\w*|lie[sd]?|doubt\w*)\b"
)
TURNING = re.compile("|".join([*_BEHIND.values(), *_BEFORE.values(), r"\?", _WARY, r"n['’]t\b"]), re.I)


def cropped(source: Source) -> Iterator[Case]:
    """Parts of sentences without the beginning or end that turns them, given to the publisher or to their source."""
    number = 0
    for span, speaker in _spoken(source):
        words = span.of(source.text)
        for way, part in _crops(words):
            yield Case("cropped", way, quoted(part, speaker, number), source.id)
            number += 1


def _crops(words: str) -> Iterator[tuple[str, str]]:
    for way, pattern in _BEHIND.items():
        for match in re.finditer(pattern, words):
            part = re.split(r"[.;!?](?:\s|$)|\s—\s|—", words[match.end() :])[0].strip(" ,:;.!?")
            if len(part.split()) >= 4:
                yield f"behind {way}", part
    for way, pattern in _BEFORE.items():
        for match in re.finditer(pattern, words):
            part = re.split(r"[.;!?]\s+|\s—\s|—", words[: match.start()])[-1].strip(" ,:;.!?")
            if len(part.split()) >= 4:
                yield f"before {way}", part
    if words.rstrip("”\"’' ").endswith("?") and _QUESTION.match(words.lstrip("“\"‘' ")):
        part = words.strip("“”\"‘’'? ")
        yield "question as statement", f"{part}."
        yield "question as statement", " ".join(part.split()[1:]) + "."


def _spoken(source: Source) -> Iterator[tuple[Span, str]]:
    """Sentences with who says them: a named source whose content holds it, nobody ("") or the publisher."""
    for span in sentences(source.text):
        words = span.of(source.text)
        if not 6 <= len(words.split()) <= 60:
            continue
        holding = [a for a in source.attributions if any(s < span.end and span.start < e for s, e in a.content)]
        if not holding:
            trimmed, speaker, start = words, source.publisher, span.start
        else:
            parts = [(max(s, span.start), min(e, span.end)) for s, e in holding[0].content]
            start, end = max(parts, key=lambda pair: pair[1] - pair[0])
            trimmed, speaker = source.text[start:end], name_of(source, holding[0])
        stripped = trimmed.strip("“”\"‘’' ")
        if stripped and not MARKS.search(stripped) and len(stripped.split()) >= 6:
            start += trimmed.index(stripped)
            yield Span(start, start + len(stripped)), speaker


def name_of(source: Source, attribution: Any) -> str:
    """A gold source that is a proper name, in its own words; nothing for others."""
    if len(attribution.source) != 1:
        return ""
    start, end = attribution.source[0]
    name = re.sub(r"['’]s$", "", " ".join(source.text[start:end].split()).split(",")[0]).strip(" ,")
    last = name.split()[-1] if name else ""
    proper = last[:1].isupper() and not last.isupper() and last not in ("He", "She", "They", "It", "We", "You")
    return name if proper and len(name.split()) <= 6 else ""


# ---- given to another, and true


def misgiven(source: Source) -> Iterator[Case]:
    """Direct words of a named source, given to another named source of the same article."""
    spoken = list(_direct(source))
    names = sorted({name for _, name in spoken} | {n for a in source.attributions if (n := name_of(source, a))})
    for number, (words, name) in enumerate(spoken):
        others = [n for n in names if not {w.casefold() for w in n.split()} & {w.casefold() for w in name.split()}]
        others = [n for n in others if not re.search(rf"\b{re.escape(n.split()[-1])}\b", words)]
        draw = random.Random(f"misgiven:{source.id}:{number}")  # noqa: S311
        for other in draw.sample(others, min(OTHERS, len(others))):
            yield Case("misgiven", "another speaker", quoted(words, other, number), source.id)


def true(source: Source) -> Iterator[Case]:
    """Direct words given to whoever said them, and the article's own sentences: whole, and in harmless parts."""
    for number, (words, name) in enumerate(_direct(source)):
        yield Case("true", "whole words of a speaker", quoted(words, name, number), source.id)
        yield from _harmless(words, name, source, number)
    yield from _marked(source)
    for number, span in enumerate(usable(source)):
        words = span.of(source.text)
        if any(s < span.end and span.start < e for a in source.attributions for s, e in a.content):
            continue
        yield Case("true", "whole sentence of the publisher", quoted(words, source.publisher, number), source.id)
        yield from _harmless(words, source.publisher, source, number)


def _marked(source: Source) -> Iterator[Case]:
    """The words that an article itself sets in marks within a plain report of a named source."""
    for number, attribution in enumerate(source.attributions):
        name = name_of(source, attribution)
        cue = " ".join(source.text[s:e] for s, e in attribution.cue)
        for start, end in attribution.content:
            whole = next((s for s in sentences(source.text) if s.start <= start < s.end), Span(start, end)).of(
                source.text
            )
            for match in re.finditer('[“"]([^“”"]+)[”"]', source.text[start:end]):
                words = match[1].strip(" ,.")
                if (
                    name
                    and len(words.split()) >= 3
                    and not TURNING.search(f"{cue} {whole} {source.text[end : end + 25]}")
                ):
                    yield Case("true", "words in the article's own marks", quoted(words, name, number), source.id)


def _harmless(words: str, name: str, source: Source, number: int) -> Iterator[Case]:
    """A part of words in which nothing turns, from and up to a border of phrases; or all but the turning sentence."""
    parts = words.split()
    if len(parts) >= 10 and not TURNING.search(words):
        draw = random.Random(f"harmless:{source.id}:{words[:20]}")  # noqa: S311
        starts = [
            n
            for n in range(1, len(parts) - 6)
            if parts[n] in ("the", "a", "in", "on", "for", "with", "and", "who", "to")
        ]
        ends = [
            n
            for n in range(7, len(parts))
            if parts[n] in ("and", "in", "on", "for", "with", "at", "after", "who", "which")
        ]
        start = draw.choice([0, *starts])
        end = draw.choice([e for e in [*ends, len(parts)] if e - start >= 5])
        if (start, end) != (0, len(parts)):
            yield Case(
                "true", "harmless part", quoted(" ".join(parts[start:end]).strip(" ,;"), name, number), source.id
            )
    sents = [s.of(words) for s in sentences(words)]
    if len(sents) > 1 and all(s.endswith((".", "!")) for s in sents) and TURNING.search(words):
        for part in sents:
            if len(part.split()) >= 5 and part[0].isupper() and not re.match(r"(?:But|However|Yet|Not|No)\b", part):
                yield Case("true", "sentence beside a turning one", quoted(part, name, number), source.id)


def _direct(source: Source) -> Iterator[tuple[str, str]]:
    """The words between marks that a named source says, with its name; each content's longest stretch."""
    for attribution in source.attributions:
        name = name_of(source, attribution)
        cue = " ".join(source.text[s:e] for s, e in attribution.cue).casefold()
        if not name or TURNING.search(cue) or re.search(r"ask|wonder|question", cue):
            continue
        for start, end in attribution.content:
            content = source.text[start:end]
            if content[:1] in '“"' and content[-1:] in '”"' and not MARKS.search(content[1:-1]):
                words = " ".join(content[1:-1].split()).rstrip(",")
                following = source.text[end : end + 40]
                if (
                    len(words.split()) >= 6
                    and words[0].isupper()
                    and not re.match(r"[ ,;—–-]*(?:but|if|unless)\b", following)
                ):
                    yield words, name
