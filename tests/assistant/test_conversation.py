"""A turn becomes a question that stands alone: what is left out is filled in, and nothing else is dragged in."""

from collections.abc import Sequence

import pytest

from assistant.conversation import understand_turn
from assistant.turns import Said, Turn, Understood

LAST = Turn(
    Understood("What did France say about the pipeline?"),
    (
        Said(1, "Jean Dupont", "Sample Wire", "the pipeline is a mistake"),
        Said(2, "the ministry", "Sample Post", "it will be built"),
    ),
)


def same(text: str, others: Sequence[str]) -> Sequence[float]:
    """Likeness that tells nothing apart but case."""
    return [0.5 for _ in others]


def understood(question: str, *before: Turn) -> Understood:
    return understand_turn(question, before or (LAST,), likeness=same, publishers=frozenset({"Sample Wire"}))


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("And Germany?", ["Germany", "pipeline"], ["France"]),
        ("When was that?", ["When", "France", "pipeline"], []),
        ("Who denied it?", ["denied", "pipeline"], []),
        ("No, I meant the port", ["France", "the port"], ["pipeline"]),
        ("Who says so?", ["pipeline"], []),
        ("Next question: when does the ferry to Orsk close?", ["ferry", "Orsk"], ["France", "pipeline"]),
        ("When does the ferry company close the line to Orsk?", ["ferry", "Orsk"], ["France", "pipeline"]),
        ("What does Sample Wire say?", ["Sample Wire"], []),
    ],
)
def test_a_follow_up_holds_what_it_leaves_out(question: str, holds: list[str], lacks: list[str]) -> None:
    text = understood(question).text
    assert all(words in text for words in holds), text
    assert not any(words in text for words in lacks), text


@pytest.mark.parametrize(
    ("question", "number"), [("What about the second one?", 2), ("Who is behind [1]?", 1), ("and the last one?", 2)]
)
def test_a_citation_is_pointed_to_by_its_number_or_its_place(question: str, number: int) -> None:
    found = understood(question)
    assert found.citation == number
    assert LAST.said[number - 1].words in found.text


def test_the_first_question_stands_as_it_is() -> None:
    assert understand_turn("And Germany?", (), likeness=same) == Understood("And Germany?")


def test_what_follows_a_question_about_a_citation_goes_on_from_before_it() -> None:
    aside = Turn(understood("Who is behind [1]?"))
    assert "pipeline" in understood("And Germany?", LAST, aside).text


ENVOY = Turn(
    Understood("What did Jane Miller tell Peter Stone about the harbour?"),
    (Said(1, "Jane Miller", "Sample Wire", "the harbour will close"),),
)
WHO = Turn(
    Understood("Who wrote the report on the dam?"),
    (Said(1, None, "Sample Wire", "The report on the dam was written by Ruth Hall, an engineer."),),
)


@pytest.mark.parametrize(
    ("question", "before", "holds", "lacks"),
    [
        ("did she say when?", ENVOY, ["Jane Miller"], ["did she"]),
        ("What did he answer her?", ENVOY, ["Peter Stone", "Jane Miller"], []),
        ("is it going to close?", ENVOY, ["harbour"], []),
        ("Where does she work?", WHO, ["Ruth Hall"], []),
        ("does Ruth Hall deny it?", WHO, ["dam"], []),
        ("not the harbour, the bridge", ENVOY, ["Miller", "the bridge"], ["harbour"]),
        ("scratch that, the airport", ENVOY, ["Miller", "the airport"], ["harbour"]),
        ("and the ferry, will it close?", ENVOY, ["the ferry close"], []),
        ("thanks. And who owns the ferry?", ENVOY, ["ferry"], ["Miller", "harbour"]),
        ("Let me ask about something else. How old is the bridge?", ENVOY, ["bridge"], ["Miller", "harbour"]),
        ("since when?", WHO, ["Since when", "dam"], []),
    ],
)
def test_what_is_left_out_agrees_with_what_was_spoken_of(
    question: str, before: Turn, holds: list[str], lacks: list[str]
) -> None:
    text = understood(question, before).text
    assert all(words in text for words in holds), text
    assert not any(words in text for words in lacks), text


def test_a_number_past_the_last_citation_means_the_last() -> None:
    assert understood("What about [7]?").citation == 2


def test_a_question_by_nobody_known_keeps_its_pronoun() -> None:
    nobody = Turn(Understood("When does the ferry close?"))
    assert understood("What did he say?", nobody).text == "What did he say (the ferry close)?"
