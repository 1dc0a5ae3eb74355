"""Hits -> Evidence: what the articles say in and around the passages found, and who says it.

Text and status are read from the store: a hit whose article is gone, superseded, withdrawn or changed is dropped.
Each sentence gives one piece of evidence for each outermost attribution in it, and one in the publisher's own voice
where nobody else speaks. Where an attribution is unsure, negated or hypothetical, the whole sentence is quoted: then
the article's own words say how it stands. So it is where the source is a pronoun and it isn't sure enough whom it
means: the sentence is then the publisher's. `denied` says which evidence answers which.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.answers import Evidence
from assistant.questions import terms
from ingestion.articles import Article, Quote, Span, Status, cut_quote
from ingestion.attribution import Attribution, Polarity, Stance, Voice
from ingestion.attribution.speakers import name_of
from ingestion.errors import NotFound
from ingestion.index import Hit
from ingestion.passages import Passage
from ingestion.store import Store

SURE = 0.6  # confidence below which the whole sentence is quoted
RESOLVED = 0.8  # confidence from which "he" and "the agency" are shown by name
SHORT = 3  # words; a shorter content means nothing without its sentence
SHORT_POINTING = 8  # words; nor does a shorter one that points back ("preparing such an attack")
NEAR = 3  # sentences between a denial and what it may deny in the same article

_UNSPOKEN = (Stance.INTENDS, Stance.SUPPORTS, Stance.OPPOSES)  # what somebody else can only tell of a source
_PRONOUN = re.compile(r"(?:he|she|it|they|who|which|that|this|these|those|we|i|one)\b", re.I)
_PERSONAL = re.compile(r"(?:he|she|it|they)\b", re.I)
LEANS_BACK = re.compile(
    r"(?:(?:However|But|And|Still|Instead|Then|Also|Meanwhile|Yet),? )?"
    r"(?:he|she|it|they|this|that|these|those|his|her|its|their)\b",
    re.I,
)
_SHORT_FORM = re.compile(r"[Tt]he [a-z]+(?: [a-z]+)?")  # the agency, the news agency
_POSSESSIVE = ("'s", "’s", "' ", "’ ")
_PARTICIPLE = re.compile(r"\w+ing", re.I)  # saying
_PREPOSITION = re.compile(r"(?:according|in|for|per|as)\b", re.I)
_RELATIVE = re.compile(r"\W{1,3}(?:which|who|whom|whose|where)\b")
_CONCESSION = re.compile(r"\W{1,3}(?:but|though|although|even though|unless|except|while|despite|yet)\b", re.I)
_TURNING = re.compile(  # between cue and content: it would say the opposite if it were left out
    r"\b(?:den(?:y|ies|ied|ying)|not|never|no|refus\w+|reject\w+|fail\w*|false|untrue)\b|n['’]t\b", re.I
)
_POINTS_BACK = re.compile(
    r"\b(?:this|these|those|such|the (?:claim|accusation|allegation|charge|assertion|report|suggestion)s?)\b"
    r"|^(?:it|that)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class SentenceEvidence:
    """One sentence and the evidence in it, with what ranking needs: the texts around it and the title."""

    sentence: Quote
    passage_text: str
    article_text: str
    title: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One current article as the store has it. `places`: ordinal of each sentence, by the character it starts at."""

    article: Article
    origin: str
    passages: tuple[Passage, ...]
    attributions: tuple[Attribution, ...]
    places: dict[int, int]


def gather(hits: Iterable[Hit], *, store: Store) -> tuple[SentenceEvidence, ...]:
    """The sentences of all hits that still stand and of the passages beside them, the hits' order first."""
    readings: dict[str, _Reading] = {}
    passages: dict[str, tuple[_Reading, Passage]] = {}
    beside: dict[str, tuple[_Reading, Passage]] = {}
    for hit in hits:
        try:
            passage = store.passage(hit.passage_id)
            reading = readings.get(passage.article_id) or _read(passage.article_id, store)
        except NotFound:
            continue
        if reading.article.status is not Status.CURRENT or reading.article.version != passage.version:
            continue
        readings[passage.article_id] = reading
        passages[passage.id] = reading, passage
        place = reading.passages.index(passage)
        for neighbour in reading.passages[max(0, place - 1) : place + 2]:
            beside[neighbour.id] = reading, neighbour
    return tuple(
        SentenceEvidence(
            cut_quote(reading.article, sentence),
            passage.span.of(reading.article.text),
            reading.article.text,
            reading.article.title,
            tuple(_evidence_in(sentence, passage, reading)),
        )
        for reading, passage in (passages | beside).values()
        for sentence in passage.sentences
    )


