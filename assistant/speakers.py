"""Who is quoted, how often, on what, and in which words: the attributions of all current articles, by speaker.

Comes in: what is wanted, and the table of sides. Goes out: speakers with their words. Speakers of one side stand
together and are never merged: each keeps its own name and words. Whom a pronoun means where that isn't sure is
counted, never guessed. What is negated, hypothetical, unsure or told inside words that don't hold themselves never
looks like plain words: its manner says so, and the whole sentence stands for the quote. Left out: joining the "Biden"
of one article with the "Joe Biden" of another, which a surname doesn't prove.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from math import inf, log

from assistant.evidence import SHORT, SURE
from assistant.questions import terms
from assistant.quoted import Counted, Quoted, Said, Speakers, Wanted, manner
from ingestion.articles import Article, Span, Status, cut_quote
from ingestion.attribution import Attribution, Polarity, Stance
from ingestion.attribution.pipeline import REVISION
from ingestion.attribution.sides import Sides
from ingestion.attribution.speakers import name_of
from ingestion.errors import BylineError, NotFound
from ingestion.passages import Passage
from ingestion.pipeline import Library
from ingestion.store import Listed, Store

UNNAMED = "somebody unnamed"
TERMS = 5  # words that say what a speaker is quoted on
NEAREST = 5  # names offered where nobody has the one asked for
# Cosine from which a sentence is about a topic without holding half of its words. Looked at on six topics over corpus/:
# .45 leaves out sanctions where the topic is "gas pipeline sanctions", .35 lets in letters to the editor.
ALIKE = 0.40

_UNSETTLING = (
    Stance.DENIES,
    Stance.ASKS,
    Stance.DECLINES,
)  # what they hold isn't said to be so, whoever is named in it
_ARTICLE = re.compile(r"^(?:the|an?|this|that|these|those|its|his|her|their|our)\s+", re.I)
_TITLED = re.compile(  # a title before a full name, of two words at least: one alone may be anybody's
    r".*\b(?i:president|minister|secretary|chancellor|premier|governor|senator|representative|congress(?:wo)?man|"
    r"spokes(?:wo)?man|spokesperson|advis[eo]r|chief|chair(?:wo)?man|chair|director|general|ambassador|envoy|"
    r"commissioner|leader|professor|manager|executive|mr|mrs|ms|dr)\.?(?: of [A-Z]\w+)? "
    r"(?P<name>(?:[A-Z][\w'’.-]+ )+[A-Z][\w'’.-]+)"
)
_PRONOUN = re.compile(
    r"(?:he|she|it|they|i|we|you|him|her|them|us|me|who|whom|which|that|this|these|those|one|both|some|others|another|"
    r"many|(?:him|her|it)self|themselves|the|an?|all|none|neither|either|few|several)(?: of (?:them|us|these|those))?",
    re.I,
)
_SPELLED = re.compile(r"[^\W\d]{3,}(?:[-‐][^\W\d]+)*")
_EMPTY = frozenset(  # words that tell nothing of a topic, beside those that no search looks for
    "again against almost already although always another around away back become believe better between both call "
    "cannot come despite down during each either enough even every far few first further get give given go going good "
    "great hand hold however itself just keep last later least less let little long made make making mean much must "
    "need never new next nothing now nor off often once only other others own part put rather really right same see "
    "several since something soon still such take taken taking thing things think time together too try use used very "
    "want way well went without year years yet".split()
)


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """One current article as the store has it."""

    article: Article
    origin: str
    attributions: tuple[Attribution, ...]
    passages: tuple[Passage, ...]
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Find:
    """One attribution, and its speaker's name: None where there is none, or it isn't sure whom a pronoun means."""

    reading: _Reading
    place: int
    name: str | None
    content: str
    relevance: float = 0.0

    @property
    def attribution(self) -> Attribution:
        return self.reading.attributions[self.place]

    def words(self, span: Span | None) -> str | None:
        return " ".join(span.of(self.reading.article.text).split()) if span else None


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """One speaker: every find of its key."""

    name: str
    side: str | None
    names: tuple[str, ...]
    mentions: frozenset[str]
    finds: tuple[_Find, ...]


def who(library: Library, wanted: Wanted, *, sides: Sides) -> Speakers:
    """The speakers that are wanted, the most quoted first, or the most to the topic. Nobody is an answer too.

    Raises BylineError for a topic without a word to look for.
    """
    read_anew(library)
    readings = list(_read(library.store))
    finds = [find for reading in readings for find in _finds(reading)]
    common = Counter(term for find in finds for term in terms(find.content))
    found = finds if wanted.about is None else _about(wanted.about, finds, library)
    entries = _entries(found, sides)
    chosen = [e for e in entries if wanted.name is None or _answers(e, wanted.name, sides)]
    page = _ordered(chosen, wanted.name)[wanted.offset : wanted.offset + wanted.limit]
    nameless = Counter(f.attribution.source is None for f in found if f.name is None)
    known = entries if wanted.about is None else _entries(finds, sides)
    return Speakers(
        speakers=tuple(_quoted(entry, wanted.quotes, common, len(finds)) for entry in page),
        total=len(chosen),
        articles=len(readings),
        unresolved=nameless[False],
        unattributed=nameless[True],
        nearest=() if chosen or wanted.name is None else _nearest(wanted.name, known),
    )


def read_anew(library: Library) -> None:
    """Read again what an older release read; costs one query where there is nothing."""
    if library.store.attributed_otherwise(REVISION):
        library.index()


def key_of(name: str) -> str:
    """What two mentions of one speaker share: the name without its article or titles, in small letters."""
    plain = " ".join(name.split()).rstrip(" ,;:")
    titled = _TITLED.fullmatch(plain)
    return titled["name"].casefold() if titled else _ARTICLE.sub("", plain, count=1).casefold()


def is_pronoun(words: str) -> bool:
    """Whether a source's words name nobody: he, both of them, an article alone."""
    return _PRONOUN.fullmatch(" ".join(words.split())) is not None


