"""What people at a desk ask of a ledger: what is in doubt, what was said at a meeting, since when it is on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select

from onrecord.ledger import reviews, tables
from onrecord.ledger.database import Database
from onrecord.ledger.entries import StatementEntry
from onrecord.ledger.newest import newest_reading
from onrecord.ledger.reader import Reader
from onrecord.ledger.reported import independent
from onrecord.ledger.reviews import in_force

_s, _d, _m, _r = tables.statements, tables.documents, tables.meetings, tables.readings
_reports, _families, _v, _p = tables.reports, tables.families, tables.reviews, tables.review_places
# SQLite takes at most 999 values in one list on old builds.
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A statement that nobody has decided about, as it was read: how sure each part is, and who reports it.

    `speaker` is None where nobody is named, `position` where it takes none; `independent` counts the reports that are
    no copies of one another.
    """

    statement: str
    utterance: str
    family: int
    kind: str | None
    confidence: float
    speaker: float | None
    position: float | None
    independent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said at a meeting: a statement of each act of speech, of the first ones; `acts` counts all."""

    entries: tuple[StatementEntry, ...]
    acts: int


class Desk:
    """Reads one ledger."""

    def __init__(self, database: Database, reader: Reader) -> None:
        self._database = database
        self._reader = reader

    def undecided(self, kind: str | None, *, limit: int) -> list[Doubt]:
        """The latest statements of this kind of position (None for none) that nobody accepted, rejected, corrected."""
        first = _s.alias()
        decided = (
            select(_v.c.key)
            .join_from(_p, _v, _p.c.review == _v.c.key)
            .where(_p.c.statement == _s.c.key, _p.c.side == "target")
            .where(_v.c.verdict.in_(("accept", "reject", "set")), in_force())
        )
        query = (
            select(
                *(_s.c.id, _s.c.position, _s.c.confidence, _s.c.speaker_text, _s.c.speaker_confidence),
                *(_s.c.position_confidence, _reports.c.utterance, _families.c.family),
                first.c.id.label("first"),
            )
            .join_from(_s, _reports, _reports.c.statement == _s.c.key)
            .join(first, first.c.key == _reports.c.utterance)
            .join(_families, _families.c.document == _s.c.document)
            .where(_s.c.position.is_(None) if kind is None else _s.c.position == kind)
            .where(_s.c.reading == newest_reading(_s.c.document), ~decided.correlate(_s).exists())
            .order_by(_s.c.first_day.desc(), _s.c.document.desc(), _s.c.key)
            .limit(limit)
        )
        with self._database.reading() as connection:
            found = connection.execute(query).all()
            counts = independent(connection, {row.utterance for row in found})
        return [
            Doubt(
                statement=row.id,
                utterance=row.first,
                family=row.family,
                kind=row.position,
                confidence=row.confidence,
                # A speaker whose confidence is unknown is named, at least.
                speaker=None if row.speaker_text is None else row.speaker_confidence or 0.5,
                position=row.position_confidence,
                independent=counts.get(row.utterance, 1),
            )
            for row in found
        ]

    def said_at(self, meetings: Sequence[Sequence[tuple[str, str]]], most: int | None = None) -> list[Said]:
        """What was said at each of these meetings, without what a person rejected; at most so many acts are loaded.

        A meeting is given by its reports, each a document's id and the meeting's id in it; what these report comes in
        their order.
        """
        places = list(dict.fromkeys(place for reports in meetings for place in reports))
        with self._database.reading() as connection:
            found = _told_at(connection, places)
        acts: list[dict[int, int]] = []
        for reports in meetings:
            first: dict[int, int] = {}
            for utterance, statement in (one for place in reports for one in found.get(place, ())):
                first.setdefault(utterance, statement)
            acts.append(first)
        shown = [list(first.values())[:most] for first in acts]
        entries = self._reader.with_keys([key for keys in shown for key in keys])
        return [
            Said(entries=tuple(entries[key] for key in keys), acts=len(first))
            for keys, first in zip(shown, acts, strict=True)
        ]

    def nearest_start(self, month: str, *, before: bool) -> str | None:
        """The month nearest to this one (`2022-01`) in which a meeting starts, None if none is."""
        start = _m.c.starts_on
        # What has no year begins with a dash.
        query = select(func.max(start)).where(start < month, start >= "0") if before else select(func.min(start))
        query = query if before else query.where(start >= f"{month}~")
        with self._database.reading() as connection:
            found = connection.execute(query.where(func.length(start) >= len(month))).scalar()
        return None if found is None else str(found)[: len(month)]

    def first_recorded(self, statement_ids: Sequence[str]) -> dict[str, str]:
        """When each statement went on record first, in whichever reading: `YYYY-MM-DDTHH:MM:SSZ`, in UTC."""
        found: dict[str, str] = {}
        with self._database.reading() as connection:
            for start in range(0, len(statement_ids), _CHUNK):
                query = select(_s.c.id, func.min(_r.c.recorded_at).label("at")).join_from(
                    _s, _r, _s.c.reading == _r.c.key
                )
                part = query.where(_s.c.id.in_(statement_ids[start : start + _CHUNK])).group_by(_s.c.id)
                found |= {row.id: row.at for row in connection.execute(part)}
        return found


def _told_at(connection: Connection, places: Sequence[tuple[str, str]]) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """What the newest readings tell of each of these meetings: utterances and statements, by key, as they were read."""
    query = (
        select(_d.c.id.label("document"), _m.c.id.label("meeting"), _reports.c.utterance, _reports.c.statement)
        .join_from(_m, _s, and_(_s.c.reading == _m.c.reading, _s.c.meeting == _m.c.key))
        .join(_d, _d.c.key == _s.c.document)
        .join(_reports, _reports.c.statement == _s.c.key)
        .where(_s.c.reading == newest_reading(_s.c.document), reviews.stands(_s.c.key))
        .order_by(_s.c.document, _s.c.key)
    )
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for start in range(0, len(places), _CHUNK):
        ids = {meeting for _, meeting in places[start : start + _CHUNK]}
        for row in connection.execute(query.where(_m.c.id.in_(ids))):
            found.setdefault((row.document, row.meeting), []).append((row.utterance, row.statement))
    return found
