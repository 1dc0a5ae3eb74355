"""Quotations made from articles by rules: altered in nine ways, true with the noise of typesetting, cropped so that the
meaning turns, given to another speaker, and true ones of all kinds that nobody should fail.

The rules for cropping are a list of what a careful reader would call turning; what catches it in the product was
written apart from them. Gold speakers are PolNeAR's annotators'. What comes out of an article is the same every time.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingestion.articles import Span
from ingestion.passages import sentences

WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
VARIANTS = 2  # of a sentence, with other noise
OTHERS = 3  # speakers to whom the same words are given
_MARKS = re.compile("[“”\"«»„‘]|``|''|(?<!\\w)['’]|['’](?!\\w)")
_ENDS = (".", "!", "?", ".”", "!”", "?”")


@dataclass(frozen=True, slots=True)
class Source:
    """An article to quote from: its id, who published it, its text, and gold attributions where there are any."""

    id: str
    publisher: str
    text: str
    attributions: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A text with one quotation, and what was done to it: `kind` is altered, noisy, cropped, misgiven or true."""

    kind: str
    way: str
    text: str
    article: str


def quoted(words: str, speaker: str, number: int) -> str:
    """A text that gives words to a speaker, in one of the usual forms."""
    words = words.strip().rstrip(",")
    if not speaker:
        return f"“{words}”"
    if number % 3 == 0:
        return f"{speaker} said: “{words}”"
    if number % 3 == 1 or words[-1:] in ".!?":
        return f"“{words.rstrip('.')},” {speaker} said." if words[-1:] not in "!?" else f"“{words}” {speaker} said."
    return f"According to {speaker}, “{words}.”"


def plain(text: str) -> str:
    """Words as one string, to see whether two texts hold the same ones."""
    return " ".join(w.casefold() for w in WORDS.findall(unicodedata.normalize("NFKC", text)))


def _usable(source: Source) -> list[Span]:
    """Sentences that can be quoted by themselves: whole ones, without marks of their own."""
    found = []
    for span in sentences(source.text):
        words = span.of(source.text)
        if 7 <= len(words.split()) <= 60 and words.endswith(_ENDS) and not _MARKS.search(words) and words[0].isupper():
            found.append(span)
    return found


# ---- altered


