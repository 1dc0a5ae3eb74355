"""A turn of a conversation -> a question that stands alone, by rules and without a language model.

What a turn leaves out is taken from the turns before it: "And Germany?" is the last question with Germany in it, "Why?"
the last question with another asking word, "he" the person last asked about or quoted, "[2]" a citation of the last
answer. What can't be put in its place stands in brackets behind it. A question that has its own names or enough words
of its own is left as it is, so that a new topic drags nothing in. English; left out: what a turn says beside asking.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.questions import asked_speaker, terms
from ingestion.attribution.phrases import BODIES, PLACES, Phrase, Text, scan_phrases

TURNS = 8  # turns looked back at most
CONTENT = 3  # content words with which a question without a name stands alone
SAME_CASE, ACTS = 0.1, 0.35  # what likeness to a phrase gains where both have a capital, and where both act
FITS = 0.2  # likeness from which a fragment takes a phrase's place
ABOUT = 30  # words in brackets, at most
QUOTED = 25  # words of a citation that is asked about

Likeness = Callable[[str, Sequence[str]], Sequence[float]]
_WH = r"(?:who|whom|whose|what|which|when|where|why|how)"
_AUX = (
    r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|shall|may|might|must"
    r"|isn['’]t|aren['’]t|wasn['’]t|weren['’]t|don['’]t|doesn['’]t|didn['’]t|hasn['’]t|haven['’]t|won['’]t)"
)
_PREPOSITION = r"(?:about|on|in|at|by|from|for|with|to|after|before|since|until|during|under|according to|of|near|over)"
_SMALL_TALK = re.compile(
    r"^(?:(?:ok(?:ay)?|thanks?(?: you)?|great|good|right|fine|alright|hm+|hmm+|well|oh|ah|i see|so|and|but|or|then|"
    r"also|now|please|yes|yeah|sure|interesting|really)\b[\s,.;:!–—-]*)+",
    re.I,
)
_NEW_TOPIC = re.compile(
    r"^(?:(?:on )?(?:an?)?other (?:subject|topic|question|thing|matter)|(?:a )?different (?:subject|topic|question)|"
    r"new (?:subject|topic|question)|next (?:subject|topic|question)|changing (?:the )?(?:subject|topic)|"
    r"(?:let['’]s )?(?:move|switch)\w* (?:on )?to(?: another topic)?|something else)\b[\s,.;:!–—-]*",
    re.I,
)
_MEANT = r"(?:i )?(?:meant|mean)\b|(?:i ?['’]?(?:was|am|m) )(?:asking (?:about|for)|talking about|after)\b"
_CORRECTION = re.compile(
    r"^(?:(?:no|nope|sorry|wait|actually|rather|but)\b[\s,.;:!–—-]*)*"
    rf"(?:(?:{_MEANT})|not (?P<not>[^,]+),\s*(?:but )?(?:{_MEANT})?|(?<=[,.]\s))\s*",
    re.I,
)
_NOT_THAT = re.compile(r",?\s+(?:and )?not (?:the |an? )?(?P<not>[^,?]+)$", re.I)
_POINTED_AT = "citation|source|quote|quotation|statement|point"
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_CITATION = re.compile(
    rf"\[(?P<n>\d+)\]|\b(?:{_POINTED_AT}|number|no\.|#)\s*(?P<m>\d+)\b"
    rf"|\b(?:the |that |your )?(?P<o>{'|'.join(_ORDINALS)}|last) (?:one|{_POINTED_AT})\b",
    re.I,
)
_WHAT_ABOUT = re.compile(r"^(?:what|how) (?:about|of)\s+|^(?:same|the same)(?: question)? (?:for|about|with)\s+", re.I)
_TOO = re.compile(r",?\s+(?:too|as well|also)$", re.I)
_HIS_VIEW = re.compile(
    r"(?P<who>.+?)['’]s? (?:own )?(?:take|views?|version|position|reply|answer|response|reaction|account|opinion|side|"
    r"explanation|comments?|line|words?)",
    re.I,
)
_SO = "Who said so"
_ELSE = re.compile(r"\b(?:else|more|go on|continue|further)\b", re.I)
_SAYS_WHO = re.compile(r"^(?:says who|according to (?:whom|who)|who (?:says|said) (?:so|that|it|this))\b", re.I)
_HE = re.compile(r"\b(?:he|she|him|his|her|hers|himself|herself)\b", re.I)
_THEY = re.compile(r"\b(?:they|them|their|theirs|themselves)\b", re.I)
_IT = re.compile(r"\b(?:it|its|itself|this|these|those|there|then|so|such|one|ones)\b", re.I)
_IT_ALONE = re.compile(r"\b(?:it|its|itself)\b", re.I)
_ON_IT = re.compile(  # "it" is what was said or happened
    r"\b(?:this|these|those|there|then|so|such|ones?)\b|\b(?:den|confirm|dispute|comment|respond|react|repl|contradict|regret|"
    r"explain|justif|happen|about|on|to|for|say|said|believe|support|oppose|reject|accept)\w* it\b|\bis it\b",
    re.I,
)
_DEFINITE = re.compile(r"\bthe (?:[a-z]+)(?! of\b)(?= |$|[?,.])")
_POSSESSIVE = {"his", "her", "their", "hers", "theirs", "its"}
_SEATS = {"house", "street", "palace", "hall", "kremlin", "pentagon"}  # of whom a place is named
_SHE = {"she", "her", "hers", "herself"}
_POINTING = re.compile(  # "that" for something said before, and not before what is said
    r"\bthat\s*[?.!,]*$|\b(?:about|to|with|of|deny|denied|on|for|by|after|before|from) that\b"
    rf"|^{_AUX} that\b|(?:\b{_AUX}|^{_WH}) that [a-z]+",
    re.I,
)
_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_DATE = re.compile(
    rf"\b(?:(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{_MONTH})(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,? (?:19|20)\d\d)?"
    r"|(?:19|20)\d\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.I,
)
_ANY = re.compile(r"(?:any|some|no)\b", re.I)
_EARLIER = re.compile(
    r"(?:earlier|later|(?:the (?:same |next |following |previous )?|that )(?:day|week|month|year|morning|evening)"
    r"|an? \w+ (?:before|after|earlier|later))\b",
    re.I,
)
_OBJECT = re.compile(
    r"\b(?:about|on|regarding|concerning|for|of|in|with) "
    rf"(?P<what>(?!(?:it|that|this|{_WH})\b)[^,?]+?)(?=$|[,?]|\s{_PREPOSITION}\s)",
    re.I,
)
_ASKING = re.compile(
    rf"^(?:{_PREPOSITION}\s+)?(?P<wh>{_WH})\b(?P<of>.*?)\b(?P<aux>{_AUX})\b\s*(?P<rest>.*)$|^(?P<yes>{_AUX})\s+(?P<all>.*)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of an earlier answer: the number of its first citation, who holds it, and its words."""

    number: int
    holder: str | None
    publisher: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A turn, as a question that stands alone: `asks`, and in brackets what it is `about` if that isn't in it.

    `citation` is the number of the citation that it points to.
    """

    asks: str
    about: str = ""
    citation: int | None = None

    @property
    def aside(self) -> bool:
        """Whether it asks about the answer before it: what follows asks on from the question before that."""
        return self.citation is not None or self.asks == _SO

    @property
    def text(self) -> str:
        """The question to answer."""
        bare = self.asks.rstrip(" ?.!")
        return f"{bare} ({self.about})?" if self.about else self.asks


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier turn: what it was understood as, and what the answer said."""

    understood: Understood
    said: tuple[Said, ...] = ()


