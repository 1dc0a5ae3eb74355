"""Answer -> Markdown and JSON. Article text is escaped: it is never markup, a link or a citation marker."""

import dataclasses
import re
from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter

from assistant.answers import Account, Answer, Citation
from assistant.questions import Kind

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
    if answer.kind == Kind.YES_NO and answer.accounts:
        lines += ["*Who holds what, not a verdict:*", ""]
    groups = [(c.name, c.statements) for c in answer.compared] or [("", tuple(range(len(answer.statements))))]
    for name, places in groups:
        if name and answer.statements:
            lines += ["", f"**{escape(name)}**" + ("" if places else ": nothing on this was found."), ""]
        lines += [f"- {_statement(answer, place, link)}{_denial(answer, place)}" for place in places]
    if answer.accounts:
        lines += ["", "**The sources disagree.** The newest report first:"]
        lines += [f"{n}. {_account(answer, account, link)}" for n, account in enumerate(answer.accounts, start=1)]
    lines += ["", f"{_footer(answer)} Answer `{answer.id}`.", ""]
    lines += [f"{escape(f'[{c.number}]')} {_where(c)}  " for s in answer.statements for c in s.citations]
    return "\n".join(lines).strip() + "\n"


def escape(text: str) -> str:
    """Article text as Markdown that shows it and does nothing else."""
    return _escape(" ".join(text.split()))


def _escape(text: str) -> str:
    """As `escape`, with the blanks at its ends."""
    return _MARKDOWN.sub(r"\\\1", re.sub(r"\s+", " ", text))


def _statement(answer: Answer, place: int, link: Callable[[Citation], str] | None) -> str:
    """Who, and the quotation with the values that answer in it in bold."""
    statement = answer.statements[place]
    lead, _, _ = statement.text.partition(": “")
    quote = statement.citations[0].quote
    pieces, at = "", quote.start
    for value in sorted((v for v in answer.values if v.statement == place), key=lambda v: v.start):
        before = quote.exact[at - quote.start : value.start - quote.start]
        pieces += f"{_escape(before)}**{_escape(value.exact)}**"
        at = value.end
    pieces += _escape(quote.exact[at - quote.start :])
    marks = " ".join(_mark(c, link) for c in statement.citations)
    return f"**{escape(lead)}**: “{pieces}” {marks}"


def _account(answer: Answer, account: Account, link: Callable[[Citation], str] | None) -> str:
    """One of the sources that disagree: when, who, what in short, and how many stand behind it."""
    statement = answer.statements[account.statement]
    first = statement.citations[0]
    who = " in ".join(p for p in (statement.holder, first.publisher or "publisher unknown") if p)
    values = [v.exact for v in answer.values if v.statement == account.statement]
    what = ", ".join(values) or ("denies it" if statement.denies else "says so")
    date = f"{first.published_at:%-d %B %Y}" if first.published_at else "date unknown"
    later = "; its publisher has reported otherwise since" if account.superseded else ""
    marks = " ".join(_mark(c, link) for c in statement.citations)
    origins = _count(account.origins, "independent origin")
    return f"{escape(date)}: {escape(who)}: **{escape(what)}** ({origins}{later}) {marks}"


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
