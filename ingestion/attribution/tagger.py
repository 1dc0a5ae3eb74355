"""Who said what, by a trained model: text in, linked spans out, for cues and shapes that no rule foresaw.

all-MiniLM-L6-v2 fine-tuned on PolNeAR (model/MODEL_CARD.md), run by onnxruntime in 8 bits without importing torch. It
scores each word as the beginning or inside of a source, cue or content, and how well each word belongs to each cue; the
best sequence of labels is Viterbi's. Left out: what the cue says (reading.py), and attributions inside contents, for
which it is run again.
"""

import json
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingestion.articles import Span
from ingestion.attribution.windows import Paragraph, pack, pieces_of, read_paragraphs

FOLDER = Path(__file__).parent / "model"
LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
LINKED = 0.95  # probability from which a span belongs to more cues than the likeliest one
LIKELIEST = 0.1  # below it, it belongs to none

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tagged:
    """One attribution: a source if it has one, a cue, its content in order, and how sure the model is (0 to 1)."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class _Scores:
    """What the model says of one window: shapes (words, 7), (words, d), (words, d)."""

    emissions: Floats
    part: Floats
    cue: Floats


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A run of words with one role."""

    role: str
    start: int
    end: int


class Tagger:
    """The loaded model. Safe to call from several threads."""

    def __init__(self, folder: Path = FOLDER) -> None:
        import onnxruntime
        import tokenizers

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # windows run side by side instead
        self._session = onnxruntime.InferenceSession(
            folder / "model.onnx", sess_options=options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        field = json.loads((folder / "field.json").read_text())
        self._starts = np.array(field["starts"], dtype=np.float32)
        self._moves = np.array(field["moves"], dtype=np.float32)
        self._bias = float(field["link"])
        self._threads = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="tagging")

    def tag(self, text: str, regions: Iterable[Span]) -> list[Tagged]:
        """The attributions in `regions` of `text`, which don't overlap; each lies in one region, none in another."""
        paragraphs: list[Paragraph] = []
        owners: list[int] = []
        for number, region in enumerate(regions):
            found = list(read_paragraphs(text, region, self._tokenizer))
            paragraphs += found
            owners += [number] * len(found)
        windows = list(pack(paragraphs))
        scores = list(self._threads.map(self._score, windows))
        tagged: list[Tagged] = []
        at = 0
        for window, scored, labels in zip(
            windows, scores, decode([s.emissions for s in scores], self._starts, self._moves), strict=True
        ):
            words = [word for paragraph in window for word in paragraph.words]
            owner = [o for o, p in zip(owners[at : at + len(window)], window, strict=True) for _ in p.words]
            paragraph = [number for number, p in enumerate(window) for _ in p.words]
            at += len(window)
            tagged += _linked(words, owner, paragraph, labels, scored, self._bias)
        return tagged

    def _score(self, window: list[Paragraph]) -> _Scores:
        ids, firsts = pieces_of(window)
        outputs = self._session.run(None, {"input_ids": np.array([ids], dtype=np.int64)})
        return _Scores(*(output[0][firsts] for output in outputs))


@cache
def load_tagger() -> Tagger:
    """The model that ships with the package, loaded once."""
    return Tagger()


def decode(windows: Sequence[Floats], starts: Floats, moves: Floats) -> list[list[int]]:
    """The likeliest labels of each window's words, from its emissions: Viterbi, all windows side by side."""
    if not windows:
        return []
    lengths = np.array([len(window) for window in windows])
    emissions = np.zeros((len(windows), lengths.max(), len(LABELS)), dtype=np.float32)
    for row, window in enumerate(windows):
        emissions[row, : len(window)] = window
    back = np.tile(np.arange(len(LABELS), dtype=np.int8), (*emissions.shape[:2], 1))
    best = starts + emissions[:, 0]
    for t in range(1, emissions.shape[1]):
        grown = best[:, :, None] + moves
        going = lengths > t
        back[going, t] = grown.argmax(1)[going]
        best = np.where(going[:, None], grown.max(1) + emissions[:, t], best)
    labels = np.zeros(emissions.shape[:2], dtype=np.int64)
    rows = np.arange(len(windows))
    labels[:, -1] = best.argmax(1)
    for t in range(emissions.shape[1] - 1, 0, -1):
        labels[:, t - 1] = back[rows, t, labels[:, t]]
    return [row[:length].tolist() for row, length in zip(labels, lengths, strict=True)]


def _runs(labels: Sequence[int], owner: Sequence[int]) -> list[_Labelled]:
    runs: list[_Labelled] = []
    for place, label in enumerate(labels):
        begin, _, role = LABELS[label].partition("-")
        if not role:
            continue
        last = runs[-1] if runs else None
        if last and begin == "I" and last.role == role and last.end == place and owner[place - 1] == owner[place]:
            runs[-1] = _Labelled(role, last.start, place + 1)
        else:
            runs.append(_Labelled(role, place, place + 1))
    return runs


def _linked(
    words: Sequence[Span],
    owner: Sequence[int],
    paragraph: Sequence[int],
    labels: Sequence[int],
    scores: _Scores,
    bias: float,
) -> list[Tagged]:
    """The attributions of one window: each cue with the source and the contents that belong to it."""
    runs = _runs(labels, owner)
    cues = [run for run in runs if run.role == "cue"]
    parts = [run for run in runs if run.role != "cue"]
    if not cues or not parts:
        return []
    belongs = np.stack([[_belonging(part, cue, owner, paragraph, scores, bias) for cue in cues] for part in parts])
    sure = _certainty(scores.emissions, labels)
    tagged = []
    for number, cue in enumerate(cues):
        own = [
            (belongs[place, number], part)
            for place, part in enumerate(parts)
            if belongs[place, number] >= LINKED
            or (belongs[place].argmax() == number and belongs[place, number] >= LIKELIEST)
        ]
        sources = sorted(((p, part) for p, part in own if part.role == "source"), key=lambda pair: -pair[0])[:1]
        contents = [(p, part) for p, part in own if part.role == "content"]
        if not contents:
            continue
        certainty = [float(sure[cue.start : cue.end].mean())]
        certainty += [float(p) * float(sure[part.start : part.end].mean()) for p, part in [*sources, *contents]]
        tagged.append(
            Tagged(
                source=_span(words, sources[0][1]) if sources else None,
                cue=_span(words, cue),
                content=tuple(_span(words, part) for _, part in contents),
                confidence=sum(certainty) / len(certainty),
            )
        )
    return tagged


def _belonging(
    part: _Labelled, cue: _Labelled, owner: Sequence[int], paragraph: Sequence[int], scores: _Scores, bias: float
) -> float:
    """The probability that `part` belongs to `cue`: the mean over their words. A quotation may run on over paragraphs,
    but nobody speaks from another one than his cue's."""
    if owner[part.start] != owner[cue.start]:
        return 0.0
    if part.role == "source" and paragraph[part.start] != paragraph[cue.start]:
        return 0.0
    size = scores.part.shape[1]
    products = scores.part[part.start : part.end] @ scores.cue[cue.start : cue.end].T / size**0.5 + bias
    return float((1 / (1 + np.exp(-products))).mean())


def _certainty(emissions: Floats, labels: Sequence[int]) -> Floats:
    """The share of each word's own label among all, the words around it left aside."""
    powers = np.exp(emissions - emissions.max(1, keepdims=True))
    shares: Floats = powers[np.arange(len(labels)), labels] / powers.sum(1)
    return shares


def _span(words: Sequence[Span], run: _Labelled) -> Span:
    return Span(words[run.start].start, words[run.end - 1].end)
