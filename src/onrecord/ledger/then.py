"""Families of documents as they stood at an instant: a document that came later may have linked what stood apart."""

from __future__ import annotations

from collections.abc import Set

from sqlalchemy import Connection, select

from onrecord.ledger import tables
from onrecord.ledger.newest import on_record

_alike, _families = tables.alike, tables.families


def families_then(connection: Connection, documents: Set[int], as_of: str) -> dict[int, int]:
    """The key of the first document of the family of each of these, by their keys.

    Of each document's family of today, only what was on record then; joined by what each of them was alike then.
    """
    now = select(_families.c.family).where(_families.c.document.in_(documents)).distinct()
    kin = select(_families.c.document).where(_families.c.family.in_(now), on_record(_families.c.document, as_of))
    first = {key: key for key in connection.execute(kin).scalars()}
    # A document is linked to those that this ledger had before it; an imported one may have been on record earlier.
    # Which of these were on record is not asked of the database, which would try each document with every other.
    links = select(_alike.c.document, _alike.c.other)
    for link in connection.execute(links.where(_alike.c.relation == "same_text", _alike.c.document.in_(kin))):
        if link.other not in first:
            continue
        one, other = _root(first, link.document), _root(first, link.other)
        first[max(one, other)] = min(one, other)
    return {key: _root(first, key) for key in documents if key in first}


def _root(first: dict[int, int], key: int) -> int:
    while first[key] != key:
        first[key] = first[first[key]]
        key = first[key]
    return key
