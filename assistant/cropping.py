"""A quotation's place in its article -> what was cut away there and turns its meaning.

Read is the rest of the sentences that the words begin and end in, and what an ellipsis leaves out: a negation, a
condition, a denial or a doubt that governs them, a "but" that takes them back, the mark of a question; and the
article's own attributions, where somebody denies them. What the text itself says around its quotation is not cut away.
Left out: other sentences, irony, and what only knowledge of the matter would tell.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.crediting import Reading, around, is_named, speakers_at
from assistant.quotations import Quotation
from assistant.traces import Turn
from ingestion.articles import Span, cut_quote
from ingestion.attribution import Attribution, Polarity, Stance
from ingestion.attribution.sides import Sides

_MARK = "“”\"‘’'`«»„"
_GAP = rf"[\s{_MARK}(\[]*"
_LAST = rf"(?:[\s{_MARK}]+(?!(?:and|but|or|who|which|when|while)\b)\w[\w'’-]*){{0,3}}{_GAP}$"  # up to three words more
_NEGATION = (
    r"\b(?:(?:not|never|cannot|nor|neither|nobody|none|nothing|hardly|barely|scarcely|seldom|rarely|without|\w+n['’]t)\b"
    r"(?!\s+(?:only|just|merely|simply|least)\b)|no\b(?!\s+(?:doubt|question|secret|surprise|wonder)\b))"
)
_CONDITION = (
    r"\b(?:if|unless|whether|until|lest|provided|providing|as long as|so long as|in case|assuming|suppose|supposing|"
    r"on condition|in the event)\b"
)
_DENIAL = (
    r"\b(?:den(?:y|ied|ies|ying|ials?)|reject\w*|dismiss\w*|disput\w+|refut\w+|rebut\w*|disavow\w*|contradict\w*|"
    r"disagree\w*|doubt\w*|[sc]keptic\w*|false\w*|untrue|myths?|lies?|hoax|fiction|wrong|unlikely|improbable|"
    r"impossible|refus\w+|declin\w+|fail\w*|unable|unwilling|avoid\w*|prevent\w*|stop\w*|instead of|rather than|"
    r"far from|short of|opposed? to|against|too \w+ to|less likely|no longer)\b"
)
_CLAIM = (
    r"\b(?:claim\w*|alleg\w+|accus\w+|rumou?r\w*|speculat\w+|suspi\w+|suspect\w*|suppos\w+|purport\w*|pretend\w*|"
    r"hypothes\w+|theor(?:y|ies)|insinuat\w+|fear\w*|hop(?:e|es|ed|ing)|wish\w*|worr\w+|belie(?:f|fs|ve|ves|"
    r"ved|ving)|think\w*|thought|guess\w*|assum\w+|reportedly|apparently|perhaps|maybe|possibly|conspiracy)\b"
)
_OF_A_CLAUSE = (
    r"(?:\s+(?!(?:and|but|or|sa(?:id|ys?)|told)\b)\w[\w'’-]*){0,3}?\s+"
    r"(?:that|of|to|as|from|how)\b(?:\s+(?:the|an?|his|her|their|its))?" + _GAP + "$"
)
_TAKEN_BACK = re.compile(
    r"(?P<own>[\s,;–—-]*(?:(?:but|yet|although|though|even though|however|except|if|unless|until|only (?:if|when|"
    r"after|because)|provided|as long as|so long as|assuming|in case|on condition|were it not|not because|not for|"
    r"without)\b))"
    r"|[\s,]*(?:(?:is|was|are|were|would be|seems?) (?:\w+ )?(?:false|untrue|not true|wrong|nonsense|a lie|lies|a myth|"
    r"unlikely|impossible|unproven|unfounded|baseless)\b)"
)
_CREDITED = re.compile(
    r"[\s,]*(?:according to|as claimed by|claims?|claimed|alleged(?:ly)?|supposedly|reportedly|"
    r"(?:\w+ ){1,4}(?:claimed|alleged|claims|alleges|believes?|believed|thinks?))\b"
)
_IF_FIRST = re.compile(
    r"^\W*(?:(?:and|but|so|then)\s)?(?:if|unless|until|should|were|had)\b.*,\W*(?:then\s)?$", re.I | re.S
)
_WHY = {
    "negation": "it stands under a negation",
    "condition": "it holds only on a condition",
    "denial": "it is denied, doubted or not done",
    "claim": "it is only claimed, thought or hoped",
    "taken back": "what follows takes it back or limits it",
    "question": "it is a question",
    "credited": "the article gives it as somebody's claim",
}
_BEFORE = {
    "negation": re.compile(_NEGATION + _LAST, re.I),
    "condition": re.compile(_CONDITION + r"[^,;:—.!?]*$", re.I),
    "denial": re.compile(_DENIAL + f"(?:{_OF_A_CLAUSE}|{_GAP}$)", re.I),
    "claim": re.compile(_CLAIM + f"(?:{_OF_A_CLAUSE}|{_GAP}$)", re.I),
}
_CARRIES = {  # what in the text's own words says so too
    "negation": re.compile(f"{_NEGATION}|{_DENIAL}", re.I),
    "condition": re.compile(_CONDITION, re.I),
    "denial": re.compile(f"{_NEGATION}|{_DENIAL}", re.I),
    "claim": re.compile(_CLAIM, re.I),
    "taken back": re.compile(rf"\b(?:but|yet|although|though|however|except|only)\b|{_CONDITION}|{_DENIAL}", re.I),
    "question": re.compile(r"\?|\b(?:ask\w*|question\w*|wonder\w*|whether|if)\b", re.I),
    "credited": re.compile(r"$^"),
}


def turns_of(quotation: Quotation, reading: Reading, pieces: Sequence[Span], sides: Sides) -> tuple[Turn, ...]:
    """The words around the pieces that turn what they say, unless the text's own words say so too."""
    said = f"{quotation.before} | {quotation.after}"
    found: dict[str, Span] = {}
    for kind, span in _around(quotation, reading, pieces, sides):
        if kind not in found and not _CARRIES[kind].search(said):
            found[kind] = span
    return tuple(Turn(cut_quote(reading.article, span), _WHY[kind]) for kind, span in found.items())


