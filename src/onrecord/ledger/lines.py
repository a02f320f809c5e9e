"""Reads lines: whose position it is, on which issue, with every statement that takes it.

A line goes by the first statement on record that takes it, and by whose position that is, where it is several's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, null, select

from onrecord.knowledge import shipped
from onrecord.ledger import reviews, rows, tables
from onrecord.ledger.amend import amend
from onrecord.ledger.database import Database
from onrecord.ledger.days import days_of
from onrecord.ledger.holders import holder_key
from onrecord.ledger.line_keys import (
    LineAsked,
    LineKey,
    holders_named,
    issues_named,
    keys_by_issue,
    line_keys,
    standing,
)
from onrecord.ledger.newest import newest_reading
from onrecord.ledger.outlines import Outline, outlines
from onrecord.ledger.then import families_then
from onrecord.records import Evidence, PartialDate, Review, Span, Statement

# Statements that are loaded at a time.
_CHUNK = 500
# Lines that are loaded at a time. Pages take 16, 21 or 31, and what is loaded beyond them is for nothing: a line takes
# some 2 ms, a whole one 15, what is asked once for all of them 1 ms.
LINES = 8

_s, _d, _r, _f = tables.statements, tables.documents, tables.reports, tables.families
_e = tables.evidence
_i, _t, _n = tables.issues, tables.stances, tables.statement_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """A statement of a line, as corrected, with what the ledger knows of its document.

    `holder` is the name that it gives the holder; `utterance` the id of the first report of the same act; `family`
    tells documents that print the same text; `first_day` and `last_day` bound the day of saying or else of publication.
    """

    statement: Statement
    quote: str
    holder: str
    utterance: str
    document: str
    family: int
    publisher: str | None
    title: str | None
    published: PartialDate | None
    first_day: str | None
    last_day: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEntry:
    """A line as the ledger has it: its id, whose it is and on what, and its statements, the earliest day first.

    `whole`: all of them, not the latest alone.
    """

    id: str
    key: LineKey
    issue: str
    named_by_person: bool
    stances: tuple[Stance, ...]
    whole: bool = True


class Register:
    """Reads the lines of one ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def positions(self, asked: LineAsked, *, latest: int | None = None) -> Iterator[LineEntry]:
        """The lines of which some statement fits, the latest first, each with its statements, or the `latest` alone."""
        with self._database.reading() as connection, closing(line_keys(connection, asked)) as keys:
            while part := list(islice(keys, LINES)):
                yield from entries(connection, dict.fromkeys(part, latest), asked.as_of)

    def outlines(self, asked: LineAsked, latest: int | None) -> Iterator[Outline]:
        """The outlines of the lines of which some statement fits, the latest first: of `latest` statements, or all."""
        with self._database.reading() as connection, closing(line_keys(connection, asked)) as keys:
            yield from outlines(connection, keys, latest)

    def outline(self, key: LineKey, latest: int | None) -> Outline | None:
        """The outline of one line, of its `latest` statements, or all; None if nothing of it is on record."""
        with self._database.reading() as connection:
            return next(outlines(connection, [key], latest), None)

    def keys_by_issue(self, asked: LineAsked, *, shared: bool = False) -> Iterator[list[LineKey]]:
        """The lines of which some statement fits, the latest first, by their keys alone, those of an issue together.

        `shared`: of two holders, those on issues on which both have a line are enough.
        """
        with self._database.reading() as connection, closing(keys_by_issue(connection, asked, shared=shared)) as found:
            yield from found

    def positions_with(self, keys: Mapping[LineKey, int | None], as_of: str | None = None) -> list[LineEntry]:
        """The lines with these keys, in their order, those on record, each with so many latest statements, or all."""
        with self._database.reading() as connection:
            return list(entries(connection, keys, as_of))

    def positions_of(self, statement_id: str, as_of: str | None = None) -> list[LineEntry]:
        """The lines that a statement takes, one for each of its holders; none if it takes no position."""
        with self._database.reading() as connection:
            return list(entries(connection, dict.fromkeys(lines_of(connection, statement_id, as_of)), as_of))

    def holders_named(self, name: str) -> tuple[str, ...]:
        """The keys of the holders of whose name each of these words begins a word."""
        with self._database.reading() as connection:
            return holders_named(connection, name)

    def issues_named(self, words: str) -> tuple[int, ...]:
        """The keys of the issues that the words ask for, by meaning or by name, the nearest first."""
        with self._database.reading() as connection:
            return issues_named(connection, words)

    def pieces(self, statement_ids: Iterable[str]) -> Mapping[str, tuple[Evidence, ...]]:
        """What each of these statements says, by its id: the pieces of its content, in order."""
        ids = sorted(set(statement_ids))
        found: dict[tuple[int, str], list[Evidence]] = {}
        with self._database.reading() as connection:
            for start in range(0, len(ids), _CHUNK):
                for row in connection.execute(_pieces(ids[start : start + _CHUNK])):
                    span = Span(start=row.start_offset, end=row.end_offset)
                    piece = Evidence(role="content", span=span, quote=row.quote)
                    found.setdefault((row.key, row.id), []).append(piece)
        # Of readings of one document that have the same statement, the newest tells.
        return {id: tuple(said) for (_, id), said in sorted(found.items())}


