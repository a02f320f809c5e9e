"""Long texts in segments."""

from onrecord.extraction.segments import LENGTH, segments
from onrecord.records import Span


def test_a_report_is_one_segment() -> None:
    assert [s.start for s in segments("Short.", [Span(start=0, end=6)])] == [0]


def test_segments_cover_a_long_text_and_end_at_paragraphs() -> None:
    paragraph = "He said so again. " * 50 + "\n\n"
    text = paragraph * (3 * LENGTH // len(paragraph))
    found = segments(text, [Span(start=0, end=len(text))])
    assert "".join(s.layout.text for s in found) == text
    assert all(len(s.layout.text) <= LENGTH for s in found)
    assert all(text[s.start - 2 : s.start] == "\n\n" for s in found[1:])


def test_one_endless_line_is_cut_too() -> None:
    text = "x" * (2 * LENGTH + 10)
    found = segments(text, [Span(start=0, end=len(text))])
    assert [len(s.layout.text) for s in found] == [LENGTH, LENGTH, 10]
    assert all(s.layout.sentences[-1].end == len(s.layout.text) for s in found)
