"""Checking a text through a real server: as an object, as Markdown, as a page, and from the command line."""

import json
from pathlib import Path

import httpx
import pytest

from tests.web.server import Server, byline

TRUE = "The ferry line to Orsk carried 12,000 passengers last year."
WRONG = "The ferry line to Orsk carried 15,000 passengers last year."


def test_each_sentence_has_its_verdict(client: httpx.Client) -> None:
    reply = client.post("/v1/check", json={"text": f"{TRUE} {WRONG}"})
    assert reply.status_code == 200, reply.text
    assert reply.headers["Byline-Holds"] == "false"
    review = reply.json()
    assert [s["finding"]["outcome"] for s in review["sentences"]] == ["supported", "contradicted"]
    assert review["counts"]["supported"] == review["counts"]["contradicted"] == 1
    wrong = review["sentences"][1]["finding"]
    (difference,) = [d for d in wrong["differences"] if d["aspect"] == "number"]
    assert review["text"][difference["start"] : difference["end"]] == difference["claimed"] == "15,000"
    quote = difference["quote"]
    article = client.get(f"/v1/articles/{quote['article_id']}").json()["text"]
    assert article[quote["start"] : quote["end"]] == quote["exact"]
    assert article[difference["stated_start"] : difference["stated_end"]] == "12,000"


def test_the_reply_is_as_it_is_described(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    operation = described["paths"]["/v1/check"]["post"]
    assert set(operation["responses"]["200"]["content"]) == {"application/json", "text/markdown", "text/html"}
    fields = described["components"]["schemas"]["Review"]["properties"]
    assert set(fields) == set(client.post("/v1/check", json={"text": TRUE}).json())


@pytest.mark.parametrize(("accept", "words"), [("text/markdown", "✓ supported"), ("text/html", "<!doctype html>")])
def test_a_reader_gets_what_it_accepts(client: httpx.Client, accept: str, words: str) -> None:
    reply = client.post("/v1/check", json={"text": TRUE}, headers={"Accept": accept})
    assert reply.headers["content-type"].startswith(accept)
    assert reply.headers["Byline-Holds"] == "true"
    assert words in reply.text


@pytest.mark.parametrize(
    ("body", "status"),
    [({"text": " "}, 400), ({"text": "x" * 60_000}, 422), ({}, 422), ({"text": TRUE, "articles": "ferry"}, 422)],
)
def test_what_cannot_be_checked_is_a_problem(client: httpx.Client, body: dict[str, object], status: int) -> None:
    reply = client.post("/v1/check", json=body)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert len(reply.json()["detail"]) < 300


def test_the_command_goes_through_the_server_and_its_exit_code_tells(server: Server, tmp_path: Path) -> None:
    text = tmp_path / "draft.txt"
    text.write_text(TRUE)
    shown = byline(server.home, "check", str(text))
    assert (shown.returncode, "supported" in shown.stdout) == (0, True), shown.stderr
    text.write_text(WRONG)
    shown = byline(server.home, "check", str(text), "--format", "json")
    assert shown.returncode == 1
    assert json.loads(shown.stdout)["counts"]["contradicted"] == 1
    assert byline(server.home, "check", str(text), "--format", "pdf").returncode == 2
    assert byline(server.home, "check", str(tmp_path / "none.txt")).returncode == 2
