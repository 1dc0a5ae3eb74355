"""What `pip install` brings: every module and the data that they read."""

from pathlib import Path

import pytest
from setuptools import Distribution
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parents[1]


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> build_py:
    """setuptools' own step that says which files go in."""
    monkeypatch.chdir(ROOT)
    distribution = Distribution({"script_name": "setup.py"})
    distribution.parse_config_files()
    distribution.include_package_data = False  # what is named, without asking git
    command: build_py = distribution.get_command_obj("build_py")  # type: ignore[assignment]
    command.ensure_finalized()
    return command


def test_every_module_is_shipped(built: build_py) -> None:
    shipped = {Path(path) for _, _, path in built.find_all_modules()}
    ours = {
        path.relative_to(ROOT)
        for top in ("assistant", "ingestion", "evaluation")
        for path in (ROOT / top).rglob("*.py")
    }
    assert shipped == ours


def test_the_model_and_the_table_of_sides_are_shipped(built: build_py) -> None:
    shipped = {f"{package}/{name}" for package, _, _, names in built.data_files for name in names}
    assert {
        "assistant/entailment_model/model.onnx",
        "assistant/entailment_model/tokenizer.json",
        "assistant/entailment_model/weights.json",
        "ingestion.attribution/sides.yaml",
        "ingestion.attribution/model/model.onnx",
        "ingestion.attribution/model/field.json",
        "ingestion.attribution/model/tokenizer.json",
    } <= shipped


def test_the_prompts_are_shipped(built: build_py) -> None:
    shipped = {f"{package}/{name}" for package, _, _, names in built.data_files for name in names}
    assert {f"prompts/{path.name}" for path in (ROOT / "prompts").glob("*.md")} <= shipped
