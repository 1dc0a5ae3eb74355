"""The harness: what a figure says, and the command that prints it."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from assistant.cli import app
from evaluation.harness import Figure, auroc, digest, fallen, figure, kept


def test_a_figure_is_a_mean_with_an_interval_around_it() -> None:
    found = figure("recall", [0.0, 1.0] * 50, target=0.4)
    assert found.value == 0.5
    assert found.low < 0.5 < found.high
    assert (found.cases, found.reached) == (100, True)
    assert figure("recall", [0.0, 1.0], target=0.6).reached is False
    assert figure("missed", [0.0, 1.0], target=0.6, less_is_better=True).reached is True
    assert figure("recall", [1.0]).reached is None


def test_the_same_figure_comes_out_each_time() -> None:
    values = list(np.random.default_rng(1).random(40))
    assert figure("a", values) == figure("a", values)


def test_auroc_is_the_chance_that_a_positive_case_scores_higher() -> None:
    answerable = np.array([1.0, 1.0, 0.0, 0.0])
    assert auroc(np.array([0.9, 0.8, 0.2, 0.1]), answerable) == 1
    assert auroc(np.array([0.1, 0.2, 0.8, 0.9]), answerable) == 0
    assert auroc(np.array([0.5, 0.5, 0.5, 0.5]), answerable) == 0.5
    assert auroc(np.array([0.9, 0.3, 0.5, 0.1]), answerable) == 0.75
    assert np.isnan(auroc(np.array([0.9]), np.array([1.0])))


def test_half_of_the_cases_are_kept_from_tuning_and_always_the_same() -> None:
    halves = [kept(str(n)) for n in range(1000)]
    assert 450 < sum(halves) < 550
    assert halves == [kept(str(n)) for n in range(1000)]


def test_the_digest_changes_with_the_data(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    before = digest([tmp_path])
    assert digest([tmp_path]) == before
    assert digest([tmp_path, tmp_path]) != before
    (tmp_path / "a.txt").write_text("two")
    assert digest([tmp_path]) != before


def test_a_figure_below_its_floor_is_told(tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    floors.write_text(json.dumps({"squad": {"data": "d1", "floors": {"recall": 0.5, "missed": 0.2}}}))
    good = [Figure("recall", 0.5, 0, 1, 9), Figure("missed", 0.1, 0, 1, 9, less_is_better=True)]
    bad = [Figure("recall", 0.4, 0, 1, 9), Figure("missed", 0.3, 0, 1, 9, less_is_better=True)]
    assert fallen("squad", "d1", good, floors) == []
    assert [line.split(" is ")[0] for line in fallen("squad", "d1", bad, floors)] == ["squad: recall", "squad: missed"]
    assert fallen("squad", "other data", bad, floors) == []
    assert fallen("clapnq", "d1", bad, floors) == []


def test_a_benchmark_is_run_printed_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "squad2_sample"
    folder.mkdir()
    names = [name for n in range(20) if kept(f"sq{(name := str(n))}")][:4]
    rows = [
        {
            "id": name,
            "context": "The bridge at Orsk was closed in March. Engineers had found a crack in its third pillar.",
            "question": "When was the bridge at Orsk closed?" if n % 2 else "Who sang at the wedding in Harl?",
            "answers": ["March"] if n % 2 else [],
            "is_impossible": not n % 2,
        }
        for n, name in enumerate(names)
    ]
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
    kept_at = tmp_path / "figures.json"
    asked_for = ["--json", str(kept_at), "--plot", str(tmp_path / "figures.svg")]
    ran = CliRunner().invoke(app, ["evaluate", "squad", "--data", str(tmp_path), *asked_for])
    assert ran.exit_code == 0, ran.output
    assert "first" in ran.output
    assert "squad: first sentence holds the answer" in (tmp_path / "figures.svg").read_text()
    figures = json.loads(kept_at.read_text())["squad"]["figures"]
    assert [f["value"] for f in figures] == [1.0, 1.0]


@pytest.mark.parametrize(("arguments", "told"), [(["nope"], "'nope'"), (["--data", "/nowhere"], "/nowhere")])
def test_what_is_not_there_is_named(arguments: list[str], told: str) -> None:
    ran = CliRunner().invoke(app, ["evaluate", *arguments])
    assert ran.exit_code == 2
    assert told in ran.output
