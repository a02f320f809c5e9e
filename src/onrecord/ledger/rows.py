"""Records to rows and back: one function a table for each way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import RowMapping

from onrecord import codec
from onrecord.ledger.days import days_of
from onrecord.ledger.entries import DocumentEntry
from onrecord.ledger.fulltext import fold
from onrecord.records import (
    Actor,
    Document,
    Evidence,
    Meeting,
    PartialDate,
    Party,
    Position,
    Span,
    Statement,
    Time,
)

Row = dict[str, Any]
DOCUMENT_FIELDS = (
    "id",
    "input",
    "input_id",
    "url",
    "title",
    "publisher",
    "published_basis",
    "language",
    "retrieved",
    "page_sha256",
    "text_sha256",
)
_PARTY_FIELDS = ("text", "name", "actor", "role", "affiliation", "confidence")


def document_row(document: Document, **ledger: Any) -> Row:
    """The row of `documents`; `ledger` gives what only the ledger knows (key, version_of, recorded_at)."""
    row = {name: getattr(document, name) for name in DOCUMENT_FIELDS}
    # A file name that is not UTF-8 holds lone surrogates, which SQLite does not take.
    row["input"] = codec.writable(document.input)
    row["published"] = _text_of(document.published)
    row["candidates"] = codec.candidates_to_json(document.candidates)
    row["notes"] = list(document.notes)
    row["length"] = len(document.text)
    return row | ledger


def meeting_row(meeting: Meeting, **ledger: Any) -> Row:
    """The row of `meetings`."""
    return {
        "id": meeting.id,
        "name": meeting.name,
        "kind": meeting.kind,
        "parties": list(meeting.parties),
        "place": meeting.place,
        "starts_on": _text_of(meeting.start),
        "ends_on": _text_of(meeting.end),
        "status": meeting.status,
        "mentions": [codec.span_to_json(span) for span in meeting.mentions],
    } | ledger


def actor_row(actor: Actor, **ledger: Any) -> Row:
    """The row of `actors`."""
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "affiliation": actor.affiliation,
        "roles": codec.titles_to_json(actor.roles),
        "mentions": [codec.span_to_json(span) for span in actor.mentions],
    } | ledger


def time_row(time: Time, **ledger: Any) -> Row:
    """The row of `times`."""
    offsets = {"start_offset": time.span.start, "end_offset": time.span.end}
    return offsets | {"text": time.text, "value": time.value} | ledger


def statement_row(statement: Statement, published: PartialDate | None, **ledger: Any) -> Row:
    """The row of `statements`; the day is that of saying, or else of publication."""
    days = days_of(statement.said_on) or days_of(published)
    speaker = statement.speaker
    named = [name for name in (speaker.name, speaker.text) if name] if speaker is not None else []
    return (
        {
            "id": statement.id,
            "kind": statement.kind,
            "act": statement.act,
            "speaker_key": fold("\n".join(dict.fromkeys(named))),
            "said_on": _text_of(statement.said_on),
            "said_on_basis": statement.said_on_basis,
            "first_day": None if days is None else days.first,
            "last_day": None if days is None else days.last,
            "via": list(statement.via),
            "confidence": statement.confidence,
            "quote": statement.quote,
        }
        | _party_columns("speaker", speaker)
        | _party_columns("addressee", statement.addressee)
        | _position_columns(statement.position)
        | ledger
    )


def _party_columns(prefix: str, party: Party | None) -> Row:
    return {f"{prefix}_{name}": getattr(party, name, None) for name in _PARTY_FIELDS}


def _position_columns(position: Position | None) -> Row:
    return {
        "position": None if position is None else position.kind,
        "holder": None if position is None else list(position.holder),
        "toward": None if position is None else list(position.toward),
        "issue": None if position is None else position.issue,
        "first_hand": None if position is None else position.first_hand,
        "position_confidence": None if position is None else position.confidence,
    }


def evidence_rows(statement: Statement, text: str, key: int) -> list[Row]:
    """The rows of `evidence` of one statement: its parties, their roles, cue, content and what marks its position."""
    pieces: list[tuple[str, int, Span, str, float | None]] = []
    for role, party in (("speaker", statement.speaker), ("addressee", statement.addressee)):
        if party is not None and party.span is not None:
            pieces.append((role, 0, party.span, party.text, None))
        if party is not None and party.role_span is not None:
            name = "role" if role == "speaker" else "addressee_role"
            pieces.append((name, 0, party.role_span, text[party.role_span.start : party.role_span.end], None))
    pieces += [(role, n, span, text[span.start : span.end], None) for role, n, span in _marked(statement.position)]
    for piece_list in (statement.cue, statement.content):
        pieces.extend((p.role, number, p.span, p.quote, p.score) for number, p in enumerate(piece_list))
    return [
        {
            "statement": key,
            "role": role,
            "number": number,
            "start_offset": span.start,
            "end_offset": span.end,
            "quote": quote,
            "score": score,
        }
        for role, number, span, quote, score in pieces
    ]


def _marked(position: Position | None) -> list[tuple[str, int, Span]]:
    if position is None:
        return []
    marks = (("condition", (position.condition,)), ("hedge", position.hedges), ("strength", position.strength))
    return [(role, n, span) for role, spans in marks for n, span in enumerate(spans) if span is not None]


def _text_of(date: PartialDate | None) -> str | None:
    return None if date is None else date.value


# A page has a few days many times over, and to check one takes longer than to read its row.
@lru_cache(maxsize=4096)
def date_of(value: str | None) -> PartialDate | None:
    """The date that a row has as text."""
    return None if value is None else PartialDate(value)


def document_of(row: RowMapping) -> DocumentEntry:
    """The entry of a row with `documents`' columns, `version_id`, `family_id`, `statement_count`, `beginning`."""
    return DocumentEntry(
        **{name: row[name] for name in DOCUMENT_FIELDS},
        published=date_of(row["published"]),
        family=row["family_id"],
        version_of=row["version_id"],
        beginning=row["beginning"],
        statements=row["statement_count"],
        recorded_at=row["recorded_at"],
    )


