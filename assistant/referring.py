"""Pronouns of a turn -> the words of earlier turns that they mean: "he" is a person, "it" a thing, "they" several.

What is spoken of comes with a weight: nearer turns, subjects and names weigh more, what only stood in brackets or in an
answer less. A pronoun takes the heaviest that agrees with it; one that nothing agrees with stays as it is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.mentions import AUX, WH, Mention, Part, Sort, as_person, mentions_in
from assistant.questions import terms
from assistant.turns import Turn

# Weights set by hand on the tuning conversations (`python -m evaluation.conversations --wrong` re-measures). Without
# what answers mention .905 of 189 and .935 of 200 follow-ups are right, with the last turn alone .915 and .950, with
# all .921 and .955.
FADES = 0.55  # what a turn's mentions weigh after one more turn
SUBJECT, NAMED, BRACKETS, ANSWER = 0.3, 0.25, -0.35, -0.45
ASKED_WHO = 0.6  # what the answer to "Who …?" names weighs more
LEAST = 0.0  # weight below which nothing is meant
FEMALE, MALE = "she", "he"

Takes = Callable[[Mention], bool]

_HE = re.compile(r"\b(?:he|him|his)\b", re.I)
_SHE = re.compile(r"\b(?:she|her|hers)\b", re.I)
_THEY = re.compile(
    r"(?<!two of )(?<!three of )(?<!four of )(?<!both of )(?<!all of )\b(?:they|them|their|theirs)\b", re.I
)
_IT = re.compile(r"\b(?:it|its)\b", re.I)
_TOGETHER = re.compile(r"\b(?:the )?(?:two|both|pair)(?: of them| men| women)?\b(?! \w+s\b)", re.I)
_LEADER = re.compile(
    r"\s*(?:\w+ )?(?:boss|chief|head|president|chairman|chair|director|ceo|leader|founder|spokes\w+|manager|lawyer)",
    re.I,
)
_POSSESSIVE = {"his", "her", "their", "hers", "theirs", "its"}
_CLAUSE = re.compile(r"\b(?:that|when|if|because|after|before|while|whether|since|although)\b", re.I)
_BEHIND = frozenset(
    "then too now exactly already first again yet before when from by to on in for about or and was is are did".split()
)
_BEFORE = WH | frozenset("about to with of on for by after before from like than at since in over behind".split())
_NO_THING = frozenset("way time day question month year week moment case fact thing kind sort".split())
# what is said, asked or true rather than a thing
_SAID = re.compile(
    r"\b(?:den\w+|confirm\w*|disput\w+|contradict\w*|say|said|know|knew|think|thinks|thought|doubt\w*|admit\w*|"
    r"(?:comment|respon|reac|repl)\w* (?:on|to)|about|for|explain\w*|justif\w+|regret\w*|claim\w*) (?:it|this|that)\b"
    r"|\b(?:is|was) (?:it|that|this) (?:true|right|official|confirmed|certain|sure|known|clear|possible|so|why|all)\b"
    r"|\b(?:it|that|this)(?:['’]s| is| was) (?:true|right|official|confirmed|certain|so)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something that was mentioned, with what it weighs now."""

    mention: Mention
    weight: float
    answered: bool = False  # in an answer alone


@dataclass(frozen=True, slots=True)
class Resolved:
    """A turn with its pronouns replaced. `open`: one is left that stands for something said before; `meant` is what the
    replaced ones mean; `answered` says that only an answer names one of them."""

    text: str
    meant: tuple[Mention, ...]
    open: bool
    answered: bool


def spoken_of(before: Sequence[Turn], publishers: frozenset[str]) -> list[Spoken]:
    """What earlier turns mention, heaviest first."""
    found: dict[str, Spoken] = {}
    surnames = _surnames(before)
    for distance, turn in enumerate(reversed(before)):
        for spoken in _of_turn(turn, publishers):
            if spoken.mention.words in surnames and spoken.mention.sort is Sort.THING:
                spoken = replace(spoken, mention=replace(spoken.mention, sort=Sort.PERSON))
            faded = replace(spoken, weight=spoken.weight * FADES**distance - 0.01 * distance)
            key = spoken.mention.words.casefold()
            if key not in found or faded.weight > found[key].weight:
                found[key] = faded
    return sorted(found.values(), key=lambda s: -s.weight)


