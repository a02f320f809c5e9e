"""Which issue a position is about, and so which line it is of: a holder's positions on one issue.

An issue is a group of statements about one subject; it goes by its first statement on record, and is called by the
phrase that is nearest to all of them. A statement belongs to the issue whose mean vector is nearest to its own, if that
is near enough; else it opens one. Its vector is that of the issue's words, the quotation, what stands around it and the
report's beginning. Issues are looked for in the cells around that vector, so that what a statement costs hardly grows.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, null, or_, select, update

from onrecord.knowledge import Knowledge, shipped
from onrecord.ledger import meaning, reviews, rows, tables
from onrecord.ledger.amend import amend
from onrecord.ledger.days import days_in, days_of
from onrecord.ledger.holders import holder_key, key_of
from onrecord.ledger.known_issues import KnownIssues, Near, issue_rows
from onrecord.ledger.meaning import Vector
from onrecord.records import Position, Review

NEAR = 0.42
"""From which cosine on a statement belongs to an issue: `python -m bench.issues` shows what it trades."""

# What each part weighs in a statement's vector, and how far around the quotation it goes, in code points. By the area
# under the curve on the labelled pairs: 0.86; without what stands around 0.83, without the beginning 0.85.
_ISSUE, _QUOTE, _AROUND, _BEGINNING = 0.5, 1.0, 1.0, 0.5
_BEFORE, _AFTER, _LEAD = 250, 150, 700
# In 8 of the 512 cells nine of ten statements find the issue nearest of all; with 16 no more pairs come right.
_CELLS = 8
# What is said of an issue may wander: its vector is about the mean of its last so many statements.
_MEMORY = 50
# A phrase of more words must be nearer to the issue by so much a word to be its name; one that stands in twice as many
# statements may be farther by so much. Chosen by eye, on the names of the training reports' fifty largest issues.
_SHORT, _PER_WORD, _PER_DOUBLING = 3, 0.03, 0.06
# Statements that are loaded at a time.
_CHUNK = 500

_r = tables.reports
_s, _d, _x, _e = tables.statements, tables.documents, tables.texts, tables.evidence
_places = tables.review_places
_i, _t, _p = tables.issues, tables.stances, tables.issue_phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stance:
    """A statement that takes a position. `named`: a person gave the phrase; `alone`: said it is no other's issue.

    `utterance` is the key of the first report on record of the same act.
    """

    statement: int
    holders: tuple[str, ...]
    kind: str
    day: str
    phrase: str
    vector: Vector
    named: bool
    alone: bool
    utterance: int


@dataclass(slots=True, kw_only=True)
class _Issue:
    statement: int
    root: int
    phrase: str
    vector: Vector
    statements: int
    cell: int | None = None
    phrases: list[str] = field(default_factory=list)


class _Issues:
    """The issues among which a reading's statements find theirs, and those that they open.

    Thousands may be near a reading, of which it takes a few: a row becomes an issue when it is taken.
    """

    def __init__(self, near: Near, stances: Sequence[_Stance]) -> None:
        self._near = near
        self._issues: dict[int, _Issue] = {}
        self._added: dict[int, int] = {}
        self._wanted = np.stack([stance.vector for stance in stances])
        self._numbers = {stance.statement: number for number, stance in enumerate(stances)}
        # Each statement may bring one that a person named, and may open one.
        room = np.zeros((len(stances), 2 * len(stances)), np.float32)
        self._likeness = np.hstack([near.likenesses(self._wanted), room])

    @property
    def taken(self) -> list[_Issue]:
        """Those that are new or have grown."""
        return [issue for issue in self._issues.values() if issue.phrases]

    def of(self, statement: int) -> _Issue | None:
        """The issue that goes by this statement."""
        place = self._place(statement)
        return None if place is None else self._at(place)

    def add(self, issue: _Issue) -> _Issue:
        place = self._added[issue.statement] = len(self._near) + len(self._added)
        self._issues[place] = issue
        self._moved(place)
        return issue

    def nearest(self, stance: _Stance) -> _Issue | None:
        """The issue nearest to this statement, if it is near enough; of several, the first on record."""
        likeness = self._likeness[self._numbers[stance.statement], : len(self._near) + len(self._added)]
        if not len(likeness) or not stance.vector.any():
            return None
        best = likeness.max()
        if best < NEAR:
            return None
        return min(map(self._at, np.flatnonzero(likeness == best).tolist()), key=lambda issue: issue.statement)

    def take(self, issue: _Issue, stance: _Stance) -> None:
        """Moves the mean to where the statement is; its phrase may become the issue's."""
        weight = np.float32(min(issue.statements, _MEMORY))
        issue.vector = meaning.unit(issue.vector * weight + stance.vector)
        issue.statements += 1
        issue.phrases.append(stance.phrase)
        place = self._place(issue.statement)
        if place is not None:
            self._moved(place)

    def _moved(self, place: int) -> None:
        self._likeness[:, place] = meaning.products(self._wanted, self._issues[place].vector)

    def _at(self, place: int) -> _Issue:
        if place not in self._issues:
            self._issues[place] = _issue(self._near.row(place), self._near.vector(place))
        return self._issues[place]

    def _place(self, statement: int) -> int | None:
        return self._added.get(statement, self._near.find(statement))