def _pieces(ids: Sequence[str]) -> Select[Any]:
    columns = (_s.c.key, _s.c.id, _e.c.quote, _e.c.start_offset, _e.c.end_offset)
    said = select(*columns).join_from(_s, _e, _e.c.statement == _s.c.key)
    return said.where(_s.c.id.in_(ids), _e.c.role == "content").order_by(_s.c.key, _e.c.number)


def entries(
    connection: Connection, keys: Mapping[LineKey, int | None], as_of: str | None = None
) -> Iterator[LineEntry]:
    """The lines of these keys that have a statement on record, in order, each with so many latest ones, or all."""
    if not keys:
        return
    names, ids = _names(connection, list(keys)), _ids(connection, list(keys), as_of)
    found = {
        key: connection.execute(_statements_of_line(as_of, latest), {"holder": key.holder, "issue": key.issue})
        .mappings()
        .all()
        for key, latest in keys.items()
    }
    every = [row for rows_of_line in found.values() for row in rows_of_line]
    statements = _corrected(connection, every, as_of)
    then = {} if as_of is None else families_then(connection, {row["document"] for row in every}, as_of)
    for key, rows_of_line in found.items():
        kept = rows_of_line[: keys[key]]
        stances = [_stance(row, statements[row["key"]], key, then.get(row["document"], row["family"])) for row in kept]
        if stances:
            name, named = names[key.issue]
            yield LineEntry(
                id=ids[key],
                key=key,
                issue=name,
                named_by_person=named,
                stances=tuple(reversed(stances)),
                whole=len(kept) == len(rows_of_line),
            )


@lru_cache(maxsize=64)
def _statements_of_line(as_of: str | None, latest: int | None) -> Select[Any]:
    """The statements of one line, by its `holder` and `issue`, the latest day first; one more than the `latest`."""
    first = _s.alias()
    links = (null().label(name) for name in ("inside_id", "repeats_id", "meeting_id"))
    query = (
        select(
            _s,
            *links,
            first.c.id.label("utterance_id"),
            _f.c.family,
            _d.c.id.label("document_id"),
            *(_d.c[name] for name in ("publisher", "title", "published")),
        )
        .join_from(_t, _s, _s.c.key == _t.c.statement)
        .join(_r, _r.c.statement == _s.c.key)
        .join(first, first.c.key == _r.c.utterance)
        .join(_d, _d.c.key == _s.c.document)
        .join(_f, _f.c.document == _s.c.document)
        .where(_t.c.issue == bindparam("issue"), _t.c.holder == bindparam("holder"), *standing(_s, as_of))
        .order_by(_t.c.day.desc(), _t.c.statement.desc())
    )
    return query if latest is None else query.limit(latest + 1)


def _corrected(connection: Connection, found: Sequence[Any], as_of: str | None) -> dict[int, Statement]:
    keys = sorted({row["key"] for row in found})
    judged: dict[int, list[Review]] = {}
    for start in range(0, len(keys), _CHUNK):
        judged |= reviews.of_statements(connection, keys[start : start + _CHUNK], as_of)
    return {
        row["key"]: amend(rows.statement_of(row, row["document_id"], ()), judged.get(row["key"], ())).statement
        for row in found
    }


