"""Reviews to JSON values and back."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any, get_args

from onrecord.codec.fields import Fields
from onrecord.codec.reading import party_from_json
from onrecord.codec.writing import Json, line, party_to_json, span_to_json
from onrecord.records import (
    CORRECTABLE,
    POSITION_KINDS,
    Act,
    Corrected,
    Kind,
    PartialDate,
    Party,
    Review,
    Target,
    Verdict,
)

_PARTIES, _NAMES = ("speaker", "addressee"), ("holder", "toward")
CHOICES: dict[str, tuple[str, ...]] = {"kind": get_args(Kind), "act": get_args(Act), "position": POSITION_KINDS}
"""The fields that have one of some values, and never none."""


def review_to_json(review: Review) -> Json:
    """A review as one object; `value` is as the field has it in a statement."""
    return {
        "id": review.id,
        "reviewer": review.reviewer,
        "at": review.at,
        "verdict": review.verdict,
        "target": target_to_json(review.target),
        "field": review.field,
        "value": value_to_json(review.value),
        "other": None if review.other is None else target_to_json(review.other),
        "note": review.note,
        "withdraws": review.withdraws,
    }


def target_to_json(target: Target) -> Json:
    """A statement by its evidence."""
    return {
        "document": target.document_id,
        "statement": target.statement_id,
        "content": [span_to_json(span) for span in target.content],
        "quote": target.quote,
        "speaker": target.speaker,
    }


def value_to_json(value: Corrected) -> Any:
    """A corrected value as a statement's JSON has it."""
    if isinstance(value, Party):
        return party_to_json(value)
    if isinstance(value, PartialDate):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def review_from_json(value: object) -> Review:
    """The review that `review_to_json` wrote. Raises RecordError for another shape, naming the field."""
    fields = Fields(value, "a review")
    field = None if fields.inner("field") is None else fields.choice("field", CORRECTABLE)
    return Review(
        id=fields.text("id"),
        reviewer=fields.text("reviewer"),
        at=fields.text("at"),
        verdict=fields.choice("verdict", get_args(Verdict)),
        target=target_from_json(fields.inner("target")),
        field=field,
        value=None if field is None else value_from_json(field, fields.inner("value")),
        other=None if fields.inner("other") is None else target_from_json(fields.inner("other")),
        note=fields.text_or_none("note"),
        withdraws=fields.text_or_none("withdraws"),
    )


def target_from_json(value: object) -> Target:
    """The target that `target_to_json` wrote."""
    fields = Fields(value, "a review's target")
    return Target(
        document_id=fields.text("document"),
        statement_id=fields.text("statement"),
        content=fields.spans("content"),
        quote=fields.text("quote"),
        speaker=fields.text_or_none("speaker"),
    )


def value_from_json(field: str, value: object) -> Corrected:
    """A field's corrected value. Raises RecordError for one that the field can't have."""
    fields = Fields({field: value}, "a correction")
    if field in CHOICES:
        return str(fields.choice(field, CHOICES[field]))
    if field in _NAMES:
        return fields.names(field)
    if field in _PARTIES:
        return party_from_json(value, f"a corrected {field}")
    if field == "first_hand":
        return fields.flag_or_none(field)
    return fields.date_or_none(field) if field == "said_on" else fields.text_or_none(field)


def identified(review: Review) -> Review:
    """The review with the id that its own content gives: the same review twice is one."""
    content = review_to_json(replace(review, id=""))
    return replace(review, id="r" + hashlib.sha256(line(content).encode("utf-8")).hexdigest()[:16])
