"""Receipts and what is kept: the same answer each time, what has changed since, and nothing of what was removed."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.dialogue import converse, past_turns
from assistant.pipeline import ask
from assistant.receipts import Receipt, from_json, id_of
from assistant.rendering import as_json
from assistant.verifying import verify
from ingestion.articles import Status
from ingestion.errors import BylineError, NotFound
from ingestion.pipeline import Library, find_files
from tests.conftest import CACHE

Write = Callable[..., Path]
DAM = "The dam at Harl is safe, the ministry said on Monday. Engineers found a crack in the dam in March."
FERRY = "The ferry to Orsk will close in June, the ferry company said. It has lost money for three years."
QUESTION = "Is the dam at Harl safe?"


@pytest.fixture
def told(library: Library, write: Write) -> Library:
    """A library with two articles."""
    write("dam.md", DAM, id="dam", publisher="Sample Post", published_at="2024-03-05")
    folder = write("ferry.md", FERRY, id="ferry", publisher="Sample Wire", published_at="2024-03-01").parent
    library.ingest(find_files([folder], max_bytes=100_000))
    return library


def receipt_of(library: Library, answer_id: str) -> Receipt:
    return from_json(library.kept.receipt(answer_id))


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Library]:
    """A second library in another folder."""
    with Library(tmp_path / "other", cache=CACHE) as opened:
        yield opened


def test_another_library_with_the_same_articles_gives_the_same_answer(
    told: Library, other: Library, tmp_path: Path
) -> None:
    for name in ("ferry", "dam"):  # in another order
        other.ingest(find_files([tmp_path / "articles" / f"{name}.md"], max_bytes=100_000))
    first, second = ask(told, QUESTION), ask(other, QUESTION)
    assert json.dumps(as_json(first)) == json.dumps(as_json(second))
    assert told.kept.receipt(first.id) == other.kept.receipt(second.id)


def test_a_receipt_verifies_until_something_changes(told: Library, write: Write) -> None:
    receipt = receipt_of(told, ask(told, QUESTION).id)
    found = verify(receipt, told)
    assert (found.holds, found.changed) == (True, False)
    told.ingest(find_files([write("mill.md", "The mill burnt down.", id="mill")], max_bytes=100_000))
    found = verify(receipt, told)
    assert (found.holds, found.changed) == (True, True)
    assert next(c for c in found.checks if c.what == "articles searched").holds is None


def test_a_corrected_article_changes_and_a_removed_one_fails_the_receipt(told: Library, write: Write) -> None:
    receipt = receipt_of(told, ask(told, QUESTION).id)
    told.ingest(find_files([write("dam.md", DAM.replace("safe", "sound"), id="dam")], max_bytes=100_000))
    found = verify(receipt, told)
    assert found.holds
    assert any(Status.SUPERSEDED in c.found for c in found.checks if c.what.startswith("quote"))
    told.remove("dam")
    assert not verify(receipt, told).holds


@pytest.mark.parametrize("change", [{"question": "Is the dam unsafe?"}, {"confidence": 0.99}, {"searched": 7}])
def test_a_receipt_that_was_changed_fails(told: Library, change: dict[str, object]) -> None:
    receipt = receipt_of(told, ask(told, QUESTION).id)
    forged = replace(receipt, **change)  # type: ignore[arg-type]
    assert id_of(forged) != receipt.id
    assert not verify(forged, told).holds


def test_what_is_no_receipt_is_one_sentence() -> None:
    with pytest.raises(BylineError, match="this is no receipt"):
        from_json("{}")


def test_removing_an_article_removes_the_kept_answers_that_cite_it(told: Library) -> None:
    dam, ferry = ask(told, QUESTION).id, ask(told, "When will the ferry to Orsk close?").id
    told.remove("dam")
    with pytest.raises(NotFound):
        told.kept.answer(dam)
    assert json.loads(told.kept.answer(ferry))["id"] == ferry


def test_a_conversation_forgets_what_was_removed_and_can_be_deleted(told: Library) -> None:
    held = told.kept.begin("").id
    answer = converse(told, held, QUESTION).answer
    assert "dam" in converse(told, held, "Who said so?").understood.text
    told.remove("dam")
    turns = past_turns(told, held)
    assert turns[0].answer is None
    told.kept.forget(held)
    with pytest.raises(NotFound):
        told.kept.conversation(held)
    with pytest.raises(NotFound):
        told.kept.answer(answer.id)


def test_an_edited_understanding_takes_the_place_of_the_last_turn(told: Library) -> None:
    held = told.kept.begin("").id
    converse(told, held, QUESTION)
    exchange = converse(told, held, QUESTION, understood="When will the ferry to Orsk close?")
    assert exchange.place == 1
    assert "June" in exchange.answer.statements[0].text
    assert len(told.kept.turns(held)) == 1
