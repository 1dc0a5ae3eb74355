"""Real bytes in, articles or a refusal out: one format after another, then what holds for all of them."""

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.articles import Article, Status, normalise
from ingestion.errors import ReadError
from ingestion.readers import SUFFIXES, Reading, Skipped, read

CORPUS = Path(__file__).parent.parent.parent / "corpus"

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Ministers meet in Riga | The daily</title>
<meta property="og:title" content="Riga: ministers meet">
<meta property="og:site_name" content="the daily (Riga)">
<meta name="author" content="Reporters of The Daily">
<meta property="article:published_time" content="2021-12-01T18:30:00+02:00">
<meta property="og:url" content="https://example.org/social">
<link rel="canonical" href="https://example.org/2019/05/06/riga-meeting.html">
<script>var planted = "The script says that Latvia left.";</script></head>
<body><nav><a href="/">Front page</a> <a href="/world">World news</a></nav>
<article><h1>Riga: ministers meet</h1><p class="byline">By Somebody Else, 3 March 2020</p>
<p>The ministers met in Riga on Tuesday, officials said. They didn't agree.</p>
<!-- The comment says that Estonia left. -->
<p>"We will <b>talk</b> again," the <a href="https://example.org/m">minister</a> said.</p>
<table><tr><td>Seats</td><td>30</td></tr></table></article>
<section id="comments"><p>A visitor wrote that Lithuania left.</p></section>
<footer>Contact us</footer></body></html>"""

BARE = "<html><head></head><body><article><p>The ministers met in Riga on 1 December 2021.</p></article></body></html>"

JSON_LD = """<html><head><title>Wrong</title><script type="application/ld+json">not JSON</script>
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "WebPage", "name": "A page"},
 {"@type": ["NewsArticle"], "headline": "Right", "datePublished": "2021-12-01",
  "author": [{"@type": "Person", "name": "Ursula von der Leyen"}, "Desk"], "publisher": {"@id": "#us"}},
 {"@type": "Organization", "@id": "#us", "name": "the daily"}]}</script></head>
