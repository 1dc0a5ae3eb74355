"""SQuAD 2 sample: is the answer in the first sentence picked, and are unanswerable questions told from the others?"""

import json
from dataclasses import dataclass
from pathlib import Path

from assistant.answerability import sureness
from assistant.pipeline import consider
from assistant.retrieval import Filters
from evaluation import ranking
from evaluation.harness import Figure, Progress, auroc, figure, kept
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
    """Each question is asked of its own paragraph alone."""
    cases = load(data, reported=reported)
    step = progress("SQuAD 2", len(cases))
    first: list[float] = []
    scores: list[float] = []
    with ranking.library_of([Text(case.id, None, case.paragraph) for case in cases]) as library:
        for case in cases:
            considered = consider(library, case.question, Filters(articles=(case.id,)))
            scored = considered.scored
            scores.append(sureness(scored, considered.clauses))
            if case.answers:
                words = scored[0].found.sentence.exact.casefold() if scored else ""
                first.append(float(any(answer.casefold() in words for answer in case.answers)))
            step()
    answerable = [float(bool(case.answers)) for case in cases]
    return [
        figure("first sentence holds the answer", first, known="sentence cosine .793", target=0.88),
        figure("unanswerable, AUROC", scores, answerable, of=auroc, known="sentence cosine .651", target=0.75),
    ]
