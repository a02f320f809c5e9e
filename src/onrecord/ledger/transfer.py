"""The whole ledger as JSON lines, in the order in which it was recorded, and back: the same lines again.

A line is a reading as `onrecord read --json` gives it, with `run` and `recorded_at`; or a review. What the ledger works
out itself (families, versions, utterances, where reviews stand) is left out: it is worked out again from these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, Select, func, select

from onrecord import codec
from onrecord.codec import Json
from onrecord.errors import RecordError
from onrecord.ledger import reviews, rows, tables
from onrecord.ledger.amend import amend, standing
from onrecord.ledger.database import Database
from onrecord.ledger.door import MOMENT
from onrecord.ledger.entries import ReviewedReading
from onrecord.ledger.newest import newest_reading
from onrecord.ledger.writer import Writer
from onrecord.records import Actor, Document, Meeting, PartialDate, Reading, Run, Span, Statement, Time

# Readings between two transactions: one that lasts as long as the export would keep SQLite's log from being folded in.
_CHUNK = 100

_d, _t, _r, _u = tables.documents, tables.texts, tables.readings, tables.runs
_s, _m, _e, _v, _p = tables.statements, tables.meetings, tables.evidence, tables.reviews, tables.review_places


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one line did: whether it is a reading or a review, and whether it was not on record before."""

    what: Literal["reading", "review"]
    is_new: bool


def lines(database: Database) -> Iterator[str]:
    """Every reading and every review on record, one JSON object each, in the order in which they were recorded.

    What is added meanwhile may be left out, and with a review always what withdraws it.
    """
    last, last_review = 0, None
    while True:
        with database.reading() as connection:
            if last_review is None:
                last_review = int(connection.execute(select(func.coalesce(func.max(_v.c.key), 0))).scalar_one())
            query = _reading_query().where(_r.c.key > last).order_by(_r.c.key).limit(_CHUNK)
            found = connection.execute(query).mappings().all()
            decided = _reviews(connection, last, found[-1]["key"], last_review) if found else {}
            made = [line for row in found for line in (_line(connection, row), *decided.get(row["key"], ()))]
        yield from made
        if len(found) < _CHUNK:
            return
        last = found[-1]["key"]


def _reading_query() -> Select[Any]:
    columns = [column for column in _d.c if column.name not in ("key", "recorded_at")]
    run = (_u.c.version, _u.c.model_sha256, _u.c.settings)
    query = select(_r.c.key, _r.c.recorded_at, _r.c.document, _t.c.text, *run, *columns)
    query = query.join_from(_r, _d, _r.c.document == _d.c.key).join(_t, _t.c.document == _d.c.key)
    return query.join(_u, _r.c.run == _u.c.key)


def _line(connection: Connection, row: RowMapping) -> str:
    run = {"version": row["version"], "model_sha256": row["model_sha256"], "settings": row["settings"]}
    return codec.line(
        codec.reading_to_json(_reading(connection, row)) | {"run": run, "recorded_at": row["recorded_at"]}
    )


def _reviews(connection: Connection, after: int, last: int, last_review: int) -> dict[int, list[str]]:
    """The lines of the reviews by the reading that was the newest when they were made."""
    made: dict[int, list[str]] = {}
    query = reviews.query().where(_v.c.seen_reading > after, _v.c.seen_reading <= last, _v.c.key <= last_review)
    for found in connection.execute(query).mappings():
        value = {"onrecord": codec.VERSION, "review": codec.review_to_json(reviews.review_of(found))}
        made.setdefault(found["seen_reading"], []).append(codec.line(value))
    return made


def _reading(connection: Connection, row: RowMapping) -> Reading:
    key = row["key"]
    return Reading(
        document=_document(row),
        statements=tuple(_statements(connection, key, row["id"])),
        meetings=tuple(_meetings(connection, key)),
        times=tuple(_times(connection, key)),
        actors=tuple(_actors(connection, key)),
    )


def _document(row: RowMapping) -> Document:
    return Document(
        **{name: row[name] for name in rows.DOCUMENT_FIELDS},
        published=None if row["published"] is None else PartialDate(row["published"]),
        text=row["text"],
        candidates=codec.candidates_from_json(row["candidates"]),
        notes=tuple(row["notes"]),
    )


