"""How sure it is that the articles answer a question, from how well the best sentences fit it.

The score of its best sentence, less for each sign that this answers another question (`opposites.py`); of a question
with clauses, the scores of the whole and of its clauses, the longer ones counting more, half and half. A logistic curve
turns that into a probability: of the questions of SQuAD 2 and ClapNQ that were tuned on (half of them answerable, each
asked of one passage), the share with such a score that their passage answers. `python -m evaluation.calibration` fits
it and measures it on the other half.
"""

import math
from collections.abc import Sequence

from assistant.opposites import mismatches
from assistant.questions import Question
from assistant.scoring import Scored

# Set with the list of opposites on the tuning halves of SQuAD 2 and ClapNQ: AUROC .685 -> .756 and .877 -> .878.
MISMATCH = 0.15
SLOPE, MIDDLE = 7.72, 0.60  # of the curve; the middle is where it says .5


def sureness(
    question: Question, scored: Sequence[Scored], clauses: Sequence[tuple[Question, Sequence[Scored]]]
) -> float:
    """The score of a question: its best sentence's, and where it has clauses those of each clause's best one."""
    whole = _best(scored)
    words = sum(len(clause.terms) for clause, _ in clauses)
    if not words:
        return whole - MISMATCH * mismatches(question, scored[0]) if scored else whole
    return (whole + sum(_best(fitting) * len(clause.terms) for clause, fitting in clauses) / words) / 2


def probability(score: float) -> float:
    """What a score means, 0 to 1."""
    return 1 / (1 + math.exp(-SLOPE * (score - MIDDLE)))


def _best(scored: Sequence[Scored]) -> float:
    return scored[0].score if scored else 0.0
