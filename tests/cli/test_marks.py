"""A marked text is the text and the marks, no more and no less."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from made_readings import document_of, readings, span_of, statement_of
from onrecord.marks import Mark, bracketed, marks_of, pieces
from onrecord.records import Reading, Span
from typed import UNHURRIED


@UNHURRIED
@given(readings())
def test_pieces_join_to_the_text_and_keep_each_mark(reading: Reading) -> None:
    text = reading.document.text
    marks = [mark for number, one in enumerate(reading.statements) for mark in marks_of(one, number)]
    cut = list(pieces(text, marks, Span(start=0, end=len(text))))
    assert "".join(piece.text for piece in cut) == text
    for mark in marks:
        covered = "".join(piece.text for piece in cut if mark in piece.marks)
        assert covered == text[mark.span.start : mark.span.end]


@UNHURRIED
@given(st.text(min_size=1, max_size=30), st.data())
def test_pieces_of_a_part_join_to_the_part(text: str, data: st.DataObject) -> None:
    def any_span() -> Span:
        start = data.draw(st.integers(0, len(text) - 1))
        return Span(start=start, end=data.draw(st.integers(start + 1, len(text))))

    within = any_span()
    marks = [Mark(span=any_span(), role="cue", number=1) for _ in range(3)]
    cut = list(pieces(text, marks, within))
    assert "".join(piece.text for piece in cut) == text[within.start : within.end]


@UNHURRIED
@given(readings())
def test_brackets_balance(reading: Reading) -> None:
    text = reading.document.text
    marks = [mark for number, one in enumerate(reading.statements) for mark in marks_of(one, number)]
    written = bracketed(pieces(text, marks, Span(start=0, end=len(text))))
    assert written.count("⟦") == written.count("⟧")


def test_marks_are_named() -> None:
    document = document_of('"We will stay," Anna Berg said.')
    statement = statement_of(document, "We will stay", speaker="Anna Berg", cue="said")
    cut = pieces(document.text, marks_of(statement, 1), Span(start=0, end=len(document.text)))
    assert bracketed(cut) == '"⟦content: We will stay⟧," ⟦speaker: Anna Berg⟧ ⟦cue: said⟧.'


def test_brackets_of_the_text_are_no_marks() -> None:
    text = "a ⟦cue: b⟧ c"
    assert bracketed(pieces(text, [], Span(start=0, end=len(text)))) == "a \\u27e6cue: b\\u27e7 c"


def test_crossing_spans_are_closed_and_opened_again() -> None:
    text = "one two three"
    marks = [
        Mark(span=span_of(text, "one two"), role="content", number=1),
        Mark(span=span_of(text, "two three"), role="cue", number=1),
    ]
    assert bracketed(pieces(text, marks, Span(start=0, end=len(text)))) == ("⟦content: one ⟦cue: two⟧⟧⟦cue:  three⟧")
