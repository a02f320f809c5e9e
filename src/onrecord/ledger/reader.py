"""Asks a ledger. Lists show the newest reading of each document; an older reading's statements are found by id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, func, or_, select, true

from onrecord.errors import LedgerError
from onrecord.ledger import reviews, rows, tables, transfer
from onrecord.ledger.amend import amend
from onrecord.ledger.database import Database
from onrecord.ledger.days import days_of
from onrecord.ledger.document_entries import document_entries
from onrecord.ledger.entries import (
    DocumentEntry,
    DocumentReading,
    MeetingEntry,
    ReviewedReading,
    ReviewEntry,
    StatementEntry,
)
from onrecord.ledger.finding import Asked, speakers_of, statement_keys, told, utterance_keys
from onrecord.ledger.fulltext import begins
from onrecord.ledger.meeting_entries import CHUNK, meeting_entries, meetings_beside, ranges
from onrecord.ledger.newest import newest_reading, on_record
from onrecord.ledger.tallies import Tallies, tallies
from onrecord.records import Review

# Rows that are turned into records at a time; SQLite takes at most 999 values in one list on old builds.
_CHUNK = 200

_d, _r, _s, _e, _m = tables.documents, tables.readings, tables.statements, tables.evidence, tables.meetings
_reports, _families = tables.reports, tables.families


class Reader:
    """Reads one ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def documents(self, as_of: str | None = None, after: str | None = None) -> Iterator[DocumentEntry]:
        """All documents, the newest on record first; `as_of`, as in `Asked`, those on record then, as they were.

        `after`: those that come after the document with this id.
        """
        query = select(_d.c.key).order_by(_d.c.key.desc()).limit(_CHUNK)
        if as_of is not None:
            query = query.where(on_record(_d.c.key, as_of))
        if after is not None:
            query = query.where(_d.c.key < select(_d.c.key).where(_d.c.id == after).scalar_subquery())
        last: int | None = None
        while True:
            with self._database.reading() as connection:
                keys = connection.execute(query if last is None else query.where(_d.c.key < last)).scalars().all()
                found = document_entries(connection, set(keys), as_of)
            yield from (found[key] for key in keys)
            if len(keys) < _CHUNK:
                return
            last = keys[-1]

    def text(self, document_id: str) -> str:
        """The stored text of a document that is on record."""
        query = select(tables.texts.c.text).join_from(tables.texts, _d, tables.texts.c.document == _d.c.key)
        with self._database.reading() as connection:
            return str(connection.execute(query.where(_d.c.id == document_id)).scalar_one())

    def count_documents(self) -> int:
        """How many documents are on record."""
        with self._database.reading() as connection:
            # Keys are given in order and rows stay: the last key is the count, and no table has to be read for it.
            return int(connection.execute(select(func.coalesce(func.max(_d.c.key), 0))).scalar_one())

    def state(self) -> tuple[int, int]:
        """Two numbers that are others after any reading or review was added."""
        with self._database.reading() as connection:
            reading, review = (
                int(connection.execute(select(func.coalesce(func.max(table.c.key), 0))).scalar_one())
                for table in (tables.readings, tables.reviews)
            )
        return reading, review

    def whole(self, document_id: str) -> DocumentReading:
        """A document that is on record, with all that its newest reading has."""
        with self._database.reading() as connection:
            key = connection.execute(select(_d.c.key).where(_d.c.id == document_id)).scalar_one()
            return _whole(connection, key)

    def utterances(
        self, asked: Asked, *, limit: int | None = None, offset: int = 0
    ) -> Iterator[tuple[StatementEntry, ...]]:
        """The acts of speech of which some report fits, each with all its reports, the first printed first.

        With words the most relevant first, otherwise the newest; at most `limit`, after the first `offset`.
        """
        with self._database.reading() as connection:
            found = utterance_keys(connection, asked, None if limit is None else offset + limit)[offset:]
        for start in range(0, len(found), _CHUNK):
            part = found[start : start + _CHUNK]
            with self._database.reading() as connection:
                groups = _reports_of(connection, part, asked)
            yield from (groups[key] for key in part if key in groups)

    def statements(self, asked: Asked, *, limit: int, offset: int = 0) -> list[StatementEntry]:
        """The statements that fit, each by itself, in the order of `utterances`; at most `limit` after `offset`."""
        with self._database.reading() as connection:
            keys = statement_keys(connection, asked, offset + limit)[offset:]
            found = {one.key: one.entry for one in _entries(connection, _s.c.key.in_(keys), asked.as_of)}
        return [found[key] for key in keys]

    def reports(self, statement_id: str) -> tuple[StatementEntry, ...]:
        """All that reports the act of speech that the statement reports, the first printed first, without rejected."""
        own = select(_reports.c.utterance).join_from(_reports, _s, _reports.c.statement == _s.c.key)
        query = own.where(_s.c.key == _newest_with(statement_id))
        with self._database.reading() as connection:
            key = connection.execute(query).scalar_one()
            return _reports_of(connection, [key], Asked()).get(key, ())

    def told(self, asked: Asked, speakers: Sequence[str] | None = None) -> Iterator[Any]:
        """Every statement that fits, counted with those alike in what tells of the speaker: as `finding.told` says."""
        with self._database.reading() as connection:
            yield from told(connection, asked, speakers)

    def speakers(self, asked: Asked, *, limit: int, offset: int = 0) -> list[str]:
        """Ids or, without one, names of those who said what fits, those with most statements first."""
        with self._database.reading() as connection:
            return speakers_of(connection, asked, limit=limit, offset=offset)

    def meetings(
        self, as_of: str | None = None, within: tuple[str, str] | None = None, *, undated: bool = False
    ) -> Iterator[MeetingEntry]:
        """The meetings of the newest readings (of those on record at `as_of`): the latest start first, none last.

        `within`: those that end, as text, at or after the first value, and start before the second. `undated`: those of
        which no month is known.
        """
        for conditions in ranges(within, undated=undated):
            last: tuple[str, int] | None = None
            found = None
            while found is None or len(found) == CHUNK:
                with self._database.reading() as connection:
                    found = meeting_entries(connection, last, as_of, conditions)
                for key, entry in found:
                    yield entry
                    start = entry.meeting.start
                    last = ("" if start is None else start.value, key)

    def meetings_beside(self, id: str) -> list[MeetingEntry]:
        """The meetings of the newest readings with the same start as one that has this id, in the order of all."""
        with self._database.reading() as connection:
            return meetings_beside(connection, id)

    def reviews(self, reviewer: str | None = None) -> list[ReviewEntry]:
        """What people decided, one of them or all, in the order in which they did."""
        condition = true() if reviewer is None else tables.reviews.c.reviewer == reviewer
        with self._database.reading() as connection:
            return list(reviews.listed(connection, condition))

    def reviews_with(self, ids: Sequence[str]) -> list[ReviewEntry]:
        """The reviews with these ids, in the order in which they were made."""
        with self._database.reading() as connection:
            return list(reviews.listed(connection, tables.reviews.c.id.in_(ids)))

    def reviews_of(self, statement_ids: Sequence[str]) -> list[ReviewEntry]:
        """What people decided about these statements, and what withdrew it, in the order in which they did."""
        places, decided = tables.review_places, tables.reviews.c
        placed = select(places.c.review).join_from(places, _s, places.c.statement == _s.c.key)
        placed = placed.where(_s.c.id.in_(statement_ids))
        with self._database.reading() as connection:
            return list(reviews.listed(connection, or_(decided.key.in_(placed), decided.withdraws.in_(placed))))

    def tallies(self, asked: Asked, *, most: int) -> Tallies:
        """Who did what for whom in the first `most` acts of speech that fit, in the order of `utterances`."""
        with self._database.reading() as connection:
            return tallies(connection, asked, most)

    def told_alike(self, statement_id: str) -> list[StatementEntry]:
        """All that reports the act which this statement of a newest reading reports, also what was rejected."""
        own = select(_reports.c.utterance).join_from(_reports, _s, _reports.c.statement == _s.c.key)
        newest = _s.c.reading == newest_reading(_s.c.document)
        with self._database.reading() as connection:
            utterance = connection.execute(own.where(_s.c.id == statement_id, newest)).scalars().all()
            return [one.entry for one in _entries(connection, and_(_reports.c.utterance.in_(utterance), newest))]

    def with_keys(self, keys: Sequence[int]) -> dict[int, StatementEntry]:
        """The statements with these keys."""
        found: dict[int, StatementEntry] = {}
        with self._database.reading() as connection:
            for start in range(0, len(keys), _CHUNK):
                part = _entries(connection, _s.c.key.in_(keys[start : start + _CHUNK]))
                found |= {one.key: one.entry for one in part}
        return found

    def lines(self) -> Iterator[str]:
        """The whole ledger, as `transfer.lines` gives it."""
        return transfer.lines(self._database)

    def reviewed(self) -> Iterator[ReviewedReading]:
        """The newest readings of the documents of which some statement was accepted or corrected."""
        return transfer.reviewed(self._database)

    def meeting_ids(self, document_id: str) -> list[str]:
        """The ids of the meetings that the newest reading of a document has."""
        query = select(_m.c.id).join_from(_m, _r, _m.c.reading == _r.c.key).join(_d, _r.c.document == _d.c.key)
        query = query.where(_d.c.id == document_id, _r.c.key == newest_reading(_d.c.key)).order_by(_m.c.key)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def review_ids(self, start: str, *, limit: int) -> list[str]:
        """Ids, in order, of at most `limit` reviews whose id begins so."""
        return self._ids(tables.reviews.c.id, start, limit)

    def statement_ids(self, start: str, *, limit: int) -> list[str]:
        """Ids, in order, of at most `limit` statements of any reading whose id begins so."""
        return self._ids(_s.c.id, start, limit)

    def document_ids(self, start: str, *, limit: int) -> list[str]:
        """Ids, in order, of at most `limit` documents whose id begins so."""
        return self._ids(_d.c.id, start, limit)

    def _ids(self, id: Any, start: str, limit: int) -> list[str]:
        query = select(id).distinct().where(begins(id, start)).order_by(id).limit(limit)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def statement(self, id: str) -> StatementEntry:
        """The statement with this id, of the newest reading that has it. Raises LedgerError if there is none."""
        with self._database.reading() as connection:
            found = _entries(connection, _s.c.key == _newest_with(id))
        if not found:
            raise LedgerError(f"no statement has the id '{id}'; expected the id of one on record")
        return found[0].entry


