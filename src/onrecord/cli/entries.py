"""What the ledger has, as plain text: the columns of its lists, and a statement with its evidence marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.cli.console import one_line, visible
from onrecord.cli.forms import Column
from onrecord.cli.marks import Mark, Piece, bracketed, pieces
from onrecord.cli.plain import tabbed
from onrecord.cli.words import UNKNOWN, corrected_to, does, for_whom, reports, sure, toward, who
from onrecord.ledger import DocumentEntry, StatementEntry
from onrecord.records import Review
from onrecord.views import Gathering, Report, Shown, Utterance, value_of

_FIRST_HAND = {True: "yes", False: "no", None: None}
_YES = {True: "yes", False: "no, the speaker reports another's", None: None}
_BASES = {"text": "by the text", "published": "the day of publication"}

FOUND: tuple[Column[Utterance], ...] = (
    Column(heading="said on", of=lambda found: found.first.said_on),
    Column(heading="who", of=lambda found: who(found.first.speaker)),
    Column(heading="for", of=lambda found: for_whom(found.first)),
    Column(heading="does", of=lambda found: does(found.first)),
    Column(heading="toward", of=lambda found: toward(found.first)),
    Column(heading="kind", of=lambda found: found.first.kind),
    Column(heading="quote", of=lambda found: found.first.quote),
    Column(heading="publisher", of=lambda found: _document(found).publisher),
    Column(heading="published", of=lambda found: _document(found).published),
    Column(heading="document", of=lambda found: _document(found).title or _document(found).input),
    Column(heading="independent", of=lambda found: found.independent),
    Column(heading="copies", of=lambda found: found.copies),
    Column(heading="review", of=lambda found: found.statements[0].review),
    Column(heading="statement", of=lambda found: found.first.id),
    Column(heading="name", of=lambda found: _of(found.first.speaker, "name"), more=True),
    Column(heading="role", of=lambda found: _of(found.first.speaker, "role"), more=True),
    Column(heading="affiliation", of=lambda found: _of(found.first.speaker, "affiliation"), more=True),
    Column(heading="holder", of=lambda found: "; ".join(_of(found.first.position, "holder") or ()), more=True),
    Column(heading="first-hand", of=lambda found: _FIRST_HAND[_of(found.first.position, "first_hand")], more=True),
    Column(heading="about", of=lambda found: _of(found.first.position, "issue"), more=True),
    Column(heading="sure", of=lambda found: found.first.confidence, more=True),
    Column(heading="sure of kind", of=lambda found: _of(found.first.position, "confidence"), more=True),
    Column(heading="utterance", of=lambda found: found.id, more=True),
    Column(heading="document id", of=lambda found: _document(found).id, more=True),
    Column(heading="recorded at", of=lambda found: found.statements[0].recorded_at, more=True),
    Column(heading="publishers", of=lambda found: _of_reports(found, "publisher", "; "), more=True),
    Column(heading="addresses", of=lambda found: _of_reports(found, "url", " "), more=True),
)

DOCUMENTS: tuple[Column[DocumentEntry], ...] = (
    Column(heading="recorded at", of=lambda entry: entry.recorded_at),
    Column(heading="published", of=lambda entry: entry.published),
    Column(heading="publisher", of=lambda entry: entry.publisher),
    Column(heading="language", of=lambda entry: entry.language),
    Column(heading="statements", of=lambda entry: entry.statements),
    Column(heading="title", of=lambda entry: entry.title),
    Column(heading="input", of=lambda entry: entry.input),
    Column(heading="document", of=lambda entry: entry.id),
    Column(heading="address", of=lambda entry: entry.url, more=True),
    Column(heading="published by", of=lambda entry: entry.published_basis, more=True),
    Column(heading="family", of=lambda entry: entry.family, more=True),
    Column(heading="version of", of=lambda entry: entry.version_of, more=True),
    Column(heading="input id", of=lambda entry: entry.input_id, more=True),
    Column(heading="retrieved", of=lambda entry: entry.retrieved, more=True),
)

MEETINGS: tuple[Column[Gathering], ...] = (
    Column(heading="start", of=lambda gathering: gathering.meeting.start),
    Column(heading="end", of=lambda gathering: gathering.meeting.end),
    Column(heading="status", of=lambda gathering: gathering.meeting.status),
    Column(heading="kind", of=lambda gathering: gathering.meeting.kind),
    Column(heading="meeting", of=lambda gathering: gathering.meeting.name),
    Column(heading="parties", of=lambda gathering: ", ".join(gathering.meeting.parties)),
    Column(heading="place", of=lambda gathering: gathering.meeting.place),
    Column(heading="reports", of=lambda gathering: len(gathering.entries)),
    Column(heading="latest report", of=lambda gathering: gathering.entries[0].document.published),
    Column(heading="document", of=lambda gathering: gathering.entries[0].document.id),
    Column(heading="id", of=lambda gathering: gathering.meeting.id, more=True),
    Column(heading="title", of=lambda gathering: gathering.entries[0].document.title, more=True),
    Column(heading="publisher", of=lambda gathering: gathering.entries[0].document.publisher, more=True),
    Column(
        heading="addresses",
        of=lambda gathering: _joined((entry.document.url for entry in gathering.entries), " "),
        more=True,
    ),
)


# The title last: at a terminal it takes what room is left.
REPORTS: tuple[Column[Report], ...] = (
    Column(heading="published", of=lambda report: report.entry.document.published),
    Column(heading="publisher", of=lambda report: report.entry.document.publisher),
    Column(heading="joined by", of=lambda report: report.entry.joined_by or "first on record"),
    Column(heading="sure", of=lambda report: None if report.entry.sureness is None else sure(report.entry.sureness)),
    Column(heading="copies", of=lambda report: len(report.copies)),
    Column(heading="statement", of=lambda report: report.entry.statement.id),
    Column(heading="document", of=lambda report: report.entry.document.title or report.entry.document.input),
)


def _document(found: Utterance) -> DocumentEntry:
    return found.statements[0].document


def _of(record: object, field: str) -> Any:
    """A field of what may be unknown as a whole."""
    return None if record is None else getattr(record, field)


def _of_reports(found: Utterance, field: str, between: str) -> str:
    return _joined((getattr(entry.document, field) for entry in found.statements), between)


def _joined(values: Iterable[str | None], between: str) -> str:
    return between.join(dict.fromkeys(value for value in values if value))


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
