"""A claim x its evidence -> where it gives words to another than the article does, in another stance, or to nobody.

By what `ingestion.attribution` reads in both, and by names; whose words a pronoun's are is left open where the article
leaves it open.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.answers import Evidence
from assistant.findings import Aspect, Difference
from assistant.pointing import NEGATION, SHARED, Claimed, at, name_terms, stated
from assistant.questions import initials, terms
from ingestion.articles import Quote
from ingestion.attribution import Attribution, Polarity, Stance
from ingestion.attribution.sides import Sides

_PASSED_ON = re.compile(
    r"\b(?:is|are|was|were|be) (?:said|reported|believed|thought|rumoured|alleged|understood|quoted|claimed)\b"
    r"|\b(?:reportedly|allegedly|according to|is alleged|accounts?|by (?:his|her|its|their|the) own)\b",
    re.I,
)
_NOBODY = re.compile(  # names nobody by itself: "he", "the agency", "its chairman"; "the FDIC" does
    r"|(?i:he|she|it|they|who|which|that|we|i|this|both|all|one|some|others)|[Tt]he [a-z]+|(?i:its|his|her|their) .+"
)
_PRONOUN = re.compile(r"\b(?:he|she|it|they)\b", re.I)
_SAYING = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|add(?:s|ed)|stat(?:e|es|ed)|announc\w+|argu\w+|insist\w*|claim\w*|"
    r"alleg\w+|den(?:y|ies|ied|ying)|warn\w*|wr(?:ite|ites|ote)|report\w*|according|believ\w+|th(?:ink|inks|ought)|"
    r"explain\w*|suggest\w*|stress\w*|emphasi\w+|maintain\w*|contend\w*|acknowledg\w+|admit\w*|conced\w+|confirm\w*|"
    r"declar\w+|estimat\w+|not(?:e|es|ed)|complain\w*|accus\w+|describ\w+|call(?:s|ed)|remark\w*|repl(?:y|ies|ied)|"
    r"ask(?:s|ed)|demand\w*|promis\w+|pledg\w+|vow\w*|reject\w*|dismiss\w*|predict\w*|conclud\w+|quot\w+|mention\w*|"
    r"point(?:s|ed)? out|indicat\w+|assert\w*|reveal\w*|prais\w+|criticis\w+|urg(?:e|es|ed)|recall\w*|view|"
    r"words|account)\b",
    re.I,
)
_TOLD = re.compile(r"\b(?:tell|tells|told|telling)\b", re.I)
_ACTS = (Stance.INTENDS, Stance.DECLINES, Stance.SUPPORTS, Stance.OPPOSES)  # what is told of somebody is done as well
_FIRM = re.compile(
    r"\b(?:prov(?:e|es|ed)|confirm(?:s|ed)?|establish(?:es|ed)?|reveal(?:s|ed)?|show(?:s|ed)?|acknowledg(?:e|es|ed)|"
    r"admit(?:s|ted)?|conced(?:e|es|ed)|demonstrat(?:e|es|ed)|recogni[sz](?:e|es|ed))\b",
    re.I,
)
_LIKE = (  # stances between which a careful editor may choose
    {Stance.ASSERTS, Stance.CLAIMS, Stance.WARNS, Stance.BELIEVES, Stance.PROMISES, Stance.INTENDS, Stance.CONCEDES},
    {Stance.ASSERTS, Stance.DEMANDS},
    {Stance.CLAIMS, Stance.DEMANDS},
    {Stance.SUPPORTS, Stance.ASSERTS},
    {Stance.OPPOSES, Stance.DENIES, Stance.ASSERTS},
    {Stance.DECLINES, Stance.ASSERTS},
    {Stance.ASKS, Stance.DEMANDS},
    {Stance.HEARSAY, Stance.CLAIMS},
)


def voices(claim: Claimed, evidence: Sequence[Evidence], sides: Sides) -> Iterator[Difference]:
    """Where the claim gives words to another than the article does, in another stance, or to nobody."""
    own = terms(claim.text)
    told = False
    for attribution in claim.attributions:
        content = terms(" ".join(span.of(claim.text) for span in attribution.content))
        same = [e for e in evidence if len(content & terms(e.sentence.exact)) >= SHARED * len(content)]
        framing = " ".join(span.of(claim.text) for span in (attribution.source, attribution.cue) if span)
        if attribution.source is None or not _SAYING.search(framing):
            continue  # an act, which the articles may tell of in their own voice
        if same and attribution.level:
            yield from _told_inside(claim, attribution, same)
        elif same and 2 * len(content) >= len(own - terms(framing)):
            told = True
            yield from _told(claim, attribution, content, same, sides)
    if not told and evidence:
        yield from _flattened(claim, evidence)


def _told_inside(claim: Claimed, attribution: Attribution, evidence: Sequence[Evidence]) -> Iterator[Difference]:
    """Inside somebody's words, a speaker whom the article doesn't name where it has the same."""
    source = attribution.source
    if source is None or _NOBODY.fullmatch(source.of(claim.text)):
        return
    own = name_terms(source.of(claim.text))
    if not any(own & name_terms(f"{e.quote.exact} {e.speaker} {e.holder} {e.cited}") for e in evidence):
        there = _within(evidence[0], evidence[0].speaker)
        yield Difference(Aspect.SPEAKER, **at(claim, source.start, source.end), **there)  # type: ignore[arg-type]


def _told(
    claim: Claimed,
    attribution: Attribution,
    content: frozenset[str],
    evidence: Sequence[Evidence],
    sides: Sides,
) -> Iterator[Difference]:
    """What the claim gives to a source, beside who the article gives it to."""
    source = attribution.source.of(claim.text) if attribution.source else ""
    ranked = sorted(evidence, key=lambda e: -len(content & terms(e.content)))
    fitting = [e for e in ranked if _is_source(source, e, sides)]
    if not fitting:
        place = attribution.source or attribution.content[0]
        yield Difference(
            Aspect.SPEAKER,
            **at(claim, place.start, place.end),  # type: ignore[arg-type]
            **_within(ranked[0], ranked[0].speaker),  # type: ignore[arg-type]
        )
    elif not any(_same_stance(attribution, e, claim.text) for e in fitting):
        cue = attribution.cue or attribution.content[0]
        yield Difference(
            Aspect.STANCE,
            **at(claim, cue.start, cue.end),  # type: ignore[arg-type]
            **_within(fitting[0], fitting[0].cue),  # type: ignore[arg-type]
        )
    elif _second_hand(claim, fitting[0]):
        yield Difference(Aspect.STANCE, **_within(fitting[0], fitting[0].via))  # type: ignore[arg-type]


def _is_source(source: str, evidence: Evidence, sides: Sides) -> bool:
    """Whether the article gives the words to this source, by name, by side, or as their publisher; a source that names
    nobody fits anybody."""
    if _NOBODY.fullmatch(source):
        return True
    own = name_terms(source)
    unclear = evidence.speaker is None or bool(_NOBODY.fullmatch(evidence.holder or evidence.speaker))
    names = [
        n for n in (evidence.speaker, evidence.holder, evidence.called, evidence.via, evidence.cited) if n is not None
    ]
    side = sides.of(source)
    if any(own & (name_terms(n) | initials(n)) or initials(source) & name_terms(n) for n in names):
        return True
    if side is not None and any(sides.of(n) == side for n in names):
        return True
    if evidence.publisher and own & terms(evidence.publisher):
        return evidence.stance is None
    if not unclear and not evidence.unnamed:
        return False
    if evidence.cue is None or evidence.speaker is not None:
        return own <= name_terms(evidence.quote.exact)
    # "He stressed that …": whom the sentence before names, where that is quoted with it; else it may be anybody
    return evidence.quote.span == evidence.sentence.span or bool(own & name_terms(evidence.quote.exact))


def _second_hand(claim: Claimed, evidence: Evidence) -> bool:
    """Whether the article has it through an outlet that the claim leaves out."""
    return (
        evidence.via is not None
        and not _TOLD.search(evidence.cue or "")  # "told Reuters": at first hand, and Reuters heard it
        and not name_terms(evidence.via) & name_terms(claim.text)
        and not _PASSED_ON.search(claim.text)
    )


def _flattened(claim: Claimed, evidence: Sequence[Evidence]) -> Iterator[Difference]:
    """A claim in nobody's voice of what the articles only have somebody say."""
    own = terms(claim.text)
    if _PASSED_ON.search(claim.text) or not own:
        return
    ranked = sorted(evidence, key=lambda e: -len(own & terms(e.content)))
    best = ranked[0]
    said = own & terms(best.content)
    told = len(said) >= SHARED * len(own)
    reported = best.stance is not None or (best.cue is not None and _PRONOUN.search(best.sentence.exact) is not None)
    if not reported or best.stance in _ACTS or not told or (best.publisher and terms(best.publisher) & own):
        return
    itself = [e for e in ranked if e.stance is None and e.cue is None and len(own & terms(e.content)) >= len(said)]
    speaker = name_terms(best.speaker or "")
    sources = (a.source.of(claim.text) for a in claim.attributions if a.source)
    names_speaker = bool(speaker) and (
        speaker <= name_terms(claim.text) or any(speaker & name_terms(source) for source in sources)
    )
    if not itself and not names_speaker:
        yield Difference(Aspect.STANCE, **_within(best, best.cue or best.speaker))  # type: ignore[arg-type]