def _whole(connection: Connection, key: int) -> DocumentReading:
    reading = select(newest_reading(_d.c.key)).where(_d.c.key == key).scalar_subquery()
    family = select(_families.c.family).where(_families.c.document == key).scalar_subquery()
    alike = select(_families.c.document).where(_families.c.family == family, _families.c.document != key)
    # As many as a page lists; a text that a hundred papers print is one text.
    others = set(connection.execute(alike.limit(_CHUNK)).scalars())
    later = set(connection.execute(select(_d.c.key).where(_d.c.version_of == key).limit(_CHUNK)).scalars())
    times, texts = tables.times, tables.texts
    documents = document_entries(connection, {key} | others | later, None)
    found = connection.execute(select(times).where(times.c.reading == reading).order_by(times.c.number)).mappings()
    meetings = connection.execute(select(_m).where(_m.c.reading == reading).order_by(_m.c.key)).mappings().all()
    return DocumentReading(
        document=documents[key],
        text=str(connection.execute(select(texts.c.text).where(texts.c.document == key)).scalar_one()),
        statements=tuple(one.entry for one in _entries(connection, _s.c.reading == reading)),
        meetings=tuple(rows.meeting_of(row) for row in meetings),
        times=tuple(rows.time_of(row) for row in found),
        others=tuple(documents[one] for one in sorted(others)),
        later=tuple(documents[one] for one in sorted(later)),
    )


