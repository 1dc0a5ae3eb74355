"""The small words that turn a sentence round: "not", "might", "certainly". A written sentence has its evidence's own.

A gate for what a language model writes, not a reading of what it means: it refuses true paraphrases ("remains open" of
"has not closed") for the sake of the false ones, since the quote can stand in their place.
"""

import re
from collections.abc import Iterable

_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|hardly|barely|scarcely|cannot)\b|n['’]t\b", re.I
)
_HEDGE = re.compile(
    r"\b(?:might|could|possibly|possible|perhaps|probably|likely|unlikely|reportedly|alleged(?:ly)?|apparently|seems?|"
    r"appears?|suspected|if|unless|expected)\b|(?<![A-Z\d] )\bmay\b"
    r"|\bMay\s+(?:be|have|well|not)\b"
)
_CERTAIN = re.compile(
    r"\b(?:certain(?:ly)?|definite(?:ly)?|surely|undoubtedly|clearly|obviously|must|always|every(?:body|one|where)?|"
    r"all|only|sole(?:ly)?|entire(?:ly)?|complete(?:ly)?|proven|confirmed|guaranteed)\b",
    re.I,
)
_FUTURE = re.compile(r"\b(?:will|shall|going to)\b|['’]ll\b")
_REPORTED = re.compile(r"\b(?:will|would|shall|going to|to)\b|['’]ll\b|['’]d\b")


def turned(sentence: str, evidence: Iterable[str]) -> str | None:
    """Which of these words part a sentence from its evidence; None where none does."""
    told = " ".join(evidence)
    if len(_NEGATION.findall(sentence)) != len(_NEGATION.findall(told)):
        return "its evidence isn't negated as often"
    if _HEDGE.search(told) and not _HEDGE.search(sentence):
        return "it leaves out what makes the evidence less sure"
    if _FUTURE.search(sentence) and not _REPORTED.search(told):
        return "it is surer than its evidence"
    surer = {w.casefold() for w in _CERTAIN.findall(sentence)} - {w.casefold() for w in _CERTAIN.findall(told)}
    return "it is surer than its evidence" if surer else None
