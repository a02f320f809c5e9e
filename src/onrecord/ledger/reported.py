"""How many documents report an utterance, kept for those that several do: so that they are found without counting.

Whatever changes which statements report an utterance, or which documents are copies, has it counted again.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select

from onrecord.ledger import tables

_s, _f, _reports, _many = tables.statements, tables.families, tables.reports, tables.reported
_CHUNK = 500


def count_again(connection: Connection, utterances: Iterable[int]) -> None:
    """Counts the documents that report these utterances, and those of them that are no copies, of every reading."""
    keys = sorted(set(utterances))
    documents = func.count(_s.c.document.distinct())
    counted = (
        select(_reports.c.utterance, documents, func.count(_f.c.family.distinct()))
        .join_from(_reports, _s, _s.c.key == _reports.c.statement)
        .join(_f, _f.c.document == _s.c.document)
        .group_by(_reports.c.utterance)
        .having(documents > 1)
    )
    for start in range(0, len(keys), _CHUNK):
        part = keys[start : start + _CHUNK]
        connection.execute(delete(_many).where(_many.c.utterance.in_(part)))
        found = counted.where(_reports.c.utterance.in_(part))
        connection.execute(insert(_many).from_select(["utterance", "documents", "independent"], found))


def count_of_family(connection: Connection, family: int) -> None:
    """Counts again what the documents of a family report, since it has become one of several."""
    told = (
        select(_reports.c.utterance)
        .join_from(_f, _s, _s.c.document == _f.c.document)
        .join(_reports, _reports.c.statement == _s.c.key)
        .where(_f.c.family == family)
    )
    count_again(connection, connection.execute(told).scalars().all())


def independent(connection: Connection, utterances: Iterable[int]) -> dict[int, int]:
    """How many documents report each of these utterances that are no copies of one another, where several do."""
    keys = sorted(set(utterances))
    found: dict[int, int] = {}
    for start in range(0, len(keys), _CHUNK):
        query = select(_many).where(_many.c.utterance.in_(keys[start : start + _CHUNK]))
        found |= {row.utterance: row.independent for row in connection.execute(query)}
    return found