def _newest_with(statement_id: str) -> ColumnElement[Any]:
    """The key of the statement with this id in the newest reading that has it."""
    statement, reading = _s.alias(), _r.alias()
    found = select(statement.c.key).join_from(statement, reading, statement.c.reading == reading.c.key)
    found = found.where(statement.c.id == statement_id)
    return found.order_by(reading.c.recorded_at.desc(), reading.c.key.desc()).limit(1).scalar_subquery()


@dataclass(frozen=True, slots=True, kw_only=True)
class _RowEntry:
    key: int
    entry: StatementEntry
    utterance: int


def _reports_of(
    connection: Connection, utterances: Sequence[int], asked: Asked
) -> dict[int, tuple[StatementEntry, ...]]:
    """The reports of each utterance by its key, the first printed first; none of an utterance of which none stands."""
    newest = _s.c.reading == newest_reading(_s.c.document, asked.as_of)
    stands = true() if asked.rejected else reviews.stands(_s.c.key, asked.as_of)
    found: dict[int, list[StatementEntry]] = {}
    for one in _entries(connection, and_(_reports.c.utterance.in_(utterances), newest, stands), asked.as_of):
        found.setdefault(one.utterance, []).append(one.entry)
    return {key: tuple(sorted(group, key=_as_printed)) for key, group in found.items()}


