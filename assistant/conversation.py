"""A turn of a conversation -> a question that stands alone, by rules and without a language model.

What a turn leaves out is taken from the turns before it: "And Germany?" is the last question with Germany in it, "Why?"
the last question with another asking word, "he" the person last asked about or quoted, "[2]" a citation of the last
answer; "no, I meant the port" puts it in the place of what it is like. What can't be put in its place stands in
brackets. A question that has its own names or enough words of its own is left as it is, so that a new topic drags
nothing in. English; left out: what a turn says beside asking.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.ellipsis import Likeness, best_place, is_fragment, names_of, put_in, short_question, things, topic
from assistant.mentions import mentions_in, names_in, recased
from assistant.questions import asked_speaker, terms
from assistant.referring import resolve
from assistant.turn_reading import AUX, PREPOSITION, WH, Read, pointed_at, read_turn
from assistant.turns import SO, TURNS, Turn, Understood

CONTENT = 3  # content words with which a question without a name stands alone
OWN = 3  # with one
QUOTED = 25  # words of a citation that is asked about

_WHAT_ABOUT = re.compile(
    r"^(?:and )?(?:(?:what|how) (?:about|of)|(?:the )?same(?: question)? (?:for|about|with|from))\s+", re.I
)
_TOO = re.compile(r",?\s+(?:too|as well|also|then|though)$", re.I)
_VIEW = (
    r"(?:take|views?|version|position|reply|answer|response|reaction|account|opinion|side|explanation|comments?|line|"
    r"argument|stance)"
)
_HIS_VIEW = re.compile(rf"(?P<who>.+?)['’]s? (?:own )?{_VIEW}(?: (?:on|to|about) (?:this|that|it))?", re.I)
_SAYS_WHO = re.compile(
    r"^(?:says who|according to (?:whom|who)|who (?:says|said|claims|reported|told (?:you|us)) (?:so|that|it|this)"
    r"|whose (?:claim|word) is (?:that|it|this)|who is (?:that|it|this) from"
    r"|(?:the |your )?sources?(?: for (?:that|this|it))?|(?:how|where) do (?:you|we) know(?: that)?)\b[?.!\s]*$",
    re.I,
)
_TOPICALISED = re.compile(rf"^(?P<what>[^,:?]{{2,60}})[,:]\s+(?=(?P<rest>(?:{WH}|{AUX}|in {WH})\b.*))", re.I)
_DEFINED = re.compile(
    r"^(?:[Ww]hat|[Ww]ho)(?:['’]s| is| are| was| were) "
    r"(?!the [a-z]|(?:his|her|its|their|that|this|it|s?he|they)\b)"
)
_DECLARES = re.compile(rf"^(?!(?:{WH}|{AUX}|{PREPOSITION}|tell|explain|show|list|give|open|can)\b)", re.I)


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
    before = _recased(before[-TURNS:])
    read = read_turn(question)
    if read.switches:
        return Understood(_capital(read.text))
    if (cited := _citation(question, before)) is not None:
        return cited
    asked = [t for t in before if not t.understood.aside] or list(before)
    names = frozenset(name for t in before for name in _names_of(t))
    read = replace(read, text=recased(read.text, names))
    turns = _Turns(asked, likeness, publishers)
    return turns.corrected(read) if read.corrects else turns.followed(read)


class _Turns:
    """The turns that a new one may go on from, with what it takes to read it."""

    def __init__(self, before: Sequence[Turn], likeness: Likeness, publishers: frozenset[str]) -> None:
        self.before = before
        self.earlier = [t.understood for t in reversed(before)]
        self.last = self.earlier[0]
        self.likeness = likeness
        self.publishers = publishers

    def followed(self, read: Read) -> Understood:
        """A turn that asks on."""
        text = read.text
        fragment = _TOO.sub("", _WHAT_ABOUT.sub("", text).rstrip(" ?.!,"))
        if _SAYS_WHO.match(fragment):
            return Understood(SO, topic(self.last))
        if viewed := _HIS_VIEW.fullmatch(fragment):
            who = resolve(viewed["who"], self.before, publishers=self.publishers).text
            return Understood(f"What did {who} say about this", topic(self.last, speaker=False) or topic(self.last))
        if short := short_question(fragment, self.last):
            return short
        if (topicalised := _TOPICALISED.match(fragment)) and not re.match(rf"(?:{WH}|{PREPOSITION})\b", fragment, re.I):
            return self.topicalised(topicalised["what"], topicalised["rest"])
        if is_fragment(fragment):
            return self.put_in(fragment)
        return self.asked(_capital(text), enough=OWN - 1 if read.thanks or read.corrects else CONTENT)

    def corrected(self, read: Read) -> Understood:
        """The last question as the user meant it."""
        meant = _TOO.sub("", read.text.rstrip(" ?.!,"))
        if read.replaces and (changed := _instead(meant, read.replaces, self.last)):
            return changed
        if not is_fragment(meant):
            return self.followed(replace(read, text=meant))
        resolved = resolve(meant, self.before, publishers=self.publishers)
        if len(terms(resolved.text)) > CONTENT or re.search(r"\b(?:he|she|they|that|who|which|when)\b", meant, re.I):
            return Understood(f"What about {resolved.text}?")
        place = best_place(meant, self.earlier[:1], self.likeness)
        return place.taken_by(meant) if place else Understood(f"What about {resolved.text}?", topic(self.last))

    def put_in(self, fragment: str) -> Understood:
        """A phrase: the earlier question with it."""
        resolved = resolve(fragment, self.before, publishers=self.publishers)
        return put_in(resolved.text, self.earlier, likeness=self.likeness, publishers=self.publishers)

    def topicalised(self, what: str, rest: str) -> Understood:
        """ "And the Canadians, how much do they get?": what comes first is what the pronoun means."""
        put = re.sub(r"\b(?:he|she|it|they|him|them)\b", lambda _: what, rest, count=1, flags=re.I)
        owned = f"{what}’" if what.endswith("s") else f"{what}’s"
        put = re.sub(r"\b(?:his|its|their)\b", lambda _: owned, put, count=1, flags=re.I) if put == rest else put
        resolved = resolve(put, self.before, publishers=self.publishers)
        asks = f"{_capital(resolved.text)}?"
        inside = what.casefold() in asks.casefold()
        if inside and len(terms(asks)) - len(terms(what)) >= OWN:
            return Understood(asks)
        if inside:
            return Understood(asks, things(self.last))
        return Understood(asks, what)

    def asked(self, text: str, *, enough: int = CONTENT) -> Understood:
        """A whole question: its pronouns replaced, and what it is about where it doesn't say."""
        resolved = resolve(text, self.before, publishers=self.publishers)
        asks = resolved.text
        if resolved.open or resolved.answered or _is_thin(text, asks, resolved.meant != (), enough):
            without = _says_nothing_about(asks) or self.repeats_speaker(asks)
            return Understood(asks, topic(self.last, speaker=not without) or topic(self.last))
        return Understood(asks, self.subject(asks) if resolved.meant else "")

    def subject(self, asks: str) -> str:
        """The things that the last question names, where this one doesn't."""
        return "" if any(m.named and not m.acts for m in mentions_in(asks)) else names_of(self.last)

    def repeats_speaker(self, asks: str) -> bool:
        """Whether a question is on the one whose words the last one asked for."""
        span = asked_speaker(self.last.asks)
        return span is not None and self.last.asks[slice(*span)].casefold() in asks.casefold()


