"""The client's room over a real server: text as it comes, or one sentence that says what is wrong, in time."""

import logging
import time
from collections.abc import Iterator

import pytest
from pydantic import SecretStr, ValidationError

from assistant.language_model import Kind, LanguageModel, ModelError, Prompt, load_client, stream, wanted
from assistant.settings import Settings
from evaluation.model_server import After, Asked, ModelServer, Reply, broken, model_server
from ingestion.errors import BylineError

KEY = "sk-secret-0123456789"
LATE = 5  # seconds that a busy machine may take besides
PROMPT = Prompt("Say what is asked for.", "The harbour?")


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    """So that no test's deadline pays for it."""
    for kind in Kind:
        load_client(kind)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server(lambda asked: Reply("The harbour is open. Ça va, 100 €.")) as running:
        yield running


def model_at(
    server: ModelServer, kind: Kind = Kind.OPENAI_LIKE, seconds: float = 60, tokens: int = 1_000
) -> LanguageModel:
    url = server.url + ("/v1" if kind is Kind.OPENAI_LIKE else "")
    return LanguageModel(kind=kind, name="m", url=url, key=SecretStr(KEY), seconds=seconds, tokens=tokens)


def reply(model: LanguageModel) -> str:
    return "".join(stream(model, PROMPT, until=time.monotonic() + model.seconds))


@pytest.mark.parametrize("kind", Kind)
def test_the_text_comes_piece_by_piece_from_either_kind_of_server(server: ModelServer, kind: Kind) -> None:
    model = model_at(server, kind)
    pieces = list(stream(model, PROMPT, until=time.monotonic() + 60))
    assert len(pieces) > 3
    assert "".join(pieces) == "The harbour is open. Ça va, 100 €."
    asked = server.asked[-1]
    assert (asked.system, asked.user) == (PROMPT.system, PROMPT.user)
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    limits = asked.body.get("options") or asked.body
    assert limits["temperature"] == 0
    assert limits.get("max_tokens", limits.get("num_predict")) == 1_000


