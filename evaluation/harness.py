"""What every benchmark gives: figures with intervals, beside a plain baseline and what others have published.

A benchmark is a function from the folder of its data to its figures (`BENCHMARKS`). `report` runs some of them and
prints one table; `byline evaluate` is its command. A figure is measured on the half of the cases that was kept from
tuning: `kept` says which half a case belongs to.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table
from rich.text import Text

SAMPLES = 1000  # of the bootstrap
Values = npt.NDArray[np.float64]
Progress = Callable[[str, int], Callable[[], None]]  # a task and its steps -> what to call after each
TRIAL = "our own trial on the same data, before this work began; all its questions"


@dataclass(frozen=True, slots=True)
class Known:
    """What another method reaches on the same data, and who says so."""

    method: str
    value: float
    source: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure: its value with a 95 % interval, the plain baseline's, what is known of others, what is aimed at.

    `curve` belongs to a calibration: bin by bin, the mean of what was said and the share that was true.
    """

    name: str
    value: float
    low: float
    high: float
    cases: int
    plain: float | None = None
    known: tuple[Known, ...] = ()
    target: float | None = None
    less_is_better: bool = False
    curve: tuple[tuple[float, float], ...] = ()

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None without one."""
        if self.target is None:
            return None
        return self.value <= self.target if self.less_is_better else self.value >= self.target


def kept(case: str) -> bool:
    """Whether a case is in the half that is reported; the other half may be tuned on. By a hash of its id."""
    return hashlib.sha256(f"byline:{case}".encode()).digest()[0] % 2 == 1


def figure(
    name: str,
    *values: Sequence[float] | Values,
    of: Callable[..., float] = lambda values: float(np.mean(values)),
    plain: float | None = None,
    known: tuple[Known, ...] = (),
    target: float | None = None,
    less_is_better: bool = False,
    curve: tuple[tuple[float, float], ...] = (),
) -> Figure:
    """The statistic `of` one or more series of values, a value a case; its interval by resampling the cases."""
    series = [np.asarray(v, dtype=np.float64) for v in values]
    draw = np.random.default_rng(0)
    size = len(series[0])
    samples = []
    for _ in range(SAMPLES):
        places = draw.integers(0, size, size)
        samples.append(of(*(s[places] for s in series)))
    low, high = np.nanpercentile(samples, [2.5, 97.5])
    return Figure(
        name,
        of(*series),
        float(low),
        float(high),
        size,
        plain,
        known,
        target,
        less_is_better=less_is_better,
        curve=curve,
    )


def auroc(scores: Values, positive: Values) -> float:
    """The chance that a positive case scores above a negative one, ties counting half; nan without both."""
    yes, no = scores[positive > 0], scores[positive <= 0]
    if not len(yes) or not len(no):
        return float("nan")
    above = np.sign(yes[:, None] - no[None, :])
    return float((above.mean() + 1) / 2)


def digest(folders: Iterable[Path]) -> str:
    """The hash of the folders' files: what a figure was measured on."""
    whole = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


def fallen(name: str, measured_on: str, figures: Sequence[Figure], floors: Path) -> list[str]:
    """What has fallen below its floor, in words; nothing for other data than the floor was measured on."""
    pinned = json.loads(floors.read_text(encoding="utf-8")).get(name)
    if pinned is None or pinned["data"] != measured_on:
        return []
    return [
        f"{name}: {f.name} is {f.value:.3f}, its floor {floor:.3f}"
        for f in figures
        if (floor := pinned["floors"].get(f.name)) is not None
        and (f.value > floor if f.less_is_better else f.value < floor)
    ]


def show(name: str, figures: Sequence[Figure], console: Console) -> None:
    """One benchmark's figures as a table, and below it where what is known of others is said."""
    sources = list(dict.fromkeys(k.source for f in figures for k in f.known))
    table = Table(name, "Byline", "95 %", "plain", "known", "target", "cases")
    for f in figures:
        sign = {True: "reached", False: "missed", None: ""}[f.reached]
        aim = f"{'≤' if f.less_is_better else '≥'} {f.target:.3f} {sign}" if f.target is not None else ""
        plain = "" if f.plain is None else f"{f.plain:.3f}"
        known = Text("\n".join(f"{k.method} {k.value:.3f} [{sources.index(k.source) + 1}]" for k in f.known))
        table.add_row(f.name, f"{f.value:.3f}", f"{f.low:.3f} to {f.high:.3f}", plain, known, aim, str(f.cases))
    console.print(table)
    for number, source in enumerate(sources, start=1):
        console.print(Text(f"[{number}] {source}"))


def save(path: Path, results: dict[str, tuple[str, Sequence[Figure]]]) -> None:
    """All figures as JSON: for each benchmark the digest of its data and its figures."""
    content = {
        name: {"data": digested, "figures": [asdict(f) | {"reached": f.reached} for f in figures]}
        for name, (digested, figures) in results.items()
    }
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
