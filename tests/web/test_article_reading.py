"""The page of an article in headless Chromium, over a real server."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.server import Server, upload
from tests.web.test_article_page import HOSTILE

CONTRAST = """() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => channels(color).slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (channels(color).length === 3 || channels(color)[3] === 1) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let worst = [99, ""];
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || node.closest(".sr")) continue;
    const pair = [light(getComputedStyle(node).color), light(ground(node))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < worst[0]) worst = [ratio, walk.currentNode.data];
  }
  return worst;
}"""

# asyncio's loop inside playwright is closed by the interpreter when the browser's fixture is already gone
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def opened(browser: Browser, address: str, *, width: int = 1280, scheme: Any = "light") -> Page:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(address)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_is_readable_on_every_screen(browser: Browser, server: Server, scheme: str, width: int) -> None:
    page = opened(browser, f"{server.url}/articles/dam?quote=38:70#a1", width=width, scheme=scheme)
    ratio, words = page.evaluate(CONTRAST)
    assert ratio >= 4.5, (ratio, words)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_role("table", name="Who says what")).to_be_visible()
    assert page.get_by_role("row").count() == page.locator("tbody tr").count() + 1
    page.close()


def test_from_the_text_to_the_table_and_back(browser: Browser, server: Server) -> None:
    page = opened(browser, f"{server.url}/articles/dam")
    page.get_by_role("link", name="Words 2 begin; to the table").click()
    row = page.locator("#a2")
    expect(row).to_be_in_viewport()
    lit = "getComputedStyle(document.querySelector('.text .k2')).backgroundColor"
    before = page.evaluate("getComputedStyle(document.querySelector('.text .k1')).backgroundColor")
    assert page.evaluate(lit) != before
    row.get_by_role("link", name="2: to the words in the text").click()
    expect(page.locator("#t2")).to_be_in_viewport()
    page.close()


def test_a_hostile_page_runs_nothing_and_asks_nobody(browser: Browser, server: Server) -> None:
    with httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
        assert upload(client, hostile=HOSTILE)["skipped"] == []
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{server.url}/articles/hostile?quote=0:40")
        expect(page.locator(".text")).to_contain_text("<script>window.__pwned=5</script>")
        expect(page.locator(".text")).to_contain_text("{{value}}")
        expect(page.locator("h1")).to_contain_text("${window.__pwned=2}")
        expect(page.locator("table")).to_be_visible()
        page.locator(".text").hover()
        assert page.evaluate("window.__pwned") is None
        assert page.locator("script, img, [onclick], [onmouseover], [onerror]").count() == 0
        assert [url for url in asked if not url.startswith(server.url)] == []
        page.close()
        client.delete("/v1/articles/hostile")
