"""What the retrieval benchmarks share: an index over texts, ours and the plain one, and the measures of a ranking."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import frontmatter
import numpy as np
import platformdirs

from assistant.answerability import sureness
from assistant.pipeline import consider
from assistant.queries import read_query
from assistant.retrieval import Filters, search
from evaluation.baseline import Baseline
from ingestion.articles import Status
from ingestion.embedding import load_encoder
from ingestion.index import Record, build_generation, open_index
from ingestion.pipeline import File, Library
from ingestion.store import Listed

COUNT = 10  # places that are looked at
Rank = Callable[[str], list[str]]  # a question -> ids, best first


@dataclass(frozen=True, slots=True)
class Text:
    """One text to find; each is an article of one passage."""

    id: str
    title: str | None
    text: str
    publisher: str | None = None
    published_at: datetime | None = None


@contextmanager
def ours(texts: Sequence[Text]) -> Iterator[Rank]:
    """Byline's own retrieval over the texts."""
    encoder = load_encoder(platformdirs.user_cache_path("byline"))
    listed = [Listed(t.id, "1", t.title, t.publisher, t.published_at, Status.CURRENT, None) for t in texts]
    publishers = {t.publisher for t in texts if t.publisher}
    today = max((t.published_at for t in texts if t.published_at), default=None)
    with tempfile.TemporaryDirectory() as home:
        vectors = encoder.encode([t.text for t in texts])
        records = [Record(t.id, t.id, t.text, t.title, t.publisher, v) for t, v in zip(texts, vectors, strict=True)]
        build_generation(Path(home), records, revision=1, removals=0, embedding=encoder.revision)
        index = open_index(Path(home))

        def rank(question: str) -> list[str]:
            query = read_query(question, publishers=publishers, today=today)
            views = encoder.encode(query.views)
            return [
                hit.article_id
                for hit in search(query, index=index, vectors=views, articles=listed, every=True, count=COUNT)
            ]

        try:
            yield rank
        finally:
            index.close()


@contextmanager
def library_of(texts: Sequence[Text]) -> Iterator[Library]:
    """A library that has read the texts, each from a Markdown file of its own."""
    with (
        tempfile.TemporaryDirectory() as home,
        Library(Path(home), cache=platformdirs.user_cache_path("byline")) as library,
    ):
        library.ingest([File(f"{t.id}.md", as_markdown(t)) for t in texts])
        library.index()
        yield library


def as_markdown(text: Text) -> bytes:
    """A file that says all that is known of a text."""
    given = {"id": text.id, "title": text.title, "publisher": text.publisher, "published_at": text.published_at}
    post = frontmatter.Post(text.text, **{name: value for name, value in given.items() if value})
    return str(frontmatter.dumps(post)).encode()


@contextmanager
def plain(texts: Sequence[Text]) -> Iterator[Rank]:
    """LlamaIndex and Chroma at their defaults."""
    with tempfile.TemporaryDirectory() as home:
        index = Baseline(Path(home))
        index.add({t.id: "\n".join(filter(None, (t.title, t.publisher, t.text))) for t in texts})
        yield lambda question: index.rank(question, COUNT)


def ndcg(ranked: Sequence[str], relevant: frozenset[str]) -> float:
    """nDCG@10 of one question, with gains of 0 and 1."""
    gains = 1 / np.log2(np.arange(2, COUNT + 2))
    found = sum(gain for gain, name in zip(gains, ranked, strict=False) if name in relevant)
    return float(found / gains[: len(relevant)].sum())


def recall(ranked: Sequence[str], relevant: frozenset[str], count: int) -> float:
    """The share of what is relevant among the first `count`."""
    return len(relevant & set(ranked[:count])) / len(relevant)


def ranked_by(rank: Rank, questions: Mapping[str, str], progress: Callable[[], None]) -> dict[str, list[str]]:
    """What is found for each question, by the question's id."""
    found = {}
    for name, question in questions.items():
        found[name] = rank(question)
        progress()
    return found


def sureness_of(library: Library, question: str, progress: Callable[[], None], articles: Sequence[str] = ()) -> float:
    """How sure it is that the articles (all, or those named) answer."""
    considered = consider(library, question, Filters(articles=tuple(articles)))
    progress()
    return sureness(considered.question, considered.scored, considered.clauses)