def resolve(text: str, before: Sequence[Turn], *, publishers: frozenset[str]) -> Resolved:
    """Replace the pronouns of a turn by what they mean."""
    spoken = spoken_of(before, publishers)
    own = mentions_in(text)
    meant: list[Mention] = []
    answered = False
    asked = " ".join(f"{t.understood.asks} {t.understood.about}" for t in before).casefold()
    open_ = _pointing(text)
    if (pair := _TOGETHER.search(text)) and len(people := _two(spoken)) == 2:
        text = f"{text[: pair.start()]}{people[0].words} and {people[1].words}{text[pair.end() :]}"
        own = mentions_in(text)
        meant += people
    for pattern, takes in ((_HE, _is_he), (_SHE, _is_she), (_IT, _is_it), (_THEY, _are_they)):
        places = [m for m in pattern.finditer(text) if not _inside(m, text, own, takes)]
        if not places or not mentions_apart(places, text):
            continue
        if pattern is _IT and _SAID.search(text):
            open_ = True
            continue
        fitting = [
            s for s in spoken if takes(s.mention) and not any(terms(o.words) & terms(s.mention.words) for o in own)
        ]
        found = max(fitting, key=lambda s: _weight(s, pattern, places), default=None)
        if found is None or _weight(found, pattern, places) < LEAST:
            open_ = True
            continue
        text = _replaced(text, pattern, found.mention.words, first=places[0].start())
        own = mentions_in(text)
        meant.append(found.mention)
        answered = answered or found.mention.words.casefold() not in asked
    return Resolved(text, tuple(meant), open_, answered)


def _two(spoken: Sequence[Spoken]) -> list[Mention]:
    """The two people spoken of last."""
    people: list[Mention] = []
    for mention in (s.mention for s in spoken if s.mention.sort is Sort.PERSON and not s.mention.plural):
        if not any(terms(mention.words) & terms(p.words) for p in people):
            people.append(mention)
    return people[:2]


def _surnames(before: Sequence[Turn]) -> frozenset[str]:
    """The last words of people's full names, in questions and answers."""
    texts = [u for t in before for u in (t.understood.asks, t.understood.about)]
    texts += [s for t in before for said in t.said for s in (said.words, said.holder or "")]
    people = [m.words for text in texts for m in mentions_in(text) if m.sort is Sort.PERSON and m.named]
    return frozenset(re.sub(r"['’]s?$", "", words.split()[-1]) for words in people if len(words.split()) > 1)


def mentions_apart(places: Sequence[re.Match[str]], text: str) -> bool:
    """Whether a pronoun says more than that there is something: "how long does it take", "is it possible to"."""
    return not re.search(
        r"\b(?:does|did|will|would) it take\b|\bit (?:is|was) \w+ (?:to|that)\b|^is it \w+ to\b", text, re.I
    )


def _weight(spoken: Spoken, pattern: re.Pattern[str], places: Sequence[re.Match[str]]) -> float:
    mention = spoken.mention
    if pattern is _IT:
        body = mention.sort is Sort.BODY
        possessive = any(p.group().casefold() == "its" for p in places)
        leads = possessive and bool(_LEADER.match(places[0].string, places[0].end()))
        if spoken.answered and not leads:
            return spoken.weight - 2
        return spoken.weight + (0.8 if body and leads else -0.6 if body and not possessive else 0.0)
    if pattern is _THEY:
        subject = any(p.group().casefold() == "they" for p in places)
        if spoken.answered and spoken.weight < 1:
            return spoken.weight - 2
        return spoken.weight + (0.3 if mention.plural else 0.0 if subject else -0.3)
    return spoken.weight


