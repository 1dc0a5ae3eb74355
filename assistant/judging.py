"""Claim x Evidence -> Finding: does the evidence say what a sentence says, of the same things and in the same voice?

First cut: shared words. It will read numbers, dates, names, negation, modality, speakers and stance, and ask a small
trained reader.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answers import Evidence, Outcome
from assistant.findings import Finding
from assistant.questions import terms
from ingestion.attribution.tagger import Tagger, load_tagger

SAID = 0.6  # share of the claim's words that its evidence holds


@dataclass(frozen=True, slots=True)
class Checker:
    """What reading a claim takes."""

    tagger: Tagger


@lru_cache(maxsize=1)
def load_checker() -> Checker:
    """The checker of this process. Raises EmbeddingError where a model isn't usable."""
    return Checker(load_tagger())


def judge(claim: str, evidence: Sequence[Evidence], checker: Checker, *, start: int = 0) -> Finding:
    """Where one sentence stands against these pieces of evidence, the best of which need not be the first.

    `start` is where the sentence begins in the text that is checked: differences point into that.
    """
    own = terms(claim)
    ranked = sorted(evidence, key=lambda e: -len(own & terms(e.sentence.exact)))
    best = ranked[:1]
    share = len(own & terms(best[0].sentence.exact)) / max(1, len(own)) if best else 0.0
    outcome = Outcome.SUPPORTED if share >= SAID else Outcome.NOT_FOUND
    return Finding(
        start=start,
        end=start + len(claim),
        exact=claim,
        outcome=outcome,
        support=share,
        confidence=max(share, 1 - share),
        why="the evidence holds its words" if outcome is Outcome.SUPPORTED else "the articles don't say it",
        evidence=tuple(best),
        differences=(),
    )
