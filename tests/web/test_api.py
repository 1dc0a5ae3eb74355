"""The API over a real server in a process of its own."""

import json
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.web import attribution_models, models
from tests.web.server import DAM, FERRY, Server, byline, serving, upload, written

Ask = Callable[..., dict[str, Any]]
TOKEN = "a-long-and-random-token"  # noqa: S105
WHO_SAYS_WHAT = ("/v1/speakers", "/v1/articles/dam/attributions", "/articles/dam")


def problem(reply: httpx.Response, status: int) -> str:
    """The sentence of an error, after checking that it has the one shape of errors."""
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    shown = reply.json()
    assert set(shown) == {"type", "title", "status", "detail"}
    assert shown["status"] == status
    assert "Traceback" not in reply.text
    return str(shown["detail"])


def citations(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All citations of an answer, the nearest passages included."""
    for statement in answer["statements"]:
        yield from statement["citations"]
    yield from answer["nearest"]


# ---- questions


def test_an_answer_has_the_declared_shape(ask: Ask) -> None:
    answer = ask("Is the Harl dam safe?")
    assert not answer["abstained"]
    assert any("safe" in s["text"] for s in answer["statements"])
    models.Answer.model_validate(answer)  # extra fields are forbidden: as_json and the description agree


@pytest.mark.parametrize(
    "question",
    ["Is the Harl dam safe?", "Why does the ferry line close?", "Who won the world cup?", "When was the dam built?"],
)
def test_every_quote_is_the_article_at_its_offsets(client: httpx.Client, ask: Ask, question: str) -> None:
    cited = list(citations(ask(question)))
    assert cited
    for citation in cited:
        quote = citation["quote"]
        article = client.get(f"/v1/articles/{quote['article_id']}", params={"version": quote["version"]}).json()
        assert article["text"][quote["start"] : quote["end"]] == quote["exact"]
        passage = client.get(f"/v1/passages/{citation['passage_id']}").json()
        assert passage["start"] <= quote["start"] < quote["end"] <= passage["end"]
        assert article["text"][passage["start"] : passage["end"]] == passage["text"]


def test_not_knowing_is_an_answer(ask: Ask) -> None:
    answer = ask("Who won the 2022 World Cup?")
    assert answer["abstained"]
    assert answer["reason"]
    assert answer["statements"] == []


def test_filters_choose_the_articles(ask: Ask) -> None:
    question = "What did the minister say about the dam?"
    assert ask(question, publisher="sample wire")["sources"]["searched"] == 1
    assert ask(question, until="2024-03-04")["abstained"]
    assert ask(question, as_of="2024-03-04")["abstained"]
    assert ask(f"{question} What was said last week?", as_of="0001-01-01T00:00:00Z")["abstained"]
    assert ask(question, since="2024-03-05", until="2024-03-05")["sources"]["searched"] == 1
    assert ask(question, articles=["ferry"])["sources"]["searched"] == 1


def test_markdown_where_asked_for(client: httpx.Client) -> None:
    reply = client.post("/v1/ask", json={"question": "Is the Harl dam safe?"}, headers={"Accept": "text/markdown"})
    assert reply.headers["content-type"].startswith("text/markdown")
    assert "\\[1\\]" in reply.text


# ---- articles


def test_an_upload_is_reported_file_by_file(client: httpx.Client) -> None:
    report = upload(client, again=written(FERRY.replace("ferry", "bus"), "bus"), **{"photo.png": b"\x89PNG\r\n\x00"})
    assert report["articles"] == [{"path": "again.md", "article_id": "bus", "change": "added", "english": True}]
    assert [s["path"] for s in report["skipped"]] == ["photo.png"]
    assert report["skipped"][0]["reason"]
    again = upload(client, again=written(FERRY.replace("ferry", "bus"), "bus"))
    assert [a["change"] for a in again["articles"]] == ["unchanged"]
    assert again["embedded"] == 0
    assert client.delete("/v1/articles/bus").status_code == 204


def test_articles_are_listed_page_by_page(client: httpx.Client) -> None:
    first = client.get("/v1/articles", params={"limit": 1}).json()
    second = client.get("/v1/articles", params={"limit": 1, "offset": 1}).json()
    assert first["total"] == second["total"] == 2
    assert [a["id"] for a in first["articles"] + second["articles"]] == ["dam", "ferry"]
    assert client.get("/v1/articles", params={"status": "withdrawn"}).json()["articles"] == []


def test_a_removed_article_is_gone_at_once(client: httpx.Client, ask: Ask) -> None:
    upload(client, tram=written(DAM.replace("dam", "tram"), "tram"))
    assert not ask("Is the Harl tram safe?", articles=["tram"])["abstained"]
    assert client.delete("/v1/articles/tram").status_code == 204
    assert ask("Is the Harl tram safe?", articles=["tram"])["abstained"]
    assert "tram" in problem(client.get("/v1/articles/tram"), 404)
    problem(client.delete("/v1/articles/tram"), 404)


def test_an_old_citation_opens_with_its_notice(client: httpx.Client, ask: Ask) -> None:
    mine = written(DAM.replace("dam", "mine"), "mine")
    upload(client, mine=mine)
    cited = ask("Is the Harl mine safe?", articles=["mine"])["statements"][0]["citations"][0]
    withdrawn = mine.replace("id: mine\n", "id: mine\nstatus: withdrawn\nnotice: The minister denies it.\n")
    assert upload(client, mine=withdrawn)["articles"][0]["change"] in ("status changed", "new version")
    assert ask("Is the Harl mine safe?", articles=["mine"])["abstained"]
    passage = client.get(f"/v1/passages/{cited['passage_id']}").json()
    assert cited["quote"]["exact"] in passage["text"]
    assert (passage["status"], passage["notice"]) == ("withdrawn", "The minister denies it.")
    assert (passage["publisher"], passage["title"]) == ("Sample Wire", "Minister: the Harl mine is safe")
    client.delete("/v1/articles/mine")


def test_status_and_rebuild(client: httpx.Client, ask: Ask) -> None:
    before = client.get("/v1/status").json()
    assert (before["articles"], before["current"]) == (2, 2)
    assert client.post("/v1/index").json()["embeddings"] == before["embeddings"]
    assert not ask("Is the Harl dam safe?")["abstained"]


# ---- speakers


def test_speakers_have_the_declared_shape(client: httpx.Client) -> None:
    reply = client.get("/v1/speakers").json()
    attribution_models.SpeakerList.model_validate(reply)  # extra fields are forbidden
    assert reply["total"] >= 3
    union = client.get("/v1/speakers", params={"name": "engineers' union"}).json()["speakers"]
    assert union[0]["manners"][0]["manner"] == "denies"


def test_every_speakers_quote_is_the_article_at_its_offsets(client: httpx.Client) -> None:
    said = [q for s in client.get("/v1/speakers", params={"limit": 100}).json()["speakers"] for q in s["said"]]
    assert said
    for quote in said:
        article = client.get(f"/v1/articles/{quote['article_id']}", params={"version": quote["version"]}).json()
        assert article["text"][quote["start"] : quote["end"]] == quote["exact"]
        passage = client.get(f"/v1/passages/{quote['passage_id']}").json()
        assert passage["start"] <= quote["start"] < passage["end"]


def test_speakers_by_name_topic_and_page(client: httpx.Client) -> None:
    def names(**asked: Any) -> list[str]:
        return [s["name"] for s in client.get("/v1/speakers", params=asked).json()["speakers"]]

    every = names(limit=100)
    assert names(limit=1) + names(limit=1, offset=1) == every[:2]
    assert [n for n in names(name="HARBOUR OFFICE") if "harbour office" in n.lower()]
    assert any("minister" in n.lower() for n in names(about="dam safety"))
    assert not any("harbour" in n.lower() for n in names(about="dam safety"))
    nobody = client.get("/v1/speakers", params={"name": "harbor ofice"}).json()
    assert (nobody["speakers"], nobody["total"]) == ([], 0)
    assert any("harbour office" in n.lower() for n in nobody["nearest"])


def test_an_articles_attributions_are_exact(client: httpx.Client) -> None:
    text = client.get("/v1/articles/dam").json()["text"]
    shown = client.get("/v1/articles/dam/attributions").json()
    attribution_models.ArticleAttributions.model_validate(shown)
    assert shown["article"]["id"] == "dam"
    assert shown["total"] == len(shown["attributions"]) >= 3
    for place, found in enumerate(shown["attributions"]):
        assert found["place"] == place
        assert found["parent"] is None or found["parent"] < place
        for words in filter(None, (found["source"], found["cue"], found["speaker"], *found["content"])):
            assert text[words["start"] : words["end"]] == words["exact"]
    denial = next(a for a in shown["attributions"] if a["stance"] == "denies")
    assert (denial["manner"], denial["cue"]["exact"]) == ("denies", "denied")
    second = client.get("/v1/articles/dam/attributions", params={"limit": 1, "offset": 1}).json()
    assert second["attributions"] == shown["attributions"][1:2]


def test_what_cannot_be_looked_for_is_a_problem(client: httpx.Client) -> None:
    assert "topic" in problem(client.get("/v1/speakers", params={"about": "what about it"}), 400)
    assert "name" in problem(client.get("/v1/speakers", params={"name": "?"}), 400)
    assert "limit" in problem(client.get("/v1/speakers", params={"limit": 101}), 422)
    reply = client.get("/v1/speakers", params={"name": "SECRET" * 100})
    assert "name" in problem(reply, 422)
    assert "SECRET" not in reply.text
    problem(client.get("/v1/articles/nothing/attributions"), 404)
    problem(client.get("/v1/articles/dam/attributions", params={"version": "nothing"}), 404)
    assert problem(client.get("/articles/dam", params={"quote": "<b>"}), 422)


# ---- errors


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"question": "SECRET" * 500}, "question"),
        ({"question": ["SECRET"]}, "question"),
        ({"question": "x", "articles": "SECRET"}, "articles"),
        ({"question": "x", "since": "SECRET" * 10}, "since"),
        ({"question": "x", "SECRET": 1}, "field"),
        ({}, "question"),
    ],
)
def test_a_wrong_body_is_named_and_not_echoed(client: httpx.Client, body: dict[str, Any], named: str) -> None:
    reply = client.post("/v1/ask", json=body)
    assert named in problem(reply, 422)
    assert "SECRET" not in reply.text


def test_what_is_no_json_is_not_echoed(client: httpx.Client) -> None:
    reply = client.post("/v1/ask", content=b"{SECRET", headers={"Content-Type": "application/json"})
    assert "JSON" in problem(reply, 422)
    assert "SECRET" not in reply.text


def test_wrong_values_are_one_sentence(client: httpx.Client) -> None:
    assert "empty" in problem(client.post("/v1/ask", json={"question": "  "}), 400)
    assert "2021-12-07" in problem(client.post("/v1/ask", json={"question": "x", "since": "yesterday"}), 400)
    assert "limit" in problem(client.get("/v1/articles", params={"limit": 0}), 422)
    assert "files" in problem(client.post("/v1/articles"), 422)


def test_unknown_addresses_and_methods(client: httpx.Client) -> None:
    problem(client.get("/v1/nothing"), 404)
    problem(client.get("/nothing"), 404)
    problem(client.get("/v1/passages/nothing"), 404)
    reply = client.put("/v1/ask")
    problem(reply, 405)
    assert reply.headers["allow"] == "POST"
    problem(client.post("/gradio_api/upload", files={"files": b"x"}), 404)


def test_a_large_body_is_refused(client: httpx.Client) -> None:
    problem(client.post("/v1/articles", files={"files": ("big.md", b"x" * 400_000)}), 413)

    def drip() -> Iterator[bytes]:
        yield b'{"question": "'
        for _ in range(40):
            yield b"x" * 10_000

    headers = {"Content-Type": "application/json"}  # and no Content-Length
    problem(client.post("/v1/ask", content=drip(), headers=headers), 413)


# ---- who may talk to it


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_another_sites_page_changes_nothing(client: httpx.Client, origin: str) -> None:
    for method, path in (("POST", "/v1/ask"), ("DELETE", "/v1/articles/dam"), ("POST", "/gradio_api/queue/join")):
        problem(client.request(method, path, headers={"Origin": origin}), 403)
    assert client.get("/v1/articles/dam").status_code == 200


def test_another_sites_page_reads_nothing(client: httpx.Client) -> None:
    for path in ("/v1/articles", *WHO_SAYS_WHAT, "/", "/config"):
        reply = client.get(path, headers={"Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in reply.headers


def test_our_own_page_may_ask(client: httpx.Client, server: Server) -> None:
    assert client.post("/v1/ask", json={"question": "dam"}, headers={"Origin": server.url}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1", "evil.example:80@127.0.0.1"])
def test_a_foreign_host_is_refused(client: httpx.Client, host: str) -> None:
    for path in ("/v1/articles", *WHO_SAYS_WHAT, "/", "/healthz"):
        problem(client.get(path, headers={"Host": host}), 403)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_a_loopback_host_is_fine(client: httpx.Client, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).json() == {"status": "ok"}


def test_every_reply_carries_security_headers(client: httpx.Client) -> None:
    for path in ("/", "/v1/status", "/v1/speakers", "/v1/nothing", "/config", "/articles/dam", "/articles/nothing"):
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "connect-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_a_token_guards_everything(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with (
        serving(home, BYLINE_ACCESS_TOKEN=TOKEN) as running,
        httpx.Client(base_url=running.url, timeout=60, trust_env=False) as client,
    ):
        assert client.get("/healthz").status_code == 200
        for path in (
            *WHO_SAYS_WHAT,
            "/v1/status",
            "/openapi.json",
            "/",
            "/config",
            "/gradio_api/info",
            "/logout",
            "/runs",
        ):
            reply = client.get(path)
            assert "Authorization" in problem(reply, 401)
            assert reply.headers["www-authenticate"].startswith("Bearer")
        problem(client.post("/gradio_api/queue/join", json={}), 401)
        problem(client.get("/v1/status", headers={"Authorization": "Bearer " + TOKEN[:-1]}), 401)
        problem(client.get("/v1/status", headers={"Authorization": f"Basic {TOKEN}"}), 401)
        assert client.get("/v1/status", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200

        for path in ("/", "/articles/dam"):
            page = client.get(path, headers={"Accept": "text/html"})
            assert (page.status_code, page.headers["location"]) == (303, "/login")
        assert "password" in client.get("/login").text
        assert client.post("/login", data={"token": "wrong"}).status_code == 401
        problem(client.post("/login", data={"token": TOKEN}, headers={"Origin": "https://evil.example"}), 403)
        entered = client.post("/login", data={"token": TOKEN})
        assert entered.status_code == 303
        assert "HttpOnly" in entered.headers["set-cookie"]
        assert TOKEN not in entered.headers["set-cookie"]
        assert client.get("/", headers={"Accept": "text/html"}).status_code == 200
        assert client.get("/v1/status").status_code == 200

        assert byline(home, "status").returncode == 2
        assert byline(home, "status", BYLINE_ACCESS_TOKEN=TOKEN).returncode == 0


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "byline.example"])  # noqa: S104
def test_other_addresses_need_a_token(tmp_path: Path, host: str) -> None:
    refused = byline(tmp_path / "home", "serve", "--host", host, "--port", "0")
    assert refused.returncode == 2
    assert "BYLINE_ACCESS_TOKEN" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("token", ["", "short"])
def test_a_token_that_is_no_secret_is_refused(tmp_path: Path, token: str) -> None:
    refused = byline(tmp_path / "home", "serve", "--host", "0.0.0.0", BYLINE_ACCESS_TOKEN=token)  # noqa: S104
    assert refused.returncode == 2
    assert "longer" in refused.stderr


# ---- the process


def test_the_server_leaves_its_address_while_it_runs(tmp_path: Path) -> None:
    with serving(tmp_path / "home") as running:
        note = running.home / "server.json"
        assert json.loads(note.read_text()) == {"url": running.url, "pid": running.process.pid}
        assert stat.S_IMODE(note.stat().st_mode) == 0o600
        assert httpx.get(f"{running.url}/healthz", trust_env=False).status_code == 200
        assert running.stop() == 0
        assert not note.exists()


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = byline(tmp_path / "home", "serve", "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 2
    assert "taken" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "home" / "server.json").exists()


def test_commands_go_through_the_server(server: Server, tmp_path: Path) -> None:
    (tmp_path / "bridge.md").write_text(written(DAM.replace("dam", "bridge"), "bridge"))
    assert "1 added" in byline(server.home, "ingest", str(tmp_path / "bridge.md")).stdout
    shown = json.loads(byline(server.home, "ask", "--json", "Is the Harl bridge safe?").stdout)
    assert {c["quote"]["article_id"] for c in citations(shown)} >= {"bridge"}
    assert "bridge" in byline(server.home, "articles").stdout
    assert "1962" in byline(server.home, "articles", "show", "bridge").stdout
    assert byline(server.home, "rebuild").returncode == 0
    assert byline(server.home, "articles", "remove", "bridge").returncode == 0
    assert byline(server.home, "articles", "remove", "bridge").returncode == 2


def test_the_description_has_examples_and_problems(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    paths = described["paths"]
    assert {p for p in paths if not p.startswith("/v1/")} == {"/healthz"}
    schemas = described["components"]["schemas"]
    named = "Question Answer ArticleList WholeArticle OpenedPassage Report Problem SpeakerList ArticleAttributions"
    for name in named.split():
        assert schemas[name]["examples"], name
    for path, methods in paths.items():
        for method, operation in methods.items():
            for status, reply in operation["responses"].items():
                if status.startswith(("4", "5")):
                    assert list(reply["content"]) == ["application/problem+json"], (path, method, status)


def test_the_examples_are_valid() -> None:
    mine = (attribution_models.SpeakerList, attribution_models.ArticleAttributions)
    for model in (models.Question, models.Answer, models.Report, models.ArticleList, models.OpenedPassage, *mine):
        for example in model.model_config["json_schema_extra"]["examples"]:  # type: ignore[index,call-overload]
            model.model_validate(example)
