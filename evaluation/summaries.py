"""Summaries over corpus/: is every statement verbatim and cited, is it still said who says it, is little said twice,
and is what the articles are about in it?

A case is an article, or a topic (`TOPICS`). Beside Byline stand two plain summaries of as many words at most: of an
article its first sentences, and those nearest to the centre of all (mean embedding); of a topic the sentences that fit
it best. Coverage is counted in words, not in the embeddings that sentences are chosen by: of the stems that stand in at
least two sentences of the article, each by how many, the share that the summary holds. Left out: how well it reads.

    python -m evaluation.summaries     the summaries of the half that may be tuned on
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.answers import Statement
from assistant.pipeline import consider
from assistant.questions import terms
from assistant.summaries import Subject, Summary
from assistant.summarizing import summarize
from assistant.summary_rendering import markdown
from evaluation.conversations import corpus
from evaluation.harness import Figure, Known, Progress, figure, kept
from ingestion.articles import Article, Span, Status
from ingestion.pipeline import Library
from ingestion.store import Store

FOLDER = str(Path(__file__).parent.parent / "corpus")  # absolute: it isn't in the folder of public data
SENTENCES = 6
TOPICS = (  # written from the articles' titles; none of them was looked at while the choice was tuned
    "Ukraine's membership of NATO",
    "the Minsk agreements",
    "Russia's draft treaties",
    "Putin's press conference",
    "the video call of Biden and Putin",
    "the compensation for the blocked Suez Canal",
    "how the Ever Given was refloated",
    "the reopening of the Suez Canal",
    "the guarantee for depositors",
    "Signature Bank",
    "the name of the James Webb telescope",
    "the first images of the Webb telescope",
    "the micrometeoroid that hit Webb",
    "the cost of the Webb telescope",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of a summary: the characters quoted, and all that a reader sees of it."""

    article: Article
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Scores:
    """What one summary scores."""

    covered: float
    repeated: float
    told: float | None  # None where nobody is quoted
    one_publisher: float


def run(data: Path, progress: Progress) -> list[Figure]:
    """The figures over the articles and topics that are reported."""
    with corpus() as library:
        ids = [a.id for a in library.store.listed(Status.CURRENT) if kept(a.id)]
        step = progress("summaries", len(ids) + len(TOPICS))
        verbatim: list[float] = []
        articles: list[tuple[Scores, Scores, Scores]] = []
        topics: list[tuple[Scores, Scores]] = []
        for article_id in ids:
            summary = summarize(library, Subject(articles=(article_id,), sentences=SENTENCES))
            shown = shown_in(summary.statements, library.store)
            verbatim += [is_verbatim(s, library.store) for s in summary.statements]
            plain = [take(order(library, article_id), shown) for order in (lead, centre)]
            articles.append((*(scores(s, library) for s in (shown, *plain)),))  # type: ignore[arg-type]
            step()
        for topic in TOPICS:
            summary = summarize(library, Subject(topic=topic, sentences=SENTENCES))
            shown = shown_in(summary.statements, library.store)
            verbatim += [is_verbatim(s, library.store) for s in summary.statements]
            if shown:
                topics.append((scores(shown, library), scores(take(fitting(library, topic), shown), library)))
            step()
    return [
        figure("statements cited and verbatim", verbatim),
        *_of_articles(articles),
        *_of_topics(topics),
    ]


def _of_articles(found: Sequence[tuple[Scores, Scores, Scores]]) -> list[Figure]:
    source = "measured here: the sentences nearest to the centre of the article, as many words"

    def of(name: str, value: Callable[[Scores], float | None], *, less: bool = False) -> Figure:
        own, first, central = (
            [v for s in column if (v := value(s)) is not None] for column in zip(*found, strict=True)
        )
        known = (Known("centre", float(np.mean(central)), source),)
        return figure(f"articles: {name}", own, plain=float(np.mean(first)), known=known, less_is_better=less)

    return [
        of("central words held", lambda s: s.covered),
        of("likeness to the nearest other sentence", lambda s: s.repeated, less=True),
        of("quoted words with their speaker", lambda s: s.told),
    ]


def _of_topics(found: Sequence[tuple[Scores, Scores]]) -> list[Figure]:
    def of(name: str, value: Callable[[Scores], float | None], *, less: bool = False) -> Figure:
        own, plain = ([v for s in column if (v := value(s)) is not None] for column in zip(*found, strict=True))
        return figure(f"topics: {name}", own, plain=float(np.mean(plain)), less_is_better=less)

    return [
        of("likeness to the nearest other sentence", lambda s: s.repeated, less=True),
        of("quoted words with their speaker", lambda s: s.told),
        of("share of the publisher with most", lambda s: s.one_publisher, less=True),
    ]


