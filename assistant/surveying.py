"""Subject -> Material: what is read for a summary, and what of it may be quoted.

Of articles that are named everything; on a topic what retrieval finds, and the whole of an article that is about it; of
a speaker what it is quoted with and what stands beside that. Of copies of one wire story the first published is read.
A sentence that a reader doesn't understand alone, or that doesn't show whose words it holds, may not be chosen.
"""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from math import inf

from assistant import speakers
from assistant.answering import ABOUT, CONTRAST, propose
from assistant.answers import Evidence
from assistant.evidence import LEANS_BACK, SentenceEvidence, gather
from assistant.pipeline import Considered, consider
from assistant.questions import initials, terms
from assistant.quoted import MOST_QUOTES, Quoted, Said, Wanted
from assistant.retrieval import Filters, passing
from assistant.summaries import Subject
from ingestion.articles import Status
from ingestion.errors import BylineError
from ingestion.index import Hit
from ingestion.pipeline import Library
from ingestion.store import Listed, Store

PASSAGES = 60  # read for a topic
SPEAKERS = 20  # entries of one name: "Putin" and "President Putin" may be two
SHORT = 6  # words; a shorter sentence says too little alone
OPENING = 3  # sentences that say what an article is about,
OFTEN = 4  # or so many anywhere in it
WHOLE = 20  # articles about a topic that are read from end to end
NAMED = 0.1  # for a sentence that has a name of the topic, on top of its score
UNFIT = 0.2  # score at which a sentence doesn't fit a topic at all
AMISS = 0.5  # of what a sentence fits that has the topic's names alone: "Webb", but nothing of its launch
WITHIN = 0.4  # of what the opening of an article fits, for each sentence but the first

_NAME = re.compile(r"\b[A-Z][\w-]*(?: [A-Z][\w-]*)*")
_FRAGMENT = re.compile(r"(?:then|that|also|too|for|to|as|in|on|at|by|with|of|from|about|and|or|but|which|who)\b", re.I)
_TAKES_NO_CLAUSE = re.compile(  # or takes back what its clause says: the sentence itself reads better, or safer
    r"\b(?:describ|call|prais|blam|accus|welcom|condemn|critici[sz]|congratulat|apologi[sz]|publish|show|cit|propos|offer|"
    r"present|releas|nam|thank|express|support|back|oppos|reject|disput|demand|urg|ask|want|seek|sought|promis|den[iy])"
    r"\w*$",
    re.I,
)
_POINTS = re.compile(  # to something that was spoken of before
    r"(?:the (?:decision|move|figure|report|claim|step|announcement|change|same|others?|latter|former|amount|plan|"
    r"proposal|accusation|charge|remark|comment|appeal|answer|question|reason|result|two|three)s?|others?|another|both|such|"
    r"neither|either|some|one of)\b",
    re.I,
)
_OWNED = re.compile(r"(?:its|his|her|their|our|my|one)\b", re.I)


@dataclass(frozen=True, slots=True)
class Material:
    """What is read: the articles considered, and of those that say something the sentences that may be quoted.

    `fit` is how well each sentence fits the topic, by its place; `heads` are the pieces of evidence that may be chosen.
    """

    title: str
    silence: str  # why there is no summary, if there is none
    considered: tuple[Listed, ...]
    copies: Mapping[str, str]  # article id -> the id of the one read in its place
    sentences: tuple[SentenceEvidence, ...]
    fit: tuple[float, ...]
    heads: tuple[tuple[Evidence, ...], ...]


def survey(library: Library, subject: Subject, filters: Filters) -> Material:
    """What is read. Raises BylineError for what can't be summarised, NotFound for an article that isn't there."""
    if subject.topic is not None:
        return _on_topic(library, subject.topic, filters)
    if subject.speaker is not None:
        return _of_speaker(library, subject.speaker, filters)
    return _of_articles(library, subject.articles, filters)


def _of_articles(library: Library, ids: Sequence[str], filters: Filters) -> Material:
    """The articles named, whole."""
    if filters != Filters():
        raise BylineError("articles that are named are summarised whatever their date and publisher; leave those out")
    store = library.store
    articles = [store.article(article_id) for article_id in dict.fromkeys(ids)]
    for article in articles:
        if article.status is not Status.CURRENT:
            raise BylineError(f"the article {article.id!r} is {article.status}; only current ones are summarised")
    listed = tuple(found for a in articles for found in store.listed(article_id=a.id) if found.version == a.version)
    copies = _copies(listed, store)
    hits = [
        Hit(passage.id, a.id, 0.0, "named")
        for a in sorted(listed, key=age)
        if a.id not in copies
        for passage in store.passages_of(a.id, a.version)
    ]
    sentences = gather(hits, store=store)
    return Material(
        title=(articles[0].title or "untitled") if len(articles) == 1 else f"{len(articles)} articles",
        silence="The articles hold no sentence that can be quoted alone.",
        considered=listed,
        copies=copies,
        sentences=sentences,
        fit=tuple(1.0 for _ in sentences),
        heads=tuple(_heads(s) for s in sentences),
    )


