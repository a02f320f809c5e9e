"""JSON values back to records, every field checked: a wrong one is a RecordError that names it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar, get_args

from onrecord.codec.fields import Fields
from onrecord.codec.writing import VERSION, Json
from onrecord.errors import RecordError
from onrecord.records import (
    Act,
    Actor,
    Candidate,
    Document,
    Evidence,
    Kind,
    Meeting,
    Party,
    Position,
    Reading,
    Role,
    Span,
    Statement,
    Time,
    Title,
)

_T = TypeVar("_T")
_BASES = ("text", "published")
_CANDIDATES = ("title", "publisher", "language", "published")


def reading_from_json(value: Json) -> Reading:
    """The reading that `reading_to_json` wrote. A line by the contract alone is read too; its scores are then 1.

    Raises RecordError for a value of another shape or another version, naming the field.
    """
    if not isinstance(value, dict) or value.get("onrecord") != VERSION:
        raise RecordError(f'not a reading of version {VERSION}; expected an object with "onrecord": {VERSION}')
    document = document_from_json(value.get("document"))
    return Reading(
        document=document,
        statements=_each(value, "statements", lambda item: statement_from_json(item, document)),
        meetings=_each(value, "meetings", meeting_from_json),
        times=_each(value, "times", time_from_json),
        actors=_each(value, "actors", actor_from_json),
    )


def _each(value: Json, key: str, make: Callable[[Any], _T]) -> tuple[_T, ...]:
    items = value.get(key, [])
    if not isinstance(items, list):
        raise RecordError(f'"{key}" is {type(items).__name__}; expected a list')
    return tuple(make(item) for item in items)


def document_from_json(value: object) -> Document:
    """The document; where the contract's own line lacks `input` and `page_sha256`, its id and "" stand there."""
    fields = Fields(value, "the document")
    return Document(
        id=fields.text("id"),
        input=fields.text_or_none("input") or fields.text("id"),
        input_id=fields.text_or_none("input_id"),
        url=fields.text_or_none("url"),
        title=fields.text_or_none("title"),
        publisher=fields.text_or_none("publisher"),
        published=fields.date_or_none("published"),
        published_basis=fields.text_or_none("published_basis"),
        language=fields.text_or_none("language"),
        retrieved=fields.text_or_none("retrieved"),
        page_sha256=fields.text_or_none("page_sha256") or "",
        text_sha256=fields.text("text_sha256"),
        text=fields.text("text"),
        candidates=candidates_from_json(fields.items("candidates")),
        notes=fields.names("notes"),
    )


def candidates_from_json(items: Iterable[object]) -> tuple[Candidate, ...]:
    """The candidates that `candidates_to_json` wrote."""
    found = (Fields(item, "a candidate") for item in items)
    return tuple(
        Candidate(field=f.choice("field", _CANDIDATES), value=f.text("value"), basis=f.text("basis")) for f in found
    )


def party_from_json(value: object, what: str = "a party") -> Party | None:
    """The party, or None for null."""
    if value is None:
        return None
    fields = Fields(value, what)
    return Party(
        text=fields.text("text"),
        span=fields.span_or_none("span"),
        name=fields.text_or_none("name"),
        actor=fields.text_or_none("actor"),
        role=fields.text_or_none("role"),
        role_span=fields.span_or_none("role_span"),
        affiliation=fields.text_or_none("affiliation"),
        confidence=fields.number_or_none("confidence"),
    )


def position_from_json(value: object) -> Position | None:
    """The position, or None for null."""
    if value is None:
        return None
    fields = Fields(value, "a position")
    return Position(
        kind=fields.text("kind"),
        holder=fields.names("holder"),
        toward=fields.names("toward"),
        issue=fields.text_or_none("issue"),
        first_hand=fields.flag_or_none("first_hand"),
        confidence=fields.number("confidence"),
        condition=fields.span_or_none("condition"),
        hedges=fields.spans("hedges"),
        strength=fields.spans("strength"),
    )


def statement_from_json(value: object, document: Document) -> Statement:
    """The statement, its quotes cut from `document.text`. Raises RecordError for a span that the text does not have."""
    fields = Fields(value, "a statement")
    scores = Fields(fields.inner("scores") or {}, "the scores")
    return Statement(
        id=fields.text("id"),
        document_id=document.id,
        kind=fields.choice("kind", get_args(Kind)),
        act=fields.choice("act", get_args(Act)),
        speaker=party_from_json(fields.inner("speaker"), "a speaker"),
        cue=_evidence("cue", fields.spans("cue"), scores.numbers("cue"), document.text),
        content=_evidence("content", fields.spans("content"), scores.numbers("content"), document.text),
        addressee=party_from_json(fields.inner("addressee"), "an addressee"),
        said_on=fields.date_or_none("said_on"),
        said_on_basis=None if fields.inner("said_on_basis") is None else fields.choice("said_on_basis", _BASES),
        meeting=fields.text_or_none("meeting"),
        position=position_from_json(fields.inner("position")),
        inside=fields.text_or_none("inside"),
        repeats=fields.text_or_none("repeats"),
        via=fields.names("via"),
        confidence=fields.number("confidence"),
    )


def _evidence(role: Role, spans: Sequence[Span], scores: Sequence[float], text: str) -> tuple[Evidence, ...]:
    if scores and len(scores) != len(spans):
        raise RecordError(f"{len(scores)} scores for {len(spans)} spans of {role}; expected one for each")
    for span in spans:
        if span.end > len(text):
            raise RecordError(f"{role} [{span.start}, {span.end}) ends after the text's {len(text)} code points")
    return tuple(
        Evidence(role=role, span=span, quote=text[span.start : span.end], score=score)
        for span, score in zip(spans, scores or [1.0] * len(spans), strict=True)
    )


def meeting_from_json(value: object) -> Meeting:
    """The meeting that `meeting_to_json` wrote."""
    fields = Fields(value, "a meeting")
    return Meeting(
        id=fields.text("id"),
        name=fields.text("name"),
        kind=fields.text("kind"),
        mentions=fields.spans("mentions"),
        parties=fields.names("parties"),
        place=fields.text_or_none("place"),
        start=fields.date_or_none("start"),
        end=fields.date_or_none("end"),
        status=fields.text_or_none("status"),
    )


def time_from_json(value: object) -> Time:
    """The time that `time_to_json` wrote."""
    fields = Fields(value, "a time")
    return Time(span=fields.span("span"), text=fields.text("text"), value=fields.text("value"))


def actor_from_json(value: object) -> Actor:
    """The actor that `actor_to_json` wrote."""
    fields = Fields(value, "an actor")
    titles = (Fields(item, "a role") for item in fields.items("roles"))
    return Actor(
        id=fields.text("id"),
        name=fields.text("name"),
        kind=fields.text("kind"),
        roles=tuple(Title(text=title.text("text"), span=title.span("span")) for title in titles),
        affiliation=fields.text_or_none("affiliation"),
        mentions=fields.spans("mentions"),
    )
