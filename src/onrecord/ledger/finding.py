"""Which utterances fit what is asked, in order: by full text, by the narrowest of the indexes, or day by day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    literal_column,
    or_,
    select,
)

from onrecord.ledger import fulltext, reviews, tables, terms
from onrecord.ledger.corrections import Corrections, corrections
from onrecord.ledger.days import days_of
from onrecord.ledger.newest import key_recorded, newest_reading
from onrecord.ledger.store import Search, store_of
from onrecord.ledger.then import families_then
from onrecord.records import PartialDate

# Statements that an index may give for its way to be taken. From fewer, all are looked up and sorted by day; where
# there are more, going from the newest day on meets enough of them soon: of a million statements, each 200th.
_FEW = 5_000
_ALL = 2**62
MOST_WEIGHED = 10_000
"""Statements that are sorted by relevance, which takes some 50 ms; where more have the words, the latest come first."""
# A list so long, of words within some days, first takes down what is of these days, if that is at most so many times
# what has the words; a shorter one does if they are few. To look up the day of one statement takes 4 µs, to take down
# one of a day a quarter of one.
_LONG, _MORE_OF_DAYS = 100, 4
# Rows come from a server as they are asked for, not all before the first; a file gives them so in any case.
_AS_ASKED = {"stream_results": True, "max_row_buffer": 1000}
# Utterances whose reports are counted at a time.
_CHUNK = 200

_d, _r, _s = tables.documents, tables.readings, tables.statements
_reports, _families, _many = tables.reports, tables.families, tables.reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a list is asked for; None leaves a field open.

    `words` and `speaker` as in `fulltext`; `for_whom`, `toward`, `issue` and `meeting` as in `terms`; `kinds` of
    position, one of which fits. `since` and `until` hold for the day of saying or, where that is unknown, of
    publication: what may have been said in them fits (a statement of 2022 may be of May 2022). `recorded_since` and
    `recorded_until` are instants in UTC, `YYYY-MM-DDTHH:MM:SSZ`, for when the reading was added. `independent` is the
    least number of reports that are no copies. `as_of` is an instant: only what was on record then counts. What a
    person rejected is left out unless `rejected`. With `latest`, what went on record last comes first, whatever else is
    asked.
    """

    words: str | None = None
    speaker: str | None = None
    for_whom: terms.Named | None = None
    toward: terms.Named | None = None
    issue: terms.Named | None = None
    meeting: terms.Named | None = None
    kinds: tuple[str, ...] = ()
    since: PartialDate | None = None
    until: PartialDate | None = None
    recorded_since: str | None = None
    recorded_until: str | None = None
    independent: int | None = None
    document: str | None = None
    as_of: str | None = None
    rejected: bool = False
    latest: bool = False

    @property
    def named(self) -> dict[terms.Field, terms.Named]:
        """What is asked for by name, by field."""
        return {name: value for name in terms.FIELDS if (value := getattr(self, name)) is not None}


def utterance_keys(connection: Connection, asked: Asked, limit: int | None) -> list[int]:
    """The keys of the utterances of which some report fits, in order, each once, at most `limit`."""
    with connection.execute(_query(connection, asked, limit).execution_options(**_AS_ASKED)) as result:
        # Distinct in Python, as the rows come: the database would have to sort all of them before the first.
        found = _distinct(result.scalars())
        if asked.independent is not None and asked.independent > 1:
            found = _reported(connection, found, asked)
        return list(islice(found, limit))


def _distinct(keys: Iterator[int]) -> Iterator[int]:
    seen: set[int] = set()
    for key in keys:
        if key not in seen:
            seen.add(key)
            yield key


def statement_keys(connection: Connection, asked: Asked, limit: int) -> list[int]:
    """The keys of the statements that fit, in the order of `utterance_keys`, at most `limit`."""
    columns = (_s.c.key, _reports.c.utterance)
    query = _query(connection, asked, limit).with_only_columns(*columns, maintain_column_froms=True)
    with connection.execute(query.execution_options(**_AS_ASKED)) as result:
        if asked.independent is None or asked.independent == 1:
            return [row.key for row in islice(result, limit)]
        found: list[int] = []
        while len(found) < limit and (part := list(islice(result, _CHUNK))):
            fit = set(_reported(connection, _distinct(row.utterance for row in part), asked))
            found += [row.key for row in part if row.utterance in fit]
        return found[:limit]


