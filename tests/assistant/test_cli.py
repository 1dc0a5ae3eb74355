"""The command `byline`, as real processes: what it prints, its exit codes, and its one-sentence errors."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.web.server import Server, serving

Write = Callable[..., Path]
STORY = "The harbour reopened on Friday, the port authority said. Fishermen denied that it was safe."


@pytest.fixture
def byline(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "assistant.cli", "--home", tmp_path / "home", *map(str, words)],
            capture_output=True,
            text=True,
            env={**os.environ, "COLUMNS": "200", **environment},
            timeout=120,
        )

    return run


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path / "home") as running:
        yield running


def test_from_files_to_an_answer(byline: Callable[..., subprocess.CompletedProcess[str]], write: Write) -> None:
    path = write("a.md", STORY, id="harbour", publisher="Sample Post", title="Harbour reopens")
    (path.parent / "b.txt").write_bytes(b"\xff\xfe\xff")
    shown = byline("ingest", path.parent)
    assert shown.returncode == 0, shown.stderr
    assert "1 articles: 1 added. 1 files skipped." in shown.stdout
    assert "b.txt" in shown.stdout

    shown = byline("ask", "Is the harbour safe?")
    assert "Fishermen denied" in shown.stdout
    assert "Harbour reopens, Sample Post" in shown.stdout

    answer = json.loads(byline("ask", "Is the harbour safe?", "--json").stdout)
    assert answer["abstained"] is False
    quote = answer["statements"][0]["citations"][0]["quote"]
    assert STORY[quote["start"] : quote["end"]] == quote["exact"]
    nothing = json.loads(byline("ask", "Is the harbour safe?", "--json", "--publisher", "Sample Courier").stdout)
    assert nothing["abstained"] is True

    assert "Harbour reopens" in byline("articles").stdout
    assert STORY in byline("articles", "show", "harbour").stdout
    assert "articles: 1" in byline("status").stdout
    assert byline("rebuild").returncode == 0
    assert byline("articles", "remove", "harbour").returncode == 0
    assert "Harbour" not in byline("articles", "list").stdout


def test_who_is_quoted(byline: Callable[..., subprocess.CompletedProcess[str]], write: Write) -> None:
    assert "Nobody is quoted in 0 articles." in byline("who").stdout
    write("a.md", STORY, id="harbour", publisher="Sample Post", title="Harbour reopens")
    hostile = "The [bold]tug[/bold] union said that the [link=http://evil.example]quay[/link] was full of boats."
    byline("ingest", write("b.md", hostile, id="tugs", publisher='"[red]Sample[/red]"').parent)
    every = byline("who").stdout
    assert "port authority: 1 time, in 1 article of 1 known publisher" in every
    assert "Fishermen: 1 time" in every
    assert "\x1b" not in every
    assert "─" not in every  # no table where it isn't read on a terminal
    fishermen = byline("who", "FISHERMEN")
    assert "denies: “" in fishermen.stdout
    assert "Sample Post; date unknown; passage " in fishermen.stdout
    assert "authority" not in fishermen.stdout
    assert "port authority" in byline("who", "--about", "harbours that reopened").stdout
    shown = json.loads(byline("who", "fishermen", "--json").stdout)
    (quote,) = shown["speakers"][0]["said"]
    assert STORY[quote["start"] : quote["end"]] == quote["exact"]
    assert len(json.loads(byline("who", "--json", "--limit", "1").stdout)["speakers"]) == 1
    nobody = byline("who", "fisherman")
    assert nobody.returncode == 0
    assert "Nobody of the name 'fisherman' is quoted in 2 articles. The nearest names: Fishermen." in nobody.stdout
    assert "[link=http://evil.example]quay[/link]" in byline("who", "union").stdout
    assert "[red]Sample[/red]" in byline("who", "union").stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("who", ""), "name"),
        (("who", "--about", "?"), "topic"),
        (("who", "--about", "what about it"), "topic"),
        (("who", "--limit", "0"), "limit"),
        (("ingest", "nowhere.md"), "nothing at nowhere.md"),
        (("articles", "show", "nothing"), "'nothing'"),
        (("articles", "remove", "nothing"), "'nothing'"),
        (("ask", "When?", "--since", "yesterday"), "yesterday"),
        (("ask", ""), "empty"),
        (("serve", "--host", "0.0.0.0"), "BYLINE_ACCESS_TOKEN"),  # noqa: S104
    ],
)
def test_what_a_user_can_mend_is_one_sentence_and_exit_code_2(
    byline: Callable[..., subprocess.CompletedProcess[str]], words: tuple[str, ...], says: str
) -> None:
    shown = byline(*words)
    assert shown.returncode == 2
    assert says in shown.stderr
    assert "Traceback" not in shown.stderr
    assert len(shown.stderr.strip().splitlines()) == 1


def test_a_library_that_cannot_be_kept_or_read_is_one_sentence(
    byline: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.write_text("a file")
    shown = byline("status")
    assert (shown.returncode, "--home" in shown.stderr, "Traceback" in shown.stderr) == (2, True, False)
    home.unlink()
    home.mkdir()
    (home / "byline.sqlite3").write_bytes(b"no database at all " * 100)
    shown = byline("status")
    assert (shown.returncode, "byline.sqlite3" in shown.stderr, "Traceback" in shown.stderr) == (2, True, False)


def test_a_bad_setting_is_named(byline: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    shown = byline("status", BYLINE_PORT="many")
    assert (shown.returncode, "BYLINE_PORT" in shown.stderr) == (2, True)


def test_beside_a_running_server_every_command_goes_through_it(
    byline: Callable[..., subprocess.CompletedProcess[str]], server: Server, write: Write
) -> None:
    path = write("a.md", STORY, id="harbour", publisher="Sample Post")
    shown = byline("ingest", path)
    assert "1 added" in shown.stdout, shown.stderr
    assert "Fishermen denied" in byline("ask", "Is the harbour safe?").stdout
    assert json.loads(byline("ask", "Is the harbour safe?", "--json").stdout)["abstained"] is False
    assert "denies: “" in byline("who", "fishermen", "--about", "safe").stdout
    assert json.loads(byline("who", "fishermen", "--json").stdout)["total"] == 1
    assert "Nobody of the name 'nobody'" in byline("who", "nobody").stdout
    topic = byline("who", "--about", "what about it")
    assert (topic.returncode, "topic" in topic.stderr, "Traceback" in topic.stderr) == (2, True, False)
    assert "harbour" in byline("articles").stdout
    assert STORY in byline("articles", "show", "harbour").stdout
    assert "current: 1" in byline("status").stdout
    assert byline("rebuild").returncode == 0
    assert byline("articles", "show", "nothing").returncode == 2
    assert byline("articles", "remove", "harbour").returncode == 0
    assert "harbour" not in byline("articles").stdout
    assert server.process.poll() is None
    second = byline("serve", "--port", "0")
    assert (second.returncode, "another byline process" in second.stderr) == (2, True)
