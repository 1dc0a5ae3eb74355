"""The part of the API about being asked: answers, their receipts, and conversations."""

import json
import logging
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

from assistant import dialogue, pipeline, rendering, verifying
from assistant.answers import Answer, Statement
from assistant.language_model import wanted
from assistant.pipeline import Progress
from assistant.receipts import Receipt
from assistant.verifying import Verification
from assistant.web import conversation_models as shapes
from assistant.web import models
from assistant.web.problems import BROKEN, declared, shown, status_of
from assistant.web.served import Shared
from assistant.writing import Notice
from ingestion.errors import BylineError

log = logging.getLogger(__name__)

MARKDOWN = "text/markdown"
router = APIRouter()


ANSWERED: dict[int | str, dict[str, Any]] = {200: {"content": {MARKDOWN: {"schema": {"type": "string"}}}}}


@router.post(
    "/v1/ask",
    summary="Ask a question",
    tags=["questions"],
    response_model=models.Answer,
    responses={**ANSWERED, **declared(400, 401, 403, 413, 422, 503)},
)
def ask(question: models.Question, request: Request, served: Shared) -> Response:
    """An Answer object, or the answer as Markdown where `Accept` names `text/markdown`.

    Not knowing is an answer too: `abstained` is true, with the reason and the nearest passages.
    """
    model = wanted(served.settings.language_model(), question.write)
    answer = pipeline.ask(served.library, question.question, question.filters(), reranker=served.reranker, model=model)
    if MARKDOWN in request.headers.get("accept", ""):
        return PlainTextResponse(rendering.markdown(answer), media_type=MARKDOWN)
    return JSONResponse(rendering.as_json(answer))


@router.post(
    "/v1/ask/stream",
    summary="Ask a question, and get its answer as it is made",
    tags=["questions"],
    response_class=EventSourceResponse,
    responses=declared(401, 403, 413, 422),
)
def ask_step_by_step(question: models.Question, served: Shared) -> Iterator[ServerSentEvent]:
    """Server-sent events: `progress` and `notice` ({"text": …}), `statement` (a Statement, as soon as it has passed the
    check), and at the end `answer` (an Answer), or `problem` (a Problem). Nothing unchecked is sent. After a `notice`
    the answer's statements take the place of those sent before."""
    try:
        model = wanted(served.settings.language_model(), question.write)
        steps = pipeline.asking(
            served.library, question.question, question.filters(), reranker=served.reranker, model=model
        )
        for step in steps:
            match step:
                case Answer():
                    yield ServerSentEvent(event="answer", data=rendering.as_json(step))
                case Statement():
                    yield ServerSentEvent(event="statement", data=rendering.statement_as_json(step))
                case Notice(text):
                    yield ServerSentEvent(event="notice", data={"text": text})
                case Progress(text):
                    yield ServerSentEvent(event="progress", data={"text": text})
    except BylineError as error:
        yield ServerSentEvent(event="problem", data=shown(status_of(error), str(error)).model_dump())
    except Exception:
        log.exception("a question failed while its answer was sent")
        yield ServerSentEvent(event="problem", data=shown(500, BROKEN).model_dump())


@router.get(
    "/v1/answers/{answer_id}",
    summary="An answer again",
    tags=["questions"],
    response_model=models.Answer,
    responses=declared(401, 403, 404, 422),
)
def show_answer(answer_id: str, served: Shared) -> Response:
    """An answer as it was given. It is gone when an article that it cites has been removed."""
    return JSONResponse(json.loads(served.library.kept.answer(answer_id)))


@router.get(
    "/v1/answers/{answer_id}/receipt",
    summary="An answer's receipt",
    tags=["questions"],
    response_model=Receipt,
    responses=declared(401, 403, 404, 422),
)
def show_receipt(answer_id: str, served: Shared) -> Response:
    """What an answer was made of: articles, versions, hashes, offsets, scores and thresholds; no article's words."""
    return JSONResponse(json.loads(served.library.kept.receipt(answer_id)))


