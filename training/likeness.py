"""MiniLM's sentence vectors, from the unchanged encoder: by them phrases are compared in training, never later."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch.nn.functional import normalize

from training.weights import BASE, base_model

LONGEST = 128
BATCH = 128


class Sentences:
    """Turns texts into vectors of length 1; about 300 sentences a second on two cores."""

    def __init__(self) -> None:
        self._encoder = base_model().encoder.eval()
        self.tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(LONGEST)

    def vectors(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """[texts, 384], in the order of the texts."""
        ids = [self.tokenizer.encode(text).ids for text in texts]
        order = sorted(range(len(ids)), key=lambda at: len(ids[at]))
        found = np.zeros((len(ids), self._encoder.word.weight.shape[1]), np.float32)
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            found[part] = self._mean([ids[at] for at in part]).numpy()
        return found

    def pieces(self) -> npt.NDArray[np.float32]:
        """[vocabulary, 384]: each piece as a sentence of its own, not brought to length 1."""
        first, last = self.tokenizer.encode("").ids
        rows = [[first, piece, last] for piece in range(self.tokenizer.get_vocab_size())]
        parts = [self._mean(rows[at : at + 512], to_one=False) for at in range(0, len(rows), 512)]
        return torch.cat(parts).numpy()

    @torch.no_grad()
    def _mean(self, ids: Sequence[Sequence[int]], *, to_one: bool = True) -> torch.Tensor:
        length = max(map(len, ids))
        mask = torch.tensor([[1.0] * len(row) + [0.0] * (length - len(row)) for row in ids])
        pieces = torch.tensor([[*row, *[0] * (length - len(row))] for row in ids])
        encoder = self._encoder
        x = encoder.norm(encoder.word(pieces) + encoder.position(torch.arange(length)))
        for layer in encoder.layers:
            x = layer(x, mask)
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return normalize(mean, dim=1) if to_one else mean
