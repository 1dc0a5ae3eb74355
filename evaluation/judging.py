"""Fit the curve of `assistant/judging.py`: from what a claim's reading signals to the probability that it is supported.

    python -m evaluation.judging --data ../shared/data     writes assistant/entailment_model/weights.json

Fitted on what the model was not trained on of the tuning halves: a fifth of our own sentences about corpus/, and a
tenth of SummEdits, WiCE and AttributionBench. The sets count alike, and in each set the supported claims as much as the
others: a probability of .5 is where balanced accuracy is decided. A text of several sentences that isn't supported
teaches by its weakest sentence alone. Logistic regression with a Gaussian prior, by Newton's method.
"""

import argparse
import json
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.entailment import FOLDER
from assistant.judging import ARTICLES, NEAR, SIGNALS, by_article, load_checker, read, support_of
from assistant.retrieval import Filters
from assistant.reviewing import evidence_for, read_text
from evaluation import attributionbench, perturbations, summedits, wice
from evaluation.conversations import corpus
from evaluation.entailment_training import is_held, is_held_sentence
from evaluation.harness import Values, auroc
from evaluation.ranking import Text, library_of
from ingestion.pipeline import Library

RIDGE = 150.0  # how strongly the weights are drawn to the prior, where each class of each set counts a thousand
PRIOR = {  # expected before anything is fitted: these sets are of hard cases, and most claims are easy ones
    "constant": -2.5,
    "read: supported": 0.8,
    "words held": 4.0,
    "words in one": 1.0,
    **{f"differs: {aspect}": weight for aspect, weight in (("number", -4.0), ("date", -3.0), ("name", -1.5))},
    **{f"differs: {aspect}": weight for aspect, weight in (("negation", -2.0), ("modality", -1.0))},
    **{f"differs: {aspect}": -3.0 for aspect in ("speaker", "stance")},
}
ROUNDS = 4  # of choosing the article and the weakest sentence by the last fit, and fitting again
log = logging.getLogger("fitting")


@dataclass(frozen=True, slots=True)
class Sample:
    """A text: for each sentence the signals beside each article, and whether all of it is supported."""

    sentences: tuple[tuple[tuple[float, ...], ...], ...]
    supported: bool


def samples(library: Library, texts: Sequence[tuple[Filters, str, bool]]) -> Iterator[Sample]:
    """The readings of texts, each against the articles that pass its filters."""
    checker = load_checker()
    for filters, text, supported in texts:
        sentences = [s.claimed for s in read_text(text, checker)]
        evidence = evidence_for(library, [s.text for s in sentences], filters)
        signals = tuple(
            tuple(read(claim, own, checker).signals for own in list(by_article(near).values())[:ARTICLES])
            for claim, near in zip(sentences, evidence, strict=True)
        )
        if signals and all(signals):
            yield Sample(signals, supported)


def fit(sets: Sequence[Sequence[Sample]], start: Sequence[float]) -> tuple[float, ...]:
    """The weights of SIGNALS."""
    weights = tuple(start)
    for _ in range(ROUNDS):
        rows, labels, counts = [], [], []
        for own in sets:
            sizes = {s: sum(1 for sample in own if sample.supported is s) for s in (True, False)}
            for sample in own:
                best = [max(closest(s), key=lambda r: support_of(r, weights)) for s in sample.sentences]
                chosen = best if sample.supported else [min(best, key=lambda r: support_of(r, weights))]
                for row in chosen:
                    rows.append(row)
                    labels.append(float(sample.supported))
                    counts.append(1000 / sizes[sample.supported] / len(chosen))
        weights = _logistic(np.array(rows), np.array(labels), np.array(counts))
    return weights


def closest(readings: Sequence[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """The readings beside articles that hold about as many of the claim's words as any."""
    held = [r[SIGNALS.index("words held")] for r in readings]
    return [r for r, share in zip(readings, held, strict=True) if share >= max(held) - NEAR]


def _logistic(rows: Values, labels: Values, counts: Values) -> tuple[float, ...]:
    prior = np.array([PRIOR.get(name, 0.0) for name in SIGNALS])
    weights = prior.copy()
    for _ in range(50):
        chances = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (counts * (labels - chances)) - RIDGE * (weights - prior)
        bend = (rows * (counts * chances * (1 - chances))[:, None]).T @ rows + RIDGE * np.eye(len(prior))
        step = np.linalg.solve(bend, slope)
        weights = weights + step / max(1.0, float(np.abs(step).max()))  # a longer one would overshoot
        if np.abs(step).max() < 1e-8:
            break
    return tuple(float(w) for w in weights)


def supports(own: Sequence[Sample], weights: Sequence[float]) -> tuple[Values, Values]:
    """How likely each text is supported, and whether it is."""
    said = [min(max(support_of(r, weights) for r in closest(s)) for s in sample.sentences) for sample in own]
    return np.array(said), np.array([float(sample.supported) for sample in own])


def main() -> None:
    """Read the tuning halves, fit, write the weights, and say how the sets stand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("BYLINE_DATA", "../shared/data"))
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s", force=True)
    sets: dict[str, list[Sample]] = {}
    with corpus() as library:
        sets["own sentences"] = list(
            samples(
                library,
                [
                    (Filters(), c.sentence, c.kind is None)
                    for c in perturbations.load(reported=False)
                    if is_held_sentence(c.origin)
                ],
            )
        )
    for name, claims in _benchmarks(args.data).items():
        texts = {text: f"{name}-{n}" for n, text in enumerate(dict.fromkeys(text for text, _, _ in claims))}
        with library_of([Text(article, None, text) for text, article in texts.items()]) as library:
            asked = [(Filters(articles=(texts[text],)), claim, supported) for text, claim, supported in claims]
            sets[name] = list(samples(library, asked))
    checker = load_checker()
    weights = fit(list(sets.values()), checker.weights)
    (FOLDER / "weights.json").write_text(json.dumps(dict(zip(SIGNALS, weights, strict=True)), indent=2) + "\n")
    for name, own in sets.items():
        said, true = supports(own, weights)
        passed, stopped = said[true > 0] >= 0.5, said[true <= 0] < 0.5
        log.info(
            "%s: %d texts, AUROC %.3f, supported passed %.3f, unsupported stopped %.3f",
            *(name, len(own), auroc(said, true), passed.mean(), stopped.mean()),
        )


def _benchmarks(data: Path) -> dict[str, list[tuple[str, str, bool]]]:
    """The held-out tenth of the tuning halves: texts, claims and whether they are supported."""
    return {
        "summedits": [
            (c.document, c.summary, c.consistent)
            for domain in summedits.DOMAINS
            for c in summedits.load(data, domain, reported=False)
            if is_held(c.document_id)
        ],
        "wice": [
            ("\n\n".join(c.evidence), c.claim, c.supported) for c in wice.load(data, reported=False) if is_held(c.id)
        ],
        "attributionbench": [
            (c.reference, c.claim, c.attributable)
            for c in attributionbench.load(data, reported=False)
            if is_held(c.group)
        ],
    }


if __name__ == "__main__":
    main()
