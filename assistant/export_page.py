"""Answer or Summary -> one HTML page that holds all it needs: what a person sends to a colleague.

No script, no picture, nothing loaded from anywhere; its own style is let in by its hash, and everything else is
forbidden. All that isn't ours is escaped. A link leads to an article's own web address and nowhere else.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlsplit

from assistant.answers import Answer, Citation, Position, Statement, Value
from assistant.export_style import CSS
from assistant.questions import Kind
from assistant.rendering import footer, made_by
from assistant.summaries import Dated, Summary
from assistant.summary_rendering import HELD, basis, coverage, day, heading, held, stance, unused, words

POLICY = (
    "default-src 'none'; style-src 'sha256-"
    + b64encode(hashlib.sha256(CSS.encode()).digest()).decode()
    + "'; base-uri 'none'; form-action 'none'"
)


def answer_page(answer: Answer) -> str:
    """An answer as a page."""
    notes = [f"Understood as: {answer.understood}"] if answer.understood != answer.question else []
    notes += [answer.writing.notice or made_by(answer.writing)] if answer.writing else []
    notes += [answer.reason] if answer.reason else []
    notes += ["Who holds what, not a verdict."] if answer.kind == Kind.YES_NO and answer.accounts else []
    said = [
        _statement(answer.statements, place, [v for v in answer.values if v.statement == place])
        for place in range(len(answer.statements))
    ]
    near = "".join(f"<li><div><q>{escape(c.quote.exact)}</q> {_ref(c)}</div></li>" for c in answer.nearest)
    nearest = f'<h2>The nearest passages, which do not answer it</h2><ol class="said">{near}</ol>' if near else ""
    disputed = [p for p in answer.positions if p.denied_by]
    return page(
        answer.question,
        "Answer",
        "".join(f'<p class="lead note">{escape(note)}</p>' for note in notes)
        + (f'<ol class="said">{"".join(f"<li><div>{s}</div></li>" for s in said)}</ol>' if said else nearest)
        + _held(answer.statements, disputed)
        + _sources([(s, c) for s in answer.statements for c in s.citations] or [(None, c) for c in answer.nearest])
        + f'<p class="lead">{escape(footer(answer))} Answer {escape(answer.id)}.</p>',
    )


def summary_page(summary: Summary) -> str:
    """A summary as a page."""
    dates = {d.statement: d for d in summary.timeline}
    said = "".join(
        f"<li>{_when(dates.get(place)) if dates else ''}<div>{_statement(summary.statements, place)}</div></li>"
        for place in range(len(summary.statements))
    )
    left = "".join(f"<li><span></span><span>{escape(line)}</span></li>" for line in unused(summary.coverage))
    notes = [summary.writing.notice or made_by(summary.writing)] if summary.writing else []
    notes += [summary.reason] if summary.reason else []
    return page(
        heading(summary),
        "Summary",
        f'<p class="lead">{escape(coverage(summary.coverage))}</p>'
        + "".join(f'<p class="lead note">{escape(note)}</p>' for note in notes)
        + (f'<ol class="said{" dated" if dates else ""}">{said}</ol>' if said else "")
        + _held(summary.statements, summary.positions)
        + _sources([(s, c) for s in summary.statements for c in s.citations])
        + (f'<h2>Not used</h2><ul class="sources">{left}</ul>' if left else ""),
    )


def page(title: str, kind: str, body: str) -> str:
    """A whole page around `body`, which is HTML."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{CSS}</style></head>"
        f'<body><main><p class="kind">{escape(kind)}</p><h1>{escape(title)}</h1>{body}</main>'
        "<footer>Made with Byline. Every quotation is the article’s own words, cut from it by their place; a claim "
        "stays a claim, and nothing here judges who is right.</footer></body></html>\n"
    )


