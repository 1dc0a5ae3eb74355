"""Articles with attributions made by hand: what a test says of them doesn't hang on what the tagger finds."""

from datetime import UTC, datetime
from typing import Any

from ingestion.articles import Article, Span
from ingestion.attribution import Attribution, Speaker, Stance, Voice
from ingestion.attribution.pipeline import REVISION
from ingestion.passages import split
from ingestion.pipeline import Library
from ingestion.readers.fields import version_of
from ingestion.store import StoredFile


def span(text: str, words: str) -> Span:
    """Where the words first stand."""
    return Span(text.index(words), text.index(words) + len(words))


def said(
    text: str, source: str | None, cue: str | None, *content: str, means: str | None = None, **more: Any
) -> Attribution:
    """An attribution by its words; `means` are those that name whom the source means."""
    for name in ("hedge", "relay", "cited", "scope"):
        more[name] = span(text, more[name]) if name in more else None
    return Attribution(
        source=span(text, source) if source else None,
        cue=span(text, cue) if cue else None,
        content=tuple(span(text, words) for words in content),
        speaker=Speaker(span(text, means), 0.75) if means else None,
        **{"voice": Voice.INDIRECT, "stance": Stance.ASSERTS, "confidence": 0.9, "method": "by hand"} | more,
    )


def put(library: Library, article_id: str, text: str, *attributions: Attribution, **fields: Any) -> Article:
    """Store one current article with these attributions."""
    draft = {
        "title": f"About {article_id}",
        "publisher": "Sample Wire",
        "published_at": datetime(2024, 3, 5, tzinfo=UTC),
        "authors": (),
        "url": None,
        "language": "en",
        "licence": None,
    } | fields
    article = Article(id=article_id, version="", text=text, **draft)
    article = Article(id=article_id, version=version_of(article), text=text, **draft)
    library.store.save(
        article,
        StoredFile(article_id, article.id, article.version, f"{article_id}.md"),
        split(article, library.encoder.count_tokens, limit=library.encoder.max_tokens),
        attributions,
        attributed=REVISION,
        signature=b"",
        origin=article_id,
    )
    return article