def _statements(connection: Connection, reading: int, document_id: str) -> Iterator[Statement]:
    inside, repeats = _s.alias(), _s.alias()
    query = (
        select(_s, inside.c.id.label("inside_id"), repeats.c.id.label("repeats_id"), _m.c.id.label("meeting_id"))
        .join_from(_s, inside, _s.c.inside == inside.c.key, isouter=True)
        .join(repeats, _s.c.repeats == repeats.c.key, isouter=True)
        .join(_m, _s.c.meeting == _m.c.key, isouter=True)
        .where(_s.c.reading == reading)
        .order_by(_s.c.key)
    )
    pieces: dict[int, list[RowMapping]] = {}
    evidence = select(_e).join_from(_e, _s, _e.c.statement == _s.c.key).where(_s.c.reading == reading)
    for piece in connection.execute(evidence.order_by(_e.c.statement, _e.c.role, _e.c.number)).mappings():
        pieces.setdefault(piece["statement"], []).append(piece)
    for row in connection.execute(query).mappings():
        yield rows.statement_of(row, document_id, pieces.get(row["key"], ()))


def _meetings(connection: Connection, reading: int) -> Iterator[Meeting]:
    query = select(_m).where(_m.c.reading == reading).order_by(_m.c.key)
    return map(rows.meeting_of, connection.execute(query).mappings())


def _times(connection: Connection, reading: int) -> Iterator[Time]:
    times = tables.times
    for row in connection.execute(select(times).where(times.c.reading == reading).order_by(times.c.number)).mappings():
        span = Span(start=row["start_offset"], end=row["end_offset"])
        yield Time(span=span, text=row["text"], value=row["value"])


def _actors(connection: Connection, reading: int) -> Iterator[Actor]:
    actors = tables.actors
    query = select(actors).where(actors.c.reading == reading).order_by(actors.c.number)
    for row in connection.execute(query).mappings():
        yield codec.actor_from_json(
            {name: row[name] for name in ("id", "name", "kind", "affiliation", "roles", "mentions")}
        )


def reviewed(database: Database) -> Iterator[ReviewedReading]:
    """The newest readings with accepted or corrected statements, in the order in which the documents were recorded."""
    judged = select(_s.c.reading).join_from(_s, _p, _p.c.statement == _s.c.key).join(_v, _p.c.review == _v.c.key)
    judged = judged.where(
        _v.c.verdict.in_(("accept", "set")), reviews.in_force(), _s.c.reading == newest_reading(_s.c.document)
    )
    with database.reading() as connection:
        keys = connection.execute(judged.distinct().order_by(_s.c.reading)).scalars().all()
    for key in keys:
        with database.reading() as connection:
            row = connection.execute(_reading_query().where(_r.c.key == key)).mappings().one()
            found = _judged(connection, key, _reading(connection, row))
        if found.reading.statements:
            yield found


def _judged(connection: Connection, key: int, reading: Reading) -> ReviewedReading:
    ids = {row.key: row.id for row in connection.execute(select(_s.c.key, _s.c.id).where(_s.c.reading == key))}
    decided = {ids[at]: found for at, found in reviews.of_statements(connection, list(ids)).items()}
    standings = {one.id: standing(decided.get(one.id, ())) for one in reading.statements}
    kept = [one for one in reading.statements if standings[one.id] in ("accepted", "amended")]
    statements = tuple(amend(one, decided[one.id]).statement for one in kept)
    return ReviewedReading(
        reading=replace(reading, statements=statements), open=sum(one is None for one in standings.values())
    )


def take(writer: Writer, value: Json) -> Taken:
    """Adds what one line of another ledger says, if this one lacks it, in one transaction.

    Raises RecordError for a line that is neither a reading nor a review, or that the ledger refuses.
    """
    if "review" in value:
        review = codec.review_from_json(value["review"])
        return Taken(what="review", is_new=writer.review(review, imported=True))
    reading = codec.reading_from_json(value)
    recorded_at = value.get("recorded_at")
    if not isinstance(recorded_at, str) or not MOMENT.fullmatch(recorded_at):
        raise RecordError('"recorded_at" is no time; expected a line of `onrecord export`')
    added = writer.add(reading, _run(value.get("run")), recorded_at=recorded_at)
    return Taken(what="reading", is_new=added.status != "known")


def _run(value: object) -> Run:
    names: Sequence[str] = ("version", "model_sha256", "settings")
    if not isinstance(value, dict) or not all(isinstance(value.get(name), str) for name in names):
        raise RecordError(f'a reading whose "run" is {str(value)[:60]!r}; expected an object with {", ".join(names)}')
    return Run(**{name: value[name] for name in names})
