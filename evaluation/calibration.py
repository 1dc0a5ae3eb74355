"""What the confidence of an answer is worth: fitted on one half of SQuAD 2 and ClapNQ, measured on the other.

    python -m evaluation.calibration --data ../shared/data

Prints the curve fitted on the tuning half (to be copied into `assistant/answerability.py`) and, for the half that is
reported, the expected calibration error over ten bins of equal size (Guo et al. 2017) and the Brier score of the
curve that is in use.
"""

import argparse
import os
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.answerability import MIDDLE, SLOPE, probability
from evaluation import clapnq, ranking, squad
from evaluation.harness import Values
from evaluation.ranking import Text

BINS = 10


def load(data: Path, *, reported: bool) -> tuple[Values, Values]:
    """The score of each question and whether it can be answered (1 or 0), shape (questions,) each."""
    asked: list[tuple[str, str, str | None, str, bool]]
    asked = [(c.id, c.question, None, c.paragraph, bool(c.answers)) for c in squad.load(data, reported=reported)]
    asked += [(c.id, c.question, c.title, c.passage, bool(c.selected)) for c in clapnq.load(data, reported=reported)]
    with ranking.library_of([Text(name, title, text) for name, _, title, text, _ in asked]) as library:
        scores = [
            ranking.sureness_of(library, question, lambda: None, [name])
            for name, question, *_ in track(asked, "asking", transient=True)
        ]
    return np.array(scores), np.array([answerable for *_, answerable in asked], dtype=np.float64)


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


def calibration_error(said: Values, true: Values) -> float:
    """The mean distance of what is said from the share that is true, over bins of equal size."""
    order = np.argsort(said)
    bins = np.array_split(order, BINS)
    return float(sum(len(b) * abs(said[b].mean() - true[b].mean()) for b in bins) / len(said))


def main() -> None:
    """Print the fit and the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("BYLINE_DATA", "../shared/data"))
    data = parser.parse_args().data
    console = Console()
    slope, middle = fit(*load(data, reported=False))
    console.print(f"fitted: slope {slope:.2f}, middle {middle:.2f}; in use: slope {SLOPE:.2f}, middle {MIDDLE:.2f}")
    scores, true = load(data, reported=True)
    said = np.array([probability(score) for score in scores])
    table = Table("reported half", f"{len(said)} questions")
    table.add_row("calibration error", f"{calibration_error(said, true):.3f}")
    table.add_row("Brier score", f"{((said - true) ** 2).mean():.3f}")
    table.add_row("Brier score of the base rate", f"{true.mean() * (1 - true.mean()):.3f}")
    console.print(table)


if __name__ == "__main__":
    main()