# ---- attributions


def _read(store: Store) -> Iterator[_Reading]:
    for listed in store.listed(Status.CURRENT):
        try:
            yield _reading(listed, store)
        except NotFound:  # removed since it was listed
            continue


def _reading(listed: Listed, store: Store) -> _Reading:
    passages = store.passages_of(listed.id, listed.version)
    return _Reading(
        store.article(listed.id, listed.version),
        store.origin(listed.id, listed.version),
        store.attributions(listed.id, listed.version),
        passages,
        tuple(s for p in passages for s in p.sentences),
    )


def _finds(reading: _Reading) -> Iterator[_Find]:
    text = reading.article.text
    names: dict[Span, str] = {}
    for place, attribution in enumerate(reading.attributions):
        mention = mention_of(attribution, text)
        if mention and mention not in names:
            names[mention] = name_of(text, mention)
        content = " ".join(c.of(text) for c in attribution.content)
        yield _Find(reading, place, names[mention] if mention else None, content)


def mention_of(attribution: Attribution, text: str) -> Span | None:
    """The words that name the speaker: those the source is known to mean, or its own where they are no pronoun."""
    if attribution.speaker:
        return attribution.speaker.mention
    return attribution.source if attribution.source and not is_pronoun(attribution.source.of(text)) else None


def _about(topic: str, finds: Sequence[_Find], library: Library) -> list[_Find]:
    """The finds about a topic: those whose sentence holds half of its words, or is much like it."""
    wanted = terms(topic)
    if not wanted:
        raise BylineError("the topic holds only words that say nothing of it; name what it is about")
    sentences = [_sentence(f.reading, f.attribution.content[0].start).of(f.reading.article.text) for f in finds]
    vectors, _ = library.embed(sentences)  # stored ones, nearly all: articles are embedded sentence by sentence
    vector = library.encoder.encode([topic])[0]
    about = []
    for find, sentence in zip(finds, sentences, strict=True):
        said = len(wanted & terms(find.content)) / len(wanted)
        near = max(said, len(wanted & terms(sentence)) / len(wanted))
        alike = float(vectors[sentence] @ vector)
        if near >= 0.5 or alike >= ALIKE:
            about.append(replace(find, relevance=said + near / 2 + alike))
    return about


# ---- speakers