def understand_turn(
    question: str,
    before: Sequence[Turn],
    *,
    likeness: Likeness,
    publishers: frozenset[str] = frozenset(),
) -> Understood:
    """What a turn asks, given the turns before it, oldest first.

    `likeness` gives the cosine of a text to each of some others, `publishers` are those of the articles.
    """
    question = " ".join(question.split())
    if not before:
        return Understood(question)
    before = before[-TURNS:]
    bare = _SMALL_TALK.sub("", question).strip() or question
    if switched := _NEW_TOPIC.match(bare):
        return Understood(bare[switched.end() :].strip() or question)
    if (cited := _citation(bare, before)) is not None:
        return cited
    last = next((t.understood for t in reversed(before) if not t.understood.aside), before[-1].understood)
    fragment, replaced = bare, None
    if corrected := _CORRECTION.match(bare):
        fragment = bare[corrected.end() :].strip() or bare
        replaced = corrected["not"]
        if unwanted := _NOT_THAT.search(fragment):
            fragment, replaced = fragment[: unwanted.start()], unwanted["not"]
    fragment = _TOO.sub("", _WHAT_ABOUT.sub("", fragment).rstrip(" ?.!,"))
    if replaced and (changed := _instead(fragment, replaced, last)):
        return changed
    if viewed := _HIS_VIEW.fullmatch(fragment):
        return Understood(f"What did {viewed['who']} say about this", _topic(last))
    if _is_fragment(fragment):
        if _HE.search(fragment) and (person := _person(before, publishers)):
            fragment = _replace(_HE, fragment, person)
        return _put_in(fragment, last, publishers, likeness)
    topicalised = re.match(rf"^(?P<what>[^,:?]{{2,60}})[,:]\s+(?=(?P<rest>(?:{_WH}|{_AUX})\b.*))", fragment, re.I)
    if topicalised and fragment != question:  # "And the Canadians, how much do they get?"
        if len(terms(topicalised["rest"])) >= CONTENT - 1:
            return Understood(f"{_capital(topicalised['rest'])}?", topicalised["what"])
        return _put_in(topicalised["what"], last, publishers, likeness)
    if _SAYS_WHO.match(fragment):
        return Understood(_SO, _topic(last))
    if short := _short(fragment, last):
        return short
    return _with_pronouns(_capital(fragment if corrected else bare), before, publishers)


