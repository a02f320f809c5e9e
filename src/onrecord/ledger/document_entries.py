"""Documents on record as entries: with their family, their earlier version and how many statements they have."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, func, select

from onrecord.ledger import rows, tables
from onrecord.ledger.entries import DocumentEntry
from onrecord.ledger.newest import newest_reading
from onrecord.ledger.then import families_then

_d, _s, _t, _families = tables.documents, tables.statements, tables.texts, tables.families
# Code points of a text that stand for the title of a document without one.
_BEGINNING = 200


def document_entries(connection: Connection, keys: set[int], as_of: str | None) -> dict[int, DocumentEntry]:
    """The documents with these keys, as they were on record at `as_of`, or are now."""
    found = connection.execute(_document_query(as_of).where(_d.c.key.in_(keys))).mappings()
    documents = {row["key"]: rows.document_of(row) for row in found}
    if as_of is None:
        return documents
    families = families_then(connection, keys, as_of)
    ids = {
        row.key: row.id for row in connection.execute(select(_d.c.key, _d.c.id).where(_d.c.key.in_(families.values())))
    }
    return {key: replace(entry, family=ids[families[key]]) for key, entry in documents.items()}


@lru_cache(maxsize=64)
def _document_query(as_of: str | None) -> Select[Any]:
    before, counted = _d.alias(), _s.alias()
    newest = newest_reading(_d.c.key, as_of)
    count = select(func.count()).where(counted.c.reading == newest).correlate(_d).scalar_subquery()
    first = _d.alias()
    begun = select(func.substr(_t.c.text, 1, _BEGINNING)).where(_t.c.document == _d.c.key, _d.c.title.is_(None))
    query = select(
        *(_d.c[name] for name in ("key", *rows.DOCUMENT_FIELDS, "published", "recorded_at")),
        before.c.id.label("version_id"),
        first.c.id.label("family_id"),
        count.label("statement_count"),
        begun.correlate(_d).scalar_subquery().label("beginning"),
    )
    return (
        query.join_from(_d, _families, _families.c.document == _d.c.key)
        .join(first, _families.c.family == first.c.key)
        .join(before, _d.c.version_of == before.c.key, isouter=True)
    )
