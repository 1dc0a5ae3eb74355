"""Which articles to look in for given words: the texts of those that pass the filters, few or many.

Few articles are all looked through; of many, those that the index finds to hold the words or runs of them. Withdrawn
and superseded versions stand apart: they are looked through when the current ones don't hold the words.
"""

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.retrieval import Filters, passing
from assistant.wordings import Wording, read_wording
from ingestion.articles import Status
from ingestion.errors import NotFound
from ingestion.pipeline import Library
from ingestion.store import Listed

SCANNED = 2_000  # articles that are all looked through; their words are kept, about 20 kB each
HITS = 60  # passages asked of the index
LIKELY = 12  # articles in which changed words are looked for

_read: OrderedDict[tuple[str, str], Wording] = OrderedDict()  # by article and version, whose text never changes


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """The articles that pass the filters: the current ones, and other versions."""

    library: Library
    current: tuple[Listed, ...]
    past: tuple[Listed, ...]

    def holding(self, words: Sequence[str], *, past: bool = False) -> Iterator[tuple[Listed, Wording]]:
        """The articles that may hold these words one after another."""
        listed = self.past if past else self.current
        if len(listed) > SCANNED:
            likely = [] if past else self._found(" ".join(words))
            pattern = re.compile(r"[^\w]*".join(map(re.escape, words)), re.I)
            named = {a.id: a for a in listed}
            listed = tuple(named[i] for i in likely if i in named) or tuple(
                a for a in listed if (text := self._text(a)) and pattern.search(text)
            )
        yield from self._wordings(listed)

    def like(self, words: str) -> list[tuple[Listed, Wording]]:
        """The current articles most likely to hold something like these words, the likeliest first."""
        named = {a.id: a for a in self.current}
        found = [named[i] for i in self._found(words) if i in named][:LIKELY]
        return list(self._wordings(found))

    def _found(self, words: str) -> list[str]:
        """The ids of articles by the index, the best first."""
        index = self.library.index()
        hits = (*index.phrases(words, HITS), *index.keyword(words, HITS))
        return list(dict.fromkeys(hit.article_id for hit in hits))

    def _wordings(self, listed: Sequence[Listed]) -> Iterator[tuple[Listed, Wording]]:
        for article in listed:
            key = article.id, article.version
            wording = _read.get(key)
            if wording is None:
                text = self._text(article)
                if text is None:
                    continue
                wording = _read[key] = read_wording(text)
                if len(_read) > SCANNED:
                    _read.popitem(last=False)
            yield article, wording

    def _text(self, article: Listed) -> str | None:
        try:
            return self.library.store.article(article.id, article.version).text
        except NotFound:  # removed since it was listed
            return None


def open_shelf(library: Library, filters: Filters) -> Shelf:
    """The articles of `library` that pass."""
    every = library.store.listed()
    past = tuple(a for a in every if a.status is not Status.CURRENT)
    return Shelf(library, passing(filters, library.current()), passing(filters, past))
