"""An optional second stage: a cross-encoder of the user's reads the best sentences again and puts them in its order.

The order is the cross-encoder's, the scores stay in their places: whether anything answers, how sure that is and how
far a second sentence may fall behind are decided by our scores as ever, so that thresholds and confidence keep their
meaning. The room of sentence-transformers' CrossEncoder, imported when one is loaded. Left out: downloading a model.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.scoring import Scored
from ingestion.errors import BylineError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

READ = 20  # sentences that are read again; more would cost a tenth of a second each time, on two cores


@dataclass(frozen=True, slots=True)
class Reranker:
    """A cross-encoder, loaded. `revision` tells which one it is: its name, and the hash of its weights."""

    model: "CrossEncoder"
    revision: str

    def reorder(self, question: str, scored: Sequence[Scored]) -> tuple[Scored, ...]:
        """The first READ sentences in its order, equal ones as they were; the scores stay where they stood."""
        first = scored[:READ]
        if len(first) < 2:
            return tuple(scored)
        said = self.model.predict([(question, s.found.sentence.exact) for s in first], show_progress_bar=False)
        order = sorted(range(len(first)), key=lambda place: -float(said[place]))
        moved = (replace(first[place], score=s.score) for place, s in zip(order, first, strict=True))
        return (*moved, *scored[READ:])


def load_reranker(name: str) -> Reranker:
    """The cross-encoder in a folder, or in the local cache under its name. Imports torch: takes some seconds.

    Raises BylineError if there is none, or one that gives anything but one score.
    """
    from safetensors import SafetensorError
    from sentence_transformers import CrossEncoder

    try:
        model = CrossEncoder(name, device="cpu", local_files_only=True)
    except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
        raise BylineError(
            f"there is no usable cross-encoder {name!r} on this machine; set BYLINE_RERANKER to a folder that holds"
            " one, or unset it (nothing is downloaded)"
        ) from error
    made_for = " ".join(model.config.architectures or ())
    if "ForSequenceClassification" not in made_for or model.num_labels != 1:
        raise BylineError(
            f"{name!r} is no cross-encoder with one score ({made_for or 'unknown'}, {model.num_labels} labels);"
            " set BYLINE_RERANKER to one that was trained to rank"
        )
    return Reranker(model, f"{Path(name).name}@{_digest(model)}")


def _digest(model: "CrossEncoder") -> str:
    whole = hashlib.sha256()
    for name, weights in sorted(model.state_dict().items()):
        whole.update(f"{name} {tuple(weights.shape)} {weights.dtype}".encode() + weights.float().numpy().tobytes())
    return whole.hexdigest()[:16]
