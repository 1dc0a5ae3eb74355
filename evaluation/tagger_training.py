"""Train the tagger of attributions on PolNeAR's train split, export it in 8 bits, and measure it on the dev split.

    make train-attribution DATA=../shared/data          which is
    python -m evaluation.tagger_training --data ../shared/data --out ingestion/attribution/model

all-MiniLM-L6-v2 (22 M parameters) with two heads on each word's first piece: a linear-chain conditional random field
over O and B/I of source, cue and content (Lafferty et al., ICML 2001), and a bilinear score of "this word of a source
or content belongs to that cue". The windows are cut anew in each epoch; the weights of a run are a running average over
its last steps, those exported the mean of several runs. --hold leaves articles of the train split out, to choose by:
nothing is chosen on dev. What was tried and not kept stands in RESULTS.md.
"""

import argparse
import copy
import json
import logging
import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import tokenizers
import torch
from torch import Tensor, nn

from evaluation.polnear import articles, loader, runs_of
from ingestion.articles import Span
from ingestion.attribution.tagger import LABELS, decode
from ingestion.attribution.windows import WINDOW, Paragraph, pack, pieces_of, read_paragraphs
from ingestion.embedding import weights

LINK = 64  # dimensions of the space in which words meet their cues
LINK_WEIGHT = 0.3  # of the linking loss beside the labels'
AVERAGED = 500  # steps that the running average of the weights looks back
ROLES = ("source", "cue", "content")
log = logging.getLogger("training")


@dataclass(frozen=True, slots=True)
class Truth:
    """A paragraph with what the annotators say: each word's label, and the attributions whose cue, or whose source or
    content, it belongs to."""

    paragraph: Paragraph
    labels: list[int]
    cue_of: list[frozenset[int]]
    part_of: list[frozenset[int]]


@dataclass(frozen=True, slots=True)
class Window:
    """A run of paragraphs as the model reads them, with the truth of each word."""

    ids: list[int]
    firsts: list[int]
    labels: list[int]
    cue_of: list[frozenset[int]]
    part_of: list[frozenset[int]]


