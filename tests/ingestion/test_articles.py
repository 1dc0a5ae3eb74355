"""Text is normalised once, and a quote is the article's words or doesn't exist."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.articles import Article, Quote, Span, cut_quote, normalise
from ingestion.errors import QuoteError


def article_of(text: str) -> Article:
    return Article(
        id="a",
        version="1",
        title=None,
        publisher=None,
        authors=(),
        published_at=None,
        url=None,
        language=None,
        licence=None,
        text=text,
    )


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_normalising_twice_changes_nothing_and_leaves_storable_text(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()
    assert "\x00" not in once
    assert "\r" not in once


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("10² km", "10² km"),  # NFKC would say 102
        ("Cafe\u0301", "Café"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("pay\u200bpal \u202egnp.exe\u202c", "paypal gnp.exe"),
        ("half\x00hidden", "halfhidden"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("\ufeffstart", "start"),
    ],
)
def test_what_normalising_does(raw: str, clean: str) -> None:
    assert normalise(raw) == clean


@given(st.data())
def test_a_cut_quote_is_the_articles_words_and_can_be_found_again(data: st.DataObject) -> None:
    text = data.draw(st.text(min_size=1))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = cut_quote(article_of(text), Span(start, end))
    assert quote.exact == text[start:end]
    assert quote.prefix + quote.exact + quote.suffix in text
    assert cut_quote(article_of(text), quote.span) == quote


def test_a_quote_that_differs_cannot_be_made() -> None:
    article = article_of("He said no.")
    with pytest.raises(QuoteError, match="word for word"):
        Quote("a", "1", 0, 2, "She", article)
    with pytest.raises(QuoteError):
        Quote("a", "2", 0, 2, "He", article)
    with pytest.raises(QuoteError):
        cut_quote(article, Span(3, 3))
    with pytest.raises(QuoteError):
        Quote("a", "1", 8, 12, "no.", article)
