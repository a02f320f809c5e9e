"""Statements on record as the rules see them that tell which reports are of one act of speech."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, func, select

from onrecord.ledger import tables
from onrecord.ledger.days import days_in
from onrecord.ledger.told import AFTER, BEFORE, Noted, Told, passage_in

_s, _d, _f, _r = tables.statements, tables.documents, tables.families, tables.reports
_e, _x = tables.evidence, tables.texts

# Code points: texts up to here are read together, of which there may be some hundred at a time.
_SHORT = 20_000


class _Piece(NamedTuple):
    quote: str
    start: int
    end: int


# Made once: making a query costs more than this one's answer does.
_TOLD: Select[Any] = (
    select(
        _s.c.key,
        _s.c.quote,
        _s.c.kind,
        _s.c.speaker_actor,
        _s.c.speaker_name,
        _s.c.speaker_text,
        _s.c.speaker_role,
        _s.c.said_on,
        _s.c.said_on_basis,
        _s.c.document,
        _s.c.inside,
        _s.c.position,
        _d.c.published,
        _d.c.length,
        _f.c.family,
        _r.c.noted,
    )
    .join_from(_s, _d, _s.c.document == _d.c.key)
    .join(_f, _f.c.document == _d.c.key)
    .join(_r, _r.c.statement == _s.c.key, isouter=True)
    .order_by(_s.c.key)
)
_TOLD_OF = _TOLD.where(_s.c.key.in_(bindparam("keys", expanding=True)))
_TOLD_IN = _TOLD.where(_s.c.reading == bindparam("reading"))
_PIECES = (
    select(_e.c.statement, _e.c.role, _e.c.quote, _e.c.start_offset, _e.c.end_offset)
    .where(_e.c.statement.in_(bindparam("keys", expanding=True)), _e.c.role.in_(("content", "cue")))
    .order_by(_e.c.statement, _e.c.role, _e.c.number)
)


def told_of(connection: Connection, statements: Sequence[int]) -> dict[int, Told]:
    """These statements, by their keys in order, as the rules see them."""
    return _told(connection, connection.execute(_TOLD_OF, {"keys": statements}).all())


def told_in(connection: Connection, reading: int) -> dict[int, Told]:
    """The statements of a reading, by their keys in order, as the rules see them."""
    return _told(connection, connection.execute(_TOLD_IN, {"reading": reading}).all())


def _told(connection: Connection, rows: Sequence[Any]) -> dict[int, Told]:
    pieces: dict[str, dict[int, list[_Piece]]] = {"content": {}, "cue": {}}
    for statement, role, *piece in connection.execute(_PIECES, {"keys": [row[0] for row in rows]}):
        pieces[role].setdefault(statement, []).append(_Piece(*piece))
    texts = _Texts(connection, {row.document: row.length for row in rows})
    found: dict[int, Told] = {}
    # By their order: there are a hundred of them for each reading, and names cost more than values.
    for (
        key,
        quote,
        kind,
        actor,
        name,
        called,
        role,
        said,
        basis,
        document,
        inside,
        position,
        printed,
        _,
        family,
        noted,
    ) in rows:
        content = pieces["content"].get(key, [])
        found[key] = Told(
            quote=quote,
            pieces=tuple([piece.quote for piece in content]),
            kind=kind,
            cue=" ".join([piece.quote for piece in pieces["cue"].get(key, ())]),
            actor=actor,
            name=called if name is None else name,
            called=called or "",
            role=role or "",
            said=days_in(said),
            supposed=basis == "published",
            printed=days_in(printed),
            document=document,
            family=family,
            key=key,
            inside=inside,
            position=position,
            noted=None if noted is None else Noted.of(noted),
            passage=partial(texts.passage, document, content),
        )
    return found


_TEXTS = select(_x.c.document, _x.c.text).where(_x.c.document.in_(bindparam("its", expanding=True)))
_PART = select(func.substr(_x.c.text, bindparam("first"), bindparam("length"))).where(_x.c.document == bindparam("its"))


class _Texts:
    """The texts of some documents: the short ones are read together when one is asked for; of long ones, a part."""

    def __init__(self, connection: Connection, lengths: Mapping[int, int | None]) -> None:
        """`lengths`: code points of each, by key; None where unknown."""
        self._connection, self._lengths = connection, lengths

    def passage(self, document: int, content: Sequence[_Piece]) -> str:
        """What stands around the pieces of a quotation."""
        start = min((piece.start for piece in content), default=0)
        end = max((piece.end for piece in content), default=0)
        if document in self._short:
            return passage_in(self._short[document], start, end)
        first = max(0, start - BEFORE)
        part = {"its": document, "first": first + 1, "length": end + AFTER - first}
        near: str = self._connection.execute(_PART, part).scalar_one()
        return passage_in(near, start - first, end - first)

    @cached_property
    def _short(self) -> dict[int, str]:
        keys = [key for key, length in self._lengths.items() if length is not None and length <= _SHORT]
        return {row.document: row.text for row in self._connection.execute(_TEXTS, {"its": keys}).all()}
