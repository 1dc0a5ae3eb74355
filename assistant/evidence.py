"""Hits -> Evidence: what the articles say in the passages found, and who says it.

Text and status are read from the store: a hit whose article is gone, superseded, withdrawn or changed is dropped.
Each sentence gives one piece of evidence for each outermost attribution in it, and one in the publisher's own voice
where nobody else speaks. Where an attribution is unsure, negated or hypothetical, the whole sentence is
quoted: then the article's own words say how it stands.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingestion.index import Hit

from assistant.answers import Evidence
from ingestion.articles import Article, Quote, Span, Status, cut_quote
from ingestion.attribution import Attribution, Polarity
from ingestion.errors import NotFound
from ingestion.passages import Passage
from ingestion.store import Store

SURE = 0.6  # confidence below which the whole sentence is quoted
SHORT = 25  # characters; a shorter content ("this assertion") means nothing without its sentence
_PRONOUN = re.compile(r"(?:he|she|it|they|who|which|that|this|these|those|we|i|one)\b", re.I)
_LEANS_BACK = re.compile(
    r"(?:(?:However|But|And|Still|Instead|Then|Also|Meanwhile|Yet),? )?(?:he|she|it|they|this|that|these|those|"
    r"his|her|its|their|the agency|the ministry|the official|the spokes\w+)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class SentenceEvidence:
    """One sentence of one hit and the evidence in it, with what ranking needs: the passage's rank score and texts."""

    sentence: Quote
    passage_text: str
    title: str | None
    rank_score: float
    evidence: tuple[Evidence, ...]


def gather(hits: Iterable[Hit], *, store: Store) -> tuple[SentenceEvidence, ...]:
    """The sentences of all hits that still stand, in the hits' order."""
    gathered: list[SentenceEvidence] = []
    for hit in hits:
        try:
            passage = store.passage(hit.passage_id)
            article = store.article(passage.article_id)
        except NotFound:
            continue
        if article.status is not Status.CURRENT or article.version != passage.version:
            continue
        attributions = store.attributions(article.id, article.version)
        origin = store.origin(article.id, article.version)
        for sentence in passage.sentences:
            gathered.append(
                SentenceEvidence(
                    cut_quote(article, sentence),
                    passage.span.of(article.text),
                    article.title,
                    hit.score,
                    tuple(_evidence_in(sentence, passage, article, attributions, origin)),
                )
            )
    return tuple(gathered)


def _evidence_in(
    sentence: Span, passage: Passage, article: Article, attributions: tuple[Attribution, ...], origin: str
) -> Iterable[Evidence]:
    whole = _with_antecedent(sentence, passage, article.text)
    spoken = [a for a in attributions if a.level == 0 and any(sentence.overlaps(c) for c in a.content)]
    for attribution in spoken:
        yield _attributed(attribution, sentence, whole, passage, article, origin)
    if not spoken:
        yield _evidence(whole, sentence, passage, article, origin)


def _with_antecedent(sentence: Span, passage: Passage, text: str) -> Span:
    """The sentence, with the one before it where it begins with a word that leans on that."""
    place = passage.sentences.index(sentence)
    if place and _LEANS_BACK.match(sentence.of(text)):
        return Span(passage.sentences[place - 1].start, sentence.end)
    return sentence


def _attributed(
    attribution: Attribution, sentence: Span, whole: Span, passage: Passage, article: Article, origin: str
) -> Evidence:
    text = article.text
    source = attribution.source
    named = source is not None and not _PRONOUN.fullmatch(source.of(text))
    content = attribution.content[0]
    plain = (
        named
        and attribution.cue is not None
        and len(attribution.content) == 1
        and content.end - content.start >= SHORT
        and passage.span.contains(content)
        and attribution.polarity is Polarity.POSITIVE
        and attribution.actual
        and attribution.hedge is None
        and attribution.confidence >= SURE
    )
    return _evidence(content if plain else whole, sentence, passage, article, origin, attribution, named=named)


def _evidence(
    quoted: Span,
    sentence: Span,
    passage: Passage,
    article: Article,
    origin: str,
    attribution: Attribution | None = None,
    *,
    named: bool = False,
) -> Evidence:
    text = article.text

    def words(span: Span | None) -> str | None:
        return span.of(text) if span else None

    return Evidence(
        quote=cut_quote(article, quoted),
        sentence=cut_quote(article, sentence),
        passage_id=passage.id,
        publisher=article.publisher,
        title=article.title,
        published_at=article.published_at,
        url=article.url,
        origin=origin,
        speaker=words(attribution.source) if attribution and named else None,
        cue=words(attribution.cue) if attribution else None,
        via=words(attribution.relay) if attribution else None,
        hedge=words(attribution.hedge) if attribution else None,
        stance=attribution.stance if attribution else None,
        negated=bool(attribution and attribution.polarity is Polarity.NEGATIVE),
        actual=attribution.actual if attribution else True,
    )