class Network(nn.Module):  # type: ignore[misc]  # torch has no types here
    """MiniLM and its heads: emissions, link vectors, and the random field's starts and moves."""

    def __init__(self, encoder: nn.Module, size: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = nn.Dropout(0.1)
        self.emit = nn.Linear(size, len(LABELS))
        self.part = nn.Linear(size, LINK)
        self.cue = nn.Linear(size, LINK)
        self.link = nn.Parameter(torch.zeros(()))
        self.moves = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.starts = nn.Parameter(torch.zeros(len(LABELS)))

    def forward(self, input_ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Emissions (windows, pieces, 7) and the two link vectors (windows, pieces, LINK)."""
        states = self.drop(self.encoder(input_ids=input_ids, attention_mask=mask).last_hidden_state)
        return self.emit(states), self.part(states), self.cue(states)


def network() -> Network:
    """MiniLM with fresh heads."""
    from transformers import AutoModel

    # Attention weights are not dropped: drawing them costs as much time as all matrix products in bfloat16.
    encoder = AutoModel.from_pretrained(
        weights(), attn_implementation="eager", add_pooling_layer=False, attention_probs_dropout_prob=0.0
    )
    return Network(encoder, encoder.config.hidden_size)


# ---------------------------------------------------------------- the data


def truths_of(article: Any, tokenizer: tokenizers.Tokenizer, polnear: ModuleType) -> list[Truth]:
    """The paragraphs of an article with their labels."""
    truths = []
    for paragraph in read_paragraphs(article.text, Span(0, len(article.text)), tokenizer):
        tokens = [(word.start, word.end, "") for word in paragraph.words]
        names = polnear.label_tokens(tokens, article.attributions, "BIO")
        members: dict[str, list[set[int]]] = {"cue": [set() for _ in tokens], "part": [set() for _ in tokens]}
        for number, attribution in enumerate(article.attributions):
            for role, start, end in attribution.spans():
                for place, (low, high, _) in enumerate(tokens):
                    if low < end and high > start and names[place].endswith(role):
                        members["cue" if role == "cue" else "part"][place].add(number)
        labels = [LABELS.index(name) for name in names]
        truths.append(Truth(paragraph, labels, *([frozenset(m) for m in members[name]] for name in ("cue", "part"))))
    return truths


def windows_of(truths: Sequence[Truth], first: int = WINDOW) -> Iterator[Window]:
    """The windows of an article, the first one cut short at `first` word pieces."""
    at = 0
    for window in pack([truth.paragraph for truth in truths], first):
        own = truths[at : at + len(window)]
        at += len(window)
        yield Window(
            *pieces_of(window),
            labels=[label for truth in own for label in truth.labels],
            cue_of=[numbers for truth in own for numbers in truth.cue_of],
            part_of=[numbers for truth in own for numbers in truth.part_of],
        )


def batches_of(windows: list[Window], size: int, rng: random.Random) -> list[list[Window]]:
    """Batches of windows of about one length, in random order."""
    rng.shuffle(windows)
    batches = []
    for at in range(0, len(windows), size * 20):
        pool = sorted(windows[at : at + size * 20], key=lambda window: len(window.ids))
        batches += [pool[k : k + size] for k in range(0, len(pool), size)]
    rng.shuffle(batches)
    return batches


# ---------------------------------------------------------------- losses


def heads_of(model: Network, windows: Sequence[Window]) -> tuple[Tensor, Tensor, Tensor]:
    """The heads' outputs at each word's first piece, shape (windows, words, …), padded with the first piece's."""
    ids = torch.zeros(len(windows), max(len(w.ids) for w in windows), dtype=torch.long)
    mask = torch.zeros_like(ids)
    firsts = torch.zeros(len(windows), max(len(w.firsts) for w in windows), dtype=torch.long)
    for row, window in enumerate(windows):
        ids[row, : len(window.ids)] = torch.tensor(window.ids)
        mask[row, : len(window.ids)] = 1
        firsts[row, : len(window.firsts)] = torch.tensor(window.firsts)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_has_bfloat16()):
        outputs = model(ids, mask)
    rows = torch.arange(len(windows)).unsqueeze(1)
    emissions, part, cue = (output[rows, firsts].float() for output in outputs)
    return emissions, part, cue


def _has_bfloat16() -> bool:
    """Whether matrix products in bfloat16 are faster here, and not only possible."""
    return bool(torch.cpu._is_amx_tile_supported())


def padded(windows: Sequence[Window]) -> tuple[Tensor, Tensor]:
    """Labels and mask, shape (windows, words)."""
    labels = torch.zeros(len(windows), max(len(w.labels) for w in windows), dtype=torch.long)
    mask = torch.zeros(labels.shape)
    for row, window in enumerate(windows):
        labels[row, : len(window.labels)] = torch.tensor(window.labels)
        mask[row, : len(window.labels)] = 1
    return labels, mask


def label_loss(model: Network, emissions: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
    """Negative log likelihood of the right sequence of labels, a word."""
    right = model.starts[labels[:, 0]] + emissions[:, 0].gather(1, labels[:, :1]).squeeze(1)
    steps = emissions.gather(2, labels.unsqueeze(2)).squeeze(2)[:, 1:] + model.moves[labels[:, :-1], labels[:, 1:]]
    right = right + (steps * mask[:, 1:]).sum(1)
    alpha = model.starts + emissions[:, 0]
    for t in range(1, emissions.shape[1]):
        grown = torch.logsumexp(alpha.unsqueeze(2) + model.moves, dim=1) + emissions[:, t]
        alpha = torch.where(mask[:, t : t + 1].bool(), grown, alpha)
    return (torch.logsumexp(alpha, dim=1) - right).sum() / mask.sum()


def link_loss(model: Network, part: Tensor, cue: Tensor, windows: Sequence[Window]) -> Tensor:
    """Cross entropy of "belongs to" over pairs of a word of a source or content and a word of a cue."""
    losses, words = [], 0
    for row, window in enumerate(windows):
        parts = [i for i, numbers in enumerate(window.part_of) if numbers]
        cues = [j for j, numbers in enumerate(window.cue_of) if numbers]
        if not parts or not cues:
            continue
        truth = torch.tensor([[float(bool(window.part_of[i] & window.cue_of[j])) for j in cues] for i in parts])
        scores = part[row, parts] @ cue[row, cues].T / LINK**0.5 + model.link
        losses.append(nn.functional.binary_cross_entropy_with_logits(scores, truth, reduction="none").mean(1).sum())
        words += len(parts)
    return torch.stack(losses).sum() / words if losses else part.sum() * 0


# ---------------------------------------------------------------- training


def train(
    model: Network,
    articles_: Sequence[Sequence[Truth]],
    *,
    epochs: int,
    rate: float,
    batch: int,
    seed: int,
    look: Sequence[Window],
) -> Network:
    """The running average of the weights after the last step; says how it stands after each epoch."""
    rng = random.Random(seed)  # noqa: S311 (order of training, no secret)
    heads = [p for name, p in model.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": model.encoder.parameters(), "lr": rate}, {"params": heads, "lr": rate * 5}],
        weight_decay=0.01,
        fused=True,
    )
    total = epochs * (sum(1 for a in articles_ for _ in windows_of(a)) // batch + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.06 * total), max(0.0, (total - step) / (0.94 * total)))
    )
    averaged = copy.deepcopy(model)
    step, began = 0, time.monotonic()
    for epoch in range(1, epochs + 1):
        windows = [w for a in articles_ for w in windows_of(a, rng.randint(48, WINDOW))]
        for some in batches_of(windows, batch, rng):
            model.train()
            outputs = heads_of(model, some)
            loss = label_loss(model, outputs[0], *padded(some)) + LINK_WEIGHT * link_loss(model, *outputs[1:], some)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            with torch.no_grad():
                share = max(1 / AVERAGED, 20 / (step + 20))
                torch._foreach_lerp_(list(averaged.parameters()), list(model.parameters()), share)
            if step % 50 == 0:
                log.info(
                    "epoch %d step %d of %d, loss %.4f, %.0f s", epoch, step, total, loss, time.monotonic() - began
                )
        if look:
            log.info("epoch %d %s", epoch, json.dumps(measure(averaged, look)))
    return averaged


def mean_of(runs: Sequence[Network]) -> Network:
    """A model with the mean of the runs' weights (Wortsman et al., Model soups, ICML 2022)."""
    states = [run.state_dict() for run in runs]
    mean = copy.deepcopy(runs[0])
    mean.load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    return mean


def measure(model: Network, windows: Sequence[Window]) -> dict[str, float]:
    """F1 of labels and of exact runs over BERT's words, and the share of words whose likeliest cue is right."""
    model.eval()
    counts = {f"{kind} {role}": [0, 0] for kind in ("token", "span") for role in ROLES}
    linked = [0, 0]
    moves, starts = model.moves.detach().numpy(), model.starts.detach().numpy()
    for at in range(0, len(windows), 32):
        some = windows[at : at + 32]
        with torch.no_grad():
            emissions, part, cue = heads_of(model, some)
        for row, window in enumerate(some):
            (path,) = decode([emissions[row, : len(window.labels)].numpy()], starts, moves)
            ours, theirs = ([LABELS[i].partition("-")[2] for i in labels] for labels in (path, window.labels))
            for role in ROLES:
                counts[f"token {role}"][0] += sum(x == y == role for x, y in zip(ours, theirs, strict=True))
                counts[f"token {role}"][1] += ours.count(role) + theirs.count(role)
                runs = [{run for run in runs_of(labels, "") if run[0] == role} for labels in (ours, theirs)]
                counts[f"span {role}"][0] += len(runs[0] & runs[1])
                counts[f"span {role}"][1] += len(runs[0]) + len(runs[1])
            cues = [j for j, numbers in enumerate(window.cue_of) if numbers]
            for place, numbers in enumerate(window.part_of):
                if any(numbers & window.cue_of[j] for j in cues):
                    best = cues[int((cue[row, cues] @ part[row, place]).argmax())]
                    linked[0] += bool(numbers & window.cue_of[best])
                    linked[1] += 1
    f1 = {name: round(2 * right / max(1, both), 4) for name, (right, both) in counts.items()}
    return f1 | {"link": round(linked[0] / max(1, linked[1]), 4)}


# ---------------------------------------------------------------- export


class Exported(nn.Module):  # type: ignore[misc]
    """The network with its word embeddings in 8 bits, one scale a word piece, and its heads left exact: together they
    cost 3 MB less and half a point of F1 less than onnxruntime's one scale for all."""

    def __init__(self, model: Network) -> None:
        super().__init__()
        self.model = model.eval()
        words = model.encoder.embeddings.word_embeddings.weight.detach()
        scale = words.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("words", (words / scale).round().to(torch.int8))

    def forward(self, input_ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        embedded = self.words[input_ids].to(torch.float32) * self.scale[input_ids]
        states = self.model.encoder(inputs_embeds=embedded, attention_mask=torch.ones_like(input_ids)).last_hidden_state
        return self.model.emit(states), self.model.part(states), self.model.cue(states)


def export(model: Network, folder: Path) -> None:
    """Write model.onnx (8 bits), field.json and tokenizer.json."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        exact = Path(made) / "exact.onnx"
        torch.onnx.export(
            Exported(model),
            (torch.ones(1, 16, dtype=torch.int64),),
            exact,
            input_names=["input_ids"],
            output_names=["emissions", "part", "cue"],
            dynamic_shapes={"input_ids": {1: torch.export.Dim("length", min=2, max=512)}},
            external_data=False,
            dynamo=True,
            verbose=False,
        )
        products = [node.name for node in onnx.load(exact).graph.node if node.op_type == "MatMul"]
        # Seven bits of eight, because processors without VNNI overflow on all eight.
        quantize_dynamic(
            exact,
            folder / "model.onnx",
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=products[-3:],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
    field = {"starts": model.starts.tolist(), "moves": model.moves.tolist(), "link": model.link.item()}
    (folder / "field.json").write_text(json.dumps(field) + "\n")
    shutil.copy(weights() / "tokenizer.json", folder / "tokenizer.json")


def main() -> None:
    """Train, export, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("BYLINE_DATA", "../shared/data"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2, 4], help="one run each, then their mean")
    parser.add_argument("--hold", type=int, default=0, help="articles of the train split to leave out and measure on")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", force=True)
    polnear = loader(args.data)
    tokenizer = tokenizers.Tokenizer.from_file(str(weights() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    truths = [truths_of(a, tokenizer, polnear) for a in articles(args.data, "train")]
    random.Random(7).shuffle(truths)  # noqa: S311 (the same articles are held out in every run)
    held, truths = truths[: args.hold], truths[args.hold :]
    look = [w for a in held for w in windows_of(a)]
    log.info("%d articles to train on, %d held out", len(truths), len(held))
    runs = []
    for seed in args.seeds:
        torch.manual_seed(0)  # all runs start alike, or their mean would be none of them
        model = network()
        torch.manual_seed(seed)
        runs.append(train(model, truths, epochs=args.epochs, rate=args.rate, batch=args.batch, seed=seed, look=look))
    model = mean_of(runs)
    if look:
        log.info("mean %s", json.dumps(measure(model, look)))
    export(model, args.out)


if __name__ == "__main__":
    main()
