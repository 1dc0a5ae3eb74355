"""SQuAD 2 sample: is the answer in the first sentence picked, and are unanswerable questions told from the others?"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.answerability import sureness
from assistant.pipeline import consider
from assistant.retrieval import Filters
from assistant.scoring import Scored
from evaluation import ranking
from evaluation.harness import TRIAL, Figure, Known, Progress, auroc, figure, kept
from evaluation.ranking import Text

FOLDER = "squad2_sample"


@dataclass(frozen=True, slots=True)
class Case:
    """A question about one paragraph, with the answers that are right; none where it has no answer."""

    id: str
    question: str
    paragraph: str
    answers: tuple[str, ...]


def load(data: Path, *, reported: bool = True) -> list[Case]:
    """The half that is reported, or the other."""
    rows = [json.loads(line) for line in (data / FOLDER / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        Case(f"sq{row['id']}", row["question"], row["context"], () if row["is_impossible"] else tuple(row["answers"]))
        for row in rows
        if kept(f"sq{row['id']}") is reported
    ]


def run(data: Path, progress: Progress, *, reported: bool = True) -> list[Figure]:
    """Each question is asked of its own paragraph alone; plain is the sentence of the highest cosine."""
    cases = load(data, reported=reported)
    step = progress("SQuAD 2", len(cases))
    first: list[float] = []
    scores: list[float] = []
    likest: list[Scored | None] = []  # by cosine alone
    with ranking.library_of([Text(case.id, None, case.paragraph) for case in cases]) as library:
        for case in cases:
            considered = consider(library, case.question, Filters(articles=(case.id,)))
            scored = considered.scored
            scores.append(sureness(considered.question, scored, considered.clauses))
            likest.append(max(scored, key=lambda s: s.likeness, default=None))
            if case.answers:
                first.append(_holds(scored[0] if scored else None, case))
            step()
    answerable = np.array([float(bool(case.answers)) for case in cases])
    plain = [_holds(s, case) for s, case in zip(likest, cases, strict=True) if case.answers]
    cosines = np.array([s.likeness if s else 0.0 for s in likest])
    return [
        figure(
            "first sentence holds the answer",
            first,
            plain=float(np.mean(plain)),
            known=(Known("sentence cosine", 0.793, TRIAL),),
            target=0.88,
        ),
        figure(
            "unanswerable, AUROC",
            scores,
            answerable,
            of=auroc,
            plain=auroc(cosines, answerable),
            known=(Known("sentence cosine", 0.651, TRIAL),),
            target=0.75,
        ),
    ]


def _holds(scored: Scored | None, case: Case) -> float:
    words = scored.found.sentence.exact.casefold() if scored else ""
    return float(any(answer.casefold() in words for answer in case.answers))
