"""The part of the API that writes down: summaries, and answers that were kept, each in a format of the reader's."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from assistant.export_page import POLICY
from assistant.exporting import MEDIA, Format, export_answer, export_summary, reopen
from assistant.language_model import wanted
from assistant.summarizing import summarize
from assistant.web import models
from assistant.web import summary_models as shapes
from assistant.web.problems import declared
from assistant.web.served import Shared

_OTHERS = [media for form, media in MEDIA.items() if form is not Format.JSON]
_EXPORTED: dict[int | str, dict[str, Any]] = {200: {"content": {m: {"schema": {"type": "string"}} for m in _OTHERS}}}
_SUFFIX = {
    Format.MARKDOWN: "md",
    Format.HTML: "html",
    Format.JSON: "json",
    Format.CSL_JSON: "csl.json",
    Format.BIBTEX: "bib",
}
Chosen = Annotated[
    Format | None, Query(alias="format", description="Else what `Accept` names, and JSON where it names none of these.")
]
router = APIRouter()


@router.post(
    "/v1/summaries",
    summary="Summarise",
    tags=["summaries"],
    response_model=shapes.Summary,
    responses={**_EXPORTED, **declared(400, 401, 403, 404, 413, 422, 503)},
)
def summarise(asked: shapes.Summarise, request: Request, served: Shared, form: Chosen = None) -> Response:
    """What the articles named say, or all articles on a topic, or a speaker in them: statements over verbatim quotes,
    dated, with who holds what and which articles were used. A Summary object, or the same as Markdown or a page, or
    only what it cites as CSL-JSON or BibTeX. Where the articles say nothing, `abstained` is true and says why."""
    model = wanted(served.settings.language_model(), asked.write)
    summary = summarize(served.library, asked.subject(), asked.filters(), model=model)
    form = form or _accepted(request)
    return _written(export_summary(summary, form, store=served.library.store), form, name="summary")


@router.get(
    "/v1/answers/{answer_id}/export",
    summary="An answer as a file",
    tags=["questions"],
    response_model=models.Answer,
    responses={**_EXPORTED, **declared(401, 403, 404, 422)},
)
def export(answer_id: str, request: Request, served: Shared, form: Chosen = None) -> Response:
    """An answer as it was given, or only what it cites as CSL-JSON or BibTeX. It is gone when an article that it cites
    has been removed."""
    form = form or _accepted(request)
    answer = reopen(served.library, answer_id)
    return _written(export_answer(answer, form, store=served.library.store), form, name=f"answer-{answer.id}")


def _accepted(request: Request) -> Format:
    """The format that `Accept` names first."""
    for media in request.headers.get("accept", "").split(","):
        for form, name in MEDIA.items():
            if media.partition(";")[0].strip().casefold() == name:
                return form
    return Format.JSON


def _written(text: str, form: Format, *, name: str) -> Response:
    headers = {"content-disposition": f'inline; filename="byline-{name}.{_SUFFIX[form]}"'}
    if form is Format.HTML:
        headers["content-security-policy"] = f"{POLICY}; connect-src 'self'; frame-ancestors 'none'"
    return Response(text, media_type=MEDIA[form], headers=headers)
