"""What a question mentions: the sort of each thing, what it does in the question, and where it stands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.mentions import Part, Sort, mentions_in


@pytest.mark.parametrize(
    ("question", "words", "sort", "part"),
    [
        ("What did Jane Miller say about the harbour?", "Jane Miller", Sort.PERSON, Part.SUBJECT),
        ("What did Jane Miller say about the harbour?", "the harbour", Sort.THING, Part.BESIDE),
        ("Did the ministry close the port of Orsk on 3 May 2021?", "the ministry", Sort.BODY, Part.SUBJECT),
        ("Did the ministry close the port of Orsk on 3 May 2021?", "the port of Orsk", Sort.THING, Part.OBJECT),
        ("Did the ministry close the port of Orsk on 3 May 2021?", "3 May 2021", Sort.TIME, Part.BESIDE),
        ("How many tugs were used?", "tugs", Sort.THING, Part.SUBJECT),
    ],
)
def test_a_mention_has_a_sort_and_a_part(question: str, words: str, sort: Sort, part: Part) -> None:
    found = {m.words: m for m in mentions_in(question)}
    assert words in found, found
    assert (found[words].sort, found[words].part) == (sort, part)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("aB ’'s-of.,?the did 1"), max_size=60))
def test_a_mention_is_where_it_says(text: str) -> None:
    assert all(m.words == m.span.of(text) and m.words for m in mentions_in(text))
