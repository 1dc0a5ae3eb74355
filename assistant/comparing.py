"""A claim x its evidence -> what differs: numbers, dates, names, negations, modality, and who says it in which stance.

By rules, for pointing: each difference names the characters in both texts. What a claim leaves out is no difference,
unless that makes it stronger. Left out: wording (`entailment.py`) and the verdict (`judging.py`).
"""

import re
from collections.abc import Iterator, Sequence

from assistant.answers import Evidence
from assistant.findings import Aspect, Difference
from assistant.pointing import ALIASES, NEGATION, SHARED, Claimed, at, name_terms, stated
from assistant.questions import initials, terms
from assistant.values import Found, compatible, dates_in, numbers_in
from assistant.voicing import voices
from ingestion.articles import Quote
from ingestion.attribution.sides import Sides

_NAME = re.compile(r"(?:[A-Z][\w’'&.-]*\w|[A-Z])(?:[ -](?:(?:of|de|van|al|bin|the|for|and) )?[A-Z][\w’'&.-]*\w)*")
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_MONTHS = frozenset("january february march april may june july august september october november december".split())
_NO_NAME = _DAYS | _MONTHS | frozenset("i mr mrs ms dr sir the a an".split())
_HEDGE = re.compile(
    r"\b(?:may|might|could|would|possibl[ey]|probabl[ey]|likely|unlikely|perhaps|apparently|allegedly|reportedly|alleged|"
    r"suspected|potential(?:ly)?|presumably|supposedly|seem(?:s|ed)?|appear(?:s|ed)?|suggest(?:s|ed)?|expect(?:s|ed)?|"
    r"plan(?:s|ned)?|hop(?:e|es|ed)|intend(?:s|ed)?|want(?:s|ed)?|consider(?:s|ed|ing)?|propos(?:e|es|ed)|"
    r"estimat(?:e|es|ed)|about|around|nearly|almost|roughly|approximately|more than|less than|at least|up to|"
    r"some|several|many|most|partly|in part|mainly|if|unless|should)\b",
    re.I,
)
_PERIODS = {
    "day": 1,
    "week": 7,
    "fortnight": 14,
    "month": 30,
    "year": 365,
    "decade": 3650,
    "century": 36500,
    "centurie": 36500,
}
_PERIOD = re.compile(
    r"\b(?:a|an|the|next|last|past|each|every) (?:\w+ )?(?P<unit>day|week|fortnight|month|year|decade|century)\b"
)
SMALL = 5  # a count up to this may be of things that the article lists one by one


def differences(claim: Claimed, evidence: Sequence[Evidence], sides: Sides) -> tuple[Difference, ...]:
    """All differences between a claim and the evidence that is about the same, the best piece first."""
    return (
        *_numbers(claim, evidence),
        *_dates(claim, evidence),
        *_names(claim, evidence),
        *_negations(claim, evidence),
        *_modality(claim, evidence),
        *voices(claim, evidence, sides),
    )


# ---------------------------------------------------------------- numbers, dates, names


def _numbers(claim: Claimed, evidence: Sequence[Evidence]) -> Iterator[Difference]:
    theirs = [
        (e.sentence, n) for e in evidence for n in (*numbers_in(e.sentence.exact), *_periods_in(e.sentence.exact))
    ]
    for number in numbers_in(claim.text):
        if float(number.key.split()[1]) == 1 or any(_same_number(number, other) for _, other in theirs):
            continue
        near = [
            (quote, other)
            for quote, other in theirs
            if other.key.split()[0] == number.key.split()[0]
            and (terms(number.counted) & terms(other.counted) or number.key.split()[2:] == other.key.split()[2:])
        ]
        listed = number.key.startswith("count") and float(number.key.split()[1]) <= SMALL and not near
        if not listed:
            yield _valued(Aspect.NUMBER, claim, number, near[0] if near else None)


def _same_number(left: Found, right: Found) -> bool:
    own, other = left.key.split(), right.key.split()
    if own[0] == other[0] == "time" and own[-1] in _PERIODS and other[-1] in _PERIODS:
        return float(own[1]) * _PERIODS[own[-1]] == float(other[1]) * _PERIODS[other[-1]]
    return own[1] == other[1] and (own[0] == other[0] or "count" in (own[0], other[0]))


