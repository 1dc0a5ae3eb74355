"""A place in an article -> who says it there, as Evidence, and whether that is whom a text names for it.

The article's own attributions say who speaks, under every name that it uses for them; sides stand for one another
("Washington", "the White House"). Where a name can't be told from another, nobody is said to be wrong.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Evidence
from assistant.quotations import Named
from ingestion.articles import Article, Span, cut_quote
from ingestion.attribution import Attribution, Polarity
from ingestion.attribution.quotations import find_quotations
from ingestion.attribution.sides import Sides
from ingestion.attribution.speakers import name_of
from ingestion.passages import Passage
from ingestion.store import Store

_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_PRONOUN = re.compile(
    r"(?:he|she|it|they|i|we|you|him|her|them|us|me|who|whom|which|that|this|these|those|one|both|some|others|another|"
    r"many|(?:him|her|it)self|themselves|all|none|neither|either|few|several)(?: of (?:them|us|these|those))?",
    re.I,
)
_ITSELF = re.compile(  # the article, whoever speaks in it
    r"(?:the|this|that|its?|an?|one) (?:\w+ )?"
    r"(?:article|report|story|piece|text|paper|newspaper|author|reporter|outlet)",
    re.I,
)
_UNTOLD = frozenset(  # words of a name that tell nobody apart
    "the a an this that his her its their our mr mrs ms miss dr sir lady lord president vice minister prime secretary "
    "senator sen rep representative gov governor mayor judge justice former republican democratic democrat nominee "
    "candidate chief and of for in at said".split()
)
_TITLES = {"mr": "he", "sir": "he", "lord": "he", "mrs": "she", "ms": "she", "miss": "she", "lady": "she"}
SHARE = 0.6  # of a quotation's characters that somebody's content holds, for the words to be theirs


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One version of an article as the store has it."""

    article: Article
    origin: str
    passages: tuple[Passage, ...]
    attributions: tuple[Attribution, ...]
    sentences: tuple[Span, ...]


def read_article(article_id: str, version: str, store: Store) -> Reading:
    """What the store has of a version. Raises NotFound."""
    passages = store.passages_of(article_id, version)
    return Reading(
        store.article(article_id, version),
        store.origin(article_id, version),
        passages,
        store.attributions(article_id, version),
        tuple(s for p in passages for s in p.sentences),
    )


def speakers_at(reading: Reading, span: Span) -> tuple[Attribution, ...]:
    """The attributions whose content holds most of a place, the innermost first. What a source says in it isn't one."""
    found = []
    for attribution in reading.attributions:
        shared = sum(max(0, min(c.end, span.end) - max(c.start, span.start)) for c in attribution.content)
        inside = any(s and span.contains(s) for s in (attribution.source, attribution.cue))
        if shared >= SHARE * (span.end - span.start) and not inside:
            found.append(attribution)
    return tuple(sorted(found, key=lambda a: -a.level))


def around(reading: Reading, span: Span) -> Span:
    """The whole sentences that a place lies in."""
    first, last = _sentence(reading, span.start), _sentence(reading, span.end - 1)
    return Span(min(span.start, reading.sentences[first].start), max(span.end, reading.sentences[last].end))


def evidence_at(reading: Reading, span: Span) -> Evidence:
    """A place as evidence: its exact words, its sentences, and who says it."""
    article = reading.article
    speakers = speakers_at(reading, span)
    inner = next((a for a in speakers if a.source), speakers[0] if speakers else None)
    holder = name_at(inner, article.text) if inner else None
    passage = reading.passages[max(0, bisect_right(reading.passages, span.start, key=lambda p: p.start) - 1)]
    called = _words(inner.source, article) if inner else None
    via = next((_words(a.source, article) for a in speakers if a is not inner and a.source), None)
    return Evidence(
        quote=cut_quote(article, span),
        sentence=cut_quote(article, around(reading, span)),
        content=article.text[span.start : span.end],
        content_start=span.start,
        place=_sentence(reading, span.start),
        passage_id=passage.id,
        publisher=article.publisher,
        title=article.title,
        published_at=article.published_at,
        url=article.url,
        origin=reading.origin,
        speaker=holder,
        called=called if called != holder else None,
        holder=holder,
        cue=_words(inner.cue, article) if inner else None,
        via=(_words(inner.relay, article) or via) if inner else None,
        cited=_words(inner.cited, article) if inner else None,
        stance=inner.stance if inner and holder else None,
        unnamed=bool(inner and not holder),
        negated=bool(inner and inner.polarity is Polarity.NEGATIVE),
        actual=inner.actual if inner else True,
    )


def name_at(attribution: Attribution, text: str) -> str | None:
    """The fullest name that the article has for a source; None for nobody, or a pronoun that isn't sure."""
    if attribution.speaker:
        return name_of(text, attribution.speaker.mention)
    own = " ".join(attribution.source.of(text).split()) if attribution.source else ""
    return None if not own or _PRONOUN.fullmatch(own) else own


