"""A turn that is less than a question, "And Germany?", "Why?" -> the earlier question with it in its place.

A phrase takes the place of what it is most like in an earlier question: of the same sort, number and case, near in
meaning; where nothing is like it, it stands with what was spoken of in brackets. An asking word takes the place of the
asking word.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.mentions import DATE, Mention, Part, as_person, mentions_in
from assistant.questions import asked_speaker, terms
from assistant.turn_reading import AUX, PREPOSITION, WH
from assistant.turns import Understood

Likeness = Callable[[str, Sequence[str]], Sequence[float]]

# What speaks for taking a phrase's place, and the sum from which one is taken; set by hand on the tuning conversations.
# Without ALIKE (ENOUGH .25) .921, .950 and .900 of 189, 200 and 80 follow-ups are right, with it .921, .955 and .938.
ALIKE, SAME_SORT, BOTH_ACT, BOTH_NAMED, SAME_NUMBER, SAME_HEAD = 1.0, 0.2, 0.15, 0.1, 0.05, 0.3
SPEAKS, EARLIER, ENOUGH = 0.35, -0.2, 0.45
BACK = 3  # questions looked back at for a place
ABOUT = 30  # words in brackets, at most

ASKING = re.compile(
    rf"^(?:{PREPOSITION}\s+)?(?P<wh>{WH})\b(?P<of>.*?)\b(?P<aux>{AUX})(?!\w)\s*(?P<rest>.*)$"
    rf"|^(?P<yes>{AUX})\s+(?P<all>.*)$",
    re.I,
)
_QUANTITY = r"(?:many|much|long|often|far|big|fast|large|old|strong|soon|late)"
_SHORT = re.compile(
    rf"(?P<wh>(?:since |until |by |for |from |at |in |on |with |to |about |of )?{WH}"
    rf"(?:\s+(?:{_QUANTITY}|day|date|year|month|time|place|country|city|else|not|come|so|so \w+))?(?:\s+for)?)"
    r"(?:\s+(?:exactly|precisely|roughly|then|again))?"
    rf"(?:\s+(?:{AUX}\s+)?(?:that|it|this|so|all that)"
    r"(?:\s+(?:be|happen|happened|take place|the case|so|said|be so))?)?"
    r"(?:\s+(?:exactly|precisely|then|by the way))?[?.!\s]*",
    re.I,
)
_ADVERB = re.compile(r"\w+ly|at all|in (?:full|part|public|private)|on time|too late|so soon", re.I)
_AFTER = re.compile(
    r"(?:even )?(?:earlier|later|before|after|afterwards|beforehand|(?:the (?:same |next |following |previous )?|that )"
    r"(?:day|week|month|year|morning|evening)|an? \w+ (?:before|after|earlier|later))\b",
    re.I,
)
_POINTS = re.compile(r"\b(?:that|this|it|so)$", re.I)
_ANY = re.compile(r"(?:any|some|no|not|number of|amount of)\b", re.I)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an earlier question that a phrase may take: in `asks`, or in what stands in brackets."""

    question: Understood
    in_about: bool
    mention: Mention
    back: int

    def taken_by(self, words: str) -> Understood:
        """The question with other words there."""
        text = self.question.about if self.in_about else self.question.asks.rstrip(" ?")
        start, end = self.mention.span.start, self.mention.span.end
        possessive = text[end:].startswith(("'", "’")) or re.search(r"['’]s?$", text[start:end])
        tail = "" if not possessive or re.search(r"['’]s?$", words) or text[end:].startswith(("'", "’")) else "’s"
        if text[:start].casefold().endswith("the ") or words.casefold().startswith("the "):
            text, start, end = _without_article(text, start, end, words)
        changed = f"{text[:start]}{words}{tail}{text[end:]}"
        if self.in_about:
            return Understood(self.question.asks, changed)
        return Understood(f"{changed}?", self.question.about.replace(self.mention.words, words))


def _without_article(text: str, start: int, end: int, words: str) -> tuple[str, int, int]:
    if text[:start].casefold().endswith("the ") and words.casefold().startswith("the "):
        return text[: start - 4] + text[start:], start - 4, end - 4
    return text, start, end


def is_fragment(text: str) -> bool:
    """Whether a turn has no asking word and no verb that asks."""
    relative = re.match(r"(?:the|an?|those|that) \w+(?: \w+)? (?=who\b|which\b|that\b|where\b|when\b)", text, re.I)
    asking = text[: relative.end()] if relative else text
    return (
        bool(text)
        and len(text.split()) <= 10
        and not re.search(rf"\b(?<!of ){WH}\b|^{AUX}\b|\b(?:tell|explain|show|list|summari[sz]e|go on)\b", asking, re.I)
        and not re.search(r"\b(?:else|more|further|continue)\b", text, re.I)
        and not re.search(r"\b(?:is|are|was|were|do|does|did|has|have|had|would|could)(?:n['’]t)?\b|n['’]t\b", asking)
    )


