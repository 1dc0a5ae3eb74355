"""Review -> one HTML page: the text with each sentence's verdict, and under it what the articles say instead."""

from html import escape

from assistant.answers import Evidence, Outcome
from assistant.export_page import page
from assistant.findings import Finding
from assistant.reporting import SIGNS, differences_in_words, marked, shown, summary
from assistant.reviews import Checked, Review
from assistant.traces import QuotationFinding


def review_page(review: Review) -> str:
    """A review as a page that holds all it needs."""
    rows = "".join(
        f'<li class="{c.finding.outcome.value}" id="sentence-{n}">{_sentence(review, c)}</li>'
        for n, c in enumerate(review.sentences, start=1)
    )
    left = f'<p class="quiet">{review.skipped} words claim nothing and were not checked.</p>' if review.skipped else ""
    return page(
        "A text checked",
        "Check",
        f'<p class="lead">{escape(summary(review))}</p><ol class="said checked">{rows}</ol>{left}',
    )


def _sentence(review: Review, checked: Checked) -> str:
    finding = checked.finding
    said = "".join(f"<mark>{escape(t)}</mark>" if wrong else escape(t) for t, wrong in marked(review, finding))
    verdict = f'<span class="verdict">{escape(SIGNS[finding.outcome])} <small>{finding.confidence:.0%}</small></span>'
    return f"<div>{verdict}<p>{said}</p>{_why(checked)}</div>"


def _why(checked: Checked) -> str:
    finding = checked.finding
    lines = [] if finding.outcome is Outcome.SUPPORTED else [f"<b>{escape(_capital(finding.why))}.</b>"]
    lines += [escape(line) for line in differences_in_words(finding)]
    lines += [_quote(e, finding) for e in shown(finding)]
    if checked.parts and len({p.outcome for p in checked.parts}) > 1:
        lines += [f"“{escape(p.exact)}”: {escape(SIGNS[p.outcome])}" for p in checked.parts]
    lines += [_quotation(q) for q in checked.quotations if not q.holds]
    lines += [f"{escape(c.exact)}: {escape(c.why)}" for c in checked.citations]
    return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>" if lines else ""


def _quote(evidence: Evidence, finding: Finding) -> str:
    """The evidence's sentence, what differs in it marked, and where it is from."""
    sentence = evidence.sentence
    spans = sorted(
        (d.stated_start - sentence.start, d.stated_end - sentence.start)
        for d in finding.differences
        if finding.outcome is not Outcome.SUPPORTED
        and d.quote == sentence
        and d.stated_start is not None
        and d.stated_end is not None
        and d.stated != sentence.exact
    )
    pieces, at = "", 0
    for start, end in spans:
        if start >= at:
            pieces += f"{escape(sentence.exact[at:start])}<mark>{escape(sentence.exact[start:end])}</mark>"
            at = end
    pieces += escape(sentence.exact[at:])
    who = f"{escape(evidence.speaker)}, in " if evidence.speaker else ""
    date = f"{evidence.published_at:%-d %B %Y}" if evidence.published_at else "date unknown"
    where = f"{escape(evidence.publisher or 'publisher unknown')}, {date}"
    near = "The nearest, which doesn’t say so: " if finding.outcome is Outcome.NOT_FOUND else ""
    return f"{near}<q>{pieces}</q> {who}<cite>{escape(evidence.title or 'untitled')}</cite>, {where}"


def _quotation(finding: QuotationFinding) -> str:
    true = f" Nearest: <q>{escape(finding.places[0].evidence.quote.exact)}</q>" if finding.places else ""
    return f"Quotation <q>{escape(finding.quotation.exact)}</q>: {escape(finding.why)}.{true}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
