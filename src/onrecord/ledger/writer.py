"""Adds readings to a ledger. Nothing is overwritten; a document with its reading is wholly there, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, Table, func, insert, select

from onrecord.errors import RecordError
from onrecord.ledger import rows, tables, terms
from onrecord.ledger.database import Database
from onrecord.ledger.days import days_of
from onrecord.ledger.door import check, first_printing
from onrecord.ledger.families import enter, neighbours
from onrecord.ledger.reprints import Printed
from onrecord.ledger.reviewing import carry_over, record
from onrecord.ledger.store import store_of
from onrecord.ledger.uniting import unite
from onrecord.ledger.utterances import join_reading
from onrecord.records import Document, Reading, Review, Run

if TYPE_CHECKING:
    from onrecord.ledger.known_issues import KnownIssues


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What adding one reading did.

    `new`: the document, or a reading of it by another run, was added. `known`: this run had read it already, and
    nothing was added. `version`: added, and an earlier version of the story was on record: of the same URL, or of
    the same publisher. `statements` counts those of the reading, also where they were known; `notes` are the
    document's.
    """

    status: Literal["new", "known", "version"]
    document_id: str
    input: str
    statements: int
    notes: tuple[str, ...] = ()


class Writer:
    """Adds to one ledger. Several writers, in several processes, may add at once: each waits for its turn."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @cached_property
    def _issues(self) -> KnownIssues:
        from onrecord.ledger.known_issues import KnownIssues  # noqa: PLC0415

        return KnownIssues()

    def known(self, document_id: str, run: Run) -> bool:
        """True if the document's reading by this run is on record, so that reading it again would add nothing."""
        with self._database.reading() as connection:
            return _reading_by(connection, document_id, run) is not None

    def recorded(self, document: Document, run: Run) -> Added | None:
        """What adding the document's reading by this run would give if it is on record already; None if it is not."""
        with self._database.reading() as connection:
            key = _reading_by(connection, document.id, run)
            if key is None:
                return None
            query = select(func.count()).where(tables.statements.c.reading == key)
            count = int(connection.execute(query).scalar_one())
        return _added("known", document, count)

    def review(self, review: Review, *, imported: bool = False) -> bool:
        """Adds what a person decided, here or in another ledger; False if that review is on record already.

        Raises RecordError for a review of something that is not on record, LedgerError if the file can't be written.
        """
        with self._database.writing() as connection:
            return record(connection, review, imported=imported)

    def decide(self, reviews: Sequence[Review]) -> list[Review]:
        """Adds what a person decided at once, all of it or nothing; returns those that were not on record before.

        Raises as `review` does.
        """
        with self._database.writing() as connection:
            return [one for one in reviews if record(connection, one)]

    def add(self, reading: Reading, run: Run, *, recorded_at: str | None = None) -> Added:
        """Adds a document and its reading in one transaction; when this returns, a kill can't undo it.

        `recorded_at`, if it is not now, is when another ledger recorded it. Raises RecordError for a reading that
        breaks a rule of the records, LedgerError if the file can't be written.
        """
        check(reading)
        document = reading.document
        with self._database.writing() as connection:
            if _reading_by(connection, document.id, run) is not None:
                return _added("known", document, len(reading.statements))
            now = recorded_at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            entered = _document(connection, document, now)
            key = _next(connection, tables.readings)
            values = {"key": key, "document": entered.key, "run": _run(connection, run, now), "recorded_at": now}
            connection.execute(insert(tables.readings), values)
            _contents(connection, reading, reading_key=key, document_key=entered.key)
            unite(connection, join_reading(connection, key))
            terms.enter(connection, key)
            carry_over(connection, entered.key, key, self._issues)
        return _added("version" if entered.is_version else "new", document, len(reading.statements))


def _added(status: Literal["new", "known", "version"], document: Document, statements: int) -> Added:
    return Added(
        status=status, document_id=document.id, input=document.input, statements=statements, notes=document.notes
    )


def _reading_by(connection: Connection, document_id: str, run: Run) -> int | None:
    d, r, u = tables.documents, tables.readings, tables.runs
    query = (
        select(r.c.key)
        .join_from(r, d, r.c.document == d.c.key)
        .join(u, r.c.run == u.c.key)
        .where(d.c.id == document_id, *_same_run(run))
    )
    found: int | None = connection.execute(query).scalar()
    return found


