"""Conversations over corpus/: is a follow-up understood as what a careful reader of the conversation would ask?

The set is `evaluation/conversations/`: what a user types, the question that it means, the words that a right
understanding holds (`must`, each a list of alternatives) and doesn't (`not`, what was dropped), or the citation that it
points to, and words of which one would be quoted in a good answer. A turn is right when all of that holds of what it is
understood as; each conversation is held as it is written, also after a turn that went wrong.

    python -m evaluation.conversations --wrong     what went wrong in the half that may be tuned on
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from assistant.dialogue import Exchange, converse
from evaluation.harness import Figure, Progress, figure, kept
from ingestion.pipeline import Library, find_files

HERE = Path(__file__).parent
FOLDER = str(HERE / "conversations")  # absolute: it isn't in the folder of public data
# Sets that were read, or written for tuning, before the rules stood: never reported.
READ = ("webb-a", *(f"{topic}-{part}" for topic in ("suez", "svb", "ukraine", "webb") for part in "cde"))


@dataclass(frozen=True, slots=True)
class Case:
    """One turn, and what is right."""

    question: str
    kind: str
    must: tuple[tuple[str, ...], ...]
    never: tuple[str, ...]
    citation: int | None  # -1: the last one
    answer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A turn with what came of it."""

    case: Case
    exchange: Exchange
    right: bool
    answered: bool | None  # whether words of a good answer were quoted; None where none are known


def load(*, reported: bool = True) -> dict[str, tuple[Case, ...]]:
    """The conversations of the half that is reported, or of the other, by id."""
    rows = [json.loads(line) for path in sorted(Path(FOLDER).glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    return {
        row["id"]: tuple(
            Case(
                turn["question"],
                turn["kind"],
                tuple(tuple(group) for group in turn["must"]),
                tuple(turn["not"]),
                turn["citation"],
                tuple(turn["answer"]),
            )
            for turn in row["turns"]
        )
        for row in rows
        if (kept(row["id"]) and not row["id"].startswith(READ)) is reported
    }


@contextmanager
def corpus() -> Iterator[Library]:
    """A library of the starter articles."""
    with (
        tempfile.TemporaryDirectory() as home,
        Library(Path(home), cache=platformdirs.user_cache_path("byline")) as library,
    ):
        library.ingest(find_files([HERE.parent / "corpus"], max_bytes=10_000_000))
        library.index()
        yield library


def hold(library: Library, cases: tuple[Case, ...]) -> list[Outcome]:
    """Hold one conversation."""
    conversation = library.kept.begin("")
    outcomes: list[Outcome] = []
    for case in cases:
        exchange = converse(library, conversation.id, case.question)
        before = outcomes[-1].exchange if outcomes else None
        quotes = " ".join(_plain(c.quote.exact) for s in exchange.answer.statements for c in s.citations)
        answered = any(_plain(words) in quotes for words in case.answer) if case.answer else None
        outcomes.append(Outcome(case, exchange, _right(case, exchange, before), answered))
    return outcomes


def _right(case: Case, exchange: Exchange, before: Exchange | None) -> bool:
    text = exchange.understood.text.casefold()
    if any(word.casefold() in text for word in case.never):
        return False
    if case.citation is not None and before and before.answer.statements:
        said = [s.citations for s in before.answer.statements]
        last = said[-1][0].number
        wanted = last if case.citation == -1 else min(case.citation, said[-1][-1].number)
        if exchange.understood.citation != wanted:
            return False
    return all(any(word.casefold() in text for word in group) for group in case.must)


def _plain(text: str) -> str:
    return " ".join(text.translate(str.maketrans("’‘“”", "''\"\"")).casefold().split())


def run(data: Path, progress: Progress, *, reported: bool = True) -> list[Figure]:
    """Follow-ups understood, all turns understood, and answers that quote what a good one would."""
    conversations = load(reported=reported)
    step = progress("conversations", len(conversations))
    outcomes: list[Outcome] = []
    with corpus() as library:
        for cases in conversations.values():
            outcomes += hold(library, cases)
            step()
    follow_ups = [o for o in outcomes if o.case.kind != "first"]
    return [
        figure("follow-up understood right", [float(o.right) for o in follow_ups], target=0.90),
        *(
            figure(f"- {kind}", [float(o.right) for o in follow_ups if o.case.kind == kind])
            for kind in sorted({o.case.kind for o in follow_ups})
        ),
        figure("good answer's words quoted", [float(o.answered) for o in outcomes if o.answered is not None]),
    ]


def main() -> None:
    """Print the turns of the tuning half, or only those that went wrong, with what they were understood as."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    with corpus() as library:
        for name, cases in load(reported=False).items():
            for outcome in hold(library, cases):
                if not (options.wrong and outcome.right):
                    mark = "ok   " if outcome.right else "WRONG"
                    case, read = outcome.case, outcome.exchange.understood
                    print(f"{mark} {name} {case.kind}: {case.question}\n      -> {read.text} [{read.citation}]")
                    if not outcome.right:
                        print(f"      must {case.must} not {case.never} citation {case.citation}")


if __name__ == "__main__":
    main()
