"""Quotation marks: the cases a linguist can edit, and what holds for every text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.quotes import marks, paragraphs, quotations

CASES = [
    block.split("\n")
    for block in (Path(__file__).parents[1] / "cases" / "quotations.txt").read_text(encoding="utf-8").split("\n\n")
    if not block.startswith("#")
]
MARKED = st.text(alphabet=" \n.,ab\"“”'’‘«»„-", max_size=80)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0][:40])
def test_case(case: list[str]) -> None:
    text = case[0].replace("\\n", "\n")
    found = [
        f"{q.depth} {'closed' if q.closed else 'open'} | {text[q.span.start : q.span.end]}" for q in quotations(text)
    ]
    assert found == [line.replace("\\n", "\n") for line in case[1:] if line]


@given(MARKED)
def test_every_opening_mark_is_closed_in_order(text: str) -> None:
    depth, last = 0, 0
    for mark in marks(text):
        assert last <= mark.start <= mark.end <= len(text)
        last = mark.start
        if mark.opens:
            depth += 1
            assert mark.depth == depth
        else:
            assert mark.depth == depth
            depth -= 1
    assert depth == 0


@given(MARKED)
def test_quotations_nest_and_never_cross(text: str) -> None:
    found = [q.span for q in quotations(text)]
    for one in found:
        for other in found:
            if one.overlaps(other):
                assert one in other or other in one


@given(st.text(alphabet='ab \n\t."', max_size=60))
def test_paragraphs_hold_all_that_is_not_white(text: str) -> None:
    ranges = paragraphs(text)
    assert "".join(text[a:b] for a, b in ranges).replace(" ", "").replace("\n", "").replace("\t", "") == "".join(
        text.split()
    )
    assert all(text[a:b] == text[a:b].strip() and a < b for a, b in ranges)


def test_marks_without_end_cost_no_more_than_their_number() -> None:
    assert max(mark.depth for mark in marks("“a " * 100_000)) <= 6
