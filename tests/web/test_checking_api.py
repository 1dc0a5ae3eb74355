"""Tracing over a real server in a process of its own, and by the command through it."""

import httpx
import pytest

from assistant.web import checking_models as shapes
from tests.web.server import FERRY, Server, byline, upload
from tests.web.test_api import problem

WORDS = "Nobody has inspected the spillway since 2019"


def test_an_excerpt_is_traced(client: httpx.Client) -> None:
    reply = client.post("/v1/trace", json={"excerpt": "nobody has in-\nspected the spillway since\u00a02019"})
    assert reply.status_code == 200, reply.text
    found = shapes.Trace.model_validate(reply.json())
    (place,) = found.places
    assert found.match == "exact but for typography"
    assert (place.evidence.publisher, place.evidence.url) == ("Sample Wire", "https://example.org/dam?a=1&b=2")
    quote = place.evidence.quote
    article = client.get(f"/v1/articles/{quote.article_id}", params={"version": quote.version}).json()
    assert article["text"][quote.start : quote.end] == quote.exact == WORDS


def test_an_altered_excerpt_shows_what_differs(client: httpx.Client) -> None:
    found = client.post("/v1/trace", json={"excerpt": WORDS.replace("2019", "2009")}).json()
    assert found["match"] == "altered"
    (difference,) = found["differences"]
    assert (difference["aspect"], difference["claimed"], difference["stated"]) == ("number", "2009", "2019")


def test_filters_markdown_and_none(client: httpx.Client) -> None:
    assert client.post("/v1/trace", json={"excerpt": WORDS, "publisher": "sample courier"}).json()["places"] == []
    assert client.post("/v1/trace", json={"excerpt": WORDS, "until": "2024-03-04"}).json()["searched"] == 0
    shown = client.post("/v1/trace", json={"excerpt": WORDS}, headers={"Accept": "text/markdown"})
    assert shown.headers["content-type"].startswith("text/markdown")
    assert "Word for word" in shown.text


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({"excerpt": " … "}, 400, "no word"),
        ({"excerpt": "x" * 20_001}, 422, "excerpt"),
        ({"excerpt": WORDS, "since": "yesterday"}, 400, "yesterday"),
        ({"excerpt": WORDS, "more": 1}, 422, "field"),
        ({}, 422, "excerpt"),
    ],
)
def test_what_is_wrong_is_one_sentence(client: httpx.Client, body: dict[str, object], status: int, says: str) -> None:
    assert says in problem(client.post("/v1/trace", json=body), status)


def test_hostile_words_are_only_words(client: httpx.Client) -> None:
    hostile = FERRY.replace("id: ferry", "id: quay").replace(
        "It carried", "[Click](javascript:alert(1)) **now**, it carried"
    )
    upload(client, quay=hostile)
    excerpt = {"excerpt": "now, it carried 12,000 passengers last year"}
    shown = client.post("/v1/trace", json=excerpt, headers={"Accept": "text/markdown"}).text
    assert "](javascript" not in shown
    assert client.delete("/v1/articles/quay").status_code == 204


def test_the_command_goes_through_the_server(server: Server) -> None:
    shown = byline(server.home, "trace", WORDS, COLUMNS="200")
    assert shown.returncode == 0, shown.stderr
    assert "Word for word, in Sample Wire on 5 March 2024" in shown.stdout
    assert '"match": "not found"' in byline(server.home, "trace", "herring quotas", "--json").stdout
    refused = byline(server.home, "trace", "")
    assert (refused.returncode, "no word" in refused.stderr, "Traceback" in refused.stderr) == (2, True, False)
