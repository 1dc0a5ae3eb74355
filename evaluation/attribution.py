"""Who said what, by our rules, against PolNeAR's annotators (dev split; the test split is never opened here).

    python -m evaluation.attribution --data ../shared/data

Measures as the data's README defines them: F1 of the labels source, cue and content over all tokens; and F1 of
relations, where an attribution matches one of the annotators' when cues share a token, sources share a token or both
are absent, and content tokens have an intersection over union of at least .5, one to one. PolNeAR doesn't nest, so only
our outermost attributions count; its contents include quotation marks and "that", so ours are widened by them.
"""

import argparse
import importlib.util
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from ingestion.articles import Span
from ingestion.attribution import Attribution
from ingestion.attribution.rules import attribute

LABELS = ("source", "cue", "content")
_MARKS = "“”\"‘’'`"
_BEFORE = re.compile(rf"(?:that\s+)?[{_MARKS}]{{0,2}}$")
_AFTER = re.compile(rf"[{_MARKS}]{{0,2}}")


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
    """Counts of one measure."""

    name: str
    right: int
    ours: int
    theirs: int

    @property
    def precision(self) -> float:
        """Share of ours that is right."""
        return self.right / self.ours if self.ours else 0.0

    @property
    def recall(self) -> float:
        """Share of theirs that we have."""
        return self.right / self.theirs if self.theirs else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.right / (self.ours + self.theirs) if self.ours + self.theirs else 0.0


def load(data: Path) -> Iterator[Case]:
    """The dev articles, read by the loader that comes with the data."""
    spec = importlib.util.spec_from_file_location("polnear_load", data / "polnear" / "load.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"there is no PolNeAR at {data}; name the folder with --data")
    loader = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = loader  # its dataclasses look their module up
    spec.loader.exec_module(loader)
    for article in loader.articles("dev"):
        tokens = article.tokens()
        yield Case(article.text, tokens, article.labels(tokens), article.attributions, loader)


def run(case: Case) -> list[Any]:
    """Our outermost attributions, in the loader's type."""

    def spans(*found: Span | None) -> list[tuple[int, int]]:
        return [(s.start, s.end) for s in found if s]

    return [
        case.loader.Attribution("", spans(a.source), spans(a.cue), _widened(case.text, a))
        for a in attribute(case.text)
        if a.level == 0
    ]


def score(cases: Sequence[Case]) -> list[Score]:
    """Token labels, then relations."""
    counts = {name: [0, 0, 0] for name in (*LABELS, "relation")}
    for case in cases:
        ours = run(case)
        labels = case.loader.label_tokens(case.tokens, ours)
        for name in LABELS:
            counts[name][0] += sum(x == y == name for x, y in zip(labels, case.labels, strict=True))
            counts[name][1] += labels.count(name)
            counts[name][2] += list(case.labels).count(name)
        relations = [_roles(case, a) for a in ours]
        relations = [r for r in relations if r["cue"]]
        counts["relation"][1] += len(relations)
        counts["relation"][2] += len(case.attributions)
        for theirs in (_roles(case, a) for a in case.attributions):
            match = next((r for r in relations if r["cue"] & theirs["cue"]), None)
            if match:
                relations.remove(match)
                counts["relation"][0] += _agree(match, theirs)
    return [Score(name, *numbers) for name, numbers in counts.items()]


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


def _widened(text: str, attribution: Attribution) -> list[tuple[int, int]]:
    widened = []
    for content in attribution.content:
        before = _BEFORE.search(text[max(0, content.start - 8) : content.start])
        after = _AFTER.match(text, content.end)
        widened.append((content.start - (len(before[0]) if before else 0), after.end() if after else content.end))
    return widened


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("BYLINE_DATA", "../shared/data"))
    cases = list(load(Path(parser.parse_args().data)))
    table = Table("PolNeAR dev", "precision", "recall", "F1")
    for s in score(cases):
        table.add_row(s.name, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}")
    Console().print(table)


if __name__ == "__main__":
    main()
