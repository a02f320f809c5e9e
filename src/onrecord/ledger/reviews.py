"""Reviews as rows, and where each stands: which statement of which reading it is of, found by its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, FromClause, RowMapping, Select, and_, insert, or_, select

from onrecord import codec
from onrecord.errors import RecordError
from onrecord.ledger import tables
from onrecord.ledger.entries import ReviewEntry
from onrecord.ledger.newest import newest_reading
from onrecord.records import Review, Span, Target

_v, _p, _d = tables.reviews, tables.review_places, tables.documents
_s, _e, _r = tables.statements, tables.evidence, tables.readings

# The two share at least half of the code points of each: less is another statement.
_LEAST_SHARED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A statement of a reading that a review may be of; `key` is its row's."""

    key: int
    id: str
    content: tuple[Span, ...]
    speaker: str | None


def place(target: Target, candidates: Iterable[Candidate]) -> Candidate | None:
    """The statement that the target is, in another reading of its text.

    The one with its id; else with its spans; else the one that shares most of the content, at least half of both.
    Among equals the one whose speaker has the same words. None if there is none.
    """
    best: tuple[tuple[float, ...], Candidate] | None = None
    for candidate in candidates:
        share = 1.0 if candidate.content == target.content else shared(target.content, candidate.content)
        same = candidate.id == target.statement_id
        if not same and share < _LEAST_SHARED:
            continue
        rank = (same, candidate.content == target.content, share, candidate.speaker == target.speaker)
        if best is None or rank > best[0]:
            best = rank, candidate
    return best[1] if best else None


def shared(one: Sequence[Span], other: Sequence[Span]) -> float:
    """The share of the longer one's code points that both have, 0 to 1."""
    points = {at for span in one for at in range(span.start, span.end)}
    others = {at for span in other for at in range(span.start, span.end)}
    return len(points & others) / max(len(points), len(others))


def row(connection: Connection, review: Review, **ledger: Any) -> dict[str, Any]:
    """The row of `reviews`; raises RecordError if what it names is not on record."""
    made: dict[str, Any] = {
        "id": review.id,
        "reviewer": review.reviewer,
        "recorded_at": review.at,
        "verdict": review.verdict,
        "field": review.field,
        "value": codec.value_to_json(review.value),
        "note": review.note,
        "withdraws": None if review.withdraws is None else _key_of(connection, _v, review.withdraws, "review"),
    }
    for prefix, target in (("", review.target), ("other_", review.other)):
        made |= {
            f"{prefix}document": target and _key_of(connection, _d, target.document_id, "document"),
            f"{prefix}statement_id": target and target.statement_id,
            f"{prefix}content": target and [codec.span_to_json(span) for span in target.content],
            f"{prefix}quote": target and target.quote,
            f"{prefix}speaker": target and target.speaker,
        }
    return made | ledger


def _key_of(connection: Connection, table: Any, id: str, what: str) -> int:
    key = connection.execute(select(table.c.key).where(table.c.id == id)).scalar()
    if key is None:
        raise RecordError(f"review: no {what} has the id '{id}'; expected one on record")
    return int(key)


@cache
def query() -> Select[Any]:
    """The reviews, with the ids of what they name: what `review_of` reads; `withdrawn_by` is the withdrawing one's."""
    other, withdrawn, withdrawing = _d.alias(), _v.alias(), _v.alias()
    return (
        select(
            _v,
            _d.c.id.label("document_id"),
            other.c.id.label("other_document_id"),
            withdrawn.c.id.label("withdraws_id"),
            withdrawing.c.id.label("withdrawn_by"),
        )
        .join_from(_v, _d, _v.c.document == _d.c.key)
        .join(other, _v.c.other_document == other.c.key, isouter=True)
        .join(withdrawn, _v.c.withdraws == withdrawn.c.key, isouter=True)
        .join(withdrawing, withdrawing.c.withdraws == _v.c.key, isouter=True)
        .order_by(_v.c.key)
    )


def review_of(found: RowMapping) -> Review:
    """The review of a row that bears the columns of `query`."""
    field = found["field"]
    return Review(
        id=found["id"],
        reviewer=found["reviewer"],
        at=found["recorded_at"],
        verdict=found["verdict"],
        target=_target(found, ""),
        field=field,
        value=None if field is None else codec.value_from_json(field, found["value"]),
        other=None if found["other_document"] is None else _target(found, "other_"),
        note=found["note"],
        withdraws=found["withdraws_id"],
    )


def _target(found: RowMapping, prefix: str) -> Target:
    return Target(
        document_id=found[f"{prefix}document_id"],
        statement_id=found[f"{prefix}statement_id"],
        content=tuple(Span(start=start, end=end) for start, end in found[f"{prefix}content"]),
        quote=found[f"{prefix}quote"],
        speaker=found[f"{prefix}speaker"],
    )


def in_force(as_of: str | None = None) -> ColumnElement[bool]:
    """The condition that a row of `reviews` decides something and was not withdrawn, at an instant or now."""
    return and_(_v.c.withdraws.is_(None), *_standing(_v, as_of))


