"""Train the linker: whom and what the words around an anchor name, for a network whose other parts stay as they are.

    python -m training.linking --out FOLDER --start CHECKPOINT --cut FILE [--minutes 20]

The encoder looks once at every annotated window (five minutes on two cores, 2 GB of memory); after that a step needs
the reader alone, and an epoch takes two minutes. Writes FOLDER/last.pt, with averaged weights.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from onrecord.extraction.tagger import AFTER, BEFORE
from training.batches import REACH, SIZES, batch_of
from training.course import follow
from training.cut import articles
from training.data import Article, Window, windows
from training.losses import see
from training.model import ReadingModel
from training.train import arguments, course_of, started
from training.weights import save

# Windows that the encoder looks at together, and anchors a step: about as many as 20 windows have.
LOOKED, ANCHORS = 32, 96
# The links' loss is a mean over the words in reach, nearly all of which name nobody.
WEIGHT = {"links": 5.0}


@dataclass(slots=True)
class Views:
    """What the encoder sees of windows: `seen`, a [W, 2r] each; of each anchor its window and word, what it asks for
    [2r], and the links to learn [R, 5]."""

    seen: list[np.ndarray] = field(default_factory=list)
    anchors: list[tuple[int, int, np.ndarray, np.ndarray]] = field(default_factory=list)

    def batch(self, chosen: Sequence[int]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """seen [N, R, 2r], seer [N, 2r], mask [N, R] and links [N, R, 5] of some anchors."""
        width = self.seen[0].shape[1]
        seen = np.zeros((len(chosen), REACH, width), np.float32)
        mask = np.zeros((len(chosen), REACH), np.float32)
        for row, one in enumerate(chosen):
            window, at = self.anchors[one][:2]
            words = self.seen[window]
            low, high = max(0, at - BEFORE), min(len(words), at + AFTER + 1)
            first = low - at + BEFORE
            seen[row, first : first + high - low] = words[low:high]
            mask[row, first : first + high - low] = 1
        seer, links = (np.stack([self.anchors[one][part] for one in chosen]).astype(np.float32) for part in (2, 3))
        return torch.from_numpy(seen), torch.from_numpy(seer), torch.from_numpy(mask), torch.from_numpy(links)


def views(model: ReadingModel, told: Sequence[Article], rng: random.Random) -> Views:
    """Run the encoder over the windows in which an anchor's links are annotated."""
    once = [replace(one, copies=1) for one in told]
    cut = [w for w in windows(once, *SIZES[0], rng) if any(one.links is not None for one in w.attributions)]
    found = Views()
    for at in range(0, len(cut), LOOKED):
        _look(model, sorted(cut[at : at + LOOKED], key=lambda w: w.end - w.start), found)
    return found


def _look(model: ReadingModel, part: Sequence[Window], found: Views) -> None:
    batch = batch_of(part)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        seen = see(model, batch)
    before = len(found.seen)
    found.seen += [seen.seen[row, : len(w.words)].half().numpy() for row, w in enumerate(part)]
    for row, at, links in zip(batch["row"].tolist(), batch["at"].tolist(), batch["links"].numpy(), strict=True):
        if (links >= 0).any():
            found.anchors.append((before + row, at, seen.seer[row, at].half().numpy(), links.astype(np.int8)))


def batches(seen: Views, rng: random.Random) -> Iterator[tuple[Tensor, Tensor, Tensor, Tensor]]:
    """Batches of anchors without end, each anchor once an epoch."""
    while True:
        order = list(range(len(seen.anchors)))
        rng.shuffle(order)
        for at in range(0, len(order), ANCHORS):
            yield seen.batch(order[at : at + ANCHORS])


def loss(model: ReadingModel, batch: tuple[Tensor, Tensor, Tensor, Tensor]) -> dict[str, Tensor]:
    """The linker's, the rest of the model still."""
    seen, seer, mask, links = batch
    model.eval()
    model.reader.linker.train()
    with torch.no_grad():
        read, tags = model.reader.tagged(seen, seer, mask)
    logits = model.reader.linker(seen, seer, mask, read, tags.softmax(-1)).float()
    known = (mask[..., None] > 0) & (links >= 0)
    return {"links": F.binary_cross_entropy_with_logits(logits[known], links[known])}


def train(args: argparse.Namespace) -> None:
    """Look, follow the course, save."""
    model, rng = started(args), random.Random(args.seed)
    seen = views(model, articles(args.cut).annotated, rng)
    model.requires_grad_(False)
    model.reader.linker.requires_grad_(True)
    drawn = batches(seen, rng)
    save(follow(model, course_of(args), lambda _: loss(model, next(drawn)), WEIGHT), args.out)


if __name__ == "__main__":
    train(arguments(__doc__, minutes=20).parse_args())
