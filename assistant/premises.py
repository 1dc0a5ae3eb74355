"""Does the evidence contradict what a question takes for granted? "Which sanctions did he list?" where he listed none.

A question that asks when, who, why or which takes the rest of what it says for granted. Evidence contradicts it when it
is a denial in which the question's words stand, or turns something down right before one of them ("declined to list",
"no proof that"). By rules, for precision: on the questions in `evaluation/unanswerable.jsonl` that were tuned on, half
of the false premises are caught, and none of 63 sound questions is suspected. Left out: wrong numbers and names.
"""

import re
from collections.abc import Sequence

from assistant.answers import Evidence
from assistant.questions import Kind, Question, terms
from assistant.scoring import Scored
from ingestion.attribution import Stance

READ = 12  # sentences
NEAR = 0.8  # of the best score
SCORE = 0.4  # below which a sentence isn't about the question
SHARE = 0.3  # of the question's words that a sentence holds,
WORDS = 3  # and how many at least
REACH = 5  # words behind the one that turns down

_TURNS_DOWN = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nothing|without|false|untrue|wrong|cannot|rul(?:e|es|ed|ing) out"
    r"|(?:declin|refus|den(?:y|i)|reject|dismiss)\w*)\b|n['’]t\b",
    re.I,
)
_OPEN = re.compile(r"(?:what|how) (?:did|do|does|has|have)\b", re.I)  # nothing is taken for granted but who acts


def contradicting(question: Question, scored: Sequence[Scored]) -> tuple[Evidence, ...]:
    """The evidence that contradicts what the question takes for granted, the best first."""
    if question.kind is Kind.YES_NO or _OPEN.match(question.text) or _TURNS_DOWN.search(question.text) or not scored:
        return ()
    near = [s for s in scored[:READ] if s.score >= max(SCORE, NEAR * scored[0].score)]
    return tuple(e for s in near for e in s.found.evidence if _denies(e, question) or _turns_down(e, question))


def _denies(evidence: Evidence, question: Question) -> bool:
    denier = question.terms & terms(evidence.holder or evidence.speaker or "")
    denied = (question.terms & terms(evidence.content)) - denier
    return (
        evidence.stance is Stance.DENIES
        and not evidence.negated
        and evidence.actual
        and bool(len(denied) > 1 or (denied and denier))
    )


def _turns_down(evidence: Evidence, question: Question) -> bool:
    words = evidence.sentence.exact
    shared = question.terms & terms(words)
    if len(shared) < max(WORDS, SHARE * len(question.terms)):
        return False
    behind = (re.findall(r"[\w’']+", words[m.end() :])[:REACH] for m in _TURNS_DOWN.finditer(words))
    return any(question.terms & terms(" ".join(following)) for following in behind)
