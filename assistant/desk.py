"""What the command line needs of a library, whether this process owns it or a running server does.

`open_desk` gives the one or the other: two classes of one shape. The server is found by the address that it writes into
the data folder.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

import httpx
from pydantic import TypeAdapter

from assistant import (
    dialogue,
    explaining,
    exporting,
    pipeline,
    quoted,
    receipts,
    rendering,
    speakers,
    tracing,
    verifying,
)
from assistant.language_model import wanted
from assistant.quoted import Speakers, Wanted
from assistant.reranking import Reranker, load_reranker
from assistant.retrieval import Filters
from assistant.review_writing import MEDIA, written
from assistant.reviewing import check_text
from assistant.settings import Settings
from assistant.summaries import Subject
from assistant.summarizing import summarize
from assistant.verifying import Verification
from ingestion.errors import BylineError, LibraryInUse
from ingestion.kept import Conversation
from ingestion.pipeline import File, Ingested, IngestReport, Library
from ingestion.readers import Skipped
from ingestion.store import Listed

Row = TypeVar("Row")
BATCH = 16  # files sent to a server in one request, so that progress shows,
BATCH_BYTES = 4_000_000  # or as many as hold this much
TIMEOUT = 600  # seconds for one request; a batch of large files takes the server a while


@dataclass(frozen=True, slots=True)
class Report:
    """A review as it is printed, and whether every sentence is supported."""

    text: str
    holds: bool


class Desk(Protocol):
    """The library, as the command line uses it."""

    def ingest(self, files: Iterable[File | Skipped], progress: Callable[[str], None]) -> IngestReport: ...
    def ask(self, question: str, filters: Filters, *, as_json: bool, write: bool | None) -> str: ...
    def check(self, text: str, filters: Filters, *, form: str, progress: Callable[[int, int], None]) -> Report: ...
    def trace(self, excerpt: str, filters: Filters, *, as_json: bool) -> str: ...
    def summarize(self, subject: Subject, filters: Filters, *, form: str, write: bool | None) -> str: ...
    def export(self, answer_id: str, form: str) -> str: ...
    def receipt(self, answer_id: str) -> str: ...
    def verify(self, receipt: str) -> Verification: ...
    def begin(self) -> str: ...
    def say(self, conversation_id: str, question: str, understood: str | None) -> str: ...
    def conversations(self) -> tuple[Conversation, ...]: ...
    def forget(self, conversation_id: str) -> None: ...
    def who(self, wanted: Wanted) -> Speakers: ...
    def articles(self) -> tuple[Listed, ...]: ...
    def text(self, article_id: str) -> str: ...
    def remove(self, article_id: str) -> None: ...
    def status(self) -> dict[str, Any]: ...
    def rebuild(self) -> None: ...


@contextmanager
def open_desk(settings: Settings) -> Iterator[Desk]:
    """The library at `settings.home`: this process's own, or its server's. Raises LibraryInUse."""
    try:
        library = Library(settings.home, cache=settings.cache)
    except LibraryInUse:
        address = _server(settings.home)
        if address is None:
            raise
        with httpx.Client(base_url=address, timeout=TIMEOUT, headers=_headers(settings), trust_env=False) as client:
            yield RemoteDesk(client)
        return
    with library:
        yield LocalDesk(library, settings)


class LocalDesk:
    """A library that this process owns."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self._library = library
        self._settings = settings

    @cached_property
    def _reranker(self) -> Reranker | None:
        """Loaded for the first command that answers; it takes some seconds."""
        return load_reranker(self._settings.reranker) if self._settings.reranker else None

    def ingest(self, files: Iterable[File | Skipped], progress: Callable[[str], None]) -> IngestReport:
        report = self._library.ingest(files, progress=progress)
        self._library.index()
        return report

    def ask(self, question: str, filters: Filters, *, as_json: bool, write: bool | None) -> str:
        model = wanted(self._settings.language_model(), write)
        answer = pipeline.ask(self._library, question, filters, reranker=self._reranker, model=model)
        if as_json:
            return json.dumps(rendering.as_json(answer), ensure_ascii=False, indent=2)
        return rendering.markdown(answer)

    def check(self, text: str, filters: Filters, *, form: str, progress: Callable[[int, int], None]) -> Report:
        review = check_text(self._library, text, filters, progress=progress)
        return Report(written(review, form), review.holds)

    def trace(self, excerpt: str, filters: Filters, *, as_json: bool) -> str:
        found = tracing.trace(self._library, excerpt, filters)
        if as_json:
            return json.dumps(explaining.as_json(found), ensure_ascii=False, indent=2)
        return explaining.markdown(found)

    def summarize(self, subject: Subject, filters: Filters, *, form: str, write: bool | None) -> str:
        model = wanted(self._settings.language_model(), write)
        summary = summarize(self._library, subject, filters, model=model)
        return exporting.export_summary(summary, exporting.format_of(form), store=self._library.store)

    def export(self, answer_id: str, form: str) -> str:
        answer = exporting.reopen(self._library, answer_id)
        return exporting.export_answer(answer, exporting.format_of(form), store=self._library.store)

    def receipt(self, answer_id: str) -> str:
        return json.dumps(json.loads(self._library.kept.receipt(answer_id)), ensure_ascii=False, indent=2)

    def verify(self, receipt: str) -> Verification:
        return verifying.verify(receipts.from_json(receipt), self._library, reranker=self._reranker)

    def begin(self) -> str:
        return self._library.kept.begin("").id

    def say(self, conversation_id: str, question: str, understood: str | None) -> str:
        exchange = dialogue.converse(
            self._library,
            conversation_id,
            question,
            understood=understood,
            reranker=self._reranker,
            model=self._settings.language_model(),
        )
        return rendering.markdown(exchange.answer)

    def conversations(self) -> tuple[Conversation, ...]:
        return self._library.kept.conversations()

    def forget(self, conversation_id: str) -> None:
        self._library.kept.forget(conversation_id)

    def who(self, wanted: Wanted) -> Speakers:
        return speakers.who(self._library, wanted, sides=self._library.sides)

    def articles(self) -> tuple[Listed, ...]:
        return self._library.store.listed()

    def text(self, article_id: str) -> str:
        return self._library.store.article(article_id).text

    def remove(self, article_id: str) -> None:
        self._library.remove(article_id)

    def status(self) -> dict[str, Any]:
        return dict(self._library.store.counts())

    def rebuild(self) -> None:
        self._library.rebuild()


