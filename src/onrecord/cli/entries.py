"""What the ledger has, as plain text: rows with tabs between the columns, and a statement with its evidence marked."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.cli.console import one_line, visible
from onrecord.cli.marks import Mark, Piece, bracketed, pieces
from onrecord.cli.plain import tabbed
from onrecord.cli.words import UNKNOWN, does, for_whom, sure, toward, who
from onrecord.ledger import DocumentEntry
from onrecord.views import Gathering, Shown, Utterance

FOUND = ("said on", "who", "for", "does", "toward", "kind", "quote", "publisher", "published", "document", "statement")
_YES = {True: "yes", False: "no, the speaker reports another's", None: None}
_BASES = {"text": "by the text", "published": "the day of publication"}
DOCUMENTS = ("recorded at", "published", "publisher", "language", "statements", "title", "input", "document")
MEETINGS = ("start", "end", "status", "kind", "meeting", "parties", "place", "reports", "latest report", "document")


def found_row(utterance: Utterance) -> str:
    """One line of `onrecord find`."""
    first, document = utterance.first, utterance.statements[0].document
    return tabbed(
        first.said_on,
        who(first.speaker),
        for_whom(first),
        does(first),
        toward(first),
        first.kind,
        first.quote,
        document.publisher,
        document.published,
        document.title or document.input,
        first.id,
    )


def document_row(entry: DocumentEntry) -> str:
    """One line of `onrecord documents`."""
    return tabbed(
        entry.recorded_at,
        entry.published,
        entry.publisher,
        entry.language,
        entry.statements,
        entry.title,
        entry.input,
        entry.id,
    )


def meeting_row(gathering: Gathering) -> str:
    """One line of `onrecord meetings`."""
    meeting, document = gathering.meeting, gathering.entries[0].document
    return tabbed(
        meeting.start,
        meeting.end,
        meeting.status,
        meeting.kind,
        meeting.name,
        ", ".join(meeting.parties),
        meeting.place,
        len(gathering.entries),
        document.published,
        document.id,
    )


def shown_lines(shown: Shown) -> Iterator[str]:
    """The lines of `onrecord show`: the paragraph with ⟦role: ...⟧ around the evidence, then the fields."""
    yield visible(bracketed(shown_pieces(shown)))
    yield ""
    for name, value in shown_fields(shown):
        yield f"{name}: {value}"


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
    ]
    return ((name, one_line(value)) for name, value in fields if value and value != UNKNOWN)
