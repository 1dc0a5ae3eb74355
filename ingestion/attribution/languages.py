"""Whether a text is English: neither the rules nor the tagger read anything else, and they should know.

By the share of English function words: above 19 % in all but one of PolNeAR's 924 articles (a list, 17 %), and at most
15 % in samples of six other languages that share some of them ("in", "was", "for"). Left out: texts that change their
language halfway, and naming the other language.
"""

import re

from ingestion.articles import Span

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z]")
_FUNCTION_WORDS = frozenset(
    "the of and to a in that is was for on with as it by at from be are has have had said his he an which but not were "
    "this will would they their been or who its more than she her also about after when there one".split()
)
SHARE = 0.16  # of words
ENOUGH = 25  # words; fewer tell nothing
SAMPLE = 20_000  # characters that are looked at
_QUOTED = re.compile('„[^„“”\n]+[“”]|«[^«»\n]+»|»[^«»\n]+«|“[^“”\n]+”|「[^「」\n]+」|"[^"\n]+"')
SPOKEN, LONG = 3, 30  # words and characters: quotations shorter in both are titles and terms


def is_english(text: str) -> bool:
    """Whether the first SAMPLE characters of `text` read as English; True where they are too few to tell."""
    words = _WORD.findall(text[:SAMPLE].casefold())
    if len(words) < ENOUGH:
        return text[:SAMPLE].isascii() or len(_LATIN.findall(text[:SAMPLE])) >= len("".join(words)) / 2
    return sum(word in _FUNCTION_WORDS for word in words) >= SHARE * len(words)


def quotations_in(text: str) -> list[Span]:
    """What stands between the quotation marks of any language, without them; single words and terms left out."""
    inside = [Span(m.start() + 1, m.end() - 1) for m in _QUOTED.finditer(text)]
    return [span for span in inside if len(span.of(text).split()) >= SPOKEN or len(span.of(text)) >= LONG]