# ---------------------------------------------------------------- kinds of turns


def _citation(question: str, before: Sequence[Turn]) -> Understood | None:
    """A question about a numbered citation, or the nth statement, of the last answer that said anything."""
    pointed = _CITATION.search(question)
    if pointed is None:
        return None
    place = 0
    if pointed["o"]:
        place = -1 if pointed["o"].casefold() == "last" else _ORDINALS.index(pointed["o"].casefold())
    said = next((turn.said for turn in reversed(before) if len(turn.said) > max(place, 0)), ())
    if not said:
        return None
    if number := pointed["n"] or pointed["m"]:
        meant = next((s for s in reversed(said) if s.number <= int(number)), said[0])
        citation = int(number)
    else:
        meant = said[place]
        citation = meant.number
    words = meant.words.split()
    quote = " ".join(words[:QUOTED]) + (" …" if len(words) > QUOTED else "")
    by = meant.holder or meant.publisher
    return Understood(
        question[: pointed.start()] + f"“{quote}”" + (f" by {by}" if by else "") + question[pointed.end() :],
        citation=citation,
    )


def _instead(fragment: str, replaced: str, last: Understood) -> Understood | None:
    """The last question with other words in the place of those that the user takes back, if it holds them."""
    place = re.compile(rf"\b{re.escape(replaced.strip())}(?!\w)", re.I)
    if place.search(last.asks):
        return Understood(place.sub(lambda _: fragment, last.asks), last.about)
    if place.search(last.about):
        return Understood(last.asks, place.sub(lambda _: fragment, last.about))
    return None


def _is_fragment(text: str) -> bool:
    """Whether a turn asks nothing by itself: no asking word, no verb that asks."""
    words = text.split()
    if not words or len(words) > 9 or (_HE.search(text) and len(words) < 2):
        return False
    return not re.search(
        rf"\b{_WH}\b|^{_AUX}\b|\b(?:tell|say|explain|show|list|name|summari[sz]e)\b", text, re.I
    ) and not (_ELSE.search(text))


