"""Copies, versions and different stories, told by the texts alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ledger.days import Days
from onrecord.ledger.reprints import LEAST_KEPT, LEAST_SPARSE, Printed, likeness, one_of

STORY = (
    "Negotiators from both countries met behind closed doors on the island for a second day without reaching agreement "
    "on the fishing grounds. The foreign minister told reporters that her delegation had put three proposals on the "
    "table and was waiting for an answer. A spokesman for the other side said the first was worth a discussion, "
    "while the second would never pass parliament. Boats from the northern harbours have stayed at home since March, "
    "when a trawler was boarded by the coast guard and its captain was held for six days in the port of Varna. Exports "
    "of herring fell by a third in the spring, according to the statistics office. The mediator, a retired judge from "
    "Norway, is expected to hold separate talks with each delegation before the weekend and to report to both capitals."
)
OTHER = (
    "Heavy rain flooded the capital's underground on Monday morning and thousands of commuters walked to work. The "
    "mayor promised new pumps by the autumn and blamed the builders of the second line, who denied that they had saved "
    "money on the drains. Schools in four districts stayed closed."
)
DAY = Days(first="2022-05-10", last="2022-05-10")
NEXT_YEAR = Days(first="2023-05-10", last="2023-05-10")


def printed(text: str, publisher: str | None = "UNX", days: Days | None = DAY) -> Printed:
    return Printed(text=text, publisher=publisher, days=days)


def rewritten(text: str) -> str:
    """Every eighth word another one, and a new beginning: a version that keeps its runs, but none of eight words."""
    words = [f"changed{i}" if i % 8 == 7 else word for i, word in enumerate(text.split())]
    return "A new first sentence says what has happened since noon. " + " ".join(words)


@pytest.mark.parametrize(
    "copy",
    [
        STORY,
        STORY.upper(),
        "Talks go on\n\n" + STORY,
        ". ".join(STORY.split(". ")[:4]),
        STORY + " " + "A paragraph was added by the paper about the weather at sea. " * 3,
    ],
)
def test_a_copy_cut_or_added_to_prints_the_same_text(copy: str) -> None:
    found = likeness(printed(STORY), printed(copy, publisher="Another"))
    assert found is not None
    assert found.relation == "same_text"
    assert found.share > 0.9


def test_a_rewritten_story_of_one_publisher_and_day_is_a_version() -> None:
    found = likeness(printed(STORY), printed(rewritten(STORY)))
    assert found is not None
    assert found.relation == "version"


@pytest.mark.parametrize(
    "other",
    [
        printed(rewritten(STORY), publisher="Another"),
        printed(rewritten(STORY), publisher=None),
        printed(rewritten(STORY), days=NEXT_YEAR),
        printed(rewritten(STORY), days=None),
        printed(OTHER),
    ],
)
def test_without_one_publisher_or_day_and_with_other_words_they_are_different(other: Printed) -> None:
    assert likeness(printed(STORY), other) is None


def test_a_block_shared_word_for_word_makes_no_version() -> None:
    half = " ".join(STORY.split()[:60])
    assert likeness(printed(half + " " + OTHER), printed(OTHER.upper()[::-1] + " " + half)) is None


@given(st.text(), st.text())
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    assert likeness(printed(one), printed(other)) == likeness(printed(other), printed(one))


@given(st.text(max_size=400))
def test_kept_runs_are_ordered_numbers_and_depend_on_the_words_alone(text: str) -> None:
    runs = printed(text).kept
    assert list(runs) == sorted(set(runs))
    assert all(0 <= run < 2**32 for run in runs)
    assert printed(f" {text}\n").kept == runs


@given(st.integers(min_value=0, max_value=100_000), st.sampled_from([LEAST_KEPT, LEAST_SPARSE]))
def test_a_text_stands_for_itself_by_no_more_than_twice_the_least(runs: int, least: int) -> None:
    assert min(runs, least) <= runs / one_of(runs, least) < 2 * least


@given(st.text(max_size=400))
def test_what_stands_for_a_text_on_any_day_stands_for_it_on_its_own(text: str) -> None:
    assert set(printed(text).sparse) <= set(printed(text).kept)


def test_a_copy_keeps_runs_of_the_whole_text() -> None:
    whole, part = set(printed(STORY).kept), set(printed(". ".join(STORY.split(". ")[:4])).kept)
    assert len(whole & part) >= 3
