"""Quotations of a news folder, altered, cropped, given to another, or true: does the look-up tell them apart?

The folder is PolNeAR's dev articles and corpus/; `misquoting.py`, `typesetting.py` and `miscrediting.py` make the
cases. Each is a text with one quotation, read as a user's text is: quotation and speaker are found in it, then looked
up. Half of the articles, by a hash of their id, was tuned on; the other half is reported. The plain ones accept what
holds four fifths of the letters (a fuzzy matcher's usual border), or what is in an article as it stands.

    python -m evaluation.quotations --wrong KIND     what went wrong in the half that may be tuned on
"""

import argparse
import os
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import platformdirs
from rapidfuzz import fuzz

from assistant.quotations import find_quotations
from assistant.traces import Fault, QuotationFinding
from assistant.tracing import look_up
from evaluation import miscrediting, misquoting, polnear, typesetting
from evaluation.harness import Figure, Progress, figure, kept
from evaluation.misquoting import Case, Source
from evaluation.ranking import Text, as_markdown
from ingestion.articles import Status
from ingestion.attribution.tagger import load_tagger
from ingestion.pipeline import File, Library, find_files

CORPUS = Path(__file__).parent.parent / "corpus"
FOLDERS = ("polnear", str(CORPUS))  # absolute: it isn't in the folder of public data
MOST = {"altered": 3_060, "noisy": 2_000, "cropped": 400, "misgiven": 400, "true": 800}
FUZZY = 80  # of 100, where fuzzy matchers accept
PUBLISHERS = {
    "breitbart": "Breitbart",
    "huff-post": "The Huffington Post",
    "nyt": "The New York Times",
    "politico": "Politico",
    "usa-today": "USA Today",
    "wash-post": "The Washington Post",
    "west-journal": "Western Journalism",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case with what was found of it, in seconds `taken` for the look-up."""

    case: Case
    finding: QuotationFinding
    taken: float

    @property
    def caught(self) -> bool:
        """Whether the fault that was put in was found, or, of a true quotation, any."""
        faults = self.finding.faults
        wanted = {"cropped": Fault.CROPPED, "misgiven": Fault.SOMEONE_ELSE}.get(self.case.kind)
        return bool(faults) if wanted is None else wanted in faults


def texts(data: Path) -> list[Text]:
    """PolNeAR's dev articles as articles to ingest."""
    return [
        Text(a.id, a.title, a.text, PUBLISHERS[a.publisher], datetime.fromisoformat(a.date).replace(tzinfo=UTC))
        for a in polnear.articles(data, "dev")
    ]


@contextmanager
def folder(data: Path, home: Path) -> Iterator[Library]:
    """A library of the folder, at `home`; what is there already stays."""
    with Library(home, cache=platformdirs.user_cache_path("byline")) as library:
        library.ingest([File(f"{t.id}.md", as_markdown(t)) for t in texts(data)])
        library.ingest(find_files([CORPUS], max_bytes=10_000_000))
        library.index()
        yield library


def cases(data: Path, library: Library, *, reported: bool = True) -> dict[str, list[Case]]:
    """The cases of the half that is reported, or of the other, by kind."""
    gold = {a.id: a.attributions for a in polnear.articles(data, "dev")}
    raw = {a.id: a.text for a in polnear.articles(data, "dev")}
    stored = [library.store.article(a.id) for a in library.store.listed(Status.CURRENT)]
    sources = [
        Source(a.id, a.publisher or "", raw.get(a.id, a.text), gold.get(a.id, ()))
        for a in stored
        if kept(a.id) is reported
    ]
    everything = f" {' '.join(misquoting.plain(a.text) for a in stored)} "
    found: dict[str, list[Case]] = {}
    for source in sources:
        made = (
            *misquoting.altered(source, everything),
            *typesetting.noisy(source),
            *miscrediting.cropped(source),
            *miscrediting.misgiven(source),
            *miscrediting.true(source),
        )
        for case in made:
            if source.attributions or case.kind in ("altered", "noisy"):
                found.setdefault(case.kind, []).append(case)
    draw = random.Random(0)  # noqa: S311 (a benchmark's draw)
    return {kind: _drawn(own, MOST[kind], draw) for kind, own in found.items()}


def _drawn(cases: Sequence[Case], most: int, draw: random.Random) -> list[Case]:
    """At most so many, each way its share as far as it goes."""
    shuffled = draw.sample(list(cases), len(cases))
    ways: dict[str, int] = {}
    order = []
    for case in shuffled:
        ways[case.way] = ways.get(case.way, 0) + 1
        order.append(ways[case.way])
    places = sorted(range(len(shuffled)), key=lambda n: order[n])[:most]
    return [shuffled[n] for n in places]


def judge(library: Library, case: Case) -> Outcome:
    """Read a case's text and look its quotation up."""
    found = find_quotations(case.text, load_tagger())
    quotation = max((q for q in found if not q.level), key=lambda q: q.end - q.start)
    began = time.perf_counter()
    finding = look_up(library, quotation)
    return Outcome(case, finding, time.perf_counter() - began)


def run(data: Path, progress: Progress, *, reported: bool = True) -> list[Figure]:
    """Shares of each kind that are accepted or caught, and what a look-up takes."""
    with tempfile.TemporaryDirectory() as home, folder(data, Path(home)) as library:
        outcomes: dict[str, list[Outcome]] = {}
        made = cases(data, library, reported=reported)
        for kind, own in made.items():
            step = progress(f"quotations, {kind}", len(own))
            for case in own:
                outcomes.setdefault(kind, []).append(judge(library, case))
                step()
        stored = [library.store.article(a.id).text for a in library.store.listed(Status.CURRENT)]
        return figures(outcomes, stored)


def figures(outcomes: dict[str, list[Outcome]], stored: Sequence[str]) -> list[Figure]:
    """All figures; of every way of altering too."""
    plain = {kind: _plainly(own, stored) for kind, own in outcomes.items()}
    altered, true = outcomes["altered"], outcomes["true"]
    noisy = [o.finding.holds for o in outcomes["noisy"]]
    given = [o for o in true if o.finding.quotation.speaker]
    taken = [1000 * o.taken for own in outcomes.values() for o in own]

    def share(name: str, values: Sequence[bool], target: float | None, plain: float | None = None) -> Figure:
        less = target is None or target < 0.5
        return figure(name, [float(v) for v in values], plain=plain, target=target, less_is_better=less)

    def wait(name: str, percentile: int) -> Figure:
        return figure(name, taken, of=lambda v: float(np.percentile(v, percentile)), less_is_better=True)

    return [
        share("altered accepted", [o.finding.holds for o in altered], 0.0, plain["altered"][0]),
        *(
            share(f"- {way}", [o.finding.holds for o in altered if o.case.way == way], None)
            for way in sorted({o.case.way for o in altered})
        ),
        share("true but for typography accepted", noisy, 0.995, plain["noisy"][1]),
        share("cropped caught", [o.caught for o in outcomes["cropped"]], 0.95, 1 - plain["cropped"][1]),
        share("another speaker caught", [o.caught for o in outcomes["misgiven"]], 0.90, 1 - plain["misgiven"][1]),
        share("true quotation failed", [o.caught for o in true], 0.03),
        share("- called cropped", [Fault.CROPPED in o.finding.faults for o in true], 0.03),
        share("- called another's", [Fault.SOMEONE_ELSE in o.finding.faults for o in given], 0.03),
        wait("look-up in ms, median", 50),
        wait("look-up in ms, 95th percentile", 95),
    ]


def _plainly(outcomes: Sequence[Outcome], stored: Sequence[str]) -> tuple[float, float]:
    """The shares that a fuzzy matcher and a search for the words as they stand accept; of 200 cases."""
    words = [o.finding.quotation.exact for o in outcomes[:200]]
    fuzzy = [any(fuzz.partial_ratio(w, text) >= FUZZY for text in stored) for w in words]
    exact = [any(w in text for text in stored) for w in words]
    return float(np.mean(fuzzy)), float(np.mean(exact))


def main() -> None:
    """Print the cases of the tuning half that went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("BYLINE_DATA", "../shared/data"))
    parser.add_argument("--home", type=Path, required=True, help="where the library is kept between runs")
    parser.add_argument("--wrong", required=True, choices=sorted(MOST))
    args = parser.parse_args()
    with folder(args.data, args.home) as library:
        own = cases(args.data, library, reported=False)[args.wrong]
        wrong = 0
        for outcome in (judge(library, case) for case in own):
            right = outcome.caught if outcome.case.kind in ("altered", "cropped", "misgiven") else outcome.finding.holds
            if not right:
                wrong += 1
                speaker = outcome.finding.quotation.speaker
                print(f"{outcome.case.way}: {outcome.case.text}")
                print(f"    [{outcome.case.article}] {speaker.name if speaker else None} -> {outcome.finding.why}")
                for place in outcome.finding.places[:1]:
                    print(f"    {place.evidence.holder}: {place.evidence.sentence.exact}")
        print(f"{wrong} of {len(own)} wrong")


if __name__ == "__main__":
    main()
