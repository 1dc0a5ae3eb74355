"""The page of an article: its words, all of them and only as text, and its marks."""

import re
from html.parser import HTMLParser
from typing import Any

import httpx

from assistant import pipeline
from assistant.web.article_page import article_page
from assistant.web.marking import marked_text, marks_of
from assistant.web.panel import address, panel, turn_of
from ingestion.articles import Article, Span
from ingestion.attribution import Attribution, Polarity, Stance
from ingestion.pipeline import File, Library
from tests.attributed import put, said, span
from tests.web.server import DAM, upload

VOID = {"meta"}
HOSTILE = """---
id: hostile
title: "</title><script>window.__pwned=1</script> {{constructor}} ${window.__pwned=2}"
publisher: "<img src=x onerror='window.__pwned=3'>"
authors: ["<b onclick=alert(1)>Desk</b>"]
language: 'en" onload="alert(1)'
url: "javascript:window.__pwned=4"
---
The <script>window.__pwned=5</script> office of Zell said that "the harbour {{value}} is
<img src=x onerror=alert(6)> open".

The <b onmouseover="window.__pwned=7">minister of Zell</b> denied that </span></p></article>
<style>*{display:none}</style> the harbour ${alert(8)} was full.
</mark><!-- he said --> <a href="javascript:alert(9)">it</a> was closed.
"""


