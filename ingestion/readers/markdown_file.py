"""Markdown, with or without front matter -> one article.

Front matter is YAML between lines of three hyphens: id, title, publisher, authors, published_at, url, language,
licence, status, notice; all may be missing. Every value is taken as it is written: `2021-12-07` and `no` are text.
The body stays as it is written too, markup and all, because quotes are cut from it word for word.
"""

import re

import yaml
from frontmatter.default_handlers import YAMLHandler

from ingestion.articles import normalise
from ingestion.errors import ReadError
from ingestion.readers.decoding import decode
from ingestion.readers.fields import LONGEST, Reading, make_article

_LARGEST = 64 * 1024  # bytes of front matter
_DEEPEST = 20  # levels of lists in lists: far below what the YAML library's recursion can bear
_HEADING = re.compile(r"# +(.+?)(?: +#+)? *")


class _AsWritten(yaml.SafeLoader):
    """YAML whose plain values are text, or null."""


_AsWritten.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(raw: bytes, path: str) -> Reading:
    """The article in a Markdown file. Raises ReadError."""
    fields, text = _parted(normalise(decode(raw)).strip())
    if fields.get("title") is None:
        first, _, rest = text.partition("\n")
        heading = _HEADING.fullmatch(first) if len(first) <= LONGEST else None
        if heading:
            fields, text = {**fields, "title": heading[1]}, rest
    return Reading((make_article(fields, text, path),))


def _parted(text: str) -> tuple[dict[str, object], str]:
    """Front matter and body."""
    handler = YAMLHandler()
    if not handler.detect(text):
        return {}, text
    try:
        front, body = handler.split(text)
    except ValueError as error:
        raise ReadError("opens front matter that never ends; close it with a line of three hyphens") from error
    if len(front.encode()) > _LARGEST:
        raise ReadError(f"has more than {_LARGEST:,} bytes of front matter; close it with a line of three hyphens")
    try:
        _refuse_tricks(front)
        fields = handler.load(front, Loader=_AsWritten)
    except yaml.YAMLError as error:
        raise ReadError(f"has front matter that isn't YAML: {_problem(error)}; mend it, or quote the value") from error
    if fields is None:
        return {}, body.strip()
    if not isinstance(fields, dict):
        raise ReadError("has front matter without fields; write lines such as `title: …`")
    return fields, body.strip()


def _refuse_tricks(front: str) -> None:
    """Raises ReadError for YAML that grows or nests without limit, or makes something other than text."""
    depth = 0
    for event in yaml.parse(front, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.NodeEvent) and (event.anchor or getattr(event, "tag", None)):
            raise ReadError("has anchors, aliases or tags in its front matter; quote values that begin with &, * or !")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise ReadError(f"has front matter nested more than {_DEEPEST} deep; write plain fields")


def _problem(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"{error.problem} in line {error.problem_mark.line + 1}"
    return "it holds characters that YAML forbids"
