"""Answers that are kept, their receipts, and conversations, over a real server in a process of its own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.receipts import from_json, id_of
from assistant.web import conversation_models, models
from tests.web.server import DAM, FERRY, Server, byline, serving, upload, written
from tests.web.test_api import problem

Ask = Callable[..., dict[str, Any]]
TOKEN = "a-long-and-random-token"  # noqa: S105
QUESTION = "Is the Harl dam safe?"
FOLLOWING = "And the Orsk dam?"
FERRY_QUESTION = "When will the ferry line to Orsk close?"
MILL = written(DAM.replace("dam", "mill"), "mill")
MILL_QUESTION = "Is the Harl mill safe?"


def verified(client: httpx.Client, receipt: dict[str, Any]) -> dict[str, Any]:
    reply = client.post("/v1/receipts/verify", json=receipt)
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def begun(client: httpx.Client, **title: str) -> str:
    reply = client.post("/v1/conversations", json=title)
    assert reply.status_code == 201, reply.text
    return str(reply.json()["id"])


def say(client: httpx.Client, conversation: str, question: str, **more: Any) -> dict[str, Any]:
    reply = client.post(f"/v1/conversations/{conversation}/turns", json={"question": question, **more})
    assert reply.status_code == 201, reply.text
    turn: dict[str, Any] = reply.json()
    return turn


# ---- answers and receipts


def test_an_answer_is_kept_as_it_was_given(client: httpx.Client, ask: Ask) -> None:
    answer = ask(QUESTION)
    assert client.get(f"/v1/answers/{answer['id']}").json() == answer
    assert ask(QUESTION) == answer


def test_a_receipt_lists_what_the_answer_was_made_of_and_no_words(client: httpx.Client, ask: Ask) -> None:
    answer = ask(QUESTION, publisher="Sample Wire")
    receipt = client.get(f"/v1/answers/{answer['id']}/receipt").json()
    quotes = [c["quote"] for s in answer["statements"] for c in s["citations"]]
    assert [(c["article_id"], c["version"], c["start"], c["end"]) for c in receipt["cited"]] == [
        (q["article_id"], q["version"], q["start"], q["end"]) for q in quotes
    ]
    assert (receipt["understood"], receipt["filters"]["publisher"]) == (QUESTION, "Sample Wire")
    assert receipt["searched"] == 1
    assert receipt["read"][0]["score"] >= receipt["thresholds"]["answering.enough"]
    assert not any(quote["exact"] in json.dumps(receipt) for quote in quotes)


def test_an_abstention_has_a_receipt_too_and_says_what_was_searched(client: httpx.Client, ask: Ask) -> None:
    answer = ask("Who won the chess tournament in Orsk?")
    assert answer["abstained"]
    sources = answer["sources"]
    assert (sources["searched"], sources["searched_publishers"]) == (2, 2)
    assert (sources["oldest"], sources["newest"]) == ("2024-03-05T10:00:00Z", "2024-04-01T08:00:00Z")
    receipt = client.get(f"/v1/answers/{answer['id']}/receipt").json()
    assert (receipt["abstained"], receipt["searched"]) == (True, 2)
    assert verified(client, receipt)["holds"]


def test_a_receipt_is_checked_again_and_what_changed_since_is_said(client: httpx.Client, ask: Ask) -> None:
    upload(client, mill=MILL)
    receipt = client.get(f"/v1/answers/{ask(MILL_QUESTION)['id']}/receipt").json()
    found = verified(client, receipt)
    assert (found["holds"], found["changed"]) == (True, False)
    withdrawn = MILL.replace("id: mill\n", "id: mill\nstatus: withdrawn\nnotice: The mill was never inspected.\n")
    upload(client, mill=withdrawn)
    found = verified(client, receipt)
    assert (found["holds"], found["changed"]) == (True, True)
    assert any("The mill was never inspected." in check["found"] for check in found["checks"])
    client.delete("/v1/articles/mill")
    assert not verified(client, receipt)["holds"]
    for kept in (f"/v1/answers/{receipt['id']}", f"/v1/answers/{receipt['id']}/receipt"):
        assert receipt["id"] in problem(client.get(kept), 404)


def test_a_receipt_that_was_changed_or_is_none_is_told(client: httpx.Client, ask: Ask) -> None:
    receipt = client.get(f"/v1/answers/{ask(QUESTION)['id']}/receipt").json()
    forged = verified(client, receipt | {"confidence": 0.999})
    assert not forged["holds"]
    assert "was changed after it was issued" in forged["checks"][0]["found"]
    problem(client.post("/v1/receipts/verify", json={"id": receipt["id"]}), 422)
    problem(client.post("/v1/receipts/verify", json=receipt | {"read": "all of it"}), 422)


def test_a_receipt_from_the_command_line_is_the_servers(
    client: httpx.Client, ask: Ask, tmp_path: Path, server: Server
) -> None:
    answer = ask(QUESTION)
    printed = byline(server.home, "receipt", answer["id"])
    assert json.loads(printed.stdout) == client.get(f"/v1/answers/{answer['id']}/receipt").json()
    file = tmp_path / "receipt.json"
    file.write_text(printed.stdout)
    assert byline(server.home, "verify", str(file)).returncode == 0
    file.write_text(printed.stdout.replace('"searched": 2', '"searched": 3'))
    refused = byline(server.home, "verify", str(file))
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
    assert "FAILS" in refused.stdout


# ---- conversations


def test_a_turn_is_understood_from_the_one_before_and_both_are_kept(client: httpx.Client) -> None:
    held = begun(client)
    first = say(client, held, QUESTION)
    second = say(client, held, FOLLOWING)
    assert (first["place"], first["understood"], second["place"]) == (1, QUESTION, 2)
    assert "Orsk dam" in second["understood"]
    assert second["understood"] != FOLLOWING
    models.Answer.model_validate(first["answer"])
    whole = client.get(f"/v1/conversations/{held}").json()
    conversation_models.WholeConversation.model_validate(whole)
    assert whole["said"] == [first, second]
    assert (whole["title"], whole["turns"]) == (QUESTION, 2)
    kept = client.get(f"/v1/answers/{second['answer']['id']}").json()
    assert models.Answer.model_validate(kept) == models.Answer.model_validate(second["answer"])


def test_a_turn_answers_as_the_understood_question_does(client: httpx.Client, ask: Ask) -> None:
    held = begun(client)
    say(client, held, QUESTION)
    turn = say(client, held, FOLLOWING)
    alone = ask(turn["understood"])
    assert turn["answer"]["statements"] == alone["statements"]
    assert turn["answer"]["question"] == FOLLOWING


def test_the_users_own_wording_takes_the_place_of_the_last_turn(client: httpx.Client) -> None:
    held = begun(client)
    say(client, held, QUESTION)
    say(client, held, FOLLOWING)
    turn = say(client, held, FOLLOWING, understood=FERRY_QUESTION)
    assert (turn["place"], turn["understood"], turn["question"]) == (2, FERRY_QUESTION, FOLLOWING)
    assert "May" in turn["answer"]["statements"][0]["text"]
    assert [t["understood"] for t in client.get(f"/v1/conversations/{held}").json()["said"]] == [
        QUESTION,
        FERRY_QUESTION,
    ]


def test_a_turn_keeps_to_its_filters_and_may_be_markdown(client: httpx.Client) -> None:
    held = begun(client)
    assert say(client, held, QUESTION, publisher="Sample Courier")["answer"]["abstained"]
    shown = client.post(
        f"/v1/conversations/{held}/turns", json={"question": QUESTION}, headers={"Accept": "text/markdown"}
    )
    assert shown.status_code == 201
    assert shown.headers["content-type"].startswith("text/markdown")
    assert "The dam is safe" in shown.text


def test_conversations_are_listed_renamed_and_forgotten(client: httpx.Client) -> None:
    first, second = begun(client, title="The dam"), begun(client)
    answer = say(client, first, "Who built the Harl dam in 1962?")["answer"]
    listed = client.get("/v1/conversations", params={"limit": 1}).json()
    assert listed["conversations"][0]["id"] == first  # the one last spoken in
    assert listed["total"] >= 2
    rest = client.get("/v1/conversations", params={"limit": 100, "offset": 1}).json()["conversations"]
    assert second in [c["id"] for c in rest]
    renamed = client.patch(f"/v1/conversations/{first}", json={"title": "Dams"})
    assert renamed.json()["title"] == client.get(f"/v1/conversations/{first}").json()["title"] == "Dams"
    assert client.delete(f"/v1/conversations/{first}").status_code == 204
    for method, address in (
        ("GET", f"/v1/conversations/{first}"),
        ("DELETE", f"/v1/conversations/{first}"),
        ("PATCH", f"/v1/conversations/{first}"),
    ):
        assert first in problem(client.request(method, address, json={"title": "x"}), 404)
    assert first in problem(client.post(f"/v1/conversations/{first}/turns", json={"question": QUESTION}), 404)
    problem(client.get(f"/v1/answers/{answer['id']}"), 404)


def test_a_conversation_honours_withdrawal_and_removal(client: httpx.Client) -> None:
    upload(client, mill=MILL)
    held = begun(client)
    answer = say(client, held, MILL_QUESTION, articles=["mill"])["answer"]
    numbers = [c["number"] for s in answer["statements"] for c in s["citations"]]
    upload(client, mill=MILL.replace("id: mill\n", "id: mill\nstatus: withdrawn\nnotice: It was the dam.\n"))
    turn = client.get(f"/v1/conversations/{held}").json()["said"][0]
    assert turn["fallen"] == [{"number": n, "status": "withdrawn", "notice": "It was the dam."} for n in numbers]
    client.delete("/v1/articles/mill")
    turn = client.get(f"/v1/conversations/{held}").json()["said"][0]
    assert (turn["question"], turn["answer"]) == (MILL_QUESTION, None)


@pytest.mark.parametrize(
    ("body", "status"),
    [({"question": " "}, 400), ({}, 422), ({"question": QUESTION, "understood": 7}, 422)],
)
def test_a_turn_that_asks_nothing_is_one_sentence_and_is_not_kept(
    client: httpx.Client, body: dict[str, Any], status: int
) -> None:
    held = begun(client)
    problem(client.post(f"/v1/conversations/{held}/turns", json=body), status)
    assert client.get(f"/v1/conversations/{held}").json()["said"] == []


def test_what_was_asked_outlives_the_server_and_is_nobody_elses(tmp_path: Path) -> None:
    home, mine = tmp_path / "home", {"Authorization": f"Bearer {TOKEN}"}
    with (
        serving(home, BYLINE_ACCESS_TOKEN=TOKEN) as running,
        httpx.Client(base_url=running.url, timeout=60, trust_env=False, headers=mine) as client,
    ):
        upload(client, dam=DAM, ferry=FERRY)
        held = begun(client)
        turn = say(client, held, QUESTION)
        receipt = client.get(f"/v1/answers/{turn['answer']['id']}/receipt").json()
        running.stop()
    with (
        serving(home, BYLINE_ACCESS_TOKEN=TOKEN) as running,
        httpx.Client(base_url=running.url, timeout=60, trust_env=False, headers=mine) as client,
    ):
        assert client.get(f"/v1/conversations/{held}").json()["said"] == [turn]
        assert verified(client, receipt)["changed"] is False
        assert id_of(from_json(json.dumps(receipt))) == receipt["id"]
        for path in (f"/v1/conversations/{held}", "/v1/conversations", f"/v1/answers/{receipt['id']}/receipt"):
            problem(httpx.get(running.url + path, trust_env=False), 401)