@router.post(
    "/v1/receipts/verify",
    summary="Check a receipt",
    tags=["questions"],
    responses=declared(400, 401, 403, 413, 422, 503),
)
def verify(receipt: Receipt, served: Shared) -> Verification:
    """Whether what an answer rested on still stands, and what has changed since."""
    return verifying.verify(receipt, served.library, reranker=served.reranker)


@router.get(
    "/v1/conversations", summary="List conversations", tags=["conversations"], responses=declared(401, 403, 422)
)
def list_conversations(
    served: Shared,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> shapes.ConversationList:
    """The conversations that are kept, the one last spoken in first."""
    found = served.library.kept.conversations()
    page = [shapes.Conversation.of(c) for c in found[offset : offset + limit]]
    return shapes.ConversationList(conversations=page, total=len(found), limit=limit, offset=offset)


@router.post(
    "/v1/conversations",
    summary="Begin a conversation",
    tags=["conversations"],
    status_code=201,
    responses=declared(400, 401, 403, 413, 422),
)
def begin(wanted: shapes.Title, served: Shared) -> shapes.Conversation:
    """An empty conversation; without a title, its first question becomes that."""
    return shapes.Conversation.of(served.library.kept.begin(wanted.title))


@router.get(
    "/v1/conversations/{conversation_id}",
    summary="One conversation",
    tags=["conversations"],
    responses=declared(401, 403, 404, 422),
)
def show_conversation(conversation_id: str, served: Shared) -> shapes.WholeConversation:
    """A conversation with its turns. Where an article has been corrected or withdrawn since, its citations say so;
    the answer is null where one has been removed."""
    conversation = served.library.kept.conversation(conversation_id)
    turns = dialogue.past_turns(served.library, conversation_id)
    return shapes.WholeConversation.whole(conversation, turns)


@router.patch(
    "/v1/conversations/{conversation_id}",
    summary="Rename a conversation",
    tags=["conversations"],
    responses=declared(400, 401, 403, 404, 413, 422),
)
def rename(conversation_id: str, wanted: shapes.Title, served: Shared) -> shapes.Conversation:
    """Another title."""
    served.library.kept.rename(conversation_id, wanted.title)
    return shapes.Conversation.of(served.library.kept.conversation(conversation_id))


@router.delete(
    "/v1/conversations/{conversation_id}",
    summary="Forget a conversation",
    tags=["conversations"],
    status_code=204,
    responses=declared(401, 403, 404, 422),
)
def forget(conversation_id: str, served: Shared) -> None:
    """Delete a conversation with its turns, and the answers that stand in no other."""
    served.library.kept.forget(conversation_id)


@router.post(
    "/v1/conversations/{conversation_id}/turns",
    summary="Ask in a conversation",
    tags=["conversations"],
    status_code=201,
    response_model=shapes.Turn,
    responses={201: ANSWERED[200], **declared(400, 401, 403, 404, 413, 422, 503)},
)
def converse(conversation_id: str, turn: shapes.NewTurn, request: Request, served: Shared) -> Response:
    """A turn is understood from the turns before it; `understood` says as what. Sent with `understood`, the request
    puts the user's own wording in the place of the last turn's, and answers that. A Turn, or the answer as Markdown
    where `Accept` names `text/markdown`."""
    exchange = dialogue.converse(
        served.library,
        conversation_id,
        turn.question,
        turn.filters(),
        understood=turn.understood,
        reranker=served.reranker,
        model=wanted(served.settings.language_model(), turn.write),
    )
    if MARKDOWN in request.headers.get("accept", ""):
        return PlainTextResponse(rendering.markdown(exchange.answer), status_code=201, media_type=MARKDOWN)
    return JSONResponse(shapes.Turn.of(exchange).model_dump(mode="json"), status_code=201)
