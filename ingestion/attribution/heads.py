"""Heads: the word of a cue that decides what it says, with its particles. A clause in, a head out.

Left out: what its neighbours make of it: negations and modals (factuality.py), refusals and denials (reading.py).
"""

from dataclasses import dataclass

from ingestion.attribution import Stance
from ingestion.attribution.clause import CARRIED_ON, FAILED, Clause
from ingestion.attribution.stances import ADJECTIVES, LIGHT, NOUNS, OTHERS, VERBS, Sense
from ingestion.attribution.words import BE, DETERMINERS, HEDGES, MODALS, POSSESSIVES, PREPOSITIONS, SUBJECTS, WEEKDAYS

NOUN, VERB, ADJECTIVE = "noun", "verb", "adjective"
# of "threatened to deny" and the like the second verb tells
_POSSIBLE = frozenset("plan expect threaten try seem appear schedule set prepare consider mean".split())


@dataclass(frozen=True, slots=True)
class Head:
    """The word of a cue that decides: its place, the end of its particles, its lemma, what it is and its stance."""

    at: int
    end: int
    lemma: str
    part: str
    stance: Stance


def find_head(clause: Clause, unnamed: bool) -> Head:
    """The word that decides; `unnamed`: nobody is named as the source."""
    start, end = clause.cue
    words = clause.words[start:end]
    whole = " ".join(words)
    if whole in OTHERS:
        return Head(start, end, whole, "", OTHERS[whole])
    if (
        unnamed
        and (HEDGES | {"alleged", "seemingly"}) & set(words)
        and not any(w in VERBS for w in words if w != "alleged")
    ):
        return Head(start, end, whole, "", Stance.HEARSAY)
    heads = [head for k in range(start, end) if (head := _head_at(clause, k, unnamed))]
    if not heads:
        return Head(max(start, end - 1), end, whole, "", Stance.ASSERTS)
    if unnamed and any(head.stance is Stance.HEARSAY and head.part == NOUN for head in heads):
        return next(head for head in heads if head.stance is Stance.HEARSAY)
    return _main(clause, heads)


def _main(clause: Clause, heads: list[Head]) -> Head:
    """Which of several heads in one cue decides: mostly the first."""
    first, *others = heads
    for other in others:
        if other.at < first.end:
            continue
        between = clause.words[first.end : other.at]
        if first.part == VERB and "to" in between and other.part == VERB:
            if clause.word(first.at) in CARRIED_ON | FAILED or first.lemma in _POSSIBLE:
                return _main(clause, heads[heads.index(other) :])
            return first
        if clause.word(first.at) in LIGHT and not ({"that", "and", "or"} & set(between)):
            return other
        if first.part == NOUN and other.part == VERB and clause.word(other.at).endswith("ing"):
            return other  # a statement saying
        if first.lemma in ("quote", "cite") and clause.word(other.at - 1) == "as":
            return other
        if first.lemma in ("stop", "fall"):
            return other
        if first.part == ADJECTIVE or first.part == NOUN:
            return first
    return first


def _head_at(clause: Clause, k: int, unnamed: bool) -> Head | None:
    """The head at `k`, if a word that reports stands there."""
    word = clause.word(k)
    if clause.helper(k) and not _had(clause, k):
        return None
    noun, adjective = NOUNS.get(word), ADJECTIVES.get(word)
    if noun and (word not in VERBS or _is_noun(clause, k)):
        if noun is Stance.HEARSAY and not unnamed:
            noun = Stance.CLAIMS
        if unnamed and word in ("word", "words", "reports") and clause.cue[1] - clause.cue[0] <= 4:
            noun = Stance.HEARSAY  # word spread that
        return Head(k, k + 1, _singular(word), NOUN, noun)
    sensed = [(sense, end) for sense in VERBS.get(word, ()) if (end := _after_particles(clause, k, sense))]
    if adjective and (not sensed or _is_adjective(clause, k)):
        return Head(k, k + 1, word, ADJECTIVE, adjective)
    if not sensed:
        light = word in LIGHT and k + 1 == clause.cue[1]
        return Head(k, k + 1, LIGHT[word], VERB, Stance.ASSERTS) if light and LIGHT[word] != "have" else None
    sense, end = _fitting(clause, sensed)
    return Head(k, end, sense.lemma, VERB, sense.stance)


def _had(clause: Clause, k: int) -> bool:
    """Whether a form of "have" stands as a verb of its own: has no doubt."""
    return clause.word(k) in ("has", "have", "had") and clause.word(k + 1) in (
        "no",
        "every",
        "little",
        "doubts",
        "faith",
    )


def _fitting(clause: Clause, sensed: list[tuple[Sense, int]]) -> tuple[Sense, int]:
    """The sense with most particles and the complement that stands there."""
    for wanted in (True, False):
        for sense, end in sensed:
            kind = clause.kind(end)
            fits = kind in sense.kinds or (kind == "o" and sense.kinds == "i")
            if sense.kinds == "*" or fits or (not wanted and sense.particles):
                return sense, end
    return next(((sense, end) for sense, end in sensed if "t" in sense.kinds), sensed[0])


def _after_particles(clause: Clause, k: int, sense: Sense) -> int | None:
    """Where the particles of `sense` end; None if they don't follow. Between them, words of the cue may stand."""
    at = k + 1
    for particle in sense.particles:
        reach = range(at, max(at + 1, min(at + 5, clause.cue[1])))
        while clause.adverb(at) and clause.word(at) != particle and at < len(clause.words):
            at += 1
        found = next((j for j in (at, *reach) if clause.word(j) == particle), None)
        if found is None or clause.word(found + 1) in WEEKDAYS:
            return None
        at = found + 1
    return at


def _is_noun(clause: Clause, k: int) -> bool:
    """Whether a word that may be noun or verb is a noun: by an article or possessive, or by no subject ahead of it."""
    word = clause.word(k)
    if word.endswith("ed") or clause.any_of(MODALS | {"to", "not", "n't", "do", "does", "did"}, k - 1, k):
        return False
    before = k - 1
    while before > clause.low and not clause.helper(before) and before >= clause.cue[0]:
        if clause.word(before) in DETERMINERS - SUBJECTS or clause.word(before) in POSSESSIVES | {"'s", "'", "no"}:
            return True
        before -= 1
    ahead = clause.word(clause.cue[0] - 1)
    if ahead == "'s" and clause.helper(clause.cue[0] - 1):
        return False
    if ahead in POSSESSIVES | {"'s", "no", "the", "a", "an", "any", "such", "this", "these", "those"}:
        return True
    if ahead == "'" and clause.word(clause.cue[0] - 2).endswith("s"):
        return True
    if clause.source and clause.source[1] <= clause.cue[0]:
        return clause.word(clause.source[1] - 1) in POSSESSIVES | {"'s"} and clause.source[1] == clause.cue[0]
    behind = clause.word(k + 1)
    if clause.source and behind in ("by", "from", "of", "in", "among", "at") and not word.endswith("ing"):
        return clause.word(k - 1) not in BE
    return ahead in PREPOSITIONS | {"and"} and clause.source is None and not word.endswith("ing")


def _is_adjective(clause: Clause, k: int) -> bool:
    """Whether a participle describes somebody: is concerned, was determined."""
    ahead = clause.words[clause.before : k]
    return bool(BE & set(ahead)) and clause.word(k + 1) != "by" and "by" not in clause.words[k : clause.cue[1]]


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