def _put_in(fragment: str, last: Understood, publishers: frozenset[str], likeness: Likeness) -> Understood:
    """The last question with the fragment in the place of what is of its kind, else beside it."""
    asks = last.asks.rstrip(" ?")
    if not terms(asks) and last.about:  # "Why?", asked of what stands in brackets
        return replace(_put_in(fragment, Understood(last.about), publishers, likeness), citation=None)
    if any(p.casefold().startswith(fragment.casefold().removeprefix("the ")) for p in publishers):
        return Understood(f"What does {fragment} say about this", _topic(last))
    if re.match(rf"^{_PREPOSITION}\b", fragment, re.I):
        preposition = fragment.split()[0].casefold()
        dated = _DATE.search(fragment)
        old = _DATE.search(asks) if dated else None
        if dated and old:
            return Understood(asks[: old.start()] + dated.group() + asks[old.end() :] + "?", last.about)
        phrase = re.search(rf"\b{preposition} (?:the |an? )?[^,?]+$", asks, re.I)
        if phrase and not dated:
            return Understood(f"{asks[: phrase.start()]}{fragment}?", last.about)
        return Understood(f"{asks} {fragment}?", last.about)
    if _EARLIER.match(fragment):
        return Understood(f"{asks}, {fragment}?", last.about)
    if _DATE.fullmatch(fragment):
        old = _DATE.search(asks)
        changed = asks[: old.start()] + fragment + asks[old.end() :] if old else f"{asks} in {fragment}"
        return Understood(f"{changed}?", last.about)
    if _ANY.match(fragment):
        return Understood(_capital(fragment), _topic(last))
    place = _place_for(fragment, asks, likeness)
    if place is not None:
        return Understood(f"{asks[: place[0]]}{fragment}{asks[place[1] :]}?", last.about)
    place = _place_for(fragment, last.about, likeness) if last.about else None
    if place is not None:
        return Understood(last.asks, f"{last.about[: place[0]]}{fragment}{last.about[place[1] :]}")
    return Understood(_capital(fragment), _topic(last))


def _place_for(fragment: str, text: str, likeness: Likeness) -> tuple[int, int] | None:
    """Where in a question the phrase is that a fragment takes the place of: of the speaker asked about, the subject,
    names and what it asks about, the one most like it. None where nothing is like enough."""
    places = _places(text)
    if not places:
        return None
    phrases = [
        p for p in scan_phrases(Text(f"And {fragment}"), {}) if not p.pronoun and (p.name or p.person is not None)
    ]
    actor = bool(phrases) and phrases[0].start <= 2
    capital = bool(re.search(r"[A-Z]", fragment))
    scores = []
    for (start, end), alike in zip(places, likeness(fragment, [text[s:e] for s, e in places]), strict=True):
        same = bool(re.search(r"[A-Z]", text[start:end])) == capital
        acts = actor and places[(start, end)]
        scores.append((alike + SAME_CASE * same + ACTS * acts, (start, end)))
    best, place = max(scores)
    return place if best >= FITS else None


def _places(text: str) -> dict[tuple[int, int], bool]:
    """Where the phrases of a question stand, and whether each is the one who acts or speaks."""
    acting = [span for span in (asked_speaker(text), _subject(text)) if span]
    places = {p.span("what"): False for p in _OBJECT.finditer(text)}
    for phrase in scan_phrases(Text(text), {}):
        if phrase.span.start > 0 and (phrase.name or phrase.person is not None) and not phrase.pronoun:
            places[(phrase.span.start, phrase.span.end)] = False
    return {
        place: acts
        for place, acts in (places | dict.fromkeys(acting[:1], True)).items()
        if acts or not any(a[0] <= place[0] < a[1] for a in acting[:1])
    }


