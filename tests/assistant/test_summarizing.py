"""Summaries: what is chosen, in which order, with what beside it, and what a language model may make of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import platformdirs
import pytest

from assistant.language_model import Kind, LanguageModel, load_client
from assistant.retrieval import Filters
from assistant.summaries import Basis, Subject, Summary, Use
from assistant.summarizing import summarize
from assistant.summary_rendering import coverage, markdown
from evaluation.model_server import Asked, Liar, ModelServer, Reply, broken, honest, model_server, sentences, told
from ingestion.errors import BylineError, NotFound
from ingestion.pipeline import Library, find_files

Write = Callable[..., Path]
CORPUS = Path(__file__).parent.parent.parent / "corpus"
SVB = "the collapse of Silicon Valley Bank"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The starter articles, which no test changes."""
    home = tmp_path_factory.mktemp("corpus") / "home"
    with Library(home, cache=platformdirs.user_cache_path("byline")) as library:
        library.ingest(find_files([CORPUS], max_bytes=10_000_000))
        yield library


SUBJECTS = [
    Subject(articles=("svb-2023-collapse",)),
    Subject(articles=("ukraine-2021-minsk-explained", "ukraine-2021-wire-decade", "ukraine-2021-wire-decade-daily")),
    Subject(topic=SVB),
    Subject(topic="the grounding of the Ever Given", sentences=20),
    Subject(topic="the moon landing"),
    Subject(speaker="Putin"),
    Subject(speaker="NATO", sentences=3),
]


@pytest.mark.parametrize("subject", SUBJECTS, ids=str)
def test_what_holds_of_every_summary(corpus: Library, subject: Subject) -> None:
    summary = summarize(corpus, subject)
    assert summary == summarize(corpus, subject)
    assert summary.abstained == (not summary.statements)
    assert (summary.reason is None) == bool(summary.statements)
    for statement in summary.statements:
        quote = statement.citations[0].quote
        assert statement.text.endswith(f": “{quote.exact}”")
        assert corpus.store.article(quote.article_id, quote.version).text[quote.start : quote.end] == quote.exact
    quotes = [(s.citations[0].quote, s.speaker) for s in summary.statements]
    assert len(set(quotes)) == len(quotes)
    _adds_up(summary, corpus)
    assert [d.date for d in summary.timeline] == sorted(d.date for d in summary.timeline)
    for dated in summary.timeline:
        assert (dated.words is None) == (dated.basis is Basis.PUBLISHED)
    assert markdown(summary)


def _adds_up(summary: Summary, library: Library) -> None:
    found = summary.coverage
    assert found.used + found.copies + found.silent + found.no_room == found.considered
    cited = {c.quote.article_id for s in summary.statements for c in s.citations}
    assert {a.article_id for a in found.articles if a.use is Use.USED} == cited
    assert all(
        {c.quote.article_id for c in summary.statements[n].citations} & {a.article_id}
        for a in found.articles
        for n in a.statements
    )
    assert len(found.articles) >= found.considered - found.silent
    assert str(found.considered) in coverage(found)


def test_one_article_is_told_in_its_order(corpus: Library) -> None:
    summary = summarize(corpus, Subject(articles=("suez-2021-grounding",), sentences=6))
    starts = [s.citations[0].quote.start for s in summary.statements]
    assert starts == sorted(starts)
    assert "ran aground" in " ".join(s.text for s in summary.statements)
    assert (summary.timeline, summary.positions) == ((), ())


def test_a_topic_is_told_in_the_order_of_time(corpus: Library) -> None:
    summary = summarize(corpus, Subject(topic=SVB))
    closed = next(n for n, s in enumerate(summary.statements) if "closed Silicon Valley Bank on Friday" in s.text)
    dated = next(d for d in summary.timeline if d.statement == closed)
    assert (dated.date, dated.basis) == ("2023-03-10", Basis.DERIVED)
    assert dated.words is not None
    assert dated.words.exact == "Friday"
    assert [d.statement for d in summary.timeline] == sorted(d.statement for d in summary.timeline)


def test_a_claim_comes_with_its_denial(corpus: Library) -> None:
    summary = summarize(corpus, Subject(speaker="Putin"))
    denial = next(s for s in summary.statements if s.denies)
    claim = summary.statements[denial.denies[0]]
    assert "failing to fulfil" in claim.text
    held = next(p for p in summary.positions if summary.statements.index(claim) in p.statements)
    assert summary.statements.index(denial) in held.denied_by
    assert "| Who | How | What | Denied by |" in markdown(summary)


def test_a_speakers_aide_is_somebody_else(corpus: Library) -> None:
    summary = summarize(corpus, Subject(speaker="Putin", sentences=30))
    assert not any("aide" in (s.speaker or "") for s in summary.statements if not s.denies)


def test_a_name_is_a_name_and_not_its_words(corpus: Library) -> None:
    summary = summarize(corpus, Subject(topic="the grounding of the Ever Given", sentences=20))
    assert {c.quote.article_id.split("-")[0] for s in summary.statements for c in s.citations} == {"suez"}


