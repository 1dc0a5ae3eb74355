"""The evidence beside the chat: every citation of the session as HTML, read from the store anew at each turn.

Article text is escaped, all of it, and never reaches a template: Gradio compiles those as JavaScript.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote as percent_encoded
from urllib.parse import urlencode, urlsplit

from assistant.answers import Answer, Citation
from ingestion.articles import Article, Status
from ingestion.errors import NotFound
from ingestion.store import Store

_STANDS = {
    Status.CURRENT: "",
    Status.SUPERSEDED: "A later version of this article replaces the one quoted here.",
    Status.WITHDRAWN: "This article was withdrawn after it was published.",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of the session, and what its answer cites."""

    question: str
    citations: tuple[Citation, ...]
    abstained: bool


def turn_of(answer: Answer) -> Turn:
    """What the panel keeps of an answer."""
    cited = tuple(c for s in answer.statements for c in s.citations) or answer.nearest
    return Turn(answer.question, cited, answer.abstained)


def anchor(turn: int, citation: Citation) -> str:
    """The id of a citation's place in the panel; turns count from 1."""
    return f"ev-{turn}-{citation.number}"


def panel(turns: Sequence[Turn], store: Store) -> str:
    """The evidence of every turn, the last one first and open."""
    if not any(t.citations for t in turns):
        return (
            '<section class="evidence"><h2>Evidence</h2><p class="quiet">Each statement carries numbered citations. '
            "Click one, and its passage opens here with the quote marked.</p></section>"
        )
    sections = []
    for number in range(len(turns), 0, -1):
        turn = turns[number - 1]
        last = number == len(turns)
        cards = "".join(
            _card(c, anchor(number, c), store, is_open=last and place == 0) for place, c in enumerate(turn.citations)
        )
        kind = "Nearest passages to" if turn.abstained else "Evidence for"
        title = f"<span>{kind}</span> {escape(turn.question)}"
        is_open = " open" if last else ""
        body = cards or '<p class="quiet">Nothing was cited.</p>'
        sections.append(f'<details class="turn"{is_open}><summary>{title}</summary>{body}</details>')
    return f'<section class="evidence"><h2>Evidence</h2>{"".join(sections)}</section>'


def _card(citation: Citation, place: str, store: Store, *, is_open: bool) -> str:
    date = f"{citation.published_at:%-d %B %Y}" if citation.published_at else "date unknown"
    publisher = escape(citation.publisher or "publisher unknown")
    stance = f" <em>{escape(citation.stance)}</em>" if citation.stance else ""
    via = f" <em>via {escape(citation.via)}</em>" if citation.via else ""
    cited = f" <em>citing {escape(citation.cited)}</em>" if citation.cited else ""
    who, where = publisher, "own words"
    if citation.speaker:
        who, where = f"{escape(citation.speaker)}{stance}{via}{cited}", publisher
    return (
        f'<article id="{place}" class="card"><details{" open" if is_open else ""}><summary><b>{citation.number}</b>'
        f'<span class="who">{who}</span><span class="where">{where} · {escape(date)}</span></summary>'
        f"{_opened(citation, store)}</details></article>"
    )


def _opened(citation: Citation, store: Store) -> str:
    quote = citation.quote
    title = f"<h3>{escape(citation.title or 'untitled')}</h3>"
    try:
        article = store.article(quote.article_id, quote.version)
    except NotFound:
        gone = '<p class="notice withdrawn">This article has been removed from the library.</p>'
        return f'{gone}{title}<div class="passage"><mark>{escape(quote.exact)}</mark></div>'
    before, after = _around(citation, article, store)
    passage = f'<div class="passage">{escape(before)}<mark>{escape(quote.exact)}</mark>{escape(after)}</div>'
    whole = (
        f'<p class="whole"><a href="{escape(address(citation))}" target="_blank" rel="noopener">'
        "Whole article, with who says what</a></p>"
    )
    return f"{notice(article)}{title}{passage}{whole}{source(citation.url)}"


def address(citation: Citation) -> str:
    """Where the page of the whole article opens at a citation, with its quote marked."""
    quote = citation.quote
    asked = urlencode({"version": quote.version, "quote": f"{quote.start}:{quote.end}"})
    return f"/articles/{percent_encoded(quote.article_id, safe='')}?{asked}#p-{citation.passage_id}"


def _around(citation: Citation, article: Article, store: Store) -> tuple[str, str]:
    """The rest of the passage, before the quote and after it."""
    quote = citation.quote
    passage = store.passage(citation.passage_id)
    return article.text[passage.start : quote.start], article.text[quote.end : passage.end]


def notice(article: Article) -> str:
    """Where the article stands, if not where it should."""
    said = " ".join(filter(None, (_STANDS[article.status], article.notice)))
    return f'<p class="notice {article.status}">{escape(said)}</p>' if said else ""


def source(url: str | None) -> str:
    """A link to the source where the address is a web address; as text where it is anything else."""
    if url is None:
        return ""
    try:
        parts = urlsplit(url)
        web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        web = False
    if not web:
        return f'<p class="source">{escape(url)}</p>'
    return (
        f'<p class="source"><a href="{escape(url)}" target="_blank" rel="noopener noreferrer nofollow">'
        f"Open the article at {escape(parts.hostname or url)}</a></p>"
    )
