"""Train the tagger of attributions on PolNeAR's train split and export it to ingestion/attribution/tagger/.

    python -m evaluation.tagger_training --data ../shared/data

all-MiniLM-L6-v2 (22 M parameters) with two heads on each word's first piece: a linear-chain conditional random field
over O and B/I of source, cue and content (Lafferty et al., 2001), and a bilinear score of "this word of a source or
content belongs to that cue". Windows are whole paragraphs of up to 192 word pieces, cut anew in each epoch. The weights
exported are a running average over the last steps. Matrix products run in bfloat16 where the processor has them.
"""

import argparse
import copy
import json
import logging
import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tokenizers
import torch
from torch import Tensor, nn

from evaluation.polnear import articles

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
LINK = 64  # dimensions of the linking space
WINDOW = 192  # word pieces, special ones included
CLS, SEP = 101, 102
log = logging.getLogger("training")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Word pieces of one paragraph, and of each word: its first piece, its label, and the attributions it belongs to."""

    pieces: list[int]
    firsts: list[int]
    labels: list[int]
    cue_of: list[list[int]]
    part_of: list[list[int]]


@dataclass(frozen=True, slots=True)
class Window:
    """A run of paragraphs as the model reads them."""

    ids: list[int]
    firsts: list[int]
    labels: list[int]
    cue_of: list[list[int]]
    part_of: list[list[int]]


def words_of(encoding: tokenizers.Encoding) -> list[tuple[int, int, int]]:
    """First piece, start and end (characters) of each word."""
    words: list[tuple[int, int, int]] = []
    last = None
    for place, (word, (start, end)) in enumerate(zip(encoding.word_ids, encoding.offsets, strict=True)):
        if word == last:
            words[-1] = (words[-1][0], words[-1][1], end)
        else:
            words.append((place, start, end))
        last = word
    return words


def paragraphs_of(article: Any, tokenizer: tokenizers.Tokenizer, loader: Any) -> list[Paragraph]:
    """The paragraphs of an article, those too long for a window cut between words."""
    found = []
    low = 0
    for line in article.text.split("\n"):
        start, low = low, low + len(line) + 1
        if not line.strip():
            continue
        encoding = tokenizer.encode(line, add_special_tokens=False)
        words = words_of(encoding)
        tokens = [(start + s, start + e, "") for _, s, e in words]
        labels = [LABELS.index(label) for label in loader.label_tokens(tokens, article.attributions, "BIO")]
        roles = [label.split("-")[-1] for label in (LABELS[i] for i in labels)]
        cue_of: list[list[int]] = [[] for _ in words]
        part_of: list[list[int]] = [[] for _ in words]
        for number, attribution in enumerate(article.attributions):
            for role, s, e in attribution.spans():
                for k, (a, b, _) in enumerate(tokens):
                    if a < e and b > s and roles[k] == role:
                        (cue_of if role == "cue" else part_of)[k].append(number)
        firsts = [first for first, _, _ in words]
        cut = 0
        while cut < len(words):
            to = len(words)
            while (firsts[to] if to < len(words) else len(encoding.ids)) - firsts[cut] > WINDOW - 2:
                to -= 1
            a, b = firsts[cut], firsts[to] if to < len(words) else len(encoding.ids)
            found.append(
                Paragraph(
                    encoding.ids[a:b],
                    [f - a for f in firsts[cut:to]],
                    labels[cut:to],
                    cue_of[cut:to],
                    part_of[cut:to],
                )
            )
            cut = to
    return found


def windows_of(paragraphs: Sequence[Paragraph], first: int) -> Iterator[Window]:
    """Paragraphs packed into windows; the first holds up to `first` word pieces, the others WINDOW."""
    limit, window = first, Window([CLS], [], [], [], [])
    for paragraph in paragraphs:
        if len(window.ids) + len(paragraph.pieces) + 1 > limit and window.firsts:
            yield window
            limit, window = WINDOW, Window([CLS], [], [], [], [])
        at = len(window.ids)
        window.firsts.extend(at + f for f in paragraph.firsts)
        window.labels.extend(paragraph.labels)
        window.cue_of.extend(paragraph.cue_of)
        window.part_of.extend(paragraph.part_of)
        window.ids.extend([*paragraph.pieces, SEP])
    if window.firsts:
        yield window


class Tagger(nn.Module):
    """MiniLM, emissions, link vectors and the transitions of the random field."""

    def __init__(self, encoder: nn.Module, size: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = nn.Dropout(0.1)
        self.emit = nn.Linear(size, len(LABELS))
        self.part = nn.Linear(size, LINK)
        self.cue = nn.Linear(size, LINK)
        self.bias = nn.Parameter(torch.zeros(()))
        self.moves = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.starts = nn.Parameter(torch.zeros(len(LABELS)))

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Emissions (batch, pieces, 7) and the two link vectors (batch, pieces, 64)."""
        states = self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        return self.emit(states), self.part(states), self.cue(states)