def _as_printed(entry: StatementEntry) -> tuple[bool, str, bool]:
    days = days_of(entry.document.published)
    return days is None, days.first if days else "", entry.statement.repeats is not None


def _entries(connection: Connection, condition: ColumnElement[bool], as_of: str | None = None) -> list[_RowEntry]:
    """The statements that fit the condition, in the order in which they were added, and of the text."""
    query = _statement_query().where(condition)
    found = connection.execute(query.order_by(_s.c.document, _s.c.key)).mappings().all()
    documents = document_entries(connection, {row["document"] for row in found}, as_of)
    keys = [row["key"] for row in found]
    pieces, judged = _evidence(connection, keys), reviews.of_statements(connection, keys, as_of)
    return [
        _RowEntry(
            key=row["key"],
            utterance=row["utterance"],
            entry=_entry(row, documents[row["document"]], pieces.get(row["key"], ()), judged.get(row["key"], ())),
        )
        for row in found
    ]


@cache
def _statement_query() -> Select[Any]:
    inside, repeats, first, meetings = _s.alias(), _s.alias(), _s.alias(), tables.meetings
    return (
        select(
            _s,
            _r.c.recorded_at,
            inside.c.id.label("inside_id"),
            repeats.c.id.label("repeats_id"),
            meetings.c.id.label("meeting_id"),
            _reports.c.utterance,
            _reports.c.joined_by,
            _reports.c.sureness,
            _reports.c.decided_by,
            first.c.id.label("utterance_id"),
        )
        .join_from(_s, _r, _s.c.reading == _r.c.key)
        .join(_reports, _reports.c.statement == _s.c.key)
        .join(first, _reports.c.utterance == first.c.key)
        .join(inside, _s.c.inside == inside.c.key, isouter=True)
        .join(repeats, _s.c.repeats == repeats.c.key, isouter=True)
        .join(meetings, _s.c.meeting == meetings.c.key, isouter=True)
    )


def _entry(
    row: RowMapping, document: DocumentEntry, pieces: Sequence[RowMapping], judged: Sequence[Review]
) -> StatementEntry:
    machine = rows.statement_of(row, document.id, pieces)
    amended = amend(machine, judged)
    # The first of an utterance is joined to nothing.
    joined_by = None if row["key"] == row["utterance"] else "person" if row["decided_by"] else row["joined_by"]
    return StatementEntry(
        statement=amended.statement,
        document=document,
        recorded_at=row["recorded_at"],
        utterance=row["utterance_id"],
        joined_by=joined_by,
        sureness=row["sureness"] if joined_by == row["joined_by"] else None,
        machine=machine if amended.fields else None,
        corrected=amended.fields,
        reviews=tuple(judged),
    )


def _evidence(connection: Connection, keys: Sequence[int]) -> dict[int, list[RowMapping]]:
    query = select(_e).where(_e.c.statement.in_(keys)).order_by(_e.c.statement, _e.c.role, _e.c.number)
    pieces: dict[int, list[RowMapping]] = {}
    for row in connection.execute(query).mappings():
        pieces.setdefault(row["statement"], []).append(row)
    return pieces
