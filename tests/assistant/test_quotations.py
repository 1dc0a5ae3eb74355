"""Quotations are found in any text, whatever their marks, with whom the text names for them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.quotations import Marks, find_quotations
from ingestion.attribution.tagger import load_tagger


def found(text: str) -> list[tuple[str, str, int]]:
    quotations = find_quotations(text, load_tagger())
    assert all(text[q.start : q.end] == q.exact for q in quotations)
    return [(q.exact, q.marks.value, q.level) for q in quotations]


@pytest.mark.parametrize(
    ("text", "words", "marks"),
    [
        ("She said: “The dam is safe.”", "The dam is safe.", Marks.DOUBLE),
        ('She said: "The dam is safe."', "The dam is safe.", Marks.DOUBLE),
        ("She said: ``The dam is safe.''", "The dam is safe.", Marks.DOUBLE),
        ("She said: ‘The workers’ rights aren’t safe.’", "The workers’ rights aren’t safe.", Marks.SINGLE),
        ("She said 'the workers' rights are lost' and left.", "the workers' rights are lost", Marks.SINGLE),
        ("She called it « une honte » and left.", "une honte", Marks.GUILLEMETS),
        ("She called it »eine Schande« and left.", "eine Schande", Marks.GUILLEMETS),
        ("She called it „eine Schande“ and left.", "eine Schande", Marks.LOW),
        ("She said:\n\n> The dam\n> is safe.\n> — Ann Lee\n", "The dam\n> is safe.", Marks.BLOCK),
        (
            "She said: “The dam is safe.\n\n“Nobody need leave.”",
            "The dam is safe.\n\n“Nobody need leave.",
            Marks.DOUBLE,
        ),
        ("She said “it never closes\n\nAnother paragraph.", "it never closes", Marks.DOUBLE),
    ],
)
def test_every_kind_of_mark(text: str, words: str, marks: Marks) -> None:
    assert found(text) == [(words, marks.value, 0)]


@pytest.mark.parametrize(
    "text", ["The boys' club isn't Ann's.", "Rock 'n' roll of the '90s, ’twas fun.", "He is 5'10\" tall.", "No marks."]
)
def test_an_apostrophe_is_no_quotation(text: str) -> None:
    assert found(text) == []


def test_one_quotation_within_another() -> None:
    assert found("He said: “She told me ‘it is safe here’ twice.”") == [
        ("She told me ‘it is safe here’ twice.", "double", 0),
        ("it is safe here", "single", 1),
    ]


def test_whom_the_text_names() -> None:
    text = """Greg Becker, the former chief executive, said: “We took the risk seriously,” he added. “We were not
reckless.”

“It is not,” the union replied.

> We knew that it was over.
> — Ann Lee, a manager

The so-called “experts” left."""
    quotations = find_quotations(text, load_tagger())
    assert [q.speaker and q.speaker.name for q in quotations][:4] == [
        "Greg Becker",
        "Greg Becker",
        "the union",
        "Ann Lee",
    ]
    assert [q.scare for q in quotations] == [False, False, False, False, True]


@settings(deadline=None, max_examples=60)
@given(st.text(st.sampled_from("ab ’'‘“”\"«»„>\n.,s`"), max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    found(text)
