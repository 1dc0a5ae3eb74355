"""A saved web page -> one article: its main text, and the metadata that it declares about itself.

trafilatura finds the text; navigation, scripts, comments and tables are left out. Metadata comes from JSON-LD, <meta>,
<link rel=canonical>, <title> and <html lang> only. trafilatura's own metadata isn't used: it takes dates from
addresses and prose, publishers from host names, and rewrites names ("reporters of The Daily" becomes "Reporters").
"""

import codecs
import json
import logging
import re
from collections.abc import Iterable, Iterator
from email.message import Message
from typing import Any

from ingestion.errors import ReadError
from ingestion.readers.decoding import decode
from ingestion.readers.fields import LONGEST, Reading, make_article, moment_of, one_line

_SNIFFED = 4096  # bytes in which a page must declare its encoding; browsers look at the first 1024
_MOST_ELEMENTS = 50_000  # trafilatura's time grows with their square: 7 s here; a long article has some 5,000
_ENCODING = re.compile(r"iso8859-\d+|cp\d+|koi8-[ru]|gb18030|gbk|big5|euc_\w+|mac-\w+")
_WEB_NAMES = {  # what browsers take these declarations to mean: https://encoding.spec.whatwg.org/#names-and-labels
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_ARTICLE = re.compile(r"\w*(Article|Posting)|Report")
_QUIET = logging.NullHandler()  # what trafilatura logs about a bad page, our error says


def read(raw: bytes, path: str) -> Reading:
    """The article in a saved page. Raises ReadError."""
    # Imported here because it takes .2 s, which is more than the rest of the start together.
    from trafilatura import extract

    logging.getLogger("trafilatura").addHandler(_QUIET)
    tree = _tree(decode(raw, declared=_declared_encoding(raw)))
    if tree is None:
        raise ReadError("isn't a web page; save the whole page as HTML")
    elements = int(tree.xpath("count(//*)"))
    if elements > _MOST_ELEMENTS:
        raise ReadError(f"has {elements:,} elements, the limit is {_MOST_ELEMENTS:,}; save the article's text alone")
    fields = _fields(tree)
    # Precision: otherwise a page with a short text is read whole, menus and all, as one paragraph.
    text = extract(tree, fast=True, favor_precision=True, include_comments=False, include_tables=False)
    if not text:
        raise ReadError("has no main text; save the page of one article, or its text alone")
    first, _, rest = text.partition("\n")
    if fields["title"] is not None and one_line(first) == one_line(str(fields["title"])):
        text = rest
    return Reading((make_article(fields, text, path),))


def _tree(page: str) -> Any:
    from trafilatura import load_html

    return load_html(page)


def _declared_encoding(raw: bytes) -> str | None:
    """The encoding in the page's <meta>, if it is one that browsers know."""
    tree = _tree(raw[:_SNIFFED].decode("latin-1"))
    if tree is None:
        return None
    header = Message()
    header["Content-Type"] = next(iter(tree.xpath("//meta[@http-equiv]/@content[contains(., 'charset=')]")), "")
    name = next(iter(tree.xpath("//meta/@charset")), None) or header.get_content_charset()
    try:
        known = codecs.lookup(name or "").name
    except (LookupError, ValueError):
        return None
    known = _WEB_NAMES.get(known, known)
    return known if _ENCODING.fullmatch(known) else None


def _fields(tree: Any) -> dict[str, object]:
    """What the page says about itself; where it says a thing twice, the more exact place first."""
    nodes = list(_json_ld(tree))
    said = next((n for n in nodes if any(_ARTICLE.fullmatch(str(t)) for t in _listed(n.get("@type")))), {})
    publishers = [_name(p, nodes) for p in _listed(said.get("publisher"))]
    people = [_name(a, nodes) for a in _listed(said.get("author"))]
    dates = [said.get("datePublished"), *_meta(tree, "article:published_time", "datepublished", "dc.date", "date")]
    addresses = [*tree.xpath("//head/link[@rel='canonical']/@href"), *_meta(tree, "og:url")]
    return {
        "title": _first(
            [said.get("headline"), *_meta(tree, "og:title", "dc.title"), *tree.xpath("//head/title/text()")]
        ),
        "publisher": _first([*publishers, *_meta(tree, "og:site_name", "publisher", "dc.publisher")]),
        "authors": _lines(people) or _lines(_meta(tree, "author", "dc.creator")),
        # A date that isn't ISO 8601 is left out, not refused: nobody can mend somebody else's page.
        "published_at": next((line for line in _lines(dates) if moment_of(line)), None),
        "url": next((line for line in _lines(addresses) if line.lower().startswith(("http://", "https://"))), None),
        "language": _first(tree.xpath("//html/@lang")),
        "licence": _first(tree.xpath("//head/link[@rel='license']/@href")),
    }


def _meta(tree: Any, *names: str) -> Iterator[str]:
    """The contents of the <meta> tags of these names, in the order of the names."""
    found = [(m.get("name") or m.get("property") or m.get("itemprop") or "", m) for m in tree.xpath("//meta[@content]")]
    for name in names:
        yield from (m.get("content") for given, m in found if given.lower() == name)


def _json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    """The top objects of the page's JSON-LD. A block that isn't JSON is passed over."""
    for block in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            said = json.loads(block, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _listed(said):
            if isinstance(node, dict):
                yield from (n for n in _listed(node.get("@graph", node)) if isinstance(n, dict))


def _name(value: object, nodes: list[dict[str, Any]]) -> object:
    """The name of a person or an organisation, given itself or as a reference to another object."""
    if isinstance(value, dict) and "name" not in value:
        value = next((n for n in nodes if n.get("@id") == value.get("@id") and "name" in n), value)
    return value.get("name") if isinstance(value, dict) else value


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _lines(values: Iterable[object]) -> list[str]:
    """The values that can be a field: text, not empty, not too long."""
    lines = [one_line(v) for v in values if isinstance(v, str)]
    return [line for line in lines if line and len(line) <= LONGEST]


def _first(values: Iterable[object]) -> str | None:
    return next(iter(_lines(values)), None)
