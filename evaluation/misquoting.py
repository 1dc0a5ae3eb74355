"""Sentences of articles altered in nine ways, by rules; and what all made-up quotations share.

Beside this, `typesetting.py` makes true ones with noise, `miscrediting.py` cropped ones, those given to another, and
true ones that nobody should fail. What comes out of an article is the same every time.
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
MARKS = re.compile("[“”\"«»„‘]|``|''|(?<!\\w)['’]|['’](?!\\w)")
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


def usable(source: Source) -> list[Span]:
    """Sentences that can be quoted by themselves: whole ones, without marks of their own."""
    found = []
    for span in sentences(source.text):
        words = span.of(source.text)
        if 7 <= len(words.split()) <= 60 and words.endswith(_ENDS) and not MARKS.search(words) and words[0].isupper():
            found.append(span)
    return found


# ---- altered


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to alter, the one after it, and other names and words of its article."""

    words: str
    after: str
    draw: random.Random
    names: list[str]
    common: list[str]


def altered(source: Source, everything: str) -> Iterator[Case]:
    """Sentences of an article altered in each of nine ways; `everything` is all articles' words, which hold none."""
    spans = usable(source)
    names = sorted(set(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{3,}", source.text)))
    common = sorted(set(re.findall(r"\b[a-z]{5,}\b", source.text)))
    for place, span in enumerate(spans):
        draw = random.Random(f"{source.id}:{span.start}")  # noqa: S311 (a benchmark's draw)
        words = " ".join(span.of(source.text).split())
        after = " ".join(spans[place + 1].of(source.text).split()) if place + 1 < len(spans) else ""
        for way, change in _WAYS.items():
            changed = change(Sentence(words, after, draw, names, common))
            if changed and f" {plain(changed)} " not in everything:
                yield Case("altered", way, f"“{changed}”", source.id)


def one(pattern: str, by: Callable[[re.Match[str]], str], words: str, draw: random.Random) -> str:
    """One of the matches, not the first word, replaced; nothing where there is none."""
    found = [m for m in re.finditer(pattern, words) if m.start()]
    if not found:
        return ""
    match = draw.choice(found)
    return words[: match.start()] + by(match) + words[match.end() :]


def _word(s: Sentence) -> str:
    return one(
        r"\b[a-z]{5,}\b", lambda m: s.draw.choice([w for w in s.common if w != m.group()] or [""]), s.words, s.draw
    )


def _number(s: Sentence) -> str:
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
            return str(int(match.group()) + s.draw.choice([1, 2, 10]))
        return s.draw.choice([s for s in spelled if s != match.group()])

    return one(rf"(?<![\d.,:])\d{{1,6}}(?![\d,:]|\.\d)|\b(?:{'|'.join(spelled)})\b", other, s.words, s.draw)


def _negation(s: Sentence) -> str:
    taken = one(r"\b(?:not|never) |(?<=[a-z])n['’]t\b", lambda m: "", s.words, s.draw)
    given = r"\b(is|are|was|were|has|have|had|will|would|could|can|should|may|might|did|does)\b (?!not\b)"
    return taken or one(given, lambda m: f"{m[1]} not ", s.words, s.draw)


def _name(s: Sentence) -> str:
    return one(
        r"\b[A-Z][a-z]{3,}\b", lambda m: s.draw.choice([n for n in s.names if n != m.group()] or [""]), s.words, s.draw
    )


def _tense(s: Sentence) -> str:
    pairs = "is was|are were|was is|were are|has had|have had|had has|will may|would will|could can|can could"
    pairs += "|may will|might will|should must|must should|does did|do did|did does|says said|said says"
    swap = dict(pair.split() for pair in pairs.split("|"))
    return one(rf"\b(?:{'|'.join(swap)})\b(?!['’])", lambda m: swap[m.group()], s.words, s.draw)


def _dropped(s: Sentence) -> str:
    parts = s.words.split()
    places = [n for n in range(2, len(parts) - 2) if WORDS.search(parts[n])]
    if not places:
        return ""
    del parts[s.draw.choice(places)]
    return " ".join(parts)


def _added(s: Sentence) -> str:
    parts = s.words.split()
    parts.insert(
        s.draw.randrange(2, len(parts) - 1), s.draw.choice("really very also clearly often probably only".split())
    )
    return " ".join(parts)


def _order(s: Sentence) -> str:
    parts = s.words.split()
    places = [n for n in range(1, len(parts) - 2) if parts[n].isalpha() and parts[n + 1].isalpha()]
    places = [n for n in places if parts[n].casefold() != parts[n + 1].casefold()]
    if not places:
        return ""
    n = s.draw.choice(places)
    parts[n], parts[n + 1] = parts[n + 1], parts[n]
    return " ".join(parts)


def _merged(s: Sentence) -> str:
    if len(s.after.split()) < 8:
        return ""
    first, last = s.words.split(), s.after.split()
    return " ".join(first[: max(4, len(first) // 2)] + last[-max(4, len(last) // 2) :])


_WAYS: dict[str, Callable[[Sentence], str]] = {
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
