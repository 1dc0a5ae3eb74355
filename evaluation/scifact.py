"""SciFact: 300 validation claims against 5,183 abstracts, of which the cited ones are to be found. Zero-shot."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from evaluation import ranking
from evaluation.harness import TRIAL, Figure, Known, Progress, figure
from evaluation.ranking import Text

FOLDER = "scifact"
_ANSERINI = (
    "castorini/anserini, docs/regressions/regressions-beir-v1.0.0-scifact.flat.md: BEIR's test set, the same claims"
)
_KNOWN = (
    Known("BM25", 0.679, _ANSERINI),
    Known("MiniLM", 0.638, TRIAL),
    Known("reciprocal ranks", 0.710, TRIAL),
    Known("min-max sum", 0.738, TRIAL),
)


@dataclass(frozen=True, slots=True)
class Cases:
    """The claims by their words, the ids of the abstracts that hold each one's evidence, and all abstracts."""

    claims: dict[str, str]
    relevant: dict[str, frozenset[str]]
    abstracts: tuple[Text, ...]


def load(data: Path) -> Cases:
    """SciFact as its CSV files have it."""
    with zipfile.ZipFile(data / FOLDER / "scifact.zip") as archive:
        tables = {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode())))
            for name in ("corpus_train.csv", "claims_validation.csv")
        }
    relevant = {
        row["claim"]: frozenset(re.findall(r"\d+", row["cited_doc_ids"])) for row in tables["claims_validation.csv"]
    }
    abstracts = tuple(
        Text(row["doc_id"], None, f"{row['title']}. {row['abstract'].strip('[]')}")
        for row in tables["corpus_train.csv"]
    )
    return Cases({claim: claim for claim in relevant}, relevant, abstracts)


def run(data: Path, progress: Progress) -> list[Figure]:
    """nDCG@10 of all claims: nothing is tuned here, so nothing is kept apart."""
    cases = load(data)
    found = {}
    for name, open_index in (("ours", ranking.ours), ("plain", ranking.plain)):
        with open_index(cases.abstracts) as rank:
            ranked = ranking.ranked_by(rank, cases.claims, progress(f"SciFact, {name}", len(cases.claims)))
        found[name] = [ranking.ndcg(ranked[claim], cases.relevant[claim]) for claim in cases.claims]
    plain = sum(found["plain"]) / len(found["plain"])
    return [figure("nDCG@10", found["ours"], plain=plain, known=_KNOWN, target=0.76)]
