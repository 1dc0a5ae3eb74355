"""Errors -> application/problem+json (RFC 9457): one mapping, one sentence, nothing of the input, no traceback."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from ingestion.errors import BylineError, EmbeddingError, IndexDamaged, LibraryInUse, NotFound, StoreUnusable

log = logging.getLogger(__name__)

BROKEN = "something went wrong on the server; its log says what"
STOPPING = "the server is stopping; what was stored stays, and the same request to the next one finishes the rest"
SENTENCES = {
    404: "there is nothing at this address; GET /openapi.json lists what there is",
    405: "this address doesn't take this method; GET /openapi.json lists what it takes",
    413: "the request is too large; send fewer or smaller files (BYLINE_MAX_BODY_BYTES)",
}


class Problem(BaseModel):
    """What went wrong, in one sentence."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Not Found",
                    "status": 404,
                    "detail": "there is no article 'x'; `byline articles` lists those there are",
                }
            ]
        }
    )

    type: str
    title: str
    status: int
    detail: str


def declared(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems of an endpoint, for its OpenAPI description."""
    media = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {s: {"description": HTTPStatus(s).phrase, "content": media} for s in sorted(statuses)}


def shown(status: int, detail: str) -> Problem:
    """A problem, where it isn't the whole reply."""
    return Problem(type="about:blank", title=HTTPStatus(status).phrase, status=status, detail=detail)


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A problem as a reply."""
    content = shown(status, detail).model_dump()
    return JSONResponse(content, status_code=status, headers=headers, media_type="application/problem+json")


def status_of(error: BylineError) -> int:
    """The kind of error decides the status."""
    if isinstance(error, NotFound):
        return 404
    return 503 if isinstance(error, EmbeddingError | IndexDamaged | LibraryInUse | StoreUnusable) else 400


def on_byline_error(request: Request, error: Exception) -> JSONResponse:
    """Our own errors say one sentence."""
    if not isinstance(error, BylineError):
        raise TypeError(f"{error!r} is no BylineError")
    status = status_of(error)
    if status == 503:
        log.error("%s %s: %s", request.method, request.url.path, error)
    return problem(status, str(error))


def on_http_error(request: Request, error: Exception) -> JSONResponse:
    """What the framework refuses: unknown addresses, wrong methods, large bodies."""
    if not isinstance(error, HTTPException):
        raise TypeError(f"{error!r} is no HTTPException")
    return problem(error.status_code, SENTENCES.get(error.status_code, str(error.detail)), error.headers)


def on_invalid_request(request: Request, error: Exception) -> JSONResponse:
    """Which field is wrong and how, never its value: a body of 50 MB would come back, or an attack."""
    if not isinstance(error, RequestValidationError):
        raise TypeError(f"{error!r} is no RequestValidationError")
    first = error.errors()[0]
    if first["type"] == "extra_forbidden":  # the place would name the unknown field, which is input
        return problem(422, "the body holds a field that isn't known here; GET /openapi.json lists those there are")
    if first["type"] == "json_invalid":
        return problem(422, 'the body isn\'t JSON; send an object such as {"question": "…"}')
    place = ".".join(str(part) for part in first["loc"] if part != "body") or "the body"
    return problem(422, f"{place} isn't usable: {first['msg'][0].lower()}{first['msg'][1:]}")


HANDLERS = {
    BylineError: on_byline_error,
    HTTPException: on_http_error,
    RequestValidationError: on_invalid_request,
}
