"""Review -> the bytes of a file: Markdown, a page, or JSON. What each looks like: `reporting.py`, `review_page.py`."""

import json

from assistant import reporting
from assistant.review_page import review_page
from assistant.reviews import Review

MEDIA = {"markdown": "text/markdown", "html": "text/html", "json": "application/json"}


def written(review: Review, form: str) -> str:
    """A review written as one of MEDIA."""
    if form == "html":
        return review_page(review)
    if form == "json":
        return json.dumps(reporting.as_json(review), ensure_ascii=False, indent=2) + "\n"
    return reporting.markdown(review)
