"""Sums of small symmetric trees over named features: what a sum of weights can't tell, that one feature matters where
another holds.

In a symmetric tree every node of one depth asks the same question (Prokhorenkova et al. 2018, CatBoost), so a row's
answers are the bits of its leaf's number, and all trees are asked at once. `training/counterparts.py` grows them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
# Rows asked at once: 512 rows of 400 trees of depth 6 take 5 MB.
_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Trees:
    """`names`: of the features; `feature`, `threshold`: [trees, depth], whether the feature is above the threshold, at
    most 8 deep; `leaf`: [trees, 2 ** depth], the first question is the lowest bit; `bias`: what every row has."""

    names: tuple[str, ...]
    feature: npt.NDArray[np.int16]
    threshold: Floats
    leaf: Floats
    bias: float
    _column: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_column", {name: i for i, name in enumerate(self.names)})

    def logits(self, rows: Sequence[Mapping[str, float]]) -> list[float]:
        """The log-odds of each row of features; one that is not named is 0."""
        found: list[float] = []
        for start in range(0, len(rows), _AT_ONCE):
            found += self._sums(self._table(rows[start : start + _AT_ONCE])).tolist()
        return found

    def _table(self, rows: Sequence[Mapping[str, float]]) -> Floats:
        """[rows, features + 1]; the last column takes what no tree asks for."""
        table = np.zeros((len(rows), len(self.names) + 1), np.float32)
        column, rest = self._column.get, repeat(len(self.names))
        for own, row in zip(table, rows, strict=True):
            own[list(map(column, row, rest))] = list(row.values())
        return table

    def _sums(self, table: Floats) -> npt.NDArray[np.float64]:
        answers = table[:, self.feature] > self.threshold
        leaves = np.packbits(answers, axis=-1, bitorder="little")[..., 0]
        sums: npt.NDArray[np.float64] = self.leaf[np.arange(len(self.leaf)), leaves].sum(1, dtype=np.float64)
        return sums + self.bias
