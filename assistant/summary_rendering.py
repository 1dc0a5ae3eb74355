"""Summary -> Markdown and JSON, and in words what its dates, its positions and its coverage say.

Article text is escaped: it is never markup, a link or a citation marker. `export_page.py` says the same as HTML.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter

from assistant.answers import Citation, Position, Statement
from assistant.rendering import against, count, escape, mark, where, worded
from assistant.summaries import Basis, Consulted, Coverage, Dated, Summary, Use

HELD = ("Who", "How", "What", "Denied by")  # the columns of who holds what
_ADAPTER: TypeAdapter[Any] = TypeAdapter(Any)
_MONTHS = "January February March April May June July August September October November December".split()


def as_json(summary: Summary) -> dict[str, Any]:
    """The summary as JSON's own types."""
    shaped: dict[str, Any] = _ADAPTER.dump_python(dataclasses.asdict(summary), mode="json")
    return shaped


def markdown(summary: Summary) -> str:
    """The summary for a reader: what is said, who holds what, which articles were used, the sources."""
    lines = [f"# {escape(heading(summary))}", ""]
    if summary.abstained:
        lines += [f"**{escape(summary.reason or '')}**", ""]
    dates = {d.statement: d for d in summary.timeline}
    for place, statement in enumerate(summary.statements):
        dated = f"{_dated(dates[place])}: " if place in dates else ""
        lines.append(f"- {dated}{worded(statement)}{against(summary.statements, place)}")
    if summary.positions:
        lines += ["", "## Who holds what", "", f"| {' | '.join(HELD)} |", "| --- | --- | --- | --- |"]
        lines += [row for p in held(summary.positions, summary.statements) for row in _rows(summary.statements, p)]
    lines += ["", "## Sources", "", escape(coverage(summary.coverage)), ""]
    lines += [f"- Not used: {escape(line)}" for line in unused(summary.coverage)]
    lines += ["", *(f"{mark(c)} {_quoted(s, c)}{where(c)}  " for s in summary.statements for c in s.citations)]
    return "\n".join(lines).strip() + "\n"


def heading(summary: Summary) -> str:
    """What it is a summary of."""
    title = summary.title[0].upper() + summary.title[1:]
    return f"{title}: in their words" if summary.subject.speaker is not None else title


def day(date: str) -> str:
    """A day, a month or a year in words: 10 March 2023."""
    year, month, number = (*date.split("-"), "", "")[:3]
    return " ".join(part for part in (number.lstrip("0"), _MONTHS[int(month) - 1] if month else "", year) if part)


def basis(dated: Dated) -> str:
    """Where a date comes from, for a reader; nothing where the sentence states it."""
    if dated.basis is Basis.PUBLISHED:
        return "published"
    return f"“{dated.words.exact}”" if dated.basis is Basis.DERIVED and dated.words else ""


def stance(statement: Statement) -> str:
    """What a speaker does with the words."""
    return statement.stance.value if statement.stance else "says"


def words(statement: Statement) -> str:
    """What is said, without the words that say who; a quotation between its marks."""
    return statement.text if statement.written else f"“{statement.citations[0].quote.exact}”"


def held(positions: Sequence[Position], statements: Sequence[Statement]) -> tuple[Position, ...]:
    """The positions that a table needs rows for: a denial stands beside what it denies, and needs none."""
    return tuple(p for p in positions if not all(statements[n].denies for n in p.statements))


def coverage(found: Coverage) -> str:
    """Which articles were used and which not, in numbers that add up."""
    parts = [f"{found.used} used"]
    parts += [f"{count(found.copies, 'copy').replace('copys', 'copies')} of another"] if found.copies else []
    parts += [f"{found.silent} with nothing on it"] if found.silent else []
    parts += [f"{found.no_room} without room"] if found.no_room else []
    return f"{count(found.considered, 'article')} considered: {', '.join(parts)}."


def unused(found: Coverage) -> list[str]:
    """The articles listed that were not used, each with the reason."""
    titles = {a.article_id: a.title or "untitled" for a in found.articles}
    return [f"{_article(a)}: {_why(a, titles)}" for a in found.articles if a.use is not Use.USED]


def _article(article: Consulted) -> str:
    date = f"{article.published_at:%-d %B %Y}" if article.published_at else "date unknown"
    return f"{article.title or 'untitled'}, {article.publisher or 'publisher unknown'}, {date}"


def _why(article: Consulted, titles: dict[str, str]) -> str:
    if article.use is Use.COPY and article.copy_of is not None:
        return f"a copy of “{titles.get(article.copy_of, article.copy_of)}”"
    return {Use.SILENT: "nothing in it can be quoted alone", Use.NO_ROOM: "no room"}.get(article.use, article.use)


def _dated(dated: Dated) -> str:
    why = basis(dated)
    return f"**{escape(day(dated.date))}**" + (f" ({escape(why)})" if why else "")


def _rows(statements: Sequence[Statement], position: Position) -> Iterator[str]:
    """A row for each statement of a position."""
    who = position.holder or "unknown"
    named = f"{who} ({position.side})" if position.side and position.side.casefold() != who.casefold() else who
    for n in position.statements:
        deniers = (f"{s.holder or s.citations[0].publisher}: {words(s)}" for s in statements if n in s.denies)
        cells = named if n == position.statements[0] else "", stance(statements[n]), words(statements[n])
        marks = " ".join(mark(c) for c in statements[n].citations)
        yield f"| {' | '.join(map(escape, cells))} {marks} | {escape('; '.join(deniers))} |"


def _quoted(statement: Statement, citation: Citation) -> str:
    """The quote of a citation, where the statement itself doesn't show it."""
    return f"“{escape(citation.quote.exact)}” " if statement.written else ""
