"""Summary -> Markdown and JSON, and in words what its dates, its positions and its coverage say.

Article text is escaped: it is never markup, a link or a citation marker. `export_page.py` says the same as HTML.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter

from assistant.answers import Citation, Position, Statement
from assistant.rendering import against, count, escape, made_by, mark, where, worded
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
    if summary.writing:
        lines += [f"*{escape(summary.writing.notice or made_by(summary.writing))}*", ""]
    dates = {d.statement: d for d in summary.timeline}
    for place, statement in enumerate(summary.statements):
        dated = f"{_dated(dates[place])}: " if place in dates else ""
        lines.append(f"- {dated}{worded(statement)}{against(summary.statements, place)}")
    rows = [row for p in held(summary.positions, summary.statements) for row in _rows(summary.statements, p)]
    if rows:
        columns = HELD if any(s.denies for s in summary.statements) else HELD[:-1]
        lines += ["", "## Who holds what", ""]
        lines += [f"| {' | '.join(cells[: len(columns)])} |" for cells in (HELD, ("---",) * len(HELD), *rows)]
    lines += ["", "## Sources", "", escape(coverage(summary.coverage)), ""]
    lines += [f"- Not used: {escape(line)}" for line in unused(summary.coverage)]
    lines += ["", *_sources(summary.statements)]
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


def _rows(statements: Sequence[Statement], position: Position) -> Iterator[tuple[str, ...]]:
    """The cells of each statement of a position."""
    who = position.holder or "unknown"
    named = f"{who} ({position.side})" if position.side and position.side.casefold() != who.casefold() else who
    for n in position.statements:
        deniers = (f"{s.holder or s.citations[0].publisher}: {words(s)}" for s in statements if n in s.denies)
        marks = " ".join(mark(c) for c in statements[n].citations)
        yield (
            escape(named) if n == position.statements[0] else "",
            escape(stance(statements[n])),
            f"{escape(words(statements[n]))} {marks}",
            escape("; ".join(deniers)),
        )


def _sources(statements: Sequence[Statement]) -> Iterator[str]:
    """A line for each article cited, after the numbers of its citations; then the quotes that a written sentence rests
    on, which the sentence itself doesn't show."""
    cited: dict[tuple[str, str], list[Citation]] = {}
    for c in (c for s in statements for c in s.citations):
        cited.setdefault((c.quote.article_id, c.quote.version), []).append(c)
    for own in cited.values():
        yield f"{' '.join(map(mark, own))} {where(own[0])}  "
    yield ""
    for c in (c for s in statements if s.written for c in s.citations):
        yield f"{mark(c)} “{escape(c.quote.exact)}”  "
