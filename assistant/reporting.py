"""Review -> Markdown, HTML or JSON: what the articles say of a text, for a reader. All that isn't ours is escaped."""

import dataclasses
from typing import Any

from pydantic import TypeAdapter

from assistant.answers import Evidence, Outcome
from assistant.findings import Aspect, Difference, Finding
from assistant.questions import terms
from assistant.rendering import count, escape
from assistant.reviews import Checked, Review
from assistant.traces import QuotationFinding

QUOTES = 2  # shown for a sentence that isn't supported
SIGNS = {
    Outcome.SUPPORTED: "✓ supported",
    Outcome.OVERSTATED: "▲ overstated",
    Outcome.MISATTRIBUTED: "⇄ misattributed",
    Outcome.CONTRADICTED: "✗ contradicted",
    Outcome.NOT_FOUND: "? not found",
}

_ADAPTER: TypeAdapter[Any] = TypeAdapter(Any)


def as_json(review: Review) -> dict[str, Any]:
    """The review as JSON's own types, with how often each outcome came up."""
    shaped: dict[str, Any] = _ADAPTER.dump_python(dataclasses.asdict(review), mode="json")
    return shaped | {"counts": {o.value: review.count(o) for o in Outcome}}


def markdown(review: Review) -> str:
    """The review for a reader: a line of counts, then each sentence with its verdict and the quotes it rests on."""
    lines = [f"**{summary(review)}**", ""]
    for number, checked in enumerate(review.sentences, start=1):
        lines.append(f"{number}. {_sentence(review, checked)}")
        lines += [f"   - {line}" for line in _details(checked)]
    return "\n".join(lines).strip() + "\n"


def summary(review: Review) -> str:
    """How many sentences stand how, in one line."""
    counts = ", ".join(f"{review.count(o)} {o.value.replace('_', ' ')}" for o in Outcome if review.count(o))
    checked = f"{count(len(review.sentences), 'sentence')} checked against {count(review.searched, 'article')}"
    return f"{checked}: {counts}." if counts else f"{checked}."


def marked(review: Review, finding: Finding) -> list[tuple[str, bool]]:
    """A finding's sentence in pieces, each with whether it is pointed at as differing."""
    pointed = finding.differences if finding.outcome is not Outcome.SUPPORTED else ()
    spans = sorted({(d.start, d.end) for d in pointed if d.start is not None and d.end is not None})
    pieces: list[tuple[str, bool]] = []
    at = finding.start
    for start, end in spans:
        if start >= at:
            pieces += [(review.text[at:start], False), (review.text[start:end], True)]
            at = end
    return [(text, wrong) for text, wrong in [*pieces, (review.text[at : finding.end], False)] if text]


def _sentence(review: Review, checked: Checked) -> str:
    finding = checked.finding
    said = "".join(f"**{escape(t)}**" if wrong else f" {escape(t)} " for t, wrong in marked(review, finding))
    return f"**{SIGNS[finding.outcome]}** ({finding.confidence:.0%}): {' '.join(said.split())}"


def _details(checked: Checked) -> list[str]:
    finding = checked.finding
    lines = [] if finding.outcome is Outcome.SUPPORTED else [f"{escape(finding.why)}."]
    lines += [f"{escape(line)}" for line in differences_in_words(finding)]
    if finding.outcome is not Outcome.NOT_FOUND or finding.evidence:
        near = "" if finding.outcome is not Outcome.NOT_FOUND else "nearest, which doesn't say so: "
        lines += [f"{near}{_quote(e)}" for e in shown(finding)]
    if checked.parts and len({p.outcome for p in checked.parts}) > 1:
        lines += [f"“{escape(p.exact)}”: {p.outcome.value.replace('_', ' ')}" for p in checked.parts]
    lines += [_quotation(q) for q in checked.quotations if not q.holds]
    lines += [f"{escape(c.exact)}: {escape(c.why)}" for c in checked.citations]
    return lines


def shown(finding: Finding) -> list[Evidence]:
    """The evidence to show, one piece a sentence, what shares most words with the claim first; one if it supports."""
    own = terms(finding.exact)
    first = {e.sentence.start: e for e in reversed(finding.evidence)}
    order = sorted(dict.fromkeys(e.sentence.start for e in finding.evidence))
    ranked = sorted(order, key=lambda start: -len(own & terms(first[start].sentence.exact)))
    return [first[start] for start in ranked][: 1 if finding.outcome is Outcome.SUPPORTED else QUOTES]


def differences_in_words(finding: Finding) -> list[str]:
    """What differs, a line each: what the text has, and what the article has for it."""
    if finding.outcome is Outcome.SUPPORTED:
        return []
    return [_difference(d) for d in finding.differences if d.aspect is not Aspect.WORDING or d.stated]


def _difference(difference: Difference) -> str:
    claimed = f"here “{difference.claimed}”" if difference.claimed else "not here"
    long = difference.stated is not None and len(difference.stated) > 80
    stated = f"in the article “{difference.stated}”" if difference.stated and not long else "in the article otherwise"
    return f"{difference.aspect}: {claimed}, {stated if difference.stated else 'in the article nothing of it'}"


def _quotation(finding: QuotationFinding) -> str:
    true = f" Nearest: {_quote(finding.places[0].evidence)}" if finding.places else ""
    return f"quotation “{escape(finding.quotation.exact)}”: {escape(finding.why)}.{true}"


def _quote(evidence: Evidence) -> str:
    who = f"{evidence.speaker}, in " if evidence.speaker else ""
    date = f"{evidence.published_at:%-d %B %Y}" if evidence.published_at else "date unknown"
    where = f"{who}{evidence.publisher or 'publisher unknown'}, {date}, {evidence.title or 'untitled'}"
    return f"“{escape(evidence.sentence.exact)}” ({escape(where)})"
