"""What a question mentions: its names and noun phrases, what kind of thing each is, and what it does in the question.

A question in, its mentions out, in order. English, by closed classes of words and where a word stands. Left out:
parsing; a verb that isn't known and doesn't look like one is taken into the phrase before it.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from assistant.questions import asked_speaker, terms
from ingestion.articles import Span
from ingestion.attribution import words as w
from ingestion.attribution.cues import VERBS, inflect
from ingestion.attribution.phrases import BODIES, FIRMS, PLACES, Phrase, Text, scan_phrases


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


class Sort(StrEnum):
    """What kind of thing is mentioned."""

    PERSON = "person"
    BODY = "body"
    TIME = "time"
    THING = "thing"


class Part(StrEnum):
    """What a mention does in its question."""

    SUBJECT = "subject"
    OBJECT = "object"
    BESIDE = "beside"  # behind a preposition


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or noun phrase of a text. `gender` is "he" or "she" where its words tell."""

    span: Span
    words: str
    sort: Sort
    part: Part
    named: bool
    plural: bool
    gender: str = ""
    preposition: str = ""

    @property
    def acts(self) -> bool:
        """Whether it can say or do something."""
        return self.sort in (Sort.PERSON, Sort.BODY)

    @property
    def head(self) -> str:
        """The stem of the word that says what it is: of "the first images of Webb", images."""
        before = re.split(r"\s(?:of|on|in|for|from|to|with|about)\s", self.words)[0]
        return next((stem for word in reversed(before.split()) for stem in terms(word)), "")


MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
DATE = re.compile(
    rf"\b(?:(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{MONTHS})(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,? (?:19|20)\d\d)?"
    r"|(?:19|20)\d\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.I,
)
WH = _words("who whom whose what which when where why how")
AUX = re.compile(
    r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|shall|may|might|must)(?:n['’]t)?", re.I
)
_DO = re.compile(r"(?:do|does|did|will|would|can|could|should|shall|may|might|must)(?:n['’]t)?", re.I)
PRONOUNS = _words(
    "i you we he she it they me us him her them his hers its their theirs my your our this that these those there then "
    "himself herself itself themselves one ones anyone anybody someone everyone nobody anything something everything "
    "here so such"
)
_OPENERS = (w.DETERMINERS | w.POSSESSIVES) - _words("many few several more most other both")
_PREPOSITIONS = w.PREPOSITIONS | _words("near per behind by around over")
_CLOSED = (
    WH | PRONOUNS | _PREPOSITIONS | w.AUXILIARIES | w.SUBORDINATORS | w.COORDINATORS | _OPENERS
    | (w.ADVERBS - {"first"})
    | _words(
        "else too please exactly really actually currently much such up out off away down back ago around afterwards "
        "more most many much few several than ever yes no ok thanks if whether either neither about anyway got get gets"
    )
)  # fmt: skip
_VERBS = frozenset(
    form
    for lemma in """
    accept agree allow announce answer appear apologise apologize appoint arrive ask attack attend bear become begin
    believe blame block bring build buy call carry cause change choose circle claim clear close collapse comment compare
    compensate complain concern conclude confirm connect consider contain contribute cost count cover damage deal decide
    defend delay demand deny depend deploy describe die differ disagree disclose discover discuss dispute do drop end
    estimate examine expand expect explain fail fall fight file find finish fix float follow force founder free fund
    gain get give go guarantee happen head help hit hold host hurt include increase indicate insist insure invade
    investigate involve join keep know last launch lead leave let lift list live look lose lower make manage mean meet
    mention move name need negotiate offer open operate oppose order own pass pay persuade pick place plan play point
    predict prepare prevent prolong promise propose protect prove publish pull push put raise reach react read receive
    recommend refloat refuse reject release rely remain remove rename repair replace reply report represent request
    resign resolve respond rest resume return reveal rise rule run sail save say see sell send separate serve set shift
    show shut sign sink sit speak spend spread stand start stay steer stop strike suffer suggest supply support suspect
    suspend take talk tell test think threaten tow travel trigger try turn understand urge use vote wait want warn wear
    win withdraw work worry write
    """.split()
    for form in inflect(lemma)
) | _words(
    "ran began chose came went got left lost sold bought paid met told said held led sent gave took made knew kept won "
    "stood sat brought thought spoke spoken written broke broken chosen given taken known begun struck hit cost put "
    "shut spent rose risen fell fallen became sank sunk founded borne found meant spread stuck grew grown drew drawn"
)
_SHE_NAMES = _words(
    "alice angela anna anne annalena barbara carol caroline catherine cecilia christine claire cynthia deborah diana "
    "elena elizabeth emily emma eva fatima giorgia hanna helen hillary irina jacinda jane janet jen jennifer jessica "
    "joan julia kamala karen kate laura linda lisa liz lucianne lucy lyse margaret maria marie marina mary melanie "
    "michelle monica nancy natalia nicola nikki olga pam patricia rachel ruth samantha sandra sanna sarah sophie susan "
    "svetlana theresa tina tulsi ursula victoria virginia yulia yvonne"
)
_HE_NAMES = _words(
    "abdel alexander andrew andriy anthony antony ben bernie bill boris brian charles chris christopher daniel david "
    "dmitry dmytro donald edward emmanuel eric frank george greg henry jack jake james jerome jim joe john jonathan "
    "joseph kevin kyriakos lee mark martin matthew michael mike mikhail mikko nicholas oleg oleksii olaf osama "
    "patrick paul peter petro philip randal richard robert sergei sergey sherrod stephen steven thomas tim tom tony "
    "viktor vladimir volodymyr wes william xi yuri"
)
_SEATS = _words(
    "house street palace hall kremlin pentagon states nations kingdom authority list"
)  # of whom a place is named
_SIDES = _words("manager owner operator agent regulator contractor buyer supplier side team insurer provider salvor")
_PEOPLES = _words(
    "dutch french british english irish spanish swiss chinese japanese polish danish swedish finnish turkish"
)
_MEASURES = _words("long far fast big large old strong often close high low deep bad")
_TOKEN = re.compile(r"\w+(?:[-.&]\w+)*(?:['’]\w+)?['’]?|[^\w\s]")


@lru_cache(maxsize=2_000)
def mentions_in(text: str) -> tuple[Mention, ...]:
    """The mentions of a question, a part of one, or a quote, in order; what "X of Y" mentions is X of Y, then Y."""
    tokens = list(_TOKEN.finditer(text))
    phrases = list(scan_phrases(Text(text), {}))
    speaker = asked_speaker(text)
    found: list[Mention] = []
    verb_due = sought = False  # whether a base form is still to come; whether the subject is
    place = 0
    while place < len(tokens):
        low = tokens[place].group().casefold()
        if AUX.fullmatch(low):
            verb_due, sought = bool(_DO.fullmatch(low)), True
        dated = DATE.match(text, tokens[place].start())
        if dated and not AUX.fullmatch(dated.group()):
            found.append(Mention(Span(*dated.span()), dated.group(), Sort.TIME, Part.BESIDE, named=False, plural=False))
            place = next((i for i, t in enumerate(tokens) if t.start() >= dated.end()), len(tokens))
            continue
        if low == "that" and _joins_clauses(tokens, place):
            place += 1
            continue
        end, verb_ended = _phrase_end(tokens, place, verb_due=verb_due)
        if end == place:
            if not AUX.fullmatch(low) and _verb(tokens, place, due=verb_due):
                verb_due = sought = False
            place += 1
            continue
        span = Span(tokens[place].start(), tokens[end - 1].end())
        before = tokens[place - 1].group().casefold() if place else ""
        subject = (
            sought
            or (not found and (place == 0 or before in WH or before in ("many", "much")))
            or bool(speaker and speaker[0] == span.start)
        )
        part = Part.BESIDE if before in _PREPOSITIONS else Part.SUBJECT if subject else Part.OBJECT
        sought, verb_due = False, verb_due and not verb_ended
        mention = _described(text, span, part, before, phrases)
        if not re.match(r"(?:the )?(?:number|amount|lot|kind|sort|most|some|all|none|half) of ", mention.words, re.I):
            found.append(mention)
        if inner := re.search(r"\b(?:of|['’]s?)\s+", mention.words):
            of = Span(span.start + inner.end(), span.end)
            if "of" in inner.group() and of.end > of.start:
                found.append(_described(text, of, Part.BESIDE, "of", phrases))
            elif inner.start() > 2:
                owner = Span(span.start, span.start + inner.start())
                found.append(_described(text, owner, Part.BESIDE, "'s", phrases))
        place = end + verb_ended
    return tuple(found)


def is_verb(word: str) -> bool:
    """Whether a word may be a verb."""
    low = word.casefold()
    return low in _VERBS or low in VERBS or bool(re.fullmatch(r"\w{3,}(?:ed|ing)", low))


def recased(text: str, names: frozenset[str]) -> str:
    """The text with those names that it has in lower case in their own case: users write "scholz"."""
    for name in sorted(names, key=lambda n: (-len(n), n)):
        text = re.sub(rf"\b{re.escape(name.casefold())}\b", lambda _, name=name: name, text)  # type: ignore[misc]
    return text


def names_in(text: str) -> frozenset[str]:
    """The names of a quote, and of its people the surnames."""
    found = [m for m in mentions_in(text) if m.named]
    runs = {run for m in found for run in re.findall(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*", m.words)}
    surnames = {m.words.split()[-1] for m in found if m.sort is Sort.PERSON and m.words.split()[-1][0].isupper()}
    return frozenset(n for n in runs | surnames if n.casefold() not in _CLOSED and not is_verb(n))


def _joins_clauses(tokens: list[re.Match[str]], place: int) -> bool:
    """Whether "that" begins what is said: before a name, "the", or behind a verb or a noun."""
    after = tokens[place + 1].group() if place + 1 < len(tokens) else "."
    before = tokens[place - 1].group().casefold() if place else ""
    return after[0].isupper() or after in _OPENERS or (is_verb(before) and before not in w.AUXILIARIES)


def _phrase_end(tokens: list[re.Match[str]], start: int, *, verb_due: bool) -> tuple[int, bool]:
    """Where the phrase that starts at a token ends, or `start` where none does; and whether a verb ended it."""
    place = start
    while place < len(tokens) and tokens[place].group().casefold() in _OPENERS and place - start < 3:
        nxt = tokens[place + 1].group().casefold() if place + 1 < len(tokens) else "."
        if nxt in _CLOSED - _OPENERS or not nxt[0].isalnum():
            return start, False
        place += 1
    first = place
    while place < len(tokens):
        token = tokens[place].group()
        low = token.casefold()
        joins = (
            low == "of" and place > first and place + 1 < len(tokens) and re.match(r"\w", tokens[place + 1].group())
            and tokens[place + 1].group().casefold() not in WH | PRONOUNS
        )  # fmt: skip
        if joins:
            place += 1
            while place < len(tokens) and tokens[place].group().casefold() in _OPENERS:
                place += 1
            continue
        adverb = low.endswith("ly") and low not in w.NOT_ADVERBS
        after = tokens[place + 1].group() if place + 1 < len(tokens) else "."
        name = token[0].isupper() and (place > 0 or (after[0].isupper() and low in w.ADVERBS))
        if not token[0].isalnum() or adverb or (low in _CLOSED and not name):
            break
        if low in _MEASURES and place == first and place and tokens[place - 1].group().casefold() in ("how", "so"):
            break
        if _verb(tokens, place, due=verb_due, within=place > first):
            return (place, True) if place > first else (start, False)
        place += 1
    return (place if place > first else start), False


def _verb(tokens: list[re.Match[str]], place: int, *, due: bool, within: bool = False) -> bool:
    """Whether the word at `place` is a verb of its question. `due`: a base form is to come; `within`: behind one."""
    token = tokens[place].group()
    low = token.casefold()
    before = tokens[place - 1].group().casefold() if place else ""
    if token[0].isupper() and place:
        return False
    if low == "first":
        return False
    after = tokens[place + 1].group().casefold() if place + 1 < len(tokens) else "."
    nominal = before in _OPENERS or before.endswith(("'s", "’s")) or (before in _PREPOSITIONS and before != "to")
    if nominal and not low.endswith("ing"):
        return False
    if before == "to" and place > 1 and token.islower():
        earlier = tokens[place - 2].group().casefold()
        if earlier in w.AUXILIARIES | w.CATENATIVES | _words("able order used how what want") or is_verb(earlier):
            return True
    if due and within and low in (_VERBS | set(VERBS)):
        return True
    if due and within and after != "of" and (after in _CLOSED or not after[0].isalnum()):
        return token.islower() and not low.endswith("s")  # the last word before "about", "that", the end
    if low in w.NOUN_OR_VERB or low.removesuffix("s") in w.NOUN_OR_VERB:
        return not within and (before in WH or before in PRONOUNS or before == "to")
    return is_verb(low) and not (low.endswith("ing") and before in _OPENERS)


def _described(text: str, span: Span, part: Part, before: str, phrases: list[Phrase]) -> Mention:
    words = span.of(text)
    phrase = next(
        (p for p in phrases if span.start <= p.span.start < span.end and not p.pronoun and p.span.end <= span.end), None
    ) or next((p for p in phrases if p.span.start == span.start and not p.pronoun), None)
    heads = words.split(" of ")[0].split()
    last = re.sub(r"['’]s?$", "", heads[-1])
    plural = bool(phrase.plural if phrase and phrase.span.end >= span.end else re.search(r"(?<![su'’i])s$", last)) and (
        last[0].islower() or bool(re.fullmatch(r"\w+(?:ans|crats|ers|ists)", last))
    )
    named = any(h[0].isupper() for h in words.split() if h.casefold() not in _CLOSED)
    sort, gender = _sort(words, last, phrase, part)
    preposition = before if part is Part.BESIDE else ""
    return Mention(span, words, sort, part, named, plural, gender, preposition)


def _sort(words: str, last: str, phrase: Phrase | None, part: Part) -> tuple[Sort, str]:
    """What a phrase names, and whether a he or a she."""
    low = [re.sub(r"['’]s?$", "", h.casefold()) for h in words.split()]
    body = set(low) & (BODIES | FIRMS | PLACES | _SEATS)
    capitals = [h for h in words.split() if h[0].isupper() and h.casefold() not in _CLOSED]
    gender = "she" if set(low) & _SHE_NAMES else "he" if set(low) & _HE_NAMES else ""
    if phrase and phrase.person and last.casefold() not in BODIES:
        return Sort.PERSON, phrase.gender or gender
    if gender and len(capitals) > 1 and not (set(low) & (BODIES | _words("telescope bank"))):
        return Sort.PERSON, gender
    if last.casefold() in _PEOPLES and low[0] == "the":
        return Sort.BODY, ""
    if last.casefold() in _SIDES or (last.casefold().removesuffix("s") in _SIDES and not capitals):
        return Sort.BODY, ""
    if body and (last.casefold() in body or (capitals and (last[0].isupper() or low[0] in body))):
        return Sort.BODY, ""
    if phrase and phrase.person is False and phrase.nouns and phrase.nouns[0] in BODIES:
        return Sort.BODY, ""
    if capitals and last[0].isupper():
        if last.isupper() and len(last) > 1:
            return Sort.BODY, ""
        if len(capitals) > 1 and len(capitals) == len(low) and len(capitals) < 4:
            return Sort.PERSON, gender
    return Sort.THING, ""


def as_person(mention: Mention) -> Mention:
    """A lone surname, where what it does shows that it is somebody."""
    lone = mention.sort is Sort.THING and mention.named and len(mention.words.split()) == 1
    return replace(mention, sort=Sort.PERSON) if lone and mention.part is Part.SUBJECT else mention
