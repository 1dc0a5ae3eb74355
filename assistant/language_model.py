"""A prompt in, text out, piece by piece, or a ModelError: the room of the language model's client.

Any OpenAI-compatible server, or Ollama, through LlamaIndex. What comes in is bounded in bytes and in wall-clock time,
however the server behaves, and no redirect is followed. Nothing that a server says gets into an error or a log: it may
repeat the key, or whatever else it was sent. Left out: what to ask for and what to make of the reply.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr

from ingestion.errors import BylineError

OLLAMA = "http://127.0.0.1:11434"
RETRIES = 1  # by the OpenAI client, with its own pause between; all of it within the deadline
BYTES_A_TOKEN = 2_000  # of one reply; a streamed token comes in some 300 bytes of JSON
CHARACTERS_A_TOKEN = 20  # of one reply's text; English has about 4
CLOSING = 1  # seconds for a connection to be closed
WINDOW = 2  # characters of a prompt to a token, at the least: how much room Ollama is asked to make


class Kind(StrEnum):
    """How a language model's server is spoken to."""

    OPENAI_LIKE = "openai-like"
    OLLAMA = "ollama"


class ModelError(BylineError):
    """The language model gave no usable reply: it is down, slow, refuses, or sends what is no text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModel:
    """Which model, where, and how much of it. `seconds` are for one answer, `tokens` for one reply, `evidence` is in
    characters for one prompt."""

    kind: Kind
    name: str
    url: str
    key: SecretStr | None = field(default=None, repr=False)
    seconds: float = 60.0
    tokens: int = 1_000
    evidence: int = 12_000


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is sent: the standing orders, and the case at hand."""

    system: str
    user: str


