"""Claim x Evidence -> Verdict -> Statement: the gate, and the only maker of what may be shown.

Every quote is read again from the store. A claim passes when every word in it is its evidence's own or belongs to the
frame ("according to", "as reported by"), and its speaker and stance are those of the evidence. The quotation itself is
set here, from the store: no claim brings its own. Left out, until a language model writes: paraphrase doesn't pass.
"""

import logging
import re
from collections.abc import Iterable
from itertools import count

from assistant.answers import Citation, Claim, Evidence, Outcome, Statement, Verdict
from assistant.evidence import denied
from ingestion.articles import Status, cut_quote
from ingestion.attribution import Stance
from ingestion.errors import NotFound, QuoteError
from ingestion.store import Store

log = logging.getLogger(__name__)
_WORD = re.compile(r"\w+")
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


def admit(claims: Iterable[Claim], *, store: Store) -> tuple[Statement, ...]:
    """The claims that pass, as statements with numbered citations; the refused ones go to the log."""
    passed: list[Claim] = []
    for claim in claims:
        verdict = check(claim, store=store)
        if verdict.outcome is Outcome.SUPPORTED:
            passed.append(claim)
        else:
            log.warning("refused a claim (%s): %s", verdict.outcome, verdict.why)
    numbers = count(1)
    leads = [claim.evidence[0] for claim in passed]
    return tuple(
        Statement(
            text=f"{claim.text}: “{claim.evidence[0].quote.exact}”",
            speaker=claim.speaker,
            holder=claim.evidence[0].holder,
            via=claim.evidence[0].via,
            cited=claim.evidence[0].cited,
            stance=claim.stance,
            citations=tuple(cite(e, next(numbers)) for e in claim.evidence),
            denies=tuple(n for n, other in enumerate(leads) if other in denied(claim.evidence[0], leads)),
        )
        for claim in passed
    )


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
