"""True and corrupted sentences about corpus/: does the checker let the first pass and catch the second?

The set is `evaluation/perturbations/`, written from the articles alone: in `true.jsonl` sentences that a careful
editor would accept, with the article's sentences that carry them, and in `corrupted.jsonl` the same sentences gone
wrong in the ways in which people and language models go wrong, each with the outcomes that are right for it. A
corrupted sentence is in the half of the true one that it was made from. Each is checked alone, against all of corpus/.

    python -m evaluation.perturbations --wrong     what went wrong in the half that may be tuned on
"""

import argparse
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answers import Outcome
from assistant.findings import Finding
from assistant.questions import terms
from assistant.reviewing import check_text
from evaluation.conversations import corpus
from evaluation.harness import Figure, Progress, auroc, figure, kept
from ingestion.passages import sentences
from ingestion.pipeline import Library

FOLDER = str(Path(__file__).parent / "perturbations")  # absolute: it isn't in the folder of public data
CAUGHT = {"speaker": 0.95, "denial": 0.95, "fact": 0.90}  # what is aimed at, by kind


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence and the outcomes that are right for it.

    `origin` is the id of the true sentence it was made from, its own for a true one; `kind` is what was corrupted,
    None where nothing was. `voice` is whose the true sentence is: "publisher", or "attributed" to somebody else.
    """

    id: str
    origin: str
    kind: str | None
    sentence: str
    right: tuple[Outcome, ...]
    voice: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with what the checker found."""

    case: Case
    finding: Finding

    @property
    def passed(self) -> bool:
        """Whether the sentence was let through."""
        return self.finding.outcome is Outcome.SUPPORTED


def load(*, reported: bool = True) -> list[Case]:
    """The half that is reported, or the other: the true sentences, then the corrupted ones."""
    true = _rows("true.jsonl")
    voices = {row["id"]: row["voice"] for row in true}
    cases = [Case(row["id"], row["id"], None, row["sentence"], (Outcome.SUPPORTED,), row["voice"]) for row in true] + [
        Case(
            row["id"],
            row["true"],
            row["kind"],
            row["sentence"],
            tuple(Outcome(right) for right in row["right"]),
            voices[row["true"]],
        )
        for row in _rows("corrupted.jsonl")
    ]
    return [case for case in cases if kept(case.origin) is reported]


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (Path(FOLDER) / name).read_text(encoding="utf-8").splitlines()]


def check(library: Library, sentence: str) -> Finding:
    """Where one sentence stands against all articles of the library: the finding of its least supported part."""
    return min((c.finding for c in check_text(library, sentence).sentences), key=lambda f: f.support)


def run(data: Path, progress: Progress, *, reported: bool = True) -> list[Figure]:
    """True sentences told from corrupted ones, overall and by kind; plain is the share of words in one sentence."""
    cases = load(reported=reported)
    step = progress("perturbations", len(cases))
    judged: list[Judged] = []
    with corpus() as library:
        words = [
            terms(span.of(article.text))
            for listed in library.current()
            for article in [library.store.article(listed.id)]
            for span in sentences(article.text)
        ]
        shares = {case.id: _share(terms(case.sentence), words) for case in cases}
        for case in cases:
            judged.append(Judged(case, check(library, case.sentence)))
            step()
    true = [j for j in judged if j.case.kind is None]
    corrupted = [j for j in judged if j.case.kind is not None]
    turned = {j.case.origin for j in corrupted if j.case.kind == "fact"}
    figures = [
        _told_apart("true from corrupted, AUROC", true, corrupted, shares, target=0.95),
        figure("corrupted caught", [float(not j.passed) for j in corrupted]),
        figure("- its outcome right, of the caught", [float(_right(j)) for j in corrupted if not j.passed] or [np.nan]),
        _false_alarms("false alarms on true sentences", true, target=0.05),
        _false_alarms("- in the publisher's voice", [j for j in true if j.case.voice == "publisher"]),
        _false_alarms("- said by others", [j for j in true if j.case.voice == "attributed"]),
        _false_alarms("- of which one was turned into fact", [j for j in true if j.case.id in turned], target=0.05),
    ]
    for kind in sorted({j.case.kind for j in corrupted if j.case.kind}):
        of_kind = [j for j in corrupted if j.case.kind == kind]
        figures += [
            figure(f"{kind} caught", [float(not j.passed) for j in of_kind], target=CAUGHT.get(kind)),
            _told_apart(f"{kind}, AUROC", true, of_kind, shares),
        ]
    return figures


def _share(own: frozenset[str] | set[str], words: Iterable[Iterable[str]]) -> float:
    return max((len(own.intersection(w)) for w in words), default=0) / max(1, len(own))


def _right(judged: Judged) -> bool:
    return judged.finding.outcome in judged.case.right


def _false_alarms(name: str, true: list[Judged], *, target: float | None = None) -> Figure:
    return figure(name, [float(not j.passed) for j in true], target=target, less_is_better=True)


def _told_apart(
    name: str, true: list[Judged], corrupted: list[Judged], shares: dict[str, float], *, target: float | None = None
) -> Figure:
    both = [*true, *corrupted]
    sound = np.array([float(j.case.kind is None) for j in both])
    plain = auroc(np.array([shares[j.case.id] for j in both]), sound)
    return figure(name, np.array([j.finding.support for j in both]), sound, of=auroc, plain=plain, target=target)


def main() -> None:
    """Print the sentences of the tuning half, or only those that went wrong, with what the checker said of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    with corpus() as library:
        for case in load(reported=False):
            judged = Judged(case, check(library, case.sentence))
            right = judged.passed is (case.kind is None)
            if options.wrong and right:
                continue
            found = judged.finding
            best = found.evidence[0].sentence.exact if found.evidence else "-"
            print(f"{'ok   ' if right else 'WRONG'} {case.id} {case.kind or 'true'}: {case.sentence}")
            print(f"      {found.outcome} {found.support:.2f}, right {', '.join(case.right)}: {found.why}")
            print(f"      {best}")


if __name__ == "__main__":
    main()
