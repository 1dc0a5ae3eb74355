"""Rules and tagger say who said what, each in its way; here the two become one. Drafts in, drafts out.

The tagger finds more; the rules are surer where quotation marks stand, and see relays and cited sources. Each constant
was set on 60 articles of PolNeAR's train split that the tagger had not seen.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingestion.articles import Span
from ingestion.attribution.cues import ADJECTIVES, NOUNS, VERBS
from ingestion.attribution.drafts import Draft
from ingestion.attribution.quotations import find_quotations, without_marks
from ingestion.attribution.tagger import Tagged
from ingestion.attribution.words import DETERMINERS, FINITE, PLANS, PREPOSITIONS

TAGGER, BOTH = "tagger", "tagger and rules"
SURE_TAGGED, SURE_NESTED = 0.5, 0.6  # below them, what only the tagger found is left out: outermost, and in contents
DONE = 0.55  # confidence at most of what looks done and not said
SURE_RULED = 0.9  # and what only the rules found
NEAR = 200  # characters: what stands further from a "citing" has nothing to do with it
COVERED = 0.5  # share of a content from which it counts as found already

_WORD = re.compile(r"\w+")
_CUE_WORDS = frozenset([*VERBS, *NOUNS, *ADJECTIVES, "according", "telling", "view", "words"])
_CLAUSE = re.compile(  # a finite verb, or quotation marks
    rf"[“”\"]|\b(?:{'|'.join(sorted(FINITE))})\b|n['’]t\b|\b[a-z]{{3,}}(?:ed|es)\b"
)
_SMALL = DETERMINERS | (PREPOSITIONS - {"as", "for", "per", "to"}) | {"and", "or", "but"}
_UNANSWERED = re.compile(
    r"(?:did not|didn['’]t|has not|have not) (?:immediately )?(?:respond|reply|return)|no response"
)
_PASSIVE = re.compile(
    r"(?:(?:has|have|had|is|are|was|were|be|been|being|widely|also|now|later|long)\s+)*(?:is|are|was|were|been|being)\s+"
    r"(?:\w+ly\s+|also\s+|now\s+|first\s+)*(?:said|told|reported|repeated|alleged|claimed|expected|believed|thought|"
    r"rumou?red|considered|known|seen|described|called|accused|asked|urged|warned|informed|announced|revealed)",
    re.I,
)
_CITING = re.compile(r"citing|quoting", re.I)
_THAT = re.compile(r"that\s+(?!(?:is|was|are|were|will|would|can|could|has|had|does|did|may|might)\b)")


def drafts_of(text: str, tagged: Sequence[Tagged]) -> list[Draft]:
    """What the tagger found, in our conventions: content without "that", and without the marks of a quotation that is
    all of it."""
    drafts = []
    for found in tagged:
        source = _named(text, found.source) if found.source and not _is_told(text, found) else None
        parts = [_tidied(text, part) for part in found.content]
        content = tuple(p for p in parts if p.start < p.end and not (source and p.overlaps(source)))
        if content:
            said = _looks_said(text, found.cue, content)
            drafts.append(
                Draft(
                    source=source,
                    cue=found.cue,
                    content=content,
                    confidence=round(found.confidence if said else min(found.confidence, DONE), 2),
                    method=TAGGER,
                )
            )
    return drafts


def _looks_said(text: str, cue: Span, content: Sequence[Span]) -> bool:
    """Whether something is said, and not done, as far as a lexicon tells: "presented an image" is done."""
    words = _WORD.findall(cue.of(text).casefold())
    if not _CUE_WORDS.isdisjoint(words) or not any(word[0].isalpha() for word in words):
        return True
    around = (text[max(0, part.start - 2) : part.end + 2] for part in content)
    return any(_CLAUSE.search(words) for words in around)


def _is_told(text: str, found: Tagged) -> bool:
    """Whether the "source" is what is said, or who is told it: the claim was repeated, she was told that …"""
    before = found.source is not None and found.source.end <= found.cue.start
    return before and _PASSIVE.fullmatch(found.cue.of(text)) is not None


def _named(text: str, source: Span) -> Span:
    """A source without its "'s"."""
    words = source.of(text)
    return Span(source.start, source.end - 2) if words.endswith(("'s", "’s")) and len(words) > 2 else source


def _tidied(text: str, part: Span) -> Span:
    words = part.of(text)
    start = part.start + len(words) - len(words.lstrip(" ,"))
    that = _THAT.match(text, start, part.end)
    start = that.end() if that else start
    found = Span(start, max(start, start + len(text[start : part.end].rstrip())))
    quotations = find_quotations(text, found)
    if len(quotations) == 1 and quotations[0].start == found.start and found.end - quotations[0].end <= 1:
        return without_marks(text, quotations[0])
    return found


def join(text: str, ruled: Sequence[Draft], tagged: Sequence[Draft], *, least: float) -> list[Draft]:
    """One draft for each attribution that either found, by the start of its content; what only the tagger found, from a
    confidence of `least`."""
    known = [span for draft in tagged for span in draft.content]
    joined = [draft for draft in ruled if draft.trusted]
    left = [draft for draft in ruled if draft.cue and draft not in joined]
    tagged = [
        draft
        for draft in tagged
        if not _is_empty(text, draft) and not any(_same_report(draft, trusted) for trusted in joined)
    ]
    tagged = [
        d for d in tagged if not any(_only_cites(text, d, other) for other in [*ruled, *tagged] if other is not d)
    ]
    for draft in tagged:
        match = next((r for r in left if r.cue and draft.cue and r.cue.overlaps(draft.cue)), None)
        if match:
            left.remove(match)
            joined.append(_merged(match, draft, known))
        elif draft.confidence >= least:
            joined.append(draft)
    taken = [span for draft in joined for span in draft.content]
    for draft in [*left, *(draft for draft in ruled if draft.cue is None)]:
        sure = draft.confidence >= SURE_RULED or draft.cue is None
        if sure and _overlap(draft.content, taken) < COVERED * _overlap(draft.content, draft.content):
            joined.append(draft)
    return sorted(joined, key=lambda draft: (draft.content[0], draft.cue or draft.content[0]))


def _same_report(tagged: Draft, trusted: Draft) -> bool:
    """Whether the tagger saw a piece of what the rules are trusted with: AP cited an official, who said …"""
    between = [span for span in (trusted.source, trusted.cue) if span]
    spans = [span for span in (tagged.cue, *tagged.content) if span]
    meets = any(a.overlaps(b) for a in spans for b in between)
    return meets or _overlap(tagged.content, trusted.content) > 0


def _is_empty(text: str, draft: Draft) -> bool:
    """Whether nothing is reported: according to plan, did not respond to requests, or a cue of small words alone."""
    cue = draft.cue.of(text).casefold() if draft.cue else ""
    source = draft.source.of(text).casefold() if draft.source else ""
    if cue.startswith("according") and source.removeprefix("the ") in PLANS:
        return True
    words = _WORD.findall(cue)
    return bool(words and _SMALL.issuperset(words)) or _UNANSWERED.match(cue) is not None


def _only_cites(text: str, draft: Draft, other: Draft) -> bool:
    """Whether `draft` is what `other` is told by: AP has reported, citing sources, that …"""
    if draft.cue is None or _CITING.fullmatch(draft.cue.of(text)) is None:
        return False
    near = other.cue is not None and 0 <= other.content[0].start - draft.content[-1].end < NEAR
    alone = draft.source is None or (other.source is not None and draft.source.overlaps(other.source))
    return (alone and near) or _overlap(draft.content, other.content) >= COVERED * _overlap(
        draft.content, draft.content
    )


def _merged(ruled: Draft, tagged: Draft, known: Sequence[Span]) -> Draft:
    """The tagger's spans with what the rules know beside them: relays, and the paragraphs over which a quotation goes
    on, which may lie outside the tagger's window."""
    last = tagged.content[-1].end
    further = [part for part in ruled.content if part.start >= last and not _overlap([part], known)]
    agree = _overlap(ruled.content, tagged.content) >= COVERED * _overlap(ruled.content, ruled.content)
    return replace(
        ruled,
        source=tagged.source or ruled.source,
        cue=tagged.cue,
        content=(*tagged.content, *further),
        confidence=max(ruled.confidence, tagged.confidence) if agree else tagged.confidence,
        method=BOTH,
    )


def _overlap(own: Sequence[Span], others: Sequence[Span]) -> int:
    """Characters that the two have in common."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in own for b in others)
