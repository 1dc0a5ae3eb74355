"""RAMDocs: questions whose documents give several right answers, wrong ones, and noise: is all of it shown?

Each question is asked of its own documents. An answer counts as shown when a quote holds its words. Misinformation is
shown as undisputed when a wrong answer is shown and no right one beside it.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from assistant.pipeline import ask
from assistant.retrieval import Filters
from evaluation import ranking
from evaluation.harness import Figure, Known, Progress, figure, kept
from evaluation.ranking import Text

FOLDER = "ramdocs"
_KNOWN = Known(
    "Llama 3.3 70B, written answers",
    0.326,
    "Wang et al. 2025, arXiv:2504.13079, abstract: the best baseline's exact match (all right answers, no wrong one) "
    "over all 500 questions; a stricter measure, of answers that are written",
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Case:
    """A question, its documents, and the answers that they rightly and wrongly give."""

    id: str
    question: str
    documents: tuple[Text, ...]
    right: tuple[str, ...]
    wrong: tuple[str, ...]


def load(data: Path, *, reported: bool = True) -> list[Case]:
    """The half that is reported, or the other."""
    rows = [json.loads(line) for line in (data / FOLDER / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        Case(
            name,
            row["question"],
            tuple(Text(f"{name}-{n}", None, document["text"]) for n, document in enumerate(row["documents"])),
            tuple(row["gold_answers"]),
            tuple(row["wrong_answers"]),
        )
        for number, row in enumerate(rows)
        if kept(name := f"ra{number}") is reported
    ]


def run(data: Path, progress: Progress, *, reported: bool = True) -> list[Figure]:
    """All answers that are quoted count, however many statements there are."""
    cases = load(data, reported=reported)
    step = progress("RAMDocs", len(cases))
    complete: list[float] = []
    undisputed: list[float] = []
    with ranking.library_of([document for case in cases for document in case.documents]) as library:
        for case in cases:
            answer = ask(library, case.question, Filters(articles=tuple(d.id for d in case.documents)))
            quoted = [_words(c.quote.exact) for s in answer.statements for c in s.citations]
            right = [any(_words(words) in quote for quote in quoted) for words in case.right]
            if len(case.right) > 1:
                complete.append(float(all(right)))
            if case.wrong:
                misled = any(_words(words) in quote for words in case.wrong for quote in quoted)
                undisputed.append(float(misled and not any(right)))
            step()
    return [
        figure("several right answers, all shown", complete, known=(_KNOWN,), target=0.70),
        figure("misinformation shown as undisputed", undisputed, target=0.10, less_is_better=True),
    ]


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "
