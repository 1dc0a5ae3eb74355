"""`byline trace` as a real process that owns its library."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

STORY = "The harbour reopened on Friday, the port authority said. Fishermen denied that it was safe."


def test_an_excerpt_from_the_command_line_and_from_standard_input(write: Callable[..., Path], tmp_path: Path) -> None:
    def byline(*words: object, typed: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "assistant.cli", "--home", tmp_path / "home", *map(str, words)]
        environment = {**os.environ, "COLUMNS": "200"}
        return subprocess.run(command, input=typed, capture_output=True, text=True, env=environment, timeout=120)

    path = write("a.md", STORY, id="harbour", publisher="Sample Post", title="Harbour", published_at="2024-03-01")
    assert byline("ingest", path).returncode == 0
    shown = byline("trace", "the harbour reopened on Friday")
    assert shown.returncode == 0, shown.stderr
    assert "Word for word but for typography, in Sample Post on 1 March 2024." in shown.stdout
    found = json.loads(byline("trace", "-", "--json", typed="The harbour\nreopened on Monday").stdout)
    quote = found["places"][0]["evidence"]["quote"]
    assert found["match"] == "altered"
    assert STORY[quote["start"] : quote["end"]] == quote["exact"]
    nothing = byline("trace", "herring quotas", "--publisher", "Sample Courier")
    assert "It is in none of the articles." in nothing.stdout
    refused = byline("trace", "-", typed=" ")
    assert (refused.returncode, len(refused.stderr.strip().splitlines())) == (2, 1)
