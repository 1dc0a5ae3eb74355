"""Train the model that reads evidence and claim together, and export it in 8 bits.

    make train-entailment DATA=../shared/data          which is
    python -m evaluation.entailment_training --data ../shared/data --out assistant/entailment_model

all-MiniLM-L6-v2 with one linear layer on its first piece, over five outcomes. It learns from PolNeAR's train articles,
worded anew and corrupted by `entailment_pairs.py`; from the tuning halves of SummEdits, WiCE, AttributionBench, RAMDocs
and ClapNQ (`harness.kept`), which say only whether a claim is supported: there the loss is that of all other outcomes
together; from passages written for it; and from the tuning half of our own sentences. Parts are held out to choose by.
Weights are a running average. The model that is shipped came of two shorter runs (its card says how).
"""

import argparse
import copy
import hashlib
import json
import logging
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
import tokenizers
import torch
from torch import Tensor, nn

from assistant.answers import Outcome
from assistant.entailment import OUTCOMES, encode, likeliest
from assistant.judging import as_text, by_article, first_of
from assistant.retrieval import Filters
from assistant.reviewing import evidence_for
from evaluation import attributionbench, perturbations, summedits, wice
from evaluation.conversations import corpus
from evaluation.entailment_pairs import SUPPORTED, UNSUPPORTED, Generator, Pair, read
from evaluation.harness import auroc, kept
from evaluation.polnear import articles
from evaluation.tagger_training import _has_bfloat16
from ingestion.attribution.pipeline import attribute
from ingestion.attribution.tagger import load_tagger
from ingestion.embedding import Encoder, load_encoder, weights
from ingestion.passages import sentences

WRITTEN = Path(__file__).parent / "written_pairs"
AVERAGED = 400  # steps that the running average of the weights looks back
log = logging.getLogger("training")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A pair as word pieces."""

    ids: list[int]
    kinds: list[int]
    label: int


class Network(nn.Module):  # type: ignore[misc]  # torch has no types here
    """MiniLM and its head."""

    def __init__(self, encoder: nn.Module, size: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(size, len(OUTCOMES))

    def forward(self, input_ids: Tensor, mask: Tensor, kinds: Tensor) -> Tensor:
        """Logits, shape (pairs, outcomes)."""
        states = self.encoder(input_ids=input_ids, attention_mask=mask, token_type_ids=kinds).last_hidden_state
        logits: Tensor = self.head(self.drop(states[:, 0]))
        return logits


def network() -> Network:
    """MiniLM with a fresh head; its embeddings of words are left as they are."""
    from transformers import AutoModel

    encoder = AutoModel.from_pretrained(
        weights(), attn_implementation="eager", add_pooling_layer=False, attention_probs_dropout_prob=0.0
    )
    encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    return Network(encoder, encoder.config.hidden_size)


# ---------------------------------------------------------------- the data


def from_news(data: Path, per_article: int, seed: int) -> Iterator[Pair]:
    """Pairs of PolNeAR's train articles."""
    generator, tagger = Generator(seed), load_tagger()
    for article in articles(data, "train"):
        yield from generator.pairs(read(article.text, attribute(article.text, tagger)), per_article)


def from_benchmarks(data: Path, encoder: Encoder, *, held: bool, seed: int) -> Iterator[Pair]:
    """Pairs of the tuning halves, without the tenth that is held out, or of that alone."""
    generator = Generator(seed)
    for name, text, claim, supported in [*_summaries(data), *_claims(data), *_questions(data)]:
        if is_held(name) is not held:
            continue
        evidence = _evidence(text, claim, encoder)
        yield Pair(evidence, claim, SUPPORTED if supported else UNSUPPORTED)
        if supported and not held:
            corrupted = generator.corrupted(generator.reworded(claim), text)
            if corrupted is not None:
                yield Pair(evidence, *corrupted)