def field_loss(model: Tagger, emissions: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
    """Negative log likelihood a word; shapes (batch, words, 7), (batch, words), (batch, words)."""
    gold = model.starts[labels[:, 0]] + emissions[:, 0].gather(1, labels[:, :1]).squeeze(1)
    steps = emissions.gather(2, labels.unsqueeze(2)).squeeze(2)[:, 1:] + model.moves[labels[:, :-1], labels[:, 1:]]
    gold = gold + (steps * mask[:, 1:]).sum(1)
    alpha = model.starts + emissions[:, 0]
    for t in range(1, emissions.shape[1]):
        grown = torch.logsumexp(alpha.unsqueeze(2) + model.moves, dim=1) + emissions[:, t]
        alpha = torch.where(mask[:, t : t + 1].bool(), grown, alpha)
    return (torch.logsumexp(alpha, dim=1) - gold).sum() / mask.sum()


def link_loss(model: Tagger, part: Tensor, cue: Tensor, windows: Sequence[Window]) -> Tensor:
    """Cross entropy of "belongs to" over pairs of a word of a source or content and a word of a cue."""
    losses = []
    for k, window in enumerate(windows):
        parts = [i for i, numbers in enumerate(window.part_of) if numbers]
        cues = [j for j, numbers in enumerate(window.cue_of) if numbers]
        if not parts or not cues:
            continue
        truth = torch.tensor(
            [[float(bool(set(window.part_of[i]) & set(window.cue_of[j]))) for j in cues] for i in parts]
        )
        scores = part[k, parts] @ cue[k, cues].T / LINK**0.5 + model.bias
        losses.append(nn.functional.binary_cross_entropy_with_logits(scores, truth, reduction="none").mean(1).sum())
    words = sum(len([1 for n in w.part_of if n]) for w in windows)
    return torch.stack(losses).sum() / max(1, words) if losses else part.sum() * 0


def viterbi(emissions: np.ndarray, moves: np.ndarray, starts: np.ndarray) -> list[int]:
    best = starts + emissions[0]
    back = np.zeros(emissions.shape, dtype=np.int64)
    for t in range(1, len(emissions)):
        scores = best[:, None] + moves
        back[t] = scores.argmax(0)
        best = scores.max(0) + emissions[t]
    path = [int(best.argmax())]
    for t in range(len(emissions) - 1, 0, -1):
        path.append(int(back[t, path[-1]]))
    return path[::-1]


def batches(windows: list[Window], size: int, rng: random.Random) -> list[list[Window]]:
    rng.shuffle(windows)
    pools = [windows[k : k + size * 20] for k in range(0, len(windows), size * 20)]
    found = []
    for pool in pools:
        pool.sort(key=lambda w: len(w.ids))
        found += [pool[k : k + size] for k in range(0, len(pool), size)]
    rng.shuffle(found)
    return found


def gathered(model: Tagger, windows: Sequence[Window], bf16: bool) -> tuple[Tensor, Tensor, Tensor]:
    """The heads' outputs at each word's first piece, in float32."""
    longest = max(len(w.ids) for w in windows)
    most = max(len(w.firsts) for w in windows)
    ids = torch.zeros(len(windows), longest, dtype=torch.long)
    mask = torch.zeros(len(windows), longest, dtype=torch.long)
    firsts = torch.zeros(len(windows), most, dtype=torch.long)
    for k, w in enumerate(windows):
        ids[k, : len(w.ids)] = torch.tensor(w.ids)
        mask[k, : len(w.ids)] = 1
        firsts[k, : len(w.firsts)] = torch.tensor(w.firsts)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
        outs = model(ids, mask)
    rows = torch.arange(len(windows)).unsqueeze(1)
    emit, part, cue = (out[rows, firsts].float() for out in outs)
    return emit, part, cue


def evaluate(model: Tagger, windows: Sequence[Window], bf16: bool) -> dict[str, float]:
    model.eval()
    moves, starts = model.moves.detach().numpy(), model.starts.detach().numpy()
    tok = {r: [0, 0, 0] for r in ("source", "cue", "content")}
    spans = {r: [0, 0, 0] for r in ("source", "cue", "content")}
    linked = [0, 0]
    with torch.no_grad():
        for k in range(0, len(windows), 32):
            some = windows[k : k + 32]
            emit, part, cue = gathered(model, some, bf16)
            for n, w in enumerate(some):
                ours = viterbi(emit[n, : len(w.firsts)].numpy(), moves, starts)
                x = [LABELS[i].split("-")[-1] for i in ours]
                y = [LABELS[i].split("-")[-1] for i in w.labels]
                for a, b in zip(x, y, strict=True):
                    for r, c in tok.items():
                        c[0] += a == b == r
                        c[1] += a == r
                        c[2] += b == r
                p, g = _runs(x), _runs(y)
                for r, c in spans.items():
                    c[0] += len({s for s in p & g if s[0] == r})
                    c[1] += len({s for s in p if s[0] == r})
                    c[2] += len({s for s in g if s[0] == r})
                cues = [j for j, numbers in enumerate(w.cue_of) if numbers]
                for i, numbers in enumerate(w.part_of):
                    if numbers and cues and any(set(numbers) & set(w.cue_of[j]) for j in cues):
                        s = (cue[n, cues] @ part[n, i]).numpy()
                        linked[0] += bool(set(numbers) & set(w.cue_of[cues[int(s.argmax())]]))
                        linked[1] += 1
    model.train()

    def f1(c: list[int]) -> float:
        return round(2 * c[0] / max(1, c[1] + c[2]), 4)

    return (
        {f"token {r}": f1(c) for r, c in tok.items()}
        | {f"span {r}": f1(c) for r, c in spans.items()}
        | {"link": round(linked[0] / max(1, linked[1]), 4)}
    )


def _runs(labels: list[str]) -> set[tuple[str, int, int]]:
    found, i = set(), 0
    while i < len(labels):
        j = i + 1
        while j < len(labels) and labels[j] == labels[i]:
            j += 1
        if labels[i] != "O":
            found.add((labels[i], i, j))
        i = j
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("BYLINE_DATA", "../shared/data"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--hold", type=int, default=0)
    parser.add_argument("--limit", type=int, default=0)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", force=True)
    from transformers import AutoModel

    from ingestion.embedding import _weights
    from evaluation.polnear import loader as load

    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    weights = _weights()
    tokenizer = tokenizers.Tokenizer.from_file(str(weights / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    module = load(args.data)
    train = [paragraphs_of(a, tokenizer, module) for a in articles(args.data, "train")]
    if args.limit:
        train = train[: args.limit]
    random.Random(7).shuffle(train)
    if args.hold:
        held, train = train[: args.hold], train[args.hold :]
    else:
        held = [paragraphs_of(a, tokenizer, module) for a in articles(args.data, "dev")]
    held_windows = [w for a in held for w in windows_of(a, WINDOW)]
    log.info("%d articles, %d windows to train on, %d to look at", len(train), sum(1 for a in train for _ in windows_of(a, WINDOW)), len(held_windows))
    bf16 = torch.backends.mkldnn.is_available() and torch.cpu._is_amx_tile_supported()
    log.info("bf16 %s", bf16)
    encoder = AutoModel.from_pretrained(
        weights, attn_implementation="eager", add_pooling_layer=False, attention_probs_dropout_prob=0.0
    )
    model = Tagger(encoder, encoder.config.hidden_size)
    model.train()
    head = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    body = [p for n, p in model.named_parameters() if n.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": body, "lr": args.rate}, {"params": head, "lr": args.rate * 5}], weight_decay=0.01, fused=True)
    total = args.epochs * (sum(1 for a in train for _ in windows_of(a, WINDOW)) // args.batch + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / (0.06 * total), max(0.0, (total - s) / (0.94 * total))))
    averaged = copy.deepcopy(model)
    step, began = 0, time.monotonic()
    for epoch in range(args.epochs):
        windows = [w for a in train for w in windows_of(a, rng.randint(48, WINDOW))]
        lost = [0.0, 0.0]
        todo = batches(windows, args.batch, rng)
        for some in todo:
            emit, part, cue = gathered(model, some, bf16)
            most = emit.shape[1]
            labels = torch.zeros(len(some), most, dtype=torch.long)
            mask = torch.zeros(len(some), most)
            for k, w in enumerate(some):
                labels[k, : len(w.labels)] = torch.tensor(w.labels)
                mask[k, : len(w.labels)] = 1
            tags = field_loss(model, emit, labels, mask)
            links = link_loss(model, part, cue, some)
            (tags + 0.3 * links).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            decay = min(0.998, step / (step + 20))
            with torch.no_grad():
                torch._foreach_lerp_(list(averaged.parameters()), list(model.parameters()), 1 - decay)
            lost[0] += tags.item()
            lost[1] += links.item()
            if step % 50 == 0:
                log.info("epoch %d step %d/%d tags %.4f links %.4f %.0f s", epoch, step, total, tags.item(), links.item(), time.monotonic() - began)
        log.info("epoch %d mean tags %.4f links %.4f", epoch, lost[0] / len(todo), lost[1] / len(todo))
        log.info("last     %s", json.dumps(evaluate(model, held_windows, bf16)))
        log.info("averaged %s", json.dumps(evaluate(averaged, held_windows, bf16)))
        args.out.mkdir(parents=True, exist_ok=True)
        torch.save(averaged.state_dict(), args.out / "averaged.pt")


if __name__ == "__main__":
    main()
