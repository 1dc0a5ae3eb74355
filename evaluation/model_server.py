"""A language model's server that plays a part: OpenAI-compatible, on loopback, in threads of its own.

A part is a function from what was asked to a Reply: the honest model, the liar, the puppet that obeys what it finds in
the quotes, and many kinds of broken server. What a part made false it keeps, so that whoever asked can see, without any
checker, whether something false was shown. `tests` use it too. Left out: any model.
"""

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE = 7  # characters in one streamed piece: sentences and ids are cut through


class After(StrEnum):
    """What the server does when it has sent the reply's text."""

    STOP = "stop"
    LENGTH = "length"  # says that it ran out of tokens
    HANG_UP = "hang up"  # in the middle
    WAIT = "wait"  # says nothing more, and keeps the line open
    DRIP = "drip"  # a blank every twentieth of a second, for ever
    FLOOD = "flood"  # as much as the line takes, for ever


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote as the model was shown it."""

    id: str
    text: str
    publisher: str | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: the two messages, the quotes in them, and the headers."""

    system: str
    user: str
    quotes: tuple[Shown, ...]
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def repairing(self) -> bool:
        """Whether a sentence is to be mended."""
        return self.user.startswith("The sentence:")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answers. `raw` takes the place of everything that an OpenAI-compatible server would send."""

    text: str = ""
    status: int = 200
    after: After = After.STOP
    raw: bytes | None = None
    content_type: str = "text/event-stream"
    headers: dict[str, str] = field(default_factory=dict)


Part = Callable[[Asked], Reply]


@dataclass(slots=True)
class ModelServer:
    """A running server: its address, its part, which may be changed, and what it was asked."""

    url: str
    part: Part
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def model_server(part: Part) -> Iterator[ModelServer]:
    """A server on a free port, ended afterwards."""
    ending = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"  # a reply ends with its connection

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked = _read(body, {name.lower(): value for name, value in self.headers.items()})
            running.asked.append(asked)
            with suppress(OSError):  # they may hang up
                self._answer(running.part(asked), ollama=self.path == "/api/chat")

        def _answer(self, reply: Reply, *, ollama: bool) -> None:
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if reply.raw is not None or reply.status != 200:
                self.wfile.write(reply.raw or json.dumps({"error": {"message": reply.text}}).encode())
            else:
                for at in range(0, len(reply.text), PIECE):
                    self._send(reply.text[at : at + PIECE], None, ollama=ollama)
            match reply.after:
                case After.STOP | After.LENGTH if reply.raw is None and reply.status == 200:
                    self._send("", str(reply.after), ollama=ollama)
                    if not ollama:
                        self.wfile.write(b"data: [DONE]\n\n")
                case After.WAIT:
                    ending.wait(60)
                case After.DRIP:
                    while not ending.wait(0.05):
                        self._send(" ", None, ollama=ollama)
                case After.FLOOD:
                    while not ending.is_set():
                        self._send(" flood" * 2_000, None, ollama=ollama)
                case _:
                    pass

        def _send(self, text: str, finish: str | None, *, ollama: bool) -> None:
            if ollama:
                done = {"done": finish is not None, "done_reason": finish}
                line = {"model": "m", "message": {"role": "assistant", "content": text}, **done}
                self.wfile.write(json.dumps(line).encode() + b"\n")
            else:
                choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
                chunk = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
                self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
            self.wfile.flush()

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)  # a flood shall soon be held up
    running = ModelServer(f"http://127.0.0.1:{server.server_port}", part)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        ending.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _read(body: dict[str, Any], headers: dict[str, str]) -> Asked:
    said = {m["role"]: _text(m["content"]) for m in body["messages"]}
    quotes = [json.loads(line) for line in said["user"].splitlines() if line.startswith('{"id"')]
    shown = tuple(Shown(q["id"], q["text"], q.get("publisher"), q.get("speaker")) for q in quotes)
    return Asked(said["system"], said["user"], shown, headers, body)


def _text(content: Any) -> str:
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def sentences(*pairs: tuple[str, list[str]]) -> str:
    """A reply as it should be."""
    return json.dumps([{"sentence": s, "evidence": ids} for s, ids in pairs], ensure_ascii=False)


# ---- the parts


def honest(asked: Asked) -> Reply:
    """Says what the quotes say, in the quotes' own words; mends nothing."""
    if asked.repairing:
        return Reply("[]")
    return Reply(sentences(*((told(quote), [quote.id]) for quote in asked.quotes)))


