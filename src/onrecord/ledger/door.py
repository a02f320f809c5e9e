"""What the ledger refuses: evidence that is not in the text, links to nothing, numbers that mean nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from onrecord import codec
from onrecord.errors import RecordError
from onrecord.records import (
    CORRECTABLE,
    Actor,
    Document,
    Evidence,
    Meeting,
    Party,
    Position,
    Reading,
    Review,
    Span,
    Statement,
    Target,
    Verdict,
)


def check(reading: Reading) -> None:
    """Raises RecordError, naming input and place, for a reading that breaks a rule of the records."""
    document = reading.document
    _check_text(document)
    statements = _unique(document, "statement", (statement.id for statement in reading.statements))
    meetings = _unique(document, "meeting", (meeting.id for meeting in reading.meetings))
    for statement in reading.statements:
        _check_statement(document, statement)
        _check_link(document, statement, "inside", statement.inside, statements)
        _check_link(document, statement, "repeats", statement.repeats, statements)
        _check_link(document, statement, "meeting", statement.meeting, meetings)
    for first in reading.statements:
        if first.repeats is not None:
            first_printing(reading, first)
    for meeting in reading.meetings:
        _check_mentions(document, meeting)
    for actor in reading.actors:
        _check_mentions(document, actor)
        for title in actor.roles:
            _check_quote(document, f"role of actor {actor.id}", title.span, title.text)
    for time in reading.times:
        _check_quote(document, "time", time.span, time.text)


def first_printing(reading: Reading, statement: Statement) -> str:
    """The id at the end of a statement's chain of `repeats`; its own id if it repeats nothing.

    Raises RecordError for a ring, which has no first printing.
    """
    repeats = {other.id: other.repeats for other in reading.statements}
    at, seen = statement.id, {statement.id}
    while (before := repeats.get(at)) is not None:
        if before in seen:
            problem = f"statement {statement.id} repeats itself by way of {at}"
            raise _refused(reading.document, problem, "expected a first printing at the end")
        seen.add(before)
        at = before
    return at


def _refused(document: Document, problem: str, expected: str) -> RecordError:
    return RecordError(f"{document.input}: {problem}; {expected}")


def _check_text(document: Document) -> None:
    if "\0" in document.text:
        place = f"the text holds the character NUL at {document.text.index(chr(0))}"
        raise _refused(document, place, "expected text, which a database keeps without NUL")
    try:
        sha256 = hashlib.sha256(document.text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:
        place = f"the text holds a lone surrogate at {error.start}"
        raise _refused(document, place, "expected text that can be written as UTF-8") from error
    if sha256 != document.text_sha256:
        raise _refused(document, "text_sha256 is not the text's", f"expected {sha256}")


def _unique(document: Document, what: str, ids: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            raise _refused(document, f"two {what}s bear the id {id}", "expected one each")
        seen.add(id)
    return seen


def _check_link(document: Document, statement: Statement, name: str, target: str | None, known: set[str]) -> None:
    if target is not None and (target not in known or target == statement.id):
        problem = f"statement {statement.id} has {name} {target}"
        raise _refused(document, problem, "expected the id of another record of this reading")


def _check_statement(document: Document, statement: Statement) -> None:
    where = f"statement {statement.id}"
    if statement.document_id != document.id:
        raise _refused(document, f"{where} is of document {statement.document_id}", f"expected {document.id}")
    if not statement.content:
        raise _refused(document, f"{where} has no content", "expected the words as evidence")
    for role, pieces in (("cue", statement.cue), ("content", statement.content)):
        for piece in pieces:
            _check_piece(document, where, role, piece)
    _check_share(document, f"confidence of {where}", statement.confidence)
    if statement.position is not None:
        _check_position(document, f"position of {where}", statement.position)
    for name, party in (("speaker", statement.speaker), ("addressee", statement.addressee)):
        if party is not None:
            _check_party(document, f"{name} of {where}", party)


def _check_position(document: Document, where: str, position: Position) -> None:
    _check_share(document, f"confidence of the {where}", position.confidence)
    for span in (position.condition, *position.hedges, *position.strength):
        if span is not None and span.end > len(document.text):
            problem = f"[{span.start}, {span.end}) of the {where}"
            raise _refused(document, problem, f"the text has {len(document.text)} code points")


def _check_piece(document: Document, where: str, role: str, piece: Evidence) -> None:
    if piece.role != role:
        raise _refused(document, f"{role} of {where} holds evidence in the role {piece.role}", f"expected {role}")
    _check_quote(document, f"{role} of {where}", piece.span, piece.quote)
    _check_share(document, f"score of the {role} of {where}", piece.score)


def _check_party(document: Document, where: str, party: Party) -> None:
    if party.span is not None:
        _check_quote(document, where, party.span, party.text)
    if party.role_span is not None:
        _check_quote(document, f"role of the {where}", party.role_span, party.role)
    if party.confidence is not None:
        _check_share(document, f"confidence of the {where}", party.confidence)


def _check_quote(document: Document, where: str, span: Span, quote: str | None) -> None:
    found = document.text[span.start : span.end]
    if found != quote or span.end > len(document.text):
        problem = f"{where} [{span.start}, {span.end}) is {str(quote)[:60]!r}"
        raise _refused(document, problem, f"the text has {found[:60]!r} there")


def _check_share(document: Document, where: str, number: float) -> None:
    if not 0.0 <= number <= 1.0:
        raise _refused(document, f"{where} is {number}", "expected 0 to 1")


def _check_mentions(document: Document, record: Meeting | Actor) -> None:
    for span in record.mentions:
        if span.end > len(document.text):
            problem = f"mention [{span.start}, {span.end}) of {record.name[:60]!r}"
            raise _refused(document, problem, f"the text has {len(document.text)} code points")


MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
"""When something was recorded, as text that sorts."""

# What some verdicts must have beside their target, and no other has.
_NEEDED: dict[str, tuple[Verdict, ...]] = {
    "field": ("set", "name_issue"),
    "other": ("join", "same_issue"),
    "withdraws": ("withdraw",),
}


def check_review(review: Review) -> None:
    """Raises RecordError for a review that can't mean anything."""
    if not review.reviewer.strip() or "\n" in review.reviewer:
        raise RecordError(f"review: the reviewer is {review.reviewer[:60]!r}; expected a name on one line")
    if not MOMENT.fullmatch(review.at):
        raise RecordError(f"review: it was made at {review.at[:60]!r}; expected YYYY-MM-DDTHH:MM:SSZ")
    for name, verdicts in _NEEDED.items():
        if (getattr(review, name) is not None) != (review.verdict in verdicts):
            which = " or ".join(f"'{verdict}'" for verdict in verdicts)
            raise RecordError(f"review: '{review.verdict}' with {name} {getattr(review, name)}; only {which} has one")
    if review.verdict == "name_issue" and (review.field != "issue" or not str(review.value or "").strip()):
        raise RecordError(f"review: the issue is called {review.value!r}; expected a name for it")
    if review.verdict == "note" and not (review.note or "").strip():
        raise RecordError("review: the note is empty; expected a text")
    if review.other is not None and review.other.statement_id == review.target.statement_id:
        raise RecordError(f"review: statement {review.target.statement_id} joined with itself; expected another one")
    _check_correction(review)


def _check_correction(review: Review) -> None:
    if review.field is None:
        if review.value is not None:
            raise RecordError(f"review: a value {review.value!r} for no field; expected a field")
        return
    if review.field not in CORRECTABLE:
        raise RecordError(f"review: there is no field '{review.field}'; expected one of {', '.join(CORRECTABLE)}")
    if codec.value_from_json(review.field, codec.value_to_json(review.value)) != review.value:
        raise RecordError(
            f"review: {review.value!r} is no value of {review.field}; expected one that the field can have"
        )


def check_target(target: Target, text: str) -> None:
    """Raises RecordError if the words that a review is of don't stand in the document's text."""
    found = " ".join(text[span.start : span.end] for span in target.content)
    if found != target.quote or not target.content:
        raise RecordError(
            f"review: the quote of {target.statement_id} is {target.quote[:60]!r}; the text has {found[:60]!r} there"
        )
