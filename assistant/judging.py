"""Claim x Evidence -> Finding: does the evidence say what a sentence says, of the same things and in the same voice?

The evidence of one article at a time is read as one text by a small trained model (`entailment.py`), and compared with
the claim by rules (`comparing.py`). Both are signals of a logistic curve, fitted on the tuning halves of the benchmarks
and of our own sentences (`python -m evaluation.judging`): its value is the probability that the claim is supported.
What is supported by one article is supported. Left out: finding the evidence.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answers import Evidence, Outcome
from assistant.comparing import differences
from assistant.entailment import FOLDER, OUTCOMES, READ, Entailer, load_entailer
from assistant.findings import Aspect, Difference, Finding
from assistant.pointing import Claimed
from assistant.questions import terms
from assistant.turning import turned
from ingestion.articles import Quote
from ingestion.attribution import Stance
from ingestion.attribution.pipeline import attribute
from ingestion.attribution.sides import Sides, load_sides
from ingestion.attribution.tagger import Tagger, load_tagger

ARTICLES = 3  # read for one claim
ENOUGH = 0.9  # support from which no other article is read
SHORTENED = 0.97  # support of what is the article's own sentence, or less of it
SUPPORTED = 0.5  # support from which a claim is supported
NAMED = 3  # words of a source, at most, that a name is written behind
NEAR = 0.1  # share of the claim's words that an article may hold less than the closest one, to have a say
SPOKEN_OF = 0.3  # share of the claim's words below which nothing is found of it

_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_WHY = {
    Outcome.SUPPORTED: "the articles say so",
    Outcome.OVERSTATED: "the articles say less",
    Outcome.MISATTRIBUTED: "the articles give it to somebody else",
    Outcome.CONTRADICTED: "the articles say otherwise",
    Outcome.NOT_FOUND: "the articles don't say it",
}
_IN_WORDS = {
    Aspect.NUMBER: "the number differs",
    Aspect.DATE: "the date differs",
    Aspect.NAME: "a name isn't there",
    Aspect.NEGATION: "only one of the two is negated",
    Aspect.MODALITY: "the article is less sure",
    Aspect.SPEAKER: "the article gives the words to another",
    Aspect.STANCE: "the article only has it said, or said otherwise",
    Aspect.WORDING: "the words differ",
}
SIGNALS = (
    "constant",
    *(f"read: {outcome}" for outcome in OUTCOMES),  # logarithms of the model's probabilities
    "words held",  # share of the claim's words in the evidence
    "words in one",  # the same for the sentence that holds most
    *(f"differs: {aspect}" for aspect in Aspect if aspect is not Aspect.WORDING),  # 1 if so
    "attributed",  # whether the claim names who says it
)
_HELD = SIGNALS.index("words held")


@dataclass(frozen=True, slots=True)
class Checker:
    """What reading a claim takes."""

    tagger: Tagger
    entailer: Entailer
    sides: Sides
    weights: tuple[float, ...]  # of SIGNALS


@lru_cache(maxsize=1)
def load_checker() -> Checker:
    """The checker of this process, with the sides that Byline ships with."""
    written = json.loads((FOLDER / "weights.json").read_text())
    return Checker(load_tagger(), load_entailer(), load_sides(), tuple(written[name] for name in SIGNALS))


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim beside the evidence of one article: what differs, and the values of SIGNALS."""

    evidence: tuple[Evidence, ...]
    differences: tuple[Difference, ...]
    signals: tuple[float, ...]


def judge(claim: str, evidence: Sequence[Evidence], checker: Checker, *, start: int = 0) -> Finding:
    """Where one sentence stands against these pieces of evidence, the likeliest first.

    `start` is where the sentence begins in the text that is checked: differences point into that.
    """
    return judged(Claimed(claim, start, attribute(claim, checker.tagger)), evidence, checker)


def judged(claim: Claimed, evidence: Sequence[Evidence], checker: Checker) -> Finding:
    """As `judge`, for a claim in which it was already read who says what."""
    readings: list[tuple[float, Reading]] = []
    for own in list(by_article(evidence).values())[:ARTICLES]:
        reading = read(claim, own, checker)
        support = support_of(reading.signals, checker.weights)
        if not reading.differences and is_shortened(claim, reading.evidence):
            support = max(support, SHORTENED)
        readings.append((support, reading))
        if support >= ENOUGH:
            break
    if not readings:
        return _finding(claim, Outcome.NOT_FOUND, 0.0, None)
    closest = max(r.signals[_HELD] for _, r in readings)
    readings = [r for r in readings if r[1].signals[_HELD] >= closest - NEAR]
    support, reading = max(readings, key=lambda r: r[0])
    if support >= SUPPORTED:
        return _finding(claim, Outcome.SUPPORTED, support, reading)
    nearest = max((r for _, r in readings), key=lambda r: r.signals[_HELD])  # what it is shown beside is about the same
    return _finding(claim, _in_which_way(claim, nearest), support, nearest)