def denied(denial: Evidence, others: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Which of the others a piece of evidence denies: nothing, unless it is a denial.

    In its own article, the nearest thing before it, within NEAR sentences: in the same sentence; just before, if the
    denial points back ("this claim") or holds no other words; else if it holds half of the denial's words, two at
    least, or some of them and the denier's name. In other articles, what holds half of its words, three at least.
    """
    if denial.stance is not Stance.DENIES or denial.negated or not denial.actual:
        return ()
    candidates = [o for o in others if o.stance is not None and not _same_speaker(o, denial)]
    own = [o for o in candidates if o.quote.article_id == denial.quote.article_id and _answers(denial, o)]
    nearest = min((denial.place - o.place for o in own), default=0)
    words = terms(denial.content)
    return tuple(
        o
        for o in candidates
        if (o in own and denial.place - o.place == nearest)
        or (o.quote.article_id != denial.quote.article_id and len(words & terms(o.content)) >= max(3, len(words) / 2))
    )


def _same_speaker(left: Evidence, right: Evidence) -> bool:
    """Whether one is named with the other's words: "Jen Psaki" and "the press secretary, Jen Psaki"."""
    own, other = terms(left.holder or ""), terms(right.holder or "")
    return own <= other or other <= own


def _answers(denial: Evidence, other: Evidence) -> bool:
    """Whether a denial is about what stands before it in its article."""
    gap = denial.place - other.place
    if gap > NEAR or other.content_start >= denial.content_start:
        return False
    if gap == 0 or (gap == 1 and _POINTS_BACK.search(denial.content)):
        return True
    words, theirs = terms(denial.content), terms(other.quote.exact)
    shared = len(words & theirs)
    if gap == 1 and shared and shared == len(words):
        return True
    return shared >= max(2, len(words) / 2) or (shared > 0 and bool(terms(denial.speaker or "") & theirs))


def _read(article_id: str, store: Store) -> _Reading:
    article = store.article(article_id)
    passages = store.passages_of(article.id, article.version)
    starts = [s.start for p in passages for s in p.sentences]
    return _Reading(
        article,
        store.origin(article.id, article.version),
        passages,
        store.attributions(article.id, article.version),
        {start: place for place, start in enumerate(starts)},
    )


def _evidence_in(sentence: Span, passage: Passage, reading: _Reading) -> Iterator[Evidence]:
    spoken = [
        (number, attribution)
        for number, attribution in enumerate(reading.attributions)
        if attribution.level == 0 and any(sentence.overlaps(c) for c in attribution.content)
    ]
    for number, attribution in spoken:
        yield _attributed(_innermost(number, attribution, reading), attribution, sentence, passage, reading)
    if not spoken:
        yield _evidence(_whole(sentence, None, passage, reading), sentence, passage, reading)


def _whole(sentence: Span, attribution: Attribution | None, passage: Passage, reading: _Reading) -> Span:
    """The sentence, with the one before it in its passage where it leans on that by its first word or its source."""
    text = reading.article.text
    place = passage.sentences.index(sentence)
    leans = bool(LEANS_BACK.match(sentence.of(text)))
    source = attribution.source if attribution else None
    if source and _PERSONAL.fullmatch(source.of(text)):
        leans = leans or not any(
            a.source and sentence.contains(a.source) and a.source.end <= source.start and not _is_pronoun(a, text)
            for a in reading.attributions
        )
    return Span(passage.sentences[place - 1].start, sentence.end) if place and leans else sentence


def _is_pronoun(attribution: Attribution, text: str) -> bool:
    return attribution.source is not None and bool(_PRONOUN.fullmatch(attribution.source.of(text)))


def _is_vague(attribution: Attribution, text: str) -> bool:
    """Whether the source is a word that alone tells nobody who it is: "he", "the agency"."""
    own = attribution.source.of(text) if attribution.source else ""
    return bool(_PRONOUN.fullmatch(own) or _SHORT_FORM.fullmatch(own))


def _innermost(number: int, outer: Attribution, reading: _Reading) -> Attribution:
    """Who spoke, where all that somebody says is what another says: "the Post reported that officials believe …"."""
    inside = [a for a in reading.attributions if a.parent == number]
    if (
        len(inside) == 1
        and outer.stance is Stance.ASSERTS
        and inside[0].stance not in _UNSPOKEN
        and not _is_vague(outer, reading.article.text)
        and _is_sure(outer)
        and outer.relay is None
        and outer.cited is None
        and inside[0].source is not None
        and not _is_pronoun(inside[0], reading.article.text)
        and inside[0].source.start - outer.content[0].start <= len("that the ")
        and inside[0].content[-1].end == outer.content[-1].end
    ):
        return inside[0]
    return outer


def _goes_on(attribution: Attribution, reading: _Reading) -> bool:
    """Whether the sentence says more of the content or takes some of it back, other than in another's words."""
    text = reading.article.text
    ends = attribution.content[-1].end, max(s.end for s in (attribution.source, attribution.cue) if s)
    if any(_RELATIVE.match(text, end) for end in ends):
        return True
    end = max(ends)
    conceded = _CONCESSION.match(text, end)
    return conceded is not None and not any(
        a.level == 0 and a.source and 0 <= a.source.start - conceded.end() <= 5 for a in reading.attributions
    )


def _is_sure(attribution: Attribution) -> bool:
    return (
        attribution.polarity is Polarity.POSITIVE
        and attribution.actual
        and attribution.hedge is None
        and attribution.confidence >= SURE
    )


def _attributed(
    attribution: Attribution, outer: Attribution, sentence: Span, passage: Passage, reading: _Reading
) -> Evidence:
    text = reading.article.text
    speaker, called = _speaker(attribution, text)
    content = attribution.content[0]
    plain = (
        speaker is not None
        and attribution.cue is not None
        and (
            attribution.stance is Stance.ASSERTS  # any other stance has to be in the words around the quote
            or _cue_is_verb(attribution, text)
            or _framing(attribution, text) is not None
        )
        and len(attribution.content) == 1
        and _stands_alone(content.of(text))
        and not _goes_on(attribution, reading)
        and not _TURNING.search(text[attribution.cue.end : content.start])
        and passage.span.contains(content)
        and _is_sure(attribution)
    )
    quoted = content if plain else _whole(sentence, attribution, passage, reading)
    if speaker is None and attribution.speaker:
        name = name_of(text, attribution.speaker.mention)
        speaker = name if name in quoted.of(text) else None  # less sure, but the reader sees whom "he" may mean
    hidden = speaker is not None and speaker not in quoted.of(text) and not _is_sure(attribution)
    if hidden or (attribution.confidence < SURE and attribution.voice is Voice.INDIRECT):
        speaker = called = None  # the reader couldn't see how the attribution stands, or nobody may have said it
    via = attribution.relay if attribution is outer else outer.source
    return _evidence(quoted, sentence, passage, reading, attribution, speaker, called, via)


def _speaker(attribution: Attribution, text: str) -> tuple[str | None, str | None]:
    """Who speaks, and what the article calls them here where that alone tells nobody: "he", "the agency"."""
    if attribution.source is None:
        return None, None
    own = attribution.source.of(text)
    meant = _meant(attribution, text)
    if _is_vague(attribution, text) and meant and meant.casefold() != own.casefold():
        return meant, own
    return (None if _is_pronoun(attribution, text) else own), None


def _holder(attribution: Attribution, speaker: str, text: str) -> str:
    """The fullest name; as the article writes it here where the two differ in nothing but a capital letter."""
    meant = _meant(attribution, text)
    return speaker if meant is None or meant.casefold() == speaker.casefold() else meant


def _meant(attribution: Attribution, text: str) -> str | None:
    """The fullest name that the article gives the source, where that is sure enough."""
    who = attribution.speaker
    return name_of(text, who.mention) if who and who.confidence >= RESOLVED else None


def _cue_is_verb(attribution: Attribution, text: str) -> bool:
    """Whether the cue is finite and follows its source, or is inverted: the ministry said; said the ministry."""
    source, cue = attribution.source, attribution.cue
    if source is None or cue is None or _PARTICIPLE.fullmatch(cue.of(text)):
        return False
    if source.end <= cue.start:
        return not text.startswith(_POSSESSIVE, source.end)
    return not text[cue.end : source.start].strip() and not _PREPOSITION.match(cue.of(text))


def _framing(attribution: Attribution, text: str) -> Span | None:
    """Source and cue in one, where the cue is a noun or a preposition beside it: claims by Kiev, Moscow's denial."""
    source, cue = attribution.source, attribution.cue
    if source is None or cue is None or _cue_is_verb(attribution, text):
        return None
    between = text[cue.end : source.start].split() if cue.end <= source.start else text[source.end : cue.start].split()
    noun = cue.end <= source.start and len(between) <= 1
    owned = source.end <= cue.start and text.startswith(_POSSESSIVE, source.end) and len(between) <= 2
    return Span(min(source.start, cue.start), max(source.end, cue.end)) if noun or owned else None


def _stands_alone(content: str) -> bool:
    words = len(content.split())
    return words >= SHORT and not (words < SHORT_POINTING and _POINTS_BACK.search(content))


def _evidence(
    quoted: Span,
    sentence: Span,
    passage: Passage,
    reading: _Reading,
    attribution: Attribution | None = None,
    speaker: str | None = None,
    called: str | None = None,
    via: Span | None = None,
) -> Evidence:
    article = reading.article

    def words(span: Span | None) -> str | None:
        return span.of(article.text) if span else None

    content = attribution.content if attribution else (sentence,)
    return Evidence(
        quote=cut_quote(article, quoted),
        sentence=cut_quote(article, sentence),
        content=" ".join(c.of(article.text) for c in content),
        content_start=content[0].start,
        place=reading.places[sentence.start],
        passage_id=passage.id,
        publisher=article.publisher,
        title=article.title,
        published_at=article.published_at,
        url=article.url,
        origin=reading.origin,
        speaker=speaker,
        called=called,
        holder=_holder(attribution, speaker, article.text) if attribution and speaker else None,
        cue=words(attribution.cue) if attribution else None,
        cue_is_verb=bool(attribution and _cue_is_verb(attribution, article.text)),
        framing=words(_framing(attribution, article.text) if attribution else None),
        via=words(via),
        cited=words(attribution.cited) if attribution else None,
        stance=attribution.stance if attribution and speaker else None,
        unnamed=bool(attribution and not speaker and attribution.voice is not Voice.INDIRECT),
        negated=bool(attribution and attribution.polarity is Polarity.NEGATIVE),
        actual=attribution.actual if attribution else True,
    )
