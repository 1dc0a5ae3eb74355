"""WiCE dev: is a claim of Wikipedia supported, in part or not at all by the page it cites, and by which sentences?"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.harness import Figure, Progress, auroc, figure, kept
from evaluation.ranking import Text
from evaluation.supporting import Claim, balanced_accuracy, reviews, support

FOLDER = "wice"
THRESHOLD = 0.5  # support from which a claim is called supported: set on the tuning half


@dataclass(frozen=True, slots=True)
class Case:
    """A claim, the sentences of the page, the sets of places that support it, and whether all of it is supported."""

    id: str
    claim: str
    evidence: tuple[str, ...]
    supporting: tuple[frozenset[int], ...]
    supported: bool


def load(data: Path, *, reported: bool = True) -> list[Case]:
    """The half that is reported, or the other."""
    rows = [json.loads(line) for line in (data / FOLDER / "claim_dev.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        Case(
            f"wi{row['meta']['id']}",
            row["claim"],
            tuple(row["evidence"]),
            tuple(frozenset(places) for places in row["supporting_sentences"]),
            row["label"] == "supported",
        )
        for row in rows
        if kept(f"wi{row['meta']['id']}") is reported
    ]


def run(data: Path, progress: Progress, *, reported: bool = True) -> list[Figure]:
    """Each claim is checked against its own page alone, a paragraph a sentence; supported in part counts as not."""
    cases = load(data, reported=reported)
    step = progress("WiCE", len(cases))
    texts = [Text(c.id, None, "\n\n".join(c.evidence)) for c in cases]
    found = reviews([Claim(c.id, c.claim, c.supported) for c in cases], texts, step)
    scores = np.array([support(r) for r in found])
    true = np.array([float(c.supported) for c in cases])
    overlap = []
    for case, review in zip(cases, found, strict=True):
        if case.supporting and review is not None:
            quoted = {e.sentence.exact for s in review.sentences for e in s.finding.evidence}
            picked = {n for n, sentence in enumerate(case.evidence) if any(q in sentence for q in quoted)}
            overlap.append(max(_f1(picked, gold) for gold in case.supporting))
    return [
        figure(
            "supported or not, balanced accuracy",
            (scores >= THRESHOLD).astype(float),
            true,
            of=balanced_accuracy,
            target=0.70,
        ),
        figure("supported or not, AUROC", scores, true, of=auroc),
        figure("evidence sentences, F1", overlap),
    ]


def _f1(found: set[int], right: frozenset[int]) -> float:
    return 2 * len(found & right) / (len(found) + len(right)) if found or right else 1.0
