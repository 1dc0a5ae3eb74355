"""True quotations with the noise of typesetting: whole sentences as word processors and style desks leave them."""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from evaluation.misquoting import Case, Source, one, usable

VARIANTS = 2  # of a sentence, with other noise


def noisy(source: Source) -> Iterator[Case]:
    """Whole sentences, one or two, with one to three kinds of noise each."""
    seen: list[int] = []
    spans = usable(source)
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
        one(
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
        one(
            r"\b[a-z]{5,}\b",
            lambda m: m.group()[:3] + draw.choice(["\u200b", "\u2060", "\ufeff"]) + m.group()[3:],
            words,
            draw,
        )
        or words
    )


def _decomposed(words: str, draw: random.Random) -> str:
    return unicodedata.normalize("NFD", words)


_ADDS = (  # a phrase that only adds to what is said
    r"(?<=[a-z]{3}) (?:in|on|at|during|of) (?!no|not|whether|if|how|what|which)"
    r"(?:the )?[A-Za-z]+(?: [A-Z][a-z]+)? (?=[a-z])"
)


def _elided(words: str, draw: random.Random) -> str:
    """Leave out a phrase, and say so."""
    mark = draw.choice([" … ", " ... ", " [...] ", " […] ", " . . . "])
    return one(_ADDS, lambda m: mark, words, draw) or words


def _inserted(words: str, draw: random.Random) -> str:
    """Say in brackets whom a pronoun means."""
    return (
        one(
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
