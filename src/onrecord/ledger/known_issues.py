"""The issues on record, as a writer keeps them in memory between the readings that it adds.

A reading's statements look for their issues among thousands; from one reading to the next only a few change, and only
these are read again. Cells are loaded when a statement first looks into them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, func, select

from onrecord.ledger import meaning, tables
from onrecord.ledger.meaning import Vector

_i, _t, _v = tables.issues, tables.stances, tables.reviews
# Places for issues that are made at a time.
_ROOM = 1024
# Keys in one query: SQLite takes 32,766 values, and such a query is made once a start.
_CHUNK = 5000


class KnownIssue(NamedTuple):
    """An issue as its row has it, without its vector."""

    statement: int
    merged_into: int | None
    phrase: str
    statements: int
    cell: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Some of the issues that are known, each by its number here; they hold until others are asked for.

    `keys`, `vectors` and `rows` are of all that are known, each of `rows` the values of a `KnownIssue`, and `known`
    says where which stands; `places` [issues] says which of them these are, in ascending order.
    """

    keys: npt.NDArray[np.int64]
    vectors: Vector
    rows: Sequence[tuple[Any, ...]]
    known: Mapping[int, int]
    places: npt.NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.places)

    def find(self, key: int) -> int | None:
        """Where the issue that goes by a statement stands among these."""
        place = self.known.get(key)
        at = len(self.places) if place is None else int(np.searchsorted(self.places, place))
        return at if at < len(self.places) and self.places[at] == place else None

    def row(self, at: int) -> KnownIssue:
        """The issue that stands there."""
        return KnownIssue(*self.rows[self.places[at]])

    def vector(self, at: int) -> Vector:
        """Its vector; not to be changed."""
        return np.asarray(self.vectors[self.places[at]])

    def likenesses(self, wanted: Vector) -> Vector:
        """[wanted, issues]: how near each of these is to each of [wanted, width]."""
        return meaning.likenesses(wanted, self.vectors, self.places)


class KnownIssues:
    """What one writer knows of a ledger's issues. It may ask only while it is alone in writing.

    Only what others committed is kept: an issue that a reading opens or moves is read anew with the next reading, by
    the stances entered since. Decisions of people change any issue; after one, all is read again.
    """

    def __init__(self) -> None:
        self._forget()
        self._reviews = 0

    def _forget(self) -> None:
        # Tuples of plain values: the garbage collector would go through tens of thousands of rows or objects.
        self._rows: list[tuple[Any, ...]] = []
        self._merged: set[int] = set()
        self._places: dict[int, int] = {}
        self._vectors: Vector = np.zeros((0, meaning.WIDTH), np.float32)
        self._cells: npt.NDArray[np.int32] = np.zeros(0, np.int32)
        self._keys: npt.NDArray[np.int64] = np.zeros(0, np.int64)
        self._loaded: set[int] = set()
        self._seen: int | None = None

    def around(self, connection: Connection, cells: Iterable[int], others: Iterable[int], before: int | None) -> Near:
        """The issues in these cells and those that go by `others`.

        `before` is the first statement that is being entered, if all after it are, too; None if older ones are.
        Then they must be asked for but once.
        """
        wanted = set(cells)
        if before is not None:
            self._refresh(connection, before)
        if missing := wanted - self._loaded:
            self._put(connection.execute(issue_rows().where(_i.c.cell.in_(sorted(missing)))).all())
            self._loaded |= missing
        of_others = {key for key in others if before is None or key < before}
        # A set less a dictionary's keys would go through all of these.
        if unknown := {key for key in of_others if key not in self._places}:
            self._put(connection.execute(issue_rows().where(_i.c.statement.in_(sorted(unknown)))).all())
        is_wanted = np.zeros(self._cells.max(initial=max(wanted, default=0)) + 1, np.bool_)
        is_wanted[list(wanted)] = True
        taken = is_wanted[self._cells[: len(self._rows)]]
        taken[[self._places[key] for key in of_others if key in self._places]] = True
        places = np.flatnonzero(taken)
        return Near(keys=self._keys, vectors=self._vectors, rows=self._rows, known=self._places, places=places)

    def _refresh(self, connection: Connection, before: int) -> None:
        """Reads again what has changed since it was read."""
        reviews = connection.execute(select(func.coalesce(func.max(_v.c.key), 0))).scalar_one()
        if reviews != self._reviews:
            self._forget()
            self._reviews = reviews
        if self._seen is not None:
            grown = select(_t.c.own_issue).where(_t.c.statement > self._seen, _t.c.statement < before)
            keys = sorted(set(connection.execute(grown).scalars()))
            for start in range(0, len(keys), _CHUNK):
                self._put(
                    connection.execute(issue_rows().where(_i.c.statement.in_(keys[start : start + _CHUNK]))).all()
                )
        if reviews and self._rows:
            self._merge(connection)
        self._seen = before - 1

    def _merge(self, connection: Connection) -> None:
        """Reads again which are merged: a decision moves to a document's new readings with no review of its own."""
        query = select(_i.c.statement).where(_i.c.merged_into.is_not(None))
        merged = self._merged.union(key for key in connection.execute(query).scalars() if key in self._places)
        if merged:
            self._put(connection.execute(issue_rows().where(_i.c.statement.in_(sorted(merged)))).all())

    def _put(self, found: Sequence[Any]) -> None:
        if len(self._rows) + len(found) > len(self._cells):
            room = len(found) + _ROOM + len(self._rows) // 2
            self._vectors = np.vstack([self._vectors, np.zeros((room, meaning.WIDTH), np.float32)])
            self._cells = np.concatenate([self._cells, np.zeros(room, np.int32)])
            self._keys = np.concatenate([self._keys, np.zeros(room, np.int64)])
        places = []
        for row in found:
            place = self._places.setdefault(row.statement, len(self._rows))
            if place == len(self._rows):
                self._rows.append(())
            self._rows[place] = (row.statement, row.merged_into, row.phrase, row.statements, row.cell)
            (self._merged.discard if row.merged_into is None else self._merged.add)(row.statement)
            places.append(place)
        if places:
            self._vectors[places] = meaning.unpacked([row.meaning for row in found])
            self._cells[places] = [row.cell for row in found]
            self._keys[places] = [row.statement for row in found]


def issue_rows() -> Any:
    """The query of issues as this keeps them."""
    return select(_i.c.statement, _i.c.merged_into, _i.c.phrase, _i.c.meaning, _i.c.statements, _i.c.cell)
