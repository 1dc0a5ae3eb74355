"""Claim x Evidence -> Verdict -> Statement: the gate, and the only maker of what may be shown.

Every quote is read again from the store. A claim passes when every word in it is its evidence's own or belongs to the
frame ("according to", "as reported by"), and its speaker and stance are those of the evidence. The quotation itself is
set here, from the store: no claim brings its own. A sentence that a language model wrote passes when it is a plain
sentence (`plainness.py`) that was found to be supported (`judging.py`); it is shown as it is, over its quotes.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from assistant.answers import Citation, Claim, Evidence, Outcome, Statement, Verdict
from assistant.evidence import denied
from assistant.findings import Aspect, Finding
from assistant.instructing import instructs
from assistant.judging import Checker, judge
from assistant.plainness import not_plain
from assistant.questions import terms
from assistant.turning import turned
from ingestion.articles import Span, Status, cut_quote
from ingestion.attribution import Stance
from ingestion.errors import NotFound, QuoteError
from ingestion.store import Store

log = logging.getLogger(__name__)
_WORD = re.compile(r"\w+")
_NAMED = re.compile(r"(?<=\s)[A-Z]\w+|\w*\d[\w.,]*")  # names, days and numbers; the first word may be anything
FOREIGN = 1  # word of a written sentence that its evidence may lack: a synonym, but no name, and no clause of its own
FRAME_WORDS = frozenset(
    ["as", "reported", "by", "citing", "according", "to", "an", "unknown", "publisher", "writes", "quotes"]
)


def check(claim: Claim, *, store: Store) -> Verdict:
    """Where a claim stands against its evidence."""
    if not claim.evidence:
        return Verdict(claim, Outcome.NOT_FOUND, "it leans on no evidence")
    for evidence in claim.evidence:
        if why := _stale(evidence, store):
            return Verdict(claim, Outcome.NOT_FOUND, why)
    lead = claim.evidence[0]
    if claim.speaker != lead.speaker:
        return Verdict(claim, Outcome.MISATTRIBUTED, "its speaker isn't the one the article names")
    if claim.stance is not lead.stance:
        outcome = Outcome.CONTRADICTED if lead.stance is Stance.DENIES else Outcome.OVERSTATED
        return Verdict(claim, outcome, "its stance isn't the one the article gives")
    if foreign := _foreign_words(claim):
        return Verdict(claim, Outcome.NOT_FOUND, f"its words {', '.join(sorted(foreign))} are not in the evidence")
    if lead.speaker and lead.speaker.casefold() not in claim.text.casefold():
        return Verdict(claim, Outcome.MISATTRIBUTED, "it doesn't name the speaker")
    return Verdict(claim, Outcome.SUPPORTED, "every quote and every word around it is the article's")


def _stale(evidence: Evidence, store: Store) -> str | None:
    quote = evidence.quote
    try:
        article = store.article(quote.article_id, quote.version)
        again = cut_quote(article, quote.span)
    except (NotFound, QuoteError, ValueError):
        return "its quote is no longer in the store"
    if again.exact != quote.exact:
        return "its quote differs from the article"
    return None if article.status is Status.CURRENT else f"its article is {article.status}"


def _foreign_words(claim: Claim) -> set[str]:
    own = " ".join(
        t for e in claim.evidence for t in (e.speaker, e.called, e.cue, e.framing, e.via, e.cited, e.publisher) if t
    )
    return _words(claim.text) - _words(own) - FRAME_WORDS


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def check_written(sentence: str, evidence: Sequence[Evidence], checker: Checker) -> Finding:
    """Where a sentence that a language model wrote stands against the evidence that it names."""
    why = _unfit(sentence, evidence)
    if why is None:
        finding = judge(sentence, evidence, checker)
        freer = _freer(finding)
        return replace(finding, outcome=Outcome.OVERSTATED, why=freer) if freer else finding
    return Finding(
        start=0,
        end=len(sentence),
        exact=sentence,
        outcome=Outcome.NOT_FOUND,
        support=0.0,
        confidence=1.0,
        why=why,
        evidence=(),
        differences=(),
    )


def _unfit(sentence: str, evidence: Sequence[Evidence]) -> str | None:
    """Why a written sentence can't be shown, whatever the evidence says."""
    if not evidence:
        return "it leans on no evidence, or on some that it wasn't given"
    if any(instructs(in_full(e).quote.exact) for e in evidence):
        return "its evidence tells the reader what to say"
    return not_plain(sentence, evidence)


def _freer(finding: Finding) -> str | None:
    """Why a sentence is too free with its evidence to be shown, though it was found to be supported: it may be true and
    is refused, since the quote can stand in its place."""
    if finding.outcome is not Outcome.SUPPORTED:
        return None
    differing = [d.aspect for d in finding.differences if d.aspect is not Aspect.WORDING]
    if differing:
        return f"it differs from its evidence: {', '.join(dict.fromkeys(differing))}"
    if why := turned(finding.exact, [in_full(e).quote.exact for e in finding.evidence]):
        return why
    own = terms(finding.exact)
    if any(e.speaker and not own & terms(f"{e.speaker} {e.holder or ''}") for e in finding.evidence):
        return "it doesn't say whose words they are"
    held = terms(" ".join(_words_of(e) for e in finding.evidence))
    foreign, named = own - held, terms(" ".join(_NAMED.findall(finding.exact))) - held
    if named or len(foreign) > FOREIGN:
        return f"its words {', '.join(sorted(foreign))} are in none of its evidence"
    return None


