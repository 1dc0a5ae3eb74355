"""Excerpts of one to three sentences: is it said which article each comes from, or that it is in none?

The folder is PolNeAR's dev articles and corpus/. Excerpts are runs of sentences of it, as they are pasted: with line
wraps and straight or curly marks; a foreign one is of PolNeAR's training articles or a fact of MultiHop-RAG, and its
words aren't in the folder. Right is the article, its publisher and its date, all three; the earliest, where several
have the words. Nothing was tuned on excerpts; the half of the articles that quotations were tuned on is left out.

    python -m evaluation.tracing        the same, one look-up after the other, and what was wrong
"""

import argparse
import os
import random
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from assistant.traces import Match, Trace
from assistant.tracing import trace
from evaluation import multihop, polnear, quotations
from evaluation.harness import Figure, Progress, figure, kept
from ingestion.articles import Article, Status
from ingestion.passages import sentences
from ingestion.pipeline import Library

FOLDERS = (*quotations.FOLDERS, multihop.FOLDER)
MOST = 500  # excerpts from the folder, and from elsewhere
SHORTEST = 6  # words of an excerpt: fewer may stand anywhere


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words as they are pasted, and the article they are of; None for one that the folder doesn't hold."""

    words: str
    article: Article | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """An excerpt with what was found, in seconds `taken`."""

    excerpt: Excerpt
    found: Trace
    taken: float

    @property
    def right(self) -> bool:
        """Whether the first place is the article, as its publisher and date; or nothing is found of a foreign one."""
        article = self.excerpt.article
        if article is None:
            return self.found.match is Match.NOT_FOUND
        if not self.found.places:
            return False
        first = self.found.places[0].evidence
        told = first.quote.article_id, first.publisher, first.published_at
        return told == (article.id, article.publisher, article.published_at)


def excerpts(data: Path, library: Library) -> list[Excerpt]:
    """Those of the folder, then the foreign ones."""
    draw = random.Random(0)  # noqa: S311 (a benchmark's draw)
    stored = [library.store.article(a.id) for a in library.store.listed(Status.CURRENT)]
    dated = sorted(stored, key=lambda a: (a.published_at is None, a.published_at and a.published_at.timestamp(), a.id))
    plainly = {a.id: _letters(a.text) for a in dated}

    def holder(words: str) -> Article | None:
        return next((a for a in dated if _letters(words) in plainly[a.id]), None)

    own = [words for article in stored if kept(article.id) for words in _runs(article.text, draw)]
    foreign = [words for a in polnear.articles(data, "train") for words in _runs(a.text, draw)]
    foreign += [text.text for text in multihop.load(data).pool if len(text.text.split()) >= SHORTEST]
    elsewhere = (words for words in draw.sample(foreign, len(foreign)) if holder(words) is None)
    return [
        *(Excerpt(words, holder(words)) for words in draw.sample(own, MOST)),
        *(Excerpt(words, None) for words in islice(elsewhere, MOST)),
    ]


def _letters(text: str) -> str:
    """Letters and digits alone, to see by other means than the product's whether an article has some words."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _runs(text: str, draw: random.Random) -> Iterator[str]:
    """Runs of one to three sentences, none in two runs, wrapped and with the other kind of marks now and then."""
    spans = sentences(text)
    at = 0
    while at < len(spans):
        run = spans[at : at + draw.randint(1, 3)]
        at += len(run)
        words = text[run[0].start : run[-1].end]
        if draw.random() < 0.3:
            words = words.translate(str.maketrans("“”‘’", "\"\"''"))
        if draw.random() < 0.3:
            words = words.replace(" ", "\n", draw.randint(1, 4))
        if len(words.split()) >= SHORTEST:
            yield words


def outcomes(data: Path, progress: Progress) -> list[Outcome]:
    """Trace every excerpt."""
    found = []
    with tempfile.TemporaryDirectory() as home, quotations.folder(data, Path(home)) as library:
        made = excerpts(data, library)
        trace(library, made[0].words)  # reads every article's words, once
        step = progress("tracing", len(made))
        for excerpt in made:
            began = time.perf_counter()
            traced = trace(library, excerpt.words)
            found.append(Outcome(excerpt, traced, time.perf_counter() - began))
            step()
    return found


def run(data: Path, progress: Progress) -> list[Figure]:
    """The shares that are right, and what a look-up takes."""
    found = outcomes(data, progress)
    taken = [1000 * o.taken for o in found]

    def wait(name: str, percentile: int) -> Figure:
        return figure(name, taken, of=lambda v: float(np.percentile(v, percentile)), less_is_better=True)

    own, foreign = (
        [float(o.right) for o in found if (o.excerpt.article is None) is abroad] for abroad in (False, True)
    )
    return [
        figure("article, publisher and date right", own, target=0.99),
        figure("foreign declined", foreign, target=0.99),
        wait("look-up in ms, median", 50),
        wait("look-up in ms, 95th percentile", 95),
    ]


def main() -> None:
    """Print what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("BYLINE_DATA", "../shared/data"))
    for outcome in outcomes(parser.parse_args().data, lambda task, steps: lambda: None):
        if not outcome.right:
            article = outcome.excerpt.article
            print(f"{article.id if article else 'foreign'}: {outcome.excerpt.words!r}")
            for place in outcome.found.places[:2]:
                print(f"    {outcome.found.match} {place.evidence.quote.article_id}: {place.evidence.quote.exact!r}")


if __name__ == "__main__":
    main()
