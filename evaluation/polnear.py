"""PolNeAR's articles, read by the loader that comes with the data. The test split is never opened here."""

import importlib.util
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

SPLITS = ("train", "dev")


def loader(data: Path) -> ModuleType:
    """The data's own `load.py`. Raises FileNotFoundError where `data` holds no PolNeAR."""
    path = data / "polnear" / "load.py"
    if not path.exists():
        raise FileNotFoundError(f"there is no PolNeAR at {data}; name the folder of the public data with --data")
    spec = importlib.util.spec_from_file_location("polnear_load", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"{path} can't be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def articles(data: Path, split: str) -> Iterator[Any]:
    """The articles of `split` ("train" or "dev"): text, tokens() and attributions of one annotator, the medoid."""
    if split not in SPLITS:
        raise ValueError(f"{split} is not one of the splits that may be read: {', '.join(SPLITS)}")
    yield from loader(data).articles(split)


def runs_of(labels: Sequence[str], outside: str) -> Iterator[tuple[str, int, int]]:
    """The maximal runs of one label, start and end half open; what is labelled `outside` left out."""
    start = 0
    for place in range(1, len(labels) + 1):
        if place == len(labels) or labels[place] != labels[start]:
            if labels[start] != outside:
                yield labels[start], start, place
            start = place
