"""Which articles to look in for given words: the texts of those that pass the filters, few or many.

Few articles are all looked through; of many, those that the index finds to hold the words or runs of them. Withdrawn
and superseded versions stand apart: they are looked through when the current ones don't hold the words.
"""

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
FEW = 12  # words, up to which a phrase may be missed by the index
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
            listed = tuple(self._holding(words, listed, past=past))
        yield from self._wordings(listed)

    def _holding(self, words: Sequence[str], listed: Sequence[Listed], *, past: bool) -> Iterator[Listed]:
        """Of many articles those that the index finds to hold runs of the words. A few words may stand across passages,
        and other versions aren't in the index: then those that have all of the words."""
        hits = () if past else self.library.index().phrases(" ".join(words), HITS)
        if hits or not (past or len(words) <= FEW):
            named = {a.id: a for a in listed}
            yield from (named[i] for i in dict.fromkeys(hit.article_id for hit in hits) if i in named)
            return
        for article in listed:
            text = (self._text(article) or "").casefold()
            if all(word in text for word in words):
                yield article

    def like(self, words: str) -> list[tuple[Listed, Wording]]:
        """The current articles most likely to hold something like these words, the likeliest first."""
        named = {a.id: a for a in self.current}
        index = self.library.index()
        hits = (*index.phrases(words, HITS), *index.keyword(words, HITS))
        found = [named[i] for i in dict.fromkeys(hit.article_id for hit in hits) if i in named]
        return list(self._wordings(found[:LIKELY]))

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
