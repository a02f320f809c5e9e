"""Who did what for whom in the first of the utterances that fit: what facets are counted from, at a bounded cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, null, select, true

from onrecord.ledger import reviews, rows, tables
from onrecord.ledger.amend import amend
from onrecord.ledger.finding import Asked, utterance_keys
from onrecord.ledger.newest import newest_reading

_s, _reports = tables.statements, tables.reports
# SQLite takes at most 999 values in one list on old builds.
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What one report of an act of speech says of it, as corrected: speaker, kind of position, and for whom.

    `called` are the names by which a search finds the speaker, as `fold` leaves them.
    """

    utterance: int
    speaker: str | None
    called: str
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
    speaker = (_s.c.speaker_name, _s.c.speaker_text, _s.c.speaker_key, _s.c.speaker_affiliation)
    query = select(_reports.c.utterance, _s.c.key, _s.c.position, _s.c.holder, *speaker).join_from(
        _reports, _s, _reports.c.statement == _s.c.key
    )
    found = connection.execute(query.where(_reports.c.utterance.in_(utterances), newest, stands)).all()
    changed = _corrected(connection, [row.key for row in found], asked)
    return [
        changed[row.key]
        if row.key in changed
        else _tally(
            row.utterance,
            row.speaker_name or row.speaker_text,
            row.speaker_key,
            row.position,
            (row.speaker_affiliation, *(row.holder or ())),
        )
        for row in found
    ]


def _corrected(connection: Connection, keys: Sequence[int], asked: Asked) -> dict[int, Tally]:
    """The tallies of those statements that people corrected; few of them, so that these alone are made whole."""
    judged = reviews.of_statements(connection, keys, asked.as_of)
    corrected = [key for key, made in judged.items() if any(one.verdict == "set" for one in made)]
    links = (null().label(name) for name in ("inside_id", "repeats_id", "meeting_id"))
    query = select(_s, _reports.c.utterance, *links).join_from(_reports, _s, _reports.c.statement == _s.c.key)
    made = {}
    for row in connection.execute(query.where(_s.c.key.in_(corrected))).mappings() if corrected else ():
        statement = amend(rows.statement_of(row, "", ()), judged[row["key"]]).statement
        speaker, position = statement.speaker, statement.position
        made[row["key"]] = _tally(
            row["utterance"],
            None if speaker is None else speaker.name or speaker.text,
            row["speaker_key"],
            None if position is None else position.kind,
            (*((speaker.affiliation,) if speaker else ()), *(position.holder if position else ())),
        )
    return made


def _tally(utterance: int, speaker: str | None, called: str, kind: str | None, for_whom: Sequence[str | None]) -> Tally:
    names = tuple(dict.fromkeys(name for name in for_whom if name))
    return Tally(utterance=utterance, speaker=speaker, called=called, kind=kind, for_whom=names)