def _on_topic(library: Library, topic: str, filters: Filters) -> Material:
    """What is found on a topic; of an article that is about it, all of it."""
    considered = consider(library, topic, filters, passages=PASSAGES)
    fits, openings = _fits(considered, topic)
    about = sorted((a for a, fit in openings.items() if fit >= ABOUT), key=lambda a: (-openings[a], a))[:WHOLE]
    speaking = {article for (article, _), fit in fits.items() if fit >= ABOUT} | set(about)
    copies = _copies([a for a in considered.articles if a.id in speaking], library.store)
    versions = {a.id: a.version for a in considered.articles}
    hits = [
        Hit(p.id, a, 0.0, "about") for a in about if a not in copies for p in library.store.passages_of(a, versions[a])
    ]
    others = [s.found for s in considered.scored if s.found.sentence.article_id in speaking - set(about) - set(copies)]
    fitting: list[tuple[SentenceEvidence, float]] = []
    for found in (*gather(hits, store=library.store), *others):
        article = found.sentence.article_id
        own = fits.get((article, found.sentence.start), 0.0)
        share = (1.0 if found.evidence[0].place == 0 else WITHIN) * (article in about)
        fitting.append((found, max(own - UNFIT if own >= ABOUT else 0.0, share * (openings.get(article, 0.0) - UNFIT))))
    return Material(
        title=" ".join(topic.split()),
        silence="No article speaks of this.",
        considered=considered.articles,
        copies=copies,
        sentences=tuple(found for found, _ in fitting),
        fit=tuple(fit for _, fit in fitting),
        heads=tuple(_heads(found) if fit else () for found, fit in fitting),
    )


def _fits(considered: Considered, topic: str) -> tuple[dict[tuple[str, int], float], dict[str, float]]:
    """How well sentences fit a topic, by article and where they start, and how well whole articles do: by their opening
    or, if that is better, by their best sentences together."""
    names = _names(topic)
    matter = terms(topic) - {term for name in names for term in terms(name)}
    fits: dict[tuple[str, int], float] = {}
    openings: dict[str, float] = {}
    best: dict[str, list[float]] = {}
    for item in considered.scored:
        article, words = item.found.sentence.article_id, item.found.sentence.exact
        if item.named and all(_speaks_of(name, f"{item.found.title}\n{item.found.article_text}") for name in names):
            fit = item.score + NAMED * any(name in words for name in names)
            if matter and not any(stem in words.casefold() for stem in matter):
                fit = UNFIT + AMISS * (fit - UNFIT)
            fits[article, item.found.sentence.start] = fit
            best[article] = sorted((fit, *best.get(article, [])), reverse=True)[:OFTEN]
            if item.found.evidence[0].place < OPENING:
                openings[article] = max(fit, openings.get(article, 0.0))
    often = {a: few[-1] if len(few) == OFTEN else 0.0 for a, few in best.items()}
    return fits, {a: max(fit, openings.get(a, 0.0)) for a, fit in often.items()}


def _names(topic: str) -> tuple[str, ...]:
    """The proper names in a topic; none where all its words have capitals, which then tell nothing."""
    if all(word[0].isupper() for word in topic.split()):
        return ()
    return tuple(name for name in _NAME.findall(topic) if terms(name) or " " in name)


def _speaks_of(name: str, text: str) -> bool:
    """Whether a text has a name, its initials, or its last word where only a name has a capital."""
    last = name.split()[-1]
    return (
        name in text or name.casefold() in initials(text) or bool(re.search(rf"(?<=[a-z,] ){re.escape(last)}\b", text))
    )


