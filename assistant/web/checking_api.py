"""The part of the API about other people's words: where an excerpt comes from, and whether a text holds."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from assistant import explaining, tracing
from assistant.review_writing import MEDIA, written
from assistant.reviewing import check_text
from assistant.web import checking_models as shapes
from assistant.web import review_models
from assistant.web.answers_api import ANSWERED, MARKDOWN
from assistant.web.problems import declared
from assistant.web.served import Shared

HOLDS = "Byline-Holds"  # whether every sentence is supported, for whoever takes no JSON
_PLAIN: dict[str, Any] = {"schema": {"type": "string"}}
REVIEWED: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"text/markdown": _PLAIN, "text/html": _PLAIN},
        "headers": {HOLDS: {"description": "Whether every sentence is supported.", "schema": {"type": "boolean"}}},
    }
}
router = APIRouter()


@router.post(
    "/v1/check",
    summary="Check a text",
    tags=["checking"],
    response_model=review_models.Review,
    responses={**REVIEWED, **declared(400, 401, 403, 413, 422, 503)},
)
def check(wanted: review_models.Text, request: Request, served: Shared) -> Response:
    """Where each sentence of a text stands against the articles: supported, overstated, misattributed, contradicted or
    not found, with the quotes it rests on and what differs. A Review object, or Markdown or a page where `Accept` names
    `text/markdown` or `text/html`."""
    review = check_text(served.library, wanted.text, wanted.filters())
    accepted = request.headers.get("accept", "")
    form = next((form for form in ("markdown", "html") if MEDIA[form] in accepted), "json")
    return Response(written(review, form), media_type=MEDIA[form], headers={HOLDS: str(review.holds).lower()})


@router.post(
    "/v1/trace",
    summary="Trace an excerpt",
    tags=["checking"],
    response_model=shapes.Trace,
    responses={**ANSWERED, **declared(400, 401, 403, 413, 422, 503)},
)
def trace(wanted: shapes.Excerpt, request: Request, served: Shared) -> Response:
    """Which articles hold these words, word for word or altered, who says them there, and which had them first. A Trace
    object, or Markdown where `Accept` names `text/markdown`. Being in none is an answer too."""
    found = tracing.trace(served.library, wanted.excerpt, wanted.filters())
    if MARKDOWN in request.headers.get("accept", ""):
        return PlainTextResponse(explaining.markdown(found), media_type=MARKDOWN)
    return JSONResponse(explaining.as_json(found))
