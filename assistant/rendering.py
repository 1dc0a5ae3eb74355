"""Answer -> Markdown and JSON. Article text is escaped: it is never markup, a link or a citation marker."""

import dataclasses
import re
from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter

from assistant.answers import Answer, Citation, Statement

_ADAPTER: TypeAdapter[Any] = TypeAdapter(Any)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:@/&])")


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as JSON's own types: dates as ISO 8601, stances as words."""
    shaped: dict[str, Any] = _ADAPTER.dump_python(dataclasses.asdict(answer), mode="json")
    return shaped


def markdown(answer: Answer, *, link: Callable[[Citation], str] | None = None) -> str:
    """The answer for a reader. `link` gives the address that opens a citation."""
    lines: list[str] = []
    if answer.understood != answer.question:
        lines += [f"*Understood as: {escape(answer.understood)}*", ""]
    if answer.abstained:
        lines.append(f"**{escape(answer.reason or '')}**")
        if answer.nearest:
            lines.append("The nearest passages, which do not answer the question:")
            lines += [f"- {_line(c, link)}" for c in answer.nearest]
    elif answer.reason:
        lines.append(f"*{escape(answer.reason)}*")
        lines.append("")
    for place, statement in enumerate(answer.statements):
        lines.append(f"- {_statement(statement, link)}{_denial(answer, place)}")
    lines += ["", f"{_footer(answer)} Answer `{answer.id}`.", ""]
    lines += [f"{escape(f'[{c.number}]')} {_where(c)}  " for s in answer.statements for c in s.citations]
    return "\n".join(lines).strip() + "\n"


def escape(text: str) -> str:
    """Article text as Markdown that shows it and does nothing else."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _statement(statement: Statement, link: Callable[[Citation], str] | None) -> str:
    lead, _, quote = statement.text.partition(": “")
    marks = " ".join(_mark(c, link) for c in statement.citations)
    return f"**{escape(lead)}**: “{escape(quote.removesuffix('”'))}” {marks}"


def _denial(answer: Answer, place: int) -> str:
    denied = [str(c.number) for d in answer.statements[place].denies for c in answer.statements[d].citations]
    return f" *(against {', '.join(escape(f'[{n}]') for n in denied)})*" if denied else ""


def _mark(citation: Citation, link: Callable[[Citation], str] | None) -> str:
    mark = escape(f"[{citation.number}]")
    return f"[{mark}]({link(citation)})" if link else mark


def _line(citation: Citation, link: Callable[[Citation], str] | None) -> str:
    return f"“{escape(citation.quote.exact)}” {_mark(citation, link)} {_where(citation)}"


def _where(citation: Citation) -> str:
    title = escape(citation.title or "untitled")
    publisher = escape(citation.publisher or "publisher unknown")
    date = escape(f"{citation.published_at:%-d %B %Y}" if citation.published_at else "date unknown")
    return f"{title}, {publisher}, {date}"


def _footer(answer: Answer) -> str:
    sources = answer.sources
    newest = f"no article after {sources.newest:%-d %B %Y} was found" if sources.newest else "no article gives its date"
    searched = f"{_count(sources.searched, 'article')} searched; {newest}."
    if answer.abstained:
        of = f"of {_count(sources.searched_publishers, 'known publisher')}"
        since = f", the first of {sources.oldest:%-d %B %Y}" if sources.oldest else ""
        return f"{_count(sources.searched, 'article')} {of} searched{since}; {newest}."
    counts = (
        f"{_count(sources.articles, 'article')}, {_count(sources.publishers, 'known publisher')}, "
        f"{_count(sources.origins, 'independent origin')}"
    )
    return f"{counts}; {searched}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
