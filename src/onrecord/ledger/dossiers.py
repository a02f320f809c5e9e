"""What people decided about issues: how one is called, and which two are one; worked out from all that is in force.

There are few such decisions, and each may undo or outdo another: to start over is simple, and cheap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from onrecord.ledger import tables
from onrecord.ledger.holders import key_of
from onrecord.ledger.reviews import in_force

_i, _t, _v, _p = tables.issues, tables.stances, tables.reviews, tables.review_places


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decision:
    """A review with the issues, by side, of the statements that it is of."""

    key: int
    verdict: str
    value: Any
    issues: dict[str, int]


def settle(connection: Connection) -> None:
    """Lays the names and the merges that are in force over the issues."""
    nothing = {"name": None, "name_key": None, "named_by": None}
    connection.execute(update(_i).where(_i.c.name.is_not(None)).values(nothing))
    merged = _t.c.issue != _t.c.own_issue
    connection.execute(update(_t).where(_t.c.own_issue.in_(_merged()), merged).values(issue=_t.c.own_issue))
    connection.execute(update(_i).where(_i.c.merged_into.is_not(None)).values(merged_into=None))
    decisions = list(_decisions(connection))
    into: dict[int, int] = {}
    for one in decisions:
        if one.verdict == "same_issue" and len(one.issues) == 2:
            first, second = sorted(_root(issue, into) for issue in one.issues.values())
            if first != second:
                into[second] = first
    for issue in into:
        root = _root(issue, into)
        connection.execute(update(_i).where(_i.c.statement == issue).values(merged_into=root))
        connection.execute(update(_t).where(_t.c.own_issue == issue).values(issue=root))
    for one in decisions:
        if one.verdict == "name_issue" and one.issues:
            named = {"name": str(one.value), "name_key": key_of(str(one.value)), "named_by": one.key}
            root = _root(one.issues["target"], into)
            connection.execute(update(_i).where(_i.c.statement == root).values(named))


def _merged() -> Select[Any]:
    return select(_i.c.statement).where(_i.c.merged_into.is_not(None))


def _decisions(connection: Connection) -> Iterator[_Decision]:
    """Those in force, in the order in which they were made; each goes by the newest statement that it was placed on."""
    newest = (
        select(_p.c.review, _p.c.side, func.max(_p.c.statement).label("statement"))
        .join_from(_p, _t, _t.c.statement == _p.c.statement)
        .group_by(_p.c.review, _p.c.side)
        .subquery()
    )
    query = (
        select(_v.c.key, _v.c.verdict, _v.c.value, newest.c.side, newest.c.statement, _t.c.own_issue)
        .join_from(_v, newest, newest.c.review == _v.c.key)
        .join(_t, (_t.c.statement == newest.c.statement) & (_t.c.number == 0))
        .where(_v.c.verdict.in_(("name_issue", "same_issue")), in_force())
        .order_by(_v.c.key)
    )
    found: dict[int, _Decision] = {}
    alone = _alone(connection)
    for row in connection.execute(query):
        if row.verdict == "same_issue" and alone.get(row.statement, 0) > row.key:
            # Somebody has said since that it is about something else.
            continue
        one = found.setdefault(row.key, _Decision(key=row.key, verdict=row.verdict, value=row.value, issues={}))
        one.issues[row.side] = row.own_issue
    yield from found.values()


def _alone(connection: Connection) -> dict[int, int]:
    """The statements that a person took out of their issues, each with the last decision in force that says so."""
    query = (
        select(_p.c.statement, func.max(_v.c.key).label("decision"))
        .join_from(_p, _v, _v.c.key == _p.c.review)
        .where(_v.c.verdict == "own_issue", in_force())
        .group_by(_p.c.statement)
    )
    return {row.statement: row.decision for row in connection.execute(query)}


def _root(issue: int, into: dict[int, int]) -> int:
    while issue in into:
        issue = into[issue]
    return issue
