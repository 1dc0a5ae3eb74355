"""Wanted, Said, Quoted, Speakers: the nouns of who is quoted, how often and in which words.

`speakers.py` makes them. Their JSON is read again where a command goes through a running server.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from ingestion.attribution import Polarity, Stance, Voice
from ingestion.errors import BylineError

LONGEST = 300  # characters of a name or topic that is looked for
MOST = 100  # speakers in one reply
MOST_QUOTES = 500  # quotes of one speaker in one reply

_BASE = {  # the stances without their ending, for "does not deny" and "might deny"
    **{stance: stance.value.removesuffix("s") for stance in Stance},
    Stance.DENIES: "deny",
    Stance.HEARSAY: "be hearsay",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for: speakers of this name, words about this topic; all of them where both are None.

    Raises BylineError for what can't be looked for.
    """

    name: str | None = None
    about: str | None = None
    limit: int = 20
    offset: int = 0
    quotes: int = 10  # at most so many of each speaker

    def __post_init__(self) -> None:
        for value, what in ((self.name, "name"), (self.about, "topic")):
            if value is not None and not re.search(r"\w", value):
                raise BylineError(f"the {what} holds no word; leave it out, or give one")
            if value is not None and len(value) > LONGEST:
                raise BylineError(f"the {what} is longer than {LONGEST} characters; a few words will do")
        if not 1 <= self.limit <= MOST:
            raise BylineError(f"the limit is a number of speakers from 1 to {MOST}")
        if self.offset < 0:
            raise BylineError("the offset is below 0; count the speakers to skip from there")
        if not 0 <= self.quotes <= MOST_QUOTES:
            raise BylineError(f"the quotes of each speaker are a number from 0 to {MOST_QUOTES}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One attribution, as a speaker's. `exact` are the characters `start:end` of the article's text.

    `exact` is the whole sentence (`whole`) where the content alone would mislead. `manner` is stance, polarity and
    `actual` in words; `actual` is False too for what is told inside words that don't hold themselves. `told_by` is
    the speaker inside whose words this stands, None where the article itself tells it. `source` and `cue` are the
    article's words, `place` counts its attributions from 0.
    """

    exact: str
    start: int
    end: int
    whole: bool
    source: str
    cue: str | None
    manner: str
    stance: Stance
    polarity: Polarity
    actual: bool
    voice: Voice
    hedge: str | None
    relay: str | None
    cited: str | None
    scope: str | None
    told_by: str | None
    confidence: float
    place: int
    passage_id: str
    article_id: str
    version: str
    title: str | None
    publisher: str | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Counted:
    """How often a speaker did something in one manner."""

    manner: str
    stance: Stance
    polarity: Polarity
    actual: bool
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """One speaker, and what it is quoted `on`.

    `names` are all words that the articles use for it, pronouns left out. `described`: these are descriptions, not
    names, and articles may mean different ones by them. `told_by_others` of the `times` stand inside the words of
    another speaker. Articles that are copies of one wire story are one of the `origins`.
    """

    name: str
    side: str | None
    names: tuple[str, ...]
    described: bool
    times: int
    told_by_others: int
    articles: int
    publishers: int
    origins: int
    manners: tuple[Counted, ...]
    on: tuple[str, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers:
    """A page of the speakers found, those of one side together; `total` counts them on all pages.

    `articles` were read. `unresolved` are the attributions to a pronoun whose meaning isn't sure, `unattributed` those
    that name no source; with a topic, only those about it. `nearest` are names like the one that nobody has.
    """

    speakers: tuple[Quoted, ...]
    total: int
    articles: int
    unresolved: int
    unattributed: int
    nearest: tuple[str, ...]


_ADAPTER: TypeAdapter[Speakers] = TypeAdapter(Speakers)


def as_json(found: Speakers) -> dict[str, Any]:
    """The speakers as JSON's own types."""
    shaped: dict[str, Any] = _ADAPTER.dump_python(found, mode="json")
    return shaped


def from_json(raw: dict[str, Any]) -> Speakers:
    """What `as_json` gave, as speakers again."""
    return _ADAPTER.validate_python(raw)


def manner(stance: Stance, polarity: Polarity, *, actual: bool) -> str:
    """What a speaker does with the words: "denies", "does not deny", "might deny", "might not deny"."""
    positive = polarity is Polarity.POSITIVE
    if positive and actual:
        return stance.value
    if actual:
        return "is not hearsay" if stance is Stance.HEARSAY else f"does not {_BASE[stance]}"
    return f"might {_BASE[stance]}" if positive else f"might not {_BASE[stance]}"