def enter(connection: Connection, reading: int, known: KnownIssues) -> None:
    """Gives the positions of the newest reading on record, as people corrected them, their issues."""
    _enter(connection, _stances(connection, _s.c.reading == reading), {}, known)


def enter_again(connection: Connection, statements: Sequence[int], *, stay: bool) -> None:
    """Enters these statements anew, since something about them was decided, or withdrawn.

    `stay`: each is about what it was about; otherwise its issue is worked out anew.
    """
    for start in range(0, len(statements), _CHUNK):
        part = statements[start : start + _CHUNK]
        query = select(_t.c.statement, _t.c.own_issue).where(_t.c.statement.in_(part))
        before = {row.statement: row.own_issue for row in connection.execute(query)}
        connection.execute(delete(_t).where(_t.c.statement.in_(part)))
        if not stay:
            for issue in before.values():
                grown = update(_i).where(_i.c.statement == issue, _i.c.statements > 1)
                connection.execute(grown.values(statements=_i.c.statements - 1))
            _close(connection, part)
            _hand_over(connection, part)
        _enter(connection, _stances(connection, _s.c.key.in_(part)), before if stay else {}, None)


def _hand_over(connection: Connection, statements: Sequence[int]) -> None:
    """Lets the issues that these statements opened go by the first of the others in it: these may leave it."""
    has_one = select(_i.c.statement).where(_i.c.statement == _t.c.statement).exists()
    others = select(_t.c.own_issue, func.min(_t.c.statement).label("next"))
    others = others.where(_t.c.own_issue.in_(statements), ~has_one).group_by(_t.c.own_issue)
    for old, new in connection.execute(others).all():
        kept = connection.execute(select(_i).where(_i.c.statement == old)).mappings().one()
        connection.execute(insert(_i), dict(kept) | {"statement": new})
        for table, column in ((_t, _t.c.own_issue), (_t, _t.c.issue), (_p, _p.c.issue), (_i, _i.c.merged_into)):
            connection.execute(update(table).where(column == old).values({column.name: new}))
        connection.execute(delete(_i).where(_i.c.statement == old))


def _close(connection: Connection, statements: Sequence[int]) -> None:
    """Takes away the issues that these statements opened and that no other statement belongs to."""
    taken = select(_t.c.own_issue).where(_t.c.own_issue == _i.c.statement).exists()
    query = select(_i.c.statement).where(_i.c.statement.in_(statements), ~taken)
    empty = connection.execute(query).scalars().all()
    if empty:
        # What had been merged into one of them stands for itself until decisions are laid over it again.
        connection.execute(update(_t).where(_t.c.issue.in_(empty)).values(issue=_t.c.own_issue))
        connection.execute(update(_i).where(_i.c.merged_into.in_(empty)).values(merged_into=None))
        connection.execute(delete(_p).where(_p.c.issue.in_(empty)))
        connection.execute(delete(_i).where(_i.c.statement.in_(empty)))


def _enter(
    connection: Connection, stances: Sequence[_Stance], stays: Mapping[int, int], known: KnownIssues | None
) -> None:
    """`known` may be given for the newest statements on record."""
    if not stances:
        return
    told = _told_before(connection, stances)
    issues = _around(connection, stances, [*told.values(), *stays.values()], known)
    made: list[dict[str, Any]] = []
    for stance in stances:
        issue = issues.of(stays.get(stance.statement, 0)) or _issue_of(connection, stance, issues, told)
        told.setdefault(stance.utterance, issue.statement)
        made += [
            {
                "statement": stance.statement,
                "holder": holder,
                "number": number,
                "issue": issue.root,
                "own_issue": issue.statement,
                "kind": stance.kind,
                "day": stance.day,
            }
            for number, holder in enumerate(stance.holders)
        ]
    _keep(connection, issues.taken)
    connection.execute(insert(_t), made)


