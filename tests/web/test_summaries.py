"""Summaries and exports over a real server, on the command line as real processes, and in a browser."""

import json
import re
from inspect import signature
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser

from assistant.cli.summarizing import summarize as command
from assistant.exporting import MEDIA, Format
from assistant.summaries import MOST_SENTENCES, SENTENCES
from assistant.web import models, summary_models
from tests.web.server import DAM, Server, byline, upload, written
from tests.web.test_api import problem

HOSTILE = """---
id: hostile
title: '"><script>document.title="owned"</script><img src=x onerror=alert(1)>'
publisher: 'Sample <b onclick=alert(2)>Bold</b>'
authors: ['Robert "; } @evil{x, <script>alert(3)</script>']
published_at: 2024-05-01T10:00:00Z
url: 'https://example.org/?q=%22%3E&x=javascript:alert(4)'
---
The bridge at Morn will close in June, <script>document.title="owned"</script> the roads office said on Monday.
The engineers denied that the <a href="javascript:alert(5)">bridge</a> at Morn would close in June.
"""


def summarise(client: httpx.Client, **asked: Any) -> dict[str, Any]:
    reply = client.post("/v1/summaries", json=asked)
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


@pytest.mark.parametrize(
    "asked",
    [{"articles": ["dam", "ferry"]}, {"topic": "the Harl dam"}, {"speaker": "harbour office"}, {"topic": "the moon"}],
    ids=str,
)
def test_a_summary_has_the_declared_shape_and_its_quotes_are_the_articles(
    client: httpx.Client, asked: dict[str, Any]
) -> None:
    found = summarise(client, **asked)
    summary_models.Summary.model_validate(found)  # nothing but the declared fields, and all of them
    assert set(found) == set(summary_models.Summary.model_fields)
    assert found["abstained"] == (asked == {"topic": "the moon"})
    for citation in (c for s in found["statements"] for c in s["citations"]):
        quote = citation["quote"]
        article = client.get(f"/v1/articles/{quote['article_id']}", params={"version": quote["version"]}).json()
        assert article["text"][quote["start"] : quote["end"]] == quote["exact"]
        passage = client.get(f"/v1/passages/{citation['passage_id']}").json()
        assert passage["start"] < quote["end"]
        assert quote["start"] < passage["end"]
    counts = found["coverage"]
    assert counts["used"] + counts["copies"] + counts["silent"] + counts["no_room"] == counts["considered"]


def test_the_articles_can_be_narrowed_and_the_sentences_counted(client: httpx.Client) -> None:
    assert len(summarise(client, articles=["dam"], sentences=1)["statements"]) == 1
    assert summarise(client, topic="the Harl dam", until="2024-03-04")["abstained"]
    assert summarise(client, topic="the Harl dam", publisher="sample wire")["coverage"]["considered"] == 1


@pytest.mark.parametrize("form", Format)
def test_each_format_has_its_media_type_by_name_and_by_accept(client: httpx.Client, form: Format) -> None:
    asked = {"articles": ["dam"]}
    named = client.post("/v1/summaries", json=asked, params={"format": form})
    accepted = client.post("/v1/summaries", json=asked, headers={"Accept": f"image/png, {MEDIA[form]};q=0.9, */*"})
    assert named.text == accepted.text
    for reply in (named, accepted):
        assert reply.headers["content-type"].split(";")[0] == MEDIA[form]
    answer = client.post("/v1/ask", json={"question": "Is the Harl dam safe?"}).json()
    kept = client.get(f"/v1/answers/{answer['id']}/export", params={"format": form})
    assert kept.headers["content-type"].split(";")[0] == MEDIA[form]
    assert f"byline-answer-{answer['id']}." in kept.headers["content-disposition"]
    assert "dam" in kept.text
    if form is Format.JSON:
        assert kept.json() == answer
        models.Answer.model_validate(kept.json())
    if form is Format.MARKDOWN:
        shown = client.post("/v1/ask", json={"question": "Is the Harl dam safe?"}, headers={"Accept": "text/markdown"})
        assert kept.text == shown.text


def test_what_cannot_be_done_is_a_problem(client: httpx.Client) -> None:
    def refused(status: int, **asked: Any) -> str:
        return problem(client.post("/v1/summaries", json=asked), status)

    assert "one of the three" in refused(400)
    assert "one of the three" in refused(400, topic="dam", speaker="minister")
    assert "no word" in refused(400, topic="?!")
    assert "2021-12-07" in refused(400, topic="dam", since="yesterday")
    assert "no language model" in refused(400, topic="dam", write=True)
    assert "'nothing'" in refused(404, articles=["nothing"])
    for field, value in (
        ("sentences", 0),
        ("sentences", MOST_SENTENCES + 1),
        ("topic", "SECRET" * 100),
        ("articles", ["SECRET"] * 101),
        ("articles", "SECRET"),
    ):
        said = refused(422, **{"topic": "dam", field: value})
        assert field in said
        assert "SECRET" not in said
    assert "field" in refused(422, topic="dam", SECRET=1)
    assert "format" in problem(client.post("/v1/summaries", json={"topic": "dam"}, params={"format": "pdf"}), 422)
    problem(client.get("/v1/answers/nothing/export"), 404)
    assert client.put("/v1/summaries").headers["allow"] == "POST"


