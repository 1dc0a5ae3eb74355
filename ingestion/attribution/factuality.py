"""Factuality: whether a cue is negated, and whether the saying has happened. A clause and its head in, yes or no out.

Negations inside the content don't count. Left out: denials of a whole report ("it isn't so that X said"), irony.
"""

from itertools import pairwise

from ingestion.attribution.clause import CARRIED_ON, FAILED, NOT, REFUSED, Clause
from ingestion.attribution.heads import NOUN, VERB, Head
from ingestion.attribution.words import BE, DETERMINERS, MODALS, SUBJECTS

_MODALS = MODALS - {"must", "can", "'d"}
_ONLY = frozenset(["only", "just", "merely", "simply", "solely"])
_FAILING = frozenset(
    [("no", "longer"), ("rather", "than"), ("instead", "of"), ("short", "of"), ("far", "from"), ("can", "help")]
)
# of these "would not" refuses, and "can" announces
TELLING = frozenset(
    "say comment confirm discuss disclose reveal answer elaborate name specify identify speculate respond reply "
    "explain divulge give provide tell share talk release announce verify report detail describe go".split()
)
_YIELDING = frozenset("admit concede acknowledge accept recognize recognise deny say confess stress note".split())


# ---------------------------------------------------------------- polarity


def is_nobody(named: str) -> bool:
    """Whether a source is nobody: "No official", but not "No. 10"."""
    words = [word.strip(",.") for word in named.lower().split()[:3]]
    if not words:
        return False
    if words[0] == "no":
        return len(words) > 1 and words[1].isalpha() and not named.lower().startswith("no.")
    if words[:2] in (["not", "one"], ["not", "a"], ["hardly", "any"], ["hardly", "anyone"], ["almost", "no"]):
        return True
    return words[0] in ("nobody", "none", "neither", "few") or words[:2] == ["very", "few"]


def is_negated(clause: Clause, head: Head) -> bool:
    """Whether the cue is negated, by a word ahead of its head or by what it fails to do."""
    ahead = clause.words[clause.before : head.at]
    if head.part == NOUN:
        ahead = _modifiers(clause) + ahead
        if head.lemma == "doubt":
            return False
    if any(word in REFUSED for word in ahead) and "to" in ahead:
        first = next(k for k, word in enumerate(ahead) if word in REFUSED)
        return bool(NOT & set(ahead[:first]))
    no = {"no"} & set(ahead) if head.part == NOUN else set()
    plain = bool((NOT & set(ahead) or no or _inverted(clause)) and not not_only(clause, head))
    pairs = list(pairwise(ahead))
    short = (clause.word(clause.before - 2), clause.word(clause.before - 1))
    failing = "without" in ahead or bool(_FAILING & {*pairs, short})
    failing |= "to" in ahead and any(word in FAILED for word in ahead)
    return plain != failing if not _empty(clause, head) else not plain


def _modifiers(clause: Clause) -> list[str]:
    """The words of a noun phrase ahead of the noun that is the cue."""
    k = clause.before
    while k > max(clause.low, clause.before - 3) and clause.word(k - 1).isalpha() and not clause.finite(k - 1):
        k -= 1
    return clause.words[k : clause.before]


def _empty(clause: Clause, head: Head) -> bool:
    """Said nothing, gave no sign, made no mention; but: had no doubt, made no secret, had no comment."""
    behind = clause.words[head.at + 1 : clause.cue[1]] if head.part == VERB else []
    inside = clause.words[clause.cue[0] : head.at] if head.part == NOUN else []
    if {"doubt", "secret", "bones", "comment", "question", "choice"} & {*behind, *inside} or head.lemma == "doubt":
        return False
    return bool({"no", "nothing", "none", "little"} & set(behind)) and not (
        head.lemma == "say" and behind[:1] == ["no"]
    )


