"""The shapes at the border of the API: what may be sent, and what comes back.

Articles' own words travel as plain JSON strings. `null` means that the source didn't say.
"""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.dates import parse_date
from assistant.questions import Kind
from assistant.retrieval import Filters
from ingestion.articles import Article, Status
from ingestion.attribution import Stance
from ingestion.passages import Passage
from ingestion.pipeline import Change, IngestReport
from ingestion.store import Listed

MAX_QUESTION = 2_000  # characters
_DATE = Annotated[str | None, Field(max_length=40)]


def example(**fields: Any) -> ConfigDict:
    """Nothing but the declared fields, and an example for the description."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [fields]})


class ArticleFilters(BaseModel):
    """Which articles are looked in."""

    publisher: str | None = Field(None, max_length=300)
    since: _DATE = Field(None, description="Published on this day or later.")
    until: _DATE = Field(None, description="Published on this day or before; with a time, before that moment.")
    articles: list[Annotated[str, Field(max_length=2_000)]] = Field(
        default_factory=list, max_length=1_000, description="Only the articles with these ids."
    )

    def filters(self) -> Filters:
        """The articles to look in. Raises BylineError for a date that is none."""
        return Filters(
            publisher=self.publisher,
            since=parse_date(self.since) if self.since else None,
            until=parse_date(self.until, end_of_day=True) if self.until else None,
            articles=tuple(self.articles),
        )


class Question(ArticleFilters):
    """A question, and which articles may answer it."""

    model_config = example(
        question="Will Ukraine join NATO soon?",
        publisher="Sample Wire",
        since="2021-12-01",
        until="2021-12-09",
        as_of=None,
        articles=[],
        write=None,
    )

    question: str = Field(max_length=MAX_QUESTION)
    as_of: _DATE = Field(None, description="Answer as on this day: from what was published by then.")
    write: bool | None = Field(
        None, description="Let the language model write, or (false) not; by default it writes where there is one."
    )

    def filters(self) -> Filters:
        """The articles that may answer. Raises BylineError for a date that is none."""
        as_of = parse_date(self.as_of, end_of_day=True) if self.as_of else None
        return replace(super().filters(), as_of=as_of)


_QUOTE = {
    "article_id": "ukraine-2021-biden-putin-call",
    "version": "6f0e…",
    "start": 1203,
    "end": 1233,
    "exact": "we are prepared to do now",
    "prefix": "Crimea, “",
    "suffix": ".”",
}
_CITED = {
    "publisher": "Sample Wire",
    "title": "Biden warns Putin of economic response in two-hour video call",
    "published_at": "2021-12-07T20:30:00Z",
    "url": None,
}
_CITATION = {
    "number": 1,
    "quote": _QUOTE,
    "passage_id": "0f3b8a6d2c1e4f57",
    **_CITED,
    "speaker": "Sullivan",
    "via": None,
    "cited": None,
    "stance": "asserts",
}
_SOURCES: dict[str, Any] = {"articles": 1, "publishers": 1, "origins": 1, "searched": 11}
_SOURCES |= {"searched_publishers": 7, "oldest": "2021-12-03T18:00:00Z", "newest": "2021-12-23T18:00:00Z"}


class Quote(BaseModel):
    """Exact words: the characters `start:end` (Unicode code points) of `text` in this version of the article."""

    model_config = example(**_QUOTE)

    article_id: str
    version: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


class Citation(BaseModel):
    """A numbered pointer; `GET /v1/passages/{passage_id}` opens it."""

    model_config = example(**_CITATION)

    number: int
    quote: Quote
    passage_id: str
    publisher: str | None
    title: str | None
    published_at: datetime | None
    url: str | None
    speaker: str | None
    via: str | None
    cited: str | None
    stance: Stance | None


class Statement(BaseModel):
    """What passed the check. `denies` are the places, in the answer, of the statements that it denies."""

    model_config = ConfigDict(extra="forbid")

    text: str
    speaker: str | None
    holder: str | None = Field(description="The fullest name that the article gives the speaker.")
    via: str | None
    cited: str | None
    stance: Stance | None
    citations: list[Citation]
    denies: list[int]
    written: bool = Field(False, description="The text is a language model's sentence, checked against its citations.")


class Position(BaseModel):
    """Who holds what, as places of statements."""

    model_config = ConfigDict(extra="forbid")

    holder: str | None
    side: str | None = Field(description="What the table of equivalents groups the holder under.")
    statements: list[int]
    denied_by: list[int]


class Compared(BaseModel):
    """One of those that the question compares, and the places of its statements; none where it says nothing."""

    model_config = ConfigDict(extra="forbid")

    name: str
    statements: list[int]


class Value(BaseModel):
    """A short fact that a statement gives: the characters start:end of the article that its first citation is of."""

    model_config = ConfigDict(extra="forbid")

    statement: int
    start: int
    end: int
    exact: str
    key: str = Field(description="The same for two values that are the same.")


class Account(BaseModel):
    """A statement that another one disagrees with. `origins` counts the independent origins that give this account."""

    model_config = ConfigDict(extra="forbid")

    statement: int
    origins: int
    superseded: bool = Field(description="Its publisher has reported otherwise since.")


class Sources(BaseModel):
    """What an answer rests on; copies of one wire story are one origin."""

    model_config = example(**_SOURCES)

    articles: int
    publishers: int
    origins: int
    searched: int
    searched_publishers: int
    oldest: datetime | None
    newest: datetime | None


class PromptUsed(BaseModel):
    """Which wording a language model was given: `byline prompts NAME` shows it."""

    model_config = example(name="drafting", version=1, sha256="16e7…")

    name: str
    version: int
    sha256: str


class Writing(BaseModel):
    """What a language model had to do with an answer, and what became of its sentences."""

    model_config = example(
        model="llama-3.1-8b", prompts=[], passed=3, repaired=1, replaced=0, dropped=1, added=0, notice=None
    )

    model: str
    prompts: list[PromptUsed]
    passed: int
    repaired: int = Field(description="Mended by the model, told what was wrong, and then passed.")
    replaced: int = Field(description="The quote stands in their place.")
    dropped: int
    added: int = Field(description="Quotes that may not be left out, and that it left out.")
    notice: str | None = Field(description="Why the answer is made of quotes alone.")


class Answer(BaseModel):
    """The answer, or (`abstained`) why the articles give none, with the nearest passages.

    `partial`: only some of the question's clauses are answered; `missing` holds the others. `confidence` is the
    probability that the articles answer the question.
    """

    model_config = example(
        id="5d41402abc4b2a76",
        question="What is Biden prepared to do?",
        understood="What is Biden prepared to do?",
        kind="other",
        abstained=False,
        partial=False,
        missing=[],
        reason=None,
        confidence=0.81,
        statements=[
            {
                "text": "Sullivan, in Sample Wire: “we are prepared to do now”",
                "speaker": "Sullivan",
                "holder": "Jake Sullivan",
                "via": None,
                "cited": None,
                "stance": "asserts",
                "citations": [_CITATION],
                "denies": [],
            }
        ],
        positions=[{"holder": "Jake Sullivan", "side": None, "statements": [0], "denied_by": []}],
        compared=[],
        contradicts=[],
        values=[],
        accounts=[],
        sources=_SOURCES,
        nearest=[],
    )

    id: str = Field(description="Of its receipt: GET /v1/answers/{id}/receipt.")
    question: str
    understood: str = Field(description="The question that was answered: in a conversation, one that stands alone.")
    kind: Kind = Field(description="What the question asks for.")
    abstained: bool
    partial: bool
    missing: list[str]
    reason: str | None
    confidence: float
    statements: list[Statement]
    positions: list[Position]
    compared: list[Compared] = Field(description="Of a question that compares: who says what.")
    contradicts: list[int] = Field(description="Statements that contradict what the question takes for granted.")
    values: list[Value] = Field(description="Short facts: when, how many, who, where; the newest report first.")
    accounts: list[Account] = Field(description="The statements that disagree; the newest report first.")
    sources: Sources
    nearest: list[Citation]
    writing: Writing | None = Field(None, description="Only where a language model was asked to write.")


class ListedArticle(BaseModel):
    """One version of an article, in a list."""

    model_config = ConfigDict(extra="forbid")

    id: str
    version: str
    title: str | None
    publisher: str | None
    published_at: datetime | None
    status: Status
    notice: str | None

    @classmethod
    def of(cls, article: Article | Listed) -> "ListedArticle":
        """The article without its text."""
        return cls(**{name: getattr(article, name) for name in cls.model_fields})


LISTED = {
    "id": "ukraine-2021-biden-putin-call",
    "version": "6f0e…",
    "title": _CITED["title"],
    "publisher": "Sample Wire",
    "published_at": "2021-12-07T20:30:00Z",
    "status": "current",
    "notice": None,
}


class ArticleList(BaseModel):
    """A page of the list of every version of every article."""

    model_config = example(articles=[LISTED], total=11, limit=50, offset=0)

    articles: list[ListedArticle]
    total: int
    limit: int
    offset: int


class WholeArticle(ListedArticle):
    """One version of an article with its text, and the versions that there are."""

    model_config = example(
        **LISTED,
        authors=["Sample Wire staff"],
        url=None,
        language="en",
        licence="CC0-1.0",
        text="US President Joe Biden told Russian President Vladimir Putin on Tuesday that …",
        versions=[LISTED],
    )

    authors: list[str]
    url: str | None
    language: str | None
    licence: str | None
    text: str
    versions: list[ListedArticle]

    @classmethod
    def whole(cls, article: Article, versions: tuple[Listed, ...]) -> "WholeArticle":
        """The article and its versions."""
        own = {name: getattr(article, name) for name in cls.model_fields if name not in ("versions", "authors")}
        return cls(**own, authors=list(article.authors), versions=[ListedArticle.of(v) for v in versions])


class OpenedPassage(BaseModel):
    """A passage of any version, with where the version stands: an old citation opens with its notice."""

    model_config = example(
        id="0f3b8a6d2c1e4f57",
        article_id="ukraine-2021-biden-putin-call",
        version="6f0e…",
        start=1140,
        end=1402,
        text="“Things we did not do in 2014,” Sullivan said, …",
        **_CITED,
        status="withdrawn",
        notice="Withdrawn by the publisher on 10 December 2021.",
    )

    id: str
    article_id: str
    version: str
    start: int
    end: int
    text: str
    publisher: str | None
    title: str | None
    published_at: datetime | None
    url: str | None
    status: Status
    notice: str | None

    @classmethod
    def of(cls, passage: Passage, article: Article) -> "OpenedPassage":
        """The passage, cut from its article."""
        return cls(
            id=passage.id,
            article_id=article.id,
            version=article.version,
            start=passage.start,
            end=passage.end,
            text=passage.span.of(article.text),
            publisher=article.publisher,
            title=article.title,
            published_at=article.published_at,
            url=article.url,
            status=article.status,
            notice=article.notice,
        )


class IngestedArticle(BaseModel):
    """One article that a file held, and what became of it."""

    path: str
    article_id: str
    change: Change
    english: bool = Field(description="Of an article in another language only the quotation marks are read.")


class SkippedFile(BaseModel):
    """A file, or a part of one, that was left out, and why."""

    path: str
    reason: str


class Report(BaseModel):
    """What came in, and what was skipped and why. `embedded` counts texts that needed the model."""

    model_config = example(
        articles=[
            {"path": "call.md", "article_id": "ukraine-2021-biden-putin-call", "change": "added", "english": True}
        ],
        skipped=[{"path": "photo.png", "reason": "is no article: Byline reads .md, .txt, .html, .jsonl"}],
        embedded=42,
    )

    articles: list[IngestedArticle]
    skipped: list[SkippedFile]
    embedded: int

    @classmethod
    def of(cls, report: IngestReport) -> "Report":
        """The report in JSON's own types."""
        return cls(
            articles=[
                IngestedArticle(path=a.path, article_id=a.article_id, change=a.change, english=a.english)
                for a in report.articles
            ],
            skipped=[SkippedFile(path=s.path, reason=s.reason) for s in report.skipped],
            embedded=report.embedded,
        )


class LibraryStatus(BaseModel):
    """How many rows of each kind the library holds; `current` are the articles that may answer."""

    model_config = example(articles=12, passages=230, attributions=190, embeddings=900, current=11)

    articles: int
    passages: int
    attributions: int
    embeddings: int
    current: int


class Health(BaseModel):
    """The server answers."""

    model_config = example(status="ok")

    status: str
