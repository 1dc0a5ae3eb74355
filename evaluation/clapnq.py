"""ClapNQ sample: questions with long answers, each with one passage: is there an answer, and in which sentences?

A sentence counts as picked when the answer would show it (`answering.CLOSE` to the best), as found when it overlaps one
that the annotators selected. F1 a question, its mean over the answerable ones.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from assistant.answerability import sureness
from assistant.answering import CLOSE
from assistant.pipeline import consider
from assistant.retrieval import Filters
from assistant.scoring import Scored
from evaluation import ranking
from evaluation.harness import TRIAL, Figure, Known, Progress, auroc, figure, kept
from evaluation.ranking import Text
from ingestion.articles import Span

FOLDER = "clapnq"
_KNOWN = (Known("best sentence's cosine", 0.820, TRIAL),)


@dataclass(frozen=True, slots=True)
class Case:
    """A question, its passage, and where the selected sentences stand in it; none where it has no answer."""

    id: str
    question: str
    title: str
    passage: str
    selected: tuple[Span, ...]


def load(data: Path, *, reported: bool = True) -> list[Case]:
    """The half that is reported, or the other."""
    rows = [
        json.loads(line)
        for name in ("answerable.jsonl", "unanswerable.jsonl")
        for line in (data / FOLDER / name).read_text(encoding="utf-8").splitlines()
    ]
    return [case for row in rows if kept((case := _case(row)).id) is reported]


def _case(row: dict) -> Case:  # type: ignore[type-arg]
    passage = row["passages"][0]
    wanted = {words for output in row["output"] for words in output.get("selected_sentences") or ()}
    text, selected = "", []
    for sentence in passage["sentences"]:
        if sentence in wanted:
            selected.append(Span(len(text), len(text) + len(sentence)))
        text += f"{sentence} "
    return Case(f"cl{row['id']}", row["input"], passage["title"], text.rstrip(), tuple(selected))


def run(data: Path, progress: Progress, *, reported: bool = True) -> list[Figure]:
    """Each question is asked of its own passage alone."""
    cases = load(data, reported=reported)
    step = progress("ClapNQ", len(cases))
    scores: list[float] = []
    matched: list[float] = []
    with ranking.library_of([Text(case.id, case.title, case.passage) for case in cases]) as library:
        for case in cases:
            considered = consider(library, case.question, Filters(articles=(case.id,)))
            scored = considered.scored
            scores.append(sureness(considered.question, scored, considered.clauses))
            if case.selected:
                matched.append(_f1(case, [s for s in scored if s.score >= CLOSE * scored[0].score]))
            step()
    answerable = [float(bool(case.selected)) for case in cases]
    return [
        figure("answerable, AUROC", scores, answerable, of=auroc, known=_KNOWN, target=0.88),
        figure("evidence sentences, F1", matched),
    ]


def _f1(case: Case, picked: list[Scored]) -> float:
    spans = [s.found.sentence.span for s in picked]
    right = sum(any(span.overlaps(wanted) for wanted in case.selected) for span in spans)
    found = sum(any(span.overlaps(wanted) for span in spans) for wanted in case.selected)
    return 2 * found / (len(case.selected) + len(spans) - right + found) if found else 0.0
