"""An answer that a language model writes: what passes is shown over its quotes, and nothing false ever is."""

import json
from collections.abc import Iterator

import platformdirs
import pytest

from assistant.answers import Answer, Statement
from assistant.language_model import Kind, LanguageModel, load_client
from assistant.pipeline import Progress, ask, asking
from assistant.receipts import as_json, from_json, id_of
from assistant.rendering import as_json as answer_json
from assistant.rendering import markdown
from assistant.verifying import verify
from assistant.writing import Notice
from evaluation.model_server import Asked, Liar, ModelServer, Part, Reply, broken, honest, model_server, sentences
from ingestion.pipeline import File, Library

BRIDGE = (
    "The bridge over the Alder was closed on Monday. The city said that an inspection had found cracks in 14 pillars. "
    "The company that built the bridge denied that there were cracks in the pillars.\n\n"
    "A spokesman for the city said that the bridge might stay closed until May. "
    "According to the shopkeepers' union, the closure of the bridge costs 200,000 crowns a week."
)
QUESTION = "What was said about the cracks in the pillars of the bridge?"


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    load_client(Kind.OPENAI_LIKE)


@pytest.fixture(scope="module")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """One library for all tests of the module, which only ask."""
    front = "---\nid: bridge\npublisher: Sample Post\npublished_at: 2021-03-01\n---\n"
    with Library(tmp_path_factory.mktemp("bridge") / "home", cache=platformdirs.user_cache_path("byline")) as library:
        library.ingest([File("bridge.md", (front + BRIDGE).encode())])
        yield library


@pytest.fixture(scope="module")
def running() -> Iterator[ModelServer]:
    with model_server(honest) as server:
        yield server


@pytest.fixture
def server(running: ModelServer) -> ModelServer:
    """A server that plays the honest model, until a test has it play another part."""
    running.part = honest
    running.asked.clear()
    return running


def model_at(server: ModelServer, seconds: float = 120) -> LanguageModel:
    return LanguageModel(kind=Kind.OPENAI_LIKE, name="parrot", url=f"{server.url}/v1", seconds=seconds)


def written(answer: Answer) -> list[str]:
    return [s.text for s in answer.statements if s.written]


def says(*said: tuple[str, str]) -> Part:
    """A model that says each sentence over the first quote that holds some words, and mends nothing."""

    def part(asked: Asked) -> Reply:
        if asked.repairing:
            return Reply("[]")
        return Reply(sentences(*((s, [q.id for q in asked.quotes if words in q.text][:1]) for s, words in said)))

    return part


