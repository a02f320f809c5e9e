"""A statement on record as plain text: its evidence marked, its fields, its reports."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.cli.plain import tabbed
from onrecord.ledger import StatementEntry
from onrecord.marks import Mark, Piece, bracketed, pieces
from onrecord.records import Review
from onrecord.views import Report, Shown, value_of
from onrecord.views.columns import Column
from onrecord.visible import one_line, visible
from onrecord.wording import UNKNOWN, corrected_to, does, for_whom, reports, sure, titled, toward, who

_YES = {True: "yes", False: "no, the speaker reports another's", None: None}
_BASES = {"text": "by the text", "published": "the day of publication"}

# The title last: at a terminal it takes what room is left.
REPORTS: tuple[Column[Report], ...] = (
    Column(heading="published", of=lambda report: report.entry.document.published),
    Column(heading="publisher", of=lambda report: report.entry.document.publisher),
    Column(heading="joined by", of=lambda report: report.entry.joined_by or "first on record"),
    Column(heading="sure", of=lambda report: None if report.entry.sureness is None else sure(report.entry.sureness)),
    Column(heading="copies", of=lambda report: len(report.copies)),
    Column(heading="statement", of=lambda report: report.entry.statement.id),
    Column(heading="document", of=lambda report: titled(report.entry.document)),
)


def shown_lines(shown: Shown) -> Iterator[str]:
    """The lines of `onrecord show`: the paragraph with ⟦role: ...⟧ around the evidence, then the fields."""
    yield visible(bracketed(shown_pieces(shown)))
    yield ""
    for name, value in shown_fields(shown):
        yield f"{name}: {value}"
    listed = shown_reports(shown)
    if listed:
        yield ""
        yield tabbed(*(column.heading for column in REPORTS))
        yield from (tabbed(*(column.of(report) for column in REPORTS)) for report in listed)


def shown_reports(shown: Shown) -> tuple[Report, ...]:
    """The independent reports of what is shown; none where the statement's own document is the only one."""
    act = shown.utterance
    return act.reports if act is not None and act.independent + act.copies > 1 else ()


def shown_pieces(shown: Shown) -> Iterator[Piece]:
    """The paragraph cut at the edges of the evidence."""
    marks = [Mark(span=mark.span, role=mark.role, number=0) for mark in shown.marks]
    # The paragraph stands in its document at an offset: spaces stand for what comes before.
    return pieces(" " * shown.span.start + shown.text, marks, shown.span)


def shown_fields(shown: Shown) -> Iterator[tuple[str, str]]:
    """The statement's fields and its document's, as far as they are known, a name and a line each."""
    statement, document = shown.entry.statement, shown.entry.document
    speaker, position = statement.speaker, statement.position
    basis = f" ({_BASES[statement.said_on_basis]})" if statement.said_on_basis else ""
    fields: list[tuple[str, str | None]] = [
        ("who", who(speaker) if speaker else "nobody is named"),
        ("as", speaker.role if speaker else None),
        ("for", for_whom(statement)),
        ("to", who(statement.addressee)),
        ("kind", statement.kind if statement.act == "speech" else f"{statement.kind} {statement.act}"),
        ("said on", f"{statement.said_on}{basis}" if statement.said_on else None),
        ("does", f"{does(statement)}, {sure(position.confidence)} sure" if position else None),
        ("whose position", ", ".join(position.holder) if position else None),
        ("first-hand", _YES[position.first_hand] if position else None),
        ("toward", toward(statement)),
        ("about", position.issue if position else None),
        ("passed on by", ", ".join(statement.via)),
        ("inside", statement.inside),
        ("repeats", statement.repeats),
        ("sure", sure(statement.confidence)),
        ("statement", statement.id),
        ("title", document.title),
        ("publisher", document.publisher),
        ("published", f"{document.published} ({document.published_basis})" if document.published else None),
        ("address", document.url),
        ("input", document.input),
        ("document", document.id),
        ("recorded at", shown.entry.recorded_at),
        ("reports", reports(shown.utterance.independent, shown.utterance.copies) if shown.utterance else None),
        ("review", shown.entry.review),
        *((f"{review.verdict} by", _told(review, shown.entry)) for review in shown.entry.reviews),
    ]
    return ((name, one_line(value)) for name, value in fields if value and value != UNKNOWN)


def _told(review: Review, entry: StatementEntry) -> str:
    """Who decided, when, what and why; of a correction, what the machine had read."""
    told = [review.reviewer, review.at]
    if review.field is not None and entry.machine is not None:
        told += [f"{review.field} = {corrected_to(review.value)}"]
        told += [f"as read: {corrected_to(value_of(entry.machine, review.field))}"]
    if review.other is not None:
        told.append(review.other.statement_id)
    return ", ".join(told) + (f": {review.note}" if review.note else "")
