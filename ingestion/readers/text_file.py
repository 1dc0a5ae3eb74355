"""Plain text -> one article. The first line is the title where it stands apart; no other metadata is looked for."""

from ingestion.articles import normalise
from ingestion.readers.decoding import decode
from ingestion.readers.fields import Reading, make_article

_LONGEST_TITLE = 200
_ENDS = tuple(".!?…:;,。!?؟")  # what ends a sentence or a piece of one, and no headline
_CLOSING = "\"'”’»)]"


def read(raw: bytes, path: str) -> Reading:
    """The article in a text file. Raises ReadError."""
    title, text = _parted(normalise(decode(raw)).strip())
    return Reading((make_article({"title": title}, text, path),))


def _parted(text: str) -> tuple[str | None, str]:
    """Title and text. Where the title is in doubt it stays in the text: a lost first sentence can't be quoted."""
    first, _, rest = text.partition("\n")
    following = rest.partition("\n")[0].strip()
    if not rest.strip() or len(first) > _LONGEST_TITLE or _ends_sentence(first):
        return None, text
    # A file wrapped at a fixed width has no title on its first line but half a sentence.
    wrapped = following and (following[0].islower() or not _ends_sentence(following))
    return (None, text) if wrapped else (first, rest)


def _ends_sentence(line: str) -> bool:
    return line.rstrip().rstrip(_CLOSING).endswith(_ENDS)
