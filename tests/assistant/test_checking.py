"""The gate: what is wrong about a claim is refused, whatever proposed it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answers import Claim, Evidence, Outcome
from assistant.checking import admit, check
from assistant.evidence import gather
from assistant.findings import Finding
from ingestion.attribution import Stance
from ingestion.index import Hit
from ingestion.pipeline import Library, find_files


@pytest.fixture
def evidence(library: Library, write: Callable[..., Path]) -> Evidence:
    """A ministry that denies something."""
    path = write(
        "a.md", "The ministry of transport denied that the new trains had been late.", id="a", publisher="Sample Post"
    )
    library.ingest(find_files([path], max_bytes=10_000))
    passage = library.store.passages_of("a", library.store.article("a").version)[0]
    (sentence,) = gather([Hit(passage.id, "a", 1.0, "dense")], store=library.store)
    return sentence.evidence[0]


def claim(evidence: Evidence) -> Claim:
    text = "The ministry of transport denied"
    return Claim(text=text, evidence=(evidence,), speaker=evidence.speaker, stance=evidence.stance)


def test_an_honest_claim_passes(library: Library, evidence: Evidence) -> None:
    assert check(claim(evidence), store=library.store).outcome is Outcome.SUPPORTED
    (statement,) = admit([claim(evidence)], store=library.store)
    assert statement.citations[0].quote == evidence.quote


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"evidence": ()}, Outcome.NOT_FOUND),
        ({"speaker": "The railway"}, Outcome.MISATTRIBUTED),
        ({"speaker": None}, Outcome.MISATTRIBUTED),
        ({"stance": Stance.ASSERTS}, Outcome.CONTRADICTED),
        ({"text": "The ministry of transport admitted"}, Outcome.NOT_FOUND),
        ({"text": "Denied"}, Outcome.MISATTRIBUTED),
        ({"text": "The ministry of transport denied 300 times"}, Outcome.NOT_FOUND),
    ],
)
def test_a_claim_that_says_something_else_is_refused(
    library: Library, evidence: Evidence, changes: dict[str, object], outcome: Outcome
) -> None:
    wrong = replace(claim(evidence), **changes)  # type: ignore[arg-type]
    assert check(wrong, store=library.store).outcome is outcome
    assert admit([wrong], store=library.store) == ()


def test_a_claim_on_an_article_that_no_longer_stands_is_refused(library: Library, evidence: Evidence) -> None:
    library.remove("a")
    assert check(claim(evidence), store=library.store).outcome is Outcome.NOT_FOUND


# ---- what a language model wrote, whatever the checker found

TOLD = "Officials of the rail board have told the city that the night trains may stop, Sample Wire reported on Monday."


@pytest.fixture
def second_hand(library: Library, write: Callable[..., Path]) -> Evidence:
    """What an outlet reports that officials say."""
    library.ingest(find_files([write("b.md", TOLD, id="b", publisher="Sample Courier")], max_bytes=10_000))
    passage = library.store.passages_of("b", library.store.article("b").version)[0]
    (sentence,) = gather([Hit(passage.id, "b", 1.0, "dense")], store=library.store)
    return sentence.evidence[0]


def found(text: str, evidence: Evidence, outcome: Outcome = Outcome.SUPPORTED) -> Finding:
    """A finding that some checker came to."""
    return Finding(
        start=0,
        end=len(text),
        exact=text,
        outcome=outcome,
        support=1.0,
        confidence=1.0,
        why="it says so",
        evidence=(evidence,),
        differences=(),
    )


def test_a_written_sentence_passes_over_the_whole_sentence(library: Library, second_hand: Evidence) -> None:
    (statement,) = admit([found(TOLD, second_hand)], store=library.store)
    assert (statement.text, statement.written) == (TOLD, True)
    assert statement.citations[0].quote.exact == TOLD


@pytest.mark.parametrize(
    "text",
    [
        "The night trains may stop, Sample Wire reported on Monday.",  # who told the city?
        "Officials of the rail board have told the city that the night trains may stop.",  # who reported it?
        "Officials of the rail board have told the city that the night trains stop, Sample Wire reported on Monday.",
        "Officials of the rail board have told the city that the night trains may not stop, Sample Wire reported.",
        "Officials of the rail board have told the city that the night trains may stop in 2031, Sample Wire reported.",
        "Officials of the rail board in Orsk have told the city that the night trains may stop, Sample Wire reported.",
        "Officials of the rail board have told the city that empty, costly night trains may stop, Sample Wire said.",
        TOLD.replace("may stop", "may stop [1]"),
        TOLD.replace("may stop", "“must stop”"),
    ],
)
def test_a_written_sentence_that_is_freer_is_refused(library: Library, second_hand: Evidence, text: str) -> None:
    assert admit([found(text, second_hand)], store=library.store) == ()


def test_only_what_was_found_to_be_supported_passes(library: Library, second_hand: Evidence) -> None:
    for outcome in set(Outcome) - {Outcome.SUPPORTED}:
        assert admit([found(TOLD, second_hand, outcome)], store=library.store) == ()
    library.remove("b")
    assert admit([found(TOLD, second_hand)], store=library.store) == ()