# Made once, as the other conditions here: to make one takes longer than most answers do.
@lru_cache(maxsize=256)
def _standing(review: FromClause, as_of: str | None) -> tuple[ColumnElement[bool], ...]:
    withdrawing = _v.alias()
    withdrawn = select(withdrawing.c.key).where(withdrawing.c.withdraws == review.c.key)
    if as_of is None:
        return (~withdrawn.exists(),)
    return review.c.recorded_at <= as_of, ~withdrawn.where(withdrawing.c.recorded_at <= as_of).exists()


@lru_cache(maxsize=256)
def stands(statement: Column[Any], as_of: str | None = None) -> ColumnElement[bool]:
    """The condition on a statement's key that the last decision to accept or reject it, in force, is not to reject it.

    It is looked up statement by statement: what it costs does not grow with the number of reviews.
    """
    place_of, rejection, later, place_of_later = _p.alias(), _v.alias(), _v.alias(), _p.alias()
    accepted_since = (
        select(later.c.key)
        .join_from(later, place_of_later, place_of_later.c.review == later.c.key)
        .where(place_of_later.c.statement == place_of.c.statement, place_of_later.c.side == "target")
        .where(later.c.key > rejection.c.key, later.c.verdict == "accept", *_standing(later, as_of))
    )
    rejected = (
        select(rejection.c.key)
        .join_from(place_of, rejection, place_of.c.review == rejection.c.key)
        .where(place_of.c.statement == statement, rejection.c.verdict == "reject")
        .where(*_standing(rejection, as_of), ~accepted_since.exists())
    )
    return ~rejected.correlate(statement.table).exists()


def of_statements(connection: Connection, keys: Sequence[int], as_of: str | None = None) -> dict[int, list[Review]]:
    """The reviews in force of each statement of these keys, in the order in which they were made."""
    found = connection.execute(
        query()
        .add_columns(_p.c.statement)
        .join(_p, _p.c.review == _v.c.key)
        .where(_p.c.statement.in_(keys), _p.c.side == "target", in_force(as_of))
    ).mappings()
    reviews: dict[int, list[Review]] = {}
    for one in found:
        reviews.setdefault(one["statement"], []).append(review_of(one))
    return reviews


def enter(connection: Connection, condition: ColumnElement[bool], *, reading: int | None = None) -> list[int]:
    """Places the reviews that fit the condition in the readings of their documents, or in one reading alone.

    Returns the keys of the statements on which something was placed.
    """
    made = []
    for found in connection.execute(query().where(condition)).mappings():
        review = review_of(found)
        if review.verdict == "withdraw":
            continue
        for side, document, target in (
            ("target", found["document"], review.target),
            ("other", found["other_document"], review.other),
        ):
            if target is None:
                continue
            for statements in _readings(connection, document, reading):
                placed = place(target, statements)
                if placed is not None:
                    made.append({"review": found["key"], "side": side, "statement": placed.key})
    if made:
        connection.execute(insert(_p), made)
    return [one["statement"] for one in made]


def of_document(document: int) -> ColumnElement[bool]:
    """The condition that a review is of a statement of this document, on either side."""
    return or_(_v.c.document == document, _v.c.other_document == document)


def _readings(connection: Connection, document: int, reading: int | None) -> Iterator[list[Candidate]]:
    """The statements of each reading of a document, as candidates, in order."""
    speaker = _e.alias()
    found = (
        select(_s.c.key, _s.c.id, _s.c.reading, _e.c.start_offset, _e.c.end_offset, speaker.c.quote.label("speaker"))
        .join_from(_s, _e, (_e.c.statement == _s.c.key) & (_e.c.role == "content"))
        .join(speaker, (speaker.c.statement == _s.c.key) & (speaker.c.role == "speaker"), isouter=True)
        .where(_s.c.document == document)
        .order_by(_s.c.reading, _s.c.key, _e.c.number)
    )
    if reading is not None:
        found = found.where(_s.c.reading == reading)
    readings: dict[int, dict[int, Candidate]] = {}
    for one in connection.execute(found):
        statements = readings.setdefault(one.reading, {})
        before = statements[one.key].content if one.key in statements else ()
        content = (*before, Span(start=one.start_offset, end=one.end_offset))
        statements[one.key] = Candidate(key=one.key, id=one.id, content=content, speaker=one.speaker)
    for statements in readings.values():
        yield list(statements.values())


def listed(connection: Connection, condition: ColumnElement[bool]) -> Iterator[ReviewEntry]:
    """The reviews that fit, in the order in which they were made, with where they stand in the newest readings."""
    found = connection.execute(query().where(condition)).mappings().all()
    places = (
        select(_p.c.review, _p.c.side, _s.c.id)
        .join_from(_p, _s, _p.c.statement == _s.c.key)
        .join(_v, _v.c.key == _p.c.review)
        .where(condition, _s.c.reading == newest_reading(_s.c.document))
    )
    placed = {(one.review, one.side): one.id for one in connection.execute(places)}
    for one in found:
        yield ReviewEntry(
            review=review_of(one),
            document=one["document_id"],
            statement=placed.get((one["key"], "target")),
            other=placed.get((one["key"], "other")),
            withdrawn_by=one["withdrawn_by"],
        )
