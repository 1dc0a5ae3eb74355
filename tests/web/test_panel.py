"""The evidence panel: what it says of an article that no longer stands, and which addresses become links."""

from html import escape
from pathlib import Path

import pytest

from assistant import pipeline
from assistant.web.panel import panel, source, turn_of
from ingestion.pipeline import Library, find_files
from tests.web.server import DAM


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT://example.org/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//evil.example",
        "https://",
        "http://[::1",
        '"onclick="alert(1)',
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert source(url) == f'<p class="source">{escape(url)}</p>'


def test_a_web_address_is_a_link_without_ties() -> None:
    link = source('https://example.org/a?b=1&c="2"')
    assert 'href="https://example.org/a?b=1&amp;c=&quot;2&quot;"' in link
    assert 'rel="noopener noreferrer nofollow"' in link


def test_an_earlier_answer_shows_where_its_article_stands_now(library: Library, tmp_path: Path) -> None:
    def ingest(text: str) -> None:
        path = tmp_path / "dam.md"
        path.write_text(text)
        library.ingest(find_files([path], max_bytes=1_000_000))

    ingest(DAM)
    turns = [turn_of(pipeline.ask(library, "Is the Harl dam safe?"))]
    quote = escape(turns[0].citations[0].quote.exact)
    assert f"<mark>{quote}</mark>" in panel(turns, library.store)
    assert "notice" not in panel(turns, library.store)

    ingest(DAM.replace("id: dam", "id: dam\nstatus: withdrawn\nnotice: <b>The minister</b> denies it."))
    withdrawn = panel(turns, library.store)
    assert "withdrawn after it was published. &lt;b&gt;The minister&lt;/b&gt; denies it." in withdrawn
    assert f"<mark>{quote}</mark>" in withdrawn

    library.remove("dam")
    removed = panel(turns, library.store)
    assert "has been removed from the library" in removed
    assert f"<mark>{quote}</mark>" in removed
