"""The page of one article: its text with who says what marked in it, and the same as a table.

Rendered here, whole, without a script: what an article brings can't run, and nothing is loaded from anywhere. All of
its words are escaped. Left out: editing, and what other articles say.
"""

from collections.abc import Sequence
from html import escape

from assistant.quoted import manner
from assistant.speakers import is_pronoun, key_of, mention_of
from assistant.web.article_style import CSS, LEGEND
from assistant.web.marking import marked_text, marks_of
from assistant.web.panel import notice, source
from ingestion.articles import Article, Span
from ingestion.attribution import Attribution, Polarity
from ingestion.attribution.languages import is_english
from ingestion.attribution.speakers import name_of
from ingestion.passages import Passage
from ingestion.store import Listed

POLICY = (  # no script at all; the style stands in the page
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; connect-src 'self'; "
    "frame-ancestors 'none'"
)
SURE = 0.8  # of whom a pronoun means; below it the page says how sure it is
LONGEST = 400  # characters of the content in the table; the text above has all of it


FOREIGN = (
    "This article isn't in English: only its quotation marks were read, and not who said what stands between them."
)


def article_page(
    article: Article,
    attributions: Sequence[Attribution],
    passages: Sequence[Passage],
    versions: Sequence[Listed],
    *,
    quote: str | None = None,
) -> str:
    """The whole page. `quote` are the characters "start:end" to mark."""
    marked, missed = _asked(quote, article.text)
    text = marked_text(article.text, marks_of(attributions, article.text), passages, marked)
    title = escape(article.title or "untitled")
    publisher = escape(article.publisher or "The publisher")
    voice = f"What stands in no brackets, {publisher} says itself." if is_english(article.text) else ""
    rows = "".join(_row(number, attributions, article.text) for number in range(1, len(attributions) + 1))
    table = _table(rows) if rows else f'<p class="quiet">Nobody is quoted in this article. {voice}</p>'
    count = f"{len(attributions)} attribution{'' if len(attributions) == 1 else 's'}"
    return _page(
        title,
        f"<article><h1>{title}</h1>{_facts(article)}{notice(article)}{_foreign(article)}"
        f"{_versions(article, versions)}{missed}"
        f'<p class="facts"><a href="#who">Who says what</a>: {count}</p>'
        f'<details class="legend" open><summary>How to read this page</summary>{LEGEND}<p>{voice}</p></details>'
        f'<div class="text" lang="{escape(article.language or "und")}">{text}</div></article>'
        f'<section aria-labelledby="who"><h2 id="who">Who says what <span>{count}</span></h2>{table}</section>',
        style=_together(len(attributions)),
    )


def _foreign(article: Article) -> str:
    return "" if is_english(article.text) else f'<p class="notice">{FOREIGN}</p>'


def missing_page() -> str:
    """What stands at the address of an article that isn't there."""
    said = "There is no such article, or it has been removed from the library."
    return _page(
        "No such article", f'<article><h1>No such article</h1><p class="notice withdrawn">{said}</p></article>'
    )


def _page(title: str, body: str, *, style: str = "") -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} · Byline</title><style>{CSS}{style}</style></head>"
        f'<body><header><a href="/">Byline</a><a href="/">Ask a question</a></header><main>{body}</main></body></html>'
    )


def _together(count: int) -> str:
    """Going to a row, or to its brackets, lights up all that belongs to it: what a script would do, as style."""
    lit = (f":root:has(#a{n}:target,#t{n}:target,#a{n}:hover,#t{n}:hover) .k{n}" for n in range(1, count + 1))
    return f"{','.join(lit)}{{background:var(--lit);color:var(--ink)}}" if count else ""


def _asked(quote: str | None, text: str) -> tuple[Span | None, str]:
    """The characters to mark, or why there are none."""
    if quote is None:
        return None, ""
    start, end = (int(place) for place in quote.split(":"))
    if start < end <= len(text):
        return Span(start, end), ""
    return None, '<p class="notice">The words that this link marks are not in this version of the article.</p>'


