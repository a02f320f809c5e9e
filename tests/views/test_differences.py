"""Two wordings, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.views import Stretch, differences

WORDINGS = st.lists(st.sampled_from(["we", "will", "not", "never", "Go,", "go", "\n", "–", "“go”"]), max_size=12).map(
    " ".join
)


def words(stretches: tuple[Stretch, ...], *, shared: bool) -> str:
    return "".join(stretch.text for stretch in stretches if stretch.shared is shared)


@given(WORDINGS, WORDINGS)
def test_the_stretches_join_to_the_wordings(one: str, other: str) -> None:
    found = differences(one, other)
    assert "".join(stretch.text for stretch in found.one) == one
    assert "".join(stretch.text for stretch in found.other) == other


@given(WORDINGS)
def test_a_wording_is_the_same_as_itself(one: str) -> None:
    assert differences(one, one.upper()).same


def test_case_and_punctuation_are_no_difference() -> None:
    assert differences("We will go", "“we will go.”").same


def test_what_only_one_has_is_told() -> None:
    found = differences("we will not go there", "we will never go")
    assert words(found.one, shared=False).split() == ["not", "there"]
    assert words(found.other, shared=False).split() == ["never"]
    assert not found.same
