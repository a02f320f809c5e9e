"""A report as HTML: its paragraphs, with the evidence of every statement, its meetings and its times marked in them.

Marks nest as the statements do. Where two cross, the later one is closed and opened again. All text is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from onrecord.ledger import DocumentReading, StatementEntry
from onrecord.marks import Mark, marks_of, pieces
from onrecord.records import Span
from onrecord.views import paragraphs
from onrecord.wording import does, who

_OF_STATEMENTS = ("content", "cue", "speaker", "role", "addressee")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the report as HTML; `is_title` for the one that is the document's title."""

    html: Markup
    is_title: bool


def numbered_in(reading: DocumentReading) -> dict[int, StatementEntry]:
    """The statements of a report that stand, each by the number before it: what a person rejected has none."""
    return dict(enumerate((entry for entry in reading.statements if entry.review != "rejected"), 1))


def marks_in(reading: DocumentReading, numbered: Mapping[int, StatementEntry]) -> list[Mark]:
    """Every mark of a report: of these statements by their numbers, of its meetings and times by their places."""
    marks = [mark for number, entry in numbered.items() for mark in marks_of(entry.statement, number)]
    for number, meeting in enumerate(reading.meetings):
        marks += [Mark(span=span, role="meeting", number=number) for span in meeting.mentions]
    return marks + [Mark(span=time.span, role="time", number=number) for number, time in enumerate(reading.times)]


def marked(reading: DocumentReading, numbered: Mapping[int, StatementEntry]) -> list[Paragraph]:
    """The report's paragraphs; `numbered` are the statements to mark, by the number that stands before each."""
    marks = marks_in(reading, numbered)
    writer = _Writer(reading, numbered)
    title = (reading.document.title or "").strip()
    made = []
    for number, span in enumerate(paragraphs(reading.text)):
        is_title = not number and reading.text[span.start : span.end] == title
        made.append(Paragraph(html=writer.written(words_of(reading.text, marks, span)), is_title=is_title))
    return made


def words_of(text: str, marks: Iterable[Mark], span: Span) -> Iterator[tuple[str, tuple[Mark, ...]]]:
    """The pieces of a span with the marks over each, the outer first."""
    overlapping = [mark for mark in marks if mark.span.overlaps(span)]
    return ((piece.text, piece.marks) for piece in pieces(text, overlapping, span))


class _Writer:
    """Writes pieces with their marks as nested elements."""

    def __init__(self, reading: DocumentReading, numbered: Mapping[int, StatementEntry]) -> None:
        self._reading = reading
        self._numbered = numbered
        self._begun: set[tuple[str, int]] = set()

    def written(self, cut: Iterable[tuple[str, tuple[Mark, ...]]]) -> Markup:
        """The pieces as HTML; every element that is opened is closed."""
        parts: list[str] = []
        open_now: tuple[Mark, ...] = ()
        for text, marks in cut:
            kept = _common(open_now, marks)
            parts.append("</mark>" * (len(open_now) - kept))
            parts += [self._opened(mark) for mark in marks[kept:]]
            parts.append(str(escape(text)))
            open_now = marks
        parts.append("</mark>" * len(open_now))
        return Markup("".join(parts))

    def _opened(self, mark: Mark) -> str:
        if mark.role == "meeting":
            meeting = self._reading.meetings[mark.number]
            said = " · ".join(str(part) for part in (meeting.name, meeting.status, meeting.start) if part)
            anchor = self._anchor(mark, f"m-{meeting.id}")
            return f'<mark class="meeting"{anchor} title="{escape(f"meeting: {said}")}">'
        if mark.role == "time":
            return f'<mark class="time" title="{escape(f"time: {self._reading.times[mark.number].value}")}">'
        number = self._number(mark) if mark.role == "content" else ""
        return f'{number}<mark class="{mark.role}" data-s="{mark.number}">'

    def _number(self, mark: Mark) -> str:
        """The number before a statement's first content: a link to its record."""
        entry = self._numbered[mark.number]
        anchor = self._anchor(mark, f"s-{entry.statement.id}")
        if not anchor:
            return ""
        said = escape(f"{who(entry.statement.speaker)}: {does(entry.statement)}")
        return (
            f'<a class="no"{anchor} href="#r-{escape(entry.statement.id)}" data-s="{mark.number}" title="{said}" '
            f'aria-label="Statement {mark.number}: {said}">{mark.number}</a>'
        )

    def _anchor(self, mark: Mark, id: str) -> str:
        """An `id` for the first of an anchor's places."""
        if (mark.role, mark.number) in self._begun:
            return ""
        self._begun.add((mark.role, mark.number))
        return f' id="{escape(id)}"'


def _common(one: Sequence[Mark], other: Sequence[Mark]) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def excerpt(text: str, statement_marks: Iterable[Mark], span: Span) -> Markup:
    """A passage with the evidence of one statement marked; offsets of the marks are those of `text`."""
    parts = []
    for words, marks in words_of(text, statement_marks, span):
        roles = [mark.role for mark in marks if mark.role in _OF_STATEMENTS]
        written = str(escape(words))
        for role in reversed(roles):
            written = f'<mark class="{role}">{written}</mark>'
        parts.append(written)
    return Markup("".join(parts))
