"""A claim as it is read, and pointing at characters of it and of an article: what the comparisons share."""

import re
from dataclasses import dataclass

from assistant.questions import terms
from ingestion.articles import Quote
from ingestion.attribution import Attribution

SHARED = 0.45  # of a content's words that evidence holds, to be about the same

NEGATION = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nobody|nothing|without|cannot|false|untrue|wrong|pointless|free of)\b|n['’]t\b"
    r"|\b(?:den(?:y|ies|ied|ying)|refus|reject|dismiss|disput|exclud|declin|rul(?:e|es|ed|ing) out)\w*",
    re.I,
)
ALIASES = {  # a country's names, for whom no list of sides is needed
    "american": "unit state",
    "americans": "unit state",
    "us": "unit state",
    "america": "unit state",
    "british": "britain",
    "uk": "britain",
    "kiev": "kyiv",
    "russians": "russia",
    "russian": "russia",
    "french": "franc",
    "chinese": "china",
    "turkish": "turkey",
    "dutch": "netherland",
    "spanish": "spain",
    "polish": "poland",
    "danish": "denmark",
    "swedish": "sweden",
    "swiss": "switzerland",
    "ukrainian": "ukrain",
    "ukrainians": "ukrain",
    "eu": "european union",
}


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim as it is read: its text, where that begins in the checked text, and who says what in it."""

    text: str
    start: int
    attributions: tuple[Attribution, ...]


def at(claim: Claimed, start: int, end: int) -> dict[str, int | str]:
    return {"start": claim.start + start, "end": claim.start + end, "claimed": claim.text[start:end]}


def stated(sentence: Quote, start: int, end: int) -> dict[str, int | str | Quote]:
    """The characters start:end of a sentence, as those of its article."""
    return {
        "quote": sentence,
        "stated_start": sentence.start + start,
        "stated_end": sentence.start + end,
        "stated": sentence.exact[start:end],
    }


def name_terms(text: str) -> frozenset[str]:
    """The stems of a text's words, those of a country's other name too."""
    words = {w.casefold() for w in re.findall(r"\w+", text.replace("U.S.", "US"))}
    return terms(text) | frozenset(part for w in words if w in ALIASES for part in ALIASES[w].split())