def read(claim: Claimed, evidence: Sequence[Evidence], checker: Checker) -> Reading:
    """Read a claim beside the evidence of one article, the likeliest piece first."""
    chosen = first_of(evidence)
    (chances,) = checker.entailer.read([(as_text(chosen), claim.text)])
    found = differences(claim, chosen, checker.sides)
    own = terms(claim.text)
    held = [own & (terms(e.sentence.exact) | terms(e.holder or "")) for e in chosen]
    share = max(1, len(own))
    signals = (
        1.0,
        *(math.log(max(float(c), 1e-4)) for c in chances),
        len(frozenset[str]().union(*held)) / share,
        max((len(h) for h in held), default=0) / share,
        *(float(any(d.aspect is a for d in found)) for a in Aspect if a is not Aspect.WORDING),
        float(bool(claim.attributions)),
    )
    return Reading(tuple(chosen), found, signals)


def is_shortened(claim: Claimed, evidence: Sequence[Evidence]) -> bool:
    """Whether a claim is one sentence of the evidence, whole or with words left out that don't turn it round."""
    own = _WORD.findall(claim.text.casefold())
    for piece in evidence:
        rest = iter(_WORD.findall(piece.sentence.exact.casefold()))
        if own and all(word in rest for word in own) and turned(claim.text, [piece.sentence.exact]) is None:
            return True
    return False


def support_of(signals: Sequence[float], weights: Sequence[float]) -> float:
    """The probability that a claim with these signals is supported."""
    return 1 / (1 + math.exp(-sum(s * w for s, w in zip(signals, weights, strict=True))))


def by_article(evidence: Sequence[Evidence]) -> dict[str, list[Evidence]]:
    """The evidence of each article, that of the likeliest piece first."""
    groups: dict[str, list[Evidence]] = {}
    for piece in evidence:
        groups.setdefault(piece.quote.article_id, []).append(piece)
    return groups


def first_of(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The first pieces, as many as are read at once, all those of one sentence together."""
    chosen: list[Evidence] = []
    sentences: set[int] = set()
    words = READ
    for piece in evidence:
        if piece.sentence.start not in sentences:
            words -= len(piece.sentence.exact.split())
            if words < 0 and chosen:
                break
            sentences.add(piece.sentence.start)
        chosen.append(piece)
    return chosen


def as_text(evidence: Sequence[Evidence]) -> str:
    """The sentences in the article's order, one that leans back with the one before it, and the name behind a source
    that is called otherwise there."""
    shown: dict[Quote, str] = {}
    for piece in evidence:
        whole = piece.quote if piece.quote.span.contains(piece.sentence.span) else piece.sentence
        text = shown.setdefault(whole, whole.exact)
        called = piece.called or piece.speaker
        name = piece.speaker if piece.called else piece.holder
        if called and name and name.casefold() not in called.casefold() and len(called.split()) <= NAMED:
            shown[whole] = text.replace(called, f"{called} [{name}]", 1)
    alone = [q for q in shown if not any(o is not q and o.span.contains(q.span) for o in shown)]
    return " ".join(shown[quote] for quote in sorted(alone, key=lambda q: q.start))


def _in_which_way(claim: Claimed, reading: Reading) -> Outcome:
    """What is wrong with a claim that isn't supported: what can be pointed at, else what the model thinks likeliest."""
    differing = {d.aspect for d in reading.differences}
    if reading.signals[_HELD] < SPOKEN_OF:
        return Outcome.NOT_FOUND
    if Aspect.SPEAKER in differing:
        return Outcome.MISATTRIBUTED
    if Aspect.STANCE in differing:
        denied = any(e.stance is Stance.DENIES and not e.negated for e in reading.evidence[:2])
        denies = any(a.stance is Stance.DENIES for a in claim.attributions)
        return Outcome.CONTRADICTED if denied != denies else Outcome.OVERSTATED
    if any(d.aspect in (Aspect.NUMBER, Aspect.DATE) and d.stated for d in reading.differences):
        return Outcome.CONTRADICTED
    likely = dict(zip(OUTCOMES, reading.signals[1:], strict=False))
    if Aspect.NEGATION in differing and likely[Outcome.CONTRADICTED] > likely[Outcome.NOT_FOUND]:
        return Outcome.CONTRADICTED
    return max((o for o in OUTCOMES if o is not Outcome.SUPPORTED), key=lambda o: likely[o])


def _finding(claim: Claimed, outcome: Outcome, support: float, reading: Reading | None) -> Finding:
    found = reading.differences if reading else ()
    told = ", ".join(dict.fromkeys(_IN_WORDS[d.aspect] for d in found))
    return Finding(
        start=claim.start,
        end=claim.start + len(claim.text),
        exact=claim.text,
        outcome=outcome,
        support=support,
        confidence=support if outcome is Outcome.SUPPORTED else 1 - support,
        why=_WHY[outcome] + (f": {told}" if told and outcome is not Outcome.SUPPORTED else ""),
        evidence=reading.evidence if reading else (),
        differences=found,
    )