def _subject(asks: str) -> tuple[int, int] | None:
    """Where the subject of a question stands: after "did", as long as its names or its noun go."""
    asking = _ASKING.match(asks)
    if asking is None:
        return None
    start = asking.start("rest") if asking["wh"] else asking.start("all")
    for phrase in scan_phrases(Text(asks), {}):
        if phrase.span.start == start:
            return start, phrase.span.end
    noun = re.compile(r"(?:the|an?|its|their|his|her)\s+\w+(?:\s+of\s+(?:the\s+)?\w+)?", re.I).match(asks, start)
    return noun.span() if noun else None


def _short(text: str, last: Understood) -> Understood | None:
    """ "Why?", "When was that?", "Where?": the last question with another asking word."""
    short = re.fullmatch(
        rf"(?P<wh>(?:since |until |by |for |from |at |in |with |to |about )?(?:{_WH})"
        r"(?:\s+(?:many|much|long|often|far|day|date|year|month|time|place|country|city|else))?)"
        rf"(?:\s+(?:{_AUX}\s+)?(?:that|it|this|so)(?:\s+(?:be|happen|happened|take place|the case|so|said|be so))?)?"
        r"[?.!\s]*",
        text,
        re.I,
    )
    if short is None:
        return None
    asking = _ASKING.match(last.asks.rstrip(" ?"))
    wh = _capital(short["wh"])
    if asking is None or (asking["wh"] and not asking["rest"]) or short["wh"].casefold().startswith("who"):
        return Understood(wh, _topic(last, predicate=True))
    if asking["yes"]:
        return Understood(f"{wh} {asking['yes'].casefold()} {asking['all']}?", last.about)
    if re.match(r"(?:that|it|this|there)\b", asking["rest"], re.I):  # nothing to keep but a pronoun
        return Understood(wh, _topic(last, predicate=True))
    rest = asking["rest"]
    if not asking["of"].strip() and (speaker := asked_speaker(last.asks)):  # "What did he say about it": that he said
        said = re.compile(r"\s+\w+").match(last.asks, speaker[1])
        end = (said.end() if said else speaker[1]) - asking.start("rest")
        rest = f"{rest[:end]} that{rest[end:]}"
    return Understood(f"{wh} {asking['aux'].casefold()} {rest}?", last.about)


def _with_pronouns(question: str, before: Sequence[Turn], publishers: frozenset[str]) -> Understood:
    """A question with whom its pronouns mean, and what it is about where it doesn't say."""
    last = before[-1].understood
    asks, own = question, _first_name(question)
    he, they, it = (_first(pattern, question, own) for pattern in (_HE, _THEY, _IT))
    genders = {"her" if m.group().casefold() in _SHE else "him" for m in _HE.finditer(question)}
    resolved = bool(he and len(genders) == 1 and (person := _person(before, publishers)))
    if resolved and person:
        asks, he = _replace(_HE, asks, person), None
    elif they and (group := _group(last.asks)):
        asks, they, resolved = _replace(_THEY, asks, group), None, True
    if it and not _ON_IT.search(asks) and (thing := _only_thing(last.asks)):
        asks, it, resolved = _replace(_IT_ALONE, asks, thing), None, True
    thin = not resolved and not _names(asks) and len(terms(asks)) < CONTENT + bool(_DEFINITE.search(asks))
    return Understood(asks, _topic(last) if he or they or it or thin or _POINTING.search(asks) else "")


def _only_thing(asks: str) -> str | None:
    """What "it" means, where the question before names one thing alone."""
    things = {
        p.span.of(asks)
        for p in scan_phrases(Text(asks), {})
        if p.name and not p.pronoun and p.span.start and not _is_person(p, asks, lone=False)
    } or {m.group() for m in _DEFINITE.finditer(asks)}
    return things.pop() if len(things) == 1 and not re.match(r"(?:which|what) (?!did|do)", asks, re.I) else None


def _first_name(text: str) -> int:
    """Where the first name of a question ends: a pronoun behind it means that; its length without one."""
    return next((m.end() for m in re.finditer(r"(?<=\s)[A-Z]\w+", text)), len(text))


