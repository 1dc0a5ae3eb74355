"""The README says what is true: its exchange is the real one, and no command or setting is missing."""

import re
from pathlib import Path

import typer

from assistant.cli import app
from assistant.pipeline import ask
from assistant.rendering import markdown
from assistant.settings import Settings
from ingestion.pipeline import Library, find_files

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def test_the_exchange_is_what_byline_answers(library: Library) -> None:
    library.ingest(find_files([ROOT / "corpus"], max_bytes=10_000_000))
    block = README.split('$ byline ask "', 1)[1].split("```", 1)[0]
    question, shown = block.split('"\n', 1)
    answer = markdown(ask(library, question)).replace("\\", "").replace("**", "").replace("*", "")
    assert _without_id(shown) == _without_id(answer)


def _without_id(answer: str) -> str:
    """An answer without its id, which every release changes."""
    return re.sub(r"`?[0-9a-f]{16}`?", "ID", " ".join(answer.split()))


def test_every_command_and_setting_is_there() -> None:
    commands = typer.main.get_command(app)
    for name in getattr(commands, "commands", {}):
        assert f"byline {name}" in README
    for name in Settings.model_fields:
        assert f"BYLINE_{name.upper()}" in README
