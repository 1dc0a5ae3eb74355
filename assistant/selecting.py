"""Which sentences make a summary: likeness, weights and what belongs together -> the ones chosen, in that order.

A set is as good as what it covers: each sentence of the articles, by its weight, as far as the nearest chosen one is
like it (facility location; Lin and Bilmes 2011), and each day that the chosen ones speak of; less what they repeat.
Chosen greedily by gain for the room taken. No publisher has more than its share while others have something to add.
Left out: what the weights mean (`summarizing.py`) and any reading of words.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
import numpy.typing as npt

from assistant.answering import said_already
from assistant.answers import Evidence
from assistant.retrieval import SHARE

OWN = 0.1  # for what the sentence itself matters, beside what it covers
REPEAT = 0.05  # off for its likeness to the nearest chosen one
DAY = 0.05  # of what the sentence matters, for a day that no chosen one speaks of
ROOM = 0.5  # exponent of the statements it takes: a denial with what it denies may cost more than one, not twice
SAME = 0.85  # likeness from which two sentences say one thing

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be chosen: `pieces` are its evidence and what may not be left out beside it, `head` the place
    of its own first one, `rows` the places of their sentences among all, its own first; `day` is the date it speaks of.
    """

    pieces: tuple[Evidence, ...]
    head: int
    rows: tuple[int, ...]
    day: str | None


def choose(
    candidates: Sequence[Candidate], *, likeness: Vector, weights: Vector, room: int
) -> tuple[tuple[Evidence, ...], ...]:
    """The evidence of the candidates that together say most in `room` statements, the most telling first; what two of
    them share stands with the first.

    `likeness` are the cosines of all sentences with one another, `weights` how much each matters. The first one may
    take more room than there is, so that nothing stands without what belongs to it.
    """
    if not candidates or not weights.sum():
        return ()
    weights = weights / weights.sum()
    reach = np.stack([likeness[list(c.rows)].max(axis=0) for c in candidates]).clip(0)  # how like each sentence is
    own = np.array([max(weights[row] for row in c.rows) for c in candidates]) / weights.max()
    covered = np.zeros(len(weights), dtype=np.float32)
    nearest = np.zeros(len(candidates), dtype=np.float32)  # likeness to the nearest chosen one
    heads = [c.rows[0] for c in candidates]
    pieces: list[Evidence] = []
    taken: list[tuple[Evidence, ...]] = []
    days: set[str | None] = {None}
    statements: Counter[str | None] = Counter()
    left = set(range(len(candidates)))
    while len(pieces) < room and left:
        gains = np.maximum(reach - covered, 0) @ weights + OWN * own - REPEAT * nearest
        scores: dict[int, float] = {}
        for n in sorted(left):
            added = _new(candidates[n], pieces)
            if nearest[n] >= SAME or not added or (len(added) > room - len(pieces) and pieces):
                continue
            gain = float(gains[n]) + DAY * float(own[n]) * (candidates[n].day not in days)
            if gain > 0:
                scores[n] = round(gain / len(added) ** ROOM, 6)
        if not scores:
            break
        below = [n for n in scores if statements[_publisher(candidates[n])] < ceil(SHARE * room)]
        best = max(below or scores, key=lambda n: (scores[n], -n))
        left.discard(best)
        added = _new(candidates[best], pieces)
        pieces += added
        taken.append(tuple(added))
        covered = np.maximum(covered, reach[best])
        nearest = np.maximum(nearest, likeness[heads[best], heads])
        statements.update(e.publisher for e in added)
        days.add(candidates[best].day)
    return tuple(taken)


def _new(candidate: Candidate, pieces: Sequence[Evidence]) -> list[Evidence]:
    """The candidate's pieces that were not said already; none where its own words overlap with what was said."""
    own = candidate.pieces[candidate.head].quote
    if any(own.article_id == p.quote.article_id and own.span.overlaps(p.quote.span) for p in pieces):
        return []
    added: list[Evidence] = []
    for piece in candidate.pieces:
        if not said_already(piece, [*pieces, *added]):
            added.append(piece)
    return added


def _publisher(candidate: Candidate) -> str | None:
    return candidate.pieces[0].publisher
