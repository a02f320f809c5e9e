"""Works out, for documents that an older ledger holds, what newer tables say of them: families, utterances, names,
issues."""

from __future__ import annotations

from sqlalchemy import Connection, select

from onrecord.ledger import families, tables, terms
from onrecord.ledger.days import days_in
from onrecord.ledger.reprints import Printed
from onrecord.ledger.utterances import join_reading

_d, _t, _r = tables.documents, tables.texts, tables.readings


def join_all(connection: Connection) -> None:
    """Gives every document its family and every statement its utterance, in the order in which they were added."""
    query = select(_d.c.publisher, _d.c.published, _t.c.text).join_from(_d, _t, _t.c.document == _d.c.key)
    for key in connection.execute(select(_d.c.key).order_by(_d.c.key)).scalars().all():
        row = connection.execute(query.where(_d.c.key == key)).one()
        printed = Printed(text=row.text, publisher=row.publisher, days=days_in(row.published))
        families.enter(connection, key, families.neighbours(connection, printed))
    for reading in connection.execute(select(_r.c.key).order_by(_r.c.key)).scalars().all():
        join_reading(connection, reading)


def name_all(connection: Connection) -> None:
    """Enters the names of every statement."""
    for reading in connection.execute(select(_r.c.key).order_by(_r.c.key)).scalars().all():
        terms.enter(connection, reading)


def issue_all(connection: Connection) -> None:
    """Gives every position its issue, in the order in which they were added."""
    from onrecord.ledger import issues  # noqa: PLC0415
    from onrecord.ledger.known_issues import KnownIssues  # noqa: PLC0415

    known = KnownIssues()
    for reading in connection.execute(select(_r.c.key).order_by(_r.c.key)).scalars().all():
        issues.enter(connection, reading, known)
