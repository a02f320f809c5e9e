"""Meetings on record as entries, the latest start first."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, func, literal_column, or_, select

from onrecord.ledger import rows, tables
from onrecord.ledger.document_entries import document_entries
from onrecord.ledger.entries import MeetingEntry
from onrecord.ledger.newest import newest_reading

CHUNK = 200
"""Meetings that are read at a time."""

_m, _r = tables.meetings, tables.readings
# As the index has it: "" must stand in the query as such.
_START: ColumnElement[str] = func.coalesce(_m.c.starts_on, literal_column("''"))


def meeting_entries(
    connection: Connection,
    after: tuple[str, int] | None,
    as_of: str | None,
    within: tuple[str, str] | None,
    start: str | None = None,
    undated: bool = False,
) -> list[tuple[int, MeetingEntry]]:
    """The next meetings, each with its key, after one's start and key; of this `start` alone if one is given.

    `undated`: only those of which no month is known.
    """
    starts = _START
    query = (
        select(_m, _r.c.document, _r.c.recorded_at)
        .join_from(_m, _r, _m.c.reading == _r.c.key)
        .where(_m.c.reading == newest_reading(_r.c.document, as_of))
        .order_by(starts.desc(), _m.c.key.desc())
        .limit(CHUNK)
    )
    if start is not None:
        query = query.where(starts == start)
    if within is not None:
        query = query.where(func.coalesce(_m.c.ends_on, starts) >= within[0], starts < within[1])
    if undated:
        query = query.where(_has_no_month(starts), or_(_m.c.ends_on.is_(None), _has_no_month(_m.c.ends_on)))
    if after is not None:
        query = query.where(or_(starts < after[0], and_(starts == after[0], _m.c.key < after[1])))
    found = connection.execute(query).mappings().all()
    documents = document_entries(connection, {row["document"] for row in found}, as_of)
    return [
        (
            row["key"],
            MeetingEntry(
                meeting=rows.meeting_of(row), document=documents[row["document"]], recorded_at=row["recorded_at"]
            ),
        )
        for row in found
    ]


def _has_no_month(date: ColumnElement[str]) -> ColumnElement[bool]:
    # What has no year begins with a dash, which comes before the digits.
    return or_(date.not_like("____-__%"), date < "0")


def meetings_beside(connection: Connection, id: str) -> list[MeetingEntry]:
    """The meetings of the newest readings with the same start as one that has this id, in the order of all."""
    starts = select(_START).join_from(_m, _r, _m.c.reading == _r.c.key)
    starts = starts.where(_m.c.id == id, _m.c.reading == newest_reading(_r.c.document))
    start = connection.execute(starts.order_by(_START.desc()).limit(1)).scalar()
    found: list[tuple[int, MeetingEntry]] = []
    while start is not None:
        part = meeting_entries(connection, (start, found[-1][0]) if found else None, None, None, start)
        found += part
        if len(part) < CHUNK:
            break
    return [entry for _, entry in found]
