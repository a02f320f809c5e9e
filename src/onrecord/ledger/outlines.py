"""Outlines of lines: of their latest statements when each was said, its kind and whose report it is, without its words.

What a line holds now can be told from them, at a tenth of what loading its statements takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from onrecord.ledger import tables
from onrecord.ledger.line_keys import LineKey, standing

_s, _d, _r, _f, _t = tables.statements, tables.documents, tables.reports, tables.families, tables.stances


@dataclass(frozen=True, slots=True)
class Mark:
    """A statement of a line: `day` the first day that it may be of, "" if unknown, `utterance` the key of its act.

    `published` is the day of its document, None if unknown; `opens`: it is the act's first report on record; `family`
    tells documents that print the same text.
    """

    day: str
    kind: str
    utterance: int
    opens: bool
    published: str | None
    family: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A line's statements as it stands now, as corrected, the earliest day first; `whole` if these are all."""

    key: LineKey
    marks: tuple[Mark, ...]
    whole: bool


def outlines(connection: Connection, keys: Iterable[LineKey], latest: int | None) -> Iterator[Outline]:
    """The outlines of the lines with these keys that have a statement on record, in the order of the keys.

    Of the `latest` statements, or all.
    """
    query = _statements(latest)
    for key in keys:
        found = connection.execute(query, {"holder": key.holder, "issue": key.issue}).all()
        if found:
            marks = (
                Mark(day, kind, utterance, utterance == statement, published, family)
                for day, kind, statement, utterance, published, family in reversed(found[:latest])
            )
            yield Outline(key, tuple(marks), whole=latest is None or len(found) <= latest)


@cache
def _statements(latest: int | None) -> Select[Any]:
    query = (
        select(_t.c.day, _t.c.kind, _t.c.statement, _r.c.utterance, _d.c.published, _f.c.family)
        .join_from(_t, _s, _s.c.key == _t.c.statement)
        .join(_r, _r.c.statement == _t.c.statement)
        .join(_d, _d.c.key == _s.c.document)
        .join(_f, _f.c.document == _s.c.document)
        .where(_t.c.issue == bindparam("issue"), _t.c.holder == bindparam("holder"), *standing(_s, None))
    )
    query = query.order_by(_t.c.day.desc(), _t.c.statement.desc())
    return query if latest is None else query.limit(latest + 1)