def _same_run(run: Run) -> tuple[Any, ...]:
    u = tables.runs.c
    return (u.version == run.version, u.model_sha256 == run.model_sha256, u.settings == run.settings)


# Made once: making a query costs more than this one's answer does.
_NEXT = {
    table: select(func.coalesce(func.max(table.c.key), 0) + 1)
    for table in (tables.runs, tables.documents, tables.readings, tables.meetings, tables.statements)
}


def _next(connection: Connection, table: Table) -> int:
    """The next free key. The transaction is alone in writing: nobody else takes it, and links can precede rows."""
    return int(connection.execute(_NEXT[table]).scalar_one())


def _run(connection: Connection, run: Run, now: str) -> int:
    found: int | None = connection.execute(select(tables.runs.c.key).where(*_same_run(run))).scalar()
    if found is not None:
        return found
    key = _next(connection, tables.runs)
    values = {"version": run.version, "model_sha256": run.model_sha256, "settings": run.settings}
    connection.execute(insert(tables.runs), values | {"key": key, "recorded_at": now})
    return key


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entered:
    key: int
    is_version: bool


def _document(connection: Connection, document: Document, now: str) -> _Entered:
    d = tables.documents
    known = connection.execute(select(d.c.key, d.c.text_sha256).where(d.c.id == document.id)).first()
    if known is not None:
        if known.text_sha256 != document.text_sha256:
            problem = f"document {document.id} is on record with another text"
            raise RecordError(f"{document.input}: {problem}; expected another id for another text")
        return _Entered(key=known.key, is_version=False)
    near = neighbours(
        connection, Printed(text=document.text, publisher=document.publisher, days=days_of(document.published))
    )
    before = _before_at_url(connection, document) or near.version_of
    key = _next(connection, d)
    connection.execute(insert(d), rows.document_row(document, key=key, version_of=before, recorded_at=now))
    connection.execute(insert(tables.texts), {"document": key, "text": document.text})
    enter(connection, key, near)
    return _Entered(key=key, is_version=before is not None)


def _before_at_url(connection: Connection, document: Document) -> int | None:
    """The newest other text at this URL: versions form a chain."""
    if document.url is None:
        return None
    d = tables.documents
    query = select(d.c.key).where(d.c.url == document.url, d.c.text_sha256 != document.text_sha256)
    before: int | None = connection.execute(query.order_by(d.c.key.desc()).limit(1)).scalar()
    return before


def _contents(connection: Connection, reading: Reading, *, reading_key: int, document_key: int) -> None:
    document = reading.document
    first = _next(connection, tables.meetings)
    meetings = {meeting.id: first + number for number, meeting in enumerate(reading.meetings)}
    _insert(
        connection,
        tables.meetings,
        [rows.meeting_row(meeting, key=meetings[meeting.id], reading=reading_key) for meeting in reading.meetings],
    )
    first = _next(connection, tables.statements)
    keys = {statement.id: first + number for number, statement in enumerate(reading.statements)}
    made, pieces = [], []
    for statement in reading.statements:
        key = keys[statement.id]
        links = {
            "inside": None if statement.inside is None else keys[statement.inside],
            "repeats": None if statement.repeats is None else keys[first_printing(reading, statement)],
            "meeting": None if statement.meeting is None else meetings[statement.meeting],
        }
        made.append(
            rows.statement_row(
                statement, document.published, key=key, reading=reading_key, document=document_key, **links
            )
        )
        pieces.extend(rows.evidence_rows(statement, document.text, key))
    _insert(connection, tables.statements, made)
    _insert(connection, tables.evidence, pieces)
    store_of(connection).index(connection, first, first + len(made) - 1)
    times = [rows.time_row(time, reading=reading_key, number=n) for n, time in enumerate(reading.times)]
    _insert(connection, tables.times, times)
    actors = [rows.actor_row(actor, reading=reading_key, number=n) for n, actor in enumerate(reading.actors)]
    _insert(connection, tables.actors, actors)


def _insert(connection: Connection, table: Table, made: list[rows.Row]) -> None:
    if made:
        connection.execute(insert(table), made)
