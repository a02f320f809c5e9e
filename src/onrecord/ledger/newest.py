"""Which reading of a document is its newest: the one recorded last, also where older ones were imported since."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, exists, func, select

from onrecord.ledger import tables

_r, _s = tables.readings, tables.statements


def on_record(document: Column[Any], as_of: str) -> ColumnElement[bool]:
    """The condition that a document was on record at an instant: that a reading of it was, in whichever ledger."""
    other = _r.alias()
    read = select(other.c.key).where(other.c.document == document, other.c.recorded_at <= as_of)
    return exists(read.correlate(document.table))


# Made once: to make a condition takes longer than most answers do.
@lru_cache(maxsize=256)
def newest_reading(document: Column[Any], as_of: str | None = None) -> ColumnElement[Any]:
    """The key of a document's newest reading, of those on record at an instant if one is given."""
    other = _r.alias()
    newest = select(other.c.key).where(other.c.document == document)
    if as_of is not None:
        newest = newest.where(other.c.recorded_at <= as_of)
    newest = newest.order_by(other.c.recorded_at.desc(), other.c.key.desc()).limit(1)
    return newest.correlate(document.table).scalar_subquery()


def key_recorded(recorded: ColumnElement[bool], *, first: bool) -> ColumnElement[Any]:
    """The first or the last key of a statement of the readings recorded so; null if there are none.

    Statements get theirs in the order of their readings'.
    """
    end, other = (func.min if first else func.max), _s.alias()
    reading = select(end(_r.c.key)).where(recorded).scalar_subquery()
    within = other.c.reading >= reading if first else other.c.reading <= reading
    filled = select(end(other.c.reading)).where(within).scalar_subquery()
    return select(end(_s.c.key)).where(_s.c.reading == filled).correlate(None).scalar_subquery()
