"""What people joined and parted, laid over what the rules joined: which utterance each statement reports by both.

The rules link each statement to one on record before it. Where a person parts a statement from its utterance, its link
is cut, and so are those of the statements that were linked to it by then: they stay with what it was linked to. What
is linked to it later stays with it. A join links two statements with all that hangs on both, until one of them is
parted. The reports are few that one decision can reach, and only theirs are worked out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from onrecord.ledger import tables
from onrecord.ledger.reported import count_again
from onrecord.ledger.reviews import in_force

_s, _rep, _v, _p = tables.statements, tables.reports, tables.reviews, tables.review_places
_CHUNK = 500
# A statement's key; or, below 0, what is left of an utterance where the statement with that key was parted from it.
_Node = int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    statement: int
    reading: int
    utterance: int
    joined_to: int | None
    joined_by: str | None
    decided_by: int | None


@dataclass(slots=True, kw_only=True)
class _Decision:
    """A join or a part in force, with the statements that it is of; `seen` is the newest reading when it was made."""

    key: int
    verdict: str
    seen: int
    statements: list[int] = field(default_factory=list)


class _Groups:
    """Sets of nodes that grow together."""

    def __init__(self) -> None:
        self._above: dict[_Node, _Node] = {}

    def of(self, node: _Node) -> _Node:
        """The node that stands for the set."""
        at = node
        while (above := self._above.get(at, at)) != at:
            at = above
        return at

    def unite(self, nodes: Sequence[_Node]) -> None:
        for node in nodes[1:]:
            self._above[self.of(node)] = self.of(nodes[0])


def regroup(connection: Connection, statements: Iterable[int]) -> None:
    """Works out again which utterances these statements, and all that is linked to them, report."""
    reports = _reached(connection, set(statements))
    decisions = _decisions(connection, list(reports))
    parts = {key: one for one in decisions if one.verdict == "part" for key in one.statements}
    joins = [
        one
        for one in decisions
        if one.verdict == "join" and all(key not in parts or parts[key].key < one.key for key in one.statements)
    ]
    groups = _grouped(reports, parts, joins)
    decided = {key: one.key for one in (*joins, *parts.values()) for key in one.statements}
    for one in joins:
        decided |= {key: max(one.key, decided[key]) for key in one.statements}
    firsts = _firsts(reports, parts, groups)
    changed = [
        (report, firsts[groups.of(key)], decided.get(key))
        for key, report in reports.items()
        if (report.utterance, report.decided_by) != (firsts[groups.of(key)], decided.get(key))
    ]
    if changed:
        values: dict[str, Any] = {"utterance": bindparam("to"), "decided_by": bindparam("by")}
        made = [{"of": report.statement, "to": to, "by": by} for report, to, by in changed]
        connection.execute(update(_rep).where(_rep.c.statement == bindparam("of")).values(values), made)
        count_again(connection, {utterance for report, to, _ in changed for utterance in (report.utterance, to)})


def _reached(connection: Connection, start: set[int]) -> dict[int, _Report]:
    """The reports of the statements and of all that is linked to them, by rules or by people, withdrawn or not."""
    found: dict[int, _Report] = {}
    ahead = start
    while ahead:
        part = sorted(ahead)[:_CHUNK]
        reports = _reports(connection, part)
        found |= {report.statement: report for report in reports}
        near = {report.joined_to for report in reports if report.joined_to is not None}
        utterances = {report.utterance for report in reports}
        members = select(_rep.c.statement).where(or_(_rep.c.joined_to.in_(part), _rep.c.utterance.in_(utterances)))
        placed = select(_p.c.review).join_from(_p, _v, _p.c.review == _v.c.key)
        reviews = placed.where(_v.c.verdict.in_(("join", "part")), _p.c.statement.in_(part))
        near |= set(connection.execute(members).scalars())
        near |= set(connection.execute(select(_p.c.statement).where(_p.c.review.in_(reviews))).scalars())
        ahead = (ahead | near) - set(found)
    return dict(sorted(found.items()))


def _reports(connection: Connection, keys: Sequence[int]) -> list[_Report]:
    query = (
        select(_rep.c.statement, _s.c.reading, _rep.c.utterance, _rep.c.joined_to, _rep.c.joined_by, _rep.c.decided_by)
        .join_from(_rep, _s, _rep.c.statement == _s.c.key)
        .where(_rep.c.statement.in_(keys))
    )
    return [_Report(**row) for row in connection.execute(query).mappings()]


def _decisions(connection: Connection, keys: Sequence[int]) -> list[_Decision]:
    """The joins and parts in force that are of these statements, in the order in which they were made."""
    found: dict[int, _Decision] = {}
    query = select(_v.c.key, _v.c.verdict, _v.c.seen_reading, _p.c.statement).join_from(_v, _p, _p.c.review == _v.c.key)
    for start in range(0, len(keys), _CHUNK):
        here = query.where(
            _v.c.verdict.in_(("join", "part")), in_force(), _p.c.statement.in_(keys[start : start + _CHUNK])
        )
        for row in connection.execute(here):
            one = found.setdefault(row.key, _Decision(key=row.key, verdict=row.verdict, seen=row.seen_reading))
            one.statements.append(row.statement)
    return [found[key] for key in sorted(found)]


def _grouped(reports: dict[int, _Report], parts: dict[int, _Decision], joins: Sequence[_Decision]) -> _Groups:
    groups = _Groups()
    for key, report in reports.items():
        if report.joined_to is not None:
            # What is left of the utterance that a statement was parted from stays with what that was linked to.
            groups.unite((-key if key in parts else key, _linked_to(report, report.joined_to, parts)))
    for one in (*parts.values(), *joins):
        groups.unite(one.statements)
    return groups


def _linked_to(report: _Report, other: int, parts: dict[int, _Decision]) -> _Node:
    """The node that the rules' link leads to: the other statement, or what it was parted from by a person since."""
    # A further printing goes with the first one, whenever that was parted.
    stays = other not in parts or report.joined_by == "repeats" or report.reading > parts[other].seen
    return other if stays else -other


def _firsts(reports: dict[int, _Report], parts: dict[int, _Decision], groups: _Groups) -> dict[_Node, int]:
    """The statement that names each group: the first on record that is linked to none before it, else the first."""
    firsts: dict[_Node, int] = {}
    for key in sorted(reports, key=lambda key: (reports[key].joined_to is not None and key not in parts, key)):
        firsts.setdefault(groups.of(key), key)
    return firsts
