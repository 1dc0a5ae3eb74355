"""Who said what, against PolNeAR's annotators (dev split; the test split is never opened here).

    python -m evaluation.attribution --data ../shared/data

Measures as the data's README defines them. Token F1 of the labels source, cue and content; F1 of exact spans (CofeNet's
definition: a maximal run of one label counts when label, start and end agree); F1 of relations (an attribution matches
one of the annotators' when cues share a token, sources share a token or both are absent, and content tokens have an
intersection over union of at least .5, one to one); recall of the content tokens of attributions without quotation
marks, and the share of such attributions with no content token found. Intervals: 95 %, 1,000 bootstrap samples of
articles. PolNeAR doesn't nest, so only our outermost attributions count; its contents include quotation marks and
"that", its sources the comma behind an apposition, so ours are widened by them.
"""

import argparse
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from evaluation.polnear import articles, loader, runs_of
from ingestion.articles import Span
from ingestion.attribution import Attribution
from ingestion.attribution.pipeline import attribute
from ingestion.attribution.tagger import Tagger, load_tagger

LABELS = ("source", "cue", "content")
SAMPLES = 1_000
_MARKS = "“”\"‘’'`"
_BEFORE = re.compile(rf"(?:that\s+)?[{_MARKS}]{{0,2}}$")
_AFTER = re.compile(rf"[{_MARKS}]{{0,2}}")
_QUOTED = re.compile("[“”\"]|``|''")

Counts = dict[str, tuple[int, int, int]]  # of one article and measure: right, ours, theirs


@dataclass(frozen=True, slots=True)
class Case:
    """One article: its tokens (start, end, word), the annotators' label of each, and their attributions."""

    text: str
    tokens: Sequence[tuple[int, int, str]]
    labels: Sequence[str]
    attributions: Sequence[Any]
    loader: Any


@dataclass(frozen=True, slots=True)
class Score:
    """A measure over all articles, with its 95 % interval. A share has no precision: `ours` is None."""

    name: str
    value: float
    low: float
    high: float
    precision: float
    recall: float


def load(data: Path, split: str = "dev") -> Iterator[Case]:
    """The articles of a split, read by the loader that comes with the data."""
    for article in articles(data, split):
        tokens = article.tokens()
        yield Case(article.text, tokens, article.labels(tokens), article.attributions, loader(data))


def run(case: Case, attributed: Callable[[str], Sequence[Attribution]]) -> list[Any]:
    """Our outermost attributions, in the loader's type."""

    def spans(*found: Span | None) -> list[tuple[int, int]]:
        return [(s.start, s.end) for s in found if s]

    return [
        case.loader.Attribution("", spans(_with_comma(case.text, a.source)), spans(a.cue), _widened(case.text, a))
        for a in attributed(case.text)
        if a.level == 0
    ]


def count(case: Case, ours: Sequence[Any]) -> Counts:
    """Right, ours and theirs of each measure in one article."""
    labels = case.loader.label_tokens(case.tokens, ours)
    counts: Counts = {}
    own_runs, their_runs = set(runs_of(labels, "none")), set(runs_of(case.labels, "none"))
    for name in LABELS:
        right = sum(x == y == name for x, y in zip(labels, case.labels, strict=True))
        counts[f"token {name}"] = right, labels.count(name), list(case.labels).count(name)
        own, their = ({run for run in runs if run[0] == name} for runs in (own_runs, their_runs))
        counts[f"span {name}"] = len(own & their), len(own), len(their)
    relations = [roles for a in ours if (roles := _roles(case, a))["cue"]]
    theirs = [_roles(case, a) for a in case.attributions]
    counts["relation"] = _related(relations, theirs), len(relations), len(theirs)
    indirect = [
        roles["content"]
        for a, roles in zip(case.attributions, theirs, strict=True)
        if roles["content"] and not any(_QUOTED.search(case.text[max(0, s - 2) : e + 2]) for s, e in a.content)
    ]
    wanted = set().union(*indirect)
    found = {place for place, label in enumerate(labels) if label == "content"}
    counts["indirect recall"] = len(wanted & found), 0, len(wanted)
    counts["wholly missed"] = sum(not (content & found) for content in indirect), 0, len(indirect)
    return counts


