"""Sentences: they join back to the text, end where news English ends them, and take linear time."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.document import sentences
from onrecord.document.sentences import extends
from timing import seconds


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


# A bar stands where a sentence ends; the white space around it belongs to the sentence before.
CASES = [
    "Mr. Weber met Gen. Okafor. |They spoke.",
    "The U.S. State Department said so. |The U.S. |The end.",
    "She lives in the U.S. |She likes it.",
    "On Jan. 10 he came. |It was in Jan. |The rest followed.",
    '"Why?" he asked. |"Because." |She left.',
    "“We will not go.” |He left. |“Never!” she said.",
    'He said: "It is over." |"No," she said.',
    "No. 5 was alive. |He said no. |They left.",
    "J. K. Lindqvist and Anna P. Moreau met. |He left.",
    "Wait... what? |Yes… no. |Then... |He left.",
    "1. First point. |2. Second.\n|2. Second point",
    "Sen. Ada Cole (R-Tex.) Monday said so. |(It is true.) |He left.",
    "Apple Inc. said. |It is Apple Inc. |The firm rose.",
    "The price is 3.5 million. |At 3 p.m. Monday they met. |It was 3 p.m. |They met.",
    "Headline without stop\n\n|Body begins. |More",
    "Headline\n|Body begins here. |More",
    "- item one\n|- item two\n",
    "Elle a dit « non. » |Il est parti.",
    "He said 'no.' |Then he left.",
    "Lt. Gen. Roy met St. Petersburg officials vs. others, e.g. The Hague.",
    "the mass. |President Roy spoke. |I am. |President Roy left.",
    "Q. What then? |A. Nothing.",
    "He said . . . nothing. |She left.",
    "It was 2015. |The war began. |100 people came.",
    "See example.org for 1.5 pages, i.e. little. |End.",
    "He [the envoy] left.] |She stayed.",
]


@pytest.mark.parametrize("case", CASES)
def test_news_english_is_cut_where_it_ends(case: str) -> None:
    assert split(case.replace("|", "")) == case.split("|")


def test_lines_wrapped_by_a_mailer_are_one_sentence() -> None:
    text = (
        "The ministry's statement was sent by mail and was wrapped so\n"
        "that each line ends where the next word would not fit. The\n"
        "President of the republic is named at the start of a line in\n"
        "it. Nothing else ends there\n"
    )
    assert [piece.split()[0] for piece in split(text)] == ["The", "The", "Nothing"]


def test_a_title_longer_than_the_lines_hides_no_wrapping() -> None:
    text = (
        "Readout of the Prime Minister’s Meeting with the Herring League of the North Sea\n"
        "at the Harbour\n\n"
        "The ministry's statement was sent by mail and was wrapped so\n"
        "that each line ends where the next word would not fit. The\n"
        "President of the republic is named at the start of a line in\n"
        "it. Nothing else ends there\n"
    )
    assert [piece.split()[0] for piece in split(text)] == ["Readout", "The", "The", "Nothing"]


def test_short_lines_that_end_where_they_like_are_not_wrapped() -> None:
    lines = [
        "Ana Vidal\n",
        "Minister of Fisheries\n",
        "Harbour House, Northern Quay 7\n",
        "Call us at any time of day\n",
        "Skagen\n",
    ]
    assert split("".join(lines)) == lines


def test_an_empty_text_has_no_sentences() -> None:
    assert sentences("") == ()


PIECES = st.sampled_from(
    [
        "Mr. ",
        "U.S. ",
        ". ",
        '." ',
        "\n",
        "\n\n",
        " \n \n",
        "A",
        "b",
        "…",
        "1.",
        "\u0301",
        "\u200d",
        "👩",
        "🏽",
        "»",
        " ",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
def test_the_sentences_of_any_text_join_back_to_it(text: str) -> None:
    spans = sentences(text)
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(one.end == other.start for one, other in pairwise(spans))
    assert not any(extends(text[span.start]) for span in spans[1:])


@pytest.mark.parametrize(
    "piece", [".", " ", "\n", " \n", '."', ". »", "a. ", "A.", "x", "A\n", '. "', "U.S.A.", "x\n\n", ". ("]
)
def test_the_time_is_linear_in_hostile_text(piece: str) -> None:
    small, large = (seconds(partial(sentences, piece * times)) for times in (2_000, 20_000))
    # Ten times the text in at most thirty times the time: a quadratic rule would take a hundred.
    assert large <= 30 * max(small, 0.005)
