"""Meetings on record as entries, the latest start first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal_column, or_, select

from onrecord.ledger import rows, tables
from onrecord.ledger.document_entries import document_entries
from onrecord.ledger.entries import MeetingEntry
from onrecord.ledger.newest import newest_reading

CHUNK = 200
"""Meetings that are read at a time."""

_m, _r = tables.meetings, tables.readings
# As the index has it: "" must stand in the query as such.
_starts: ColumnElement[str] = func.coalesce(_m.c.starts_on, literal_column("''"))


def ranges(within: tuple[str, str] | None, *, undated: bool) -> list[list[ColumnElement[bool]]]:
    """The conditions on meetings as `Reader.meetings` asks for them: what fits the first, then what fits the next.

    What begins within some time is a stretch of the index by start; what began before, and goes on, has its own index.
    """
    if undated:
        return [[_has_no_month(_starts), or_(_m.c.ends_on.is_(None), _has_no_month(_m.c.ends_on))]]
    if within is None:
        return [[]]
    first, last = within
    begins = [_starts >= first, _starts < last, func.coalesce(_m.c.ends_on, _starts) >= first]
    longer = select(_m.c.key).where(_m.c.ends_on > _starts, _m.c.ends_on >= first, _starts < min(first, last))
    goes_on: list[ColumnElement[bool]] = [_m.c.key.in_(longer.correlate(None))]
    return [begins, goes_on]


def query(after: tuple[str, int] | None, as_of: str | None, conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The rows of `meeting_entries`."""
    found = (
        select(_m, _r.c.document, _r.c.recorded_at)
        .join_from(_m, _r, _m.c.reading == _r.c.key)
        .where(_m.c.reading == newest_reading(_r.c.document, as_of), *conditions)
        .order_by(_starts.desc(), _m.c.key.desc())
        .limit(CHUNK)
    )
    if after is None:
        return found
    return found.where(or_(_starts < after[0], and_(_starts == after[0], _m.c.key < after[1])))


def meeting_entries(
    connection: Connection, after: tuple[str, int] | None, as_of: str | None, conditions: Sequence[ColumnElement[bool]]
) -> list[tuple[int, MeetingEntry]]:
    """The next meetings that fit, each with its key, after one's start and key."""
    found = connection.execute(query(after, as_of, conditions)).mappings().all()
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
    starts = select(_starts).join_from(_m, _r, _m.c.reading == _r.c.key)
    starts = starts.where(_m.c.id == id, _m.c.reading == newest_reading(_r.c.document))
    start = connection.execute(starts.order_by(_starts.desc()).limit(1)).scalar()
    found: list[tuple[int, MeetingEntry]] = []
    while start is not None:
        part = meeting_entries(connection, (start, found[-1][0]) if found else None, None, [_starts == start])
        found += part
        if len(part) < CHUNK:
            break
    return [entry for _, entry in found]
