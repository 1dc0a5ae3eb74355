"""Answer or Summary -> the bytes of a file: Markdown, HTML, JSON, or its citations as CSL-JSON or BibTeX.

An answer that was kept is opened again first: its quotes are cut anew from the store, word for word or not at all.
Left out: what each format looks like (`rendering.py`, `summary_rendering.py`, `export_page.py`, `references.py`).
"""

import json
from collections.abc import Iterable
from dataclasses import fields
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from assistant import references, rendering, summary_rendering
from assistant.answers import Account, Answer, Citation, Compared, Position, Sources, Value, Writing
from assistant.checking import cited_again, shown_again
from assistant.export_page import answer_page, summary_page
from assistant.summaries import Summary
from ingestion.articles import Article
from ingestion.errors import BylineError
from ingestion.pipeline import Library
from ingestion.store import Store


class Format(StrEnum):
    """What an answer or a summary may be written as."""

    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    CSL_JSON = "csl-json"
    BIBTEX = "bibtex"


MEDIA = {
    Format.MARKDOWN: "text/markdown",
    Format.HTML: "text/html",
    Format.JSON: "application/json",
    Format.CSL_JSON: "application/vnd.citationstyles.csl+json",
    Format.BIBTEX: "application/x-bibtex",
}
_PARTS: dict[str, TypeAdapter[Any]] = {
    "positions": TypeAdapter(tuple[Position, ...]),
    "compared": TypeAdapter(tuple[Compared, ...]),
    "values": TypeAdapter(tuple[Value, ...]),
    "accounts": TypeAdapter(tuple[Account, ...]),
    "sources": TypeAdapter(Sources),
    "writing": TypeAdapter(Writing | None),
    "missing": TypeAdapter(tuple[str, ...]),
    "contradicts": TypeAdapter(tuple[int, ...]),
}


def format_of(name: str) -> Format:
    """The format of this name. Raises BylineError for a name that none has."""
    if name not in list(Format):
        raise BylineError(f"there is no format {name!r}; name one of {', '.join(Format)}")
    return Format(name)


def export_answer(answer: Answer, form: Format, *, store: Store) -> str:
    """An answer, or what it cites, written as `form`."""
    cited = [c for s in answer.statements for c in s.citations]
    match form:
        case Format.MARKDOWN:
            return rendering.markdown(answer)
        case Format.HTML:
            return answer_page(answer)
        case Format.JSON:
            return json.dumps(rendering.as_json(answer), ensure_ascii=False, indent=2) + "\n"
    return _references(cited, form, store)


def export_summary(summary: Summary, form: Format, *, store: Store) -> str:
    """A summary, or what it cites, written as `form`."""
    match form:
        case Format.MARKDOWN:
            return summary_rendering.markdown(summary)
        case Format.HTML:
            return summary_page(summary)
        case Format.JSON:
            return json.dumps(summary_rendering.as_json(summary), ensure_ascii=False, indent=2) + "\n"
    return _references((c for s in summary.statements for c in s.citations), form, store)


def reopen(library: Library, answer_id: str) -> Answer:
    """An answer that was kept, as it was given. Raises NotFound for one that isn't kept, or whose article is gone."""
    shown: dict[str, Any] = json.loads(library.kept.answer(answer_id))
    parts = {name: shape.validate_python(shown.get(name)) for name, shape in _PARTS.items()}
    statements = tuple(shown_again(s, store=library.store) for s in shown["statements"])
    nearest = tuple(cited_again(c, store=library.store) for c in shown["nearest"])
    plain = {f.name: shown[f.name] for f in fields(Answer) if f.name in shown and f.name not in parts}
    return Answer(**plain | parts | {"statements": statements, "nearest": nearest})


def _references(cited: Iterable[Citation], form: Format, store: Store) -> str:
    versions = dict.fromkeys((c.quote.article_id, c.quote.version) for c in cited)
    articles: list[Article] = [store.article(*version) for version in versions]
    return references.csl_json(articles) if form is Format.CSL_JSON else references.bibtex(articles)