def not_only(clause: Clause, head: Head) -> bool:
    """Not only said; not only did X say."""
    low = clause.source[0] - 3 if clause.source and clause.source[0] < head.at else clause.before - 3
    places = range(max(clause.low, min(low, clause.before)), head.at)
    return any(clause.word(k) in ("not", "n't") and clause.word(k + 1) in _ONLY for k in places)


def _inverted(clause: Clause) -> bool:
    """Nor did X say; never has X said."""
    if clause.source is None or clause.source[0] >= clause.cue[0]:
        return False
    k = clause.source[0]
    helped = clause.word(k - 1) in MODALS | BE | {"did", "does", "do", "has", "have", "had"}
    return helped and clause.any_of({"nor", "neither", "never", "n't", "hardly", "rarely", "time"}, k - 3, k)


def is_actual(clause: Clause, head: Head, *, refused: bool, nobody: bool) -> bool:
    """Whether the saying has happened or holds: not under a modal or a condition, not asked, planned or expected."""
    if _conditional(clause) or _questioned(clause):
        return False
    if refused:
        return True
    if head.part == NOUN:
        return not clause.any_of({"any", "potential", "possible", "future", "would-be"}, clause.cue[0] - 1, head.at)
    ahead = clause.words[clause.before : head.at]
    negated = bool(NOT & set(ahead)) or nobody
    if any(word in REFUSED for word in ahead) and "to" in ahead:
        return not _MODALS & set(ahead[: next(k for k, word in enumerate(ahead) if word in REFUSED)])
    if "only" in ahead or (clause.word(head.end) == "only" and _MODALS & set(ahead)):
        return not {"may", "might", "should"} & set(ahead)
    if (
        {"would", "will", "wo", "cannot", "could", "ca", "can"} & set(ahead)
        and negated
        and head.lemma in _YIELDING | {"rule"}
    ):
        return True
    if "can" in ahead or "must" in ahead:
        return head.lemma in TELLING | _YIELDING
    if _MODALS & set(ahead) or _would(clause, head, ahead):
        return False
    return not _planned(clause, head, ahead)


def _would(clause: Clause, head: Head, ahead: list[str]) -> bool:
    """Whether "'d" stands for "would": before the base form."""
    return "'d" in ahead and clause.word(head.at) == head.lemma


def _planned(clause: Clause, head: Head, ahead: list[str]) -> bool:
    """To say, is expected to say: what is meant to happen; but: continued to say, has yet to say."""
    start = clause.before
    if "to" in ahead and not clause.word(head.at).endswith("ing"):
        return not (CARRIED_ON | FAILED | REFUSED) & set(ahead)
    if clause.word(start - 1) != "to":
        return False
    verb = clause.word(start - 2)
    obliged = verb in ("has", "have", "got", "need", "needs") and head.lemma in _YIELDING
    return verb not in CARRIED_ON | FAILED | REFUSED and not obliged


def _conditional(clause: Clause) -> bool:
    """If X says, unless X says, asked whether X says: nothing but X and adverbs between."""
    k = clause.before
    if clause.source and clause.source[1] <= clause.cue[0]:
        k = min(k, clause.source[0])
    while k > clause.low and (clause.adverb(k - 1) or clause.word(k - 1) in DETERMINERS - SUBJECTS):
        k -= 1
    if clause.word(k - 1) == "or" and clause.any_of({"whether"}, k - 10, k - 1):
        return True
    words = {"if", "unless", "whether", "until", "till", "should", "suppose", "provided", "lest"}
    return k > clause.low and clause.word(k - 1) in words


def _questioned(clause: Clause) -> bool:
    """Does X say …?"""
    end = clause.high
    if clause.word(end - 1) != "?" or clause.low >= clause.cue[0]:
        return False
    first = clause.word(clause.low)
    asking = {"did", "does", "do", "is", "are", "was", "were", "has", "have", "had", *MODALS}
    asking |= {"why", "who", "what", "when", "how", "where"}
    return first in asking and not clause.content[clause.low]
