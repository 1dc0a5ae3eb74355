"""The chat in headless Chromium, over a real server."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, Request, expect

from tests.web.server import Server, byline, serving, upload

ROOT = Path(__file__).parents[2]
KEEP = os.environ.get("BYLINE_SCREENSHOT")  # where to keep the picture for the docs
DAM_QUESTION = "Is the Harl dam safe?"
FERRY_QUESTION = "Why does the ferry line to Orsk close?"

# Each sentence answers "What does the harbour master of Zell say?" and tries one way out of being text.
HOSTILE = """---
id: hostile
title: "<img src=x onerror='window.__pwned=1'> ${window.__pwned=2} </h3><script>window.__pwned=3</script>"
publisher: "<b onclick=alert(1)>Zell</b> [news](javascript:alert(2)) {{value}}"
published_at: 2024-05-01T08:00:00Z
url: "javascript:window.__pwned=4"
---
"The harbour of Zell is open ${window.__pwned=5} `${alert(5)}` {{constructor}}," the harbour master of Zell said.

"The harbour of Zell is closed <script>window.__pwned=6</script><img src=http://evil.example/p.png onerror=alert(6)>,"
the harbour master of Zell said.

"The harbour of Zell is full ![x](http://evil.example/m.png) [link](javascript:alert(7)) <https://evil.example/> $$x^2$$
\\(y\\) [^1] [1](#ev-1-1)," the harbour master of Zell said.
"""
HOSTILE_QUESTION = "What did the harbour master of Zell say about the harbour of Zell?"

# asyncio's loop inside playwright is closed by the interpreter when the browser's fixture is already gone
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """The chat, ready; afterwards nothing ran that an article brought, and nothing left this machine."""
    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    def note(request: Request) -> None:
        if urlsplit(request.url).scheme not in ("data", "blob"):
            asked.append(request.url)

    opened.on("dialog", dismiss)
    opened.on("request", note)
    opened.goto(server.url)
    expect(opened.locator("#question textarea")).to_be_editable(timeout=30_000)
    expect(opened.locator("#top h1")).to_be_visible(timeout=30_000)  # sent by the server: the page listens by then
    yield opened
    assert opened.evaluate("window.__pwned") is None
    assert dialogs == []
    assert [url for url in asked if not url.startswith(server.url)] == []
    opened.close()


def ask(page: Page, question: str) -> Locator:
    """Ask, wait for the whole answer, and give its bubble."""
    bubbles = page.locator("#chat [data-testid=bot]")
    before = bubbles.count()
    box = page.locator("#question textarea")
    box.fill(question)
    box.press("Enter")
    expect(bubbles).to_have_count(before + 1, timeout=30_000)
    expect(bubbles.nth(before)).to_contain_text(re.compile("searched|empty|library"), timeout=30_000)
    return bubbles.nth(before)


def opened_card(page: Page) -> Locator:
    return page.locator("#evidence .card.cited")


def test_a_citation_opens_its_passage_with_the_quote_marked(page: Page, server: Server, tmp_path: Path) -> None:
    bubble = ask(page, DAM_QUESTION)
    answer = httpx.post(f"{server.url}/v1/ask", json={"question": DAM_QUESTION}, trust_env=False).json()
    cited = [c for s in answer["statements"] for c in s["citations"]]
    expect(bubble.locator("a")).to_have_count(len(cited))
    for citation in cited:
        bubble.get_by_role("link", name=f"[{citation['number']}]", exact=True).click()
        mark = opened_card(page).locator("mark")
        expect(mark).to_be_visible()
        assert mark.inner_text() == citation["quote"]["exact"]
        expect(mark).to_be_in_viewport()
        passage = httpx.get(f"{server.url}/v1/passages/{citation['passage_id']}", trust_env=False).json()
        assert opened_card(page).locator(".passage").inner_text() == passage["text"]
        expect(opened_card(page)).to_contain_text(citation["publisher"])
        expect(opened_card(page)).to_contain_text(citation["title"])
        expect(opened_card(page)).to_contain_text("5 March 2024")
    source = opened_card(page).locator(".source a")
    assert source.get_attribute("href") == "https://example.org/dam?a=1&b=2"
    assert "noopener" in str(source.get_attribute("rel"))
    shot = tmp_path / "chat.png"
    page.screenshot(path=shot)
    assert shot.stat().st_size > 10_000


def test_earlier_citations_keep_opening_their_own_passage(page: Page) -> None:
    first = ask(page, DAM_QUESTION)
    second = ask(page, FERRY_QUESTION)
    second.locator("a").first.click()
    expect(opened_card(page)).to_contain_text("Sample Courier")
    first.locator("a").first.click()
    expect(opened_card(page)).to_have_count(1)
    expect(opened_card(page)).to_contain_text("Sample Wire")
    expect(opened_card(page).locator("mark")).to_be_visible()
    expect(page.locator("#evidence .turn").first).to_contain_text(FERRY_QUESTION)


def test_not_knowing_shows_the_reason_and_the_nearest_passages(page: Page) -> None:
    bubble = ask(page, "Who won the 2022 World Cup?")
    expect(bubble).to_contain_text("The articles don't say.")
    bubble.locator("a").first.click()
    expect(opened_card(page).locator("mark")).to_be_visible()
    expect(page.locator("#evidence")).to_contain_text("Nearest passages")


def test_an_error_is_one_sentence(page: Page) -> None:
    page.locator("#question textarea").fill("   ")
    page.keyboard.press("Enter")
    last = page.locator("#chat [data-testid=bot]").last
    expect(last).to_contain_text("The question is empty; ask one in words.", timeout=30_000)


def test_a_hostile_article_is_only_text(page: Page, server: Server) -> None:
    with httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
        assert upload(client, hostile=HOSTILE)["skipped"] == []
        try:
            bubble = ask(page, HOSTILE_QUESTION)
            assert bubble.locator("a").count()
            _click_through(page, bubble)
        finally:
            client.delete("/v1/articles/hostile")
        ask(page, DAM_QUESTION)  # the panel is drawn anew, now without the article
        _click_through(page, bubble)
        expect(opened_card(page)).to_contain_text("has been removed")


def _click_through(page: Page, bubble: Locator) -> None:
    for link in bubble.locator("a").all():
        assert str(link.get_attribute("href")).startswith("#ev-")
        link.click()
        expect(opened_card(page).locator("mark")).to_be_visible()
        expect(opened_card(page)).to_contain_text("<img src=x onerror='window.__pwned=1'>")
        expect(opened_card(page)).to_contain_text("${window.__pwned=2}")
    for surface in (bubble, page.locator("#evidence")):
        assert surface.locator("img, script, iframe, object, form, .katex").count() == 0
        assert surface.locator("a[href^='javascript'], [onclick], [onerror]").count() == 0


def understood(page: Page) -> Locator:
    return page.locator("#understood textarea")


def test_a_follow_up_shows_what_it_was_understood_as(page: Page) -> None:
    expect(understood(page)).to_have_count(0)  # nothing was asked yet
    ask(page, DAM_QUESTION)
    expect(understood(page)).to_have_value(DAM_QUESTION)
    ask(page, "And the Orsk dam?")
    expect(understood(page)).to_have_value(re.compile("Orsk dam"))
    expect(understood(page)).not_to_have_value("And the Orsk dam?")


def test_what_was_understood_can_be_edited_and_is_asked_instead(page: Page, server: Server) -> None:
    ask(page, DAM_QUESTION)
    bubbles = page.locator("#chat [data-testid=bot]")
    understood(page).fill(FERRY_QUESTION)
    understood(page).press("Enter")
    expect(bubbles.last).to_contain_text("ferry line to Orsk will close", timeout=30_000)
    expect(bubbles).to_have_count(1)  # in the place of the answer before
    expect(page.locator("#chat [data-testid=user]").last).to_contain_text(DAM_QUESTION)
    expect(understood(page)).to_have_value(FERRY_QUESTION)
    bubbles.last.locator("a").first.click()
    expect(opened_card(page)).to_contain_text("Sample Courier")
    kept = httpx.get(f"{server.url}/v1/conversations", trust_env=False).json()["conversations"][0]
    said = httpx.get(f"{server.url}/v1/conversations/{kept['id']}", trust_env=False).json()["said"]
    assert [(t["question"], t["understood"]) for t in said] == [(DAM_QUESTION, FERRY_QUESTION)]


def test_what_a_user_types_as_understood_is_only_text(page: Page) -> None:
    ask(page, DAM_QUESTION)
    typed = "Is the dam <img src=x onerror='window.__pwned=8'> ${window.__pwned=9} safe?"
    understood(page).fill(typed)
    understood(page).press("Enter")
    bubble = page.locator("#chat [data-testid=bot]").last
    expect(bubble).to_contain_text(f"Understood as: {typed}", timeout=30_000)
    expect(understood(page)).to_have_value(typed)
    assert page.locator("#chat img, #evidence img").count() == 0


def test_an_example_is_asked_with_a_click(page: Page) -> None:
    page.get_by_text("Who won the 2022 World Cup?").click()
    expect(page.locator("#chat [data-testid=bot]").last).to_contain_text("searched", timeout=30_000)


def test_an_empty_library_says_what_to_run(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "home") as running:
        page = browser.new_page()
        page.goto(running.url)
        expect(page.locator("#top")).to_contain_text("byline ingest", timeout=30_000)
        bubble = ask(page, "Is anybody there?")
        expect(bubble).to_contain_text("byline ingest PATH")
        page.close()


def test_a_token_is_asked_for_before_the_chat(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "home", BYLINE_ACCESS_TOKEN="a-long-and-random-token") as running:  # noqa: S106
        context = browser.new_context()
        page = context.new_page()
        page.goto(running.url)
        page.get_by_label("Access token").fill("wrong")
        page.get_by_role("button", name="Open").click()
        expect(page.get_by_text("isn't the access token")).to_be_visible()
        page.get_by_label("Access token").fill("a-long-and-random-token")
        page.get_by_role("button", name="Open").click()
        bubble = ask(page, "Is anybody there?")
        expect(bubble).to_contain_text("byline ingest PATH")
        context.close()


@pytest.mark.skipif(not KEEP, reason="draws the picture of the docs where BYLINE_SCREENSHOT names a file")
def test_the_picture_of_the_docs(browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    ingested = byline(home, "ingest", str(ROOT / "corpus"))
    assert ingested.returncode == 0, ingested.stderr
    with serving(home) as running:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(running.url)
        bubble = ask(page, "Will Ukraine join NATO soon?")
        bubble.locator("a").first.click()
        expect(opened_card(page).locator("mark")).to_be_in_viewport()
        page.screenshot(path=str(KEEP))
        page.close()
