"""How long a check takes: a text of 400 words against 30 articles, warm, over HTTP.

    python -m evaluation.check_speed --data ../shared/data

The articles are corpus/ and as many of PolNeAR's dev articles as make 30; the texts are sentences of the tuning half of
`evaluation/perturbations/`, true and corrupted ones, in an order drawn with a seed.
"""

import argparse
import os
import random
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import platformdirs
from rich.console import Console
from rich.table import Table

from evaluation import perturbations
from evaluation.polnear import articles
from evaluation.ranking import Text, as_markdown
from evaluation.speed import served
from ingestion.pipeline import File, Library, find_files

ARTICLES = 30
WORDS = 400  # of a text
TEXTS = 40
CORPUS = Path(__file__).parents[1] / "corpus"


def texts() -> Iterator[str]:
    """Texts of about WORDS words."""
    sentences = [case.sentence for case in perturbations.load(reported=False)]
    random.Random(0).shuffle(sentences)  # noqa: S311 (an order, no secret)
    text: list[str] = []
    for sentence in sentences:
        text.append(sentence)
        if len(" ".join(text).split()) >= WORDS:
            yield " ".join(text)
            text = []


def main() -> None:
    """Print sentences a second and the percentiles of a request."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("BYLINE_DATA", "../shared/data"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        with Library(Path(home), cache=platformdirs.user_cache_path("byline")) as library:
            library.ingest(find_files([CORPUS], max_bytes=10_000_000))
            more = islice(articles(options.data, "dev"), ARTICLES - len(library.current()))
            library.ingest(File(f"p{n}.md", as_markdown(Text(f"p{n}", None, a.text))) for n, a in enumerate(more))
            library.index()
        waits, sentences = [], []
        with served(Path(home)) as client:
            for text in islice(texts(), TEXTS + 2):
                began = time.perf_counter()
                reply = client.post("/v1/check", json={"text": text}).raise_for_status().json()
                waits.append(time.perf_counter() - began)
                sentences.append(len(reply["sentences"]))
    waits, sentences = waits[2:], sentences[2:]  # the first two load the models
    table = Table("a check of 400 words against 30 articles", "")
    table.add_row("sentences a text", f"{np.mean(sentences):.1f}")
    table.add_row("sentences/s", f"{sum(sentences) / sum(waits):.1f}")
    table.add_row("p50, s", f"{np.percentile(waits, 50):.2f}")
    table.add_row("p95, s", f"{np.percentile(waits, 95):.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