def told(connection: Connection, asked: Asked, speakers: Sequence[str] | None = None) -> Iterator[Any]:
    """Every statement that fits, those alike in who spoke and in their kind of position in one row; in no order.

    A row has how many `statements` they are, their `first_day` and `last_day`, and the least `key`. Those that report
    an act with others have it in `shared_act`, and a row for each act; None means an act each. `speakers`: of these
    alone, as `speakers_of` names them.
    """
    other = _reports.alias()
    often_told = select(other.c.utterance).where(other.c.utterance != other.c.statement)
    alike = (
        *(_s.c.speaker_actor, _s.c.speaker_name, _s.c.speaker_text, _s.c.speaker_role, _s.c.speaker_affiliation),
        *(_s.c.position, case((_reports.c.utterance.in_(often_told), _reports.c.utterance)).label("shared_act")),
    )
    counted = (
        *(func.count().label("statements"), func.min(_s.c.key).label("key")),
        *(func.min(_s.c.first_day).label("first_day"), func.max(_s.c.last_day).label("last_day")),
    )
    query = _query(connection, asked, few=_ALL).with_only_columns(*alike, *counted, maintain_column_froms=True)
    query = query.order_by(None).group_by(*alike[:-1], literal_column("shared_act"))
    if speakers is not None:
        query = query.where(_SPEAKER.in_(speakers))
    with connection.execute(query) as result:
        yield from result


# By the id where every document calls the actor by it, which has a kind before a colon; otherwise by the name.
_SPEAKER: ColumnElement[str] = case(
    (_s.c.speaker_actor.contains(":"), _s.c.speaker_actor), else_=func.coalesce(_s.c.speaker_name, _s.c.speaker_text)
)


def speakers_of(connection: Connection, asked: Asked, *, limit: int, offset: int) -> list[str]:
    """Ids or, without one, names of those who said what fits, those with most statements first."""
    query = _query(connection, asked, few=_ALL).with_only_columns(_SPEAKER, maintain_column_froms=True)
    query = query.where(_SPEAKER.is_not(None)).group_by(_SPEAKER).order_by(None).order_by(func.count().desc(), _SPEAKER)
    return list(connection.execute(query.limit(limit).offset(offset)).scalars())


def _query(connection: Connection, asked: Asked, limit: int | None = None, few: int = _FEW) -> Select[Any]:
    earliest = _earliest(connection, asked)
    changed = corrections(connection, asked.named, asked.kinds, asked.as_of)
    search = _search(connection, asked)
    # What leaves least comes first, for SQLite asks in this order: most statements stand, and are of a newest reading.
    query = select(_reports.c.utterance).where(*_often_told(asked))
    query = query.where(*_facets(asked, changed, by_kind=search is None and not asked.latest))
    # The sum, which adds nothing, keeps PostgreSQL from asking it of all that is of the days before it looks for the
    # speaker; where words are asked for, it would take down all of the days.
    reading = _s.c.reading if search is None or asked.words else _s.c.reading + (search.key - _s.c.key)
    query = query.where(reading == newest_reading(_s.c.document, asked.as_of))
    query = query.where(*_days(asked, earliest, search), *_recorded(asked))
    if not asked.rejected:
        query = query.where(reviews.stands(_s.c.key, asked.as_of))
    if asked.document is not None:
        query = query.where(_s.c.document == select(_d.c.key).where(_d.c.id == asked.document).scalar_subquery())
    if search is None:
        query = query.join_from(_s, _reports, _reports.c.statement == _s.c.key)
        way = None if asked.document else _narrowest(connection, asked, few)
        if way is not None:
            query = query.where(or_(way, _among(changed)))
    else:
        query = query.join_from(search.index, _s, search.key == _s.c.key).where(search.matches)
        query = query.join(_reports, _reports.c.statement == _s.c.key)
    if asked.latest:
        # By the index of words where it is asked, which gives the latest first as it gives the first.
        return query.order_by((_s.c.key if search is None else search.key).desc())
    by_day = (_s.c.first_day.desc().nulls_last(), _s.c.document.desc(), _s.c.key)
    if search is None or not asked.words:
        return query.order_by(*by_day)
    count = _count(connection, select(search.key).where(search.matches), MOST_WEIGHED + 1)
    most = _MORE_OF_DAYS * count
    if limit is not None and limit < _LONG:
        most = min(most, _FEW)
    query = query.where(*_of_days(connection, asked, earliest, search, most))
    # What so many statements have tells little of any of them, and to weigh them all would take seconds.
    return query.order_by(*((search.key.desc(),) if count > MOST_WEIGHED else search.order))