class RemoteDesk:
    """The library of a running server, through its API."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def ingest(self, files: Iterable[File | Skipped], progress: Callable[[str], None]) -> IngestReport:
        articles: list[Ingested] = []
        skipped: list[Skipped] = []
        embedded = 0
        batch: list[File] = []

        def send() -> None:
            nonlocal embedded
            if batch:
                sent = self._send("POST", "/v1/articles", files=[("files", (f.path, f.raw)) for f in batch])
                report = TypeAdapter(IngestReport).validate_json(sent.content)
                articles.extend(report.articles)
                skipped.extend(report.skipped)
                embedded += report.embedded
                for file in batch:
                    progress(file.path)
                batch.clear()

        for file in files:
            if isinstance(file, Skipped):
                skipped.append(file)
                progress(file.path)
                continue
            batch.append(file)
            if len(batch) == BATCH or sum(len(f.raw) for f in batch) >= BATCH_BYTES:
                send()
        send()
        return IngestReport(tuple(articles), tuple(skipped), embedded)

    def ask(self, question: str, filters: Filters, *, as_json: bool, write: bool | None) -> str:
        body = {
            "question": question,
            "publisher": filters.publisher,
            "since": filters.since.isoformat() if filters.since else None,
            "until": filters.until.isoformat() if filters.until else None,
            "as_of": filters.as_of.isoformat() if filters.as_of else None,
            "articles": list(filters.articles),
            "write": write,
        }
        accept = "application/json" if as_json else "text/markdown"
        answer = self._send("POST", "/v1/ask", json=body, headers={"Accept": accept})
        return json.dumps(answer.json(), ensure_ascii=False, indent=2) if as_json else answer.text

    def check(self, text: str, filters: Filters, *, form: str, progress: Callable[[int, int], None]) -> Report:
        body = {"text": text, "publisher": filters.publisher, "articles": list(filters.articles)}
        reply = self._send("POST", "/v1/check", json=body, headers={"Accept": MEDIA[form]})
        shown = json.dumps(reply.json(), ensure_ascii=False, indent=2) + "\n" if form == "json" else reply.text
        return Report(shown, reply.headers["Byline-Holds"] == "true")

    def trace(self, excerpt: str, filters: Filters, *, as_json: bool) -> str:
        body = {
            "excerpt": excerpt,
            "publisher": filters.publisher,
            "since": filters.since.isoformat() if filters.since else None,
            "until": filters.until.isoformat() if filters.until else None,
        }
        accept = "application/json" if as_json else "text/markdown"
        found = self._send("POST", "/v1/trace", json=body, headers={"Accept": accept})
        return json.dumps(found.json(), ensure_ascii=False, indent=2) if as_json else found.text

    def summarize(self, subject: Subject, filters: Filters, *, form: str, write: bool | None) -> str:
        body = {
            "articles": list(subject.articles),
            "topic": subject.topic,
            "speaker": subject.speaker,
            "sentences": subject.sentences,
            "publisher": filters.publisher,
            "since": filters.since.isoformat() if filters.since else None,
            "until": filters.until.isoformat() if filters.until else None,
            "write": write,
        }
        return self._send("POST", "/v1/summaries", json=body, params={"format": exporting.format_of(form)}).text

    def export(self, answer_id: str, form: str) -> str:
        wanted = {"format": exporting.format_of(form)}
        return self._send("GET", f"/v1/answers/{_part(answer_id)}/export", params=wanted).text

    def receipt(self, answer_id: str) -> str:
        return json.dumps(
            self._send("GET", f"/v1/answers/{_part(answer_id)}/receipt").json(), ensure_ascii=False, indent=2
        )

    def verify(self, receipt: str) -> Verification:
        shaped = receipts.as_json(receipts.from_json(receipt))
        found = self._send("POST", "/v1/receipts/verify", json=shaped)
        return TypeAdapter(Verification).validate_json(found.content)

    def begin(self) -> str:
        return str(self._send("POST", "/v1/conversations", json={}).json()["id"])

    def say(self, conversation_id: str, question: str, understood: str | None) -> str:
        body = {"question": question, "understood": understood}
        address = f"/v1/conversations/{_part(conversation_id)}/turns"
        return self._send("POST", address, json=body, headers={"Accept": "text/markdown"}).text

    def conversations(self) -> tuple[Conversation, ...]:
        return tuple(self._pages("/v1/conversations", "conversations", TypeAdapter(list[Conversation])))

    def forget(self, conversation_id: str) -> None:
        self._send("DELETE", f"/v1/conversations/{_part(conversation_id)}")

    def who(self, wanted: Wanted) -> Speakers:
        asked = {name: value for name, value in asdict(wanted).items() if value is not None}
        return quoted.from_json(self._send("GET", "/v1/speakers", params=asked).json())

    def articles(self) -> tuple[Listed, ...]:
        return tuple(self._pages("/v1/articles", "articles", TypeAdapter(list[Listed])))

    def _pages(self, address: str, name: str, shape: TypeAdapter[list[Row]]) -> list[Row]:
        """All rows of a list that comes in pages."""
        rows: list[Row] = []
        while True:
            page = self._send("GET", address, params={"limit": 100, "offset": len(rows)}).json()[name]
            rows += shape.validate_python(page)
            if len(page) < 100:
                return rows

    def text(self, article_id: str) -> str:
        return str(self._send("GET", f"/v1/articles/{article_id}").json()["text"])

    def remove(self, article_id: str) -> None:
        self._send("DELETE", f"/v1/articles/{article_id}")

    def status(self) -> dict[str, Any]:
        return dict(self._send("GET", "/v1/status").json())

    def rebuild(self) -> None:
        self._send("POST", "/v1/index")

    def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            reply = self._client.request(method, path, **more)
        except httpx.HTTPError as error:
            raise BylineError(f"the running server at {self._client.base_url} doesn't answer: {error}") from error
        if reply.is_error:
            detail = reply.json().get("detail") if "json" in reply.headers.get("content-type", "") else reply.text
            raise BylineError(f"the running server refused: {detail}")
        return reply


def _server(home: Path) -> str | None:
    """The address of the server that owns the folder, if it wrote one and still runs."""
    try:
        written = json.loads((home / "server.json").read_text())
        os.kill(int(written["pid"]), 0)  # sends nothing, fails if there is no such process
        return str(written["url"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _headers(settings: Settings) -> dict[str, str]:
    token = settings.access_token
    return {"Authorization": f"Bearer {token.get_secret_value()}"} if token else {}


def _part(text: str) -> str:
    """A name as a part of an address."""
    return quote(text, safe="")
