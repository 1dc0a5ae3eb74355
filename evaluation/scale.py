"""A question over 50,000 passages: retrieval and the whole answer, warm, beside plain LlamaIndex and Chroma.

    python -m evaluation.scale --data ../shared/data --home FOLDER

Fills the library at FOLDER with the public data's texts (MultiHop-RAG's sentences, PolNeAR's training articles, WiCE's
pages, SciFact's abstracts) until it has 50,000 passages; a library that is there already is used as it is. Asks the
questions of MultiHop-RAG and SQuAD 2, in turn, of both, in one process. The baseline gets our embeddings of the same
passages, so that only its retrieval is measured: two passages, no answer.
"""

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import platformdirs
from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.pipeline import ask
from assistant.queries import read_query
from assistant.retrieval import search
from evaluation import multihop, polnear, scifact, squad
from evaluation.baseline import Baseline
from evaluation.ranking import Text, as_markdown
from ingestion.articles import Status
from ingestion.pipeline import File, Library

PASSAGES = 50_000
QUESTIONS = 200
PAGE = 5  # sentences of a page that make a paragraph
BATCH = 200  # articles read at once


def texts(data: Path) -> Iterator[Text]:
    """Texts of all kinds, more than are needed."""
    yield from multihop.load(data).pool
    for number, article in enumerate(polnear.articles(data, "train")):
        yield Text(f"polnear-{number}", None, article.text)
    pages = (json.loads(line) for line in (data / "wice" / "claim_dev.jsonl").read_text(encoding="utf-8").splitlines())
    for number, page in enumerate(pages):
        lines = page["evidence"]
        paragraphs = [" ".join(lines[at : at + PAGE]) for at in range(0, len(lines), PAGE)]
        yield Text(f"wice-{number}", None, "\n\n".join(paragraphs))
    yield from scifact.load(data).abstracts


def fill(library: Library, data: Path) -> None:
    """Ingest until there are enough passages."""
    waiting: list[File] = []
    for text in track(chain(texts(data), [None]), "reading", total=None):
        if text is not None:
            waiting.append(File(f"{text.id}.md", as_markdown(text)))
        if text is None or len(waiting) == BATCH:
            library.ingest(waiting)
            waiting = []
            if sum(1 for _ in library.store.passages()) >= PASSAGES:
                return


def waits(asked: Sequence[str], run: Callable[[str], object]) -> tuple[float, float]:
    """Milliseconds at the median and the 95th percentile, after a round to warm up."""
    for question in asked[:10]:
        run(question)
    taken = []
    for question in asked:
        began = time.perf_counter()
        run(question)
        taken.append((time.perf_counter() - began) * 1000)
    return float(np.percentile(taken, 50)), float(np.percentile(taken, 95))


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("BYLINE_DATA", "../shared/data"))
    parser.add_argument("--home", type=Path, required=True)
    args = parser.parse_args()
    sets = list(multihop.load(args.data).questions.values()), [case.question for case in squad.load(args.data)]
    asked = [question for pair in zip(*sets, strict=False) for question in pair][:QUESTIONS]
    with Library(args.home, cache=platformdirs.user_cache_path("byline")) as library:
        if not library.store.listed(Status.CURRENT):
            fill(library, args.data)
        index = library.index()
        listed = library.store.listed(Status.CURRENT)
        publishers = {a.publisher for a in listed if a.publisher}

        def retrieve(question: str) -> object:
            query = read_query(question, publishers=publishers, today=None)
            views = library.encoder.encode(query.views)
            return search(query, index=index, vectors=views, articles=listed, every=True, count=16)

        rows = [("Byline, retrieval", *waits(asked, retrieve))]
        rows.append(("Byline, whole answer", *waits(asked, lambda question: ask(library, question))))
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        passages = [(p.id, text) for p, text, *_ in library.store.passages()]
        with tempfile.TemporaryDirectory() as home:
            plain = Baseline(Path(home))
            for at in range(0, len(passages), 5000):
                part = passages[at : at + 5000]
                vectors, _ = library.embed(text for _, text in part)
                plain.add(dict(part), {name: vectors[text] for name, text in part})
            rows.append(("plain, retrieval", *waits(asked, plain.ask)))
    table = Table(f"{len(passages):,} passages", "p50, ms", "p95, ms", "p95 of plain's")
    for name, p50, p95 in rows:
        table.add_row(name, f"{p50:.1f}", f"{p95:.1f}", f"{p95 / rows[-1][2]:.2f}")
    Console().print(table)
    Console().print(f"{len(asked)} questions; {megabytes:.0f} MB at most before the baseline was loaded")


if __name__ == "__main__":
    main()
