"""Words without their typography, and back to the characters they stand on."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.wordings import read_wording

TEXT = st.text(
    st.sampled_from("abcdeé AB’'‘“”\"-–—−.,;:!?…[]()1290$%\n\u00a0\u200b\u00ad\ufb01\u0301>*_"), min_size=0, max_size=60
)
WORDS = st.lists(
    st.sampled_from("the dam isn't safe said 1,000 co-operate fifth U.S. never café 3.5".split()), min_size=1
)


@settings(deadline=None)
@given(TEXT)
def test_words_stand_in_order_on_characters_of_the_text(text: str) -> None:
    read = read_wording(text)
    assert len(read) == len(read.folded) == len(read.starts) == len(read.ends)
    edge = 0
    for start, end in zip(read.starts, read.ends, strict=True):
        assert edge <= start < end <= len(text)
        edge = end


@settings(deadline=None)
@given(WORDS, st.data())
def test_the_characters_of_some_words_are_those_words(words: list[str], data: st.DataObject) -> None:
    read = read_wording("“" + " ".join(words) + ".”")
    first = data.draw(st.integers(0, len(read) - 1))
    last = data.draw(st.integers(first + 1, len(read)))
    cut = read.span(first, last).of(read.text)
    assert read_wording(cut).folded == read.folded[first:last]
    assert first in list(read.find(read.folded[first:last]))


@settings(deadline=None)
@given(WORDS, st.data())
def test_typography_changes_no_word(words: list[str], data: st.DataObject) -> None:
    blank = st.sampled_from([" ", "\n", "\u00a0", " \u200b", "\n> ", "  "])
    noisy = "".join(word + data.draw(blank) for word in words)
    noisy = noisy.translate(str.maketrans({"'": "’", ".": "."})).replace("fi", "ﬁ").replace("saf", "sa\u00adf")
    assert read_wording(unicodedata.normalize("NFD", noisy)).folded == read_wording(" ".join(words)).folded


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("govern-\nment", "government"),
        ("a well-known\u00a0case", "a well‐known case"),
        ("the U.S. dollar", "the US dollar"),
        ("1,000 people — all of them", "1000 people - all of them"),
        ("[T]he dam", "the dam"),
        ("*very* safe", "very safe"),
    ],
)
def test_these_are_the_same(left: str, right: str) -> None:
    assert read_wording(left).folded == read_wording(right).folded


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("is safe", "is not safe"),
        ("isn't", "is"),
        ("10²", "102"),
        ("1.5", "15"),
        ("-5", "5"),
        ("safe?", "safe"),
        ("5%", "5"),
    ],
)
def test_these_are_not(left: str, right: str) -> None:
    assert read_wording(left).folded != read_wording(right).folded
