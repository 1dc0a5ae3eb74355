"""Text -> Wording: its words folded until typography no longer tells them apart, each with the characters it stands on.

Marks straight or curly, dashes, line wraps, hyphens at a line's end, non-breaking and invisible characters, ligatures,
Unicode forms, capitals, Markdown's emphasis, dots in "U.S." and commas in "1,000": none of them is left. What may
change what is said is: every word and number, "$", "%" and the question mark. Left out: stemming, spelling, synonyms.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingestion.articles import Span

_INVISIBLE = "\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_LETTER = rf"(?:[^\W_]|[{_INVISIBLE}\u0300-\u036f](?=[{_INVISIBLE}\u0300-\u036f]*\w))"
_TOKEN = re.compile(
    rf"""
    (?P<initials>(?:[^\W\d_]\.)+[^\W\d_](?!\w)\.?)                # U.S., e.g
  | (?<![\w.,)\]])[-−](?=[\d$€£])                                 # a minus
  | (?:\[[^\W\d_]\](?=[^\W_])|[^\W_])(?:{_LETTER}                # [T]he
      | [\u0300-\u036f]
      | ['’ʼ‘´`](?=[^\W\d_])
      | [-‐‑](?:[ \t]*\n[ \t>]*)?(?=[^\W_])                       # well-known, govern-⏎ment
      | \u00ad[ \t]*\n[ \t>]*(?=[^\W_])
      | (?<=\d)[–−](?=\d)
      | (?<=\d)[.,:](?=\d)
    )*
  | [?$€£¥%&@+=°§]
    """,
    re.X,
)
_UNSEEN = re.compile(rf"[{_INVISIBLE}\[\]]")
_HYPHEN = re.compile(r"(?<!\d)[-‐‑]\s*>*\s*|[-‐‑]\s*>*\s*(?!\d)|\s*\n[ \t>]*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"} | dict.fromkeys("’ʼ‘´`", "'")
)
_DASHES = str.maketrans(dict.fromkeys("‐‑–−", "-"))


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The words of a text, each with where it starts and ends in `text`. Ranges of words are half open.

    `joined` holds them all, folded, with one blank before and after each.
    """

    text: str
    joined: str
    starts: Sequence[int]
    ends: Sequence[int]

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def folded(self) -> list[str]:
        """The words one by one; split anew each time, since few texts of a library are ever looked at so."""
        return self.joined.split()

    def span(self, first: int, last: int) -> Span:
        """The characters of the words `first:last`, of which there is at least one."""
        return Span(self.starts[first], self.ends[last - 1])

    def words_in(self, span: Span) -> tuple[int, int]:
        """The words that begin within a span."""
        return _place(self.starts, span.start), _place(self.starts, span.end)

    def find(self, words: Sequence[str]) -> Iterator[int]:
        """The first word of each place where these words stand one after another, in order."""
        if not words:
            return
        wanted = f" {' '.join(words)} "
        at, counted, before = self.joined.find(wanted), 0, 0
        while at >= 0:
            before += self.joined.count(" ", counted, at)
            counted = at
            yield before
            at = self.joined.find(wanted, at + 1)

    def spelled(self, place: int) -> str:
        """A word as the text writes it, with its capitals."""
        return _plain(self.text[self.starts[place] : self.ends[place]])


def read_wording(text: str) -> Wording:
    """The words of `text`."""
    folded: list[str] = []
    starts, ends = array("I"), array("I")
    for match in _TOKEN.finditer(text):
        word = match.group()
        folded.append(word.lower() if word.isascii() and word.isalpha() else _plain(word).casefold())
        starts.append(match.start())
        ends.append(match.end())
    return Wording(text, f" {' '.join(folded)} ", starts, ends)


def _plain(word: str) -> str:
    """A word without what typography may do to it, its capitals kept."""
    if word in ("-", "−"):
        return "-"
    if "." in word and not any(c.isdigit() for c in word):
        word = word.replace(".", "")
    word = unicodedata.normalize("NFC", _UNSEEN.sub("", word).translate(_LIGATURES))
    return _THOUSANDS.sub("", _HYPHEN.sub("", word.translate(_DASHES)))


def _place(starts: Sequence[int], character: int) -> int:
    return bisect_right(starts, character - 1)