def _facts(article: Article) -> str:
    date = article.published_at
    day = f'<time datetime="{date.isoformat()}">{date:%-d %B %Y}</time>' if date else "date unknown"
    facts = [f"<strong>{escape(article.publisher or 'publisher unknown')}</strong>", day]
    facts += [escape(", ".join(article.authors))] if article.authors else []
    return f'<p class="facts">{" · ".join(facts)}</p>{source(article.url)}'


def _versions(article: Article, versions: Sequence[Listed]) -> str:
    """The other versions of the article."""
    others = [v for v in versions if v.version != article.version]
    links = (f'<a href="/articles/{v.id}?version={v.version}">{v.version}</a> ({v.status})' for v in others)
    return f'<p class="versions">Other versions: {", ".join(links)}</p>' if others else ""


def _table(rows: str) -> str:
    names = ("No.", "Who", "Cue", "Stance", "What", "More", "Sure")
    heads = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in names)
    return (
        '<table role="table"><caption class="sr">Who says what, in the order of the text</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _row(number: int, attributions: Sequence[Attribution], text: str) -> str:
    found = attributions[number - 1]
    stance = manner(found.stance, found.polarity, actual=found.actual)
    plain = found.actual and found.polarity is Polarity.POSITIVE
    content = " … ".join(" ".join(c.of(text).split()) for c in found.content)
    content = content if len(content) <= LONGEST else f"{content[:LONGEST].rstrip()} …"
    cells = {
        "Who": _who(found, text),
        "Cue": f"<i>{_words(found.cue, text)}</i>" if found.cue else '<span class="quiet">none</span>',
        "Stance": f"{stance}" if plain else f'<strong class="careful">{stance}</strong>',
        "What": f"<q>{escape(content)}</q>",
        "More": _more(found, attributions, text),
        "Sure": f"{found.confidence:.0%}",
    }
    back = f'<a href="#t{number}" aria-label="{number}: to the words in the text">{number}</a>'
    tds = "".join(
        f'<td role="cell" data-name="{name}" class="{name.lower()}{"" if cell else " none"}"><div>{cell}</div></td>'
        for name, cell in cells.items()
    )
    nested = f' class="nested n{found.level}"' if found.level else ""
    return f'<tr role="row" id="a{number}"{nested}><th scope="row" role="rowheader">{back}</th>{tds}</tr>'


def _who(found: Attribution, text: str) -> str:
    """The source in the article's words, and in brackets whom they mean where they don't say so themselves."""
    if found.source is None:
        return '<span class="quiet">nobody named</span>'
    words = f"<b>{_words(found.source, text)}</b>"
    mention = mention_of(found, text)
    if mention is None:
        return f'{words} <span class="quiet">[not sure who]</span>'
    name = name_of(text, mention)
    said = found.source.of(text)
    if found.speaker is None or (key_of(name) in key_of(said) and not is_pronoun(said)):
        return words
    sure = found.speaker.confidence
    doubt = f', <span class="quiet">{sure:.0%} sure</span>' if sure < SURE else ""
    return f"{words} [{escape(name)}{doubt}]"


def _more(found: Attribution, attributions: Sequence[Attribution], text: str) -> str:
    """Through whom it came, how it is hedged, and inside whose words it stands."""
    notes = [
        f"{label} <q>{_words(span, text)}</q>"
        for label, span in (
            ("told to", found.relay),
            ("citing", found.cited),
            ("hedged:", found.hedge),
            ("said", found.scope),
        )
        if span
    ]
    if found.parent is not None:
        outer = attributions[found.parent]
        does = manner(outer.stance, outer.polarity, actual=outer.actual)
        teller = _words(outer.source, text) if outer.source else "nobody named"
        number = found.parent + 1
        notes.insert(0, f'inside <a href="#a{number}">{number}</a> ({teller}: {does})')
    if found.anonymous:
        notes.append("not named by the article")
    notes.append({"direct": "word for word", "mixed": "partly word for word", "indirect": ""}[found.voice])
    return "; ".join(filter(None, notes))


def _words(span: Span | None, text: str) -> str:
    return escape(" ".join(span.of(text).split())) if span else ""
