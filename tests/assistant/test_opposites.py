"""A question that one word turns into another one is answered with less confidence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.opposites import mismatches
from assistant.pipeline import ask, consider
from ingestion.pipeline import Library, find_files

Write = Callable[..., Path]
ARTICLE = (
    "The largest ship of the Orsk line was sold in March. The union of Harl accepted the offer of the harbour office."
    " Forty workers did not join the strike at the mill. The lighthouse at Zell stands on a rock."
)


@pytest.fixture
def told(library: Library, write: Write) -> Library:
    library.ingest(find_files([write("a.md", ARTICLE, id="a", publisher="Sample Post")], max_bytes=100_000))
    return library


@pytest.mark.parametrize(
    ("sound", "turned"),
    [
        ("Which was the largest ship of the Orsk line?", "Which was the smallest ship of the Orsk line?"),
        ("Did the union of Harl accept the offer?", "Did the union of Harl reject the offer?"),
        ("Who accepted the offer of the harbour office?", "Who didn't accept the offer of the harbour office?"),
        ("Which workers did not join the strike?", "Which workers didn't leave the strike?"),
        ("When was the largest ship sold?", "When was the lighthouse at Zell built?"),
    ],
)
def test_a_question_that_is_turned_is_told_from_the_sound_one(told: Library, sound: str, turned: str) -> None:
    first, second = consider(told, sound), consider(told, turned)
    assert mismatches(first.question, first.scored[0]) == 0
    assert mismatches(second.question, second.scored[0]) == 1
    assert ask(told, sound).confidence > ask(told, turned).confidence


def test_a_word_and_its_opposite_both_in_the_text_are_no_sign(library: Library, write: Write) -> None:
    text = "The largest ship was sold and the smallest ship was kept."
    library.ingest(find_files([write("a.md", text, id="a")], max_bytes=100_000))
    considered = consider(library, "Was the smallest ship kept?")
    assert mismatches(considered.question, considered.scored[0]) == 0
