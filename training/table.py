"""Named features in rows, and logistic weights for them: what the small fits beside the network share."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression


class Table:
    """Rows of named features, held as numbers: a million rows of thirty fit into 300 MB."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}
        self._columns = array("i")
        self._values = array("f")
        self._ends = array("q", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, features: Mapping[str, float]) -> None:
        """One more row."""
        index = self._index
        self._columns.extend([index.setdefault(name, len(index)) for name in features])
        self._values.extend(features.values())
        self._ends.append(len(self._columns))

    def matrix(self, least: int) -> tuple[sparse.csr_matrix, list[str]]:
        """The rows, [rows, names], and the names of the features that occur at least so often."""
        parts = (
            np.frombuffer(self._values, np.float32),
            np.frombuffer(self._columns, np.int32),
            np.asarray(self._ends),
        )
        whole = sparse.csr_matrix(parts, shape=(len(self), len(self._index)))
        kept = np.flatnonzero(np.bincount(whole.indices, minlength=len(self._index)) >= least)
        names = list(self._index)
        return whole[:, kept], [names[column] for column in kept.tolist()]


def fitted(
    table: Table, labels: np.ndarray, folds: np.ndarray, strength: float, least: int
) -> tuple[dict[str, float], np.ndarray]:
    """A weight for each feature that occurs at least so often, and the shares by cross-validation, [rows].

    `labels`, `folds`: [rows]. The bias is the weight of the empty name. `strength`: of regularisation, inverse.
    """
    x, names = table.matrix(least)
    held = np.zeros(len(labels))
    for fold in np.unique(folds):
        rest = folds != fold
        model = LogisticRegression(C=strength, max_iter=400, tol=1e-3).fit(x[rest], labels[rest])
        held[~rest] = model.predict_proba(x[~rest])[:, 1]
    model = LogisticRegression(C=strength, max_iter=400, tol=1e-3).fit(x, labels)
    weights = dict(zip(names, model.coef_[0].tolist(), strict=True))
    return weights | {"": float(model.intercept_[0])}, held