def _same_stance(attribution: Attribution, evidence: Evidence, text: str) -> bool:
    if evidence.stance is None:
        return True  # that it names the source was found; how it stands is the sentence's matter
    cue = attribution.cue.of(text) if attribution.cue else ""
    content = " ".join(span.of(text) for span in attribution.content)
    negated = attribution.polarity is Polarity.NEGATIVE or bool(NEGATION.search(cue))
    theirs = evidence.negated or bool(NEGATION.search(evidence.cue or ""))
    if negated != theirs and bool(NEGATION.search(evidence.content if negated else content)) is False:
        return False  # "did not think that they could" is "thought that they could not"
    if attribution.actual and not evidence.actual:
        return False
    if _FIRM.search(cue) and not _FIRM.search(evidence.cue or "") and evidence.stance is not Stance.CONCEDES:
        return False
    return attribution.stance is evidence.stance or any(
        attribution.stance in like and evidence.stance in like for like in _LIKE
    )


def _within(evidence: Evidence, words: str | None) -> dict[str, int | str | Quote]:
    """Where an evidence's sentence holds such words; the whole sentence where it doesn't."""
    at = evidence.sentence.exact.find(words) if words else -1
    if words is None or at < 0:
        return stated(evidence.sentence, 0, len(evidence.sentence.exact))
    return stated(evidence.sentence, at, at + len(words))
