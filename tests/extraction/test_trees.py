"""Trees over named features: every row ends in the leaf that its answers lead to."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.positions.trees import Trees

NAMES = ("near", "told", "weighed")
TREES = Trees(
    NAMES,
    np.array([[0, 1], [2, 2]], np.int16),
    np.array([[0.5, -1.0], [0.25, 0.75]], np.float32),
    np.array([[1, 2, 4, 8], [16, 32, 64, 128]], np.float32),
    0.5,
)
VALUES = st.floats(-4, 4, width=32)


def test_answers_are_the_bits_of_the_leaf() -> None:
    rows = [{}, {"near": 1.0}, {"told": -2.0}, {"near": 1.0, "told": -2.0, "weighed": 0.5}, {"weighed": 1.0}]
    assert TREES.logits(rows) == [4 + 16.5, 8 + 16.5, 1 + 16.5, 2 + 32.5, 4 + 128.5]


def test_a_value_on_the_threshold_is_not_above_it() -> None:
    assert TREES.logits([{"near": 0.5}]) == TREES.logits([{}])


def test_what_no_tree_asks_for_changes_nothing() -> None:
    assert TREES.logits([{"near": 1.0, "far": 9.0, "wide": -9.0}]) == TREES.logits([{"near": 1.0}])


@given(st.lists(st.dictionaries(st.sampled_from([*NAMES, "other"]), VALUES), max_size=9), st.integers(1, 700))
def test_rows_are_asked_one_by_one_whatever_their_number(rows: list[dict[str, float]], times: int) -> None:
    assert TREES.logits(rows * times) == [TREES.logits([row])[0] for row in rows] * times
