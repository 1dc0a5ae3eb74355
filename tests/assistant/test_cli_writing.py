"""`byline ask` with a language model, and `byline prompts`, as real processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluation.model_server import ModelServer, broken, honest, model_server
from tests.web.server import DAM, byline

QUESTION = "Is the Harl dam safe?"
KEY = "sk-a-key-that-nobody-may-see"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "dam.md").write_text(DAM)
    ingested = byline(folder / "home", "ingest", str(folder / "dam.md"))
    assert ingested.returncode == 0, ingested.stderr
    return folder / "home"


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with model_server(honest) as running:
        yield running


def settings(model: ModelServer, **more: str) -> dict[str, str]:
    named = {"MODEL": "parrot", "MODEL_URL": f"{model.url}/v1", "MODEL_KEY": KEY, "MODEL_SECONDS": "120"} | more
    return {f"BYLINE_{name}": value for name, value in named.items()}


def test_a_model_that_is_set_writes_and_quotes_can_be_had_all_the_same(home: Path, model: ModelServer) -> None:
    written = byline(home, "ask", QUESTION, **settings(model))
    assert written.returncode == 0, written.stderr
    assert "Written by parrot" in written.stdout
    asked = len(model.asked)
    assert asked
    quoted = byline(home, "ask", QUESTION, "--quotes", **settings(model))
    assert quoted.stdout == byline(home, "ask", QUESTION).stdout
    assert len(model.asked) == asked


def test_a_model_that_fails_leaves_the_quotes_and_one_notice(home: Path, model: ModelServer) -> None:
    model.part = broken()["error 401"]
    answered = byline(home, "ask", QUESTION, "--write", **settings(model))
    assert answered.returncode == 0
    assert "refuses the key (401); BYLINE_MODEL_KEY sets it" in " ".join(answered.stdout.split())
    assert "The dam is safe" in answered.stdout
    assert KEY not in answered.stdout + answered.stderr
    assert "Traceback" not in answered.stderr


def test_writing_without_a_model_and_a_wrong_setting_are_one_sentence(home: Path) -> None:
    for arguments, environment, words in (
        (["--write"], {}, "there is no language model to write with; set BYLINE_MODEL"),
        ([], {"BYLINE_MODEL": "m"}, "BYLINE_MODEL_URL isn't usable: "),
        ([], {"BYLINE_MODEL": "m", "BYLINE_MODEL_URL": "nowhere"}, "BYLINE_MODEL_URL isn't usable: "),
    ):
        refused = byline(home, "ask", QUESTION, *arguments, **environment)
        assert refused.returncode == 2
        assert words in refused.stderr
        assert "Traceback" not in refused.stderr
        assert len(refused.stderr.strip().splitlines()) == 1


def test_prompts_are_shown(home: Path) -> None:
    listed = byline(home, "prompts", COLUMNS="200")
    assert "drafting" in listed.stdout
    assert "repairing" in listed.stdout
    one = byline(home, "prompts", "drafting")
    assert "{% block system %}" in one.stdout
    none = byline(home, "prompts", "singing")
    assert (none.returncode, none.stdout) == (2, "")
    assert "there is no prompt 'singing'" in none.stderr