def from_written(folder: Path = WRITTEN) -> Iterator[Pair]:
    """Pairs that were written for this: passages, what they carry, and the same gone wrong in one thing."""
    for path in sorted(folder.glob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            for claim in row["true"]:
                yield Pair(row["evidence"], claim, SUPPORTED)
            for wrong in row["corrupted"]:
                yield Pair(row["evidence"], wrong["sentence"], OUTCOMES.index(Outcome(wrong["right"])))


def from_own_sentences() -> Iterator[Pair]:
    """Pairs of the tuning half of our own sentences about corpus/, beside what a check finds for them in their article;
    a fifth is held out for the curve (`judging.py`)."""
    cases = [c for c in perturbations.load(reported=False) if not is_held_sentence(c.origin)]
    with corpus() as library:
        for at in range(0, len(cases), 64):
            some = cases[at : at + 64]
            for case, evidence in zip(some, evidence_for(library, [c.sentence for c in some], Filters()), strict=True):
                for own in list(by_article(evidence).values())[:1]:
                    label = OUTCOMES.index(case.right[0]) if len(case.right) == 1 else UNSUPPORTED
                    yield Pair(as_text(first_of(own)), case.sentence, label)


def is_held_sentence(origin: str) -> bool:
    """Whether one of our own sentences of the tuning half isn't trained on."""
    return hashlib.sha256(f"held:{origin}".encode()).digest()[0] % 5 == 0


def is_held(name: str) -> bool:
    """Whether a case of a tuning half is in the tenth that the model isn't trained on."""
    return hashlib.sha256(f"held:{name}".encode()).digest()[0] % 10 == 0


def _summaries(data: Path) -> Iterator[tuple[str, str, str, bool]]:
    for domain in summedits.DOMAINS:
        for s in summedits.load(data, domain, reported=False):
            yield s.document_id, s.document, s.summary, s.consistent


def _claims(data: Path) -> Iterator[tuple[str, str, str, bool]]:
    for w in wice.load(data, reported=False):
        yield w.id, "\n".join(w.evidence), w.claim, w.supported
    for a in attributionbench.load(data, reported=False):
        yield a.group, a.reference, a.claim, a.attributable


def _questions(data: Path) -> Iterator[tuple[str, str, str, bool]]:
    """An answer that stands in one paper and not in another, as a claim: the question with the answer behind it."""
    rows = (data / "ramdocs" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    for number, row in enumerate(map(json.loads, rows)):
        if not kept(f"ra{number}"):
            for paper in row["documents"]:
                for answer in row["gold_answers"] + row["wrong_answers"]:
                    yield f"ra{number}", paper["text"], f"{row['question']} {answer}.", answer == paper["answer"]
    for row in map(json.loads, (data / "clapnq" / "answerable.jsonl").read_text(encoding="utf-8").splitlines()):
        if not kept(f"cl{row['id']}"):
            yield f"cl{row['id']}", row["passages"][0]["text"], row["output"][0]["answer"], True


def _evidence(text: str, claim: str, encoder: Encoder) -> str:
    found = [span.of(text) for span in sentences(text)]
    if not found:
        return ""
    own, *theirs = _vectors((claim, *found), encoder)
    return " ".join(found[place] for place in likeliest(claim, found, [float(v @ own) for v in theirs]))


_KNOWN: dict[str, Any] = {}


def _vectors(texts: Sequence[str], encoder: Encoder) -> list[Any]:
    new = [t for t in dict.fromkeys(texts) if t not in _KNOWN]
    _KNOWN.update(zip(new, encoder.encode(new), strict=True))
    return [_KNOWN[t] for t in texts]


# ---------------------------------------------------------------- training


def batches_of(pairs: list[Encoded], size: int, rng: random.Random) -> list[list[Encoded]]:
    """Batches of pairs of about one length, in random order."""
    rng.shuffle(pairs)
    batches = []
    for at in range(0, len(pairs), size * 20):
        pool = sorted(pairs[at : at + size * 20], key=lambda p: len(p.ids))
        batches += [pool[k : k + size] for k in range(0, len(pool), size)]
    rng.shuffle(batches)
    return batches


def logits_of(model: Network, pairs: Sequence[Encoded]) -> Tensor:
    """The model's logits, shape (pairs, outcomes)."""
    ids = torch.zeros(len(pairs), max(len(p.ids) for p in pairs), dtype=torch.long)
    mask, kinds = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, pair in enumerate(pairs):
        ids[row, : len(pair.ids)] = torch.tensor(pair.ids)
        kinds[row, : len(pair.ids)] = torch.tensor(pair.kinds)
        mask[row, : len(pair.ids)] = 1
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_has_bfloat16()):
        logits = model(ids, mask, kinds)
    return logits.float()


def loss_of(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross entropy; where only "not supported" is known, of all other outcomes together."""
    chances = torch.log_softmax(logits, dim=1)
    others = torch.logsumexp(torch.cat([chances[:, :SUPPORTED], chances[:, SUPPORTED + 1 :]], dim=1), dim=1)
    known = chances.gather(1, labels.clamp_min(0).unsqueeze(1)).squeeze(1)
    return -torch.where(labels >= 0, known, others).mean()


def train(
    model: Network,
    pairs: list[Encoded],
    *,
    epochs: int,
    rate: float,
    batch: int,
    seed: int,
    look: Callable[[Network], str],
    keep: Path,
) -> Network:
    """The running average of the weights after the last step; says every 200 steps how it stands."""
    rng = random.Random(seed)  # noqa: S311 (order of training, no secret)
    head = list(model.head.parameters())
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": head, "lr": rate * 5}], weight_decay=0.01, fused=True
    )
    total = epochs * (len(pairs) // batch + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.06 * total), max(0.0, (total - step) / (0.94 * total)))
    )
    averaged = copy.deepcopy(model)
    step, began = 0, time.monotonic()
    for epoch in range(epochs):
        for some in batches_of(pairs, batch, rng):
            model.train()
            loss = loss_of(logits_of(model, some), torch.tensor([p.label for p in some]))
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            with torch.no_grad():
                share = max(1 / AVERAGED, 20 / (step + 20))
                torch._foreach_lerp_(list(averaged.parameters()), list(model.parameters()), share)
            if step % 20 == 0:
                log.info(
                    "epoch %d step %d of %d, loss %.3f, %.0f s", epoch, step, total, loss, time.monotonic() - began
                )
            if step % 200 == 0 or step == total:
                log.info("%s", look(averaged))
                torch.save(averaged.state_dict(), keep)
    return averaged


def measure(model: Network, pairs: Sequence[Encoded]) -> str:
    """How well supported is told from not, and the share of outcomes right where they are known."""
    model.eval()
    with torch.no_grad():
        logits = torch.cat([logits_of(model, pairs[at : at + 32]) for at in range(0, len(pairs), 32)])
    labels = np.array([p.label for p in pairs])
    chances = torch.softmax(logits, dim=1).numpy()
    known = labels >= 0
    right = float((chances.argmax(1) == labels)[known].mean()) if known.any() else float("nan")
    apart = auroc(chances[:, SUPPORTED].astype(np.float64), (labels == SUPPORTED).astype(np.float64))
    return f"AUROC {apart:.3f}, outcomes right {right:.3f} of {len(pairs)}"


# ---------------------------------------------------------------- export


class Exported(nn.Module):  # type: ignore[misc]
    """The network with its word embeddings in 8 bits, one scale a word piece, and its head left exact."""

    def __init__(self, model: Network) -> None:
        super().__init__()
        self.model = model.eval()
        words = model.encoder.embeddings.word_embeddings.weight.detach()
        scale = words.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("words", (words / scale).round().to(torch.int8))

    def forward(self, input_ids: Tensor, token_type_ids: Tensor) -> Tensor:
        embedded = self.words[input_ids].to(torch.float32) * self.scale[input_ids]
        states = self.model.encoder(
            inputs_embeds=embedded, attention_mask=torch.ones_like(input_ids), token_type_ids=token_type_ids
        ).last_hidden_state
        logits: Tensor = self.model.head(states[:, 0])
        return logits


def export(model: Network, folder: Path) -> None:
    """Write model.onnx (8 bits) and tokenizer.json."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        exact = Path(made) / "exact.onnx"
        length = torch.export.Dim("length", min=2, max=512)
        torch.onnx.export(
            Exported(model),
            (torch.ones(1, 16, dtype=torch.int64), torch.zeros(1, 16, dtype=torch.int64)),
            exact,
            input_names=["input_ids", "token_type_ids"],
            output_names=["logits"],
            dynamic_shapes={"input_ids": {1: length}, "token_type_ids": {1: length}},
            external_data=False,
            dynamo=True,
            verbose=False,
        )
        products = [n.name for n in onnx.load(exact).graph.node if n.op_type in ("MatMul", "Gemm")]
        # Seven bits of eight, because processors without VNNI overflow on all eight.
        quantize_dynamic(
            exact,
            folder / "model.onnx",
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=products[-1:],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
    shutil.copy(weights() / "tokenizer.json", folder / "tokenizer.json")


def main() -> None:
    """Train, export, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("BYLINE_DATA", "../shared/data"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--per-article", type=int, default=36, help="claims made of each news article")
    parser.add_argument(
        "--times", type=int, default=3, help="how often the benchmarks' and the written pairs are shown"
    )
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--checkpoint", type=Path, default=Path("entailment.pt"), help="the weights while it trains")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", force=True)
    tokenizer = tokenizers.Tokenizer.from_file(str(weights() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()

    def encoded(pairs: Iterator[Pair]) -> list[Encoded]:
        return [Encoded(*encode(tokenizer, p.evidence, p.claim), p.label) for p in pairs if p.evidence]

    encoder = load_encoder(platformdirs.user_cache_path("byline"))
    news = encoded(from_news(args.data, args.per_article, args.seed))
    random.Random(args.seed).shuffle(news)  # noqa: S311
    held_news, news = news[:600], news[600:]
    benchmarks = encoded(from_benchmarks(args.data, encoder, held=False, seed=args.seed))
    held = encoded(from_benchmarks(args.data, encoder, held=True, seed=args.seed))
    written = encoded(from_written()) + encoded(from_own_sentences())
    counts = len(news), len(benchmarks), len(held), len(written)
    log.info("%d pairs of news, %d of benchmarks and %d held out, %d written", *counts)
    torch.manual_seed(args.seed)
    model = train(
        network(),
        news + (benchmarks + written) * args.times,
        epochs=args.epochs,
        rate=args.rate,
        batch=args.batch,
        seed=args.seed,
        look=lambda m: f"news {measure(m, held_news)}; benchmarks {measure(m, held)}",
        keep=args.checkpoint,
    )
    export(model, args.out)


if __name__ == "__main__":
    main()
