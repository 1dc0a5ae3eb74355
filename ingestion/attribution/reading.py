"""Reading: what a cue says of its source and content, for spans that anything may have found. Spans in, a Reading out.

The head word of the cue decides (stances.py), with its particles and complement; then come the words that negate it or
keep it from being actual (factuality.py), and what stands beside it (companions.py). A cue that no table knows asserts.
Left out: irony, and what only other sentences tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ingestion.articles import Span
from ingestion.attribution import Polarity, Stance, Voice
from ingestion.attribution.anonymity import is_anonymous
from ingestion.attribution.clause import NOT, REFUSED, Clause, read_clause
from ingestion.attribution.companions import cited_in, hedge_in, relay_in, scope_in
from ingestion.attribution.factuality import TELLING, is_actual, is_negated, is_nobody, not_only
from ingestion.attribution.heads import VERB, Head, find_head
from ingestion.attribution.quotations import find_quotations
from ingestion.attribution.stances import LIGHT, NOUNS, REJECTING, REPORTED, WANTED
from ingestion.attribution.words import BE

LOOK_BACK = 1_200  # characters of a paragraph ahead of a content in which a quotation that holds it may open

_HEARD = frozenset("say report rumour rumor whisper allege gossip understand hear".split())  # "it is … that"
_COMMITTED = frozenset(
    "acknowledge admit concede confess confirm reveal disclose divulge realize realise recognize recognise know learn "
    "note show prove demonstrate discover remind regret remember recall notice expose uncover establish verify "
    "own come admission acknowledgement acknowledgment confession concession confirmation revelation disclosure "
    "realization realisation recognition knowledge proof reminder discovery aware mindful sorry glad proud".split()
)
_ONLY_CLAUSES = frozenset("find note remember recall learn regret".split())  # commit by a clause, not by a thing
# verbs so empty that the noun behind tells, in the content too: expressed [hope that …]
_EMPTY = frozenset(
    "express voice reiterate restate convey register harbor harbour issue raise have make offer give lend find".split()
)
_TRUE = frozenset("true correct accurate so".split())
_UNTRUE = frozenset("untrue false wrong incorrect nonsense".split())
_CALLING = frozenset("call describe label brand characterise characterize term".split())
_MADE_UP = _UNTRUE | frozenset(
    "fake lie lies fabrication fabricated fiction fictitious fantasy invention invented inventive baseless groundless "
    "unfounded rubbish bogus slander libel defamatory libellous misinformation disinformation falsehood hoax".split()
)
_FUTURE = frozenset("will would 'll never".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What `Attribution` holds beside its spans, under the same names; there it is told what they mean."""

    stance: Stance
    polarity: Polarity
    actual: bool
    hedge: Span | None
    relay: Span | None
    cited: Span | None
    scope: Span | None
    anonymous: bool
    committed: bool


def read(text: str, *, source: Span | None, cue: Span | None, content: Sequence[Span]) -> Reading:
    """What the cue says; time doesn't grow with `text`. Without a cue: somebody asserts the content."""
    clause = read_clause(text, source=source, cue=cue, content=content)
    named = source.of(text) if source else ""
    head = find_head(clause, source is None)
    stance, refused = _stance(clause, head, named)
    negative = False if refused else is_negated(clause, head) != is_nobody(named)
    polarity = Polarity.NEGATIVE if negative else Polarity.POSITIVE
    actual = is_actual(clause, head, refused=refused, nobody=is_nobody(named))
    hedge = hedge_in(clause, head.at if head.part == VERB else None)
    if head.lemma == "call" and hedge and hedge.of(text).casefold().startswith("what"):
        stance = Stance.CLAIMS  # what it called …: the article keeps its distance
    committed = actual and not negative and hedge is None and _commits(clause, head, stance)
    return Reading(
        stance=stance,
        polarity=polarity,
        actual=actual,
        hedge=hedge,
        relay=relay_in(clause, head, stance),
        cited=cited_in(clause),
        scope=scope_in(clause),
        anonymous=is_anonymous(named),
        committed=committed,
    )


# ---------------------------------------------------------------- stance


def _stance(clause: Clause, head: Head, named: str) -> tuple[Stance, bool]:
    """The stance, and whether it is a refusal made of a negation: would not say."""
    ahead = clause.words[clause.before : head.at]
    start, end = clause.cue
    words = clause.words[start:end]
    if head.part == VERB and _refuses(clause, head, ahead):
        return Stance.DECLINES, True
    if any(word in REFUSED for word in ahead) and "to" in ahead:
        return Stance.DECLINES, False
    if ("neither" in ahead + words and "nor" in words) or {"confirm", "deny"} <= set(words):
        return Stance.DECLINES, True
    if head.lemma in ("have", "make", "offer", "give", "comment") and "no" in words and "comment" in words:
        return Stance.DECLINES, True
    if head.lemma in _HEARD and head.part == VERB and not named and BE & {*ahead, *words[: head.at - start]}:
        return (head.stance if head.stance is Stance.DEMANDS else Stance.HEARSAY), False
    if head.lemma == "say" and _untrue(clause, head):
        return Stance.DENIES, False
    if head.lemma in _CALLING and _called_untrue(clause, head):
        return Stance.DENIES, False
    if head.lemma in REJECTING and head.stance in (Stance.DENIES, Stance.OPPOSES):
        return _rejection(clause, head), False
    if clause.word(head.at) in LIGHT and head.at == end - 1:
        return _light(clause, head), False
    if head.lemma == "swear" and clause.kind(head.end) == "t" and not _promised(clause, head):
        return Stance.ASSERTS, False
    if head.lemma == "plead" and clause.any_of({"guilty"}, head.at, head.at + 4):
        return (Stance.DENIES if clause.any_of({"not"}, head.at, head.at + 4) else Stance.CONCEDES), False
    return head.stance, False


