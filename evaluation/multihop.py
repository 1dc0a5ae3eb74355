"""MultiHop-RAG: questions over several news articles at once, against the pool of their 981 evidence sentences.

The articles' bodies aren't in the data, so published Hits@k don't compare. Weights were set on one half of the
questions; the other half is reported.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from evaluation import ranking
from evaluation.harness import TRIAL, Figure, Known, Progress, auroc, figure, kept
from evaluation.ranking import Text

FOLDER = "multihoprag"


@dataclass(frozen=True, slots=True)
class Cases:
    """Questions by id, the ids of each one's evidence, and the pool; a null question has no evidence in it."""

    questions: dict[str, str]
    evidence: dict[str, frozenset[str]]
    pool: tuple[Text, ...]


def load(data: Path, *, reported: bool = True) -> Cases:
    """The half that is reported, or the other."""
    facts = [json.loads(line) for line in (data / FOLDER / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [json.loads(line) for line in (data / FOLDER / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if kept(row["id"]) is reported]
    return Cases(
        {row["id"]: row["query"] for row in rows},
        {row["id"]: frozenset(str(n) for n in row["gold_facts"]) for row in rows},
        tuple(
            Text(
                str(fact["id"]),
                fact["title"],
                fact["fact"],
                fact.get("source"),
                datetime.fromisoformat(fact["published_at"]) if fact.get("published_at") else None,
            )
            for fact in facts
        ),
    )


def run(data: Path, progress: Progress, *, reported: bool = True) -> list[Figure]:
    """Recall of the evidence of the questions that have any."""
    cases = load(data, reported=reported)
    questions = {name: words for name, words in cases.questions.items() if cases.evidence[name]}
    measured: dict[str, np.ndarray[tuple[int, int], np.dtype[np.float64]]] = {}
    for name, open_index in (("ours", ranking.ours), ("plain", ranking.plain)):
        with open_index(cases.pool) as rank:
            ranked = ranking.ranked_by(rank, questions, progress(f"MultiHop-RAG, {name}", len(questions)))
        measured[name] = np.array([_recalls(ranked[q], cases.evidence[q]) for q in questions])
    plain = measured["plain"].mean(axis=0)
    answerable = [float(bool(cases.evidence[name])) for name in cases.questions]
    step = progress("MultiHop-RAG, null questions", len(cases.questions))
    with ranking.library_of(cases.pool) as library:
        scores = [ranking.sureness_of(library, words, step) for words in cases.questions.values()]
    names = ("recall@4", "recall@10", "all evidence@10")
    known = (
        (Known("BM25", words, TRIAL), Known("min-max sum", both, TRIAL))
        for words, both in ((0.690, 0.704), (0.823, 0.847), (0.605, 0.638))
    )
    return [
        *(
            figure(name, measured["ours"][:, n], plain=float(plain[n]), known=others, target=(0.76, 0.90, 0.72)[n])
            for n, (name, others) in enumerate(zip(names, known, strict=True))
        ),
        figure(
            "null against answerable, AUROC",
            scores,
            answerable,
            of=auroc,
            known=(Known("best cosine", 0.973, TRIAL),),
            target=0.985,
        ),
    ]


def _recalls(ranked: list[str], evidence: frozenset[str]) -> tuple[float, float, float]:
    ten = ranking.recall(ranked, evidence, 10)
    return ranking.recall(ranked, evidence, 4), ten, float(ten == 1)