def _of_turn(turn: Turn, publishers: frozenset[str]) -> Iterator[Spoken]:
    asks, about = turn.understood.asks, turn.understood.about
    asked_who = bool(re.match(r"(?:\w+ )?(?:who|whom|whose|which|what)\b", asks, re.I))
    in_question = mentions_in(asks)
    somebody = any(as_person(m).sort is Sort.PERSON for m in in_question)
    for mention in in_question:
        if mention.words not in publishers:
            yield Spoken(mention, 1 + SUBJECT * (mention.part is Part.SUBJECT) + NAMED * mention.named)
    for mention in mentions_in(about):
        yield Spoken(mention, 1 + BRACKETS + NAMED * mention.named)
    lift = ASKED_WHO if asked_who and not somebody and re.search(r"\bwh(?:o|om|ose|ich)\b", asks, re.I) else 0.0
    for place, said in enumerate(turn.said[:3]):
        weight = 1 + ANSWER + lift - 0.08 * place
        if said.holder and said.holder not in publishers:
            for mention in mentions_in(said.holder)[:1]:
                sort = mention.sort if mention.sort is Sort.PERSON else Sort.BODY
                yield Spoken(
                    replace(mention, part=Part.SUBJECT, sort=sort), weight + (0 if lift else 0.1), answered=True
                )
        for mention in mentions_in(said.words):
            if mention.named and mention.acts:
                asked = terms(mention.words) & terms(asks)
                body = 3 * (mention.sort is Sort.BODY and not lift)
                own = weight + 0.04 * (mention.part is Part.SUBJECT) - 0.3 * bool(asked) - 0.15 * body
                yield Spoken(mention, own, answered=True)


def _is_he(mention: Mention) -> bool:
    return as_person(mention).sort is Sort.PERSON and not mention.plural and mention.gender != FEMALE


def _is_she(mention: Mention) -> bool:
    return as_person(mention).sort is Sort.PERSON and not mention.plural and mention.gender != MALE


def _is_it(mention: Mention) -> bool:
    return (
        mention.sort in (Sort.THING, Sort.BODY)
        and not mention.plural
        and mention.head not in _NO_THING
        and mention.words.split()[0].casefold() not in _POSSESSIVE
        and bool(mention.head)
    )


def _are_they(mention: Mention) -> bool:
    return bool(mention.head) and (mention.plural or mention.sort is Sort.BODY)


def _inside(pronoun: re.Match[str], text: str, own: Sequence[Mention], takes: Takes) -> bool:
    """Whether a pronoun means something that the turn itself names before it: "What did Biden say of his call"."""
    for mention in map(as_person, own):
        between = text[mention.span.end : pronoun.start()]
        if mention.span.end <= pronoun.start() and takes(mention):
            possessive = pronoun.group().casefold() in _POSSESSIVE
            if possessive or _CLAUSE.search(between) or (takes is _are_they and mention.part is Part.SUBJECT):
                return True
    return False


def _pointing(text: str) -> bool:
    """Whether "that", "this" or "one" stands for something said before, and "that" not before what is said."""
    if re.search(r"\b(?:this|these|those)\b|\b(?:there|then|so)\s*[?.!]*$|\b(?:other |new |old )?ones\b", text, re.I):
        return True
    for that in re.finditer(r"\bthat\b", text, re.I):
        before = text[: that.start()].split()[-1:]
        after = re.match(r"\s*(\w+)?", text[that.end() :])
        word = (after[1] or "").casefold() if after else ""
        ends = not word or word in _BEHIND
        if ends or not before or before[0].casefold() in _BEFORE or AUX.fullmatch(before[0]):
            return True
    return False


def _replaced(text: str, pattern: re.Pattern[str], name: str, *, first: int) -> str:
    """The text with its pronouns, from the `first` on, replaced by a name."""

    def put(match: re.Match[str]) -> str:
        if match.start() < first:
            return match.group()
        own = match.group().casefold()
        after = text[match.end() :].lstrip()
        possessive = own in _POSSESSIVE and (own != "her" or (bool(re.match(r"\w", after)) and not _object(after)))
        return (name + ("’" if name.endswith("s") else "’s")) if possessive else name

    return pattern.sub(put, text)


def _object(after: str) -> bool:
    return bool(re.match(r"(?:about|on|in|at|by|from|for|with|to|after|before|that|when|whether)\b", after, re.I))