def meeting_of(row: RowMapping) -> Meeting:
    """The meeting of a row that bears `meetings`' columns."""
    return Meeting(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        mentions=tuple(Span(start=start, end=end) for start, end in row["mentions"]),
        parties=tuple(row["parties"]),
        place=row["place"],
        start=date_of(row["starts_on"]),
        end=date_of(row["ends_on"]),
        status=row["status"],
    )


def time_of(row: RowMapping) -> Time:
    """The expression of time of a row that bears `times`' columns."""
    span = Span(start=row["start_offset"], end=row["end_offset"])
    return Time(span=span, text=row["text"], value=row["value"])


def statement_of(row: RowMapping, document_id: str, pieces: Sequence[RowMapping]) -> Statement:
    """The statement of a row that bears `statements`' columns, `inside_id`, `repeats_id` and `meeting_id`.

    `pieces` are rows of `evidence`, each role's in order.
    """
    spans = {piece["role"]: _span_of(piece) for piece in pieces if piece["score"] is None}
    return Statement(
        id=row["id"],
        document_id=document_id,
        kind=row["kind"],
        act=row["act"],
        speaker=_party_of(row, "speaker", spans.get("speaker"), spans.get("role")),
        cue=_evidence_of(pieces, "cue"),
        content=_evidence_of(pieces, "content"),
        addressee=_party_of(row, "addressee", spans.get("addressee"), spans.get("addressee_role")),
        said_on=date_of(row["said_on"]),
        said_on_basis=row["said_on_basis"],
        meeting=row["meeting_id"],
        position=_position_of(row, pieces),
        inside=row["inside_id"],
        repeats=row["repeats_id"],
        via=tuple(row["via"]),
        confidence=row["confidence"],
    )


def _span_of(piece: RowMapping) -> Span:
    return Span(start=piece["start_offset"], end=piece["end_offset"])


def _evidence_of(pieces: Iterable[RowMapping], role: Any) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(role=role, span=_span_of(piece), quote=piece["quote"], score=piece["score"])
        for piece in pieces
        if piece["role"] == role
    )


def _party_of(row: RowMapping, prefix: str, span: Span | None, role_span: Span | None) -> Party | None:
    if row[f"{prefix}_text"] is None:
        return None
    fields = {name: row[f"{prefix}_{name}"] for name in _PARTY_FIELDS}
    return Party(**fields, span=span, role_span=role_span)


def _position_of(row: RowMapping, pieces: Sequence[RowMapping]) -> Position | None:
    if row["position"] is None:
        return None
    # Lines are read without pieces, by the thousand.
    marks = {role: _spans_of(pieces, role) if pieces else () for role in ("condition", "hedge", "strength")}
    return Position(
        kind=row["position"],
        holder=tuple(row["holder"]),
        toward=tuple(row["toward"]),
        issue=row["issue"],
        first_hand=row["first_hand"],
        confidence=row["position_confidence"],
        condition=next(iter(marks["condition"]), None),
        hedges=marks["hedge"],
        strength=marks["strength"],
    )


def _spans_of(pieces: Iterable[RowMapping], role: str) -> tuple[Span, ...]:
    return tuple(_span_of(piece) for piece in pieces if piece["role"] == role)
