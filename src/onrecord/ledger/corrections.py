"""What people corrected, where it is asked for: by whom, toward whom, what about and of what kind a position is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, null, select

from onrecord.ledger import reviews, rows, tables
from onrecord.ledger.amend import amend
from onrecord.ledger.terms import Field, Named, has
from onrecord.records import Review, Statement

_s, _v, _p = tables.statements, tables.reviews, tables.review_places

# Which corrections change what a statement is found by.
_BY_FIELD: dict[Field, tuple[str, ...]] = {
    "for_whom": ("holder", "affiliation", "speaker", "position"),
    "toward": ("toward", "position"),
    "issue": ("issue", "position"),
}
# Statements that are loaded at a time.
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """The corrected statements: `keys` selects all that were corrected in something asked for, `fitting` fit now."""

    keys: Select[Any]
    fitting: list[int]


def corrections(
    connection: Connection, named: dict[Field, Named], kinds: tuple[str, ...], as_of: str | None
) -> Corrections | None:
    """The statements corrected in what is asked for; None if there are none. Meetings go by what was read."""
    asked = {field: value for field, value in named.items() if field in _BY_FIELD}
    changed = {name for field in asked for name in _BY_FIELD[field]} | ({"position"} if kinds else set())
    if not changed:
        return None
    keys = (
        select(_p.c.statement)
        .join_from(_v, _p, _p.c.review == _v.c.key)
        .where(_v.c.verdict == "set", _v.c.field.in_(sorted(changed)), _p.c.side == "target", reviews.in_force(as_of))
    )
    found = sorted(set(connection.execute(keys).scalars()))
    if not found:
        return None
    fitting = []
    for start in range(0, len(found), _CHUNK):
        part = found[start : start + _CHUNK]
        judged = reviews.of_statements(connection, part, as_of)
        links = (null().label(name) for name in ("inside_id", "repeats_id", "meeting_id"))
        read = connection.execute(select(_s, *links).where(_s.c.key.in_(part))).mappings()
        fitting += [
            row["key"]
            for row in read
            if _fits(rows.statement_of(row, "", ()), judged.get(row["key"], []), asked, kinds)
        ]
    return Corrections(keys=keys, fitting=fitting)


def _fits(machine: Statement, judged: list[Review], asked: dict[Field, Named], kinds: tuple[str, ...]) -> bool:
    statement = amend(machine, judged).statement
    position, speaker = statement.position, statement.speaker
    names: dict[Field, tuple[str | None, ...]] = {
        "for_whom": (*(position.holder if position else ()), speaker.affiliation if speaker else None),
        "toward": position.toward if position else (),
        "issue": (position.issue if position else None,),
    }
    fits_kind = not kinds or (position is not None and position.kind in kinds)
    return fits_kind and all(has(value, names[field]) for field, value in asked.items())
