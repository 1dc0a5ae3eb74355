"""AttributionBench dev: is a claim of a written answer borne out by the references it cites?

Split by question, so that no question of the reported half was seen in tuning. Macro-F1 over both labels, as published.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.harness import Figure, Known, Progress, auroc, figure, kept
from evaluation.ranking import Text
from evaluation.supporting import Claim, macro_f1, reviews, support

FOLDER = "attributionbench"
THRESHOLD = 0.5  # support from which a claim is called attributable: set on the tuning half
_KNOWN = (Known("GPT-3.5, fine-tuned", 0.80, "Li et al. 2024, arXiv:2402.15089, abstract, on its test part"),)


@dataclass(frozen=True, slots=True)
class Case:
    """A claim, its references as one text, and whether they bear it out. `group` is that of its question."""

    group: str
    claim: str
    reference: str
    attributable: bool


def load(data: Path, *, reported: bool = True) -> list[Case]:
    """The half that is reported, or the other."""
    rows = [json.loads(line) for line in (data / FOLDER / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    cases = [
        Case(
            f"ab{hashlib.sha256(row['question'].encode()).hexdigest()[:12]}",
            row["claim"],
            "\n".join(row["references"]),
            row["attribution_label"] == "attributable",
        )
        for row in rows
    ]
    return [case for case in cases if kept(case.group) is reported]


def run(data: Path, progress: Progress, *, reported: bool = True) -> list[Figure]:
    """Each claim is checked against its own references alone."""
    cases = load(data, reported=reported)
    step = progress("AttributionBench", len(cases))
    texts = {f"{c.group}-{n}": Text(f"{c.group}-{n}", None, c.reference) for n, c in enumerate(cases)}
    claims = [Claim(name, c.claim, c.attributable) for name, c in zip(texts, cases, strict=True)]
    scores = np.array([support(r) for r in reviews(claims, list(texts.values()), step)])
    true = np.array([float(c.attributable) for c in cases])
    said = (scores >= THRESHOLD).astype(float)
    return [
        figure("attributable or not, macro-F1", said, true, of=macro_f1, known=_KNOWN, target=0.72),
        figure("attributable or not, AUROC", scores, true, of=auroc),
    ]