def put_in(
    fragment: str, earlier: Sequence[Understood], *, likeness: Likeness, publishers: frozenset[str]
) -> Understood:
    """The earlier question that has a place for the fragment, with it there. `earlier` are the newest first."""
    last = earlier[0]
    asks = last.asks.rstrip(" ?")
    if any(p.casefold().startswith(fragment.casefold().removeprefix("the ")) for p in publishers):
        return Understood(f"What does {fragment} say about this", topic(last))
    dated = DATE.search(fragment)
    old = DATE.search(asks)
    if dated and len(terms(fragment) - terms(dated.group())) == 0:
        if old:
            return Understood(asks[: old.start()] + dated.group() + asks[old.end() :] + "?", last.about)
        lead = "" if re.match(rf"{PREPOSITION}\b", fragment, re.I) else "in " if "day" not in fragment else "on "
        return Understood(f"{asks} {lead}{fragment}?", last.about)
    if re.match(rf"{PREPOSITION}\b", fragment, re.I) and not _AFTER.match(fragment):
        return _with_preposition(fragment, earlier, likeness)
    if _AFTER.match(fragment):
        return Understood(f"{asks}, {fragment}?", last.about)
    if _ADVERB.fullmatch(fragment) or not mentions_in(fragment):
        return Understood(f"{asks}, {fragment}?", last.about)
    if _ANY.match(fragment):
        return Understood(_capital(fragment), topic(last))
    best = best_place(fragment, earlier, likeness)
    if best is not None:
        return best.taken_by(fragment)
    return Understood(_capital(fragment), names_of(last) or topic(last))


def best_place(fragment: str, earlier: Sequence[Understood], likeness: Likeness) -> Place | None:
    """Where the fragment belongs in an earlier question, or None."""
    places = _places(earlier[:BACK])
    if not places:
        return None
    phrase = as_person(mentions_in(fragment)[0]) if mentions_in(fragment) else None
    scores = [
        (alike * ALIKE + _agreement(phrase, place), -n)
        for n, (place, alike) in enumerate(
            zip(places, likeness(fragment, [p.mention.words for p in places]), strict=True)
        )
    ]
    best, n = max(scores)
    return places[-n] if best >= ENOUGH else None


def _agreement(phrase: Mention | None, place: Place) -> float:
    if phrase is None:
        return EARLIER * place.back
    old = as_person(place.mention)
    speaks = not place.in_about and old.part is Part.SUBJECT and old.acts
    return (
        SAME_SORT * (phrase.sort is old.sort)
        + BOTH_ACT * (phrase.acts and old.acts)
        + BOTH_NAMED * (phrase.named is old.named)
        + SAME_NUMBER * (phrase.plural is old.plural)
        + SAME_HEAD * (phrase.head == old.head)
        + SPEAKS * bool(speaks and phrase.acts)
        + EARLIER * place.back
        - 0.1 * place.in_about
    )


def _places(earlier: Sequence[Understood]) -> list[Place]:
    found = []
    for back, question in enumerate(earlier):
        found += [Place(question, False, m, back) for m in mentions_in(question.asks)]
        found += [Place(question, True, m, back) for m in mentions_in(question.about)]
    return found


def _with_preposition(fragment: str, earlier: Sequence[Understood], likeness: Likeness) -> Understood:
    """ "And on the pipeline?": in the place of what stands behind that preposition, else at the end."""
    last = earlier[0]
    asks = last.asks.rstrip(" ?")
    found = re.match(rf"{PREPOSITION}\b", fragment, re.I)
    preposition = found.group() if found else fragment.split()[0]
    words = fragment[len(preposition) :].strip()
    for question in earlier[:BACK]:
        same = [m for m in mentions_in(question.asks) if m.preposition == preposition.split()[-1].casefold()]
        if same and not DATE.search(same[0].words):
            end = question.asks.rstrip(" ?")[same[0].span.end :]
            return Understood(f"{question.asks[: same[0].span.start]}{words}{end}?", question.about)
    if preposition.casefold() in ("about", "on") and asked_speaker(asks):
        match = re.match(r"\s+\w+", asks[(asked_speaker(asks) or (0, 0))[1] :])
        said = (asked_speaker(asks) or (0, 0))[1] + (match.end() if match else 0)
        return Understood(f"{asks[:said]} {fragment}?", last.about)
    return Understood(f"{asks} {fragment}?", last.about)


