"""What reading who said what costs: passages a second, its share of embedding's time, and the bytes it adds.

    python -m evaluation.attribution_speed corpus

Each step runs over all articles of the folder, model loaded, three times in turn; the median counts.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from rich.console import Console
from rich.table import Table

from ingestion.articles import Article
from ingestion.attribution.pipeline import attribute
from ingestion.attribution.tagger import FOLDER, load_tagger
from ingestion.embedding import load_encoder
from ingestion.passages import split
from ingestion.pipeline import File, find_files, texts_of
from ingestion.readers import read

ROUNDS = 3
STEPS = ("embedding", "attribution", "by rules alone")


@dataclass(frozen=True, slots=True)
class Score:
    """Median seconds of each step over all articles, and how many passages those hold."""

    seconds: dict[str, float]
    passages: int


def load(folder: Path) -> list[Article]:
    """The articles in a folder."""
    files = [f for f in find_files([folder], max_bytes=10_000_000) if isinstance(f, File)]
    return [article for file in files for article in read(file.raw, file.path).articles]


def run(articles: Sequence[Article]) -> Score:
    """Time each step over all articles."""
    encoder = load_encoder(Path(platformdirs.user_cache_dir("byline")))
    tagger = load_tagger()
    passages = [split(a, encoder.count_tokens, limit=encoder.max_tokens) for a in articles]
    steps: dict[str, Callable[[], object]] = {
        "embedding": lambda: [encoder.encode(list(texts_of(a, p))) for a, p in zip(articles, passages, strict=True)],
        "attribution": lambda: [attribute(a.text, tagger) for a in articles],
        "by rules alone": lambda: [attribute(a.text, None) for a in articles],
    }
    times: dict[str, list[float]] = {step: [] for step in STEPS}
    for _ in range(ROUNDS):
        for step in STEPS:
            began = time.perf_counter()
            steps[step]()
            times[step].append(time.perf_counter() - began)
    return Score({step: statistics.median(t) for step, t in times.items()}, sum(map(len, passages)))


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    score = run(load(parser.parse_args().folder))
    table = Table("step", "seconds", "passages/s", "of embedding's time")
    for step in STEPS:
        seconds = score.seconds[step]
        share = seconds / score.seconds["embedding"]
        table.add_row(step, f"{seconds:.2f}", f"{score.passages / seconds:.0f}", f"{share:.2f}")
    console = Console()
    console.print(table)
    added = sum(file.stat().st_size for file in FOLDER.iterdir())
    console.print(f"{score.passages} passages; the model adds {added / 1e6:.1f} MB to the package")


if __name__ == "__main__":
    main()
