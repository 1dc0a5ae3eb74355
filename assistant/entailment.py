"""Evidence and a claim -> how likely the claim is supported, overstated, misattributed, contradicted or not found.

A cross-encoder: all-MiniLM-L6-v2 (22 M parameters, 8 bits) reads both texts at once. It is trained by
`evaluation/entailment_training.py` and knows wording, not the world. Left out: what a reader can point at (numbers,
names, speakers; `judging.py`).
"""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.answers import Outcome
from assistant.questions import terms
from ingestion.articles import Span
from ingestion.attribution import Attribution
from ingestion.attribution.speakers import name_of

FOLDER = Path(__file__).parent / "entailment_model"
OUTCOMES = (Outcome.SUPPORTED, Outcome.OVERSTATED, Outcome.MISATTRIBUTED, Outcome.CONTRADICTED, Outcome.NOT_FOUND)
LONGEST = 256  # word pieces of evidence and claim together; more evidence than that is not read
MOST_CLAIM = 128  # of them the claim's
READ = 130  # words of an article that are read for one claim
NAMED = 0.8  # confidence from which a pronoun's name is written beside it

Floats = npt.NDArray[np.float32]


class Entailer:
    """The trained model. Safe to call from several threads."""

    def __init__(self, folder: Path = FOLDER) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def read(self, pairs: Iterable[tuple[str, str]]) -> Floats:
        """The probability of each of OUTCOMES for each pair of evidence and claim, shape (pairs, 5)."""
        rows = [self._one(*encode(self._tokenizer, evidence, claim)) for evidence, claim in pairs]
        return np.stack(rows) if rows else np.zeros((0, len(OUTCOMES)), dtype=np.float32)

    def _one(self, ids: list[int], kinds: list[int]) -> Floats:
        fed = {"input_ids": np.array([ids], dtype=np.int64), "token_type_ids": np.array([kinds], dtype=np.int64)}
        (logits,) = self._session.run(None, fed)
        powers = np.exp(logits[0] - logits[0].max())
        return np.asarray(powers / powers.sum(), dtype=np.float32)


@cache
def load_entailer() -> Entailer:
    """The model that ships with the package, loaded once."""
    return Entailer()


def encode(tokenizer: object, evidence: str, claim: str) -> tuple[list[int], list[int]]:
    """The word pieces of a pair and which text each belongs to: [CLS] evidence [SEP] claim [SEP]."""
    of_claim = tokenizer.encode(claim, add_special_tokens=False).ids[:MOST_CLAIM]  # type: ignore[attr-defined]
    room = LONGEST - 3 - len(of_claim)
    of_evidence = tokenizer.encode(evidence, add_special_tokens=False).ids[:room]  # type: ignore[attr-defined]
    start, end = (tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]"))  # type: ignore[attr-defined]
    ids = [start, *of_evidence, end, *of_claim, end]
    return ids, [0] * (len(of_evidence) + 2) + [1] * (len(of_claim) + 1)


def likeliest(claim: str, sentences: Sequence[str], likeness: npt.ArrayLike, *, words: int = READ) -> tuple[int, ...]:
    """The places of the sentences to read for a claim, in their order: the likest ones, up to so many words.

    `likeness` holds each sentence's cosine to the claim; shared words count as much.
    """
    own = terms(claim)
    shared = np.array([len(own & terms(s)) / max(1, len(own)) for s in sentences], dtype=np.float32)
    order = np.argsort(-(np.asarray(likeness, dtype=np.float32) + shared), kind="stable")
    chosen: list[int] = []
    for place in order:
        length = len(sentences[place].split())
        if chosen and length > words:
            break
        words -= length
        chosen.append(int(place))
    return tuple(sorted(chosen))


def named_inline(text: str, sentence: Span, attributions: Sequence[Attribution]) -> str:
    """A sentence with the name behind each source that is a pronoun or a short form: "He [Barney Frank] said …"."""
    shown, at = "", sentence.start
    for a in sorted((a for a in attributions if a.source), key=lambda a: a.source.start if a.source else 0):
        if a.source and a.speaker and a.speaker.confidence >= NAMED and a.source.start >= at:
            name, own = name_of(text, a.speaker.mention), a.source.of(text)
            if sentence.contains(a.source) and name.casefold() not in own.casefold() and len(own.split()) <= 3:
                shown += f"{text[at : a.source.end]} [{name}]"
                at = a.source.end
    return shown + text[at : sentence.end]