def _around(quotation: Quotation, reading: Reading, pieces: Sequence[Span], sides: Sides) -> Iterator[tuple[str, Span]]:
    """Each kind of turning with the article's words that do it."""
    text = reading.article.text
    first, last = pieces[0], pieces[-1]
    start = around(reading, Span(first.start, first.start + 1)).start
    end = around(reading, Span(last.end - 1, last.end)).end
    yield from _ahead(quotation, reading, Span(start, first.start), first, sides)
    yield from _behind(quotation, reading, Span(last.end, end), first)
    for left, right in pairwise(pieces):
        gap = Span(left.end, right.start)
        if around(reading, left).end >= right.start:  # within one sentence
            for kind in ("negation", "denial", "condition"):
                if match := _CARRIES[kind].search(text, gap.start, gap.end):
                    yield kind, Span(*match.span())
        else:
            yield from _behind(quotation, reading, Span(gap.start, around(reading, left).end), left)
            yield from _ahead(quotation, reading, Span(around(reading, right).start, gap.end), right, sides)
    for attribution in speakers_at(reading, Span(first.start, last.end)):
        cue = attribution.cue
        if cue and _denies(attribution) and not _says_so(quotation, attribution):
            yield "denial", cue


def _ahead(quotation: Quotation, reading: Reading, rest: Span, piece: Span, sides: Sides) -> Iterator[tuple[str, Span]]:
    """What stands in front of a piece in its sentence."""
    before = rest.of(reading.article.text)
    if not re.search(r"\w", before):
        return
    for kind, pattern in _BEFORE.items():
        match = pattern.search(before)
        if match is None:
            continue
        where = Span(rest.start + match.start(), rest.start + len(before.rstrip()))
        if kind != "claim" or not _is_claimers(quotation, reading, where, piece, sides):
            yield kind, where
    if match := _IF_FIRST.match(before):
        yield "condition", Span(rest.start, rest.start + len(before.rstrip()))


def _behind(quotation: Quotation, reading: Reading, rest: Span, piece: Span) -> Iterator[tuple[str, Span]]:
    """What follows a piece in its sentence."""
    text = reading.article.text
    after = rest.of(text)
    closed = re.match(rf"[,.]?[{_MARK}]", after) is not None  # the speaker's own words end here
    match = _TAKEN_BACK.match(after)
    if match and not (closed and match["own"]):
        yield "taken back", Span(rest.start, rest.start + match.end())
    match = _CREDITED.match(after)
    if match and quotation.speaker is None:
        yield "credited", Span(rest.start, rest.start + match.end())
    asked = after.rstrip(f"{_MARK} )")
    if asked.endswith("?") and not closed and "?" not in quotation.exact and not quotation.scare:
        yield "question", Span(rest.start, rest.start + len(asked))


def _is_claimers(quotation: Quotation, reading: Reading, where: Span, piece: Span, sides: Sides) -> bool:
    """Whether a claim is the words of whom the text names for them: then nothing of it is lost."""
    named = quotation.speaker
    return named is not None and any(
        a.cue and a.cue.overlaps(where) and is_named(named, a, reading, sides) for a in speakers_at(reading, piece)
    )


def _denies(attribution: Attribution) -> bool:
    return (
        attribution.stance in (Stance.DENIES, Stance.DECLINES)
        or attribution.polarity is Polarity.NEGATIVE
        or not attribution.actual
    )


def _says_so(quotation: Quotation, attribution: Attribution) -> bool:
    """Whether the text reports the words in the same way."""
    named = quotation.speaker
    return named is not None and (named.negated or named.stance is attribution.stance)
