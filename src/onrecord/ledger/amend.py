"""A statement as people corrected it, and whether it stands: the machine's statement itself is never changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from onrecord.ledger.fulltext import fold
from onrecord.records import Corrected, Party, Position, Review, Statement

Standing = Literal["accepted", "rejected", "amended"]

_Record = TypeVar("_Record", Statement, Party, Position)
_OF_STATEMENT = ("kind", "act", "meeting")
_OF_SPEAKER = ("affiliation", "role")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """A statement as corrected; `fields` are those in which it differs from the machine's by a person's decision."""

    statement: Statement
    fields: tuple[str, ...]


def standing(reviews: Sequence[Review]) -> Standing | None:
    """Whether a statement stands: by the last of all decisions to accept or reject, and amended if it was corrected."""
    judged = [review.verdict for review in reviews if review.verdict in ("accept", "reject")]
    if judged and judged[-1] == "reject":
        return "rejected"
    if any(review.verdict == "set" for review in reviews):
        return "amended"
    return "accepted" if judged else None


def amend(statement: Statement, reviews: Iterable[Review]) -> Amended:
    """The statement with the last correction of each field, whoever made it, in the order in which they were made."""
    last = {review.field: review.value for review in reviews if review.verdict == "set" and review.field is not None}
    # The speaker goes first: a new one has none of the old one's fields, but what was corrected with it.
    for field in sorted(last, key=lambda field: (field != "speaker", field != "position")):
        statement = corrected(statement, field, last[field])
    return Amended(statement=statement, fields=tuple(sorted(last)))


def corrected(statement: Statement, field: str, value: Corrected) -> Statement:
    """The statement with one field as a person has it. What hangs on a speaker or a position needs one to hang on."""
    if field in ("speaker", "addressee"):
        return _replaced(statement, **{field: _party(getattr(statement, field), value)})
    if field in _OF_STATEMENT:
        return _replaced(statement, **{field: value})
    if field == "said_on":
        # Neither the text nor the publication gives the day: a person does.
        return _replaced(statement, said_on=value, said_on_basis=None)
    if field in _OF_SPEAKER:
        return statement if statement.speaker is None else _of_speaker(statement, statement.speaker, field, value)
    if field == "position":
        position = statement.position or Position(kind=str(value))
        return _replaced(statement, position=_replaced(position, kind=value, confidence=1.0))
    if statement.position is None:
        return statement
    return _replaced(statement, position=_replaced(statement.position, **{field: value}))


def _party(before: Party | None, value: Corrected) -> Party | None:
    if not isinstance(value, Party) or before is None:
        return value if isinstance(value, Party) else None
    # A fuller form of the same name is the same person: the office and for whom it is held stay.
    if fold(value.name or value.text).split()[-1:] != fold(before.name or before.text).split()[-1:]:
        return value
    kept = {name: getattr(before, name) for name in ("role", "role_span", "affiliation", "actor")}
    return replace(value, **kept)


def _of_speaker(statement: Statement, speaker: Party, field: str, value: Corrected) -> Statement:
    change: dict[str, Any] = {field: value} | ({"role_span": None} if field == "role" else {})
    return _replaced(statement, speaker=_replaced(speaker, **change))


def _replaced(record: _Record, **change: Any) -> _Record:
    made: _Record = replace(record, **change)
    return made


def value_of(statement: Statement, field: str) -> Corrected:
    """The value that a statement has in a field that can be corrected."""
    if field == "position":
        return None if statement.position is None else statement.position.kind
    if field in ("holder", "toward", "issue", "first_hand"):
        found: Corrected = getattr(statement.position, field, None)
        return found
    if field in _OF_SPEAKER:
        return getattr(statement.speaker, field, None)
    found = getattr(statement, field)
    return found