@pytest.mark.parametrize("name", broken())
def test_a_broken_server_costs_no_more_than_the_deadline_and_says_one_sentence(
    server: ModelServer, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.part = broken()[name]
    caplog.set_level(logging.INFO)
    began = time.monotonic()
    said, error = _said_or_failed(model_at(server, seconds=1))
    assert time.monotonic() - began < 1 + LATE
    assert len(said) < 20_000
    assert KEY not in caplog.text
    if error:
        assert server.url in str(error)
        assert "\n" not in str(error)
        assert error.__cause__ is None  # a traceback would show what the server said
        assert not any(words in str(error) for words in (KEY, "0xdeadbeef", "sk-secret", "quota"))


def _said_or_failed(model: LanguageModel) -> tuple[str, ModelError | None]:
    try:
        return reply(model), None
    except ModelError as error:
        return "", error


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("after", [After.WAIT, After.DRIP])
def test_the_deadline_is_the_wall_clocks(server: ModelServer, kind: Kind, after: After) -> None:
    server.part = lambda asked: Reply("The harbour", after=after)
    began = time.monotonic()
    with pytest.raises(ModelError, match=r"longer than the 0\.7 seconds"):
        reply(model_at(server, kind, seconds=0.7))
    assert 0.6 < time.monotonic() - began < 0.7 + LATE


@pytest.mark.parametrize("kind", Kind)
def test_no_more_is_taken_in_than_the_tokens_allow(server: ModelServer, kind: Kind) -> None:
    server.part = lambda asked: Reply("[", after=After.FLOOD)
    taken: list[str] = []
    with pytest.raises(ModelError, match=r"doesn't stop|no reply"):
        taken.extend(stream(model_at(server, kind, tokens=100), PROMPT, until=time.monotonic() + 60))
    assert sum(map(len, taken)) < 20_000


@pytest.mark.parametrize("kind", Kind)
def test_running_out_of_tokens_is_no_end(server: ModelServer, kind: Kind) -> None:
    server.part = lambda asked: Reply("The harbour is", after=After.LENGTH)
    with pytest.raises(ModelError, match="BYLINE_MODEL_TOKENS"):
        reply(model_at(server, kind))


@pytest.mark.parametrize("kind", Kind)
def test_a_server_that_is_down_is_named(kind: Kind) -> None:
    url = "http://127.0.0.1:9" + ("/v1" if kind is Kind.OPENAI_LIKE else "")
    with pytest.raises(ModelError, match=rf"{url} can't be reached; start it, or check BYLINE_MODEL_URL"):
        reply(LanguageModel(kind=kind, name="m", url=url, seconds=5))


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(("status", "words"), [(401, "BYLINE_MODEL_KEY"), (404, "no model 'm'"), (500, "its own log")])
def test_what_a_server_refuses_with_is_told_apart(server: ModelServer, kind: Kind, status: int, words: str) -> None:
    server.part = lambda asked: Reply(f"the key {KEY} is wrong", status=status)
    with pytest.raises(ModelError, match=words) as raised:
        reply(model_at(server, kind))
    assert KEY not in str(raised.value)


@pytest.mark.parametrize("kind", Kind)
def test_no_redirect_is_followed(server: ModelServer, kind: Kind) -> None:
    with model_server(lambda asked: Reply("stolen")) as elsewhere:
        server.part = lambda asked: Reply(status=307, headers={"Location": elsewhere.url + "/v1/chat/completions"})
        with pytest.raises(ModelError):
            reply(model_at(server, kind))
        assert elsewhere.asked == []


def test_hanging_up_early_ends_the_request(server: ModelServer) -> None:
    server.part = lambda asked: Reply("The harbour is open.", after=After.DRIP)
    pieces = stream(model_at(server), PROMPT, until=time.monotonic() + 60)
    assert next(pieces)
    began = time.monotonic()
    pieces.close()
    assert time.monotonic() - began < LATE


def test_a_library_tries_once_more(server: ModelServer) -> None:
    def second(asked: Asked) -> Reply:
        return Reply("The harbour is open.") if len(server.asked) > 1 else Reply(status=503)

    server.part = second
    assert reply(model_at(server)) == "The harbour is open."


# ---- settings


@pytest.mark.parametrize(
    ("environment", "field", "words"),
    [
        ({"MODEL": "m"}, "model_url", "its server has no address"),
        ({"MODEL": "m", "MODEL_URL": "localhost:8080"}, "model_url", "no address such as"),
        ({"MODEL": "m", "MODEL_URL": "ftp://127.0.0.1"}, "model_url", "no address such as"),
        ({"MODEL": "m", "MODEL_URL": f"http://user:{KEY}@127.0.0.1"}, "model_url", "BYLINE_MODEL_KEY"),
        ({"MODEL": "m", "MODEL_KIND": "gpt"}, "model_kind", "openai-like"),
        ({"MODEL": ""}, "model", "at least 1 character"),
        ({"MODEL": "m", "MODEL_URL": "http://127.0.0.1", "MODEL_SECONDS": "0"}, "model_seconds", "greater than 0"),
        ({"MODEL": "m", "MODEL_URL": "http://127.0.0.1", "MODEL_TOKENS": "many"}, "model_tokens", "integer"),
    ],
)
def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], field: str, words: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(f"BYLINE_{name}", value)
    with pytest.raises(ValidationError) as raised:
        Settings()
    first = raised.value.errors()[0]
    assert first["loc"] == (field,)
    assert words in first["msg"]
    assert KEY not in first["msg"]


def test_there_is_no_model_by_default_and_ollama_needs_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().language_model() is None
    monkeypatch.setenv("BYLINE_MODEL", "llama3.1")
    monkeypatch.setenv("BYLINE_MODEL_KIND", "ollama")
    monkeypatch.setenv("BYLINE_MODEL_KEY", KEY)
    model = Settings().language_model()
    assert model is not None
    assert (model.kind, model.name, model.url) == (Kind.OLLAMA, "llama3.1", "http://127.0.0.1:11434")
    assert KEY not in repr(model)
    assert KEY not in repr(Settings())


def test_a_model_writes_where_there_is_one_unless_the_user_says_otherwise(server: ModelServer) -> None:
    model = model_at(server)
    assert wanted(model, None) is wanted(model, True) is model
    assert wanted(model, False) is wanted(None, None) is wanted(None, False) is None
    with pytest.raises(BylineError, match="set BYLINE_MODEL"):
        wanted(None, True)
