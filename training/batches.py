"""Windows to tensors: what the network is given, and what it should find there. Read data.py first, then this.

Shapes: B windows, P pieces, W words a window, K annotated anchors, R words in reach of an anchor. What is not known is
UNKNOWN, which no loss counts.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from onrecord.extraction.tagger import ACT, AFTER, BEFORE, CLOSING, DATED, HAND, KIND, LINK_KINDS, OPENING
from training.data import UNKNOWN, Article, Attribution, Window, windows

# Pieces a window and from one window's start to the next's: as the tagger cuts, and longer.
SIZES = ((254, 224), (382, 336))
# Windows of so many batches are sorted by length together, so that a batch is hardly padded.
SORTED = 20
REACH = BEFORE + AFTER + 1
JUDGED = {"act": ACT, "kind": KIND, "hand": HAND, "dated": DATED}
# What an earlier annotator took a kind for.
DOUBT = "doubt"
_TOWARD = LINK_KINDS.index("toward")

Batch = dict[str, Tensor]


def batch_of(part: Sequence[Window]) -> Batch:
    """Pieces, features and masks of a few windows, padded; the labels of their words, and of their anchors."""
    arrays = {**inputs_of(part), **words_of(part), **anchors_of(part)}
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def inputs_of(part: Sequence[Window]) -> dict[str, Any]:
    """pieces and mask [B, P], features [B, P, 4]; first [B, W], where each word begins, and inside [B, W]."""
    length, most = max(w.end - w.start for w in part) + 2, max(len(w.words) for w in part)
    pieces, mask = np.zeros((len(part), length), np.int64), np.zeros((len(part), length), np.float32)
    features = np.zeros((len(part), length, 4), np.int64)
    first, inside = np.zeros((len(part), most), np.int64), np.zeros((len(part), most), bool)
    for row, w in enumerate(part):
        words, n, k = w.article.words, w.end - w.start, len(w.words)
        pieces[row, 0], pieces[row, n + 1] = OPENING, CLOSING
        pieces[row, 1 : n + 1] = words.pieces[w.start : w.end]
        features[row, 1 : n + 1] = words.features[words.word_of[w.start : w.end]]
        mask[row, : n + 2] = 1
        first[row, :k] = words.first[w.words.start : w.words.stop] - w.start + 1
        inside[row, :k] = True
    return {"pieces": pieces, "features": features, "mask": mask, "first": first, "inside": inside}


def words_of(part: Sequence[Window]) -> dict[str, Any]:
    """anchor, its weight, said and status [B, W]; marks [B, W, 4]. Unknown where an article is annotated in part."""
    shape = len(part), max(len(w.words) for w in part)
    anchor, status = np.full(shape, UNKNOWN, np.int64), np.full(shape, UNKNOWN, np.int64)
    weight, said = np.ones(shape, np.float32), np.full(shape, UNKNOWN, np.float32)
    marks = np.full((*shape, 4), UNKNOWN, np.int64)
    for row, w in enumerate(part):
        if w.article.partial:
            continue
        k = len(w.words)
        anchor[row, :k], said[row, :k] = 0, w.said
        for one in w.attributions:
            anchor[row, one.anchor - w.words.start] = 1 if one.cued else 2
            weight[row, one.anchor - w.words.start] = one.weight
        if w.article.marks is not None:
            marks[row, :k] = w.article.marks[w.words.start : w.words.stop]
        if w.article.statuses is not None:
            status[row, :k] = w.article.statuses[w.words.start : w.words.stop]
    return {"anchor": anchor, "weight": weight, "said": said, "marks": marks, "status": status}


def anchors_of(part: Sequence[Window]) -> dict[str, Any]:
    """row, at [K]: the window and word of each annotated anchor; its tags [K, R], links [K, R, 5] and judgements [K].

    whole [K]: whether the article around it is annotated whole, so that its tags count.
    """
    rows = [(row, one) for row, w in enumerate(part) for one in w.attributions]
    tags = np.zeros((len(rows), REACH), np.int64)
    links = np.full((len(rows), REACH, len(LINK_KINDS)), UNKNOWN, np.float32)
    judged = {name: np.full(len(rows), UNKNOWN, np.int64) for name in (*JUDGED, DOUBT)}
    for i, (_, one) in enumerate(rows):
        for name, value in one.judged.items():
            judged[name][i] = value
        for word, tag in one.tags.items():
            if 0 <= word - one.anchor + BEFORE < REACH:
                tags[i, word - one.anchor + BEFORE] = tag
        for column, words in enumerate(one.links or ()):
            if words is None:
                continue
            links[i, :, column] = 0
            links[i, _reached(one, words), column] = 1
        links[i, _reached(one, one.unsure - _named(one)), _TOWARD] = UNKNOWN
    return {
        "row": np.array([row for row, _ in rows], np.int64),
        "at": np.array([one.anchor - part[row].words.start for row, one in rows], np.int64),
        "whole": np.array([not part[row].article.partial for row, _ in rows], bool),
        "tags": tags,
        "links": links,
        **judged,
    }


def _reached(one: Attribution, words: Iterable[int]) -> list[int]:
    """Where words stand in the reach of an anchor, those that do."""
    places = [word - one.anchor + BEFORE for word in words]
    return [place for place in places if 0 <= place < REACH]


def _named(one: Attribution) -> set[int]:
    return (one.links[_TOWARD] if one.links else None) or set()


def groups(articles: Sequence[Article], batch: int, rng: random.Random) -> Iterator[list[Window]]:
    """The windows of all articles once, all of one size, in random order, `batch` of like length together."""
    cut = windows(articles, *rng.choice(SIZES), rng)
    rng.shuffle(cut)
    for at in range(0, len(cut), batch * SORTED):
        block = sorted(cut[at : at + batch * SORTED], key=lambda w: w.end - w.start)
        parts = [block[i : i + batch] for i in range(0, len(block), batch)]
        rng.shuffle(parts)
        yield from parts


class _Endless(IterableDataset[Batch]):
    """Batches without end; each worker has its own share of the articles."""

    def __init__(self, articles: Sequence[Article], batch: int, seed: int) -> None:
        self.articles, self.batch, self.seed = articles, batch, seed

    def __iter__(self) -> Iterator[Batch]:
        worker = get_worker_info()
        number, of = (worker.id, worker.num_workers) if worker else (0, 1)
        rng = random.Random(f"{self.seed} {number}")
        while True:
            for part in groups(self.articles[number::of], self.batch, rng):
                yield batch_of(part)


def stream(
    articles: Sequence[Article], batch: int, seed: int, device: torch.device, workers: int = 0
) -> Iterator[Batch]:
    """Batches on the device, without end."""
    pinned = device.type == "cuda"
    for made in DataLoader(_Endless(articles, batch, seed), batch_size=None, num_workers=workers, pin_memory=pinned):
        yield {name: value.to(device, non_blocking=pinned) for name, value in made.items()}
