"""Answer -> Markdown and JSON. Article text is escaped: it is never markup, a link or a citation marker."""

import dataclasses
import re
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import TypeAdapter

from assistant.answers import Account, Answer, Citation, Statement, Value, Writing
from assistant.questions import Kind

_ADAPTER: TypeAdapter[Any] = TypeAdapter(Any)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:@/&])")


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as JSON's own types: dates as ISO 8601, stances as words. Only one that a language model was asked for
    says who wrote what."""
    shaped: dict[str, Any] = _ADAPTER.dump_python(dataclasses.asdict(answer), mode="json")
    if answer.writing is None:
        del shaped["writing"]
        for statement in shaped["statements"]:
            del statement["written"]
    return shaped


def statement_as_json(statement: Statement) -> dict[str, Any]:
    """One statement as JSON's own types, and whether a language model wrote it."""
    shaped: dict[str, Any] = _ADAPTER.dump_python(dataclasses.asdict(statement), mode="json")
    return shaped


def markdown(answer: Answer, *, link: Callable[[Citation], str] | None = None) -> str:
    """The answer for a reader. `link` gives the address that opens a citation."""
    lines: list[str] = []
    if answer.understood != answer.question:
        lines += [f"*Understood as: {escape(answer.understood)}*", ""]
    if answer.writing and answer.writing.notice:
        lines += [f"*{escape(answer.writing.notice)}*", ""]
    if answer.abstained:
        lines.append(f"**{escape(answer.reason or '')}**")
        if answer.nearest:
            lines.append("The nearest passages, which do not answer the question:")
            lines += [f"- {_line(c, link)}" for c in answer.nearest]
    elif answer.reason:
        lines.append(f"*{escape(answer.reason)}*")
        lines.append("")
    if answer.kind == Kind.YES_NO and answer.accounts:
        lines += ["*Who holds what, not a verdict:*", ""]
    groups = [(c.name, c.statements) for c in answer.compared] or [("", tuple(range(len(answer.statements))))]
    for name, places in groups:
        if name and answer.statements:
            lines += ["", f"**{escape(name)}**" + ("" if places else ": nothing on this was found."), ""]
        for place in places:
            values = [v for v in answer.values if v.statement == place]
            lines.append(f"- {worded(answer.statements[place], values, link)}{against(answer.statements, place)}")
    if answer.accounts:
        lines += ["", "**The sources disagree.** The newest report first:"]
        lines += [f"{n}. {_account(answer, account, link)}" for n, account in enumerate(answer.accounts, start=1)]
    if answer.writing and not answer.writing.notice:
        lines += ["", f"*{escape(made_by(answer.writing))}*"]
    lines += ["", f"{footer(answer)} Answer `{answer.id}`.", ""]
    for statement in answer.statements:
        for c in statement.citations:
            quote = f"“{escape(c.quote.exact)}” " if statement.written else ""
            lines.append(f"{mark(c)} {quote}{where(c)}  ")
    return "\n".join(lines).strip() + "\n"


def escape(text: str) -> str:
    """Article text as Markdown that shows it and does nothing else."""
    return _escape(" ".join(text.split()))


def _escape(text: str) -> str:
    """As `escape`, with the blanks at its ends."""
    return _MARKDOWN.sub(r"\\\1", re.sub(r"\s+", " ", text))


def worded(statement: Statement, values: Sequence[Value] = (), link: Callable[[Citation], str] | None = None) -> str:
    """Who, and the quotation with its values in bold; a written sentence as it is."""
    if statement.written:
        return " ".join([escape(statement.text), *(mark(c, link) for c in statement.citations)])
    lead, _, _ = statement.text.partition(": “")
    quote = statement.citations[0].quote
    pieces, at = "", quote.start
    for value in sorted(values, key=lambda v: v.start):
        before = quote.exact[at - quote.start : value.start - quote.start]
        pieces += f"{_escape(before)}**{_escape(value.exact)}**"
        at = value.end
    pieces += _escape(quote.exact[at - quote.start :])
    marks = " ".join(mark(c, link) for c in statement.citations)
    return f"**{escape(lead)}**: “{pieces}” {marks}"


def made_by(writing: Writing) -> str:
    """Who wrote the answer, and what the check made of it."""
    became = [
        (writing.repaired, "was repaired", "were repaired"),
        (writing.replaced, "was replaced by its quote", "were replaced by their quotes"),
        (writing.dropped, "was dropped", "were dropped"),
    ]
    counts = [f"{n} {one if n == 1 else more}" for n, one, more in became if n]
    added = f"; {count(writing.added, 'quote')} that it left out added" if writing.added else ""
    checked = "Each sentence was checked against the quotes below"
    return f"Written by {writing.model}. {checked}{': ' if counts else ''}{', '.join(counts)}{added}."


def _account(answer: Answer, account: Account, link: Callable[[Citation], str] | None) -> str:
    """One of the sources that disagree: when, who, what in short, and how many stand behind it."""
    statement = answer.statements[account.statement]
    first = statement.citations[0]
    who = " in ".join(p for p in (statement.holder, first.publisher or "publisher unknown") if p)
    values = [v.exact for v in answer.values if v.statement == account.statement]
    what = ", ".join(values) or ("denies it" if statement.denies else "says so")
    date = f"{first.published_at:%-d %B %Y}" if first.published_at else "date unknown"
    later = "; its publisher has reported otherwise since" if account.superseded else ""
    marks = " ".join(mark(c, link) for c in statement.citations)
    origins = count(account.origins, "independent origin")
    return f"{escape(date)}: {escape(who)}: **{escape(what)}** ({origins}{later}) {marks}"


def against(statements: Sequence[Statement], place: int) -> str:
    """Which citations the statement at a place denies; nothing for one that denies none."""
    denied = [str(c.number) for d in statements[place].denies for c in statements[d].citations]
    return f" *(against {', '.join(escape(f'[{n}]') for n in denied)})*" if denied else ""


def mark(citation: Citation, link: Callable[[Citation], str] | None = None) -> str:
    """The number of a citation, as a link where there is somewhere to go."""
    shown = escape(f"[{citation.number}]")
    return f"[{shown}]({link(citation)})" if link else shown


def _line(citation: Citation, link: Callable[[Citation], str] | None) -> str:
    return f"“{escape(citation.quote.exact)}” {mark(citation, link)} {where(citation)}"


def where(citation: Citation) -> str:
    """Title, publisher and date of what is cited."""
    title = escape(citation.title or "untitled")
    publisher = escape(citation.publisher or "publisher unknown")
    date = escape(f"{citation.published_at:%-d %B %Y}" if citation.published_at else "date unknown")
    return f"{title}, {publisher}, {date}"


def footer(answer: Answer) -> str:
    """What an answer rests on, and what was searched."""
    sources = answer.sources
    newest = f"no article after {sources.newest:%-d %B %Y} was found" if sources.newest else "no article gives its date"
    searched = f"{count(sources.searched, 'article')} searched; {newest}."
    if answer.abstained:
        of = f"of {count(sources.searched_publishers, 'known publisher')}"
        since = f", the first of {sources.oldest:%-d %B %Y}" if sources.oldest else ""
        return f"{count(sources.searched, 'article')} {of} searched{since}; {newest}."
    counts = (
        f"{count(sources.articles, 'article')}, {count(sources.publishers, 'known publisher')}, "
        f"{count(sources.origins, 'independent origin')}"
    )
    return f"{counts}; {searched}"


def count(number: int, noun: str) -> str:
    """A number with its noun: 1 article, 2 articles."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
