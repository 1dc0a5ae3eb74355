"""The perturbation set is what it says it is: every true sentence has its evidence, no corrupted one may pass."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from assistant.answers import Outcome
from evaluation import perturbations
from evaluation.harness import kept
from evaluation.perturbations import load

CORPUS = Path(__file__).parents[2] / "corpus"
KINDS = {"causation", "date", "denial", "fact", "merge", "modality", "name", "negation", "number", "scope", "speaker"}
KINDS |= {"withdrawn"}  # what only an article says that was withdrawn or replaced: few


@pytest.fixture(scope="module")
def true() -> dict[str, Any]:
    return {row["id"]: row for row in perturbations._rows("true.jsonl")}


@pytest.fixture(scope="module")
def corrupted() -> list[dict[str, Any]]:
    return perturbations._rows("corrupted.jsonl")


def test_evidence_stands_in_its_article_word_for_word(true: dict[str, Any]) -> None:
    for row in true.values():
        text = (CORPUS / f"{row['article']}.md").read_text(encoding="utf-8")
        assert row["evidence"], row["id"]
        assert all(evidence in text for evidence in row["evidence"]), row["id"]
        assert row["voice"] in {"publisher", "attributed"}


def test_ids_and_sentences_are_unique(true: dict[str, Any], corrupted: list[dict[str, Any]]) -> None:
    rows = perturbations._rows("true.jsonl") + corrupted
    assert len({row["id"] for row in rows}) == len({row["sentence"] for row in rows}) == len(rows)


def test_every_corrupted_sentence_has_its_true_one_and_may_not_pass(
    true: dict[str, Any], corrupted: list[dict[str, Any]]
) -> None:
    for row in corrupted:
        assert row["sentence"] != true[row["true"]]["sentence"], row["id"]
        assert row["id"].startswith(f"{row['true']}-{row['kind']}")
        assert row["right"], row["id"]
        assert Outcome.SUPPORTED not in map(Outcome, row["right"]), row["id"]


def test_only_what_somebody_else_said_is_turned_into_fact(
    true: dict[str, Any], corrupted: list[dict[str, Any]]
) -> None:
    assert all(true[row["true"]]["voice"] == "attributed" for row in corrupted if row["kind"] == "fact")


def test_the_set_is_as_large_as_stated(true: dict[str, Any], corrupted: list[dict[str, Any]]) -> None:
    stated = (Path(perturbations.FOLDER) / "README.md").read_text(encoding="utf-8")
    kinds = Counter(row["kind"] for row in corrupted)
    assert set(kinds) == KINDS
    assert all(f"| {kind} | {count} |" in stated for kind, count in kinds.items())
    assert f"{len(true)} sentences" in stated
    assert f"{len(corrupted):,} sentences" in stated
    made = Counter(row["made"] for row in true.values())
    assert f"{made['written']} are paraphrases" in " ".join(stated.split())
    assert f"{made['edited']} lightly edited" in " ".join(stated.split())
    assert {row["article"] for row in true.values()} >= {path.stem for path in CORPUS.glob("*.md") if not _gone(path)}


def _gone(path: Path) -> bool:
    return any(f"status: {status}" in path.read_text(encoding="utf-8") for status in ("withdrawn", "superseded"))


def test_both_halves_have_everything_and_share_no_true_sentence() -> None:
    halves = load(reported=True), load(reported=False)
    assert not {c.origin for c in halves[0]} & {c.origin for c in halves[1]}
    for half, reported in zip(halves, (True, False), strict=True):
        assert {c.kind for c in half} == KINDS | {None}
        assert all(kept(c.origin) is reported for c in half)
    assert kept("suez-2021-grounding-01") is True  # the split doesn't move
    assert kept("suez-2021-grounding-02") is False