def _first(pattern: re.Pattern[str], text: str, own: int) -> re.Match[str] | None:
    """The first pronoun that stands for something outside of the question."""
    found = pattern.search(text)
    inside = found is not None and found.start() >= own and found.group().casefold() in _POSSESSIVE
    return None if inside else found


def _person(before: Sequence[Turn], publishers: frozenset[str]) -> str | None:
    """Whom "he" or "she" means: asked about last, else quoted last, else named in what was quoted."""
    for turn in reversed(before):
        asks = turn.understood.asks
        actors = [span for span in (asked_speaker(asks), _subject(asks)) if span]
        for phrase in scan_phrases(Text(asks), {}):
            acts = any(start <= phrase.span.start < end for start, end in actors)
            if phrase.span.of(asks) not in publishers and _is_person(phrase, asks, lone=acts):
                return phrase.span.of(asks)
        for said in turn.said:
            if (
                said.holder
                and said.holder not in publishers
                and any(_is_person(p, said.holder, lone=True) for p in scan_phrases(Text(said.holder), {}))
            ):
                return said.holder
        for said in turn.said:
            for phrase in scan_phrases(Text(said.words), {}):
                if _is_person(phrase, said.words, lone=phrase.start == 0):
                    return phrase.span.of(said.words)
    return None


def _is_person(phrase: Phrase, text: str, *, lone: bool) -> bool:
    """Whether a phrase may be one person; a single capital word is one only where `lone` says so."""
    words = phrase.span.of(text).split()
    if phrase.pronoun or phrase.plural or phrase.person is False or not words:
        return False
    if phrase.person:
        return True
    low = [w.casefold() for w in words]
    if set(low) & (PLACES | BODIES | _SEATS) or not phrase.name or words[-1].isupper():
        return False
    return len(phrase.name) > 1 or lone


def _group(asks: str) -> str | None:
    """Whom "they" means: the speaker asked about."""
    speaker = asked_speaker(asks)
    if speaker is None or _HE.fullmatch(asks[speaker[0] : speaker[1]]):
        return None
    return asks[speaker[0] : speaker[1]]


def _replace(pattern: re.Pattern[str], text: str, name: str) -> str:
    def put(match: re.Match[str]) -> str:
        own = match.group().casefold()
        after = text[match.end() :].lstrip()
        possessive = own in _POSSESSIVE and (
            own != "her" or (bool(re.match(r"\w", after)) and not re.match(rf"{_PREPOSITION}\b", after))
        )
        return f"{name}’s" if possessive else name

    return pattern.sub(put, text)


def _names(text: str) -> bool:
    return any(re.match(r"[A-Z]", w) for w in re.findall(r"\w+", text)[1:] if terms(w))


def _topic(last: Understood, *, predicate: bool = False) -> str:
    """What a question is about: its words without those that ask, and where they don't say, what it was about itself.

    Few words around a pronoun are left out, unless what happens is what is asked about (`predicate`).
    """
    asks = last.asks.rstrip(" ?.!")
    asking = _ASKING.match(asks)
    if asking:
        words = asking["all"] if asking["yes"] else f"{asking['of'].strip()} {asking['rest']}".strip()
    else:
        words = re.sub(rf"^(?:{_PREPOSITION}\s+)?{_WH}\b(?: (?:said|says) so)?\s*", "", asks, flags=re.I)
    own = words if terms(words) else ""
    if not last.about or (_stands(words) and not _IT.search(words)):
        return " ".join(words.split()[:ABOUT]) or asks
    anchor = next((part for part in last.about.split("; ") if _stands(part)), last.about)
    pointing = _IT.search(words) or _THEY.search(words)
    parts = [] if not own or (pointing and not predicate and len(terms(own)) < CONTENT - 1) else [own]
    return " ".join("; ".join([*parts, anchor]).split()[:ABOUT])


def _stands(words: str) -> bool:
    return _names(words) or bool(re.match(r"[A-Z]\w+ (?:[A-Z]|\w+ )", words)) or len(terms(words)) >= CONTENT


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
