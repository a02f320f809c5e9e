"""Joins the statements of a reading, as it is added, to those on record that report the same act of speech.

An utterance is named by its first statement on record; `uniting` makes one of several. Candidates are statements with
the same words, with many of its words printed within some days, of a speaker of the same family name printed or said
within some days, and of the documents that print the same text; their number is bounded, so that what one statement
costs does not grow with the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from zlib import crc32

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, insert, or_, select, true

from onrecord.ledger import tables
from onrecord.ledger.acts import NEAR_PRINTED, NEAR_SAID, Join, join
from onrecord.ledger.days import Days, days_around, days_in
from onrecord.ledger.reported import count_again
from onrecord.ledger.told import AFTER, BEFORE, Coverage, Told, passage_in

# A speaker of whom more is on record within a few days than this is compared with the latest only; 1 ms a hundred.
MOST_COMPARED = 200

_s, _d, _r, _f, _h = tables.statements, tables.documents, tables.reports, tables.families, tables.report_hashes
_e, _x = tables.evidence, tables.texts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    """A statement with its row in `reports`; `utterance` is a statement's key."""

    told: Told
    key: int
    utterance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """That two statements join: one of the reading that is added, which may be of one sentence, and one before it."""

    statement: int
    one_sentence: bool
    to: int
    join: Join


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What the statements of a reading join, the surest first of each, and how much words weigh among them."""

    links: tuple[Link, ...]
    coverage: Coverage


def join_reading(connection: Connection, reading: int) -> Joined:
    """Enters the statements of a reading that is on record, each joined to what it reports, or as a new utterance."""
    own = told_of(connection, _s.c.reading == reading)
    if not own:
        return Joined(links=(), coverage=Coverage())
    before = _likely(connection, list(own.values()), min(own))
    again = select(_s.c.key, _s.c.repeats).where(_s.c.reading == reading, _s.c.repeats.is_not(None))
    printings = {row.key: row.repeats for row in connection.execute(again)}
    coverage = Coverage([*own.values(), *(report.told for report in before)])
    made: list[dict[str, Any]] = []
    here: list[_Report] = []
    links: list[Link] = []
    for key in sorted(own, key=lambda key: (key in printings, key)):
        told = own[key]
        found = _printed_before(printings.get(key), here)
        if found is None:
            joined = _joined(told, [*before, *here], coverage)
            one = len(told.pieces) < 2
            links += [Link(statement=key, one_sentence=one, to=other.key, join=join) for join, other in joined]
            found = _best(joined)
        report = _Report(told=told, key=key, utterance=found.utterance if found else key)
        here.append(report)
        made.append(_row(report, found))
    connection.execute(insert(_r), made)
    count_again(connection, {row["utterance"] for row in made if row["joined_to"] is not None})
    enter_hashes(connection, own)
    return Joined(links=tuple(links), coverage=coverage)


def enter_hashes(connection: Connection, statements: Mapping[int, Told]) -> None:
    """Enters by what statements are found that share many of their words."""
    made = [
        {"hash": hash, "day": day, "statement": key}
        for key, told in statements.items()
        if (day := _hash_day(told))
        for hash in dict.fromkeys(told.hashes)
    ]
    if made:
        connection.execute(insert(_h), made)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a statement is joined to."""

    utterance: int
    to: int
    rule: str
    sureness: float


def _printed_before(first: int | None, here: Iterable[_Report]) -> _Found | None:
    """A further printing reports what the first one does."""
    if first is None:
        return None
    utterance = next(report.utterance for report in here if report.key == first)
    return _Found(utterance=utterance, to=first, rule="repeats", sureness=1.0)


