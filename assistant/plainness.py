"""Is a sentence that a language model wrote plain text about the news: one sentence, no markup, no link, no quotation
of its own, nobody addressed? Says nothing of whether it is true: `judging.py` does.
"""

import re
import unicodedata
from collections.abc import Sequence

from assistant.answers import Evidence

LONGEST = 500  # characters of a sentence
SHORTEST = 3  # words

_MARKUP = re.compile(
    r"[<>`{}\[\]|\\*【】〔〕⟦⟧]|~~|(?<!\w)_|_(?!\w)|^\s*[#+=-]|&#?\w+;"  # HTML, Markdown, citation marks
    r"|\w:/|//|\bwww\.|\S@\S|\b(?:https?|mailto|javascript|data|file|ftp):\S"  # links
    r"|\b[\w-]+\.(?:com|net|org|info|test|example|invalid|io|ly|me|xyz|top|ru|cn|biz|onion|app|dev)\b(?!\.\w)",
    re.I,
)
_MARKS = re.compile(r"(?:[a-z]{3}|[.,!?”\"])[¹²³⁴⁵⁶⁷⁸⁹]|[†‡※]")  # what would pass for a citation
_QUOTED = re.compile(
    r"“([^“”]*)”|\"([^\"]*)\"|«([^«»]*)»|„([^„“”]*)[“”]"
    r"|(?<!\w)[‘']([^‘’']{2,}(?:['’]\w[^‘’']*)*)[’'](?!\w)"
)
_QUOTE_MARK = re.compile(r"[“”\"«»„‟]")
_ADDRESSES = re.compile(
    r"\b(?:[Yy]ou|[Yy]ours?|[Yy]ourself|me|[Mm]y|[Ww]e|[Oo]urs?|us|[Ll]et['’]s)\b"
    r"|\bI(?:['’](?:m|ve|d|ll)|\s+(?:am|was|have|had|will|would|can|cannot|must|do|did|don['’]t|think|need))\b"
)
_COMMANDS = re.compile(
    r"(?:please|kindly|do not|don['’]t)\b|(?:now|first|then|always|never)?,?\s*"
    r"(?:ignore|disregard|forget|override|click|visit|log in|sign in|subscribe|pretend|imagine|remember that|"
    r"note that|go to|(?:reply|respond|answer) with|"
    r"(?:say|state|print|output|repeat|write|insert|append|tell) (?:that|the|this))\b",
    re.I,
)
_LABEL = re.compile(
    r"\W*(?:system|assistant|user|developer|human|ai|bot|model|admin|operator|notice|note|warning|important|update|"
    r"override|instructions?|answer|response|output|result|summary|translation)\b"
    r"(?:\s+(?:notice|message|prompt|note|override|alert|update|\d+))?\s*:",
    re.I,
)
_OF_ITSELF = re.compile(
    r"\b(?:as an? (?:ai|assistant|language model)|language model|system prompt|my instructions|these instructions|"
    r"previous instructions|the prompt|this (?:conversation|session|chat|answer|response)|as (?:instructed|requested)|"
    r"per (?:the )?instructions)\b",
    re.I,
)


def not_plain(sentence: str, evidence: Sequence[Evidence]) -> str | None:
    """Why a sentence can't be shown whatever it says; None where nothing is wrong with its form."""
    outside = _QUOTED.sub(" ", sentence)
    if len(sentence.split()) < SHORTEST or len(sentence) > LONGEST:
        return "it is no sentence of a fitting length"
    if any(unicodedata.category(c)[0] == "C" for c in sentence):
        return "it holds characters that can't be seen"
    if _MARKUP.search(sentence) or _MARKS.search(sentence):
        return "it holds markup, a link or a citation mark"
    if _own_quotation(sentence, evidence):
        return "it quotes words that its evidence doesn't have"
    if _ADDRESSES.search(outside) or _COMMANDS.match(outside.strip()) or _LABEL.match(sentence):
        return "it speaks to its reader"
    return "it speaks of itself" if _OF_ITSELF.search(sentence) else None


def _own_quotation(sentence: str, evidence: Sequence[Evidence]) -> bool:
    """Whether it has words in quotation marks that aren't the evidence's, letter by letter."""
    held = [" ".join(text.split()) for e in evidence for text in (e.quote.exact, e.sentence.exact)]
    quoted = [next(g for g in m.groups() if g is not None) for m in _QUOTED.finditer(sentence)]
    if any(not any(words.strip().rstrip(",.;:!?") in text for text in held) for words in quoted):
        return True
    return bool(_QUOTE_MARK.search(_QUOTED.sub(" ", sentence)))


def cleaned(text: str, ids: Sequence[str]) -> str:
    """A model's sentence on one line, without what can't be seen and without the ids that it was given."""
    seen = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) != "Cf")
    for known in ids:
        seen = re.sub(rf"\s*[\[(]\s*{re.escape(known)}\s*(?:[,;]\s*\w+\s*)*[\])]", "", seen)
    return " ".join(seen.split())
