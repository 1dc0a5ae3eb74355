"""Subject, Consulted, Dated, Summary: the nouns of a summary.

A Subject says what is to be summarised; a Summary holds Statements, so everything in it has passed the gate.
`summarizing.py` makes summaries, `exporting.py` writes them down.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assistant.answers import Position, Sources, Statement, Writing
from ingestion.articles import Quote
from ingestion.errors import BylineError

SENTENCES = 8  # statements in a summary, unless somebody asks for another number
MOST_SENTENCES = 50
MOST_ARTICLES = 100  # named at once
LONGEST = 300  # characters of a topic or a speaker's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is to be summarised: the articles named, or what all articles say on a topic, or what a speaker says in
    them; one of the three, in `sentences` statements at most. Raises BylineError for what can't be summarised."""

    articles: tuple[str, ...] = ()
    topic: str | None = None
    speaker: str | None = None
    sentences: int = SENTENCES

    def __post_init__(self) -> None:
        if sum((bool(self.articles), self.topic is not None, self.speaker is not None)) != 1:
            raise BylineError("name articles, or a topic, or a speaker: one of the three is summarised at a time")
        for value, what in ((self.topic, "topic"), (self.speaker, "speaker's name")):
            if value is not None and not re.search(r"\w", value):
                raise BylineError(f"the {what} holds no word; say in a few words what to summarise")
            if value is not None and len(value) > LONGEST:
                raise BylineError(f"the {what} is longer than {LONGEST} characters; a few words will do")
        if len(self.articles) > MOST_ARTICLES:
            raise BylineError(f"more than {MOST_ARTICLES} articles are named; name fewer, or a topic")
        if not 1 <= self.sentences <= MOST_SENTENCES:
            raise BylineError(f"a summary has from 1 to {MOST_SENTENCES} sentences; ask for a number between")


class Use(StrEnum):
    """What became of an article that was considered."""

    USED = "used"
    COPY = "copy of another"
    SILENT = "nothing on it"
    NO_ROOM = "no room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consulted:
    """An article that was considered. `statements` are the places of those that quote it; `copy_of` is the id of the
    article that was read in its place, because both print one wire story."""

    article_id: str
    version: str
    title: str | None
    publisher: str | None
    published_at: datetime | None
    use: Use
    statements: tuple[int, ...] = ()
    copy_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Which articles were used and which not: the four numbers add up to `considered`.

    `articles` lists them, those used first; of a topic or a speaker, the articles with nothing on it are only counted.
    """

    considered: int
    used: int
    copies: int
    silent: int
    no_room: int
    articles: tuple[Consulted, ...]


class Basis(StrEnum):
    """Where a date comes from."""

    STATED = "stated"  # in full in the sentence
    DERIVED = "derived"  # from the sentence and the day of publication: "on Friday"
    PUBLISHED = "published"  # the sentence gives none: the day of publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """When what a statement speaks of was, or else when it was published.

    `date` is a day, a month or a year: 2023-03-10, 2023-03, 2023. `words` are those that give it.
    """

    statement: int
    date: str
    basis: Basis
    words: Quote | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the articles say, in statements, in the order of the article or of time; or why there is nothing to say.

    `title` is the article's, or what was asked for. Of a topic or a speaker, `timeline` dates the statements, the
    oldest first, and `positions` say who holds what; the publishers' own words are nobody's position. `writing` is None
    where no language model was asked.
    """

    subject: Subject
    title: str
    abstained: bool
    reason: str | None
    statements: tuple[Statement, ...]
    timeline: tuple[Dated, ...]
    positions: tuple[Position, ...]
    coverage: Coverage
    sources: Sources
    writing: Writing | None = None
