"""The citations that a text carries: where they stand, and which article each points to.

Read are markers ("[2]", "[1, 3]") with a list of sources under the text, links of Markdown, and bare addresses. A
target is an article where its address, its id or its title is that article's. Left out: names of authors and years.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ingestion.store import Listed

_MARKER = re.compile(r"\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\](?!\()")
_LINK = re.compile(r"\[[^\]\n]*\]\((?P<in>[^()\s]+)\)|(?P<bare>https?://[^\s<>()\"“”]+[^\s<>()\"“”.,;:!?])")
_ENTRY = re.compile(r"^[ \t]*(?:[-*] )?\[(?P<n>\d{1,3})\]:?[ \t]+(?P<rest>\S[^\n]*)$", re.M)
_SPACE = re.compile(r"\W+")
SHORTEST_TITLE = 12  # characters; a shorter one may stand anywhere


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation of a text, the characters `start:end`, and what it points to as the text has it."""

    start: int
    end: int
    exact: str
    target: str


def references_of(text: str) -> tuple[int, Mapping[str, str]]:
    """Where the list of sources under a text begins, and what each number in it stands for."""
    entries = {m["n"]: m for m in _ENTRY.finditer(text)}
    start = min((m.start() for m in entries.values()), default=len(text))
    return start, {n: m["rest"] for n, m in entries.items()}


def cited_in(sentence: str, start: int, references: Mapping[str, str]) -> tuple[Cited, ...]:
    """The citations in a sentence that begins at `start`, in their order."""
    return tuple(sorted(_found(sentence, start, references), key=lambda c: c.start))


def _found(sentence: str, start: int, references: Mapping[str, str]) -> Iterator[Cited]:
    for match in _MARKER.finditer(sentence):
        for number in re.finditer(r"\d+", match[1]):
            target = references.get(number.group(), "")
            yield Cited(start + match.start(), start + match.end(), f"[{number.group()}]", target)
    for match in _LINK.finditer(sentence):
        yield Cited(start + match.start(), start + match.end(), match.group(), match["in"] or match["bare"])


def without_citations(sentence: str) -> str:
    """A sentence with blanks where its citations stand, so that offsets stay; a link's own words stay too."""
    sentence = _MARKER.sub(lambda m: " " * len(m.group()), sentence)

    def blanked(match: re.Match[str]) -> str:
        if match["bare"]:
            return " " * len(match.group())
        words = match.group().partition("](")[0][1:]
        return f" {words}".ljust(len(match.group()))

    return _LINK.sub(blanked, sentence)


def article_of(target: str, articles: Iterable[Listed]) -> Listed | None:
    """The article that a citation points to; None where it is none of these."""
    listed = list(articles)
    for match in re.finditer(r"\S+", target):
        address = match.group().strip("<>()[]\"'.,;")
        if "/" in address:
            path = unquote(urlsplit(address).path).rstrip("/")
            for article in listed:
                if article.url and _plain_address(article.url) == _plain_address(address):
                    return article
                if path.endswith(f"/articles/{article.id}") or path.endswith(f"/v1/articles/{article.id}"):
                    return article
    plain = f" {_SPACE.sub(' ', target).casefold()} "
    named = [
        a
        for a in listed
        if f" {_SPACE.sub(' ', a.id).casefold()} " in plain
        or (a.title and len(a.title) >= SHORTEST_TITLE and f" {_SPACE.sub(' ', a.title).casefold().strip()} " in plain)
    ]
    return named[0] if len(named) == 1 else None


def _plain_address(address: str) -> str:
    parts = urlsplit(address)
    return f"{(parts.hostname or '').removeprefix('www.')}{unquote(parts.path).rstrip('/')}?{parts.query}"