def test_of_a_wire_story_one_copy_is_read(corpus: Library) -> None:
    summary = summarize(corpus, Subject(articles=("ukraine-2021-wire-decade-daily", "ukraine-2021-wire-decade")))
    (copy,) = [a for a in summary.coverage.articles if a.use is Use.COPY]
    assert {copy.article_id, copy.copy_of} == {"ukraine-2021-wire-decade-daily", "ukraine-2021-wire-decade"}
    assert "a copy of “" in markdown(summary)


def test_no_publisher_has_more_than_its_share_while_others_speak(library: Library, write: Write) -> None:
    for n, (what, when) in enumerate([("tower", "May"), ("lock", "June"), ("gate", "July"), ("wall", "August")]):
        body = f"The harbour of Orsk lost its {what} in {when}, the harbour office said. It was {n + 2} years old."
        write(f"loud-{n}.md", body, id=f"loud-{n}", publisher="Sample Loud", published_at=f"2024-09-0{n + 1}")
    for n, body in enumerate(
        [
            "The union of seamen said on Monday that ships wait for pilots in Orsk. They lie outside the harbour.",
            "Insurers said in a report that no storm had ever cost them as much as the one over the harbour of Orsk.",
        ]
    ):
        path = write(f"still-{n}.md", body, id=f"still-{n}", publisher="Sample Still", published_at="2024-09-09")
    library.ingest(find_files([path.parent], max_bytes=100_000))
    summary = summarize(library, Subject(topic="the harbour of Orsk", sentences=4))
    assert [s.citations[0].publisher for s in summary.statements].count("Sample Loud") == 2
    assert len(summary.statements) == 4
    only = summarize(library, Subject(topic="the harbour of Orsk", sentences=4), Filters(publisher="sample loud"))
    assert {s.citations[0].publisher for s in only.statements} == {"Sample Loud"}
    assert only.coverage.considered == 4


def test_what_cannot_be_summarised_is_one_sentence(library: Library, write: Write) -> None:
    path = write("old.md", "The mill burnt down on Monday, they said.", id="old", status="withdrawn")
    library.ingest(find_files([path], max_bytes=100_000))
    with pytest.raises(BylineError, match="'old' is withdrawn"):
        summarize(library, Subject(articles=("old",)))
    with pytest.raises(NotFound, match="'nothing'"):
        summarize(library, Subject(articles=("nothing",)))
    with pytest.raises(BylineError, match="whatever their date"):
        summarize(library, Subject(articles=("old",)), Filters(publisher="x"))


def test_a_topic_of_any_words_is_an_answer(corpus: Library) -> None:
    for topic in ("The", "a " * 100, "??x", "Ever", "GROUNDING OF THE EVER GIVEN", "2023", "<b>", "Ünïcode Ñame"):
        assert summarize(corpus, Subject(topic=topic, sentences=1)).coverage.considered > 20


# ---- with a language model


@pytest.fixture(scope="module")
def running() -> Iterator[ModelServer]:
    load_client(Kind.OPENAI_LIKE)
    with model_server(honest) as server:
        yield server


def model_at(server: ModelServer) -> LanguageModel:
    return LanguageModel(kind=Kind.OPENAI_LIKE, name="parrot", url=f"{server.url}/v1", seconds=120)


def test_a_model_writes_over_the_quotes_that_were_chosen(corpus: Library, running: ModelServer) -> None:
    running.part = honest
    summary = summarize(corpus, Subject(topic=SVB, sentences=4), model=model_at(running))
    assert summary.writing is not None
    assert summary.writing.notice is None
    assert {p.name for p in summary.writing.prompts} == {"summarizing", "repairing"}
    assert any(s.written for s in summary.statements)
    assert len(summary.timeline) == len(summary.statements)
    for citation in (c for s in summary.statements for c in s.citations):
        quote = citation.quote
        assert corpus.store.article(quote.article_id).text[quote.start : quote.end] == quote.exact
    assert "Written by parrot" in markdown(summary)
    _adds_up(summary, corpus)


def test_what_a_model_leaves_out_of_a_dispute_stands_beside_it(corpus: Library, running: ModelServer) -> None:
    def one_sided(asked: Asked) -> Reply:
        quotes = [] if asked.repairing else [q for q in asked.quotes if "Minsk" not in q.text and "Kyiv" not in q.text]
        return Reply(sentences(*((told(q), [q.id]) for q in quotes if "accusation" not in q.text)))

    running.part = one_sided
    summary = summarize(corpus, Subject(speaker="Putin"), model=model_at(running))
    assert summary.writing is not None
    assert summary.writing.passed
    assert summary.writing.added == 2
    denial = next(s for s in summary.statements if s.denies)
    assert "failing to fulfil" in summary.statements[denial.denies[0]].text


def test_a_liar_and_a_broken_model_change_nothing_that_is_true(corpus: Library, running: ModelServer) -> None:
    subject = Subject(articles=("svb-2023-collapse",), sentences=4)
    liar = Liar()
    running.part = liar
    told = summarize(corpus, subject, model=model_at(running))
    assert not {s.text for s in told.statements} & (set(liar.false) | set(liar.misplaced))
    running.part = broken()["error 401"]
    failed = summarize(corpus, subject, model=model_at(running))
    assert failed.writing is not None
    assert "401" in (failed.writing.notice or "")
    assert failed.statements == summarize(corpus, subject).statements