def _words_of(evidence: Evidence) -> str:
    """All that a piece of evidence says, and of whom and when."""
    e = evidence
    date = f"{e.published_at:%-d %B %Y}" if e.published_at else ""
    names = (e.speaker, e.holder, e.called, e.cue, e.via, e.cited, e.publisher, date)
    return " ".join([e.quote.exact, e.sentence.exact, *(name for name in names if name)])


def admit(claims: Iterable[Claim | Finding], *, store: Store) -> tuple[Statement, ...]:
    """The claims and written sentences that pass, as statements with numbered citations; the refused ones go to the
    log."""
    passed: list[Claim | Finding] = []
    for claim in claims:
        outcome, why = _stands(claim, store)
        if outcome is Outcome.SUPPORTED:
            passed.append(claim)
        else:
            log.warning("refused a claim (%s): %s", outcome, why)
    numbers = count(1)
    leads = [claim.evidence[0] for claim in passed]
    return tuple(
        replace(
            _written(claim, numbers) if isinstance(claim, Finding) else _quoted(claim, numbers),
            denies=tuple(n for n, other in enumerate(leads) if other in denied(claim.evidence[0], leads)),
        )
        for claim in passed
    )


def _stands(claim: Claim | Finding, store: Store) -> tuple[Outcome, str]:
    """Whether it may be shown, and why not."""
    if isinstance(claim, Claim):
        verdict = check(claim, store=store)
        return verdict.outcome, verdict.why
    stale = [why for e in claim.evidence if (why := _stale(in_full(e), store))]
    if why := _unfit(claim.exact, claim.evidence) or _freer(claim) or next(iter(stale), None) or _untold(claim, store):
        return Outcome.NOT_FOUND, why
    return claim.outcome, claim.why


def _untold(finding: Finding, store: Store) -> str | None:
    """Whether a written sentence leaves out one of those through whom its evidence has it ("officials, as the agency
    says"); None where it names them all."""
    own = terms(finding.exact)
    for quote in (e.sentence for e in finding.evidence):
        text = store.article(quote.article_id, quote.version).text
        for attribution in store.attributions(quote.article_id, quote.version):
            said = terms(" ".join(c.of(text) for c in attribution.content if quote.span.overlaps(c)))
            mentions = (attribution.source, attribution.speaker.mention if attribution.speaker else None)
            names = terms(" ".join(m.of(text) for m in mentions if m))
            if said and names and 2 * len(own & said) >= len(said) and not own & names:
                return "it leaves out one of those who say so"
    return None


def _quoted(claim: Claim, numbers: Iterator[int]) -> Statement:
    lead = claim.evidence[0]
    return Statement(
        text=f"{claim.text}: “{lead.quote.exact}”",
        speaker=claim.speaker,
        holder=lead.holder,
        via=lead.via,
        cited=lead.cited,
        stance=claim.stance,
        citations=tuple(cite(e, next(numbers)) for e in claim.evidence),
    )


def _written(finding: Finding, numbers: Iterator[int]) -> Statement:
    """A sentence over whole sentences, in which the article itself says whose words they are. Where it brings several
    speakers together, it is given to none of them."""
    lead = finding.evidence[0]
    alone = len({(e.holder or e.speaker, e.stance) for e in finding.evidence}) == 1
    return Statement(
        text=finding.exact,
        speaker=lead.speaker if alone else None,
        holder=lead.holder if alone else None,
        via=lead.via if alone else None,
        cited=lead.cited if alone else None,
        stance=lead.stance if alone else None,
        citations=tuple(cite(in_full(e), next(numbers)) for e in finding.evidence),
        written=True,
    )


def in_full(evidence: Evidence) -> Evidence:
    """The evidence with the whole sentence for its quote, where that isn't more than the sentence already."""
    whole = evidence.sentence.span.contains(evidence.quote.span)
    return replace(evidence, quote=evidence.sentence) if whole else evidence


def cite(evidence: Evidence, number: int) -> Citation:
    """The citation that opens a piece of evidence."""
    return Citation(
        number=number,
        quote=evidence.quote,
        passage_id=evidence.passage_id,
        publisher=evidence.publisher,
        title=evidence.title,
        published_at=evidence.published_at,
        url=evidence.url,
        speaker=evidence.speaker,
        via=evidence.via,
        cited=evidence.cited,
        stance=evidence.stance,
    )


def shown_again(shown: dict[str, Any], *, store: Store) -> Statement:
    """A statement that passed before, from its JSON. Raises NotFound and QuoteError where its quotes no longer stand in
    the store word for word."""
    return Statement(
        **{name: shown[name] for name in ("text", "speaker", "holder", "via", "cited")},
        stance=Stance(shown["stance"]) if shown["stance"] else None,
        citations=tuple(cited_again(c, store=store) for c in shown["citations"]),
        denies=tuple(shown["denies"]),
        written=shown.get("written", False),
    )


def cited_again(shown: dict[str, Any], *, store: Store) -> Citation:
    """A citation from its JSON, its quote cut anew. Raises NotFound and QuoteError where it no longer stands."""
    quote = shown["quote"]
    article = store.article(quote["article_id"], quote["version"])
    again = cut_quote(article, Span(quote["start"], quote["end"]))
    if again.exact != quote["exact"]:
        raise QuoteError(f"the quote [{shown['number']}] differs from article {article.id} now; ask again")
    return Citation(
        **{
            name: shown[name]
            for name in ("number", "passage_id", "publisher", "title", "url", "speaker", "via", "cited")
        },
        published_at=datetime.fromisoformat(shown["published_at"]) if shown["published_at"] else None,
        stance=Stance(shown["stance"]) if shown["stance"] else None,
        quote=again,
    )
