"""Quotation -> QuotationFinding, excerpt -> Trace: is it in the articles word for word, where, and who says it there?

Words are compared as `wordings.py` folds them, and nothing but the same words one after another is found; an ellipsis
and a bracket say where some are missing. What isn't found is compared with what is most like it, and the difference
shown. Whatever is shown of an article is cut from it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.aligning import Gap, Piece, Run, changes, cover, find_pieces, likeness, nearest, pieces_of
from assistant.crediting import Reading, evidence_at, gives_to, read_article
from assistant.cropping import turns_of
from assistant.differing import capitals, differences_of
from assistant.explaining import whence, why
from assistant.quotations import Marks, Quotation
from assistant.retrieval import Filters
from assistant.shelves import Shelf, open_shelf
from assistant.traces import Appearance, Fault, Match, QuotationFinding, Trace
from assistant.wordings import Wording, read_wording
from ingestion.articles import Span, Status, cut_quote
from ingestion.errors import BylineError, NotFound
from ingestion.pipeline import Library
from ingestion.store import Listed

LONGEST = 20_000  # characters of an excerpt
PLACES = 20  # that are judged, of words that stand in many
ALTERED = 0.4  # share of the words that may differ from those that they are said to be altered from
CLOSE = 0.2  # the same, up to which they are rather altered than stitched together
FEWEST = 3  # words that have to stay the same for it
PATCHES = 4  # pieces, at most, of something stitched together
DROPPED = 12  # words between two pieces, at most, that were dropped rather than the pieces stitched
NEAREST = 3  # articles in which the nearest words are looked for and shown
_ENDING = " \n,.;:!?…'’\"”»"  # punctuation that may stand inside a quotation's marks or outside


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the pieces of a quotation stand in one article."""

    listed: Listed
    wording: Wording
    pieces: tuple[Piece, ...]
    runs: tuple[Run, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(self.wording.span(r.first, r.last) for r in self.runs)


@dataclass(frozen=True, slots=True)
class _Near:
    """A place that differs, and by how many words."""

    distance: int
    place: _Place


def look_up(library: Library, quotation: Quotation, filters: Filters = Filters()) -> QuotationFinding:  # noqa: B008
    """Where a quotation stands in the articles that pass, and what is wrong with it.

    Of several places the one with the fewest faults counts. Raises BylineError where the library isn't usable.
    """
    shelf = open_shelf(library, filters)
    own = read_wording(quotation.exact)
    places = _places(own, shelf, past=False) or _places(own, shelf, past=True)
    found = [f for place in places[:PLACES] for f in _judged(quotation, own, place, library)]
    if found:
        first = min(found, key=_blame)
        return replace(first, places=tuple(p for f in [first, *(o for o in found if o is not first)] for p in f.places))
    return _unfound(quotation, own, shelf)


def trace(library: Library, excerpt: str, filters: Filters = Filters()) -> Trace:  # noqa: B008
    """Where an excerpt comes from, in articles and versions of them that pass; or that it is in none.

    Raises BylineError for an excerpt without a word or longer than LONGEST, and where the library isn't usable.
    """
    stripped = excerpt.strip()
    quotation = Quotation(start=0, end=len(stripped), exact=stripped, marks=Marks.BLOCK)
    if len(stripped) > LONGEST:
        raise BylineError(f"the excerpt is longer than {LONGEST:,} characters; a few paragraphs will do")
    own = read_wording(stripped)
    if not len(own):
        raise BylineError("the excerpt holds no word; give one, a phrase at least")
    shelf = open_shelf(library, filters)
    standing = [*_places(own, shelf, past=False), *_places(own, shelf, past=True)]
    found = [f for place in standing[:PLACES] for f in _judged(quotation, own, place, library)]
    if not found:
        finding = _unfound(quotation, own, shelf)
    else:
        exact = min(found, key=lambda f: (list(Match).index(f.match), f.places[0].status is not Status.CURRENT))
        finding = replace(exact, places=tuple(sorted((p for f in found for p in f.places), key=_first)))
    missing = finding.match is Match.NOT_FOUND
    places = () if missing else finding.places
    dates = [a.published_at for a in shelf.current if a.published_at]
    return Trace(
        excerpt=stripped,
        match=finding.match,
        why=whence(finding),
        places=places,
        differences=finding.differences,
        nearest=finding.places if missing else (),
        origins=len({p.evidence.origin for p in places}),
        searched=len(shelf.current),
        oldest=min(dates, default=None),
        newest=max(dates, default=None),
    )


def _first(place: Appearance) -> tuple[bool, float, str, int]:
    """The earliest published first, undated ones last; of one article the version that stands."""
    date = place.evidence.published_at
    quote = place.evidence.quote
    return date is None, date.timestamp() if date else 0.0, quote.article_id, place.status is not Status.CURRENT


def _blame(finding: QuotationFinding) -> tuple[int, bool, bool]:
    """Less for a place where less is wrong; being another's words counts more than anything else of the same number."""
    withdrawn = finding.places[0].status is not Status.CURRENT
    return len(finding.faults), Fault.SOMEONE_ELSE in finding.faults, withdrawn


# ---- words that stand in an article


def _places(own: Wording, shelf: Shelf, *, past: bool) -> list[_Place]:
    """Where the words stand, as a whole, else in pieces: in current articles, or in other versions."""
    words = own.folded
    whole = (Piece(0, len(words), Gap.NOTHING),) if words else ()
    for pieces in dict.fromkeys((whole, pieces_of(own))):
        if pieces:
            longest = max(pieces, key=lambda p: p.last - p.first)
            held = shelf.holding(words[longest.first : longest.last], past=past)
            found = [_Place(a, w, pieces, runs) for a, w in held for runs in find_pieces(pieces, words, w)]
            if found:
                return found
    return []


def _judged(quotation: Quotation, own: Wording, place: _Place, library: Library) -> list[QuotationFinding]:
    """What is wrong with a quotation at one place; nothing comes back where its article is gone."""
    try:
        reading = read_article(place.listed.id, place.listed.version, library.store)
    except NotFound:
        return []
    changed = [
        c for p, run in zip(place.pieces, place.runs, strict=True) for c in capitals(own, p.first, place.wording, run)
    ]
    turns = turns_of(quotation, reading, place.spans, library.sides)
    whole = Span(place.spans[0].start, place.spans[-1].end)
    appearance = _appearance(reading, place.spans)
    right = gives_to(quotation.speaker, reading, whole, library.sides) if quotation.speaker else None
    exact = len(place.spans) == 1 and quotation.exact.rstrip(_ENDING) in _beside(reading, whole)
    match = Match.ALTERED if changed else Match.EXACT if exact else Match.TYPOGRAPHY
    faults = [Fault.ALTERED] if changed else []
    faults += [Fault.CROPPED] if turns else []
    faults += [Fault.SOMEONE_ELSE] if right is False else []
    finding = QuotationFinding(
        quotation=quotation,
        match=match,
        faults=tuple(faults),
        why="",
        places=(appearance,),
        differences=differences_of(changed, own, quotation, wording=place.wording, article=reading.article),
        turns=turns,
        credited=appearance.evidence.holder,
    )
    return [replace(finding, why=why(finding))]


def _beside(reading: Reading, span: Span) -> str:
    """The words of a place with the punctuation that may belong to it."""
    return reading.article.text[max(0, span.start - 3) : span.end + 3]


def _appearance(reading: Reading, spans: Sequence[Span]) -> Appearance:
    article = reading.article
    return Appearance(
        evidence_at(reading, Span(spans[0].start, spans[-1].end)),
        tuple(cut_quote(article, s) for s in spans),
        article.status,
        article.notice,
    )


# ---- words that don't


def _unfound(quotation: Quotation, own: Wording, shelf: Shelf) -> QuotationFinding:
    """What the words were made of: another wording, pieces of several; else what is most like them."""
    words = own.folded
    near = _nearest(words, quotation.exact, shelf)
    patched = _patched(own, shelf)
    distance = near[0].distance if near else len(words)
    faults: tuple[Fault, ...]
    if patched and distance > CLOSE * len(words):
        found, faults, match = patched, (Fault.STITCHED,), Match.STITCHED
    elif near and distance <= ALTERED * len(words) and len(words) - distance >= FEWEST:
        return _altered(quotation, own, near[0], shelf.library)
    else:
        found, match = [n.place for n in near[:NEAREST]], Match.NOT_FOUND
        faults = () if quotation.scare else (Fault.NOT_FOUND,)
    finding = QuotationFinding(
        quotation=quotation, match=match, faults=faults, why="", places=tuple(_shown(found, shelf.library))
    )
    return replace(finding, why=why(finding))


def _altered(quotation: Quotation, own: Wording, near: _Near, library: Library) -> QuotationFinding:
    """A quotation whose words were changed from those of an article."""
    reading = read_article(near.place.listed.id, near.place.listed.version, library.store)
    run, wording = near.place.runs[0], near.place.wording
    changed = changes(own.folded, wording.folded[run.first : run.last], run.first)
    appearance = _appearance(reading, near.place.spans)
    right = gives_to(quotation.speaker, reading, near.place.spans[0], library.sides) if quotation.speaker else None
    finding = QuotationFinding(
        quotation=quotation,
        match=Match.ALTERED,
        faults=(Fault.ALTERED, Fault.SOMEONE_ELSE) if right is False else (Fault.ALTERED,),
        why="",
        places=(appearance,),
        differences=differences_of(changed, own, quotation, wording=wording, article=reading.article),
        credited=appearance.evidence.holder,
    )
    return replace(finding, why=why(finding))


def _nearest(words: Sequence[str], text: str, shelf: Shelf) -> list[_Near]:
    """The likeliest articles' words that are most like these, the closest first."""
    likely = [(likeness(words, w), a, w) for a, w in (shelf.like(text) if words else ())]
    best = sorted((found for found in likely if found[0][0]), key=lambda found: -found[0][0])[:NEAREST]
    found = []
    for (_, shift), listed, wording in best:
        run, distance = nearest(words, wording, shift)
        found.append(_Near(distance, _Place(listed, wording, (), (run,))))
    return sorted(found, key=lambda n: n.distance)


def _patched(own: Wording, shelf: Shelf) -> list[_Place]:
    """The places that words were stitched together from; none where they are in one place, or not all of them found."""
    words = own.folded
    asked = [own.text, own.text[: len(own.text) // 2], own.text[len(own.text) // 2 :]]
    likely = list({a.id: (a, w) for text in asked for a, w in shelf.like(text)}.values()) if words else []
    found = cover(words, [w for _, w in likely]) or ()
    if not 1 < len(found) <= PATCHES or _is_one_place(found):
        return []
    return [_Place(*likely[number], (piece,), (run,)) for number, piece, run in found]


def _is_one_place(found: Sequence[tuple[int, Piece, Run]]) -> bool:
    """Whether pieces stand in one article, in order, with only a few words between them: words were dropped there."""
    return all(left[0] == right[0] and 0 <= right[2].first - left[2].last <= DROPPED for left, right in pairwise(found))


def _shown(places: Sequence[_Place], library: Library) -> Iterator[Appearance]:
    for place in places:
        try:
            reading = read_article(place.listed.id, place.listed.version, library.store)
        except NotFound:  # removed since it was found
            continue
        yield _appearance(reading, place.spans)
