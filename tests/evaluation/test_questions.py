"""The questions over corpus/: every quote shown is the article's, and the benchmark can tell right from wrong."""

from dataclasses import replace
from pathlib import Path

from evaluation.questions import Case, Expected, load, run, score
from ingestion.pipeline import Library, find_files

CORPUS = Path(__file__).parents[2] / "corpus"


def test_every_quote_shown_equals_its_article(library: Library) -> None:
    library.ingest(find_files([CORPUS], max_bytes=10_000_000))
    report = run(load("corpus"), library)
    assert report.quotes > 20
    assert report.wrong_quotes == ()
    answered = next(s for s in report.scores if s.case.question == "When was Minsk II signed?")
    assert answered.missing == ()
    wrong = replace(answered.case, expected=(Expected("13 March 2015"),))
    assert score(wrong, answered.answer) == ("no '13 March 2015'",)
    assert score(Case("a question that has no answer"), answered.answer) == ("should have abstained",)
    misattributed = replace(answered.case, expected=(Expected("12 February 2015", speaker="Moscow"),))
    assert score(misattributed, answered.answer)