def _entries(finds: Iterable[_Find], sides: Sides) -> list[_Entry]:
    by_key: defaultdict[str, list[_Find]] = defaultdict(list)
    for find in finds:
        if find.name is not None:
            by_key[key_of(find.name)].append(find)
    return [_entry(found, sides) for found in by_key.values()]


def _entry(finds: Sequence[_Find], sides: Sides) -> _Entry:
    name = Counter(f.name or "" for f in finds).most_common(1)[0][0]
    sources = Counter(words for f in finds if (words := f.words(f.attribution.source)) and not is_pronoun(words))
    mentions = {words for f in finds if (words := f.words(mention_of(f.attribution, f.reading.article.text)))}
    names = {key_of(words): words for words in [*(words for words, _ in reversed(sources.most_common())), name]}
    side = next((side for f in finds if (side := sides.of(f.name or ""))), None)
    return _Entry(name, side, tuple(reversed(names.values())), frozenset(mentions), tuple(finds))


def _answers(entry: _Entry, asked: str, sides: Sides) -> bool:
    """Whether the name asked for is one of the entry's, as whole words, or the entry is of its side."""
    if entry.side and entry.side == sides.of(asked):
        return True
    return any(_holds(words, asked) for words in (*entry.names, *entry.mentions, entry.side or ""))


def _holds(words: str, asked: str) -> bool:
    return f" {_spaced(asked)} " in f" {_spaced(words)} "


def _spaced(words: str) -> str:
    return " ".join(re.findall(r"\w+", _ARTICLE.sub("", words.strip(), count=1).casefold()))


def _ordered(entries: Iterable[_Entry], asked: str | None) -> list[_Entry]:
    """Sides by their best speaker, and so within each: first those named so themselves, then by relevance and count."""

    def rank(entry: _Entry) -> tuple[bool, float, int, str]:
        named = asked is None or _holds(entry.name, asked)
        return not named, -max(f.relevance for f in entry.finds), -len(entry.finds), key_of(entry.name)

    together: defaultdict[str, list[_Entry]] = defaultdict(list)
    for entry in entries:
        together[f"side {entry.side}" if entry.side else f"name {key_of(entry.name)}"].append(entry)
    groups = sorted((sorted(group, key=rank) for group in together.values()), key=lambda group: rank(group[0]))
    return [entry for group in groups for entry in group]


def _nearest(asked: str, entries: Iterable[_Entry]) -> tuple[str, ...]:
    """Names spelled like the one asked for, as a whole or in one of their words."""
    spelled: defaultdict[str, list[str]] = defaultdict(list)
    for entry in entries:
        words = _spaced(entry.name)
        for spelling in {words, *(w for w in words.split() if len(w) > 3)}:
            spelled[spelling].append(entry.name)
    close = get_close_matches(_spaced(asked), spelled, n=NEAREST, cutoff=0.7)
    return tuple(dict.fromkeys(name for spelling in close for name in sorted(spelled[spelling], key=len)))[:NEAREST]


def _quoted(entry: _Entry, quotes: int, common: Counter[str], total: int) -> Quoted:
    articles = {f.reading.article.id: f.reading for f in entry.finds}
    said = [_said(find) for find in sorted(entry.finds, key=_latest)]
    counted = Counter((s.manner, s.stance, s.polarity, s.actual) for s in said)
    return Quoted(
        name=entry.name,
        side=entry.side,
        names=entry.names,
        described=all(f.attribution.anonymous for f in entry.finds) or entry.name == entry.name.lower(),
        times=len(said),
        told_by_others=sum(s.told_by is not None for s in said),
        articles=len(articles),
        publishers=len({r.article.publisher for r in articles.values() if r.article.publisher}),
        origins=len({r.origin for r in articles.values()}),
        manners=tuple(Counted(*what, times=times) for what, times in counted.most_common()),
        on=_telling(entry, common, total),
        said=tuple(said[:quotes]),
    )


def _latest(find: _Find) -> tuple[float, float, str, int]:
    """The most to the topic first, then the newest; undated ones last."""
    date = find.reading.article.published_at
    return -find.relevance, -date.timestamp() if date else inf, find.reading.article.id, find.place


