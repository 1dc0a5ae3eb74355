"""What the 8-bit encoder costs and brings against sentence-transformers with the same weights.

    python -m evaluation.encoder --data ../shared/data

nDCG@10 of SciFact's 300 validation claims against 5,183 abstracts (the cited ones are relevant); abstracts a second and
milliseconds a claim, all in one run. Zero-shot: nothing is tuned on it.
"""

import argparse
import csv
import io
import os
import re
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import platformdirs
from rich.console import Console
from rich.table import Table

from evaluation.baseline import reference_model
from ingestion.embedding import load_encoder

Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]
QUESTIONS_TIMED = 200


@dataclass(frozen=True, slots=True)
class Cases:
    """Claims, abstracts by id, and the ids of the abstracts that hold each claim's evidence."""

    claims: tuple[str, ...]
    relevant: tuple[frozenset[str], ...]
    abstracts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """nDCG@10; abstracts a second; milliseconds a claim (median, one at a time)."""

    name: str
    ndcg: float
    per_second: float
    milliseconds: float


def load(data: Path) -> Cases:
    """SciFact as its CSV files have it."""
    with zipfile.ZipFile(data / "scifact" / "scifact.zip") as archive:
        tables = {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode())))
            for name in ("corpus_train.csv", "claims_validation.csv")
        }
    abstracts = {row["doc_id"]: f"{row['title']}. {row['abstract'].strip('[]')}" for row in tables["corpus_train.csv"]}
    relevant = {
        row["claim"]: frozenset(re.findall(r"\d+", row["cited_doc_ids"])) for row in tables["claims_validation.csv"]
    }
    return Cases(tuple(relevant), tuple(relevant.values()), abstracts)


def run(name: str, encode: Encode, cases: Cases) -> Score:
    """Embed everything, time it, and rank."""
    ids = list(cases.abstracts)
    began = time.perf_counter()
    abstracts = encode(list(cases.abstracts.values()))
    took = time.perf_counter() - began
    waits = []
    claims = []
    for claim in cases.claims:
        began = time.perf_counter()
        claims.append(encode([claim])[0])
        waits.append(time.perf_counter() - began)
    ranked = np.argsort(-(np.stack(claims) @ abstracts.T), axis=1)[:, :10]
    found = [[ids[place] for place in row] for row in ranked]
    return Score(name, score(found, cases.relevant), len(ids) / took, float(np.median(waits)) * 1000)


def score(ranked: Sequence[Sequence[str]], relevant: Sequence[frozenset[str]]) -> float:
    """Mean nDCG@10 with gains of 0 and 1."""
    gains = 1 / np.log2(np.arange(2, 12))
    return float(
        np.mean(
            [
                sum(gain for gain, found in zip(gains, row, strict=False) if found in wanted)
                / sum(gains[: len(wanted)])
                for row, wanted in zip(ranked, relevant, strict=True)
            ]
        )
    )


def main() -> None:
    """Print a table of both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("BYLINE_DATA", "../shared/data"))
    cases = load(parser.parse_args().data)
    scores = [
        run("byline (onnx, 8 bits)", load_encoder(platformdirs.user_cache_path("byline")).encode, cases),
        run("sentence-transformers", reference_model(), cases),
    ]
    table = Table("encoder", "nDCG@10", "abstracts/s", "ms a claim")
    for s in scores:
        table.add_row(s.name, f"{s.ndcg:.4f}", f"{s.per_second:.0f}", f"{s.milliseconds:.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
