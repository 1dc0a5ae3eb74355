"""What the confidence of an answer is worth: fitted on one half of SQuAD 2 and ClapNQ, measured on the other.

    python -m evaluation.calibration --data ../shared/data

Prints the curve fitted on the tuning half, to be copied into `assistant/answerability.py`. The benchmark gives, for the
half that is reported and the curve in use, the expected calibration error over ten bins of equal size (Guo et al. 2017)
and the Brier score.
"""

import argparse
import os
from pathlib import Path

import numpy as np
from rich.console import Console

from assistant.answerability import MIDDLE, SLOPE, probability
from evaluation import clapnq, ranking, squad
from evaluation.harness import Figure, Known, Progress, Values, figure
from evaluation.ranking import Text

FOLDERS = (squad.FOLDER, clapnq.FOLDER)
BINS = 10


def load(data: Path, progress: Progress, *, reported: bool) -> tuple[Values, Values]:
    """The score of each question and whether it can be answered (1 or 0), shape (questions,) each."""
    asked: list[tuple[str, str, str | None, str, bool]]
    asked = [(c.id, c.question, None, c.paragraph, bool(c.answers)) for c in squad.load(data, reported=reported)]
    asked += [(c.id, c.question, c.title, c.passage, bool(c.selected)) for c in clapnq.load(data, reported=reported)]
    step = progress("calibration", len(asked))
    with ranking.library_of([Text(name, title, text) for name, _, title, text, _ in asked]) as library:
        scores = [ranking.sureness_of(library, question, step, [name]) for name, question, *_ in asked]
    return np.array(scores), np.array([answerable for *_, answerable in asked], dtype=np.float64)


def run(data: Path, progress: Progress, *, reported: bool = True) -> list[Figure]:
    """How far the confidence is from the share that is true, and how far from each case."""
    scores, true = load(data, progress, reported=reported)
    said = np.array([probability(score) for score in scores])
    base = Known("the base rate, always", float(true.mean() * (1 - true.mean())), "computed from the same cases")
    return [
        figure(
            "calibration error", said, true, of=calibration_error, less_is_better=True, curve=reliability(said, true)
        ),
        figure("Brier score", (said - true) ** 2, known=(base,), less_is_better=True),
    ]


def fit(scores: Values, answerable: Values) -> tuple[float, float]:
    """Slope and middle of the likeliest logistic curve, by Newton's method."""
    inputs = np.stack([scores, np.ones_like(scores)], axis=1)
    weights = np.zeros(2)
    for _ in range(50):
        said = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (answerable - said)
        curve = inputs.T @ (inputs * (said * (1 - said))[:, None])
        weights += np.linalg.solve(curve, slope)
    return float(weights[0]), float(-weights[1] / weights[0])


def reliability(said: Values, true: Values) -> tuple[tuple[float, float], ...]:
    """Over bins of equal size, what was said on average and the share that was true."""
    bins = np.array_split(np.argsort(said, kind="stable"), BINS)
    return tuple((float(said[b].mean()), float(true[b].mean())) for b in bins if len(b))


def calibration_error(said: Values, true: Values) -> float:
    """The mean distance of what is said from the share that is true, over bins of equal size."""
    return float(np.mean([abs(mean - share) for mean, share in reliability(said, true)]))


def main() -> None:
    """Print the fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("BYLINE_DATA", "../shared/data"))
    scores, answerable = load(parser.parse_args().data, lambda task, steps: lambda: None, reported=False)
    slope, middle = fit(scores, answerable)
    Console().print(f"fitted: slope {slope:.2f}, middle {middle:.2f}; in use: slope {SLOPE:.2f}, middle {MIDDLE:.2f}")


if __name__ == "__main__":
    main()