def short_question(text: str, last: Understood) -> Understood | None:
    """ "Why?", "When was that?", "Since when?": the last question with another asking word; None for other turns."""
    short = _SHORT.fullmatch(text)
    if short is None:
        return None
    wh = _capital(short["wh"])
    asking = ASKING.match(last.asks.rstrip(" ?"))
    simple = re.match(
        r"(?:since when|when|where|why|how|what time|(?:in|on|at) (?:what|which) \w+)(?: not)?$", wh, re.I
    )
    if not simple or asking is None or (asking["wh"] and not asking["rest"]):
        return Understood(wh, topic(last, predicate=True))
    wh = re.sub(r" not$", "", wh)
    if asking["yes"]:
        return Understood(f"{wh} {asking['yes'].casefold()} {asking['all']}?", last.about)
    if re.match(r"(?:that|it|this|there)\b", asking["rest"], re.I):  # nothing to keep but a pronoun
        return Understood(wh, topic(last, predicate=True))
    rest = asking["rest"]
    kind = re.sub(rf"^\s*{_QUANTITY}\b", "", asking["of"], flags=re.I).strip()
    if not asking["of"].strip() and (speaker := asked_speaker(last.asks)):  # "What did he say about it": that he said
        said = re.compile(r"\s+\w+").match(last.asks, speaker[1])
        end = (said.end() if said else speaker[1]) - asking.start("rest")
        rest = f"{rest[:end]} that{rest[end:]}"
    about = "; ".join(part for part in (kind, last.about) if part)
    return Understood(f"{wh} {asking['aux'].casefold()} {rest}?", about)


def topic(last: Understood, *, predicate: bool = False, speaker: bool = True) -> str:
    """What a question is about: its words without those that ask, and where they don't say, what it was about itself.

    Without its `speaker` what somebody said it about is left. A `predicate` that has nothing to it but a pronoun is
    kept only where it is asked about itself.
    """
    words = matter(last.asks, speaker=speaker)
    mentioned = mentions_in(words)
    named = any(m.named for m in mentioned) and len(terms(words)) > 1
    whole = (named or len(terms(words)) >= 3) and not _POINTS.search(words)
    if not last.about or (whole and ASKING.match(last.asks)):
        return " ".join((words or last.asks.rstrip(" ?.!")).split()[:ABOUT])
    first = last.about.split("; ")[0]
    before = first if len(terms(first)) > 1 else last.about
    own = [m for m in mentioned if not re.match(r"(?:that|this|those|these)\b", m.words, re.I)]
    kept = [words] if mentioned or (predicate and terms(words)) else []
    return " ".join("; ".join([*kept, anchor(before) if own else before]).split()[:ABOUT])


def names_of(last: Understood) -> str:
    """What a question names, as far as it is a thing."""
    return ", ".join(dict.fromkeys(m.words for m in outermost(last.text) if m.named and not m.acts))


def things(last: Understood) -> str:
    """What a question mentions beside those who act."""
    return ", ".join(dict.fromkeys(m.words for m in outermost(topic(last)) if not m.acts))


def outermost(text: str) -> list[Mention]:
    """The mentions of a text that stand in no other."""
    outer: list[Mention] = []
    for mention in map(as_person, mentions_in(text)):
        if not outer or mention.span.start >= outer[-1].span.end:
            outer.append(mention)
    return outer


def anchor(about: str) -> str:
    """Of what stands in brackets, the things and no predicates."""
    return ", ".join(m.words for m in outermost(about)) or about


def matter(asks: str, *, speaker: bool = True) -> str:
    """A question's words without those that ask, and without the `speaker` whose words it asks for."""
    bare = asks.rstrip(" ?.!")
    if not speaker and (span := asked_speaker(bare)):
        return re.sub(r"^\s*\w+(?:\s+(?:about|on|that|to \w+ about))?\s*", "", bare[span[1] :])
    asking = ASKING.match(bare)
    if asking is None:
        return re.sub(rf"^(?:{PREPOSITION}\s+)?{WH}\b(?: (?:said|says) so)?\s*", "", bare, flags=re.I)
    if asking["yes"]:
        return str(asking["all"])
    kind = re.sub(r"^\s*(?:many|much|long|often|exactly)\b", "", asking["of"], flags=re.I).strip()
    return f"{kind}, {asking['rest']}".strip(" ,")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