def usable_address(url: str) -> str:
    """The address of a server, without a slash at its end. Raises ValueError for one that isn't usable."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("it is no address such as http://127.0.0.1:8080/v1")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("an address holds no key, question or fragment; BYLINE_MODEL_KEY takes the key")
    return url.rstrip("/")


def wanted(model: LanguageModel | None, write: bool | None) -> LanguageModel | None:
    """The model that is to write an answer: where it is left open, the one there is. Raises BylineError where one is
    asked for and there is none."""
    if write and model is None:
        raise BylineError("there is no language model to write with; set BYLINE_MODEL and BYLINE_MODEL_URL")
    return None if write is False else model


@lru_cache
def load_client(kind: Kind) -> tuple[Any, ...]:
    """The classes that speak to such a server; they take some seconds to import, which no answer shall pay for."""
    if kind is Kind.OLLAMA:
        import ollama
        from llama_index.core.llms import ChatMessage
        from llama_index.llms.ollama import Ollama

        return ChatMessage, Ollama, ollama.AsyncClient
    from llama_index.core.llms import ChatMessage
    from llama_index.llms.openai_like import OpenAILike

    return ChatMessage, OpenAILike, httpx.AsyncClient


def stream(model: LanguageModel, prompt: Prompt, *, until: float) -> Generator[str]:
    """The reply, piece by piece as it comes. `until` is when to give up, on `time.monotonic`.

    Raises ModelError; an iterator that is closed early hangs up.
    """
    loop = asyncio.new_event_loop()
    pieces = _pieces(model, prompt)
    held = 0
    try:
        while True:
            left = until - time.monotonic()
            try:
                piece = loop.run_until_complete(asyncio.wait_for(anext(pieces), max(left, 0)))
            except StopAsyncIteration:
                return
            except ModelError:
                raise
            except Exception as error:  # whatever a client makes of whatever a server sends
                raise ModelError(_why(error, model)) from None  # its text and its cause may hold the key
            held += len(piece)
            if held > CHARACTERS_A_TOKEN * model.tokens:
                raise ModelError(f"{_name(model)} doesn't stop; BYLINE_MODEL_TOKENS says how much it may write")
            yield piece
    finally:
        loop.run_until_complete(_hang_up(loop, pieces))
        loop.close()


async def _hang_up(loop: asyncio.AbstractEventLoop, pieces: AsyncGenerator[str]) -> None:
    """Close a reply, and what the clients left open."""
    with suppress(Exception):  # there is nothing left to lose
        async with asyncio.timeout(CLOSING):
            await pieces.aclose()
            await loop.shutdown_asyncgens()


async def _pieces(model: LanguageModel, prompt: Prompt) -> AsyncGenerator[str]:
    message, speaker, connection = load_client(model.kind)
    messages = [message(role="system", content=prompt.system), message(role="user", content=prompt.user)]
    limits: dict[str, Any] = {
        "transport": _Bounded(BYTES_A_TOKEN * model.tokens),
        "timeout": httpx.Timeout(model.seconds),
        "follow_redirects": False,
        "trust_env": False,
    }
    headers = {"Accept-Encoding": "identity"}
    last: Any = None
    if model.kind is Kind.OLLAMA:
        secret = {"Authorization": f"Bearer {model.key.get_secret_value()}"} if model.key else {}
        client = connection(model.url, headers=headers | secret, **limits)
        llm = speaker(
            model=model.name,
            base_url=model.url,
            temperature=0.0,
            context_window=(model.evidence + len(prompt.system)) // WINDOW + model.tokens,
            additional_kwargs={"num_predict": model.tokens},
            async_client=client,
        )
        closing = client.close
    else:
        client = connection(headers=headers, **limits)
        llm = speaker(
            model=model.name,
            api_base=model.url,
            api_key=model.key.get_secret_value() if model.key else "none",
            is_chat_model=True,
            temperature=0.0,
            max_tokens=model.tokens,
            max_retries=RETRIES,
            timeout=model.seconds,
            async_http_client=client,
            default_headers=headers,
        )
        closing = client.aclose
    try:
        async for part in await llm.astream_chat(messages):
            last = part.raw or last
            if part.delta:
                yield part.delta
    finally:
        await closing()
    if _end(last) == "length":
        raise ModelError(f"{_name(model)} ran out of tokens; BYLINE_MODEL_TOKENS gives it more")


def _end(last: Any) -> str | None:
    """Why the model stopped, as its server says."""
    if isinstance(last, dict):
        return last.get("done_reason")
    choices = getattr(last, "choices", None)
    return choices[0].finish_reason if choices else None


class _Bounded(httpx.AsyncBaseTransport):
    """The network, which takes in no more than so many bytes of one reply, and none that would swell."""

    def __init__(self, most: int) -> None:
        self._inner = httpx.AsyncHTTPTransport()
        self._most = most

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        reply = await self._inner.handle_async_request(request)
        if reply.headers.get("content-encoding", "identity") != "identity":
            await reply.aclose()
            raise httpx.DecodingError("packed without having been asked for", request=request)
        return httpx.Response(
            reply.status_code,
            headers=reply.headers,
            stream=_BoundedStream(reply, self._most),
            extensions=reply.extensions,
        )

    async def aclose(self) -> None:
        await self._inner.aclose()


class _BoundedStream(httpx.AsyncByteStream):
    def __init__(self, reply: httpx.Response, most: int) -> None:
        self._reply = reply
        self._left = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._reply.aiter_raw():
            self._left -= len(piece)
            if self._left < 0:
                raise httpx.ReadError("longer than any reply may be")
            yield piece

    async def aclose(self) -> None:
        await self._reply.aclose()


def _name(model: LanguageModel) -> str:
    return f"the language model at {model.url}"


def _why(error: Exception, model: LanguageModel) -> str:
    """One sentence, of the kind of error alone."""
    name = _name(model)
    status = getattr(error, "status_code", None)
    kinds = {kind.__name__ for cause in _causes(error) for kind in type(cause).__mro__}
    if isinstance(error, TimeoutError) or kinds & {"APITimeoutError", "TimeoutException"}:
        return f"{name} took longer than the {model.seconds:g} seconds it has; BYLINE_MODEL_SECONDS gives it more"
    if status in (401, 403):
        return f"{name} refuses the key ({status}); BYLINE_MODEL_KEY sets it"
    if status == 404:
        return f"{name} has no model {model.name!r} (404); check BYLINE_MODEL and BYLINE_MODEL_URL"
    if isinstance(status, int) and status > 0:
        return f"{name} answered with an error ({status}); its own log says why"
    if kinds & {"ConnectError", "ConnectionError"}:
        return f"{name} can't be reached; start it, or check BYLINE_MODEL_URL"
    return f"{name} sent what is no reply ({type(error).__name__}); check BYLINE_MODEL_KIND and BYLINE_MODEL_URL"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
