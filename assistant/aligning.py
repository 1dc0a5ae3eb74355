"""Wording x Wording -> where the one stands in the other, word by word, and what differs.

Pieces that an ellipsis or a bracket parts are found one after another. The neighbourhood of words that were changed is
where most of them, the rare ones above all, stand at one distance; there rapidfuzz aligns them. Left out: which article
to look in, and what a difference means.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from rapidfuzz.distance import Levenshtein

from assistant.wordings import Wording

REPLACED = 8  # words of an article, at most, that a bracket stands for
LEFT_OUT = 400  # words, at most, that an ellipsis stands for
NEAR = 40  # the same, beside a piece of only one or two words
SLACK = 6  # words by which a neighbourhood may begin or end elsewhere than the rare words say
COMMON = 24  # pairs of places, from which a word tells nothing of where a neighbourhood is
FEWEST = 3  # words of a piece of something stitched together

_GAP = re.compile(
    r"[\[(]?\s*(?:…|\.\s?\.\s?\.(?:\s?\.)?)\s*[\])]?"
    r"|\[(?![^\]]*(?:\b(?:not|no|never)\b|n['’]t\b))(?P<put>[^\]\n]{2,80})\]"  # nobody may put a negation in
)


class Gap(Enum):
    """What stands before a piece."""

    NOTHING = 0
    ELLIPSIS = 1
    BRACKET = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """The words `first:last` of a quotation, which stand in one run."""

    first: int
    last: int
    gap: Gap


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """The words `first:last` of an article."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Change:
    """Words `first:last` of a quotation that stand for others of an article; either may be none."""

    first: int
    last: int
    run: Run


def pieces_of(quotation: Wording) -> tuple[Piece, ...]:
    """The runs of words between ellipses and brackets; what a bracket holds is the writer's own."""
    pieces: list[Piece] = []
    at, gap = 0, Gap.NOTHING
    for match in _GAP.finditer(quotation.text):
        first, last = (sum(1 for s in quotation.starts if s < edge) for edge in match.span())
        if first > at:
            pieces.append(Piece(at, first, gap))
            gap = Gap.NOTHING
        at = last
        gap = Gap.ELLIPSIS if match["put"] is None or gap is Gap.ELLIPSIS else Gap.BRACKET
    if len(quotation) > at:
        pieces.append(Piece(at, len(quotation), gap))
    return tuple(pieces)


def find_pieces(pieces: Sequence[Piece], words: Sequence[str], article: Wording) -> Iterator[tuple[Run, ...]]:
    """Each place where the pieces stand one after another, a bracket's and an ellipsis' distance apart."""
    places = [list(article.find(words[p.first : p.last])) for p in pieces]
    if not all(places):
        return
    for start in places[0]:
        runs = [Run(start, start + pieces[0].last - pieces[0].first)]
        for piece, before, starts in zip(pieces[1:], pieces, places[1:], strict=False):
            size = piece.last - piece.first
            short = min(size, before.last - before.first) < FEWEST
            reach = REPLACED if piece.gap is Gap.BRACKET else NEAR if short else LEFT_OUT
            end = runs[-1].last
            following = next((s for s in starts if end <= s <= end + reach), None)
            if following is None:
                break
            runs.append(Run(following, following + size))
        else:
            yield tuple(runs)


def likeness(words: Sequence[str], article: Wording) -> tuple[float, int]:
    """How much of these words an article holds in about one place, rare ones counting most, and its first word."""
    own: defaultdict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        own[word].append(place)
    theirs: defaultdict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(article.folded):
        if word in own:
            theirs[word].append(place)
    votes: defaultdict[int, float] = defaultdict(float)
    for word, places in theirs.items():
        if len(places) * len(own[word]) <= COMMON:
            for shift in {place - mine for place in places for mine in own[word]}:
                votes[shift // SLACK] += 1 / len(places)
    if not votes:
        return 0.0, 0
    near = {bucket: vote + votes.get(bucket + 1, 0.0) for bucket, vote in votes.items()}
    best = max(sorted(near), key=near.__getitem__)
    return near[best], best * SLACK


def nearest(words: Sequence[str], article: Wording, shift: int) -> tuple[Run, int]:
    """The run of an article, which begins about `shift`, most like these words, and by how many words it differs."""
    theirs = article.folded
    best = len(words), 0, Run(0, 1)
    for start in range(max(0, shift), min(len(theirs), shift + 2 * SLACK)):
        middle = start + len(words)
        for end in range(max(start + 1, middle - SLACK), min(len(theirs), middle + SLACK) + 1):
            distance = Levenshtein.distance(words, theirs[start:end], score_cutoff=best[0])
            best = min(best, (distance, abs(end - middle), Run(start, end)))
    return best[2], best[0]


def changes(words: Sequence[str], theirs: Sequence[str], start: int) -> tuple[Change, ...]:
    """What differs between a quotation's words and a run of an article's that begins at its word `start`."""
    found: list[Change] = []
    for code in Levenshtein.opcodes(words, theirs):
        if code.tag == "equal":
            continue
        change = Change(code.src_start, code.src_end, Run(start + code.dest_start, start + code.dest_end))
        if found and (found[-1].last, found[-1].run.last) == (change.first, change.run.first):
            before = found.pop()
            change = Change(before.first, change.last, Run(before.run.first, change.run.last))
        found.append(change)
    return tuple(found)


def cover(words: Sequence[str], articles: Sequence[Wording]) -> tuple[tuple[int, Piece, Run], ...] | None:
    """The words as longest runs out of these articles, each with the article's number; None where some are in none."""
    found: list[tuple[int, Piece, Run]] = []
    at = 0
    while at < len(words):
        size, number, start = 0, 0, 0
        for n, article in enumerate(articles):
            while at + size < len(words) and (place := next(article.find(words[at : at + size + 1]), None)) is not None:
                size, number, start = size + 1, n, place
        if size < FEWEST:
            return None
        found.append((number, Piece(at, at + size, Gap.NOTHING), Run(start, start + size)))
        at += size
    return tuple(found)
