"""What a statement can be asked for by beside its words: for whom, toward whom, about what, at which meeting.

`statement_names` has a row a statement with its names, folded: `| european union | eu |`. `statement_terms` is the
index to their words, as the database has such an index.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, false, insert, or_, select

from onrecord.ledger import tables
from onrecord.ledger.fulltext import Term, fold
from onrecord.ledger.store import store_of

Field = Literal["for_whom", "toward", "issue", "meeting"]
FIELDS: tuple[Field, ...] = ("for_whom", "toward", "issue", "meeting")

_s, _m, _n = tables.statements, tables.meetings, tables.statement_names
# Letters from which on a word's beginning tells something: `of` also begins `offer`, `official` and `office`.
_TELLING = 3
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What is asked for in one field: one of these `names`, whole; without any, `words` that each begin a word."""

    words: str
    names: tuple[str, ...] = ()


def enter(connection: Connection, reading: int) -> None:
    """Enters the names of the statements of a reading that is on record."""
    query = (
        select(_s.c.key, _s.c.holder, _s.c.speaker_affiliation, _s.c.toward, _s.c.issue, _m.c.name, _m.c.place)
        .join_from(_s, _m, _s.c.meeting == _m.c.key, isouter=True)
        .where(_s.c.reading == reading)
    )
    names = []
    for row in connection.execute(query).all():
        keys: dict[Field, str | None] = {
            "for_whom": _key([*(row.holder or ()), row.speaker_affiliation]),
            "toward": _key(row.toward or ()),
            "issue": _key([row.issue]),
            "meeting": _key([row.name, row.place]),
        }
        if any(keys.values()):
            names.append({"statement": row.key} | keys)
    if names:
        connection.execute(insert(_n), names)
        store_of(connection).index_names(connection, names)


def _key(names: Iterable[str | None]) -> str | None:
    folded = dict.fromkeys(_plain(name) for name in names if name)
    known = [name for name in folded if name]
    return f"| {' | '.join(known)} |" if known else None


def _plain(name: str) -> str:
    return " ".join(_words(name)).removeprefix("the ")


def _words(name: str) -> list[str]:
    return _WORD.findall(fold(name))


def named(statement: ColumnElement[int], asked: Mapping[Field, Named]) -> ColumnElement[bool]:
    """The condition on a statement's key that its names are what is asked for, field by field."""
    own = _n.alias()
    found = select(own.c.statement).where(own.c.statement == statement)
    return found.where(*(fits(field, value, own) for field, value in asked.items())).correlate_except(own).exists()


def fits(field: Field, asked: Named, names: FromClause = _n) -> ColumnElement[bool]:
    """The condition on a row of `statement_names`. `Ukraine's foreign ministry` has the name Ukraine as well."""
    column = names.c[field]
    if asked.names:
        return or_(false(), *(column.contains(part) for part in _parts(asked)))
    return and_(*(column.contains(part) for part in _parts(asked))) if _parts(asked) else false()


def has(asked: Named, names: Iterable[str | None]) -> bool:
    """True if these names are what is asked for: the same condition, on names that are in no row."""
    key, parts = _key(names) or "", _parts(asked)
    return any(part in key for part in parts) if asked.names else bool(parts) and all(part in key for part in parts)


def _parts(asked: Named) -> list[str]:
    """What must stand in a row's names: one of these for whole names, else each of these."""
    if asked.names:
        return [f"| {name} {end}" for name in map(_plain, asked.names) if name for end in ("|", "s ")]
    return [f" {word}" for word in _words(asked.words)]


def ways(connection: Connection, field: Field, asked: Named) -> list[Select[Any]]:
    """The keys of all statements that may fit: what the index tells quickly, each way by itself.

    By one word of each whole name, whichever is asked for; else by each word that must be there, but short ones, which
    begin too many others.
    """
    longest = _longest(_words(asked.words))
    words = dict.fromkeys(word for word in _words(asked.words) if word == longest or len(word) >= _TELLING)
    begun = [[Term(text=word, prefix=True)] for word in words]
    whole = sorted({word for name in asked.names if (word := _longest(_words(name)))})
    each = [[Term(text=word) for word in whole]] if asked.names else begun
    found = [store_of(connection).named(field, terms) for terms in each if terms]
    return found or [select(_n.c.statement).where(false())]


def _longest(words: Sequence[str]) -> str:
    return max(words, key=len, default="")