class Shape(HTMLParser):
    """The elements of a page: each is closed in its order, ids are unique, and the words can be read back."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[tuple[str, dict[str, str | None]]] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.quoted = ""
        self.feed(html)
        self.close()
        assert self.stack == []
        assert len(self.ids) == len(set(self.ids))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.tags.append(tag)
        assert not any(name.startswith("on") or name == "style" for name in given)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if "href" in given else []
        if tag == "p" and self.quoted:
            self.quoted += "\n"
        if tag not in VOID:
            self.stack.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        classes = {name for _, given in self.stack for name in (given.get("class") or "").split()}
        if "text" in classes and not {"sr", "tag"} & classes:
            self.words += data
            self.quoted += data if any(tag == "mark" for tag, _ in self.stack) else ""


def page_of(library: Library, article: Article, **more: Any) -> str:
    store = library.store
    return article_page(
        article,
        store.attributions(article.id, article.version),
        store.passages_of(article.id, article.version),
        store.listed(article_id=article.id),
        **more,
    )


def shape_of(text: str, *attributions: Attribution, quote: Span | None = None) -> Shape:
    return Shape(f'<div class="text">{marked_text(text, marks_of(attributions, text), (), quote)}</div>')


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


# ---- marking


def test_overlapping_spans_make_well_formed_markup() -> None:
    text = "One two three four five.\n\nSix seven eight."
    shape = shape_of(
        text,
        said(text, "One two", "two three", "three four five.\n\nSix seven"),
        said(text, "four", "five", "two three four", level=1, parent=0),
        said(text, "Six", "seven", "One", "three", "eight"),
        quote=span(text, "four five.\n\nSix"),
    )
    assert lines(shape.words) == lines(text)
    assert lines(shape.quoted) == ["four five.", "Six"]
    assert shape.ids == ["t3", "t2", "t1", "quote"]


def test_any_spans_keep_the_words() -> None:
    text = "ab cd\nef  gh\n\n ij & <kl>"
    places = [Span(start, end) for start in range(0, len(text), 3) for end in range(start + 1, len(text) + 1, 4)]
    every = [said(text, "ab", None, text[s.start : s.end]) for s in places if text[s.start : s.end].strip()]
    assert lines(shape_of(text, *every, quote=Span(0, len(text))).words) == lines(text)


def test_marks_are_in_the_text_for_readers_without_colour_or_screen() -> None:
    text = "The union said that the port had denied that boats sank."
    html = marked_text(
        text,
        marks_of(
            [
                said(text, "The union", "said", "the port had denied that boats sank"),
                said(text, "the port", "had denied", "boats sank", level=1, parent=0, stance=Stance.DENIES),
            ],
            text,
        ),
        (),
        None,
    )
    plain = re.sub(r"<[^>]+>", "", html)
    assert plain == (
        "(who, 1:) The union (cue, 1:) said that 1[(who, 2:) the port (cue, 2:) had denied that 2[boats sank"
        "]2(end of 2) ]1(end of 1) .\n"
    )
    assert '<b class="who">The union</b>' in html
    assert '<span class="what d1 k1 k2"><i class="cue">had denied</i></span>' in html
    assert '<span class="what d2 k1 k2">boats sank</span>' in html


# ---- the page


def test_the_page_says_who_means_whom_and_how(library: Library) -> None:
    text = (
        "The energy minister of Harl spoke. She told Sample Wire, reportedly, that the dam was safe. The ministry has "
        "not confirmed that the gates, in any case, were shut. Officials may deny it."
    )
    article = put(
        library,
        "dam",
        text,
        said(
            text,
            "She",
            "told",
            "the dam was safe",
            means="The energy minister of Harl",
            relay="Sample Wire",
            hedge="reportedly",
        ),
        said(text, "The ministry", "has not confirmed", "the gates", "were shut", polarity=Polarity.NEGATIVE),
        said(text, "Officials", "may deny", "it.", stance=Stance.DENIES, actual=False, anonymous=True),
        publisher="Sample Post",
    )
    html = page_of(library, article)
    shape = Shape(html)
    assert lines(shape.words) == lines(text)
    assert "<b>She</b> [the energy minister of Harl" in html
    assert "75% sure" in html
    assert "told to <q>Sample Wire</q>; hedged: <q>reportedly</q>" in html
    assert '<strong class="careful">does not assert</strong>' in html
    assert '<strong class="careful">might deny</strong>' in html
    assert "<q>the gates … were shut</q>" in html
    assert "2a[" in html
    assert "2b[" in html
    assert "not named by the article" in html
    assert "What stands in no brackets, Sample Post says itself." in html
    assert {"a1", "a2", "a3", "t1", "t2", "t3"} <= set(shape.ids)
    assert {link[1:] for link in shape.links if link.startswith("#")} <= set(shape.ids)
    assert all(f"p-{p.id}" in shape.ids for p in library.store.passages_of(article.id, article.version))


def test_a_quote_is_marked_or_the_page_says_why_not(library: Library) -> None:
    text = "The dam is safe, the minister said.\n\nIt was built in 1962."
    article = put(library, "dam", text, said(text, "the minister", "said", "The dam is safe"))
    assert lines(Shape(page_of(library, article, quote="4:47")).quoted) == lines(text[4:47])
    for missed in ("4:4", "9:4", "0:9999"):
        assert "not in this version" in page_of(library, article, quote=missed)


def test_an_article_without_attributions_says_so(library: Library) -> None:
    article = put(library, "dam", "The dam was built in 1962.", publisher=None, title=None, published_at=None)
    html = page_of(library, article)
    assert "Nobody is quoted in this article." in html
    assert "publisher unknown" in html
    assert "date unknown" in html
    Shape(html)


def test_a_hostile_article_is_only_text(library: Library) -> None:
    library.ingest([File("hostile.md", HOSTILE.encode())])
    article = library.store.article("hostile")
    html = page_of(library, article, quote="0:40")
    shape = Shape(html)
    assert lines(shape.words) == lines(article.text)
    assert not {"script", "img", "iframe", "object", "form"} & set(shape.tags)
    assert shape.tags.count("style") == 1
    assert not any("javascript" in link for link in shape.links)
    assert library.store.attributions(article.id, article.version)


def test_a_card_of_the_evidence_opens_the_article_at_its_words(library: Library) -> None:
    library.ingest([File("dam.md", DAM.encode())])
    answer = pipeline.ask(library, "Is the Harl dam safe?")
    citation = answer.statements[0].citations[0]
    link = address(citation)
    quote = citation.quote
    version = library.store.article("dam").version
    assert link == f"/articles/dam?version={version}&quote={quote.start}%3A{quote.end}#p-{citation.passage_id}"
    assert "Whole article, with who says what</a>" in panel([turn_of(answer)], library.store)
    library.remove("dam")
    assert "Whole article" not in panel([turn_of(answer)], library.store)


# ---- over the server


def test_the_page_is_served_with_a_policy_that_runs_nothing(client: httpx.Client) -> None:
    reply = client.get("/articles/dam")
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    missing = client.get("/articles/nothing")
    assert missing.status_code == 404
    assert "no such article" in missing.text.lower()
    assert client.get("/articles/dam", params={"version": "nothing"}).status_code == 404
    assert "'unsafe-eval'" in client.get("/").headers["content-security-policy"]  # the chat keeps its own


def test_an_old_version_shows_its_notice_and_the_others(client: httpx.Client) -> None:
    old = DAM.replace("id: dam", "id: pool").replace("dam", "pool")
    upload(client, pool=old)
    first = client.get("/v1/articles/pool").json()["version"]
    upload(client, pool=old.replace("1962", "1964"))
    page = client.get("/articles/pool", params={"version": first}).text
    assert "A later version" in page
    assert "1962" in page
    second = client.get("/v1/articles/pool").json()["version"]
    assert f"/articles/pool?version={second}" in page
    assert "1964" in client.get("/articles/pool").text
    client.delete("/v1/articles/pool")


def test_an_article_in_another_language_says_how_little_was_read(library: Library) -> None:
    german = (
        "Der Minister sagte am Montag, die Regierung habe in der vergangenen Woche keine Entscheidung getroffen. „Wir "
        "werden die Frage noch einmal prüfen“, teilte ein Sprecher in Berlin mit, der nicht genannt werden wollte."
    )
    (ingested,) = library.ingest([File("lage.txt", german.encode())]).articles
    assert not ingested.english
    article = library.store.article(ingested.article_id)
    page = article_page(article, library.store.attributions(article.id, article.version), (), ())
    assert "isn't in English: only its quotation marks were read" in page