def test_an_honest_model_is_shown_over_verbatim_quotes(bridge: Library, server: ModelServer) -> None:
    answer = ask(bridge, QUESTION, model=model_at(server))
    assert answer.writing is not None
    assert (answer.writing.notice, answer.writing.model) == (None, "parrot")
    assert answer.writing.passed == len(written(answer)) >= 2
    text = bridge.store.article("bridge").text
    numbers = [c.number for s in answer.statements for c in s.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    for citation in (c for s in answer.statements for c in s.citations):
        quote = citation.quote
        assert text[quote.start : quote.end] == quote.exact
    shown = markdown(answer)
    assert "Written by parrot" in shown
    assert "“The company that built the bridge denied that there were cracks in the pillars\\.”" in shown


def test_a_paraphrase_keeps_its_speaker_and_denials_stay_with_what_they_deny(
    bridge: Library, server: ModelServer
) -> None:
    server.part = says(
        ("According to the city, cracks were found in 14 pillars during an inspection.", "inspection"),
        ("The company that built the bridge denied cracks in the pillars.", "denied"),
    )
    answer = ask(bridge, QUESTION, model=model_at(server))
    assert len(written(answer)) == 2
    claim, denial = answer.statements[:2]
    assert (claim.speaker, denial.speaker) == ("The city", "The company that built the bridge")
    assert denial.denies == (0,)


def test_what_may_not_be_left_out_stands_beside_it(bridge: Library, server: ModelServer) -> None:
    server.part = says(("The city said that an inspection had found cracks in 14 pillars.", "inspection"))
    answer = ask(bridge, QUESTION, model=model_at(server))
    assert len(written(answer)) == 1
    assert answer.writing is not None
    assert answer.writing.added == 1
    added = answer.statements[1]
    assert (added.written, added.text.split(":")[0]) == (False, "The company that built the bridge denied")
    assert added.denies == (0,)


def test_statements_come_as_they_pass_and_the_answer_last(bridge: Library, server: ModelServer) -> None:
    steps = list(asking(bridge, QUESTION, model=model_at(server)))
    assert isinstance(steps[0], Progress)
    answer = steps[-1]
    assert isinstance(answer, Answer)
    came = [s for s in steps if isinstance(s, Statement)]
    assert [s.text for s in came] == [s.text for s in answer.statements]
    assert all(s.citations for s in came)


def test_without_a_model_the_steps_are_the_quotes(bridge: Library) -> None:
    *_, answer = steps = list(asking(bridge, QUESTION))
    assert isinstance(answer, Answer)
    assert answer == ask(bridge, QUESTION)
    assert tuple(s for s in steps if isinstance(s, Statement)) == answer.statements
    shown = answer_json(answer)
    assert "writing" not in shown
    assert not any("written" in s for s in shown["statements"])


def test_a_model_is_not_asked_where_the_articles_do_not_say(bridge: Library, server: ModelServer) -> None:
    answer = ask(bridge, "Who won the 2022 World Cup?", model=model_at(server))
    assert (answer.abstained, answer.writing, server.asked) == (True, None, [])


# ---- a model that lies


@pytest.mark.parametrize(
    "way",
    ["number", "negation", "modality", "flattened", "speaker", "denial", "quote", "invented", "added", "cause", "ids"],
)
def test_nothing_that_a_liar_says_is_shown(bridge: Library, server: ModelServer, way: str) -> None:
    liar = Liar(ways=(way,))
    server.part = liar
    for question in (QUESTION, "Until when will the bridge stay closed?", "What does the closure of the bridge cost?"):
        answer = ask(bridge, question, model=model_at(server))
        assert not set(written(answer)) & set(liar.false)
        for statement in answer.statements:
            if statement.text in liar.misplaced:
                assert any(liar.misplaced[statement.text] in c.quote.exact for c in statement.citations)
    assert liar.false


def test_a_sentence_that_says_too_much_is_mended_once_with_the_reason(bridge: Library, server: ModelServer) -> None:
    def part(asked: Asked) -> Reply:
        claim = next(q for q in asked.quotes if "inspection" in q.text)
        if asked.repairing:
            return Reply(sentences((claim.text, [claim.id])))
        return Reply(sentences(("An inspection had found cracks in 14 pillars.", [claim.id])))

    server.part = part
    answer = ask(bridge, QUESTION, model=model_at(server))
    assert answer.writing is not None
    assert (answer.writing.repaired, answer.writing.replaced) == (1, 0)
    assert written(answer) == ["The city said that an inspection had found cracks in 14 pillars."]
    repairing = [a for a in server.asked if a.repairing]
    assert len(repairing) == 1
    why = json.loads(repairing[0].user.splitlines()[1].removeprefix("What is wrong with it: "))
    assert len(why) > 10
    assert "1 was repaired" in markdown(answer)


def test_what_cannot_be_mended_is_replaced_by_the_quote(bridge: Library, server: ModelServer) -> None:
    server.part = says(
        ("An inspection had found cracks in 14 pillars.", "inspection"),
        ("The company that built the bridge denied that there were cracks in the pillars.", "denied"),
    )
    answer = ask(bridge, QUESTION, model=model_at(server))
    assert answer.writing is not None
    assert (answer.writing.passed, answer.writing.replaced) == (1, 1)
    assert [s.text for s in answer.statements if not s.written][:1] == [
        "The city said: “an inspection had found cracks in 14 pillars”"
    ]
    assert len([a for a in server.asked if a.repairing]) == 1


def test_both_hands_of_a_second_hand_report_are_named(bridge: Library, server: ModelServer) -> None:
    said = "the old dam at Harl is unlikely to last, Sample Wire reported on Monday."
    told = f"State officials have told the valley that {said}"
    bridge.ingest([File("dam.md", f"---\nid: dam\npublisher: Sample Courier\n---\n{told}".encode())])
    for sentence, shown in ((f"T{said[1:]}", False), ("The old dam at Harl is unlikely to last.", False), (told, True)):
        server.part = says((sentence, "Harl"))
        answer = ask(bridge, "Will the old dam at Harl last?", model=model_at(server))
        assert (sentence in written(answer)) is shown
    bridge.remove("dam")


def test_markup_never_reaches_a_reader(bridge: Library, server: ModelServer) -> None:
    true = "The city said that an inspection had found cracks in 14 pillars"
    server.part = says(
        (f"{true} ![x](http://evil.test/p.png).", "inspection"),
        (f"<img src=x onerror=alert(1)> {true}.", "inspection"),
        (f"[{true}](javascript:alert(1)).", "inspection"),
        (f"{true} [7].", "inspection"),
        (f"{true}.", "inspection"),
    )
    answer = ask(bridge, QUESTION, model=model_at(server))
    assert written(answer) == [f"{true}."]
    assert "evil" not in markdown(answer)


# ---- a model that fails


@pytest.mark.parametrize("name", broken())
def test_where_the_model_fails_the_answer_is_the_quotes_with_a_notice(
    bridge: Library, server: ModelServer, name: str
) -> None:
    server.part = broken()[name]
    quoted = ask(bridge, QUESTION)
    *_, answer = steps = list(asking(bridge, QUESTION, model=model_at(server, seconds=1)))
    assert isinstance(answer, Answer)
    assert answer.statements == quoted.statements
    assert answer.writing is not None
    assert answer.writing.notice is not None
    assert [s.text for s in steps if isinstance(s, Notice)] == [answer.writing.notice]
    assert markdown(answer).startswith("*The language model") or "*Nothing that the" in markdown(answer)
    assert "Written by" not in markdown(answer)


def test_a_model_that_says_nothing_true_gives_the_quotes(bridge: Library, server: ModelServer) -> None:
    server.part = says(("Three hundred people were arrested in Falkenberg, the police said.", "inspection"))
    answer = ask(bridge, QUESTION, model=model_at(server))
    assert answer.statements == ask(bridge, QUESTION).statements
    assert answer.writing is not None
    assert answer.writing.notice == (
        "Nothing that the language model wrote passed the check; these are the articles' own words."
    )
    assert answer.writing.dropped == 1


# ---- its receipt


def test_the_receipt_names_the_model_and_its_prompts_and_can_be_verified(bridge: Library, server: ModelServer) -> None:
    answer = ask(bridge, QUESTION, model=model_at(server))
    receipt = from_json(bridge.kept.receipt(answer.id))
    assert receipt.writing == answer.writing
    assert [p.name for p in receipt.writing.prompts] == ["drafting", "repairing"]
    assert id_of(receipt) == receipt.id == answer.id
    assert "cracks in 14" not in json.dumps(as_json(receipt)["writing"])
    found = verify(receipt, bridge)
    assert found.holds
    assert "asked again" not in [c.what for c in found.checks]
    assert json.loads(bridge.kept.answer(answer.id)) == answer_json(answer)
