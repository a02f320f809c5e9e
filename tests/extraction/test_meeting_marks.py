"""What the marks of the model mean: whole phrases, and where they are printed again."""

from __future__ import annotations

from onrecord.extraction.meetings.marks import phrases, printed_again
from onrecord.records import Span

from .marked import in_turn


def test_scraps_of_one_phrase_are_joined_and_noise_is_left_out() -> None:
    text = "They went to the second round of talks in Oslo, said Hansen."
    marks = in_turn(text, "second round", "talks", "Hansen")
    assert [text[s.start : s.end] for s in phrases(text, marks)] == ["second round of talks"]


def test_a_phrase_is_cut_neither_within_a_word_nor_before_the_one_that_its_last_word_needs() -> None:
    text = "After the pro-unity rally in Nairobi they had face-to-face talks with the parties on both of the plans."
    marks = in_turn(text, "unity rally in Nairobi", "to-face talks with the parties on both")
    assert [text[s.start : s.end] for s in phrases(text, marks)] == [
        "pro-unity rally in Nairobi",
        "face-to-face talks with the parties",
    ]


def test_names_right_before_a_marked_noun_belong_to_the_phrase() -> None:
    text = "They spoke after the Ghana-Togo commission, and on Monday talks went on."
    assert [text[s.start : s.end] for s in phrases(text, in_turn(text, "commission", "talks"))] == [
        "Ghana-Togo commission",
        "talks",
    ]


def test_a_named_phrase_that_is_printed_again_is_a_mention_too() -> None:
    text = "They left the Ghana-Togo commission. A caption: the Ghana-Togo commission, and a commission of others."
    marked = phrases(text, in_turn(text, "Ghana-Togo commission"))
    assert printed_again(text, marked) == [Span(start=s, end=s + 21) for s in [text.rindex("Ghana-Togo")]]
    assert printed_again(text, in_turn(text, "commission")) == []
