"""All benchmarks by name, and running some of them: what `byline evaluate` does."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from evaluation import (
    adversaries,
    attributionbench,
    calibration,
    clapnq,
    conversations,
    multihop,
    perturbations,
    plots,
    quotations,
    ramdocs,
    scifact,
    squad,
    summaries,
    summedits,
    tracing,
    wice,
)
from evaluation.harness import Figure, Progress, digest, fallen, save, show
from ingestion.errors import BylineError

FLOORS = Path(__file__).parent / "floors.json"
BENCHMARKS: dict[str, tuple[tuple[str, ...], Callable[[Path, Progress], list[Figure]]]] = {
    "scifact": ((scifact.FOLDER,), scifact.run),
    "multihop": ((multihop.FOLDER,), multihop.run),
    "squad": ((squad.FOLDER,), squad.run),
    "clapnq": ((clapnq.FOLDER,), clapnq.run),
    "calibration": (calibration.FOLDERS, calibration.run),
    "ramdocs": ((ramdocs.FOLDER,), ramdocs.run),
    "conversations": ((conversations.FOLDER,), conversations.run),
    "adversaries": ((adversaries.FOLDER,), adversaries.run),
    "perturbations": ((perturbations.FOLDER,), perturbations.run),
    "summaries": ((summaries.FOLDER,), summaries.run),
    "summedits": ((summedits.FOLDER,), summedits.run),
    "wice": ((wice.FOLDER,), wice.run),
    "attributionbench": ((attributionbench.FOLDER,), attributionbench.run),
    "quotations": (quotations.FOLDERS, quotations.run),
    "tracing": (tracing.FOLDERS, tracing.run),
}


def evaluate(
    names: Sequence[str], data: Path | None, *, kept_at: Path | None = None, drawn_at: Path | None = None
) -> None:
    """Run the benchmarks named, all without names; print each one's figures, keep all of them as JSON, draw them.

    Raises BylineError for a name or a folder that isn't there, for a picture that can't be drawn, and when a figure has
    fallen below what was reached before on the same data (`floors.json`).
    """
    if drawn_at:
        plots.check(drawn_at)
    data = data or Path(os.environ.get("BYLINE_DATA", "../shared/data"))
    if unknown := sorted(set(names) - set(BENCHMARKS)):
        raise BylineError(f"there is no benchmark {unknown[0]!r}; there are {', '.join(BENCHMARKS)}")
    chosen = {name: BENCHMARKS[name] for name in (names or BENCHMARKS)}
    for folder in (folder for folders, _ in chosen.values() for folder in folders):
        if not (data / folder).is_dir():
            raise BylineError(f"there is no {folder}/ in {data}; name the folder of the data with --data")
    results: dict[str, tuple[str, Sequence[Figure]]] = {}
    console = Console()
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    for name, (folders, run) in chosen.items():
        with Bars(*columns, console=Console(stderr=True), transient=True) as bars:

            def progress(task: str, steps: int, bars: Bars = bars) -> Callable[[], None]:
                number = bars.add_task(task, total=steps)
                return lambda: bars.advance(number)

            results[name] = digest(data / folder for folder in folders), run(data, progress)
        show(name, results[name][1], console)
    if kept_at:
        save(kept_at, results)
    if drawn_at:
        plots.draw(drawn_at, {name: figures for name, (_, figures) in results.items()})
    missed = [line for name, found in results.items() for line in fallen(name, *found, FLOORS)]
    if missed:
        raise BylineError("; ".join(missed))
