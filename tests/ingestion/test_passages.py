"""Passages: exact offsets, nothing lost, and never more than the model reads."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from llama_index.core.node_parser import SentenceSplitter

from ingestion.embedding import MAX_TOKENS, Encoder
from ingestion.passages import SENTENCES, sentences, split
from tests.ingestion.test_articles import article_of

WORDS = "The minister said on Monday that the talks had not failed. "


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["Mr. Speaker left.", "“No,” she said.", "Why? ", "x" * 300, "a b", "…", "é¹\t", "\n", "\n\n"])
    )
)
def test_sentences_and_passages_lose_no_word_and_keep_their_order(encoder: Encoder, pieces: list[str]) -> None:
    text = " ".join(pieces)
    passages = split(article_of(text), lambda t: len(t.split()) + len(t) // 50, limit=8)
    spans = [s for p in passages for s in p.sentences]
    assert "".join(text[s.start : s.end] for s in spans).split() == text.split() or (
        "".join("".join(text[s.start : s.end].split()) for s in spans) == "".join(text.split())
    )
    assert spans == sorted(spans)
    assert not any(a.overlaps(b) for a, b in pairwise(spans))
    for passage in passages:
        assert passage.span.start == passage.sentences[0].start
        assert passage.span.end == passage.sentences[-1].end
        assert len(passage.sentences) <= SENTENCES
    assert len({p.id for p in passages}) == len(passages)


def test_a_paragraph_border_ends_a_sentence() -> None:
    text = "A headline without a stop\nThe first sentence. The second."
    assert [s.of(text) for s in sentences(text)] == [
        "A headline without a stop",
        "The first sentence.",
        "The second.",
    ]


def test_no_passage_is_longer_than_the_model_reads_where_llama_index_would_be_cut(encoder: Encoder) -> None:
    text = WORDS * 200
    theirs = SentenceSplitter().split_text(text)
    assert max(encoder.count_tokens(t) for t in theirs) > 2 * MAX_TOKENS  # 1,024 tokens by default
    longest = max(theirs, key=len)
    cut = encoder.encode([longest, longest[: len(longest) // 2]])
    assert np.allclose(cut[0], cut[1])  # the model never saw the second half: this is what "silently" means

    long_sentences = text + "\n" + "without a stop " * 500 + "\n" + "x" * 5000
    for passage in split(article_of(long_sentences), encoder.count_tokens, limit=encoder.max_tokens):
        assert encoder.count_tokens(passage.span.of(long_sentences)) <= MAX_TOKENS