def _joined(told: Told, candidates: Iterable[_Report], coverage: Coverage) -> list[tuple[Join, _Report]]:
    """What it joins: the surest first, then what shares most words; of several, the document's own, then the first.

    Its own is the same statement in an earlier reading: what a person decided about that one must hold for it.
    """
    joins = ((join(told, other.told, coverage), other) for other in candidates)
    found = [(joined, other) for joined, other in joins if joined is not None]
    return sorted(found, key=lambda one: (one[0], one[1].told.document == told.document, -one[1].key), reverse=True)


def _best(joined: Sequence[tuple[Join, _Report]]) -> _Found | None:
    if not joined:
        return None
    join, other = joined[0]
    return _Found(utterance=other.utterance, to=other.key, rule=join.rule, sureness=join.sureness)


def _row(report: _Report, found: _Found | None) -> dict[str, Any]:
    told = report.told
    return {
        "statement": report.key,
        "utterance": report.utterance,
        "joined_to": found.to if found else None,
        "joined_by": found.rule if found else None,
        "sureness": found.sureness if found else None,
        "surname": told.names[-1] if told.names else None,
        "content_key": _content_key(told),
        "said_day": told.said.last if told.said else None,
        "printed_day": told.printed.last if told.printed else None,
    }


def _hash_day(told: Told) -> str | None:
    days = told.printed or told.said
    return days.last if days else None


def _content_key(told: Told) -> int:
    return crc32(" ".join(told.words).encode("utf-8", "surrogatepass"))


def _likely(connection: Connection, own: Sequence[Told], before: int) -> list[_Report]:
    """The statements on record before this reading that may report what one of its own does."""
    copies = select(_f.c.document).where(_f.c.family == own[0].family, _f.c.document != own[0].document)
    conditions: list[ColumnElement[bool]] = [
        and_(_r.c.content_key.in_({_content_key(told) for told in own}), _may_be_of_one_time(own)),
        _r.c.statement.in_(select(_s.c.key).where(_s.c.document.in_(copies))),
    ]
    printed = {(told.names[-1], told.printed) for told in own if told.names and told.printed}
    said = {(told.names[-1], told.said) for told in own if told.names and told.said}
    for column, reach, windows in ((_r.c.printed_day, NEAR_PRINTED, printed), (_r.c.said_day, NEAR_SAID, said)):
        conditions += [
            and_(_r.c.surname == surname, column.between(_moved(days.first, -reach), _moved(days.last, reach)))
            for surname, days in sorted(windows, key=repr)
        ]
    for day, told_then in _by_day(own).items():
        hashes = {hash for told in told_then for hash in told.hashes}
        near = _h.c.day.in_(days_around(Days(first=day, last=day), NEAR_PRINTED))
        conditions.append(_r.c.statement.in_(select(_h.c.statement).where(_h.c.hash.in_(hashes), near)))
    query = select(_r.c.statement, _r.c.utterance).order_by(_r.c.statement.desc()).limit(MOST_COMPARED)
    found: dict[int, int] = {}
    for condition in conditions:
        rows = connection.execute(query.where(condition, _r.c.statement < before)).all()
        found.update({row.statement: row.utterance for row in rows})
    told = told_of(connection, _s.c.key.in_(found)) if found else {}
    return [_Report(told=told[key], key=key, utterance=found[key]) for key in sorted(told)]


def _may_be_of_one_time(own: Sequence[Told]) -> ColumnElement[bool]:
    """The condition on a report that leaves out what was printed and said at other times than each of these.

    The rules join no such report, and what is said often would have more of them the larger the ledger is.
    """
    said = [told.said for told in own if told.said]
    if len(said) < len(own):
        return true()
    printed = [told.printed for told in own if told.printed]
    spans = [(_r.c.said_day, _s.c.said_on, said, NEAR_SAID), (_r.c.printed_day, _d.c.published, printed, NEAR_PRINTED)]
    known = [span for span in spans if span[2]]
    ends = [last >= _moved(min(day.first for day in days), -reach) for last, _, days, reach in known]
    # A date sorts before the days in it: 2022-01 before 2022-01-01.
    begins = [value <= _moved(max(day.last for day in days), reach) + "~" for _, value, days, reach in known]
    of = select(_s.c.key).join_from(_s, _d, _s.c.document == _d.c.key).where(_s.c.key == _r.c.statement)
    fits = of.where(or_(*(and_(end, begin) for end, begin in zip(ends, begins, strict=True)))).exists()
    # The ends once more, by themselves: what ended before is left out by its own row.
    return or_(_r.c.said_day.is_(None), and_(or_(*ends), fits))


