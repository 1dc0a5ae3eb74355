"""Ingestion, a warm question and a cold one, each beside plain LlamaIndex and Chroma, in one run on one machine.

    python -m evaluation.speed corpus

Ingestion and the cold question are whole processes, start included, in alternation. The warm question goes to a real
server over HTTP; the baseline has none and is called in this process, which favours it. Byline embeds every sentence as
well as every passage, attributes, and verifies its index, so it does more for its seconds. Its passages are three
sentences, the baseline's up to 1,024 tokens, of which the model reads 256: compare words a second, too.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np
from rich.console import Console
from rich.table import Table

from evaluation.baseline import Baseline
from evaluation.questions import load as load_questions

REPEATS = 3  # whole processes of each kind; the median counts
ROUNDS = 10  # times that every question is asked of the warm ones
BYLINE = (sys.executable, "-m", "assistant.cli")
BASELINE = (sys.executable, "-m", "evaluation.baseline")


@dataclass(frozen=True, slots=True)
class Process:
    """One whole process: wall seconds, and the peak memory in megabytes of the largest process in it."""

    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Score:
    """What one of the two needs. Seconds are medians; waits in milliseconds."""

    name: str
    passages: int
    ingest: Process
    p50: float
    p95: float
    cold: float


def load(articles: Path) -> tuple[int, tuple[str, ...]]:
    """How many words the folder holds, and the questions asked."""
    words = sum(len(p.read_text().split()) for p in articles.iterdir() if p.is_file())
    return words, tuple(case.question for name in ("article", "corpus") for case in load_questions(name))


def run(articles: Path, questions: Sequence[str]) -> tuple[Score, Score]:
    """Byline's figures and the baseline's."""
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for n in range(REPEATS):
            ours.append(_process(*BYLINE, "--home", str(folder / f"byline{n}"), "ingest", str(articles)))
            theirs.append(_process(*BASELINE, "ingest", str(folder / f"plain{n}"), str(articles)))
        home, plain = folder / "byline0", folder / "plain0"
        cold_ours, cold_theirs = [], []
        for question in questions[:REPEATS]:
            cold_ours.append(_process(*BYLINE, "--home", str(home), "ask", question).seconds)
            cold_theirs.append(_process(*BASELINE, "ask", str(plain), question).seconds)
        waits, passages = _warm_server(home, questions)
        baseline = Baseline(plain)
        plain_waits = []
        for question in [*questions] * (ROUNDS + 1):
            began = time.perf_counter()
            baseline.ask(question)
            plain_waits.append(time.perf_counter() - began)
        return (
            score("Byline", passages, ours, waits, cold_ours),
            score("plain LlamaIndex + Chroma", baseline.size, theirs, plain_waits[len(questions) :], cold_theirs),
        )


def score(
    name: str, passages: int, ingests: Sequence[Process], waits: Sequence[float], colds: Sequence[float]
) -> Score:
    """Medians and percentiles of what was timed, in seconds."""
    return Score(
        name,
        passages,
        Process(float(np.median([p.seconds for p in ingests])), max(p.megabytes for p in ingests)),
        float(np.percentile(waits, 50)) * 1000,
        float(np.percentile(waits, 95)) * 1000,
        float(np.median(colds)),
    )


def _process(*command: str) -> Process:
    began = time.perf_counter()
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(started.pid, 0)
    if status:
        raise RuntimeError(f"{' '.join(command)} failed")
    return Process(time.perf_counter() - began, usage.ru_maxrss / 1024)


def _warm_server(home: Path, questions: Sequence[str]) -> tuple[list[float], int]:
    """Seconds of each question to a server that has answered all of them once, and how many passages it holds."""
    with served(home) as client:
        waits = []
        for question in [*questions] * (ROUNDS + 1):
            began = time.perf_counter()
            client.post("/v1/ask", json={"question": question}).raise_for_status()
            waits.append(time.perf_counter() - began)
        return waits[len(questions) :], int(client.get("/v1/status").json()["passages"])


@contextmanager
def served(home: Path) -> Iterator[httpx.Client]:
    """A client of a server of the library at `home`, in a process of its own."""
    server = subprocess.Popen(
        [*BYLINE, "--home", str(home), "serve", "--port", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        with httpx.Client(base_url=_address(home), trust_env=False, timeout=60) as client:
            yield client
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _address(home: Path) -> str:
    """The address that the server writes once it listens. Raises TimeoutError after a minute."""
    for _ in range(600):
        try:
            return str(json.loads((home / "server.json").read_text())["url"])
        except (OSError, ValueError):
            time.sleep(0.1)
    raise TimeoutError("the server didn't start")


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    options = parser.parse_args()
    words, questions = load(options.articles)
    ours, theirs = run(options.articles, questions)
    table = Table("", ours.name, theirs.name, "ratio")
    rows = [
        ("passages", ours.passages, theirs.passages),
        ("ingest, s", ours.ingest.seconds, theirs.ingest.seconds),
        ("ingest, passages/s", ours.passages / ours.ingest.seconds, theirs.passages / theirs.ingest.seconds),
        ("ingest, words/s", words / ours.ingest.seconds, words / theirs.ingest.seconds),
        ("ingest, peak MB", ours.ingest.megabytes, theirs.ingest.megabytes),
        ("warm ask p50, ms", ours.p50, theirs.p50),
        ("warm ask p95, ms", ours.p95, theirs.p95),
        ("cold ask, s", ours.cold, theirs.cold),
    ]
    for name, mine, other in rows:
        table.add_row(name, f"{mine:.1f}", f"{other:.1f}", f"{mine / other:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