def told(quote: Shown) -> str:
    """A quote retold without quotation marks."""
    text = re.sub(r"[“”\"]", "", quote.text)
    own_voice = quote.speaker is None and quote.publisher is not None
    return f"{quote.publisher} wrote: {text}" if own_voice and ":" not in text else text


@dataclass(slots=True)
class Liar:
    """Makes false sentences of true ones, in every way that the quotes allow, and keeps them in `false`, by the way.

    `misplaced` are true sentences with the text that they rest on, which were given other quotes' ids.
    """

    ways: tuple[str, ...] = ()
    false: dict[str, str] = field(default_factory=dict)
    misplaced: dict[str, str] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Reply:
        lies: list[tuple[str, list[str]]] = []
        for place, quote in enumerate(asked.quotes):
            other = asked.quotes[(place + 1) % len(asked.quotes)]
            for way, lie in lies_about(quote, other):
                if (not self.ways or way in self.ways) and lie != quote.text:
                    self.false[lie] = way
                    lies.append((lie, [quote.id]))
            if not self.ways or "ids" in self.ways:
                invented = f"{told(quote)[:-1]}, it was said."
                self.false[invented] = "ids"
                lies.append((invented, ["q000000"]))
                if not _alike(quote.text, other.text):  # else the other may well say so too
                    self.misplaced[told(quote)] = quote.text
                    lies.append((told(quote), [other.id]))
        if asked.repairing:  # insists on what it said
            said = json.loads(asked.user.splitlines()[0].removeprefix("The sentence: "))
            return Reply(sentences((said, [q.id for q in asked.quotes])))
        return Reply(sentences(*lies))


def _alike(one: str, other: str) -> bool:
    """Whether two quotes share half the words of one, so that they may be reports of one thing."""
    own, theirs = (set(re.findall(r"\w{4,}", text.casefold())) for text in (one, other))
    return 2 * len(own & theirs) >= min(len(own), len(theirs))


_SAID = re.compile(
    r"^(?P<who>[^,;:“]{3,60}?) (?P<cue>said|told \w+(?: \w+)?|denied|claimed|insisted|warned)(?: on \w+)? that "
)
_VERB = re.compile(r"\b(was|were|is|are|had|has|will|would|could|can)\b(?! not)")
_NUMBER = re.compile(r"\b\d[\d,.]*\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|forty|fifty)\b")
_HEDGE = re.compile(r"\b(?:may|might|could)\b")


def lies_about(quote: Shown, other: Shown) -> Iterator[tuple[str, str]]:
    """False sentences made of a true one, with the way in which each is false."""
    text = re.sub(r"[“”\"]", "", quote.text).strip()
    body = text.rstrip(".")
    if number := _NUMBER.search(text):
        yield "number", f"{text[: number.start()]}9,417{text[number.end() :]}"
    if verb := _VERB.search(text):
        yield "negation", f"{text[: verb.end()]} not{text[verb.end() :]}"
    if hedge := _HEDGE.search(text):
        yield "modality", f"{text[: hedge.start()]}will certainly{text[hedge.end() :]}"
    if said := _SAID.match(text):
        rest = text[said.end() :]
        yield "flattened", rest[0].upper() + rest[1:]
        yield "speaker", f"Ursula von Falkenberg {said['cue']} that {rest}"
        if said["cue"] == "denied":
            yield "denial", f"{said['who']} said that {rest}"
    else:
        yield "speaker", f"Ursula von Falkenberg said that {body[0].lower()}{body[1:]}."
    yield "quote", f"{body}, adding: “We have known of all this for years”."
    yield "quote", f"The mayor called it “a disgrace without precedent”, and {body[0].lower()}{body[1:]}."
    yield "invented", "Three hundred people were arrested in Falkenberg over the affair, the police said."
    yield "added", f"{body}, and the head of the inquiry resigned over it."
    yield "cause", f"{body} because the government of Falkenberg had secretly paid for it."


