"""Which lines are asked for: their keys, the latest first, found by what some statement of theirs says."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, and_, func, literal, or_, select, union_all

from onrecord.ledger import reviews, tables, terms
from onrecord.ledger.fulltext import begins, fold
from onrecord.ledger.newest import key_recorded, newest_reading
from onrecord.ledger.terms import Named

ASKED_NEAR = 0.45
"""From which cosine on an issue is what some words ask for; below it, only if they stand in its name."""

# A few words have no surroundings, so their issue may lie in a cell farther off than a statement's would.
_CELLS = 48
# Rows that are looked up at a time.
_ROWS = 500
# Rows of stances come as they are asked for: a page's lines are mostly in the first hundred.
_AS_ASKED = {"stream_results": True, "max_row_buffer": 100}
# More issues than this are not what one question is about, and no query takes any number of keys.
_MOST_ISSUES = 400
# Holders whose latest statement on each issue is looked up one by one.
_FEW_HOLDERS = 4
# Of what two said last, what is looked through for issues that they share before all issues are.
_WALKED = 2_000

_s, _reports, _r = tables.statements, tables.reports, tables.readings
_i, _t, _n = tables.issues, tables.stances, tables.statement_names

DECLARED = ("red_line", "threat", "refusal", "demand", "commitment", "offer", "concession")
"""The kinds by which a position is declared, the firmest first; the others are moods that change none of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAsked:
    """Which lines: of these `holders` (keys), on these `issues` (keys); None leaves it open.

    `kinds`: of which some statement is; `toward`: at whom; `since`: of which some statement may be of that day or
    later, a date or its beginning; `until`: that declare nothing on a day after this; `independent`: with at least so
    many statements; `as_of`: `YYYY-MM-DDTHH:MM:SSZ`, what was on record then.
    """

    holders: tuple[str, ...] | None = None
    issues: tuple[int, ...] | None = None
    kinds: tuple[str, ...] = ()
    toward: Named | None = None
    since: str | None = None
    until: str | None = None
    independent: int | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class LineKey:
    """A holder's key and an issue's."""

    holder: str
    issue: int


def keys_by_issue(connection: Connection, asked: LineAsked, *, shared: bool) -> Generator[list[LineKey], None, None]:
    """All keys that `line_keys` gives, those of an issue together, the quicker way where a few holders are asked for.

    `shared`: an issue on which one of two holders has no line may be left out.
    """
    keys: Iterable[LineKey] | None = None
    is_open = not (asked.kinds or asked.toward or asked.until or asked.independent)
    if asked.holders is not None and asked.issues is None and is_open:
        holders = _present(connection, asked.holders)
        if not holders:
            return
        if shared and len(holders) == 2:
            yield from _shared(connection, asked, holders)
            return
        if len(holders) <= _FEW_HOLDERS:
            keys = _latest_on_each(connection, asked, _of_holders(holders, shared=False))
    yield from _grouped(line_keys(connection, asked) if keys is None else keys)


def _grouped(keys: Iterable[LineKey]) -> Iterator[list[LineKey]]:
    groups: dict[int, list[LineKey]] = {}
    for key in keys:
        groups.setdefault(key.issue, []).append(key)
    yield from groups.values()


def _shared(connection: Connection, asked: LineAsked, holders: Sequence[str]) -> Iterator[list[LineKey]]:
    """The lines of two on each issue on which both have one: what they said last mostly has enough of them."""
    seen: set[int] = set()
    one, other = (closing(_stances(connection, replace(asked, holders=(holder,)))) for holder in holders)
    with one as ones, other as others:
        latest = merge(ones, others, key=lambda row: (row.day, row.statement, row.holder), reverse=True)
        for row in islice(latest, _WALKED):
            if row.issue not in seen:
                seen.add(row.issue)
                keys = [LineKey(row.holder, row.issue), *(LineKey(it, row.issue) for it in holders if it != row.holder)]
                if all(_has_line(connection, key) for key in keys[1:]):
                    yield keys
        if next(latest, None) is None:
            return
    rest = _grouped(_latest_on_each(connection, asked, _of_holders(holders, shared=True)))
    yield from (keys for keys in rest if keys[0].issue not in seen)


def _has_line(connection: Connection, key: LineKey) -> bool:
    query = select(_t.c.statement).where(_t.c.issue == key.issue, _t.c.holder == key.holder)
    return connection.execute(query.limit(1)).first() is not None


def _present(connection: Connection, holders: Sequence[str]) -> tuple[str, ...]:
    """Those of the holders that have a line."""
    any_of = select(_t.c.statement).limit(1)
    return tuple(one for one in holders if connection.execute(any_of.where(_t.c.holder == one)).first())