# ---- what is scored


def shown_in(statements: Sequence[Statement], store: Store) -> list[Shown]:
    """A summary's statements, copies of one wire story once."""
    quotes = [(s.citations[0].quote, s.text) for s in statements]
    return [Shown(store.article(q.article_id, q.version), q.span, text) for q, text in quotes]


def is_verbatim(statement: Statement, store: Store) -> float:
    """Whether each of its citations is word for word in the store, and the first of them is what it shows."""
    quotes = [c.quote for c in statement.citations]
    stands = all(q.span.of(store.article(q.article_id, q.version).text) == q.exact for q in quotes)
    return float(bool(quotes) and stands and statement.text.endswith(f": “{quotes[0].exact}”"))


def scores(shown: Sequence[Shown], library: Library) -> Scores:
    """What a summary scores."""
    vectors, _ = library.embed(s.span.of(s.article.text) for s in shown)
    own = np.stack([vectors[s.span.of(s.article.text)] for s in shown])
    likeness = own @ own.T - 2 * np.eye(len(own))
    publishers = Counter(s.article.publisher for s in shown)
    told = [t for s in shown for t in _told(s, library.store)]
    return Scores(
        covered=_covered(shown, library.store),
        repeated=float(likeness.max(axis=1).clip(0).mean()) if len(own) > 1 else 0.0,
        told=float(np.mean(told)) if told else None,
        one_publisher=max(publishers.values()) / len(shown),
    )


def _covered(shown: Sequence[Shown], store: Store) -> float:
    """The share of the central stems of the articles shown that the quoted words hold."""
    central: Counter[str] = Counter()
    for article in {s.article.id: s.article for s in shown}.values():
        central.update(term for span in sentences_of(article, store) for term in terms(span.of(article.text)))
    weights = {term: n for term, n in central.items() if n > 1}
    held = {term for s in shown for term in terms(s.span.of(s.article.text))}
    return sum(n for term, n in weights.items() if term in held) / max(1, sum(weights.values()))


def _told(shown: Shown, store: Store) -> list[float]:
    """For each source whose words it quotes, as Byline reads the article: whether the reader is told whose they are."""
    text = shown.article.text
    told = []
    for found in store.attributions(shown.article.id, shown.article.version):
        if found.level == 0 and found.source and any(c.overlaps(shown.span) for c in found.content):
            mention = found.speaker.mention if found.speaker else found.source
            named = terms(mention.of(text))
            if named:
                told.append(float(bool(named & terms(shown.text))))
    return told


# ---- plain summaries


def lead(library: Library, article_id: str) -> list[Shown]:
    """An article's sentences in their order."""
    article = library.store.article(article_id)
    return [Shown(article, span, span.of(article.text)) for span in sentences_of(article, library.store)]


def centre(library: Library, article_id: str) -> list[Shown]:
    """An article's sentences, those nearest to the mean of all first."""
    sentences = lead(library, article_id)
    vectors, _ = library.embed(s.text for s in sentences)
    mean = np.mean([vectors[s.text] for s in sentences], axis=0)
    return sorted(sentences, key=lambda s: -float(vectors[s.text] @ mean))


def fitting(library: Library, topic: str) -> list[Shown]:
    """The sentences that fit a topic best."""
    quotes = [s.found.sentence for s in consider(library, topic).scored]
    return [Shown(library.store.article(q.article_id, q.version), q.span, q.exact) for q in quotes]


def take(sentences: Sequence[Shown], like: Sequence[Shown]) -> list[Shown]:
    """The first of the sentences, one at least, in no more words than the other summary quotes."""
    left = sum(len(s.span.of(s.article.text).split()) for s in like)
    taken: list[Shown] = []
    for sentence in sentences:
        left -= len(sentence.text.split())
        if taken and left < 0:
            break
        taken.append(sentence)
    return taken


def sentences_of(article: Article, store: Store) -> list[Span]:
    """All sentences of an article."""
    return [s for p in store.passages_of(article.id, article.version) for s in p.sentences]


def main() -> None:
    """Print the summaries of the articles that may be tuned on."""
    with corpus() as library:
        for listed in library.store.listed(Status.CURRENT):
            if not kept(listed.id):
                summary: Summary = summarize(library, Subject(articles=(listed.id,), sentences=SENTENCES))
                print(markdown(summary))


if __name__ == "__main__":
    main()
