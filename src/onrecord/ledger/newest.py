"""Which reading of a document is its newest: the one recorded last, also where older ones were imported since."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, select

from onrecord.ledger import tables

_r = tables.readings


def newest_reading(document: Column[Any], as_of: str | None = None) -> ColumnElement[Any]:
    """The key of a document's newest reading, of those on record at an instant if one is given."""
    other = _r.alias()
    newest = select(other.c.key).where(other.c.document == document)
    if as_of is not None:
        newest = newest.where(other.c.recorded_at <= as_of)
    newest = newest.order_by(other.c.recorded_at.desc(), other.c.key.desc()).limit(1)
    return newest.correlate(document.table).scalar_subquery()
