"""Who did what for whom in the first of the utterances that fit: what facets are counted from, at a bounded cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, null, select, true

from onrecord.ledger import reviews, rows, tables
from onrecord.ledger.amend import amend
from onrecord.ledger.finding import Asked, utterance_keys
from onrecord.ledger.newest import newest_reading
from onrecord.records import Statement

_s, _reports = tables.statements, tables.reports
# SQLite takes at most 999 values in one list on old builds.
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What one report of an act of speech says of it, as corrected: speaker, kind of position, and for whom."""

    utterance: int
    speaker: str | None
    kind: str | None
    for_whom: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies:
    """Those of the acts that were looked at: `acts` of them, and `more` if others fit too."""

    acts: int
    more: bool
    rows: tuple[Tally, ...]


def tallies(connection: Connection, asked: Asked, most: int) -> Tallies:
    """The tallies of the first `most` acts that fit, in order."""
    found = utterance_keys(connection, asked, most + 1)
    keys = found[:most]
    made: list[Tally] = []
    for start in range(0, len(keys), _CHUNK):
        made += _of(connection, keys[start : start + _CHUNK], asked)
    return Tallies(acts=len(keys), more=len(found) > most, rows=tuple(made))


def _of(connection: Connection, utterances: Sequence[int], asked: Asked) -> list[Tally]:
    newest = _s.c.reading == newest_reading(_s.c.document, asked.as_of)
    stands = true() if asked.rejected else reviews.stands(_s.c.key, asked.as_of)
    links = (null().label(name) for name in ("inside_id", "repeats_id", "meeting_id"))
    query = select(_s, _reports.c.utterance, *links).join_from(_reports, _s, _reports.c.statement == _s.c.key)
    found = connection.execute(query.where(_reports.c.utterance.in_(utterances), newest, stands)).mappings().all()
    judged = reviews.of_statements(connection, [row["key"] for row in found], asked.as_of)
    return [
        _tally(row["utterance"], amend(rows.statement_of(row, "", ()), judged.get(row["key"], ())).statement)
        for row in found
    ]


def _tally(utterance: int, statement: Statement) -> Tally:
    speaker, position = statement.speaker, statement.position
    named = (*((speaker.affiliation,) if speaker else ()), *(position.holder if position else ()))
    return Tally(
        utterance=utterance,
        speaker=None if speaker is None else speaker.name or speaker.text,
        kind=None if position is None else position.kind,
        for_whom=tuple(dict.fromkeys(name for name in named if name)),
    )
