"""An optional cross-encoder as second stage: real ones, tiny, whose weights are set here to prefer some words."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification, BertModel, PreTrainedTokenizerFast

from assistant.pipeline import ask, consider
from assistant.receipts import from_json
from assistant.reranking import Reranker, load_reranker
from assistant.verifying import verify
from ingestion.errors import BylineError
from ingestion.pipeline import Library, find_files
from tests.conftest import CACHE

Write = Callable[..., Path]
QUESTION = "Is the dam at Harl safe?"
WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "ministry", "crack")


def cross_encoder(folder: Path, *, labels: int = 1, whole: bool = True, **likes: float) -> str:
    """A folder with a BERT of one layer that counts words: each of `likes` adds to the score of the pair it is in."""
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))  # noqa: S106
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=64, **special).save_pretrained(folder)
    torch.manual_seed(0)
    shape = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=4,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=4,
        max_position_embeddings=64,
        num_labels=labels,
    )
    if not whole:
        BertModel(shape).save_pretrained(folder)
        return str(folder)
    model = BertForSequenceClassification(shape)
    with torch.no_grad():
        for name, weights in model.named_parameters():
            weights.fill_(1.0 if "LayerNorm.weight" in name else 0.0)
        # Attention gives every place the mean of all; each liked word turns the mean along the first of four axes.
        embedding = model.bert.embeddings.word_embeddings.weight
        embedding[:] = torch.tensor([0.0, 1.0, 0.0, -1.0])
        for word, liked in likes.items():
            embedding[WORDS.index(word)] = torch.tensor([liked, 0.0, -liked, 0.0]) * 3
        layer = model.bert.encoder.layer[0].attention
        layer.self.value.weight[:] = torch.eye(4)
        layer.output.dense.weight[:] = torch.eye(4)
        model.bert.pooler.dense.weight[:] = torch.eye(4)
        model.classifier.weight[:, 0] = 1.0
    model.save_pretrained(folder)
    return str(folder)


@pytest.fixture
def articles(write: Write) -> Path:
    """A folder of two articles, one with two sentences that answer."""
    write(
        "dam.md",
        "The dam at Harl is safe, the ministry said on Monday.\n\nThe dam at Harl is not safe with a crack in it.",
        id="dam",
        publisher="Sample Post",
    )
    return write("ferry.md", "The ferry to Orsk will close in June.", id="ferry").parent


@pytest.fixture
def told(library: Library, articles: Path) -> Library:
    """A library that holds them."""
    library.ingest(find_files([articles], max_bytes=100_000))
    return library


@pytest.fixture
def ministry(tmp_path: Path) -> Reranker:
    return load_reranker(cross_encoder(tmp_path / "ministry", ministry=1.0, crack=-1.0))


@pytest.fixture
def crack(tmp_path: Path) -> Reranker:
    return load_reranker(cross_encoder(tmp_path / "crack", ministry=-1.0, crack=1.0))


def test_the_order_is_the_cross_encoders_and_the_scores_keep_their_places(
    told: Library, ministry: Reranker, crack: Reranker
) -> None:
    plain = consider(told, QUESTION)
    for reranker, words in ((ministry, "ministry"), (crack, "crack")):
        again = consider(told, QUESTION, reranker=reranker)
        assert words in again.scored[0].found.sentence.exact
        assert [s.score for s in again.scored] == [s.score for s in plain.scored]
        assert {s.found.sentence for s in again.scored} == {s.found.sentence for s in plain.scored}


def test_an_answer_begins_with_what_it_prefers_and_is_as_sure_as_before(
    told: Library, ministry: Reranker, crack: Reranker
) -> None:
    plain = ask(told, QUESTION)
    for reranker, words in ((ministry, "ministry"), (crack, "crack")):
        answer = ask(told, QUESTION, reranker=reranker)
        assert words in answer.statements[0].text
        assert answer.confidence == plain.confidence
    assert ask(told, "Who won the chess tournament?", reranker=crack).abstained


def test_the_receipt_says_which_one_and_verifies_with_it_alone(
    told: Library, ministry: Reranker, crack: Reranker, tmp_path: Path
) -> None:
    receipt = from_json(told.kept.receipt(ask(told, QUESTION, reranker=crack).id))
    assert receipt.reranker == crack.revision
    assert crack.revision.startswith("crack@")
    assert crack.revision.partition("@")[2] != ministry.revision.partition("@")[2]
    assert str(tmp_path) not in told.kept.receipt(receipt.id)
    assert not verify(receipt, told, reranker=crack).changed
    for other in (None, ministry):
        found = verify(receipt, told, reranker=other)
        assert (found.holds, found.changed) == (True, True)
        assert any(c.what == "settings" and crack.revision in c.found for c in found.checks)


def test_the_same_weights_elsewhere_give_the_same_answer(told: Library, crack: Reranker, tmp_path: Path) -> None:
    again = load_reranker(cross_encoder(tmp_path / "elsewhere" / "crack", ministry=-1.0, crack=1.0))
    assert again.revision == crack.revision
    assert ask(told, QUESTION, reranker=again) == ask(told, QUESTION, reranker=crack)


@pytest.mark.parametrize("made", ["nothing", "empty", "two labels", "an encoder", "broken weights"])
def test_what_is_no_cross_encoder_is_one_sentence(made: str, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    if made == "empty":
        folder.mkdir()
    elif made != "nothing":
        cross_encoder(folder, labels=2 if made == "two labels" else 1, whole=made != "an encoder")
    if made == "broken weights":
        (folder / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(BylineError, match=r"model' .*set BYLINE_RERANKER to"):
        load_reranker(str(folder))


def test_the_setting_reaches_the_command_and_a_wrong_name_is_one_sentence(articles: Path, tmp_path: Path) -> None:
    name, home = cross_encoder(tmp_path / "crack", ministry=-1.0, crack=1.0), tmp_path / "home"
    with Library(home, cache=CACHE) as library:
        library.ingest(find_files([articles], max_bytes=100_000))
    command = [sys.executable, "-c", "from assistant.cli import main; main()", "--home", str(home)]

    def asked(reranker: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*command, "ask", QUESTION, "--json"],
            env=os.environ | {"BYLINE_RERANKER": reranker, "BYLINE_CACHE": str(CACHE)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    assert "crack" in json.loads(asked(name).stdout)["statements"][0]["text"]
    wrong = asked("no-such/cross-encoder")
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("byline: there is no usable cross-encoder 'no-such/cross-encoder'")
    assert "Traceback" not in wrong.stderr
    listed = subprocess.run(
        [*command, "articles"], env=os.environ | {"BYLINE_RERANKER": "no-such"}, capture_output=True, check=False
    )
    assert listed.returncode == 0  # only what answers loads it