def _telling(entry: _Entry, common: Counter[str], total: int) -> tuple[str, ...]:
    """The words that tell its contents from everybody's: how many of them hold a word, against how many of all do.

    What is held once weighs half as much as its share: it may be chance.
    """
    own: Counter[str] = Counter()
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)  # in the order of the text
    for find in entry.finds:
        own.update(terms(find.content))
        for word in _SPELLED.findall(find.content):
            for term in terms(word) if word.casefold() not in _EMPTY else ():
                spellings[term][word] += 1
    called = {term for name in entry.names for term in terms(name)}
    scores = {t: (own[t] - 0.5) * log((total + 1) / common[t]) for t in spellings if t not in called and own[t]}
    best = sorted(scores, key=lambda term: -scores[term])[:TERMS]
    return tuple(spellings[term].most_common(1)[0][0] for term in best)


# ---- words


def _said(find: _Find) -> Said:
    reading, attribution = find.reading, find.attribution
    above = list(_above(find))
    actual = attribution.actual and all(_holds_so(a) for a in above)
    unsure = [a for a in above if not (_holds_so(a) and _plain(a))]
    alone = len(attribution.content) == 1 and len(find.content.split()) >= SHORT
    plain = actual and not unsure and _plain(attribution) and alone
    shown = attribution.content[0] if plain else _around(reading, attribution, unsure)
    quote = cut_quote(reading.article, shown)
    article = reading.article
    return Said(
        exact=quote.exact,
        start=quote.start,
        end=quote.end,
        whole=not plain,
        source=find.words(attribution.source) or "",
        cue=find.words(attribution.cue),
        manner=manner(attribution.stance, attribution.polarity, actual=actual),
        stance=attribution.stance,
        polarity=attribution.polarity,
        actual=actual,
        voice=attribution.voice,
        hedge=find.words(attribution.hedge),
        relay=find.words(attribution.relay),
        cited=find.words(attribution.cited),
        scope=find.words(attribution.scope),
        told_by=_teller(find, above),
        confidence=attribution.confidence,
        place=find.place,
        passage_id=_passage(reading, quote.start).id,
        article_id=article.id,
        version=article.version,
        title=article.title,
        publisher=article.publisher,
        published_at=article.published_at,
    )


def _above(find: _Find) -> Iterator[Attribution]:
    """The attributions around one, the nearest first."""
    parent = find.attribution.parent
    while parent is not None:
        yield find.reading.attributions[parent]
        parent = find.reading.attributions[parent].parent


def _teller(find: _Find, above: Iterable[Attribution]) -> str | None:
    """The nearest speaker around one who is somebody else: "she said that she hoped" is told by nobody but her."""
    text = find.reading.article.text
    for outer in above:
        mention = mention_of(outer, text)
        if mention is None:
            return UNNAMED
        name = name_of(text, mention)
        if key_of(name) != key_of(find.name or ""):
            return name
    return None


def _holds_so(attribution: Attribution) -> bool:
    """Whether its source is said to hold the content: what stands in a denial, or in what wasn't said, isn't."""
    positive = attribution.polarity is Polarity.POSITIVE
    return positive and attribution.actual and attribution.stance not in _UNSETTLING


def _plain(attribution: Attribution) -> bool:
    positive = attribution.polarity is Polarity.POSITIVE
    return positive and attribution.actual and attribution.hedge is None and attribution.confidence >= SURE


def _around(reading: _Reading, attribution: Attribution, above: Iterable[Attribution]) -> Span:
    """The sentences from the first word of an attribution, and of who says so above it, to its last."""
    framing = [s for a in (attribution, *above) for s in (a.source, a.cue, a.hedge) if s]
    parts = [*framing, *attribution.content]
    end = max(s.end for s in parts)
    return Span(_sentence(reading, min(parts).start).start, max(end, _sentence(reading, end - 1).end))


def _sentence(reading: _Reading, character: int) -> Span:
    """The sentence at a character, or the one before it; passages cover every word of a text."""
    return reading.sentences[max(0, bisect_right(reading.sentences, character, key=lambda s: s.start) - 1)]


def _passage(reading: _Reading, character: int) -> Passage:
    return reading.passages[max(0, bisect_right(reading.passages, character, key=lambda p: p.start) - 1)]