def line_keys(connection: Connection, asked: LineAsked) -> Generator[LineKey, None, None]:
    """The lines of which some statement fits, the latest first."""
    if asked.holders is not None:
        # A body is asked for under each of its names; for the one that is there, an index has its lines in order.
        asked = replace(asked, holders=_present(connection, asked.holders))
    if asked.issues is not None:
        # They have thousands of statements and some hundred lines.
        yield from _latest_on_each(connection, asked, _of_issues(asked.issues, asked.holders))
        return
    seen: set[LineKey] = set()
    for row in _stances(connection, asked):
        key = LineKey(row.holder, row.issue)
        if key not in seen:
            seen.add(key)
            yield key


def _stances(connection: Connection, asked: LineAsked) -> Generator[Any, None, None]:
    """What fits, the latest first."""
    with connection.execute(_in_order(asked).execution_options(**_AS_ASKED)) as result:
        yield from result


def _in_order(asked: LineAsked) -> Select[Any]:
    return _fitting(asked).order_by(*(column.desc() for column in (_t.c.day, _t.c.statement, _t.c.holder)))


def _of_holders(holders: Sequence[str], *, shared: bool) -> CompoundSelect[Any]:
    """Each of these holders with each issue on record; `shared`: on which all have a line."""
    issues = select(_i.c.statement)
    for holder in holders if shared else ():
        theirs = _t.alias()
        held = select(theirs.c.statement).where(theirs.c.issue == _i.c.statement, theirs.c.holder == holder)
        issues = issues.where(held.correlate(_i).exists())
    return union_all(*(issues.add_columns(literal(holder)) for holder in holders))


def _of_issues(issues: Sequence[int], holders: Sequence[str] | None) -> Select[Any]:
    """The lines on these issues, of these holders if they are given."""
    found = select(_t.c.issue, _t.c.holder).where(_t.c.issue.in_(issues)).distinct()
    return found if holders is None else found.where(_t.c.holder.in_(holders))


def _latest_on_each(
    connection: Connection, asked: LineAsked, lines: Select[Any] | CompoundSelect[Any]
) -> list[LineKey]:
    """As `line_keys` in a list: of each of these lines (issue, holder) the latest statement that fits is looked up."""
    found = [
        (row.latest, LineKey(row.holder, row.issue)) for row in connection.execute(_latest(asked, lines)) if row.latest
    ]
    days = _days(connection, sorted({statement for statement, _ in found}))
    ordered = sorted(((days[one, key.holder], one, key.holder, key.issue) for one, key in found), reverse=True)
    return [LineKey(holder, issue) for _, _, holder, issue in ordered]


def _latest(asked: LineAsked, lines: Select[Any] | CompoundSelect[Any]) -> Select[Any]:
    """Of each line its `issue`, its `holder` and its `latest` statement that fits, null if there is none."""
    issue, holder = lines.subquery().columns
    last = _fitting(asked, (issue, holder)).with_only_columns(_t.c.statement, maintain_column_froms=True)
    last = last.order_by(_t.c.day.desc(), _t.c.statement.desc()).limit(1).correlate(issue.table)
    return select(issue.label("issue"), holder.label("holder"), last.scalar_subquery().label("latest"))


def _days(connection: Connection, statements: Sequence[int]) -> dict[tuple[int, str], str]:
    found: dict[tuple[int, str], str] = {}
    for start in range(0, len(statements), _ROWS):
        query = select(_t.c.statement, _t.c.holder, _t.c.day)
        part = connection.execute(query.where(_t.c.statement.in_(statements[start : start + _ROWS])))
        found |= {(row.statement, row.holder): row.day for row in part}
    return found


def _fitting(asked: LineAsked, line: tuple[ColumnElement[int], ColumnElement[str]] | None = None) -> Select[Any]:
    """The statements that fit: of one line, by its issue and its holder, or of all that the holders asked for have."""
    query = select(_t.c.holder, _t.c.issue, _t.c.day, _t.c.statement).join_from(_t, _s, _s.c.key == _t.c.statement)
    if asked.as_of is not None:
        # An index tells this, and leaves fewer whose readings are looked up. The sum keeps it from being gone by.
        query = query.where(_t.c.statement + 0 <= key_recorded(_r.c.recorded_at <= asked.as_of, first=False))
    query = query.where(*standing(_s, asked.as_of))
    if line is not None:
        query = query.where(_t.c.issue == line[0], _t.c.holder == line[1])
    elif asked.holders is not None:
        one = len(asked.holders) == 1
        query = query.where(_t.c.holder == asked.holders[0] if one else _t.c.holder.in_(asked.holders))
    # Kinds are as corrected today: what they were on a day is told of each line, not asked for.
    if asked.kinds and asked.as_of is None:
        own = _s.c.key if asked.toward is None else _n.c.statement
        # The empty text keeps SQLite from going through all of a kind for one line.
        kind = _t.c.kind if line is None else _t.c.kind.concat("")
        query = query.where(kind.in_(asked.kinds), _still_held(asked.kinds, own))
    if asked.since is not None:
        query = query.where(_t.c.day >= asked.since)
    if asked.until is not None and asked.as_of is None:
        query = query.where(_t.c.day <= asked.until, ~_declared_after(asked.until))
    if asked.independent is not None and asked.independent > 1:
        others = _t.alias()
        of_line = select(others.c.statement).where(others.c.issue == _t.c.issue, others.c.holder == _t.c.holder)
        enough = of_line.correlate(_t).limit(asked.independent).subquery()
        query = query.where(select(func.count()).select_from(enough).scalar_subquery() >= asked.independent)
    if asked.toward is not None:
        query = query.join(_n, _n.c.statement == _t.c.statement).where(terms.fits("toward", asked.toward))
    return query