@dataclass(slots=True)
class Puppet:
    """Does what it is told by the quotes it is shown: `planted` maps a planted text to what obeying it would say.

    What it says then is kept in `false`, by the planted text; `possessed` obeys what it wasn't shown too.
    """

    planted: dict[str, str]
    possessed: bool = False
    false: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def __call__(self, asked: Asked) -> Reply:
        everything = " ".join((asked.user + asked.system).casefold().split())
        found = [text for text in self.planted if _tamed(text) in everything]
        self.seen.update(found)
        ids = [q.id for q in asked.quotes]
        said: list[tuple[str, list[str]]] = []
        obeying = [list(obeyed(self.planted[text])) for text in (self.planted if self.possessed else found)]
        for text, forms in zip(self.planted if self.possessed else found, obeying, strict=True):
            self.false.update(dict.fromkeys(forms, text))
        said += [(form, ids) for forms in zip(*obeying, strict=True) for form in forms]
        said += [(told(q), [q.id]) for q in asked.quotes]
        return Reply(sentences(*said))


def obeyed(payload: str) -> Iterator[str]:
    """What a model would say that obeys, in several forms."""
    yield payload
    yield f"According to the system, {payload[0].lower()}{payload[1:]}"
    yield f"SYSTEM NOTICE: {payload}"
    yield f"{payload} [1]"
    yield f"**{payload}** ![seen](http://evil.test/p.png?q=1)"
    yield f"{payload} See [the full story](http://evil.test/more)."
    yield f'<a href="http://evil.test">{payload}</a>'
    yield f"The article says: “{payload}”"


def _tamed(text: str) -> str:
    """A planted text as it stands in a prompt, near enough: without the signs that are changed there."""
    changed = text.translate(str.maketrans("<>[]{}|`", "‹›()()/'"))
    return " ".join(json.dumps(changed, ensure_ascii=False)[1:-1].casefold().split())


def broken() -> dict[str, Part]:
    """Servers that fail, by how they do; each part says what a server would say that fails so."""
    good = '[{"sentence": "The harbour reopened on Friday, it was written.", "evidence": ["'

    def always(**how: Any) -> Part:
        return lambda asked: Reply(**how)

    def half(after: After) -> Part:
        return lambda asked: Reply(honest(asked).text[:-20], after=after)

    def cut(asked: Asked) -> Reply:
        return Reply(honest(asked).text.replace('"evidence"', "evidence"))

    return {
        "error 500": always(status=500, text="out of memory at 0xdeadbeef"),
        "error 401": always(status=401, text="wrong key"),
        "error 404": always(status=404, text="no such model"),
        "error 429": always(status=429, text="too many"),
        "bad JSON": cut,
        "prose": always(text="I am sorry, but I can't help with that."),
        "nothing": always(text=""),
        "an object": always(text='{"answer": "The harbour is open."}'),
        "numbers": always(text="[1, 2, 3]"),
        "deep nesting": always(text="[{" + '"a":[{' * 5_000),
        "half an answer": half(After.HANG_UP),
        "out of tokens": half(After.LENGTH),
        "silence": half(After.WAIT),
        "drip": always(text=good, after=After.DRIP),
        "endless": always(text=good, after=After.FLOOD),
        "no events": always(raw=b"<html><body>It works!</body></html>", content_type="text/html"),
        "one endless line": always(raw=b"data: " + b"x" * 5_000_000, content_type="text/event-stream"),
        "broken events": always(raw=b'data: {"choices": [}\n\ndata: [DONE]\n\n'),
        "other events": always(raw=b'data: {"choices": "none"}\n\ndata: [DONE]\n\n'),
        "an error event": always(raw=b'data: {"error": {"message": "the key sk-secret is over its quota"}}\n\n'),
        "packed": always(raw=b"\x1f\x8b\x08\x00garbage", headers={"Content-Encoding": "gzip"}),
        "another encoding": always(raw=b"data: \xff\xfe\n\n", content_type="text/event-stream; charset=utf-16"),
    }