def _is_thin(text: str, asks: str, resolved: bool, enough: int) -> bool:
    """Whether a question has too little of its own to be found by."""
    if _DEFINED.match(text) and len(terms(text)) > 0:
        return False
    if _says_nothing_about(asks) or _DECLARES.match(text):
        return True
    own = len(terms(asks))
    named = any(m.named for m in mentions_in(text))
    definite = any(re.match(r"the\b", m.words, re.I) and not m.named for m in mentions_in(text))
    return own < (OWN if named else enough) + (definite and not resolved and enough == CONTENT)


def _says_nothing_about(asks: str) -> bool:
    """Whether a question asks what somebody said, and not about what."""
    speaker = asked_speaker(asks)
    return speaker is not None and bool(re.fullmatch(r"\s+\w+[\s?.!]*", asks[speaker[1] :]))


def _citation(question: str, before: Sequence[Turn]) -> Understood | None:
    """A question about a numbered citation of the last answer that said anything."""
    said = next((turn.said for turn in reversed(before) if turn.said), ())
    pointed = pointed_at(question, said[-1].number) if said else None
    if pointed is None:
        return None
    number, (start, end) = pointed
    meant = next((s for s in reversed(said) if s.number <= number), said[0])
    earlier = [t.understood for t in reversed(before) if not t.understood.aside]
    words = meant.words.split()
    quote = " ".join(words[:QUOTED]) + (" …" if len(words) > QUOTED else "")
    by = meant.holder or meant.publisher
    asks = question[:start] + f"“{quote}”" + (f" by {by}" if by else "") + question[end:]
    return Understood(asks, topic(earlier[0]) if earlier else "", citation=number)


def _instead(fragment: str, replaced: str, last: Understood) -> Understood | None:
    """The last question with other words in the place of those that the user takes back, if it holds them."""
    taken_back = terms(replaced)
    for mention in sorted(mentions_in(last.asks), key=lambda m: len(m.words)):
        if taken_back and taken_back <= terms(mention.words):
            start, end = mention.span.start, mention.span.end
            before = last.asks[:start].split()[-1:]
            if before and fragment.casefold().startswith(f"{before[0].casefold()} "):  # "not in March, in April"
                fragment = fragment.split(" ", 1)[1]
            return Understood(last.asks[:start] + fragment + last.asks[end:], last.about)
    place = re.compile(rf"\b(?:the )?{re.escape(replaced.strip())}(?!\w)", re.I)
    if place.search(last.asks):
        return Understood(place.sub(lambda _: fragment, last.asks), last.about)
    if place.search(last.about):
        return Understood(last.asks, place.sub(lambda _: fragment, last.about))
    return None


def _recased(before: Sequence[Turn]) -> list[Turn]:
    """The turns with names in the case that the answers give them."""
    recent: list[Turn] = []
    names: frozenset[str] = frozenset()
    for turn in before:
        names |= _names_of(turn)
        u = turn.understood
        recent.append(replace(turn, understood=replace(u, asks=recased(u.asks, names), about=recased(u.about, names))))
    return recent


def _names_of(turn: Turn) -> frozenset[str]:
    return frozenset(
        name for said in turn.said for text in (said.words, said.holder or "") if text for name in names_in(text)
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
