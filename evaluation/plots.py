"""Figures -> a picture: what each benchmark reaches beside the others, and what the confidence of an answer is worth.

Drawn with matplotlib, which belongs to development and isn't installed with the package. The same figures give the same
file. Left out: anything that isn't in the figures.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.harness import Figure
from ingestion.errors import BylineError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KINDS = (".png", ".svg")
OURS, PLAIN, OTHERS, AIM = "#1f5f99", "#c96a1b", "#777777", "#222222"
ROW = 0.36  # inches


def check(path: Path) -> None:
    """Raises BylineError if nothing can be drawn at this path: before the benchmarks run, not after."""
    if path.suffix.lower() not in KINDS:
        raise BylineError(f"{path} can't be drawn; name a file that ends in {' or '.join(KINDS)}")
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise BylineError(
            "plots need matplotlib, which isn't installed; install matplotlib or leave --plot out"
        ) from error


def draw(path: Path, results: Mapping[str, Sequence[Figure]]) -> None:
    """A picture of the figures of some benchmarks, a row each; beside them the calibration curve, if there is one."""
    import matplotlib as mpl
    from matplotlib.figure import Figure as Sheet

    rows = [(name, f) for name, figures in results.items() for f in figures]
    curves = [f for _, f in rows if f.curve]
    with mpl.rc_context({"svg.hashsalt": "byline", "font.size": 9, "svg.fonttype": "none"}):
        sheet = Sheet(
            figsize=(11 if curves else 7, 1.6 + ROW * max(len(rows), 8 if curves else 1)), layout="constrained"
        )
        axes: Any = sheet.subplots(1, 2 if curves else 1, width_ratios=[3, 2] if curves else None, squeeze=False)[0]
        _qualities(axes[0], rows)
        if curves:
            _calibration(axes[1], curves[0])
        dated = {"Date": None} if path.suffix.lower() == ".svg" else {"Software": None}
        sheet.savefig(path, dpi=120, metadata=dated)


def _qualities(axes: "Axes", rows: Sequence[tuple[str, Figure]]) -> None:
    for place, (_, f) in enumerate(rows):
        axes.plot([f.low, f.high], [place, place], color=OURS, linewidth=2, solid_capstyle="butt")
        for known in f.known:
            axes.plot(known.value, place, "d", color=OTHERS, markersize=4)
        if f.plain is not None:
            axes.plot(f.plain, place, "s", color=PLAIN, markersize=5)
        if f.target is not None:
            axes.plot([f.target, f.target], [place - 0.32, place + 0.32], color=AIM, linewidth=1.4)
        axes.plot(f.value, place, "o", color=OURS, markersize=6)
    names = [f"{name}: {f.name}{' (less is better)' if f.less_is_better else ''}" for name, f in rows]
    axes.set_yticks(range(len(rows)), names)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    for marker, colour, label in (
        ("o-", OURS, "Byline, 95 %"),
        ("s", PLAIN, "plain"),
        ("d", OTHERS, "known"),
        ("|", AIM, "target"),
    ):
        axes.plot([], [], marker, color=colour, label=label, markersize=6)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4, frameon=False)


def _calibration(axes: "Axes", figure: Figure) -> None:
    said, true = zip(*figure.curve, strict=True)
    axes.plot([0, 1], [0, 1], "--", color=OTHERS, linewidth=1, label="what is said is true")
    axes.plot(said, true, "o-", color=OURS, markersize=5, linewidth=1.4, label="Byline, ten bins")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_aspect("equal")
    axes.set_xlabel("confidence of the answer")
    axes.set_ylabel("share of questions that can be answered")
    axes.set_title(f"{figure.name} {figure.value:.3f} ({figure.cases} questions)", fontsize=9)
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.legend(loc="upper left", frameon=False)
