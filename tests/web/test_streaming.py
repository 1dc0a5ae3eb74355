"""Writing over a real server: a language model of the tests' own behind the settings, the answer as events."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from assistant.web import models
from evaluation.model_server import ModelServer, broken, honest, model_server
from tests.web.server import DAM, Server, serving, upload

QUESTION = {"question": "Is the Harl dam safe?"}
KEY = "sk-a-key-that-nobody-may-see"


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with model_server(honest) as running:
        yield running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, model: ModelServer) -> Iterator[Server]:
    """A server with a language model behind it."""
    settings = {"MODEL": "parrot", "MODEL_URL": f"{model.url}/v1", "MODEL_KEY": KEY, "MODEL_SECONDS": "120"}
    home = tmp_path_factory.mktemp("writing") / "home"
    with serving(home, **{f"BYLINE_{name}": value for name, value in settings.items()}) as running:
        with httpx.Client(base_url=running.url, timeout=120, trust_env=False) as client:
            upload(client, dam=DAM)
        yield running


@pytest.fixture
def client(server: Server, model: ModelServer) -> Iterator[httpx.Client]:
    model.part = honest
    with httpx.Client(base_url=server.url, timeout=150, trust_env=False) as opened:
        yield opened


def events(client: httpx.Client, **question: Any) -> list[tuple[str, Any]]:
    """The events of a stream, each with its data."""
    found: list[tuple[str, Any]] = []
    with client.stream("POST", "/v1/ask/stream", json=question) as reply:
        assert reply.status_code == 200
        assert reply.headers["content-type"].startswith("text/event-stream")
        name = ""
        for line in reply.iter_lines():
            if line.startswith("event:"):
                name = line.removeprefix("event:").strip()
            elif line.startswith("data:"):
                found.append((name, json.loads(line.removeprefix("data:"))))
    return found


def test_where_there_is_a_model_it_writes_unless_told_otherwise(client: httpx.Client, model: ModelServer) -> None:
    written = client.post("/v1/ask", json=QUESTION).json()
    models.Answer.model_validate(written)
    assert written["writing"]["model"] == "parrot"
    assert any(s["written"] for s in written["statements"])
    asked = len(model.asked)
    quoted = client.post("/v1/ask", json=QUESTION | {"write": False}).json()
    models.Answer.model_validate(quoted)
    assert "writing" not in quoted
    assert len(model.asked) == asked
    assert KEY not in json.dumps([written, quoted])


def test_an_answer_comes_as_events(client: httpx.Client) -> None:
    came = events(client, **QUESTION)
    names = [name for name, _ in came]
    assert (names[0], names[-1]) == ("progress", "answer")
    answer = came[-1][1]
    models.Answer.model_validate(answer)
    statements = [data for name, data in came if name == "statement"]
    for statement in statements:
        models.Statement.model_validate(statement)
    assert [s["text"] for s in statements] == [s["text"] for s in answer["statements"]]
    assert client.get(f"/v1/answers/{answer['id']}").json() == answer
    receipt = client.get(f"/v1/answers/{answer['id']}/receipt").json()
    assert receipt["writing"]["prompts"][0]["name"] == "drafting"
    assert client.post("/v1/receipts/verify", json=receipt).json()["holds"]


def test_quotes_come_as_events_too(client: httpx.Client) -> None:
    came = events(client, write=False, **QUESTION)
    assert [name for name, _ in came if name != "progress"][-1] == "answer"
    assert not any(s.get("written") for name, s in came if name == "statement")


@pytest.mark.parametrize("name", ["error 401", "bad JSON", "half an answer"])
def test_a_model_that_fails_is_noted_and_the_quotes_stand(
    client: httpx.Client, model: ModelServer, server: Server, name: str
) -> None:
    model.part = broken()[name]
    came = events(client, **QUESTION)
    notices = [data["text"] for event, data in came if event == "notice"]
    assert len(notices) == 1
    assert notices[0] == came[-1][1]["writing"]["notice"]
    quoted = client.post("/v1/ask", json=QUESTION | {"write": False}).json()
    assert [s["text"] for s in came[-1][1]["statements"]] == [s["text"] for s in quoted["statements"]]
    log = (server.home.parent / f"{server.home.name}.log").read_text()
    assert "quotes alone" in log
    assert KEY not in log
    assert "Traceback" not in log


@pytest.mark.parametrize("question", [{"question": " "}, {"question": "Is it?", "since": "someday"}])
def test_what_cannot_be_asked_is_one_problem(client: httpx.Client, question: dict[str, str]) -> None:
    name, problem = events(client, **question)[-1]
    assert (name, problem["status"]) == ("problem", 400)
    assert "Traceback" not in problem["detail"]


def test_a_conversation_is_written_too(client: httpx.Client) -> None:
    held = client.post("/v1/conversations", json={}).json()["id"]
    turn = client.post(f"/v1/conversations/{held}/turns", json=QUESTION).json()
    assert turn["answer"]["writing"]["model"] == "parrot"
    whole = client.get(f"/v1/conversations/{held}").json()
    assert whole["said"][0]["answer"]["writing"] == turn["answer"]["writing"]
