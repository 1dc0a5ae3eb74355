"""JSON Lines -> one article a line; a bad line is skipped with its reason and the others go on.

Each line is an object with `text`, and with any of id, title, publisher, authors (a list, or one name),
published_at (ISO 8601), url, language, licence, status (current, superseded, withdrawn) and notice. Unknown fields
are ignored. An article without id and URL is known by its words, so that moving lines about changes nothing.
"""

import json

from ingestion.articles import Article, digest
from ingestion.errors import ReadError
from ingestion.readers.decoding import decode
from ingestion.readers.fields import Reading, Skipped, make_article


def read(raw: bytes, path: str) -> Reading:
    """The articles in a JSON Lines file. Raises ReadError if the file as a whole can't be read."""
    articles: list[Article] = []
    skipped: list[Skipped] = []
    lines = decode(raw).split("\n")  # not splitlines: JSON strings may hold U+2028
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            articles.append(_article(line, path))
        except ReadError as error:
            skipped.append(Skipped(f"{path}:{number}", str(error)))
    if not articles and not skipped:
        raise ReadError("is empty; write one JSON object a line")
    return Reading(tuple(articles), tuple(skipped))


def _article(line: str, path: str) -> Article:
    try:
        fields = json.loads(line)
    except RecursionError as error:
        raise ReadError("is nested too deeply; write one flat JSON object a line") from error
    except json.JSONDecodeError as error:
        raise ReadError(f"isn't JSON: {error.msg} at character {error.colno}; write one object a line") from error
    except ValueError as error:  # a number of thousands of digits
        raise ReadError("holds a number that is too long; write it as text, in quotation marks") from error
    if not isinstance(fields, dict):
        raise ReadError("isn't a JSON object; write {…} with at least `text`")
    text = fields.get("text")
    if not isinstance(text, str):
        raise ReadError("has no `text`; put the article's text there, in quotation marks")
    # The publisher counts: two outlets that print the same wire story are two articles.
    words = (json.dumps(fields.get(name)) for name in ("publisher", "title", "text"))
    return make_article(fields, text, path, identity=digest(*words))