def _told_before(connection: Connection, stances: Sequence[_Stance]) -> dict[int, int]:
    """The issue of each utterance of which another report has one: what is one act is about one thing."""
    query = (
        select(_r.c.utterance, func.min(_t.c.own_issue).label("issue"))
        .join_from(_t, _r, _r.c.statement == _t.c.statement)
        .where(_r.c.utterance.in_([stance.utterance for stance in stances]), _t.c.number == 0)
        .group_by(_r.c.utterance)
    )
    return {row.utterance: row.issue for row in connection.execute(query)}


def _issue_of(connection: Connection, stance: _Stance, issues: _Issues, told: Mapping[int, int]) -> _Issue:
    own = issues.of(stance.statement)
    if stance.alone:
        found = own
    else:
        known = _named_so(connection, stance, issues) if stance.named else issues.of(told.get(stance.utterance, 0))
        found = known or issues.nearest(stance) or own
    if found is None:
        opened = _Issue(
            statement=stance.statement,
            root=stance.statement,
            phrase=stance.phrase,
            vector=stance.vector,
            statements=1,
        )
        opened.phrases.append(stance.phrase)
        return issues.add(opened)
    if found is not own:
        issues.take(found, stance)
    return found


def _stances(connection: Connection, condition: ColumnElement[bool]) -> list[_Stance]:
    """The statements that take a position of somebody's, each once, though it be printed twice."""
    links = (null().label(name) for name in ("inside_id", "repeats_id", "meeting_id"))
    ends = [
        select(end(of)).where(_e.c.statement == _s.c.key, _e.c.role == "content").scalar_subquery().label(name)
        for end, of, name in ((func.min, _e.c.start_offset, "starts"), (func.max, _e.c.end_offset, "ends"))
    ]
    # What takes no position may do so by a person's decision.
    judged_at = select(_places.c.review).where(_places.c.statement == _s.c.key)
    query = (
        select(_s, _x.c.text, _d.c.published, _r.c.utterance, *ends, *links)
        .join_from(_s, _d, _s.c.document == _d.c.key)
        .join(_r, _r.c.statement == _s.c.key)
        .join(_x, _x.c.document == _d.c.key)
        .where(condition, _s.c.repeats.is_(None), or_(_s.c.position != "comment", judged_at.exists()))
        .order_by(_s.c.key)
    )
    found = connection.execute(query).mappings().all()
    judged = reviews.of_statements(connection, [row["key"] for row in found])
    made = (_stance(row, judged.get(row["key"], ())) for row in found)
    return [stance for stance in made if stance is not None]


def _stance(row: Any, judged: Sequence[Review]) -> _Stance | None:
    statement = amend(rows.statement_of(row, "", ()), judged).statement
    position = statement.position
    if position is None or position.kind == "comment" or not position.holder:
        return None
    days = days_of(statement.said_on) or days_in(row["published"])
    phrase, text = position.issue or "", row["text"]
    parts = (
        (phrase, _ISSUE),
        (row["quote"], _QUOTE),
        (text[max(0, row["starts"] - _BEFORE) : row["ends"] + _AFTER], _AROUND),
        (text[:_LEAD], _BEGINNING),
    )
    return _Stance(
        statement=row["key"],
        holders=_holders(position, shipped()),
        kind=position.kind,
        day=days.first if days else "",
        phrase=phrase,
        vector=meaning.shipped().of_parts(parts),
        named=any(review.verdict == "set" and review.field == "issue" for review in judged),
        alone=any(review.verdict == "own_issue" for review in judged),
        utterance=row["utterance"],
    )


def _holders(position: Position, known: Knowledge) -> tuple[str, ...]:
    return tuple(dict.fromkeys(holder_key(name, known) for name in position.holder))


def _around(
    connection: Connection, stances: Sequence[_Stance], told: Iterable[int], known: KnownIssues | None
) -> _Issues:
    """The issues in the cells around the stances, those told of, and those that the statements opened before."""
    cells = {cell for stance in stances for cell in meaning.shipped().cells(stance.vector, _CELLS)}
    others = {*(stance.statement for stance in stances), *told}
    before = stances[0].statement if known else None
    return _Issues((known or KnownIssues()).around(connection, cells, others, before), stances)