def _of_days(
    connection: Connection, asked: Asked, earliest: str | None, search: Search, most: int
) -> Sequence[ColumnElement[bool]]:
    """The condition that what has the words is of the days, by their index alone; none if more than `most` are.

    None either where the index of words has the days.
    """
    other = _s.alias()
    of_days = select(other.c.key).where(*_begun(other.c.first_day, asked, earliest))
    if search.first_day is not None or of_days.whereclause is None or _count(connection, of_days, most + 1) > most:
        return ()
    # The sum keeps SQLite from going by the days and asking of each whether it has the words.
    return [(search.key + 0).in_(of_days)]


def _facets(asked: Asked, changed: Corrections | None, *, by_kind: bool) -> list[ColumnElement[bool]]:
    """What is asked of position and meeting: as read, or as corrected by a person; `by_kind`: by their index."""
    own = asked.named
    meeting = [terms.named(_s.c.key, {"meeting": own.pop("meeting")})] if "meeting" in own else []
    # The empty text keeps SQLite from going by the kind: to ask of each such statement whether it has the words takes
    # minutes, to sort them all by when they went on record a second.
    kind = _s.c.position if by_kind else _s.c.position.concat("")
    read = [*([terms.named(_s.c.key, own)] if own else []), *([kind.in_(asked.kinds)] if asked.kinds else [])]
    if changed is None:
        return meeting + read
    return [*meeting, or_(_among(changed), and_(_s.c.key.not_in(changed.keys), *read))]


def _among(changed: Corrections | None) -> ColumnElement[bool]:
    """The condition that a person corrected the statement to what is asked for."""
    if changed is None or not changed.fitting:
        return false()
    return _any_of(changed.fitting)


def _any_of(keys: Sequence[int]) -> ColumnElement[bool]:
    # Written into the query, which takes more numbers than there may be parameters.
    return _s.c.key.in_(bindparam("keys", keys, expanding=True, literal_execute=True, unique=True))


def _search(connection: Connection, asked: Asked) -> Search | None:
    words = None if asked.words is None else fulltext.terms(asked.words)
    speaker = None if asked.speaker is None else fulltext.speaker_terms(asked.speaker)
    if words is None and speaker is None:
        return None
    search = store_of(connection).search(words or (), speaker or ())
    # Words that can't be searched for are in no statement.
    return replace(search, matches=false()) if words == () or speaker == () else search


def _earliest(connection: Connection, asked: Asked) -> str | None:
    """Where to stop from day to day; None if no beginning is asked for.

    What may have been said by then and began before is a month, a year or longer.
    """
    since = days_of(asked.since)
    if since is None:
        return None
    # The empty text keeps SQLite from going through all first days for the least of them.
    longer = select(func.min(_s.c.first_day.concat(""))).where(
        _s.c.last_day > _s.c.first_day, _s.c.last_day >= since.first
    )
    return min(since.first, connection.execute(longer).scalar() or since.first)


def _days(asked: Asked, earliest: str | None, search: Search | None) -> list[ColumnElement[bool]]:
    since = days_of(asked.since)
    ended = [] if since is None else [_s.c.last_day >= since.first]
    known = None if search is None else search.first_day
    return ended + _begun(_s.c.first_day if known is None else known, asked, earliest)


def _begun(first_day: ColumnElement[str], asked: Asked, earliest: str | None) -> list[ColumnElement[bool]]:
    """What the index by day tells of the days that are asked for."""
    until = days_of(asked.until)
    begun = [] if earliest is None else [first_day >= earliest]
    return begun if until is None else [*begun, first_day <= until.last]


def _recorded(asked: Asked) -> list[ColumnElement[bool]]:
    conditions = []
    if asked.recorded_since is not None or asked.recorded_until is not None:
        when = select(_r.c.recorded_at).where(_r.c.key == _s.c.reading).correlate(_s).scalar_subquery()
        conditions += _between(when, asked)
    # The sum keeps the database from going by the key.
    return conditions + _bounds(_s.c.key + 0, asked)


