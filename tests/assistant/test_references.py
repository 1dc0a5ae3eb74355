"""CSL-JSON and BibTeX: another program reads back what the articles say, whatever they say."""

import json
import re
from datetime import UTC, datetime

import bibtexparser
import pytest
from bibtexparser.middlewares import RemoveEnclosingMiddleware
from hypothesis import given
from hypothesis import strategies as st

from assistant.references import bibtex, csl_json, keyed, person
from ingestion.articles import Article, normalise

WORDS = (
    st.text(
        alphabet=st.one_of(
            st.sampled_from("\\{}$&#^_~%@\"'=,<>|"), st.characters(codec="utf-8", categories=("L", "N"))
        ),
        min_size=1,
        max_size=40,
    )
    .map(lambda text: " ".join(normalise(text).split()))
    .filter(bool)
)
URLS = st.one_of(st.none(), st.just("https://example.org/a_b?c=%20d&e={f}#g"))


def article(article_id: str = "dam", **fields: object) -> Article:
    plain: dict[str, object] = {
        "version": "0123456789",
        "title": None,
        "publisher": None,
        "authors": (),
        "published_at": None,
        "url": None,
        "language": None,
        "licence": None,
        "text": "It is safe.",
    }
    return Article(id=article_id, **plain | fields)  # type: ignore[arg-type]


def entries(written: str) -> list[dict[str, str]]:
    """What another reader of BibTeX finds, with LaTeX's signs as they are shown."""
    library = bibtexparser.parse_string(written, parse_stack=[RemoveEnclosingMiddleware()])
    assert not library.failed_blocks
    return [{"key": e.key, "type": e.entry_type} | {f.key: f.value for f in e.fields} for e in library.entries]


SHOWN = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}


def plain(latex: str) -> str:
    """What LaTeX shows of words in which nothing is an order; raises where something is."""
    whole = re.fullmatch(r"\{((?:\\text[a-z]+\{\}|\\[$&#_%]|[^\\{}$&#^_~%])*)\}", latex)
    assert whole, latex
    return re.sub(r"\\text([a-z]+)\{\}|\\(.)", lambda m: SHOWN[m[1]] if m[1] else m[2], whole[1])


@given(WORDS, WORDS, URLS)
def test_bibtex_is_read_back(title: str, publisher: str, url: str | None) -> None:
    (entry,) = entries(bibtex([article(title=title, publisher=publisher, url=url, authors=(publisher,))]))
    assert entry["key"] == "dam"
    assert entry["type"] == ("online" if url else "article")
    for name, words in (("title", title), ("organization" if url else "journaltitle", publisher)):
        assert plain(entry[name]) == words
    assert entry.get("url", "") == (url or "").replace("{", "%7B").replace("}", "%7D")


@pytest.mark.parametrize(
    "title",
    ["100 % of A&B_C #1 {x} ~y^z $5", r"\input{/etc/passwd}", r"\end{document} } @article{evil,", "“Ça va” — Łódź"],
)
def test_latex_shows_the_words_and_does_nothing(title: str) -> None:
    (entry,) = entries(bibtex([article(title=title), article("other", title="Other")]))[:1]
    assert plain(entry["title"]) == title


@given(WORDS, WORDS, st.one_of(st.none(), st.datetimes(timezones=st.just(UTC), min_value=datetime(1000, 1, 1))))
def test_csl_json_is_read_back(title: str, publisher: str, published: datetime | None) -> None:
    written = csl_json([article(title=title, publisher=publisher, published_at=published, language="en")])
    (entry,) = json.loads(written)
    assert (entry["type"], entry["id"], entry["title"], entry["container-title"]) == (
        "article-newspaper",
        "dam",
        title,
        publisher,
    )
    day = published and [published.year, published.month, published.day]
    assert entry.get("issued") == (day and {"date-parts": [day]})
    assert "accessed" not in entry  # nobody knows when it was read


def test_what_the_source_does_not_say_stays_out() -> None:
    assert json.loads(csl_json([article()])) == [{"id": "dam", "type": "article-newspaper"}]
    assert entries(bibtex([article()])) == [{"key": "dam", "type": "article"}]


@pytest.mark.parametrize(
    ("author", "named"),
    [
        ("Ana Pérez", ("Pérez", "Ana")),
        ("Ana de la Vega", ("de la Vega", "Ana")),
        ("O'Brien, Conor", ("O'Brien", "Conor")),
        ("J. K. Smith", ("Smith", "J. K.")),
        ("Sample Wire staff", None),
        ("Associated Press", None),
        ("Reuters", None),
        ("{Robert} \\end{document}", None),
    ],
)
def test_people_and_bodies_are_told_apart(author: str, named: tuple[str, str] | None) -> None:
    assert person(author) == named


def test_authors_are_named_as_the_source_names_them() -> None:
    authors = ("Ana de la Vega", "Sample Wire staff", "Bell and Sons")
    (entry,) = json.loads(csl_json([article(authors=authors)]))
    assert entry["author"] == [
        {"family": "de la Vega", "given": "Ana"},
        {"literal": "Sample Wire staff"},
        {"literal": "Bell and Sons"},
    ]
    (read,) = entries(bibtex([article(authors=authors)]))
    assert read["author"] == "de la Vega, Ana and {Sample Wire staff} and {Bell and Sons}"


def test_each_article_has_a_key_of_its_own_that_stays() -> None:
    one, later, other = article(), article(version="abcdef"), article("Dam")
    assert list(keyed([one, one, article("ferry")])) == ["dam", "ferry"]
    assert len({key.casefold() for key in keyed([one, later, other])}) == 3
    assert set(keyed([one])) <= set(keyed([one, article("ferry")]))
