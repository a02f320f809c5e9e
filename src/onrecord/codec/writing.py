"""Records to JSON values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from onrecord.errors import RecordError
from onrecord.records import (
    Actor,
    Candidate,
    Document,
    Meeting,
    PartialDate,
    Party,
    Position,
    Reading,
    Span,
    Statement,
    Time,
    Title,
)

VERSION = 1
"""The version of the contract, the `onrecord` field of each line."""

Json = dict[str, Any]
_SURROGATE = re.compile("[\ud800-\udfff]")


def line(value: object) -> str:
    """`value` as one line of JSON: no ASCII escapes, no NaN, no line feed at the end, always encodable as UTF-8.

    A lone surrogate (a file name that is not UTF-8 has them) becomes U+FFFD, so that the line can be written.
    Raises RecordError for what JSON can't hold.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError) as error:
        raise RecordError(f"not a JSON value: {error}; expected strings, finite numbers, lists and objects") from error
    return writable(text)


def writable(text: str) -> str:
    """`text` with U+FFFD for each lone surrogate, so that it can be written as UTF-8; its offsets stay."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def span_to_json(span: Span | None) -> list[int] | None:
    """`[start, end]`, or None."""
    return None if span is None else [span.start, span.end]


def _spans_to_json(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _date_to_json(date: PartialDate | None) -> str | None:
    return None if date is None else date.value


def document_to_json(document: Document) -> Json:
    """The contract's document object, with the additional fields."""
    return {
        "id": document.id,
        "input": document.input,
        "input_id": document.input_id,
        "url": document.url,
        "title": document.title,
        "publisher": document.publisher,
        "published": _date_to_json(document.published),
        "published_basis": document.published_basis,
        "language": document.language,
        "retrieved": document.retrieved,
        "page_sha256": document.page_sha256,
        "text_sha256": document.text_sha256,
        "text": document.text,
        "candidates": candidates_to_json(document.candidates),
        "notes": list(document.notes),
    }


def candidates_to_json(candidates: Iterable[Candidate]) -> list[Json]:
    """One object a candidate: `field`, `value`, `basis`."""
    return [{"field": c.field, "value": c.value, "basis": c.basis} for c in candidates]


def party_to_json(party: Party | None) -> Json | None:
    """A speaker or an addressee; both bear the same fields."""
    if party is None:
        return None
    return {
        "span": span_to_json(party.span),
        "text": party.text,
        "name": party.name,
        "actor": party.actor,
        "role": party.role,
        "role_span": span_to_json(party.role_span),
        "affiliation": party.affiliation,
        "confidence": party.confidence,
    }


def position_to_json(position: Position | None) -> Json | None:
    """A position; `first_hand` is null where it is unknown."""
    if position is None:
        return None
    return {
        "kind": position.kind,
        "holder": list(position.holder),
        "toward": list(position.toward),
        "issue": position.issue,
        "first_hand": position.first_hand,
        "confidence": position.confidence,
        "condition": span_to_json(position.condition),
        "hedges": _spans_to_json(position.hedges),
        "strength": _spans_to_json(position.strength),
    }


def statement_to_json(statement: Statement) -> Json:
    """The contract's statement object, with `scores`: one number for each piece of cue and content."""
    return {
        "id": statement.id,
        "kind": statement.kind,
        "act": statement.act,
        "speaker": party_to_json(statement.speaker),
        "cue": _spans_to_json(piece.span for piece in statement.cue),
        "content": _spans_to_json(piece.span for piece in statement.content),
        "quote": statement.quote,
        "scores": {
            "cue": [piece.score for piece in statement.cue],
            "content": [piece.score for piece in statement.content],
        },
        "addressee": party_to_json(statement.addressee),
        "said_on": _date_to_json(statement.said_on),
        "said_on_basis": statement.said_on_basis,
        "meeting": statement.meeting,
        "position": position_to_json(statement.position),
        "inside": statement.inside,
        "repeats": statement.repeats,
        "via": list(statement.via),
        "confidence": statement.confidence,
    }


def meeting_to_json(meeting: Meeting) -> Json:
    """The contract's meeting object."""
    return {
        "id": meeting.id,
        "name": meeting.name,
        "kind": meeting.kind,
        "parties": list(meeting.parties),
        "place": meeting.place,
        "start": _date_to_json(meeting.start),
        "end": _date_to_json(meeting.end),
        "status": meeting.status,
        "mentions": _spans_to_json(meeting.mentions),
    }


def time_to_json(time: Time) -> Json:
    """The contract's time object."""
    return {"span": span_to_json(time.span), "text": time.text, "value": time.value}


def actor_to_json(actor: Actor) -> Json:
    """The contract's actor object."""
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "roles": titles_to_json(actor.roles),
        "affiliation": actor.affiliation,
        "mentions": _spans_to_json(actor.mentions),
    }


def titles_to_json(titles: Iterable[Title]) -> list[Json]:
    """One object a role: `text`, `span`."""
    return [{"text": title.text, "span": span_to_json(title.span)} for title in titles]


def reading_to_json(reading: Reading) -> Json:
    """One line of `onrecord read --json`, as a value."""
    return {
        "onrecord": VERSION,
        "document": document_to_json(reading.document),
        "statements": [statement_to_json(statement) for statement in reading.statements],
        "meetings": [meeting_to_json(meeting) for meeting in reading.meetings],
        "times": [time_to_json(time) for time in reading.times],
        "actors": [actor_to_json(actor) for actor in reading.actors],
    }
