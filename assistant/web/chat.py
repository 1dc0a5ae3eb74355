"""The chat page: a question in, an answer with citations that open their passage beside it.

The page shows what the pipeline says and adds nothing. Article text reaches it escaped, as Markdown in the chat and as
HTML in the panel.
"""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from fastapi import FastAPI, HTTPException

from assistant import dialogue, rendering
from assistant.language_model import LanguageModel
from assistant.reranking import Reranker
from assistant.settings import Settings
from assistant.web.models import MAX_QUESTION
from assistant.web.page import CSS, HEAD
from assistant.web.panel import Turn, anchor, panel, turn_of
from assistant.web.problems import BROKEN, HANDLERS
from ingestion.articles import Status
from ingestion.errors import BylineError
from ingestion.pipeline import Library
from ingestion.store import Store

log = logging.getLogger(__name__)

EMPTY = "The library is empty; run `byline ingest PATH` with a file or a folder of articles, then ask again."
EXAMPLES = (
    "Will Ukraine join NATO soon?",
    "Does Russia support the Donetsk and Lugansk regions?",
    "What has Moscow said about an invasion?",
    "Who won the 2022 World Cup?",
)
_WELCOME = "### Ask what the articles say\n\nEvery statement shows who said it, and each citation opens its passage."


@dataclass(frozen=True, slots=True)
class Held:
    """The conversation of a page: its id once something was asked, what its answers cite, and the last question."""

    conversation: str | None = None
    turns: tuple[Turn, ...] = ()
    asked: str = ""
    understood: str = ""


def mount_chat(app: FastAPI, library: Library, settings: Settings) -> None:
    """Put the chat at `/` of the API's app: call it last, since it takes every address that is left."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when Gradio is imported
    import gradio as gr

    reranker: Reranker | None = app.state.served.reranker
    model = settings.language_model()

    def converse(question: str, shown: list[Any], held: Held) -> Iterator[tuple[Any, ...]]:
        shown = [*shown, {"role": "user", "content": rendering.escape(question)}]
        yield "", shown, held, gr.skip(), gr.skip()
        text, held = _reply(library, question, held, reranker, model)
        shown = [*shown, {"role": "assistant", "content": text}]
        yield "", shown, held, panel(held.turns, library.store), _understood(held)

    def correct(wording: str, shown: list[Any], held: Held) -> tuple[Any, ...]:
        """The last question again, understood as the user says."""
        if not held.turns or not wording.strip():
            return shown, held, gr.skip(), _understood(held)
        text, held = _reply(library, held.asked, held, reranker, model, understood=wording)
        shown = [*shown[:-1], {"role": "assistant", "content": text}]
        return shown, held, panel(held.turns, library.store), _understood(held)

    def _understood(held: Held) -> dict[str, Any]:
        return dict(gr.update(value=held.understood, visible=bool(held.turns)))

    def choose(event: gr.SelectData) -> str:
        return str(event.value["text"])

    with gr.Blocks(title="Byline", fill_height=True, analytics_enabled=False) as page:
        held = gr.State(Held())
        top = gr.HTML(elem_id="top")
        with gr.Row():
            with gr.Column(scale=3, min_width=360):
                chat = gr.Chatbot(
                    elem_id="chat",
                    show_label=False,
                    layout="bubble",
                    height="calc(100vh - 190px)",
                    placeholder=_WELCOME,
                    examples=[{"text": example} for example in EXAMPLES],
                    sanitize_html=True,
                    allow_tags=False,
                    latex_delimiters=[],
                    buttons=[],
                    feedback_options=None,
                )
                meant = gr.Textbox(
                    elem_id="understood",
                    label="Understood as (edit it and press Enter to ask that instead)",
                    max_length=MAX_QUESTION,
                    visible=False,
                )
                box = gr.Textbox(
                    elem_id="question",
                    show_label=False,
                    placeholder="Ask a question about the articles",
                    max_length=MAX_QUESTION,
                    submit_btn=True,
                    autofocus=True,
                )
            with gr.Column(scale=2, min_width=320, elem_id="beside"):
                beside = gr.HTML(panel((), library.store), elem_id="evidence")
        once: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        asking = [box, chat, held], [box, chat, held, beside, meant]
        box.submit(converse, *asking, **once)
        meant.submit(correct, [meant, chat, held], [chat, held, beside, meant], **once)
        chat.example_select(choose, None, box, **once).then(converse, *asking, **once)
        chat.clear(lambda: (Held(), panel((), library.store), _understood(Held())), None, [held, beside, meant], **once)
        page.load(lambda: _top(library.store), None, top, **once)
    # The page takes no files; Gradio would store whatever it is sent.
    app.add_api_route("/gradio_api/upload{rest:path}", _nothing, methods=["POST"], include_in_schema=False)
    page.queue(max_size=16, default_concurrency_limit=2, api_open=False)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=gr.themes.Default(
            primary_hue="blue", neutral_hue="slate", radius_size="lg", font=["system-ui", "sans-serif"]
        ).set(body_background_fill="*neutral_50"),
        css=CSS,
        head=HEAD,
        footer_links=[],
        ssr_mode=False,
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        allowed_paths=None,
        blocked_paths=[str(library.home.resolve())],
        max_file_size=settings.max_file_bytes,
        app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None, "exception_handlers": {**HANDLERS}},
    )


def _nothing(rest: str) -> None:
    raise HTTPException(404)


def _reply(
    library: Library,
    question: str,
    held: Held,
    reranker: Reranker | None,
    model: LanguageModel | None,
    *,
    understood: str | None = None,
) -> tuple[str, Held]:
    """The answer as Markdown, or the one sentence that says why there is none; and the conversation with this turn.

    With `understood` the turn takes the place of the last one.
    """
    if not library.store.counts()["current"]:
        return EMPTY, held
    meant = None if understood is None else understood[:MAX_QUESTION]
    try:
        conversation = held.conversation or library.kept.begin("").id
        asked = question[:MAX_QUESTION]
        answer = dialogue.converse(
            library, conversation, asked, understood=meant, reranker=reranker, model=model
        ).answer
    except BylineError as error:
        return _sentence(str(error)), held
    except Exception:
        log.exception("a question in the chat failed")
        return _sentence(BROKEN), held
    before = held.turns if understood is None else held.turns[:-1]
    held = Held(conversation, (*before, turn_of(answer)), answer.question, answer.understood)
    turn = len(held.turns)
    return rendering.markdown(answer, link=lambda citation: f"#{anchor(turn, citation)}"), held


def _sentence(error: str) -> str:
    return rendering.escape(f"{error[0].upper()}{error[1:]}.")


def _top(store: Store) -> str:
    """The name, and what the library holds."""
    current = store.listed(Status.CURRENT)
    if not current:
        held = '<p class="empty">The library is empty: run <code>byline ingest PATH</code>, then reload this page.</p>'
    else:
        publishers = len({a.publisher for a in current if a.publisher})
        newest = max((a.published_at for a in current if a.published_at), default=None)
        until = f", the newest of {newest:%-d %B %Y}" if newest else ""
        held = f"<p>{escape(f'{len(current)} articles from {publishers} publishers{until}')}</p>"
    return f"<h1>Byline</h1>{held}"