def _of_speaker(library: Library, name: str, filters: Filters) -> Material:
    """What a speaker is quoted with, and what stands around it."""
    name = " ".join(name.split())
    found = speakers.who(library, Wanted(name=name, limit=SPEAKERS, quotes=MOST_QUOTES), sides=library.sides)
    meant = [s for s in found.speakers if s.side == library.sides.of(name) is not None or _is_called(s, name)]
    considered = passing(filters, library.current())
    standing = {a.id for a in considered}
    said = [s for speaker in meant for s in speaker.said if s.article_id in standing]
    copies = _copies([a for a in considered if a.id in {s.article_id for s in said}], library.store)
    said = sorted((s for s in said if s.article_id not in copies), key=lambda s: (s.article_id, s.start))
    hits = [
        Hit(passage, article, 0.0, "said")
        for passage, article in dict.fromkeys((s.passage_id, s.article_id) for s in said)
    ]
    sentences = gather(hits, store=library.store)
    names = {speakers.key_of(n) for speaker in meant for n in (speaker.name, *speaker.names)}
    heads = tuple(tuple(e for e in _heads(s) if _is_said(e, said, names)) for s in sentences)
    like = f" Quoted are: {', '.join(found.nearest)}." if found.nearest else ""
    return Material(
        title=meant[0].name if len(meant) == 1 else name,
        silence=f"Nobody of this name is quoted in the articles.{like}",
        considered=considered,
        copies=copies,
        sentences=sentences,
        fit=tuple(float(bool(h)) for h in heads),
        heads=heads,
    )


def _is_called(speaker: Quoted, name: str) -> bool:
    """Whether the name is the speaker's own: "Putin's aide" isn't Putin."""
    own = re.compile(rf"\b{re.escape(name)}\b(?!['’]s?\b|['’] )", re.I)
    return any(own.search(words) for words in (speaker.name, *speaker.names))


def _is_said(evidence: Evidence, said: Iterable[Said], names: Set[str]) -> bool:
    """Whether a piece of evidence is one of the speaker's: given to it by name, or a sentence that says whose it is."""
    holder = evidence.holder or evidence.speaker
    if holder is not None and speakers.key_of(holder) not in names:
        return False
    return any(
        s.article_id == evidence.quote.article_id
        and s.version == evidence.quote.version
        and s.start <= evidence.content_start < s.end
        and (holder is not None or s.source in evidence.quote.exact)
        for s in said
    )


def _copies(articles: Sequence[Listed], store: Store) -> dict[str, str]:
    """Of articles that print one wire story all but the first published, each with the id of that one."""
    first: dict[str, str] = {}
    copies: dict[str, str] = {}
    for article in sorted(articles, key=age):
        read = first.setdefault(store.origin(article.id, article.version), article.id)
        if read != article.id:
            copies[article.id] = read
    return copies


def age(article: Listed) -> tuple[float, str]:
    """The oldest first, undated ones last."""
    return article.published_at.timestamp() if article.published_at else inf, article.id


def _heads(found: SentenceEvidence) -> tuple[Evidence, ...]:
    """What a sentence may be quoted with: its evidence that stands alone, of two that overlap the longer one."""
    standing = [_whole(e) for e in found.evidence if _says_enough(e)]
    heads: list[Evidence] = []
    for evidence in sorted((e for e in standing if _stands_alone(e)), key=lambda e: e.quote.start - e.quote.end):
        if not any(evidence.quote.span.overlaps(h.quote.span) for h in heads):
            heads.append(evidence)
    return tuple(sorted(heads, key=lambda e: e.quote.start))


def _says_enough(evidence: Evidence) -> bool:
    return len(evidence.quote.exact.split()) >= SHORT and not evidence.unnamed


def _whole(evidence: Evidence) -> Evidence:
    """The sentence instead of words that are no clause of their own: had apologised "for the great worry"."""
    fragment = evidence.quote != evidence.sentence and (
        _FRAGMENT.match(evidence.quote.exact) or (evidence.cue and _TAKES_NO_CLAUSE.search(evidence.cue))
    )
    longer = fragment and evidence.sentence.span.contains(evidence.quote.span)
    return replace(evidence, quote=evidence.sentence) if longer else evidence


def _stands_alone(evidence: Evidence) -> bool:
    """Whether a reader understands the quote without what stands before it, and sees whose words they are."""
    words = evidence.quote.exact
    opening = words.lstrip("“\"‘' ")
    is_content = evidence.speaker is not None and words == evidence.content
    return (
        not words.rstrip("”\"' ").endswith("?")
        and (is_content or not any(leans.match(opening) for leans in (CONTRAST, LEANS_BACK, _POINTS)))
        and not _OWNED.match(evidence.speaker or "")
        and (evidence.speaker or "").casefold() in propose((evidence,))[0].text.casefold()
    )
