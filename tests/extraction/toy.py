"""A toy of the reading model for tests: it knows a few words, so that what the tagger does with it can be foretold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.extraction.tagger import AFTER, BEFORE, CONTENT, CUE, OTHER, SOURCE
from onrecord.pieces import Pieces

CUES = ("said", "warned")
NAMES = ("smith", "jones")


def pieces() -> Pieces:
    """One piece a word; every word but those above is unknown."""
    return Pieces({word: i for i, word in enumerate(["[UNK]", *CUES, *NAMES])})


class ToyNetwork:
    """Takes each cue for an anchor, the names in reach for its source, and all words after it for its content."""

    transitions = np.zeros((5, 5), dtype=np.float32)

    def __init__(self, real: Sequence[float] = (9.0,)) -> None:
        """`real`: the logits of the anchors of one batch; one is that of all."""
        self._real = np.array(real, dtype=np.float32)
        self.batches: list[tuple[int, ...]] = []

    def encode(
        self,
        pieces: npt.NDArray[np.int64],
        features: npt.NDArray[np.int64],
        kept: npt.NDArray[np.int64],
        least: npt.NDArray[np.float32],
    ) -> tuple[npt.NDArray[Any], ...]:
        """Vectors that only name the piece."""
        self.batches.append(pieces.shape)
        own = pieces[0, kept]
        marks = np.zeros((len(own), 19), dtype=np.float32)
        marks[:, 1] = np.where(own > len(CUES), 1.0, -1.0) * (own <= len(CUES) + len(NAMES))
        seen = np.repeat(own[:, None], 2, axis=-1).astype(np.float32)
        anchors = np.flatnonzero((own >= 1) & (own <= len(CUES)))
        anchor = np.tile(np.array([0.0, 9.0, -9.0], dtype=np.float32), (len(anchors), 1))
        return marks, seen, anchors, anchor, seen[anchors]

    def read(
        self,
        seen: npt.NDArray[np.float32],
        seer: npt.NDArray[np.float32],
        mask: npt.NDArray[np.float32],
        least: npt.NDArray[np.float32],
    ) -> tuple[npt.NDArray[np.float32], ...]:
        """Tags by the piece alone."""
        assert seen.shape[1] == BEFORE + AFTER + 1
        tags = np.zeros((*mask.shape, 10), dtype=np.float32)
        piece = seen[..., 0]
        tags[..., OTHER] = 1.0
        tags[:, BEFORE, CUE] = 9.0
        tags[..., SOURCE] = np.where((piece > len(CUES)) & (piece <= len(CUES) + len(NAMES)), 5.0, 0.0)
        tags[:, BEFORE + 1 :, CONTENT] = 3.0
        real = np.broadcast_to(self._real, len(seen))
        kept = real >= least
        return tags[kept], real, np.zeros((int(kept.sum()), 20), dtype=np.float32)
