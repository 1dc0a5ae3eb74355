"""Articles -> CSL-JSON and BibTeX: what a reference manager reads of the articles that were cited.

What a source doesn't say stays out: no date of access, no publisher, no author is made up. Keys are the articles' own
ids, so the same article has the same key in every export. BibTeX is as biblatex reads it, in UTF-8.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ingestion.articles import Article, digest

_PARTICLES = "da de del della den der des di do dos du la le ten ter van von y".split()
_BODIES = frozenset(  # words that make an author no person
    "agency and associated board bureau correspondent correspondents desk editorial editors group institute media news "
    "newspaper newsroom office post press reporters reuters service staff team the times wire".split()
)
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,4}")
_NAMED = {  # not escaped by a backslash: a reader of BibTeX counts braces, escaped or not
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPECIAL = re.compile(r"[\\{}~^$&#_%]")
_UNSAFE_IN_URL = {"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20"}
_LANGUAGES = {  # biblatex's names for those that it hyphenates
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "uk": "ukrainian",
}


def csl_json(articles: Sequence[Article]) -> str:
    """A CSL-JSON array, one entry an article (`article-newspaper`)."""
    entries = [_csl(article, key) for key, article in keyed(articles).items()]
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def bibtex(articles: Sequence[Article]) -> str:
    """BibTeX entries: @online for an article with an address, @article for one without."""
    return "\n".join(_entry(article, key) for key, article in keyed(articles).items())


def keyed(articles: Sequence[Article]) -> Mapping[str, Article]:
    """The articles by the key that each is cited by: its id, with its version where two versions are cited. An id that
    differs from another in nothing but capitals, which BibTeX takes for one, has a few letters of its hash."""
    once = list({(a.id, a.version): a for a in articles}.values())
    ids = Counter(a.id for a in once)
    alike = Counter(i.casefold() for i in ids)

    def key(article: Article) -> str:
        name = article.id if alike[article.id.casefold()] == 1 else f"{article.id}-{digest(article.id)[:6]}"
        return name if ids[article.id] == 1 else f"{name}-{article.version[:8]}"

    return {key(a): a for a in once}


def person(author: str) -> tuple[str, str] | None:
    """Family and given name, where an author is a person by name: "Ana de la Vega", "Vega, Ana"; else None."""
    family, comma, given = (part.strip() for part in author.partition(","))
    words = [w.casefold() for w in re.findall(r"\w+", author)]
    plain = f"{given} {family}" if comma else author
    if not _PERSON.fullmatch(plain) or _BODIES & set(words):
        return None
    if comma:
        return family, given
    names = author.split()
    if not all(name[0].isupper() or name in _PARTICLES for name in names):
        return None
    start = next((n for n, name in enumerate(names[1:-1], start=1) if name in _PARTICLES), len(names) - 1)
    return " ".join(names[start:]), " ".join(names[:start])


# ---- CSL-JSON


def _csl(article: Article, key: str) -> dict[str, Any]:
    published = article.published_at
    fields: dict[str, Any] = {
        "id": key,
        "type": "article-newspaper",
        "title": article.title,
        "container-title": article.publisher,
        "author": [_csl_name(author) for author in article.authors] or None,
        "issued": {"date-parts": [[published.year, published.month, published.day]]} if published else None,
        "URL": article.url,
        "language": article.language,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _csl_name(author: str) -> dict[str, str]:
    named = person(author)
    return {"family": named[0], "given": named[1]} if named else {"literal": author}


# ---- BibTeX


def _entry(article: Article, key: str) -> str:
    published = article.published_at
    fields = {
        "author": " and ".join(map(_bibtex_name, article.authors)) or None,
        "title": _whole(article.title),
        "organization" if article.url else "journaltitle": _whole(article.publisher),
        "date": f"{published:%Y-%m-%d}" if published else None,
        "url": "".join(_UNSAFE_IN_URL.get(c, c) for c in article.url) if article.url else None,
        "langid": _LANGUAGES.get((article.language or "").casefold().split("-")[0]),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@{'online' if article.url else 'article'}{{{key},\n{''.join(lines)}}}\n"


def _whole(text: str | None) -> str | None:
    """Text in braces of its own, so that no style changes its capitals."""
    return f"{{{escape(text)}}}" if text else None


def _bibtex_name(author: str) -> str:
    named = person(author)
    return ", ".join(map(escape, named)) if named else f"{{{escape(author)}}}"


def escape(text: str) -> str:
    """Text as LaTeX shows it: its special characters do nothing."""
    plain = " ".join(text.split())
    return _SPECIAL.sub(lambda m: _NAMED.get(m.group(), f"\\{m.group()}"), plain)
