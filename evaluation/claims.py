"""Of the claims in a hundred answers over corpus/: who is said to say it, and with what strength, is it so?

    python -m evaluation.claims corpus              beside the same answerer with attribution off
    python -m evaluation.claims corpus --unread     the quotes that no reader has judged yet, as JSON lines

A reader judged each quote in its article, without seeing what Byline made of it (claims_read.jsonl): who says these
words, and what the article's cue does with them. A claim is right when it names that speaker and its stance is as
strong; told when it names nobody but quotes the sentence that does; wrong when it names another, makes the stance
stronger or weaker, or gives somebody's words as the publisher's own.
"""

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from rich.console import Console
from rich.table import Table

from assistant.answers import Statement
from assistant.pipeline import ask
from ingestion.attribution.pipeline import REVISION
from ingestion.pipeline import Library, find_files

HERE = Path(__file__).parent
OUTCOMES = ("right", "told", "wrong", "unread")
# stances that a reader takes alike: they may be named for one another
STRENGTHS = (
    {"asserts", "concedes"},
    {"claims", "hearsay"},
    {"denies"},
    {"warns"},
    {"demands", "asks"},
    {"promises", "intends"},
    {"believes"},
    {"supports"},
    {"opposes"},
    {"declines"},
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a reader found: who may be named as the speaker (none: the publisher), and the stances that fit."""

    speakers: tuple[str, ...]
    stances: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One claim of an answer."""

    question: str
    statement: Statement

    @property
    def key(self) -> tuple[str, int, int]:
        """The quote's place."""
        quote = self.statement.citations[0].quote
        return quote.article_id, quote.start, quote.end


def load(path: Path = HERE / "claims_read.jsonl") -> dict[tuple[str, int, int], Judged]:
    """What the reader found, by the quote's place."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    return {(r["article"], r["start"], r["end"]): Judged(tuple(r["speakers"]), tuple(r["stances"])) for r in rows}


def run(folder: Path, *, attributed: bool) -> list[Shown]:
    """The claims of all answers."""
    questions: list[str] = json.loads((HERE / "hundred.json").read_text(encoding="utf-8"))
    with (
        tempfile.TemporaryDirectory() as home,
        Library(Path(home), cache=platformdirs.user_cache_path("byline")) as library,
    ):
        library.ingest(find_files([folder], max_bytes=10_000_000))
        if not attributed:
            for listed in library.store.listed():
                library.store.save_attributions(listed.id, listed.version, (), attributed=REVISION)
        return [Shown(question, s) for question in questions for s in ask(library, question).statements]


def score(shown: Sequence[Shown], judged: dict[tuple[str, int, int], Judged]) -> Counter[str]:
    """How many claims there are of each outcome."""
    return Counter(outcome(s.statement, judged.get(s.key)) for s in shown)


def outcome(statement: Statement, judged: Judged | None) -> str:
    """One of OUTCOMES."""
    if judged is None:
        return "unread"
    if statement.speaker is None:
        if not judged.speakers:
            return "right"
        quote = statement.citations[0].quote.exact
        return "told" if any(_names(quote, speaker) for speaker in judged.speakers) else "wrong"
    named = " ".join(filter(None, (statement.speaker, statement.holder)))
    if not any(_names(named, speaker) or _names(speaker, statement.speaker) for speaker in judged.speakers):
        return "wrong"
    strong = any({str(statement.stance), stance} <= alike for alike in STRENGTHS for stance in judged.stances)
    return "right" if strong else "wrong"


def _names(text: str, name: str) -> bool:
    """Whether `text` holds the words of `name` that tell who it is."""
    own = {word for word in _WORD.findall(name.casefold()) if word not in ("the", "a", "an", "of", "s")}
    return bool(own) and own <= set(_WORD.findall(text.casefold()))


def unread(shown: Sequence[Shown], judged: dict[tuple[str, int, int], Judged]) -> Iterator[str]:
    """One line of JSON for each quote that no reader has judged: its place and words."""
    for key in sorted({s.key for s in shown} - set(judged)):
        quote = next(s for s in shown if s.key == key).statement.citations[0].quote
        yield json.dumps({"article": key[0], "start": key[1], "end": key[2], "words": quote.exact}, ensure_ascii=False)


def main() -> None:
    """Print a table, and every wrong claim with attribution on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--unread", action="store_true")
    args = parser.parse_args()
    console = Console()
    judged = load()
    on, off = run(args.folder, attributed=True), run(args.folder, attributed=False)
    if args.unread:
        for line in unread([*on, *off], judged):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        return
    table = Table("claims", "attribution on", "share", "attribution off", "share")
    counts = score(on, judged), score(off, judged)
    for name in OUTCOMES:
        cells = [cell for c, shown in zip(counts, (on, off), strict=True) for cell in (c[name], c[name] / len(shown))]
        table.add_row(name, str(cells[0]), f"{cells[1]:.3f}", str(cells[2]), f"{cells[3]:.3f}")
    table.add_row("all", str(len(on)), "", str(len(off)), "")
    console.print(table)
    for shown in on:
        if outcome(shown.statement, judged.get(shown.key)) == "wrong":
            console.print(f"{shown.question}\n  {shown.statement.text}", markup=False, highlight=False)


if __name__ == "__main__":
    main()
