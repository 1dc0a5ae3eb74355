"""Eleven questions over one real article, more over corpus/: is the evidence there, given to the right source?

    python -m evaluation.questions ../shared/corpus      the eleven
    python -m evaluation.questions corpus                the starter articles

A question is right when every expected piece is there (words in the quote, the speaker where one is named, one of the
stances where they are named), nothing forbidden is said, and the answer abstains exactly when it should. Every quote
shown is compared with the article at its offsets.
"""

import argparse
import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.answers import Answer, Statement
from assistant.pipeline import ask
from ingestion.pipeline import Library, find_files

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Expected:
    """One piece of an answer: words that the quote or its sentence holds, who says it, and how."""

    words: str
    speaker: str | None = None
    stances: tuple[str, ...] = ()
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what a right answer holds; nothing expected means that it must abstain."""

    question: str
    expected: tuple[Expected, ...] = ()
    forbidden: tuple[str, ...] = ()  # words that no statement's lead may hold


@dataclass(frozen=True, slots=True)
class Score:
    """One question's outcome: right when nothing is missing."""

    case: Case
    answer: Answer
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All outcomes, and how many quotes were shown and compared with their articles."""

    scores: tuple[Score, ...]
    quotes: int = 0
    wrong_quotes: tuple[str, ...] = field(default=())

    @property
    def right(self) -> int:
        """How many questions were answered right."""
        return sum(not s.missing for s in self.scores)


def load(name: str) -> tuple[Case, ...]:
    """The cases of `evaluation/questions_<name>.json`."""
    raw = json.loads((HERE / f"questions_{name}.json").read_text())
    return tuple(
        Case(
            c["question"],
            tuple(
                Expected(e["words"], e.get("speaker"), tuple(e.get("stances", ())), e.get("via"))
                for e in c.get("expected", ())
            ),
            tuple(c.get("forbidden", ())),
        )
        for c in raw
    )


def run(cases: Iterable[Case], library: Library) -> Report:
    """Ask every question and judge the answers."""
    scores, quotes, wrong = [], 0, []
    for case in cases:
        answer = ask(library, case.question)
        scores.append(Score(case, answer, score(case, answer)))
        for citation in (*answer.nearest, *(c for s in answer.statements for c in s.citations)):
            quotes += 1
            quote = citation.quote
            if library.store.article(quote.article_id, quote.version).text[quote.start : quote.end] != quote.exact:
                wrong.append(quote.exact)
    return Report(tuple(scores), quotes, tuple(wrong))


def score(case: Case, answer: Answer) -> tuple[str, ...]:
    """What is wrong with an answer, in words; nothing if it is right."""
    if not case.expected:
        return () if answer.abstained else ("should have abstained",)
    if answer.abstained:
        return ("abstained",)
    missing = [_describe(e) for e in case.expected if not any(_meets(s, e) for s in answer.statements)]
    for words in case.forbidden:
        missing += [f"says {words!r}" for s in answer.statements if words.casefold() in s.text.casefold()]
    return tuple(missing)


def _meets(statement: Statement, expected: Expected) -> bool:
    if expected.words.casefold() not in statement.citations[0].quote.exact.casefold():
        return False
    if expected.speaker and expected.speaker.casefold() not in (statement.speaker or "").casefold():
        return False
    if expected.via and expected.via.casefold() not in (statement.via or "").casefold():
        return False
    return not expected.stances or (statement.stance is not None and statement.stance.value in expected.stances)


def _describe(expected: Expected) -> str:
    return f"no {expected.words!r}" + (f" by {expected.speaker}" if expected.speaker else "")


def main() -> None:
    """Ingest a folder into a library of its own, ask, print a table and the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--show", action="store_true", help="print the statements too")
    options = parser.parse_args()
    name = "corpus" if options.articles.resolve() == (HERE.parent / "corpus").resolve() else "article"
    console = Console()
    with (
        tempfile.TemporaryDirectory() as home,
        Library(Path(home), cache=platformdirs.user_cache_path("byline")) as library,
    ):
        library.ingest(find_files([options.articles], max_bytes=10_000_000))
        report = run(load(name), library)
    table = Table("question", "outcome")
    for item in report.scores:
        table.add_row(Text(item.case.question), Text("right" if not item.missing else "; ".join(item.missing)))
        if options.show:
            for statement in item.answer.statements:
                table.add_row("", Text(f"- {statement.text} ({statement.stance or 'publisher'})"))
    console.print(table)
    console.print(
        f"{report.right} of {len(report.scores)} right; {report.quotes} quotes, {len(report.wrong_quotes)} wrong"
    )


if __name__ == "__main__":
    main()
