"""A toy of the reading model for tests: it knows a few words, so that what the tagger does with it can be foretold."""

from __future__ import annotations

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

    def __init__(self) -> None:
        self.batches: list[tuple[int, ...]] = []

    def encode(
        self, pieces: npt.NDArray[np.int64], features: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.float32], ...]:
        """Vectors that only name the piece."""
        self.batches.append(pieces.shape)
        anchor = np.zeros((*pieces.shape, 3), dtype=np.float32)
        anchor[..., 1] = np.where((pieces >= 1) & (pieces <= len(CUES)), 9.0, -9.0)
        anchor[..., 2] = -9.0
        marks = np.zeros((*pieces.shape, 19), dtype=np.float32)
        marks[..., 1] = np.where(pieces > len(CUES), 1.0, -1.0) * (pieces <= len(CUES) + len(NAMES))
        seen = np.repeat(pieces[..., None], 2, axis=-1).astype(np.float32)
        return anchor, marks, seen, seen

    def read(
        self, seen: npt.NDArray[np.float32], seer: npt.NDArray[np.float32], mask: npt.NDArray[np.float32]
    ) -> tuple[npt.NDArray[np.float32], ...]:
        """Tags by the piece alone."""
        assert seen.shape[1] == BEFORE + AFTER + 1
        tags = np.zeros((*mask.shape, 10), dtype=np.float32)
        piece = seen[..., 0]
        tags[..., OTHER] = 1.0
        tags[:, BEFORE, CUE] = 9.0
        tags[..., SOURCE] = np.where((piece > len(CUES)) & (piece <= len(CUES) + len(NAMES)), 5.0, 0.0)
        tags[:, BEFORE + 1 :, CONTENT] = 3.0
        return tags, np.full(len(seen), 9.0, dtype=np.float32), np.zeros((len(seen), 20), dtype=np.float32)
