"""The shapes of tracing at the border of the API: an excerpt in, where it stands in the articles out.

Articles' own words travel as plain JSON strings. `null` means that the article doesn't say.
"""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.findings import Aspect
from assistant.traces import Match
from assistant.tracing import LONGEST
from assistant.web.models import ArticleFilters, Quote, example
from ingestion.articles import Status
from ingestion.attribution import Stance

_EXACT = "regulators had wanted to send a very strong message against cryptocurrencies"
_QUOTE: dict[str, Any] = {
    "article_id": "svb-2023-weekend",
    "version": "6f0e…",
    "start": 2310,
    "end": 2386,
    "exact": _EXACT,
    "prefix": "told CNBC that “",
    "suffix": "”.",
}
_EVIDENCE: dict[str, Any] = {
    "quote": _QUOTE,
    "sentence": _QUOTE,
    "content": _EXACT,
    "content_start": 2310,
    "place": 14,
    "passage_id": "0f3b8a6d2c1e4f57",
    "publisher": "Sample Daily (Washington)",
    "title": "US guarantees all SVB deposits and insists it is no bailout",
    "published_at": "2023-03-14T12:00:00Z",
    "url": None,
    "origin": "svb-2023-weekend",
    "speaker": "Barney Frank",
    "called": None,
    "holder": "Barney Frank",
    "cue": "told",
    "cue_is_verb": False,
    "framing": None,
    "via": "CNBC",
    "cited": None,
    "stance": "asserts",
    "unnamed": False,
    "negated": False,
    "actual": True,
}
_APPEARANCE = {"evidence": _EVIDENCE, "pieces": [_QUOTE], "status": "current", "notice": None}


class Excerpt(ArticleFilters):
    """Words to trace, from a phrase to a few paragraphs, and which articles to look in."""

    model_config = example(excerpt=_EXACT, publisher=None, since=None, until=None, articles=[])

    excerpt: str = Field(max_length=LONGEST)


class Evidence(BaseModel):
    """Words of an article with who says them and who published them."""

    model_config = example(**_EVIDENCE)

    quote: Quote
    sentence: Quote = Field(description="The whole sentences that the quote lies in.")
    content: str
    content_start: int
    place: int = Field(description="Which sentence of the article it begins in, from 0.")
    passage_id: str
    publisher: str | None
    title: str | None
    published_at: datetime | None
    url: str | None
    origin: str = Field(description="The same for copies of one wire story.")
    speaker: str | None = Field(description="Null in the publisher's own voice.")
    called: str | None
    holder: str | None = Field(description="The fullest name that the article gives the speaker.")
    cue: str | None
    cue_is_verb: bool
    framing: str | None
    via: str | None
    cited: str | None
    stance: Stance | None
    unnamed: bool = Field(description="Somebody says it, it isn't plain who.")
    negated: bool
    actual: bool


class Appearance(BaseModel):
    """One place where the words stand; `pieces` are its parts where an ellipsis leaves some out."""

    model_config = example(**_APPEARANCE)

    evidence: Evidence
    pieces: list[Quote]
    status: Status
    notice: str | None


class Difference(BaseModel):
    """One difference, pointed at in both texts: `start:end` of the excerpt, `stated_start:stated_end` of the article
    that `quote` is of. Null on one side where the other has something more."""

    model_config = ConfigDict(extra="forbid")

    aspect: Aspect
    start: int | None
    end: int | None
    claimed: str | None
    quote: Quote | None
    stated_start: int | None
    stated_end: int | None
    stated: str | None


class Trace(BaseModel):
    """Where an excerpt comes from; `places` has the earliest first. Where `match` is "not found", `nearest` holds what
    is most like it, and isn't it."""

    model_config = example(
        excerpt=_EXACT,
        match="exact",
        why="word for word, in Sample Daily (Washington) on 14 March 2023",
        places=[_APPEARANCE],
        differences=[],
        nearest=[],
        origins=1,
        searched=24,
        oldest="2021-03-24T12:00:00Z",
        newest="2023-05-17T09:00:00Z",
    )

    excerpt: str
    match: Match
    why: str
    places: list[Appearance]
    differences: list[Difference]
    nearest: list[Appearance]
    origins: int
    searched: int
    oldest: datetime | None
    newest: datetime | None