def score(counted: Sequence[Counts]) -> list[Score]:
    """Every measure over all articles, with its bootstrap interval."""
    draw = np.random.default_rng(0).integers(len(counted), size=(SAMPLES, len(counted)))
    scores = []
    for name in counted[0]:
        rows = np.array([counts[name] for counts in counted])
        right, ours, theirs = (int(n) for n in rows.sum(0))
        values = _values(name, rows[draw].sum(1))
        low, high = (float(v) for v in np.percentile(values, (2.5, 97.5)))
        value = float(_values(name, rows.sum(0)[None])[0])
        scores.append(Score(name, value, low, high, right / max(1, ours), right / max(1, theirs)))
    return scores


def _values(name: str, sums: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """F1, or the share of theirs for a measure that has no precision; `sums` of shape (samples, 3)."""
    right, ours, theirs = sums.T.astype(float)
    if name in ("indirect recall", "wholly missed"):
        values = right / np.maximum(1, theirs)
    else:
        values = 2 * right / np.maximum(1, ours + theirs)
    return np.asarray(values, dtype=np.float64)


def _related(ours: Sequence[dict[str, set[int]]], theirs: Iterable[dict[str, set[int]]]) -> int:
    """How many of theirs have a match: each takes the first of ours whose cue shares a token."""
    left, right = list(ours), 0
    for their in theirs:
        match = next((o for o in left if o["cue"] & their["cue"]), None)
        if match:
            left.remove(match)
            right += _agree(match, their)
    return right


def _agree(ours: dict[str, set[int]], theirs: dict[str, set[int]]) -> bool:
    union = ours["content"] | theirs["content"]
    same_source = bool(ours["source"] & theirs["source"]) or not (ours["source"] or theirs["source"])
    return same_source and len(ours["content"] & theirs["content"]) >= 0.5 * len(union)


def _roles(case: Case, attribution: Any) -> dict[str, set[int]]:
    """The places of the tokens of each role."""
    return {
        name: {
            place
            for place, (start, end, _) in enumerate(case.tokens)
            for s, e in getattr(attribution, name)
            if start < e and end > s
        }
        for name in LABELS
    }


def _with_comma(text: str, source: Span | None) -> Span | None:
    """A source with the comma that closes its apposition, as PolNeAR has it."""
    closed = source is not None and "," in source.of(text) and text.startswith(",", source.end)
    return Span(source.start, source.end + 1) if source and closed else source


def _widened(text: str, attribution: Attribution) -> list[tuple[int, int]]:
    widened = []
    for content in attribution.content:
        before = _BEFORE.search(text[max(0, content.start - 8) : content.start])
        after = _AFTER.match(text, content.end)
        widened.append((content.start - (len(before[0]) if before else 0), after.end() if after else content.end))
    return widened


def main() -> None:
    """Print a table: the rules alone, and the tagger joined with them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("BYLINE_DATA", "../shared/data"))
    cases = list(load(Path(parser.parse_args().data)))
    tagger = Tagger(Path(os.environ["TAG"])) if "TAG" in os.environ else load_tagger()
    alone = score([count(case, run(case, lambda text: attribute(text, None))) for case in cases])
    joined = score([count(case, run(case, lambda text: attribute(text, tagger))) for case in cases])
    table = Table("PolNeAR dev", "rules alone", "ours", "95 %", "precision", "recall")
    for before, after in zip(alone, joined, strict=True):
        share = after.name in ("indirect recall", "wholly missed")
        table.add_row(
            after.name,
            f"{before.value:.3f}",
            f"{after.value:.3f}",
            f"{after.low:.3f} to {after.high:.3f}",
            "" if share else f"{after.precision:.3f}",
            "" if share else f"{after.recall:.3f}",
        )
    Console().print(table)


if __name__ == "__main__":
    main()
