"""The shapes of who says what at the border of the API: speakers across articles, and one article's attributions.

Articles' own words travel as plain JSON strings. `null` means that the article doesn't say.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from assistant.quoted import Speakers, Wanted, as_json, manner
from assistant.web.models import LISTED, ListedArticle, example
from ingestion.articles import Article, Span
from ingestion.attribution import Attribution as Found
from ingestion.attribution import Polarity, Stance, Voice
from ingestion.attribution.speakers import name_of

_MANNER = {"manner": "denies", "stance": "denies", "polarity": "positive", "actual": True}
_SAID = {
    "exact": "it is planning an attack",
    "start": 1411,
    "end": 1435,
    "whole": False,
    "source": "Moscow",
    "cue": "denies",
    **_MANNER,
    "voice": "indirect",
    "hedge": None,
    "relay": None,
    "cited": None,
    "scope": None,
    "told_by": None,
    "confidence": 0.97,
    "place": 7,
    "passage_id": "0f3b8a6d2c1e4f57",
    "article_id": "ukraine-2021-troop-numbers",
    "version": "6f0e…",
    "title": "Russian troop numbers near Ukraine",
    "publisher": "Sample Wire",
    "published_at": "2021-12-04T12:00:00Z",
}
_QUOTED = {
    "name": "Moscow",
    "side": "Russia",
    "names": ["Moscow"],
    "described": False,
    "times": 1,
    "told_by_others": 0,
    "articles": 1,
    "publishers": 1,
    "origins": 1,
    "manners": [{**_MANNER, "times": 1}],
    "on": ["attack", "planning"],
    "said": [_SAID],
}
_Manner = Annotated[
    str, Field(description="Stance, polarity and `actual` in words: denies, does not deny, might deny.")
]


class SaidBy(BaseModel):
    """One attribution: `exact` are the characters `start:end` of this version of the article.

    Where the content alone would mislead (negated, hypothetical, hedged, unsure, short), `exact` is its sentence and
    `whole` is true. `told_by` is the speaker inside whose words it stands; `place` counts the article's attributions.
    """

    model_config = example(**_SAID)

    exact: str
    start: int
    end: int
    whole: bool
    source: str
    cue: str | None
    manner: _Manner
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


class MannerCount(BaseModel):
    """How often a speaker did something in one manner."""

    model_config = example(**_MANNER, times=1)

    manner: _Manner
    stance: Stance
    polarity: Polarity
    actual: bool
    times: int


class QuotedSpeaker(BaseModel):
    """One speaker. `times` counts its attributions, of which `said` holds the first few.

    `described`: the words are a description, not a name, and articles may mean different ones by it. `told_by_others`
    of the `times` stand inside what another speaker says. `on` are the words that tell its contents from the others'.
    """

    model_config = example(**_QUOTED)

    name: str
    side: str | None
    names: list[str]
    described: bool
    times: int
    told_by_others: int
    articles: int
    publishers: int
    origins: int
    manners: list[MannerCount]
    on: list[str]
    said: list[SaidBy]


class SpeakerList(BaseModel):
    """A page of speakers; those of one side stand together. `total` counts them on all pages.

    `unresolved` attributions are to a pronoun that may mean several, `unattributed` ones name no source; both are left
    out. `nearest` are names like the one that nobody has.
    """

    model_config = example(
        speakers=[_QUOTED],
        total=1,
        limit=20,
        offset=0,
        articles=24,
        unresolved=12,
        unattributed=3,
        nearest=[],
    )

    speakers: list[QuotedSpeaker]
    total: int
    limit: int
    offset: int
    articles: int
    unresolved: int
    unattributed: int
    nearest: list[str]

    @classmethod
    def of(cls, found: Speakers, wanted: Wanted) -> "SpeakerList":
        """The page that was wanted."""
        return cls.model_validate({**as_json(found), "limit": wanted.limit, "offset": wanted.offset})


_WORDS = {"start": 1404, "end": 1410, "exact": "Moscow"}
_CUE = {"start": 1411, "end": 1417, "exact": "denies"}
_CONTENT = {"start": 1423, "end": 1447, "exact": "it is planning an attack"}
_SPEAKER = {**_WORDS, "name": "Moscow", "confidence": 1.0}
_ATTRIBUTION = {
    "place": 7,
    "source": _WORDS,
    "cue": _CUE,
    "content": [_CONTENT],
    **_MANNER,
    "voice": "indirect",
    "hedge": None,
    "relay": None,
    "cited": None,
    "scope": None,
    "anonymous": False,
    "committed": False,
    "speaker": _SPEAKER,
    "level": 0,
    "parent": None,
    "confidence": 0.97,
    "method": "rules",
}


class Words(BaseModel):
    """The characters `start:end` of the article's text."""

    model_config = example(**_WORDS)

    start: int
    end: int
    exact: str


class Speaker(Words):
    """The fullest mention of whom the source means, its name, and how sure it is that they are one."""

    model_config = example(**_SPEAKER)

    name: str
    confidence: float


class Attribution(BaseModel):
    """Who says what. `content` may be in several pieces; `relay` is the outlet told, `cited` whom an outlet leans on.

    `actual` is false under a modal, a condition or "whether"; `committed` where the cue takes the content for true.
    `parent` is the place of the attribution whose content holds this one.
    """

    model_config = example(**_ATTRIBUTION)

    place: int
    source: Words | None
    cue: Words | None
    content: list[Words]
    manner: _Manner
    stance: Stance
    polarity: Polarity
    actual: bool
    voice: Voice
    hedge: Words | None
    relay: Words | None
    cited: Words | None
    scope: Words | None
    anonymous: bool
    committed: bool
    speaker: Speaker | None
    level: int
    parent: int | None
    confidence: float
    method: str

    @classmethod
    def of(cls, found: Found, place: int, text: str) -> "Attribution":
        """The attribution with its words cut from the text."""

        def words(span: Span | None) -> Words | None:
            return Words(start=span.start, end=span.end, exact=span.of(text)) if span else None

        who = found.speaker
        return cls(
            place=place,
            source=words(found.source),
            cue=words(found.cue),
            content=[Words(start=c.start, end=c.end, exact=c.of(text)) for c in found.content],
            manner=manner(found.stance, found.polarity, actual=found.actual),
            stance=found.stance,
            polarity=found.polarity,
            actual=found.actual,
            voice=found.voice,
            hedge=words(found.hedge),
            relay=words(found.relay),
            cited=words(found.cited),
            scope=words(found.scope),
            anonymous=found.anonymous,
            committed=found.committed,
            speaker=Speaker(
                start=who.mention.start,
                end=who.mention.end,
                exact=who.mention.of(text),
                name=name_of(text, who.mention),
                confidence=who.confidence,
            )
            if who
            else None,
            level=found.level,
            parent=found.parent,
            confidence=found.confidence,
            method=found.method,
        )


class ArticleAttributions(BaseModel):
    """A page of the attributions of one version of an article, in the order that `place` and `parent` count in."""

    model_config = example(article=LISTED, attributions=[_ATTRIBUTION], total=31, limit=200, offset=0)

    article: ListedArticle
    attributions: list[Attribution]
    total: int
    limit: int
    offset: int

    @classmethod
    def of(cls, article: Article, found: Sequence[Found], *, limit: int, offset: int) -> "ArticleAttributions":
        """The page of an article."""
        places = range(len(found))[offset : offset + limit]
        return cls(
            article=ListedArticle.of(article),
            attributions=[Attribution.of(found[place], place, article.text) for place in places],
            total=len(found),
            limit=limit,
            offset=offset,
        )
