"""The gate: what is wrong about a claim is refused, whatever proposed it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answers import Claim, Evidence, Outcome
from assistant.checking import admit, check
from assistant.evidence import gather
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