def _stance(row: Any, statement: Statement, key: LineKey, family: int) -> Stance:
    named = statement.position.holder if statement.position else ()
    holders = [name for name in named if _shipped_key(name) == key.holder]
    published = rows.date_of(row["published"])
    days = days_of(statement.said_on) or days_of(published)
    return Stance(
        statement=statement,
        quote=row["quote"],
        holder=holders[0] if holders else key.holder,
        utterance=row["utterance_id"],
        document=row["document_id"],
        family=family,
        publisher=row["publisher"],
        title=row["title"],
        published=published,
        first_day=days.first if days else None,
        last_day=days.last if days else None,
    )


@lru_cache(maxsize=4096)
def _shipped_key(name: str) -> str:
    return holder_key(name, shipped())


def _names(connection: Connection, keys: Sequence[LineKey]) -> dict[int, tuple[str, bool]]:
    """What each issue is called, and whether a person called it so."""
    query = select(_i.c.statement, _i.c.phrase, _i.c.name).where(_i.c.statement.in_(sorted({k.issue for k in keys})))
    return {row.statement: (row.name or row.phrase, row.name is not None) for row in connection.execute(query)}


def _ids(connection: Connection, keys: Sequence[LineKey], as_of: str | None) -> dict[LineKey, str]:
    """A line goes by its first statement of a newest reading: mostly the first of all, which an index tells."""
    found: dict[LineKey, str] = {}
    for query in (_first_statement(), _first_statement_of_newest(as_of)):
        rest = [key for key in keys if key not in found]
        # One by one: for a list of pairs SQLite would go through the index from end to end.
        firsts = {
            key: connection.execute(query, {"holder": key.holder, "issue": key.issue}).scalar_one() for key in rest
        }
        found |= _ids_of(connection, {key: first for key, first in firsts.items() if first is not None}, as_of)
    return found


@cache
def _first_statement() -> Select[Any]:
    first = select(func.min(_t.c.statement))
    return first.where(_t.c.issue == bindparam("issue"), _t.c.holder == bindparam("holder"))


@lru_cache(maxsize=64)
def _first_statement_of_newest(as_of: str | None) -> Select[Any]:
    of_newest = _s.c.reading == newest_reading(_s.c.document, as_of)
    return _first_statement().join_from(_t, _s, _s.c.key == _t.c.statement).where(of_newest)


def _ids_of(connection: Connection, firsts: dict[LineKey, int], as_of: str | None) -> dict[LineKey, str]:
    """The ids of the lines by these statements, of those that are of a newest reading."""
    query = (
        select(_t.c.holder, _t.c.issue, _t.c.statement, _t.c.number, _s.c.id)
        .join_from(_t, _s, _s.c.key == _t.c.statement)
        .where(_t.c.statement.in_(sorted(set(firsts.values()))), _s.c.reading == newest_reading(_s.c.document, as_of))
    )
    found = {}
    for row in connection.execute(query):
        key = LineKey(row.holder, row.issue)
        if firsts.get(key) == row.statement:
            found[key] = f"{row.id}~{row.number + 1}" if row.number else row.id
    return found


def lines_of(connection: Connection, statement_id: str, as_of: str | None = None) -> list[LineKey]:
    """The lines that a statement takes, one for each of its holders, in their order.

    Of several readings that have it, of the newest one. Of a further printing, and of a report that is read as taking
    none, the lines of the act that it reports.
    """
    own, told = _r.alias(), _s.alias()
    query = (
        select(_t.c.holder, _t.c.issue, _t.c.statement)
        .join_from(_t, _s, _s.c.key == _t.c.statement)
        .join(_r, _r.c.statement == _t.c.statement)
        .join(own, own.c.utterance == _r.c.utterance)
        .join(told, (told.c.key == own.c.statement) & (told.c.id == statement_id))
        .order_by(
            (_s.c.id != statement_id),
            (_s.c.reading != newest_reading(_s.c.document, as_of)),
            _t.c.statement.desc(),
            _t.c.number,
        )
    )
    found = connection.execute(query).all()
    return list(dict.fromkeys(LineKey(row.holder, row.issue) for row in found if row.statement == found[0].statement))