def test_an_answer_that_was_removed_is_exported_no_more(client: httpx.Client) -> None:
    upload(client, quay=written(DAM.replace("dam", "quay"), "quay"))
    answer = client.post("/v1/ask", json={"question": "Is the Harl quay safe?", "articles": ["quay"]}).json()
    assert client.get(f"/v1/answers/{answer['id']}/export").status_code == 200
    client.delete("/v1/articles/quay")
    problem(client.get(f"/v1/answers/{answer['id']}/export", params={"format": "html"}), 404)


def test_the_description_has_valid_examples(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    for model in (summary_models.Summarise, summary_models.Summary, summary_models.Coverage, summary_models.Dated):
        for example in model.model_config["json_schema_extra"]["examples"]:  # type: ignore[index,call-overload]
            model.model_validate(example)
        assert described["components"]["schemas"][model.__name__]["examples"]
    media = described["paths"]["/v1/summaries"]["post"]["responses"]["200"]["content"]
    assert set(media) == set(MEDIA.values())


# ---- hostile articles


@pytest.fixture
def hostile(client: httpx.Client) -> str:
    upload(client, hostile=HOSTILE)
    page = client.post("/v1/summaries", json={"topic": "the bridge at Morn"}, params={"format": "html"})
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "script-src" not in page.headers["content-security-policy"]
    return page.text


def test_a_page_with_a_hostile_article_runs_and_loads_nothing(hostile: str, browser: Browser, tmp_path: Path) -> None:
    assert "“The bridge at Morn" in re.sub(r"<[^>]+>", "", hostile)
    (tmp_path / "page.html").write_text(hostile, encoding="utf-8")
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("dialog", lambda dialog, said=said: said.append(dialog.message))
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto((tmp_path / "page.html").as_uri())
        assert said == []  # the policy lets the page's own style in, and had nothing to stop
        assert asked == [(tmp_path / "page.html").as_uri()]
        assert page.title() == "The bridge at Morn"
        assert page.locator("script, img, b[onclick]").count() == 0
        links = [a.get_attribute("href") or "" for a in page.locator("a").all()]
        assert all(link.startswith(("#source-", "https://example.org/")) for link in links)
        for link in (link for link in links if link.startswith("#")):
            assert page.locator(link).count() == 1
        colours = page.evaluate("[document.body, document.querySelector('main')].map(e => getComputedStyle(e).color)")
        ground = page.evaluate("getComputedStyle(document.querySelector('main')).backgroundColor")
        assert ground not in colours
        page.close()


def test_a_reader_of_bibtex_finds_one_entry_with_a_hostile_author(client: httpx.Client, hostile: str) -> None:
    written_down = client.post("/v1/summaries", json={"articles": ["hostile"]}, params={"format": "bibtex"}).text
    assert len(re.findall(r"^@", written_down, re.M)) == 1
    assert written_down.startswith("@online{hostile,")
    assert written_down.count("{") == written_down.count("}")


# ---- the command line


def test_commands_go_through_the_server_and_say_the_same(server: Server, client: httpx.Client, tmp_path: Path) -> None:
    words = ("summarize", "--topic", "the Harl dam", "--until", "2024-03-31", "--sentences", "3")
    for form in (Format.MARKDOWN, Format.HTML):
        shown = byline(server.home, *words, "--format", form)
        assert shown.returncode == 0, shown.stderr
        asked = {"topic": "the Harl dam", "until": "2024-03-31", "sentences": 3}
        assert shown.stdout == client.post("/v1/summaries", json=asked, params={"format": form}).text
    (tmp_path / "dam.md").write_text(DAM)
    home = tmp_path / "home"
    assert byline(home, "ingest", str(tmp_path / "dam.md")).returncode == 0
    alone, served = (byline(h, "summarize", "dam", "--format", "csl-json").stdout for h in (home, server.home))
    assert alone == served
    assert json.loads(alone)[0]["id"] == "dam"
    answer = json.loads(byline(home, "ask", "--json", "Is the Harl dam safe?").stdout)["id"]
    assert byline(home, "export", answer, "--format", "bibtex").stdout.startswith("@online{dam,")
    assert "safe" in byline(home, "export", answer).stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["summarize"], "one of the three"),
        (["summarize", "dam", "--topic", "dam"], "one of the three"),
        (["summarize", "nothing"], "byline articles"),
        (["summarize", "dam", "--format", "pdf"], "markdown, html, json, csl-json, bibtex"),
        (["summarize", "--topic", "dam", "--since", "May"], "2021-12-07"),
        (["summarize", "dam", "--sentences", "0"], "from 1 to 50"),
        (["export", "nothing"], "no answer 'nothing'"),
    ],
    ids=str,
)
def test_what_a_user_can_mend_is_one_sentence(server: Server, words: list[str], told: str) -> None:
    refused = byline(server.home, *words)
    assert refused.returncode == 2
    assert told in " ".join(refused.stderr.split())
    assert "Traceback" not in refused.stderr


def test_the_command_and_the_nouns_have_one_default() -> None:
    assert signature(command).parameters["sentences"].default == SENTENCES