def _periods_in(words: str) -> Iterator[Found]:
    """Periods without a number: "a decade"."""
    for match in _PERIOD.finditer(words):
        yield Found(match.start(), match.end(), f"time 1 {match['unit']}")


def _dates(claim: Claimed, evidence: Sequence[Evidence]) -> Iterator[Difference]:
    theirs = [(e.sentence, d) for e in evidence for d in dates_in(e.sentence.exact, e.published_at)]
    published = {f"{e.published_at:%Y-%m-%d}" for e in evidence if e.published_at}
    years = {d[:4] for d in published}
    for date in dates_in(claim.text, evidence[0].published_at if evidence else None):
        keys = {d.key for _, d in theirs} | published | ({date.key} if date.key.rstrip("-") in years else set())
        if not any(compatible(date.key, key) for key in keys):
            yield _valued(Aspect.DATE, claim, date, theirs[0] if theirs else None)


def _valued(aspect: Aspect, claim: Claimed, found: Found, other: tuple[Quote, Found] | None) -> Difference:
    there = stated(other[0], other[1].start, other[1].end) if other else {}
    return Difference(aspect, **at(claim, found.start, found.end), **there)  # type: ignore[arg-type]


def _names(claim: Claimed, evidence: Sequence[Evidence]) -> Iterator[Difference]:
    around = " ".join(
        part
        for e in evidence
        for part in (e.sentence.exact, e.quote.exact, e.speaker, e.holder, e.via, e.cited, e.publisher, e.title)
        if part
    )
    held = name_terms(around) | {w.casefold() for w in re.findall(r"\w+", around)} | initials(around)
    for match in _NAME.finditer(claim.text):
        words = [
            w
            for w in re.findall(r"\w+", re.sub(r"['’]s\b", "", match.group()))
            if w[0].isupper() and w.casefold() not in _NO_NAME
        ]
        if match.start() == 0 and len(words) <= 1:
            continue  # any word begins with a capital there
        if match.start() == 0:
            words = words[1:]
        foreign = [w for w in words if not _held(w.casefold(), held)]
        short = match.group().replace(".", "").casefold()
        if foreign and not (
            short in held or initials(match.group()) & held or (short.isalpha() and short in initials(around))
        ):
            yield Difference(Aspect.NAME, **at(claim, match.start(), match.end()))  # type: ignore[arg-type]


def _held(word: str, held: frozenset[str]) -> bool:
    """Whether a name's word is held, or another form of it: Russia, Russian; Ukraine's."""
    alias = ALIASES.get(word)
    if alias is not None and set(alias.split()) <= held:
        return True
    return word in held or (len(word) > 2 and any(h.startswith(word[:5]) for h in held))


# ---------------------------------------------------------------- negation, modality


def _negations(claim: Claimed, evidence: Sequence[Evidence]) -> Iterator[Difference]:
    """A negation that only one of the two has, where they are about the same."""
    own = terms(claim.text)
    same = [e.sentence for e in evidence if len(own & terms(e.sentence.exact)) >= SHARED * len(own)]
    negated = list(NEGATION.finditer(claim.text))
    if negated and same and not any(NEGATION.search(s.exact) for s in same):
        yield Difference(Aspect.NEGATION, **at(claim, *negated[0].span()))  # type: ignore[arg-type]
    for match in NEGATION.finditer(same[0].exact) if same and not negated else ():
        behind = terms(same[0].exact[match.end() : match.end() + 40])
        if len(behind & own) >= min(2, len(behind)):
            yield Difference(Aspect.NEGATION, **stated(same[0], *match.span()))  # type: ignore[arg-type]
            return


def _modality(claim: Claimed, evidence: Sequence[Evidence]) -> Iterator[Difference]:
    """A hedge of the best sentence, right before words that the claim shares, that the claim leaves out."""
    if not evidence:
        return
    best, own = evidence[0].sentence, terms(claim.text)
    claimed = {m.group().casefold() for m in _HEDGE.finditer(claim.text)}
    for match in _HEDGE.finditer(best.exact):
        behind = terms(" ".join(best.exact[match.end() :].split()[:4]))
        if match.group().casefold() not in claimed and behind & own and not claimed:
            yield Difference(Aspect.MODALITY, **stated(best, *match.span()))  # type: ignore[arg-type]
            return
