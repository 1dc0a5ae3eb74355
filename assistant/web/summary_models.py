"""The shapes of summaries at the border of the API."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.dates import parse_date
from assistant.retrieval import Filters
from assistant.summaries import LONGEST, MOST_ARTICLES, MOST_SENTENCES, SENTENCES, Basis, Subject, Use
from assistant.web.models import Position, Quote, Sources, Statement, Writing, example

_DATE = Annotated[str | None, Field(max_length=40)]
_QUOTE: dict[str, Any] = {
    "article_id": "svb-2023-collapse",
    "version": "6f0e…",
    "start": 0,
    "end": 207,
    "exact": "California's banking regulator closed Silicon Valley Bank on Friday and handed it to …",
    "prefix": "",
    "suffix": "\n\nThe Department of",
}
_FROM: dict[str, Any] = {
    "publisher": "Sample Wire",
    "title": "Regulators close Silicon Valley Bank after run on deposits",
    "published_at": "2023-03-10T22:00:00Z",
}
_SUBJECT: dict[str, Any] = {
    "articles": [],
    "topic": "the collapse of Silicon Valley Bank",
    "speaker": None,
    "sentences": 8,
}
_CITATION = {
    "number": 1,
    "quote": _QUOTE,
    "passage_id": "0f3b8a6d2c1e4f57",
    **_FROM,
    "url": None,
    "speaker": None,
    "via": None,
    "cited": None,
    "stance": None,
}
_STATEMENT = {
    "text": "Sample Wire writes: “California's banking regulator closed Silicon Valley Bank on Friday and …”",
    "speaker": None,
    "holder": None,
    "via": None,
    "cited": None,
    "stance": None,
    "citations": [_CITATION],
    "denies": [],
    "written": False,
}
_CONSULTED = {
    "article_id": "svb-2023-collapse",
    "version": "6f0e…",
    **_FROM,
    "use": "used",
    "statements": [0],
    "copy_of": None,
}
_COVERAGE: dict[str, Any] = {"considered": 24, "used": 1, "copies": 0, "silent": 23, "no_room": 0}
_DATED: dict[str, Any] = {
    "statement": 0,
    "date": "2023-03-10",
    "basis": "derived",
    "words": _QUOTE | {"start": 62, "end": 68, "exact": "Friday"},
}


class Summarise(BaseModel):
    """What to summarise: `articles`, or a `topic`, or a `speaker`; the other fields choose among all articles for a
    topic or a speaker."""

    model_config = example(**_SUBJECT, publisher=None, since="2023-03-01", until=None, write=None)

    articles: list[Annotated[str, Field(max_length=2_000)]] = Field(
        default_factory=list, max_length=MOST_ARTICLES, description="Ids of the articles to summarise."
    )
    topic: str | None = Field(None, max_length=LONGEST)
    speaker: str | None = Field(None, max_length=LONGEST)
    sentences: int = Field(SENTENCES, ge=1, le=MOST_SENTENCES, description="At most so many statements.")
    publisher: str | None = Field(None, max_length=300)
    since: _DATE = Field(None, description="Published on this day or later.")
    until: _DATE = Field(None, description="Published on this day or before; with a time, before that moment.")
    write: bool | None = Field(
        None, description="Let the language model write, or (false) not; by default it writes where there is one."
    )

    def subject(self) -> Subject:
        """What is to be summarised. Raises BylineError unless it is one of the three."""
        return Subject(articles=tuple(self.articles), topic=self.topic, speaker=self.speaker, sentences=self.sentences)

    def filters(self) -> Filters:
        """The articles to look in. Raises BylineError for a date that is none."""
        return Filters(
            publisher=self.publisher,
            since=parse_date(self.since) if self.since else None,
            until=parse_date(self.until, end_of_day=True) if self.until else None,
        )


class AskedSubject(BaseModel):
    """What was summarised."""

    model_config = example(**_SUBJECT)

    articles: list[str]
    topic: str | None
    speaker: str | None
    sentences: int


class Dated(BaseModel):
    """When what a statement speaks of was, or else when it was published."""

    model_config = example(**_DATED)

    statement: int
    date: str = Field(description="A day, a month or a year: 2023-03-10, 2023-03, 2023.")
    basis: Basis = Field(description="In the sentence, derived from it and the day of publication, or that day itself.")
    words: Quote | None = Field(description="The words that give it.")


class Consulted(BaseModel):
    """An article that was considered, and what became of it."""

    model_config = ConfigDict(extra="forbid")

    article_id: str
    version: str
    title: str | None
    publisher: str | None
    published_at: datetime | None
    use: Use
    statements: list[int]
    copy_of: str | None = Field(description="The id of the article that was read in its place.")


class Coverage(BaseModel):
    """Which articles were used and which not; the four numbers add up to `considered`."""

    model_config = example(**_COVERAGE, articles=[_CONSULTED])

    considered: int
    used: int
    copies: int = Field(description="Print a wire story that another one considered prints too.")
    silent: int = Field(description="Have nothing on it.")
    no_room: int
    articles: list[Consulted] = Field(description="Of a topic or a speaker without those that have nothing on it.")


class Summary(BaseModel):
    """What the articles say, or (`abstained`) why there is nothing to say."""

    model_config = example(
        subject=_SUBJECT,
        title="the collapse of Silicon Valley Bank",
        abstained=False,
        reason=None,
        statements=[_STATEMENT],
        timeline=[_DATED],
        positions=[],
        coverage=_COVERAGE | {"articles": [_CONSULTED]},
        sources={
            "articles": 1,
            "publishers": 1,
            "origins": 1,
            "searched": 24,
            "searched_publishers": 14,
            "oldest": "2021-03-26T20:00:00Z",
            "newest": "2023-05-17T09:00:00Z",
        },
        writing=None,
    )

    subject: AskedSubject
    title: str
    abstained: bool
    reason: str | None
    statements: list[Statement] = Field(description="In the order of the article, or of time.")
    timeline: list[Dated] = Field(description="Of a topic or a speaker: its statements by date, the oldest first.")
    positions: list[Position] = Field(description="Of a topic or a speaker: who holds what.")
    coverage: Coverage
    sources: Sources
    writing: Writing | None = Field(description="Only where a language model was asked to write.")
