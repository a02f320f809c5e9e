"""The words of quotations, and what two of them have in a row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.ledger.telling import longest_run


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_the_longest_run_stands_in_both(one: list[str], other: list[str]) -> None:
    found = longest_run(one, other)
    run = len(found)
    assert not run or found in [one[i : i + run] for i in range(len(one))]
    parts = {tuple(one[i : i + run]) for i in range(len(one) - run + 1)}
    assert any(tuple(other[i : i + run]) in parts for i in range(len(other) - run + 1))
    longer = {tuple(one[i : i + run + 1]) for i in range(len(one) - run)}
    assert not any(tuple(other[i : i + run + 1]) in longer for i in range(len(other) - run))