def _statement(statements: Sequence[Statement], place: int, values: Iterable[Value] = ()) -> str:
    statement = statements[place]
    marks = " ".join(map(_ref, statement.citations))
    denied = [c for d in statement.denies for c in statements[d].citations]
    against = f' <span class="against">against {" ".join(map(_ref, denied))}</span>' if denied else ""
    if statement.written:
        return f"{escape(statement.text)} {marks}{against}"
    lead = statement.text.partition(": “")[0]
    quote = statement.citations[0].quote
    pieces, at = "", quote.start
    for value in sorted(values, key=lambda v: v.start):
        pieces += escape(quote.exact[at - quote.start : value.start - quote.start])
        pieces += f"<mark>{escape(value.exact)}</mark>"
        at = value.end
    pieces += escape(quote.exact[at - quote.start :])
    return f'<span class="who">{escape(lead)}:</span> <q>{pieces}</q> {marks}{against}'


def _when(dated: Dated | None) -> str:
    if dated is None:
        return '<div class="when"><span>date unknown</span></div>'
    why = basis(dated)
    return f'<div class="when"><b>{escape(day(dated.date))}</b>{f"<span>{escape(why)}</span>" if why else ""}</div>'


def _held(statements: Sequence[Statement], positions: Sequence[Position]) -> str:
    """Who holds what, and below each statement those that deny it."""
    bodies = ""
    for position in held(positions, statements):
        name = f"{escape(position.holder or 'unknown')}{_side(position)}"
        who = f'<th scope="row" rowspan="{len(position.statements)}">{name}</th>'
        rows = "".join(
            f'<tr>{who if n == position.statements[0] else ""}<td class="does">{escape(stance(statements[n]))}</td>'
            f"<td>{_words(statements[n])}{_deniers(statements, n)}</td></tr>"
            for n in position.statements
        )
        bodies += f"<tbody>{rows}</tbody>"
    heads = "".join(f'<th scope="col">{name}</th>' for name in HELD[:3])
    return f"<h2>Who holds what</h2><table><thead><tr>{heads}</tr></thead>{bodies}</table>" if bodies else ""


def _words(statement: Statement) -> str:
    """What is held, with its citations."""
    return f"{escape(words(statement))} {' '.join(map(_ref, statement.citations))}"


def _deniers(statements: Sequence[Statement], place: int) -> str:
    return "".join(
        f'<p class="denied">Denied by {escape(s.holder or s.citations[0].publisher or "unknown")}: {_words(s)}</p>'
        for s in statements
        if place in s.denies
    )


def _side(position: Position) -> str:
    if position.side is None or position.side.casefold() == (position.holder or "").casefold():
        return ""
    return f' <span class="quiet">({escape(position.side)})</span>'


def _ref(citation: Citation) -> str:
    return f'<a class="ref" href="#source-{citation.number}">[{citation.number}]</a>'


def _sources(cited: Sequence[tuple[Statement | None, Citation]]) -> str:
    """The articles cited, under the numbers of their citations; with the quotes that a written sentence rests on."""
    articles: dict[tuple[str, str], list[tuple[Statement | None, Citation]]] = {}
    for statement, citation in cited:
        articles.setdefault((citation.quote.article_id, citation.quote.version), []).append((statement, citation))
    rows = ""
    for own in articles.values():
        c = own[0][1]
        numbers = " ".join(f'<span id="source-{other.number}">{other.number}</span>' for _, other in own)
        quotes = "".join(
            f"<q>[{other.number}] {escape(other.quote.exact)}</q>" for s, other in own if s is not None and s.written
        )
        rows += (
            f'<li><span class="number">{numbers}</span><span><cite>{escape(c.title or "untitled")}</cite>, '
            f"{escape(c.publisher or 'publisher unknown')}, {_date(c)}{_link(c.url)}{quotes}</span></li>"
        )
    return f'<h2>Sources</h2><ol class="sources">{rows}</ol>' if rows else ""


def _date(citation: Citation) -> str:
    date = citation.published_at
    return f'<time datetime="{date.isoformat()}">{date:%-d %B %Y}</time>' if date else "date unknown"


def _link(url: str | None) -> str:
    """A link to the article where its address is a web address; as text where it is anything else."""
    if url is None:
        return ""
    try:
        parts = urlsplit(url)
        web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        web = False
    if not web:
        return f". {escape(url)}"
    name = escape(parts.hostname or url)
    return f'. <a href="{escape(url)}" rel="noopener noreferrer nofollow">{name}</a>'
