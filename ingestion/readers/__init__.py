"""One module a format, all of one shape: bytes -> Article, or a ReadError that says why.

The suffix of the name decides. The network is never touched, and nothing is read but the bytes given.
"""

from pathlib import PurePath

from ingestion.errors import ReadError
from ingestion.readers.fields import Reading, Skipped
from ingestion.readers.json_lines import read as read_json_lines
from ingestion.readers.markdown_file import read as read_markdown
from ingestion.readers.text_file import read as read_text
from ingestion.readers.web_page import read as read_web_page

__all__ = ["SUFFIXES", "Reading", "Skipped", "read"]

_READERS = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_text,
    ".html": read_web_page,
    ".htm": read_web_page,
    ".jsonl": read_json_lines,
}
SUFFIXES = tuple(_READERS)


def read(raw: bytes, path: str) -> Reading:
    """The articles in a file's bytes; `path` names it and may be an uploaded file's name. Raises ReadError."""
    reader = _READERS.get(PurePath(path).suffix.lower())
    if reader is None:
        raise ReadError(f"is no article: Byline reads {', '.join(SUFFIXES)}")
    return reader(raw, path)