def _declared_after(day: str) -> ColumnElement[bool]:
    """True if the line has declared something after a day, which is then what stands; asked as in `_still_held`."""
    later, statement, report = _t.alias(), _s.alias(), _reports.alias()
    query = (
        select(later.c.statement)
        .join_from(later, statement, statement.c.key == later.c.statement)
        .join(report, (report.c.statement == later.c.statement) & (report.c.utterance == later.c.statement))
        .where(later.c.issue == _t.c.issue, later.c.holder == _t.c.holder, later.c.day > day)
    )
    return query.where(later.c.kind.in_(DECLARED), *standing(statement, None)).correlate(_t).exists()


def _still_held(kinds: Sequence[str], own: ColumnElement[int]) -> ColumnElement[bool]:
    """True if the line has declared no other kind on a later day or, where this is a mood, on any day.

    Asked of what opened an utterance, for a further report may be read as another kind. What this leaves is looked at
    whole; it may leave out a line only where a report that was added first was printed later.

    `own` is the statement's key in the table that is joined last: SQLite then asks this last, of what fits otherwise.
    """
    later, statement, report = _t.alias(), _s.alias(), _reports.alias()
    query = (
        select(later.c.statement)
        .join_from(later, statement, statement.c.key == later.c.statement)
        .join(report, (report.c.statement == later.c.statement) & (report.c.utterance == later.c.statement))
        .where(later.c.issue == _t.c.issue, later.c.holder == _t.c.holder, later.c.statement != own)
        .where(later.c.kind != _t.c.kind, later.c.kind.in_(DECLARED), *standing(statement, None))
        .correlate(_t, own.table)
    )
    declared, moods = (tuple(kind for kind in kinds if (kind in DECLARED) is of) for of in (True, False))
    # Not by the index of kinds: which index to go by is the caller's choice.
    kind = _t.c.kind.concat("")
    found = [and_(kind.in_(moods), ~query.exists())] if moods else []
    if declared:
        found.append(and_(kind.in_(declared), ~query.where(later.c.day > _t.c.day).exists()))
    return or_(*found)


def standing(statement: Any, as_of: str | None) -> list[ColumnElement[bool]]:
    """The conditions that a statement is of a newest reading, and that no person rejected it."""
    newest = statement.c.reading == newest_reading(statement.c.document, as_of)
    return [newest, reviews.stands(statement.c.key, as_of)]


def holders_named(connection: Connection, name: str) -> tuple[str, ...]:
    """The keys of all holders of whose name each of these words begins a word."""
    words = fold(name).split()
    if not words:
        return ()
    holder = _t.c.holder
    conditions = [or_(begins(holder, word), holder.contains(f" {word}", autoescape=True)) for word in words]
    query = select(holder).distinct().where(~begins(holder, "state:"), *conditions).order_by(holder)
    return tuple(connection.execute(query).scalars())


def issues_named(connection: Connection, words: str) -> tuple[int, ...]:
    """The issues that the words ask for, the nearest first: those that mean so, and those whose name has them all."""
    from onrecord.ledger import meaning  # noqa: PLC0415

    known = meaning.shipped()
    vector = known.of(words)
    columns = select(_i.c.statement, _i.c.meaning, func.coalesce(_i.c.merged_into, _i.c.statement).label("root"))
    name = func.coalesce(_i.c.name_key, _i.c.phrase_key)
    asked = [or_(begins(name, word), name.contains(f" {word}", autoescape=True)) for word in fold(words).split()]
    rank = {row.root: 1.0 for row in connection.execute(columns.where(*asked).limit(_MOST_ISSUES))}
    near = connection.execute(columns.where(_i.c.cell.in_(known.cells(vector, _CELLS)))).all()
    for row, likeness in zip(near, (meaning.unpacked([row.meaning for row in near]) @ vector).tolist(), strict=True):
        if likeness >= ASKED_NEAR:
            rank[row.root] = max(rank.get(row.root, 0.0), likeness)
    return tuple(sorted(rank, key=lambda issue: (-rank[issue], issue))[:_MOST_ISSUES])