<body><article><p>The ministers met in Riga on Tuesday, officials said.</p></article></body></html>"""


def one(raw: bytes | str, path: str) -> Article:
    """The only article of a file."""
    reading = read(raw.encode() if isinstance(raw, str) else raw, path)
    assert reading.skipped == ()
    (article,) = reading.articles
    return article


def front(fields: str, body: str = "He said so.") -> Article:
    """An article with this front matter."""
    return one(f"---\n{fields}\n---\n{body}\n", "a.md")


# --- Markdown


def test_every_field_of_the_front_matter_is_read() -> None:
    article = front(
        "id: my-1.a_B\ntitle: 'One:  two'\npublisher: Wire\nauthors: [Ann, Bo]\npublished_at: 2021-12-04T06:30:00Z\n"
        "url: https://example.org/a?b=1\nlanguage: en\nlicence: CC0-1.0\nstatus: withdrawn\nnotice: Wrong.\nextra: x"
    )
    assert article == Article(
        id="my-1.a_B",
        version=article.version,
        title="One: two",
        publisher="Wire",
        authors=("Ann", "Bo"),
        published_at=datetime(2021, 12, 4, 6, 30, tzinfo=UTC),
        url="https://example.org/a?b=1",
        language="en",
        licence="CC0-1.0",
        text="He said so.",
        status=Status.WITHDRAWN,
        notice="Wrong.",
    )
    assert len(article.version) == 16


@pytest.mark.parametrize("raw", ["He said so.", "---\n---\nHe said so.", "---\ntitle: null\nurl: ''\n---\nHe said so."])
def test_what_the_source_does_not_say_is_none(raw: str) -> None:
    article = one(raw, "folder/Été à Riga.md")
    assert article.text == "He said so."
    assert (article.title, article.publisher, article.authors, article.published_at) == (None, None, (), None)
    assert (article.url, article.language, article.licence, article.notice) == (None, None, None, None)
    assert article.status is Status.CURRENT
    assert article.id.startswith("ete-a-riga-")


def test_markup_stays_as_it_is_written() -> None:
    raw = (CORPUS / "ukraine-2021-reader-mailbag.md").read_text()
    article = one(raw, "a.md")
    assert article.text == raw.split("---\n", 2)[2].strip()
    assert "<script>alert('x')</script>" in article.text


@pytest.mark.parametrize(
    ("raw", "title", "text"),
    [
        ("# A title #\n\nText.", "A title", "Text."),
        ("# On C#\nText.", "On C#", "Text."),
        ("\n\n#   A title\n\n# Next\n\nText.", "A title", "# Next\n\nText."),
        ("---\ntitle: Front\n---\n# Heading\n\nText.", "Front", "# Heading\n\nText."),
        ("---\nlanguage: en\n---\n# Heading\n\nText.", "Heading", "Text."),
        ("## Second level\n\nText.", None, "## Second level\n\nText."),
        ("#hashtag\n\nText.", None, "#hashtag\n\nText."),
        ("A line\n\nText.", None, "A line\n\nText."),
        ("Text.\n\n---\n\nMore.\n\n---\n\nEnd.", None, "Text.\n\n---\n\nMore.\n\n---\n\nEnd."),
    ],
)
def test_title_of_markdown(raw: str, title: str | None, text: str) -> None:
    article = one(raw, "a.md")
    assert (article.title, article.text) == (title, text)


def test_plain_yaml_values_are_text() -> None:
    assert front("title: no\npublisher: 2021\nid: 12").title == "no"
    assert front("title: no\npublisher: 2021\nid: 12").publisher == "2021"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ("a: &a [x]\nb: [*a, *a]", "anchors, aliases or tags"),
        ("title: !!python/object/apply:os.system [id]", "anchors, aliases or tags"),
        ("title: !!bool maybe", "anchors, aliases or tags"),
        ("title: " + "[" * 5_000, "nested more than 20 deep"),
        ("title: " + "{a: " * 5_000, "nested more than 20 deep"),
        ("title: " + "x" * 70_000, "more than 65,536 bytes"),
        ("title: a: b", "isn't YAML: mapping values are not allowed here in line 2"),
        ("title: 'open", "isn't YAML"),
        ("[a]: b", "unhashable key"),
        ("just prose", "without fields"),
    ],
)
def test_front_matter_that_is_refused(fields: str, why: str) -> None:
    with pytest.raises(ReadError, match=why):
        front(fields)


def test_front_matter_that_never_ends_is_refused() -> None:
    with pytest.raises(ReadError, match="never ends"):
        one("---\ntitle: A\n\nHe said so.", "a.md")


# --- fields


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2021-12-04", datetime(2021, 12, 4, tzinfo=UTC)),
        ("'2021-12-04'", datetime(2021, 12, 4, tzinfo=UTC)),
        ("2021-12-04T06:30", datetime(2021, 12, 4, 6, 30, tzinfo=UTC)),
        ("2021-12-04 06:30:00", datetime(2021, 12, 4, 6, 30, tzinfo=UTC)),
        ("2021-12-04T06:30:00-05:00", datetime(2021, 12, 4, 6, 30, tzinfo=timezone(timedelta(hours=-5)))),
    ],
)
def test_dates(written: str, moment: datetime) -> None:
    assert front(f"published_at: {written}").published_at == moment


@pytest.mark.parametrize("written", ["2021-13-45", "4 December 2021", "04/12/2021", "0001-01-01T00:00:00+10:00", "now"])
def test_a_wrong_date_is_named_with_the_form_to_use(written: str) -> None:
    with pytest.raises(ReadError, match=f"{written[:10]}.*2021-12-07T20:30:00Z"):
        front(f"published_at: {written}")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/a",
        "file:///etc/passwd",
        "//example.org/a",
        "/a",
        "https://",
        "https:///a",
        "https://[broken/a",
        "https://example.org:port/a",
        "https://apnews.com@example.org/a",
        "https://example.org\\@apnews.com/",
        "https://example.org/a b",
        "https://example.org/<script>",
    ],
)
def test_an_address_that_no_reader_may_be_sent_to_is_dropped(url: str) -> None:
    assert one(json.dumps({"text": "He said so.", "url": url}), "a.jsonl").url is None


def test_zero_width_characters_do_not_disguise_an_address() -> None:
    line = json.dumps({"text": "He said so.", "url": "java\u200bscript:alert(1)"})
    assert one(line, "a.jsonl").url is None


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("id", "a b", "'a b' as id; write up to 200 letters"),
        ("id", "../etc", "as id"),
        ("id", "..", "as id"),
        ("id", "x" * 201, "as id"),
        ("status", "gone", "'gone' as status; write current, superseded, withdrawn"),
        ("title", "x" * 501, "501 characters as title; the limit is 500"),
        ("title", 12, "12 as title; write it as text"),
        ("publisher", ["A"], "as publisher"),
        ("authors", [1], "1 as an author"),
        ("authors", {"name": "A"}, "as an author"),
        ("notice", True, "True as notice"),
        ("url", 1, "1 as url"),
        ("url", "https://example.org/" + "x" * 2000, "2,020 characters as url"),
        ("published_at", 20211204, "20211204 as published_at"),
    ],
)
def test_a_wrong_field_is_refused(field: str, value: object, why: str) -> None:
    reading = read(json.dumps({"text": "He said so.", field: value}).encode(), "a.jsonl")
    assert reading.articles == ()
    assert why in reading.skipped[0].reason


def test_fields_become_one_line() -> None:
    fields = {
        "text": "x",
        "title": " A\u202e\n\tb\u00a0c ",
        "publisher": " \u200b ",
        "authors": [" ", "A\nB"],
        "id": "",
    }
    article = one(json.dumps(fields), "a.jsonl")
    assert (article.title, article.publisher, article.authors) == ("A b c", None, ("A B",))
    assert one('{"text": "x", "authors": "Ann Lee"}', "a.jsonl").authors == ("Ann Lee",)


# --- identity and version


def test_the_same_bytes_are_the_same_article() -> None:
    assert one("He said so.", "a.txt") == one("He said so.", "a.txt")
    assert one("He said so.", "a.txt").id != one("He said so.", "b.txt").id


def test_status_and_notice_make_no_new_version() -> None:
    assert front("title: A").version == front("title: A\nstatus: withdrawn\nnotice: Wrong.").version


@pytest.mark.parametrize(
    "change",
    [
        "title: B",
        "publisher: B",
        "licence: B",
        "authors: B",
        "published_at: 2021-12-04",
        "url: https://b.org",
        "language: b",
    ],
)
def test_metadata_makes_a_new_version(change: str) -> None:
    assert front(change).version != front("id: a").version
    assert front(change, "Other words.").version != front(change).version


def test_an_id_is_made_from_the_url() -> None:
    first, second = (front(f"url: {url}") for url in ("https://Example.org/x/Riga-meets.html", "https://example.org/"))
    assert first.id.startswith("riga-meets-")
    assert first.id == one("---\nurl: https://example.org/x/Riga-meets.html#top\n---\nNew words.", "other.md").id
    assert first.id != second.id


# --- plain text


@pytest.mark.parametrize(
    ("raw", "title", "text"),
    [
        ("A title\n\nThe text.", "A title", "The text."),
        ("A title\nThe text.", "A title", "The text."),
        ("A title\r\n\r\nThe text\r\nruns on.", "A title", "The text\nruns on."),
        ("A sentence.\n\nThe text.", None, "A sentence.\n\nThe text."),
        ("“A sentence.”\n\nThe text.", None, "“A sentence.”\n\nThe text."),
        ("Only a line", None, "Only a line"),
        ("Only a line\n\n  ", None, "Only a line"),
        ("x" * 201 + "\n\nThe text.", None, "x" * 201 + "\n\nThe text."),
        ("The ministers of the\nalliance met.", None, "The ministers of the\nalliance met."),
        (
            "The ministers met in\nRiga on Tuesday and\nspoke.",
            None,
            "The ministers met in\nRiga on Tuesday and\nspoke.",
        ),
    ],
)
def test_title_of_text(raw: str, title: str | None, text: str) -> None:
    article = one(raw, "a.txt")
    assert (article.title, article.text) == (title, text)
    assert article.publisher is None


# --- web pages


def test_a_web_page() -> None:
    article = one(PAGE, "saved.html")
    assert article.text == (
        "The ministers met in Riga on Tuesday, officials said. They didn't agree.\n"
        '"We will talk again," the minister said.'
    )
    assert article.title == "Riga: ministers meet"
    assert article.publisher == "the daily (Riga)"
    assert article.authors == ("Reporters of The Daily",)
    assert article.published_at == datetime(2021, 12, 1, 16, 30, tzinfo=UTC)
    assert article.url == "https://example.org/2019/05/06/riga-meeting.html"
    assert article.language == "en-GB"
    assert article.licence is None
    assert article.id.startswith("riga-meeting-")


def test_a_page_without_metadata_gets_none() -> None:
    article = one(BARE, "saved.htm")
    assert article.text == "The ministers met in Riga on 1 December 2021."
    assert (article.title, article.publisher, article.authors, article.published_at) == (None, None, (), None)
    assert (article.url, article.language) == (None, None)


def test_json_ld_comes_first() -> None:
    article = one(JSON_LD, "saved.html")
    assert article.title == "Right"
    assert article.publisher == "the daily"
    assert article.authors == ("Ursula von der Leyen", "Desk")
    assert article.published_at == datetime(2021, 12, 1, tzinfo=UTC)


def test_a_date_in_words_and_an_address_without_host_are_left_out() -> None:
    head = (
        '<meta name="date" content="1 December 2021"><meta property="og:url" content="javascript:alert(1)">'
        '<link rel="canonical" href="/riga">'
    )
    article = one(BARE.replace("<head>", f"<head>{head}"), "saved.html")
    assert (article.published_at, article.url) == (None, None)


@pytest.mark.parametrize(
    ("tag", "encoding"),
    [
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252"),
        ("", "utf-16"),
        ("", "utf-8-sig"),
        ('<meta charset="iso-8859-1">', "utf-8"),
    ],
)
def test_the_declared_encoding_of_a_page(tag: str, encoding: str) -> None:
    page = BARE.replace("<head>", f"<head>{tag}").replace("Riga", "“Rīga”" if "utf" in encoding else "“Riga”")
    assert re.search("“R.ga” on 1 December", one(page.encode(encoding), "a.html").text)


@pytest.mark.parametrize("charset", ["utf-8", "unicode_escape", "utf-7", "zlib", "idna", "x\ud7ff", "", "undefined"])
def test_a_page_in_no_known_encoding_is_refused(charset: str) -> None:
    page = f'<html><head><meta charset="{charset}"></head><body><p>'.encode() + b"caf\xe9</p></body></html>"
    with pytest.raises(ReadError, match="isn't UTF-8"):
        read(page, "a.html")


@pytest.mark.parametrize("page", ["", "words", "<p>One paragraph.</p>", "<html></html>", "<html><script>1</script>"])
def test_a_page_without_main_text_is_refused(page: str) -> None:
    with pytest.raises(ReadError, match=r"isn't a web page|has no main text"):
        read(page.encode(), "a.html")


def test_a_page_of_endless_elements_is_refused() -> None:
    with pytest.raises(ReadError, match="50,000"):
        one(BARE.replace("</article>", "<p>a</p>" * 50_000 + "</article>"), "a.html")


def test_an_external_entity_is_not_read() -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + BARE.replace("Riga", "Riga &x;")
    assert "root:" not in one(page, "a.html").text


# --- JSON Lines


def test_a_bad_line_is_skipped_and_the_others_go_on() -> None:
    lines = [
        '{"id": "a", "text": "One."}',
        "{broken",
        "",
        "[" * 200_000,
        "[1]",
        '{"id": "b"}',
        '{"text": 1}',
        '{"text": "  "}',
        '{"n": ' + "9" * 5000 + "}",
        '{"id": "c", "text": "Two.\u2028Three.", "unknown": {}}\r',
    ]
    reading = read("\n".join(lines).encode(), "f.jsonl")
    assert [(a.id, a.text) for a in reading.articles] == [("a", "One."), ("c", "Two.\nThree.")]
    assert [s.path for s in reading.skipped] == [f"f.jsonl:{n}" for n in (2, 4, 5, 6, 7, 8, 9)]
    assert reading.skipped[0].reason.startswith("isn't JSON: ")
    assert reading.skipped[1].reason == "is nested too deeply; write one flat JSON object a line"


def test_only_bad_lines() -> None:
    assert read(b"1\n", "f.jsonl") == Reading(
        (), (Skipped("f.jsonl:1", "isn't a JSON object; write {…} with at least `text`"),)
    )


def test_moving_lines_changes_no_id() -> None:
    lines = [json.dumps({"text": "One.", "publisher": p}) for p in ("A", "B")] + ['{"text": "Two."}']
    forward = {a.id: a for a in read("\n".join(lines).encode(), "f.jsonl").articles}
    backward = {a.id: a for a in read("\n".join(reversed(lines)).encode(), "f.jsonl").articles}
    assert forward == backward
    assert len(forward) == 3


def test_lone_surrogates_are_removed() -> None:
    assert one('{"text": "a\\ud800b", "title": "\\udfff"}', "f.jsonl").text == "ab"


# --- all formats


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert one("“Žena”, he said.".encode(encoding), "a.txt").text == "“Žena”, he said."


@pytest.mark.parametrize("path", ["a.txt", "a.md", "a.jsonl"])
@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("café".encode("latin-1"), "isn't UTF-8 text: byte 3 is 0xE9; convert the file to UTF-8"),
        (b"a\0b", "NUL"),
        ("ab".encode("utf-16-le"), "NUL"),
        (b"\xff\xfea", "isn't UTF-16 text"),
        (b"PK\x03\x04rest", "a ZIP, Word or EPUB file"),
        (b"%PDF-1.7 text", "a PDF file"),
        (b"\x89PNG\r\n", "a PNG image"),
        (b"", "is empty"),
        (b" \n\xe2\x80\x8b\n", "is empty|isn't JSON"),
    ],
)
def test_bytes_that_are_no_text(raw: bytes, why: str, path: str) -> None:
    try:
        reading = read(raw, path)
    except ReadError as error:
        reading = Reading((), (Skipped(path, str(error)),))
    assert reading.articles == ()
    assert any(part in reading.skipped[0].reason for part in why.split("|"))


def test_a_binary_file_is_no_web_page() -> None:
    with pytest.raises(ReadError, match="a PDF file"):
        read(b"%PDF-1.7 <html>", "a.html")


def test_the_suffix_decides_whatever_its_case() -> None:
    assert one("He said so.", "A.TXT").text == "He said so."
    with pytest.raises(ReadError, match=r"Byline reads \.md"):
        read(b"He said so.", "a.docx")


def test_a_file_name_that_is_no_unicode_has_an_id() -> None:
    assert one("He said so.", "\udce9.txt").id.startswith("article-")


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_is_an_article_or_refused(text: str) -> None:
    try:
        article = one(text.encode(errors="replace"), "a.txt")
    except ReadError:
        return
    assert article.text
    assert normalise(article.text) == article.text == article.text.strip()
    assert article.title is None or normalise(article.title) == article.title


PIECES = st.sampled_from(
    [
        b"---\n",
        b"<html>",
        b"<p>",
        b"<meta charset=",
        b'{"text": ',
        b'"',
        b"}",
        b": ",
        b"\n",
        b"\xef\xbb\xbf",
        b"# x",
        b"&",
    ]
)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=100, deadline=None)
@given(raw=st.binary() | st.lists(PIECES | st.binary(max_size=8) | st.text().map(str.encode)).map(b"".join))
def test_any_bytes_are_read_or_refused(suffix: str, raw: bytes) -> None:
    try:
        reading = read(raw, f"a{suffix}")
    except ReadError:
        return
    assert isinstance(reading, Reading)
    assert reading.articles or reading.skipped
