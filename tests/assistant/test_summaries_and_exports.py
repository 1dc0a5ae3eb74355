"""Summaries and exports: verbatim, cited, counted, and harmless whatever the articles say."""

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.exporting import Format, export_answer, export_summary, reopen
from assistant.pipeline import ask
from assistant.references import escape
from assistant.summaries import Subject, Use
from assistant.summarizing import summarize
from ingestion.errors import BylineError
from ingestion.pipeline import File, Library
from tests.conftest import CACHE
from tests.web.server import DAM, FERRY, written

HOSTILE = """---
id: hostile
title: '<script>alert(1)</script> [x](javascript:alert(1)) \\input{/etc/passwd} & 100%'
publisher: '"><img src=x onerror=alert(2)>'
authors: ["{Robert} \\\\end{document}"]
published_at: 2024-05-01T10:00:00Z
---
The bridge at Morn <b>will</b> close in June, the roads office said. \\write18{rm} It denied that it was unsafe.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("summarised") / "home", cache=CACHE) as opened:
        texts = {"dam": DAM, "ferry": FERRY, "copy": DAM.replace("id: dam", "id: copy"), "hostile": HOSTILE}
        opened.ingest([File(f"{name}.md", text.encode()) for name, text in texts.items()])
        yield opened


@pytest.mark.parametrize(
    "subject",
    [Subject(articles=("dam",)), Subject(topic="the dam at Harl"), Subject(speaker="harbour office")],
    ids=["article", "topic", "speaker"],
)
def test_every_statement_is_cited_word_for_word(library: Library, subject: Subject) -> None:
    summary = summarize(library, subject)
    assert summary.statements
    for citation in (c for s in summary.statements for c in s.citations):
        quote = citation.quote
        assert library.store.article(quote.article_id).text[quote.start : quote.end] == quote.exact


def test_a_denial_is_shown_with_its_speaker_and_never_as_a_fact(library: Library) -> None:
    summary = summarize(library, Subject(articles=("dam",), sentences=8))
    for statement in summary.statements:
        if "last inspection" in statement.text:
            assert "denied" in statement.text


def test_the_articles_used_and_left_out_add_up(library: Library) -> None:
    summary = summarize(library, Subject(topic="the dam at Harl"))
    uses = {c.article_id: c.use for c in summary.coverage.articles}
    assert sorted(uses[name] for name in ("dam", "copy")) == sorted([Use.COPY, Use.USED])
    cited = {c.quote.article_id for s in summary.statements for c in s.citations}
    assert cited <= {name for name, use in uses.items() if use in (Use.USED, Use.COPY)}


def test_there_are_no_more_statements_than_asked_for(library: Library) -> None:
    assert len(summarize(library, Subject(articles=("dam", "ferry"), sentences=2)).statements) <= 2


@pytest.mark.parametrize("wrong", [{}, {"topic": "a", "speaker": "b"}, {"topic": "?"}, {"topic": "a", "sentences": 0}])
def test_what_cannot_be_summarised_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BylineError):
        Subject(**wrong)  # type: ignore[arg-type]


def test_exports_of_hostile_articles_do_nothing(library: Library) -> None:
    summary = summarize(library, Subject(articles=("hostile",)))
    shown = {form: export_summary(summary, form, store=library.store) for form in Format}
    page = shown[Format.HTML]
    assert "<script" not in page
    assert "<img" not in page
    assert "default-src 'none'" in page
    assert "[x](javascript" not in shown[Format.MARKDOWN]
    assert "\\input{" not in shown[Format.BIBTEX]
    assert "\\end{document}" not in shown[Format.BIBTEX]
    (entry,) = json.loads(shown[Format.CSL_JSON])
    assert entry["title"].startswith("<script>")  # data, as it is
    assert entry["issued"] == {"date-parts": [[2024, 5, 1]]}


def test_a_kept_answer_is_exported_as_it_was_given(library: Library) -> None:
    answer = ask(library, "Is the Harl dam safe?")
    again = reopen(library, answer.id)
    assert again == answer
    assert len(json.loads(export_answer(again, Format.CSL_JSON, store=library.store))) == answer.sources.articles
    assert export_answer(again, Format.BIBTEX, store=library.store).count("@") >= answer.sources.articles


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(codec="ascii", categories=("L", "N", "P", "S", "Zs")), max_size=60))
def test_nothing_that_latex_would_act_on_is_left_bare(text: str) -> None:
    shown = re.sub(r"\\text\w+\{\}", "", escape(text))  # \textbackslash{}
    for sign in "#$%&_{}":
        assert shown.count(sign) == shown.count(f"\\{sign}"), shown


def test_the_same_articles_in_another_order_give_the_same_summary(
    library: Library, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with Library(tmp_path_factory.mktemp("other") / "home", cache=CACHE) as other:
        for name, text in (("b", written(FERRY, "b")), ("a", written(DAM, "a"))):
            other.ingest([File(f"{name}.md", text.encode())])
        first = summarize(other, Subject(articles=("a", "b")))
    with Library(tmp_path_factory.mktemp("another") / "home", cache=CACHE) as other:
        for name, text in (("a", written(DAM, "a")), ("b", written(FERRY, "b"))):
            other.ingest([File(f"{name}.md", text.encode())])
        assert [s.text for s in summarize(other, Subject(articles=("a", "b"))).statements] == [
            s.text for s in first.statements
        ]