def _refuses(clause: Clause, head: Head, ahead: list[str]) -> bool:
    """Would not say, couldn't confirm; "would not rule out" denies nothing, and is no refusal."""
    negated = any(word in NOT or word == "cannot" for word in ahead) and not not_only(clause, head)
    modal = {"will", "would", "wo", "could", "can", "ca", "cannot", "'d", "'ll"} & set(ahead)
    if head.stance is Stance.DENIES or not negated or not modal or clause.word(head.at) != head.lemma:
        return False
    return head.lemma in TELLING


def _untrue(clause: Clause, head: Head) -> bool:
    """Said no; said it was untrue that …; "said the report was false" only asserts."""
    k = head.end + (clause.word(head.end) == "that")
    if clause.word(k) == "no":
        return not clause.word(k + 1).isalpha() or clause.word(k + 1) == "to"
    if clause.word(k) != "it" or clause.word(k + 1) not in BE:
        return False
    k += 2
    while clause.adverb(k) and clause.word(k) not in NOT:
        k += 1
    false = _UNTRUE
    if clause.word(k) in NOT:
        k, false = k + 1, _TRUE
    return clause.word(k) in false and clause.word(k + 1) == "that"


def _called_untrue(clause: Clause, head: Head) -> bool:
    """Called the report baseless; "called the plan a lie" denies nothing."""
    words = {clause.word(k) for k, inside in enumerate(clause.content) if inside and k >= head.end}
    return not words.isdisjoint(REPORTED) and not words.isdisjoint(_MADE_UP) and words.isdisjoint(NOT)


def _rejection(clause: Clause, head: Head) -> Stance:
    """Whether what is rejected is called untrue or unwanted, by the first of its nouns that tells."""
    places = [k for k, inside in enumerate(clause.content) if inside]
    after = [k for k in places if k >= head.end] or places
    for k in after[:12]:
        if clause.word(k) in REPORTED:
            return Stance.DENIES
        if clause.word(k) in WANTED:
            return Stance.OPPOSES
    return head.stance


def _light(clause: Clause, head: Head) -> Stance:
    """Expressed [hope that …]: the noun tells."""
    if LIGHT[clause.word(head.at)] not in _EMPTY:
        return head.stance
    for k in range(head.end, min(head.end + 4, clause.high)):
        if clause.word(k) in NOUNS and clause.word(k) not in ("word", "words", "point", "line", "case"):
            return NOUNS[clause.word(k)]
    return head.stance


def _promised(clause: Clause, head: Head) -> bool:
    return clause.any_of(_FUTURE, head.end, head.end + 8)


# ---------------------------------------------------------------- committed


def _commits(clause: Clause, head: Head, stance: Stance) -> bool:
    """Whether the cue takes its content for true."""
    if stance in (Stance.DECLINES, Stance.DENIES, Stance.HEARSAY):
        return False
    pointed = head.lemma == "point" and clause.word(head.at + 1) == "out"
    kind = clause.kind(head.end) if head.part == VERB else "t"
    if clause.any_of({"whether", "if"}, head.end, head.end + 2):
        return False
    if head.lemma == "come":
        return clause.word(head.at + 1) == "clean"
    if head.lemma in _ONLY_CLAUSES:
        return kind in "tw"
    return pointed or head.lemma in _COMMITTED or (head.lemma == "own" and clause.word(head.at + 1) == "up")


# ---------------------------------------------------------------- voice


def voice_of(text: str, content: Sequence[Span]) -> Voice:
    """Direct where all of the content stands between quotation marks, mixed where some does; marks may be inside the
    spans or outside them."""
    quoted = plain = False
    for part in content:
        low = max(0, part.start - LOOK_BACK)
        low = max(low, text.rfind("\n", low, part.start) + 1)
        high = min(len(text), part.end + LOOK_BACK)
        ending = text.find("\n", part.end, high)
        at = part.start
        for quotation in find_quotations(text, Span(low, high if ending < 0 else ending)):
            if quotation.overlaps(part):
                plain |= _has_words(text, at, min(quotation.start, part.end))
                quoted |= _has_words(text, max(quotation.start, part.start), min(quotation.end, part.end))
                at = max(at, quotation.end)
        plain |= _has_words(text, at, part.end)
    return (Voice.MIXED if plain else Voice.DIRECT) if quoted else Voice.INDIRECT


def _has_words(text: str, start: int, end: int) -> bool:
    return any(character.isalnum() for character in text[start : max(start, end)])
