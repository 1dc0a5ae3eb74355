"""QuotationFinding, Trace -> the one sentence that tells a reader where the words stand; Trace -> Markdown and JSON.

Articles' words are escaped: they are never markup, a link or a citation marker.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from assistant.findings import Aspect, Difference
from assistant.rendering import escape
from assistant.traces import Appearance, Fault, Match, QuotationFinding, Trace
from ingestion.articles import Status

_ADAPTER: TypeAdapter[Any] = TypeAdapter(Any)

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


def as_json(found: Trace) -> dict[str, Any]:
    """A trace as JSON's own types: dates as ISO 8601."""
    shaped: dict[str, Any] = _ADAPTER.dump_python(asdict(found), mode="json")
    return shaped


def markdown(found: Trace) -> str:
    """A trace for a reader."""
    lines = [f"**{escape(found.why[0].upper() + found.why[1:])}.**", ""]
    seen: dict[str, str] = {}  # origin -> the article that had it first
    for place in found.places:
        article = place.evidence.quote.article_id
        copied = seen.setdefault(place.evidence.origin, article) != article
        lines.append(f"- {_line(place)}{' *(a copy of the same story)*' if copied else ''}")
    lines += [f"- {line}" for line in _changed(found.differences)]
    if found.nearest:
        lines.append("The nearest words, which are not it:")
        lines += ["", *(f"- {_line(place)}" for place in found.nearest)]
    newest = f"no article after {found.newest:%-d %B %Y} was found" if found.newest else "no article gives its date"
    origins = f"{_count(found.origins, 'independent origin')}; " if found.places else ""
    return "\n".join([*lines, "", escape(f"{origins}{_count(found.searched, 'article')} searched; {newest}."), ""])


def _line(place: Appearance) -> str:
    """One place: the words, who says them, and where."""
    evidence = place.evidence
    words = " … ".join(escape(p.exact) for p in place.pieces)
    date = f"{evidence.published_at:%-d %B %Y}" if evidence.published_at else "date unknown"
    where = f"{evidence.title or 'untitled'}, {publisher(place)}, {date}"
    how = f" ({evidence.cue})" if evidence.cue else ""
    told = f", {evidence.holder}{how}" if evidence.holder else ", somebody unnamed" if evidence.unnamed else ""
    address = f", {evidence.url}" if evidence.url else ""
    stands = "".join(f"; **{escape(note)}**" for note in standing(place))
    return f"“{words}”{escape(told)}, in {escape(where + address)}{stands}"


def _changed(differences: Sequence[Difference]) -> Iterator[str]:
    for d in differences:
        if d.claimed is None:
            yield f"{escape(d.aspect.value)}: “{escape(d.stated or '')}” is left out"
        elif d.stated is None:
            yield f"{escape(d.aspect.value)}: “{escape(d.claimed)}” is put in"
        else:
            yield f"{escape(d.aspect.value)}: “{escape(d.claimed)}” stands for “{escape(d.stated)}”"


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
