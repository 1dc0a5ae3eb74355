"""QuotationFinding, Trace -> the one sentence that tells a reader where the words stand."""

from collections.abc import Sequence

from assistant.findings import Aspect, Difference
from assistant.traces import Appearance, Fault, Match, QuotationFinding
from ingestion.articles import Status

_ASPECTS = {
    Aspect.NUMBER: "a number differs",
    Aspect.DATE: "a date differs",
    Aspect.NAME: "a name differs",
    Aspect.NEGATION: "a negation differs",
    Aspect.MODALITY: "how sure or how wanted it is differs",
}


def why(finding: QuotationFinding) -> str:
    """Where a quotation stands and what is wrong with it."""
    if not finding.places or finding.match is Match.NOT_FOUND:
        return "these words are in none of the articles" + (
            "; one or two words in marks need not be a quotation" if finding.quotation.scare else ""
        )
    where = publisher(finding.places[0])
    parts = [_standing(finding, where)]
    parts += [f"what was cut away turns it: {turn.why}" for turn in finding.turns]
    if Fault.SOMEONE_ELSE in finding.faults and finding.quotation.speaker:
        parts.append(f"{where} gives them to {finding.credited or 'nobody and says so itself'}")
        parts[-1] += f", not to {finding.quotation.speaker.name}"
    parts += standing(finding.places[0])
    return "; ".join(parts)


def whence(finding: QuotationFinding) -> str:
    """Where an excerpt comes from."""
    if finding.match is Match.NOT_FOUND:
        return "it is in none of the articles"
    first = finding.places[0]
    if finding.match in (Match.STITCHED, Match.ALTERED):
        return "; ".join([_standing(finding, publisher(first)), *standing(first)])
    articles = {p.evidence.quote.article_id for p in finding.places}
    date = f" on {first.evidence.published_at:%-d %B %Y}" if first.evidence.published_at else ", date unknown"
    told = f"first in {publisher(first)}{date}" if len(articles) > 1 else f"in {publisher(first)}{date}"
    found = f"word for word{'' if finding.match is Match.EXACT else ' but for typography'}, {told}"
    return "; ".join([found, *standing(first)])


def _standing(finding: QuotationFinding, where: str) -> str:
    if finding.match is Match.STITCHED:
        places = {p.evidence.quote.article_id for p in finding.places}
        return f"put together from {len(finding.places)} places in {_count(len(places), 'article')} without saying so"
    if finding.match is Match.ALTERED:
        return f"{where} has other words: {altered(finding.differences)}"
    return f"word for word in {where}" + ("" if finding.match is Match.EXACT else " but for typography")


def altered(differences: Sequence[Difference]) -> str:
    """The differences in a few words."""
    kinds = list(dict.fromkeys(_ASPECTS.get(d.aspect, "") for d in differences))
    shown = [k for k in kinds if k] or [
        _count(len(differences), "place") + (" differs" if len(differences) == 1 else " differ")
    ]
    return ", ".join(shown)


def standing(place: Appearance) -> list[str]:
    """What a reader should know of an article that doesn't stand any more."""
    if place.status is Status.CURRENT:
        return []
    notice = f": {' '.join(place.notice.split())}" if place.notice else ""
    return [f"that version of the article is {place.status.value}{notice}"]


def publisher(place: Appearance) -> str:
    """Who published a place, in words."""
    return place.evidence.publisher or "an article of an unknown publisher"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