def altered(source: Source, everything: str) -> Iterator[Case]:
    """Sentences of an article altered in each of nine ways; `everything` is all articles' words, which hold none."""
    spans = _usable(source)
    names = sorted(set(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{3,}", source.text)))
    common = sorted(set(re.findall(r"\b[a-z]{5,}\b", source.text)))
    for place, span in enumerate(spans):
        draw = random.Random(f"{source.id}:{span.start}")  # noqa: S311 (a benchmark's draw)
        words = " ".join(span.of(source.text).split())
        after = " ".join(spans[place + 1].of(source.text).split()) if place + 1 < len(spans) else ""
        for way, change in _WAYS.items():
            changed = change(words, after, draw, names, common)
            if changed and f" {plain(changed)} " not in everything:
                yield Case("altered", way, f"“{changed}”", source.id)


def _one(pattern: str, by: Callable[[re.Match[str]], str], words: str, draw: random.Random) -> str:
    """One of the matches, not the first word, replaced; nothing where there is none."""
    found = [m for m in re.finditer(pattern, words) if m.start()]
    if not found:
        return ""
    match = draw.choice(found)
    return words[: match.start()] + by(match) + words[match.end() :]


def _word(words: str, after: str, draw: random.Random, names: list[str], common: list[str]) -> str:
    return _one(r"\b[a-z]{5,}\b", lambda m: draw.choice([w for w in common if w != m.group()] or [""]), words, draw)


def _number(words: str, after: str, draw: random.Random, names: list[str], common: list[str]) -> str:
    spelled = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "dozen",
        "million",
        "billion",
    ]

    def other(match: re.Match[str]) -> str:
        if match.group()[0].isdigit():
            return str(int(match.group()) + draw.choice([1, 2, 10]))
        return draw.choice([s for s in spelled if s != match.group()])

    return _one(rf"(?<![\d.,:])\d{{1,6}}(?![\d,:]|\.\d)|\b(?:{'|'.join(spelled)})\b", other, words, draw)


def _negation(words: str, after: str, draw: random.Random, names: list[str], common: list[str]) -> str:
    taken = _one(r"\b(?:not|never) |(?<=[a-z])n['’]t\b", lambda m: "", words, draw)
    given = r"\b(is|are|was|were|has|have|had|will|would|could|can|should|may|might|did|does)\b (?!not\b)"
    return taken or _one(given, lambda m: f"{m[1]} not ", words, draw)


def _name(words: str, after: str, draw: random.Random, names: list[str], common: list[str]) -> str:
    return _one(r"\b[A-Z][a-z]{3,}\b", lambda m: draw.choice([n for n in names if n != m.group()] or [""]), words, draw)


def _tense(words: str, after: str, draw: random.Random, names: list[str], common: list[str]) -> str:
    pairs = "is was|are were|was is|were are|has had|have had|had has|will may|would will|could can|can could"
    pairs += "|may will|might will|should must|must should|does did|do did|did does|says said|said says"
    swap = dict(pair.split() for pair in pairs.split("|"))
    return _one(rf"\b(?:{'|'.join(swap)})\b(?!['’])", lambda m: swap[m.group()], words, draw)


def _dropped(words: str, after: str, draw: random.Random, names: list[str], common: list[str]) -> str:
    parts = words.split()
    places = [n for n in range(2, len(parts) - 2) if WORDS.search(parts[n])]
    if not places:
        return ""
    del parts[draw.choice(places)]
    return " ".join(parts)


def _added(words: str, after: str, draw: random.Random, names: list[str], common: list[str]) -> str:
    parts = words.split()
    parts.insert(draw.randrange(2, len(parts) - 1), draw.choice("really very also clearly often probably only".split()))
    return " ".join(parts)


def _order(words: str, after: str, draw: random.Random, names: list[str], common: list[str]) -> str:
    parts = words.split()
    places = [n for n in range(1, len(parts) - 2) if parts[n].isalpha() and parts[n + 1].isalpha()]
    places = [n for n in places if parts[n].casefold() != parts[n + 1].casefold()]
    if not places:
        return ""
    n = draw.choice(places)
    parts[n], parts[n + 1] = parts[n + 1], parts[n]
    return " ".join(parts)


def _merged(words: str, after: str, draw: random.Random, names: list[str], common: list[str]) -> str:
    if len(after.split()) < 8:
        return ""
    first, last = words.split(), after.split()
    return " ".join(first[: max(4, len(first) // 2)] + last[-max(4, len(last) // 2) :])


_WAYS: dict[str, Callable[[str, str, random.Random, list[str], list[str]], str]] = {
    "word swapped": _word,
    "number changed": _number,
    "negation added or removed": _negation,
    "name changed": _name,
    "tense or modality changed": _tense,
    "word dropped": _dropped,
    "word added": _added,
    "order changed": _order,
    "two sentences merged": _merged,
}


# ---- true, with the noise of typesetting


def noisy(source: Source) -> Iterator[Case]:
    """Whole sentences, one or two, with one to three kinds of noise each."""
    seen: list[int] = []
    spans = _usable(source)
    for place, span in (pair for pair in enumerate(spans) for _ in range(VARIANTS)):
        draw = random.Random(f"noise:{source.id}:{span.start}:{len(seen)}")  # noqa: S311
        two = (
            place + 1 < len(spans) and source.text[span.end : spans[place + 1].start].isspace() and draw.random() < 0.3
        )
        words = source.text[span.start : spans[place + 1].end if two else span.end]
        kinds = draw.sample(sorted(_NOISE), draw.choice([1, 1, 2, 3]))
        for kind in kinds:
            words = _NOISE[kind](words, draw)
        seen.append(place)
        yield Case("noisy", " + ".join(sorted(kinds)), f"“{words}”", source.id)


def _curl(words: str, draw: random.Random) -> str:
    return words.translate(str.maketrans("’", "'")) if "’" in words else words.replace("'", "’")


def _dash(words: str, draw: random.Random) -> str:
    other = draw.choice([" – ", "—", " -- ", "--"])
    return re.sub(r"\s*(?:—|--|\s–\s|\s-\s)\s*", other, words)


def _wrap(words: str, draw: random.Random) -> str:
    return "\n".join(" ".join(part) for part in _lines(words.split(" "), draw.choice([3, 5, 8])))


def _lines(words: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for at in range(0, len(words), size):
        yield words[at : at + size]


def _break(words: str, draw: random.Random) -> str:
    return (
        _one(
            r"\b[a-z]{7,}\b",
            lambda m: m.group()[:4] + draw.choice(["-\n", "\u00ad\n", "\u00ad"]) + m.group()[4:],
            words,
            draw,
        )
        or words
    )


def _blanks(words: str, draw: random.Random) -> str:
    return re.sub(" ", lambda m: draw.choice([" ", "\u00a0", "\u202f", "  "]), words)


def _ligatures(words: str, draw: random.Random) -> str:
    return words.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ").replace("ff", "ﬀ")


def _capital(words: str, draw: random.Random) -> str:
    first = words[0].swapcase() if words[1:2].islower() else words[0]
    return draw.choice([first, f"[{first}]"]) + words[1:]


def _comma(words: str, draw: random.Random) -> str:
    return words[:-1] + "," if words.endswith(".") else words


def _invisible(words: str, draw: random.Random) -> str:
    return (
        _one(
            r"\b[a-z]{5,}\b",
            lambda m: m.group()[:3] + draw.choice(["\u200b", "\u2060", "\ufeff"]) + m.group()[3:],
            words,
            draw,
        )
        or words
    )


def _decomposed(words: str, draw: random.Random) -> str:
    return unicodedata.normalize("NFD", words)


def _elided(words: str, draw: random.Random) -> str:
    """Leave out a phrase that only adds to what is said, and say so."""
    mark = draw.choice([" … ", " ... ", " [...] ", " […] ", " . . . "])
    return (
        _one(
            r"(?<=[a-z]{3}) (?:in|on|at|during|of) (?:the )?[A-Za-z]+(?: [A-Z][a-z]+)? (?=[a-z])",
            lambda m: mark,
            words,
            draw,
        )
        or words
    )


def _inserted(words: str, draw: random.Random) -> str:
    """Say in brackets whom a pronoun means."""
    return (
        _one(
            r"(?<![\]\w])(?:he|she|they|it|them|him)\b(?!['’])",
            lambda m: draw.choice(["[the leader]", "[the group]", "[Smith]"]),
            words,
            draw,
        )
        or words
    )


_NOISE: dict[str, Callable[[str, random.Random], str]] = {
    "marks": _curl,
    "dashes": _dash,
    "line wraps": _wrap,
    "hyphen at a line's end": _break,
    "blanks": _blanks,
    "ligatures": _ligatures,
    "first letter": _capital,
    "final comma": _comma,
    "invisible characters": _invisible,
    "decomposed letters": _decomposed,
    "ellipsis": _elided,
    "bracket": _inserted,
}


# ---- cropped

# What is cut off, by where: the quotation begins just behind the pattern, or ends just before it.
_BEHIND = {
    "not": r"\b(?:not|never|no longer|cannot|can['’]t|won['’]t|don['’]t|didn['’]t|doesn['’]t|isn['’]t|wasn['’]t|aren['’]t) (?!only\b|just\b|merely\b|simply\b|least\b)",
    "if": r"(?:^|(?<=, )|(?<= ))(?:[Ii]f|[Uu]nless|[Ww]hether|[Pp]rovided that|[Aa]s long as) (?=(?:the|he|she|it|they|we|you|I|there|[A-Z])\b)",
    "denied": r"\b(?:denied|denies|denying|dismissed|rejected|disputed|disputes) (?:that|claims that|reports that|allegations that|the idea that|the notion that|suggestions that) ",
    "no evidence": r"\b(?:no evidence|no proof|no sign|no indication|little evidence|not true|untrue|false|a lie|a myth|doubt|doubts|doubtful|unlikely) that ",
    "claims": r"\b(?:claims?|claimed|alleged|alleges|allegations?|rumou?rs?|speculation|pretends?|pretended|suspects?|fears?|accusations?|conspiracy theory) that ",
    "belief": r"\b(?:thinks?|believes?|believed|thought|hopes?|hoped|imagines?|wishes|assumes?) that ",
    "instead of": r"\b(?:instead of|rather than|without|far from|refus(?:ed|es|ing) to|fail(?:ed|s|ing) to|stopped short of|avoid(?:ed|s|ing)?) (?=[a-z])",
}  # fmt: skip
_BEFORE = {
    "if": r",? (?:only )?(?:if|unless|provided that|as long as|assuming|in case) (?=(?:the|he|she|it|they|we|you|I|there|[A-Z])\b)",
    "but": r"(?:, but|; but|, yet| except|, although|, though|, however|, even though) (?=\w)",
    "only when": r" (?:only (?:when|after|because)|until|not because|not for) (?=[a-z])",
    "according to": r",? (?:according to|[A-Z]\w+ (?:claimed|alleged|claims|alleges)) ?",
    "untrue": r",? (?:(?:is|was|are|were|would be) (?:not true|untrue|false|a lie|wrong|nonsense|impossible|unlikely))\b",
}
_QUESTION = re.compile(r"^(?:Is|Are|Was|Were|Do|Does|Did|Has|Have|Had|Can|Could|Will|Would|Should)\b")
TURNING = re.compile(
    "|".join([*_BEHIND.values(), *_BEFORE.values(), r"\?", r"\b(?:no|none|nobody|nothing|neither|nor|hardly|barely|only|if|unless|until|but|however|although|though|yet|except|would|could|might|may|allegedly|reportedly|supposedly|claim\w*|alleg\w+|rumou?r\w*|den(?:y|ied|ies|ying)|reject\w*|dismiss\w*|false\w*|lie[sd]?|doubt\w*)\b", r"n['’]t\b"]),
    re.I,
)  # fmt: skip


def cropped(source: Source) -> Iterator[Case]:
    """Parts of sentences whose beginning or end would turn them, given to the publisher or, in speech, to its source."""
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
        if stripped and not _MARKS.search(stripped) and len(stripped.split()) >= 6:
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
    """Direct words given to whoever said them, whole and cropped where nothing turns; and the article's own sentences."""
    for number, (words, name) in enumerate(_direct(source)):
        yield Case("true", "whole words of a speaker", quoted(words, name, number), source.id)
        yield from _harmless(words, name, source, number)
    yield from _marked(source)
    for number, span in enumerate(_usable(source)):
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
            if content[:1] in '“"' and content[-1:] in '”"' and not _MARKS.search(content[1:-1]):
                words = " ".join(content[1:-1].split()).rstrip(",")
                following = source.text[end : end + 40]
                if (
                    len(words.split()) >= 6
                    and words[0].isupper()
                    and not re.match(r"[ ,;—–-]*(?:but|if|unless)\b", following)
                ):
                    yield words, name
