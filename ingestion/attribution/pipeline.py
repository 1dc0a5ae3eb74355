"""text -> rules and tagger -> joined -> read: the only module that knows the order. Who said what, with exact spans.

Each level is read alike: the text, then inside each content for what it reports in turn.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingestion.articles import Span
from ingestion.attribution import Attribution
from ingestion.attribution.cues import ADJECTIVES, NOUNS, VERBS
from ingestion.attribution.drafts import Draft
from ingestion.attribution.joining import SURE_NESTED, SURE_TAGGED, drafts_of, join
from ingestion.attribution.languages import is_english, quotations_in
from ingestion.attribution.reading import read, voice_of
from ingestion.attribution.rules import read_region
from ingestion.attribution.speakers import resolve
from ingestion.attribution.tagger import Tagger

REVISION = "tagger-2"  # changed with what is found, so that articles read by an older release are read again
DEEPEST = 2  # levels of nesting that are read: A says that B said that C knew
SHORTEST = 4  # words: in a shorter content nobody is reported

_WORD = re.compile(r"[^\W\d_]+")
_CUE_WORDS = frozenset([*VERBS, *NOUNS, *ADJECTIVES, "according", "allegedly", "reportedly"])


@dataclass(frozen=True, slots=True)
class _Placed:
    draft: Draft
    level: int
    parent: int | None


def attribute(text: str, tagger: Tagger | None) -> tuple[Attribution, ...]:
    """The attributions of `text`, by the start of their content, parents before children; by rules alone without a
    tagger. Of a text that isn't English, its quotations alone."""
    if not is_english(text):
        return tuple(_made(text, _Placed(draft, 0, None), {}) for draft in _quotations(text))
    placed = [_Placed(draft, 0, None) for draft in _level(text, [Span(0, len(text))], tagger, SURE_TAGGED)[0]]
    newest = range(len(placed))
    for level in range(1, DEEPEST + 1):
        regions = [(n, content) for n in newest for content in placed[n].draft.content]
        regions = [(n, part) for n, part in _apart(regions) if _may_report(part.of(text))]
        inner = _level(text, [content for _, content in regions], tagger if level == 1 else None, SURE_NESTED)
        newest = range(len(placed), len(placed) + sum(map(len, inner)))
        placed += [
            _Placed(draft, level, parent)
            for (parent, _), found in zip(regions, inner, strict=True)
            for draft in found
            if draft.cue
        ]
        newest = range(newest.start, len(placed))
    order = sorted(range(len(placed)), key=lambda n: (placed[n].draft.content[0].start, placed[n].level))
    place = {n: at for at, n in enumerate(order)}
    return resolve(text, [_made(text, placed[n], place) for n in order])


def _apart(regions: Sequence[tuple[int, Span]]) -> Iterator[tuple[int, Span]]:
    """In order, those that overlap none before: two cues may share a content, which is read once."""
    end = 0
    for number, region in sorted(regions, key=lambda pair: (pair[1].start, -pair[1].end)):
        if region.start >= end:
            yield number, region
            end = region.end


def _quotations(text: str) -> list[Draft]:
    """What stands between quotation marks, said by somebody: all that is read of a text that isn't English."""
    return [
        Draft(source=None, cue=None, content=(span,), confidence=0.4, method="quotation marks")
        for span in quotations_in(text)
    ]


def _may_report(content: str) -> bool:
    """Whether somebody may be reported in a content: it holds a word that some cue has, and words around it."""
    words = [word.casefold() for word in _WORD.findall(content)]
    return len(words) >= SHORTEST and not _CUE_WORDS.isdisjoint(words)


def _level(text: str, regions: Sequence[Span], tagger: Tagger | None, least: float) -> list[list[Draft]]:
    """The drafts of each region; see `join` for `least`."""
    ruled = [read_region(text, region) for region in regions]
    if tagger is None:
        return ruled
    tagged: list[list[Draft]] = [[] for _ in regions]
    for number, draft in _owned(regions, drafts_of(text, tagger.tag(text, regions))):
        tagged[number].append(draft)
    return [join(text, own, found, least=least) for own, found in zip(ruled, tagged, strict=True)]


def _owned(regions: Sequence[Span], drafts: Sequence[Draft]) -> Iterator[tuple[int, Draft]]:
    """Each draft with the number of the region it lies in."""
    order = sorted(range(len(regions)), key=lambda n: regions[n].start)
    starts = [regions[n].start for n in order]
    for draft in drafts:
        yield order[bisect_right(starts, draft.content[0].start) - 1], draft


def _made(text: str, placed: _Placed, place: dict[int, int]) -> Attribution:
    draft = placed.draft
    source = _without_comma(text, draft.source) if draft.source else None
    said = read(text, source=source, cue=draft.cue, content=draft.content)
    return Attribution(
        source=source,
        cue=draft.cue,
        content=draft.content,
        voice=voice_of(text, draft.content),
        stance=said.stance,
        polarity=said.polarity,
        actual=said.actual,
        hedge=said.hedge,
        relay=said.relay or draft.relay,
        cited=said.cited or draft.cited,
        scope=said.scope,
        anonymous=said.anonymous,
        committed=said.committed,
        level=placed.level,
        parent=None if placed.parent is None else place[placed.parent],
        confidence=draft.confidence,
        method=draft.method,
    )


def _without_comma(text: str, source: Span) -> Span:
    """A source without the comma that ends its apposition."""
    words = source.of(text).rstrip(" ,;")
    return Span(source.start, source.start + len(words)) if words else source