def _issue(row: Any, vector: Vector) -> _Issue:
    return _Issue(
        statement=row.statement,
        root=row.merged_into or row.statement,
        phrase=row.phrase,
        vector=vector,
        statements=row.statements,
        cell=row.cell,
    )


def _named_so(connection: Connection, stance: _Stance, issues: _Issues) -> _Issue | None:
    """The issue that a person calls as this statement's is called."""
    row = connection.execute(
        issue_rows().where(_i.c.name_key == key_of(stance.phrase)).order_by(_i.c.statement)
    ).first()
    if row is None:
        return None
    return issues.of(row.statement) or issues.add(_issue(row, meaning.unpacked([row.meaning])[0]))


def _keep(connection: Connection, issues: Sequence[_Issue]) -> None:
    """Writes the issues that are new or have grown, with how often each phrase stands in them."""
    counts = _counted(connection, issues)
    known = meaning.shipped()
    made: dict[tuple[bool, bool], list[dict[str, Any]]] = {}
    for issue in issues:
        phrases = {key_of(phrase): phrase for phrase in (*issue.phrases, issue.phrase)}
        best = max(phrases.values(), key=lambda phrase: _names(phrase, counts[issue.statement, key_of(phrase)], issue))
        cell = known.cells(issue.vector, 1)[0]
        row = {
            "its_phrase": best,
            "its_phrase_key": key_of(best),
            "its_meaning": meaning.packed(issue.vector),
            "its_statements": issue.statements,
        }
        # Few leave their cell, whose index is not touched for the others.
        place = {"its_cell": cell} if cell != issue.cell else {}
        made.setdefault((issue.cell is None, bool(place)), []).append(row | place | {"its_key": issue.statement})
    for (is_new, _), its_rows in made.items():
        values: dict[str, Any] = {name[4:]: bindparam(name) for name in its_rows[0] if name != "its_key"}
        here = update(_i).where(_i.c.statement == bindparam("its_key")).values(values)
        opened = insert(_i).values({"statement": bindparam("its_key")} | values)
        connection.execute(opened if is_new else here, its_rows)
    _count(connection, issues, counts)


def _names(phrase: str, count: int, issue: _Issue) -> float:
    """How well a phrase that stands in so many statements of an issue names it."""
    words = len(phrase.split())
    if not words:
        return -1.0
    near = float(meaning.shipped().of(phrase) @ issue.vector)
    return near - _PER_WORD * max(0, words - _SHORT) + _PER_DOUBLING * math.log2(max(count, 1))


# Made once: making a query costs more than this one's answer does.
_COUNTED = select(_p.c.issue, _p.c.phrase, _p.c.statements).where(
    _p.c.issue.in_(bindparam("issues", expanding=True)), _p.c.phrase.in_(bindparam("phrases", expanding=True))
)


def _counted(connection: Connection, issues: Sequence[_Issue]) -> Counter[tuple[int, str]]:
    """How often each phrase of these issues that may be the name stands in them, what is being added with it."""
    counts = Counter((issue.statement, key_of(phrase)) for issue in issues for phrase in issue.phrases)
    phrases = {key_of(phrase) for issue in issues for phrase in (*issue.phrases, issue.phrase)}
    keys = {"issues": [issue.statement for issue in issues], "phrases": sorted(phrases)}
    for row in connection.execute(_COUNTED, keys).all():
        counts[row.issue, row.phrase] += row.statements
    return counts


def _count(connection: Connection, issues: Sequence[_Issue], counts: Counter[tuple[int, str]]) -> None:
    rows = {(issue.statement, key_of(phrase)) for issue in issues for phrase in issue.phrases}
    made = [{"an_issue": issue, "a_phrase": phrase, "count": counts[issue, phrase]} for issue, phrase in sorted(rows)]
    here = (_p.c.issue == bindparam("an_issue"), _p.c.phrase == bindparam("a_phrase"))
    if made:
        connection.execute(delete(_p).where(*here), made)
        values: dict[str, Any] = {"issue": bindparam("an_issue"), "phrase": bindparam("a_phrase")}
        connection.execute(insert(_p).values(values | {"statements": bindparam("count")}), made)
