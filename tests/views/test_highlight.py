"""Segments and paragraphs: pieces of a text that join back to it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_readings import unhurried
from onrecord.records import Span
from onrecord.views.highlight import Mark, segments
from onrecord.views.paragraph import paragraph


@st.composite
def _spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 40))
    return Span(start=start, end=draw(st.integers(start + 1, 42)))


_MARKS = st.lists(st.builds(Mark, role=st.sampled_from(["speaker", "cue", "content"]), span=_spans()), max_size=6)


@unhurried
@given(_spans(), _MARKS)
def test_segments_join_back_and_bear_the_roles_of_every_code_point(span: Span, marks: list[Mark]) -> None:
    made = segments(span, marks)
    assert (made[0].span.start, made[-1].span.end) == (span.start, span.end)
    for before, after in pairwise(made):
        assert before.span.end == after.span.start
        assert before.roles != after.roles
    for segment in made:
        for place in range(segment.span.start, segment.span.end):
            point = Span(start=place, end=place + 1)
            assert segment.roles == {mark.role for mark in marks if point in mark.span}


def test_nested_marks_bear_both_roles() -> None:
    marks = [Mark(role="content", span=Span(start=2, end=9)), Mark(role="speaker", span=Span(start=4, end=6))]
    made = segments(Span(start=0, end=10), marks)
    assert [(s.span.start, s.span.end, sorted(s.roles)) for s in made] == [
        (0, 2, []),
        (2, 4, ["content"]),
        (4, 6, ["content", "speaker"]),
        (6, 9, ["content"]),
        (9, 10, []),
    ]


@pytest.mark.parametrize(
    ("text", "part", "shown"),
    [
        ("one two", "two", "one two"),
        ("one\n\ntwo\n\nthree", "two", "two"),
        ("one\n\ntwo\nmore\n \t\nthree\n", "two", "two\nmore"),
        ("one\n\ntwo\n\nthree", "o\n\nthr", "two\n\nthree"),
        ("\n\none\n\n", "one", "one"),
    ],
)
def test_a_paragraph_runs_between_blank_lines(text: str, part: str, shown: str) -> None:
    place = Span(start=text.index(part), end=text.index(part) + len(part))
    span = paragraph(text, place)
    assert text[span.start : span.end] == shown


@unhurried
@given(st.text("a\n ", min_size=1, max_size=30), st.data())
def test_a_paragraph_holds_its_place_and_no_blank_line_of_its_own(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    place = Span(start=start, end=data.draw(st.integers(start + 1, len(text))))
    span = paragraph(text, place)
    assert place in span
    assert span.end <= len(text)


def test_of_a_long_run_only_what_is_near_is_shown() -> None:
    sentences = [f"This is sentence number {number}." for number in range(200)]
    text = " ".join(sentences)
    said = "sentence number 100"
    start = text.index(said)
    span = paragraph(text, Span(start=start, end=start + len(said)))
    shown = text[span.start : span.end]
    assert said in shown
    assert shown.startswith("This is sentence number 79.")
    assert shown.endswith("number 120.")
    assert len(shown) < 1300


def test_a_run_without_sentences_is_cut_too() -> None:
    text = "x" * 5000
    span = paragraph(text, Span(start=2000, end=2100))
    assert (span.start, span.end) == (1400, 2700)
