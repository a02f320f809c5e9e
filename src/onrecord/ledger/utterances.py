"""Joins the statements of a reading, as it is added, to those on record that report the same act of speech.

An utterance is named by its first statement on record; `uniting` makes one of several. Candidates are statements with
the same words, with many of its words printed within some days, of a speaker of the same family name printed or said
within some days, and of the documents that print the same text; their number is bounded, so that what one statement
costs does not grow with the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from zlib import crc32

from sqlalchemy import Connection, Select, and_, bindparam, insert, or_, select, update

from onrecord.ledger import tables
from onrecord.ledger.acts import NEAR_PRINTED, NEAR_SAID, Join, join, may_join
from onrecord.ledger.days import Days, days_around
from onrecord.ledger.reported import count_again
from onrecord.ledger.told import Coverage, Told
from onrecord.ledger.told_rows import told_in, told_of

# A speaker of whom more is on record within a few days than this is compared with the latest only; 1 ms a hundred.
MOST_COMPARED = 200
# Of a text that is printed more often, the statements of the latest so many: each copy has the same.
MOST_COPIES = 50
# Days: a report whose date is wider (2019 to 2022) is not looked for by its words alone among those of other days, nor
# by its speaker among those of all its days.
_WIDEST = 366

_s, _d, _r, _f, _h = tables.statements, tables.documents, tables.reports, tables.families, tables.report_hashes


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
    own = told_in(connection, reading)
    if not own:
        return Joined(links=(), coverage=Coverage())
    near = _found(connection, list(own.values()), min(own))
    before = _likely(connection, list(own.values()), near)
    again = select(_s.c.key, _s.c.repeats).where(_s.c.reading == reading, _s.c.repeats.is_not(None))
    printings = {row.key: row.repeats for row in connection.execute(again)}
    coverage = Coverage([told.told_with for told in own.values()], [noted for _, noted in near.values()])
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
        "noted": told.notes.row,
    }


def _hash_day(told: Told) -> str | None:
    days = told.printed or told.said
    return days.last if days else None


def _content_key(told: Told) -> int:
    return crc32(" ".join(told.words).encode("utf-8", "surrogatepass"))


# Made once, as the others here: making a query costs more than this one's answer does.
_LATEST = (
    select(_r.c.statement, _r.c.utterance, _r.c.noted)
    .where(_r.c.statement < bindparam("before"))
    .order_by(_r.c.statement.desc())
    .limit(MOST_COMPARED)
)
_COPIES = (
    select(_f.c.document)
    .where(_f.c.family == bindparam("family"), _f.c.document != bindparam("own"))
    .order_by(_f.c.document.desc())
    .limit(MOST_COPIES)
)
_IN_COPIES = _LATEST.where(_r.c.statement.in_(select(_s.c.key).where(_s.c.document.in_(_COPIES))))
_OF_NAME = _LATEST.where(_r.c.surname == bindparam("surname"))
_PRINTED, _SAID = (
    _OF_NAME.where(day.in_(bindparam("days", expanding=True))) for day in (_r.c.printed_day, _r.c.said_day)
)
# What was said on the day on which it was printed is in the index by that day alone.
_SAID_BEFORE = _SAID.where(_r.c.said_day.is_distinct_from(_r.c.printed_day))
_SAID_THEN = _PRINTED.where(_r.c.said_day == _r.c.printed_day)
_ALIKE = _LATEST.where(
    _r.c.statement.in_(
        select(_h.c.statement).where(
            _h.c.hash.in_(bindparam("hashes", expanding=True)), _h.c.day.in_(bindparam("days", expanding=True))
        )
    )
)
_SAME_WORDS = _LATEST.where(_r.c.content_key.in_(bindparam("words", expanding=True)))


def enter_notes(connection: Connection, statements: Mapping[int, Told]) -> None:
    """Enters in the rows of these reports, which are there, what is noted of them."""
    made = [{"its_key": key, "its_notes": told.notes.row} for key, told in statements.items()]
    row = update(_r).where(_r.c.statement == bindparam("its_key")).values(noted=bindparam("its_notes"))
    connection.execute(row, made)


def _found(connection: Connection, own: Sequence[Told], before: int) -> dict[int, tuple[int, str]]:
    """What is on record before this reading and near it, by its words, its speaker, or as a copy.

    Of each its utterance, and what its row notes.
    """
    found: dict[int, tuple[int, str]] = {}
    for query, values in _looks(own):
        rows = connection.execute(query, values | {"before": before}).all()
        found.update({key: (utterance, noted) for key, utterance, noted in rows})
    return found


def _likely(connection: Connection, own: Sequence[Told], found: Mapping[int, tuple[int, str]]) -> list[_Report]:
    """Those of what was found that may report what one of its own does, in their order."""
    likely = may_join([told.notes for told in own], {key: noted for key, (_, noted) in found.items()})
    told = told_of(connection, likely) if likely else {}
    return [_Report(told=one, key=key, utterance=found[key][0]) for key, one in told.items()]


def _looks(own: Sequence[Told]) -> Iterator[tuple[Select[Any], dict[str, Any]]]:
    """Each query by which statements are found that may report what one of these does, with its values."""
    yield _same_words(own)
    yield _IN_COPIES, {"family": own[0].family, "own": own[0].document}
    printed = {(told.names[-1], _around(told.printed, NEAR_PRINTED)) for told in own if told.names and told.printed}
    said = {(told.names[-1], _around(told.said, NEAR_SAID)) for told in own if told.names and told.said}
    for query, windows in ((_PRINTED, printed), (_SAID_BEFORE, said), (_SAID_THEN, said - printed)):
        for surname, days in sorted(windows):
            yield query, {"surname": surname, "days": days}
    for day, told_then in _by_day(own).items():
        hashes = {hash for told in told_then for hash in told.hashes}
        yield _ALIKE, {"hashes": list(hashes), "days": days_around(Days(first=day, last=day), NEAR_PRINTED)}


def _same_words(own: Sequence[Told]) -> tuple[Select[Any], dict[str, Any]]:
    """The query of what has the same words, but of what was printed and said at other times than each of these.

    The rules join no such report, and what is said often would have more of them the larger the ledger is.
    """
    words = {"words": list({_content_key(told) for told in own})}
    said = [told.said for told in own if told.said]
    printed = [told.printed for told in own if told.printed]
    if len(said) < len(own):
        return _SAME_WORDS, words
    spans = {"said": (said, NEAR_SAID)} | ({"printed": (printed, NEAR_PRINTED)} if printed else {})
    values: dict[str, Any] = dict(words)
    for name, (days, reach) in spans.items():
        last = max(day.last for day in days)
        values[f"{name}_first"] = _moved(min(day.first for day in days), -reach)
        # A date sorts before the days in it: 2022-01 before 2022-01-01.
        values[f"{name}_last"] = _moved(last, reach) + "~"
        values[f"{name}_widest"] = _moved(last, reach + _WIDEST)
    return _same_words_then(tuple(spans)), values


@cache
def _same_words_then(known: Sequence[str]) -> Select[Any]:
    """The query of what has the same words and may have been said, or printed, within some days."""
    ends, begins = [], []
    for name in known:
        last, value = {"said": (_r.c.said_day, _s.c.said_on), "printed": (_r.c.printed_day, _d.c.published)}[name]
        ends.append(last.between(bindparam(f"{name}_first"), bindparam(f"{name}_widest")))
        begins.append(and_(last >= bindparam(f"{name}_first"), value <= bindparam(f"{name}_last")))
    of = select(_s.c.key).join_from(_s, _d, _s.c.document == _d.c.key).where(_s.c.key == _r.c.statement)
    # The ends first: what ended before, or long after, is left out by its own row.
    return _SAME_WORDS.where(or_(_r.c.said_day.is_(None), and_(or_(*ends), of.where(or_(*begins)).exists())))


def _by_day(own: Iterable[Told]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for told in own:
        if (day := _hash_day(told)) is not None:
            found.setdefault(day, []).append(told)
    return found


def _around(days: Days, reach: int) -> tuple[str, ...]:
    """The days on which what fits may have ended; of many years, only the last ones."""
    first = max(days.first, _moved(days.last, -_WIDEST))
    return tuple(days_around(Days(first=first, last=days.last), reach))


def _moved(day: str, by: int) -> str:
    year, month, number = (int(part) for part in day.split("-"))
    try:
        return (date(year, month, number) + timedelta(days=by)).isoformat()
    except (ValueError, OverflowError):
        # Before the first or after the last year that a calendar knows.
        return day
