"""The part of the API about other people's words: where an excerpt comes from."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from assistant import explaining, tracing
from assistant.web import checking_models as shapes
from assistant.web.answers_api import ANSWERED, MARKDOWN
from assistant.web.problems import declared
from assistant.web.served import Shared

router = APIRouter()


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