def _by_day(own: Iterable[Told]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for told in own:
        if (day := _hash_day(told)) is not None:
            found.setdefault(day, []).append(told)
    return found


def told_of(connection: Connection, condition: ColumnElement[bool]) -> dict[int, Told]:
    """The statements that meet a condition, by their keys, as the rules see them."""
    query = (
        select(
            _s.c.key,
            _s.c.quote,
            _s.c.kind,
            _s.c.speaker_actor,
            _s.c.speaker_text,
            _s.c.speaker_role,
            func.coalesce(_s.c.speaker_name, _s.c.speaker_text).label("name"),
            _s.c.said_on,
            _s.c.said_on_basis,
            _s.c.document,
            _s.c.inside,
            _s.c.position,
            _d.c.published,
            _f.c.family,
        )
        .join_from(_s, _d, _s.c.document == _d.c.key)
        .join(_f, _f.c.document == _d.c.key)
        .where(condition)
        .order_by(_s.c.key)
    )
    rows = connection.execute(query).all()
    pieces = _pieces(connection, [row.key for row in rows])
    return {
        row.key: Told(
            quote=row.quote,
            pieces=tuple(piece.quote for piece in pieces.get((row.key, "content"), ())),
            kind=row.kind,
            cue=" ".join(piece.quote for piece in pieces.get((row.key, "cue"), ())),
            actor=row.speaker_actor,
            name=row.name,
            called=row.speaker_text or "",
            role=row.speaker_role or "",
            said=days_in(row.said_on),
            supposed=row.said_on_basis == "published",
            printed=days_in(row.published),
            document=row.document,
            family=row.family,
            key=row.key,
            inside=row.inside,
            position=row.position,
            passage=partial(_passage, connection, row.document, pieces.get((row.key, "content"), ())),
        )
        for row in rows
    }


def _pieces(connection: Connection, statements: Sequence[int]) -> dict[tuple[int, str], list[Any]]:
    """The pieces of each statement's content and cue, in order."""
    query = (
        select(_e.c.statement, _e.c.role, _e.c.quote, _e.c.start_offset, _e.c.end_offset)
        .where(_e.c.statement.in_(statements), _e.c.role.in_(("content", "cue")))
        .order_by(_e.c.statement, _e.c.role, _e.c.number)
    )
    found: dict[tuple[int, str], list[Any]] = {}
    for row in connection.execute(query).all():
        found.setdefault((row.statement, row.role), []).append(row)
    return found


# Made once: making a query costs more than this one's answer does.
_PASSAGE = select(func.substr(_x.c.text, bindparam("first"), bindparam("length"))).where(
    _x.c.document == bindparam("its")
)


def _passage(connection: Connection, document: int, content: Sequence[Any]) -> str:
    start = min((piece.start_offset for piece in content), default=0)
    end = max((piece.end_offset for piece in content), default=0)
    first = max(0, start - BEFORE)
    part = {"its": document, "first": first + 1, "length": end + AFTER - first}
    near: str = connection.execute(_PASSAGE, part).scalar_one()
    return passage_in(near, start - first, end - first)


def _moved(day: str, by: int) -> str:
    year, month, number = (int(part) for part in day.split("-"))
    try:
        return (date(year, month, number) + timedelta(days=by)).isoformat()
    except (ValueError, OverflowError):
        # Before the first or after the last year that a calendar knows.
        return day
