"""Works out, for documents that an older ledger holds, what newer tables say of them: families, utterances, names,
issues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from onrecord.ledger import families, tables, terms
from onrecord.ledger.days import days_in
from onrecord.ledger.reprints import Printed
from onrecord.ledger.told_rows import told_in
from onrecord.ledger.utterances import enter_hashes, enter_notes, join_reading

_d, _t, _r, _s = tables.documents, tables.texts, tables.readings, tables.statements


def work_out(connection: Connection) -> None:
    """Works out what no table says yet, in the order in which the documents were added; the rest stays."""
    _hash(connection)
    _note(connection)
    _join(connection)
    _name(connection)
    _give_issues(connection)


def _hash(connection: Connection) -> None:
    """Enters by their words the statements that have their utterances, if none is."""
    if connection.execute(select(tables.report_hashes.c.statement).limit(1)).first() is not None:
        return
    joined = select(_s.c.reading).join_from(_s, tables.reports, tables.reports.c.statement == _s.c.key).distinct()
    for reading in connection.execute(joined.order_by(_s.c.reading)).scalars().all():
        enter_hashes(connection, told_in(connection, reading))


def _note(connection: Connection) -> None:
    """Notes in the rows of the reports that have their utterances what these lack."""
    lacking = select(_s.c.reading).join_from(_s, tables.reports, tables.reports.c.statement == _s.c.key).distinct()
    lacking = lacking.where(tables.reports.c.noted.is_(None)).order_by(_s.c.reading)
    for reading in connection.execute(lacking).scalars().all():
        enter_notes(connection, told_in(connection, reading))


def _join(connection: Connection) -> None:
    """Gives every document its family and every statement its utterance."""
    query = select(_d.c.publisher, _d.c.published, _t.c.text).join_from(_d, _t, _t.c.document == _d.c.key)
    known = select(tables.families).where(tables.families.c.document == _d.c.key)
    for key in connection.execute(select(_d.c.key).where(~known.exists()).order_by(_d.c.key)).scalars().all():
        row = connection.execute(query.where(_d.c.key == key)).one()
        printed = Printed(text=row.text, publisher=row.publisher, days=days_in(row.published))
        families.enter(connection, key, families.neighbours(connection, printed))
    for reading in _without(connection, tables.reports):
        join_reading(connection, reading)


def _name(connection: Connection) -> None:
    for reading in _without(connection, tables.statement_names):
        terms.enter(connection, reading)


def _give_issues(connection: Connection) -> None:
    from onrecord.ledger import issues  # noqa: PLC0415
    from onrecord.ledger.known_issues import KnownIssues  # noqa: PLC0415

    known = KnownIssues()
    for reading in _without(connection, tables.stances):
        issues.enter(connection, reading, known)


def _without(connection: Connection, table: Any) -> Sequence[int]:
    """The readings none of whose statements has a row in a table."""
    has_one = select(_s.c.key).join_from(_s, table, table.c.statement == _s.c.key).where(_s.c.reading == _r.c.key)
    return connection.execute(select(_r.c.key).where(~has_one.exists()).order_by(_r.c.key)).scalars().all()