def gives_to(named: Named, reading: Reading, span: Span, sides: Sides) -> bool | None:
    """Whether the article gives a place to whom a text names for it; None where that can't be told."""
    text = reading.article.text
    speakers = [a for a in speakers_at(reading, span) if a.source or a.speaker]
    own = {n for n in (named.name, named.called) if not _PRONOUN.fullmatch(n) and not _ITSELF.fullmatch(n)}
    publisher = reading.article.publisher
    if not own:
        return None
    if publisher and any(_same(n, publisher, sides) for n in own):
        return True
    if not speakers:
        return None if _in_marks(reading, span) else False
    names = {n for a in speakers for n in _names(a, reading)}
    told = [same for n in names for mine in own if (same := _same(mine, n, sides)) is not None]
    if any(told):
        return True
    heard = set(map(str.casefold, _WORD.findall(text)))
    if _is_name(named.name) and _key(named.name)[-1:] and _key(named.name)[-1] not in heard:
        return False  # the article doesn't so much as name them
    return False if told else None


def is_named(named: Named, attribution: Attribution, reading: Reading, sides: Sides) -> bool:
    """Whether a text's name for somebody is one that the article has for this source."""
    own = {named.name, named.called}
    return any(_same(mine, name, sides) for name in _names(attribution, reading) for mine in own)


def _names(attribution: Attribution, reading: Reading) -> set[str]:
    """Every name that the article has for a speaker, and whom the words came through."""
    text = reading.article.text
    own = attribution.speaker.mention if attribution.speaker else None
    spans = [attribution.source, attribution.relay, attribution.cited, own]
    spans += [a.source for a in reading.attributions if own and a.speaker and a.speaker.mention == own]
    names = {" ".join(s.of(text).split()) for s in spans if s}
    names |= {name_of(text, s) for s in spans if s}
    return {n for n in names if not _PRONOUN.fullmatch(n)}


def _same(named: str, other: str, sides: Sides) -> bool | None:
    """Whether two names are one speaker's; None where one of them is a description that may be anybody's."""
    side = sides.of(named)
    if side is not None and side == sides.of(other):
        return True
    mine, theirs = _key(named), _key(other)
    if not mine or not theirs:
        return None
    if _is_name(named) and _is_name(other):
        if mine[-1] == theirs[-1]:
            return not _at_odds(named, other)
        return _initials(mine) == theirs[-1] or _initials(theirs) == mine[-1] or set(mine) == set(theirs)
    if set(mine) <= set(theirs) or set(theirs) <= set(mine):
        return True
    return None


def _key(name: str) -> list[str]:
    """The words of a name that tell it apart, up to what stands behind a comma, in small letters."""
    head = name.split(",")[0]
    words = [w.casefold().removesuffix("'s").removesuffix("’s").replace(".", "") for w in _WORD.findall(head)]
    return [w for w in words if w not in _UNTOLD] or [w for w in words if w not in ("the", "a", "an")]


def _is_name(name: str) -> bool:
    """Whether a name ends in a capital: "Robby Mook" does, "Clinton's campaign manager" doesn't."""
    words = _WORD.findall(name.split(",")[0])
    return bool(words) and words[-1][:1].isupper()


def _at_odds(named: str, other: str) -> bool:
    """Whether two names that end alike are different people's: Bill and Hillary Clinton, Mr. and Mrs."""
    mine, theirs = _key(named), _key(other)
    if len(mine) > 1 and len(theirs) > 1 and not set(mine[:-1]) & set(theirs[:-1]):
        return mine[0][0] != theirs[0][0] or (len(mine[0]) > 1 and len(theirs[0]) > 1)
    forms = [{_TITLES[w] for w in map(str.casefold, _WORD.findall(n)) if w in _TITLES} for n in (named, other)]
    return bool(forms[0] and forms[1] and forms[0] != forms[1])


def _initials(words: Sequence[str]) -> str:
    return "".join(w[0] for w in words) if len(words) > 1 else ""


def _in_marks(reading: Reading, span: Span) -> bool:
    """Whether a place stands between quotation marks: then somebody says it, whoever that is."""
    whole = around(reading, span)
    text = reading.article.text
    start, end = text.rfind("\n", 0, whole.start) + 1, text.find("\n", whole.end)
    return any(q.overlaps(span) for q in find_quotations(text, Span(start, end if end >= 0 else len(text))))


def _words(span: Span | None, article: Article) -> str | None:
    return " ".join(span.of(article.text).split()) if span else None


def _sentence(reading: Reading, character: int) -> int:
    return max(0, bisect_right(reading.sentences, character, key=lambda s: s.start) - 1)