def _bounds(key: ColumnElement[int], asked: Asked) -> list[ColumnElement[bool]]:
    """Between which keys lies what was recorded so: statements get theirs in the order of their readings'.

    The index by day has the key, so that most rows need not be looked up.
    """
    conditions = []
    if asked.recorded_since is not None:
        conditions.append(key >= key_recorded(_r.c.recorded_at >= asked.recorded_since, first=True))
    conditions += [
        key <= key_recorded(_r.c.recorded_at <= last, first=False)
        for last in (asked.recorded_until, asked.as_of)
        if last is not None
    ]
    return conditions


def _between(when: ColumnElement[Any], asked: Asked) -> list[ColumnElement[bool]]:
    conditions = []
    if asked.recorded_since is not None:
        conditions.append(when >= asked.recorded_since)
    if asked.recorded_until is not None:
        conditions.append(when <= asked.recorded_until)
    return conditions


def _narrowest(connection: Connection, asked: Asked, few: int) -> ColumnElement[bool] | None:
    """The condition on a statement that may fit, from the index that gives the fewest; None if all give many."""
    named = [way for field, named in asked.named.items() for way in terms.ways(connection, field, named)]
    if asked.independent is not None and asked.independent > 1:
        named.append(select(_reports.c.statement).where(_reports.c.utterance.in_(_often_reported(asked))))
        if asked.as_of is not None:
            # Most of them turn out to be reported by copies: going from day to day meets few that fit.
            few = min(_ALL, 4 * few)
    ways = list(named)
    if asked.recorded_since is not None or asked.recorded_until is not None:
        ways.append(
            select(_s.c.key).join_from(_s, _r, _s.c.reading == _r.c.key).where(*_between(_r.c.recorded_at, asked))
        )
    best, least = None, few + 1
    for way in ways:
        count = _count(connection, way, least)
        if count < least:
            best, least = way, count
    if best is None and named and len(ways) > 1 and few < _ALL:
        # Each gives many; both together may give few, or none at all, and no walk from day to day would find them soon.
        both = connection.execute(_within(named, asked).limit(few + 1)).scalars().all()
        return _any_of(both) if len(both) <= few else None
    return None if best is None else _s.c.key.in_(best)


def _count(connection: Connection, way: Select[Any], most: int) -> int:
    """How many keys a way gives, `most` at most."""
    return int(connection.execute(select(func.count()).select_from(way.limit(most).subquery())).scalar_one())


def _within(ways: Sequence[Select[Any]], asked: Asked) -> Select[Any]:
    """The keys that every way gives, of what may have been recorded as asked: those of the first that others have."""
    first, *others = ways
    (key,) = first.selected_columns
    return first.where(*(key.in_(other) for other in others), *_bounds(key, asked))


def _often_told(asked: Asked) -> list[ColumnElement[bool]]:
    """The condition on a statement that so many documents report its utterance at all."""
    if asked.independent is None or asked.independent == 1:
        return []
    # Of the statement itself, not of the row that is joined to it: that would be asked last.
    own = _reports.alias()
    often = _often_reported(asked).join(own, own.c.utterance == _many.c.utterance)
    return [often.where(own.c.statement == _s.c.key).correlate(_s).exists()]


def _often_reported(asked: Asked) -> Select[Any]:
    """The utterances with so many independent reports, whether these stand or not.

    Which were copies on an earlier day is not known here: as of a day, so many documents are enough.
    """
    count = _many.c.independent if asked.as_of is None else _many.c.documents
    return select(_many.c.utterance).where(count >= (asked.independent or 1))


def _reported(connection: Connection, keys: Iterator[int], asked: Asked) -> Iterator[int]:
    """Those of the utterances that so many documents report of which none is a copy of another."""
    while part := list(islice(keys, _CHUNK)):
        counted = [_s.c.reading == newest_reading(_s.c.document, asked.as_of)]
        if not asked.rejected:
            counted.append(reviews.stands(_s.c.key, asked.as_of))
        query = select(_reports.c.utterance, _s.c.document, _families.c.family).where(*counted)
        query = query.join_from(_reports, _s, _reports.c.statement == _s.c.key)
        query = query.join(_families, _families.c.document == _s.c.document)
        rows = connection.execute(query.where(_reports.c.utterance.in_(part))).all()
        documents = {row.document for row in rows}
        then = {} if asked.as_of is None else families_then(connection, documents, asked.as_of)
        families: dict[int, set[int]] = {}
        for row in rows:
            families.setdefault(row.utterance, set()).add(then.get(row.document, row.family))
        yield from (key for key in part if len(families.get(key, ())) >= (asked.independent or 1))
