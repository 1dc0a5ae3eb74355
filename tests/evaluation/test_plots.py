"""The picture of the figures, and the table's sources."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console
from typer.testing import CliRunner

from assistant.cli import app
from evaluation.calibration import calibration_error, fit, reliability
from evaluation.harness import Known, figure, show
from evaluation.plots import draw

PAPER = "A paper, its second table"
FIGURES = {
    "squad": [figure("recall", [0.0, 1.0] * 9, plain=0.4, known=(Known("BM25", 0.3, PAPER),), target=0.6)],
    "calibration": [figure("calibration error", [0.1, 0.2], less_is_better=True, curve=((0.1, 0.2), (0.8, 0.7)))],
}


@pytest.mark.parametrize(("name", "begins"), [("a.png", b"\x89PNG"), ("a.svg", b"<?xml")])
def test_the_same_figures_give_the_same_picture(tmp_path: Path, name: str, begins: bytes) -> None:
    first, second = tmp_path / name, tmp_path / f"again-{name}"
    draw(first, FIGURES)
    draw(second, FIGURES)
    assert first.read_bytes().startswith(begins)
    assert first.read_bytes() == second.read_bytes()


def test_a_picture_names_every_figure_and_draws_the_curve_if_there_is_one(tmp_path: Path) -> None:
    draw(tmp_path / "both.svg", FIGURES)
    drawn = (tmp_path / "both.svg").read_text()
    for words in ("squad: recall", "calibration: calibration error (less is better)", "confidence of the answer"):
        assert words in drawn
    draw(tmp_path / "one.svg", {"squad": FIGURES["squad"]})
    assert "confidence of the answer" not in (tmp_path / "one.svg").read_text()


def test_another_kind_of_file_is_refused_before_anything_is_measured(tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["evaluate", "squad", "--data", str(tmp_path), "--plot", "figures.gif"])
    assert ran.exit_code == 2
    assert "figures.gif" in ran.output
    assert ".png or .svg" in ran.output


def test_without_matplotlib_it_says_so_in_one_sentence(tmp_path: Path) -> None:
    """In a process of its own, where the import of matplotlib fails as it does where it isn't installed."""
    program = (
        "import sys; sys.modules['matplotlib'] = None; from assistant.cli import app; "
        f"app(['evaluate', 'squad', '--data', {str(tmp_path)!r}, '--plot', 'a.png'])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 2
    assert ran.stderr.startswith("byline: plots need matplotlib")
    assert "Traceback" not in ran.stderr


def test_a_table_says_where_each_known_figure_comes_from() -> None:
    console = Console(record=True, width=120)
    show("squad", FIGURES["squad"], console)
    shown = console.export_text()
    assert "BM25 0.300 [1]" in shown
    assert f"[1] {PAPER}" in shown


def test_a_confidence_that_is_right_on_average_has_no_calibration_error() -> None:
    said = np.repeat(np.arange(0.05, 1, 0.1), 100)
    true = np.concatenate([np.arange(100) < round(100 * share) for share in np.arange(0.05, 1, 0.1)]).astype(float)
    assert calibration_error(said, true) == pytest.approx(0, abs=1e-9)
    assert calibration_error(1 - said, true) == pytest.approx(0.5)
    assert [place for pair in reliability(said, true) for place in pair] == pytest.approx(
        np.repeat(np.arange(0.05, 1, 0.1), 2)
    )


def test_the_curve_that_made_the_cases_is_fitted() -> None:
    draws = np.random.default_rng(3)
    scores = draws.uniform(0.2, 1, 20_000)
    answerable = (draws.random(20_000) < 1 / (1 + np.exp(-8 * (scores - 0.6)))).astype(float)
    assert fit(scores, answerable) == pytest.approx((8, 0.6), rel=0.05)
