"""Families of documents that print the same text, and versions of one story, found as documents come.

The runs that stand for each document are rows of `text_runs`: many under its day, since a version shares few with what
was printed on that day or the next, and some under no day, since a copy shares most, whenever it was printed. So most
rows that one document needs lie side by side. A run that many documents hold tells nothing more and gets no further
rows: what one document costs does not grow with the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from onrecord.ledger import tables
from onrecord.ledger.days import Days, days_around, days_in
from onrecord.ledger.reported import count_of_family
from onrecord.ledger.reprints import (
    LEAST_KEPT,
    LEAST_SPARSE,
    VERSION,
    VERSION_DAYS,
    Likeness,
    Printed,
    least_share,
    likeness,
    one_of,
)

ANY_DAY = ""
"""Under which the runs stand that are looked for whatever the day."""

# Stock phrases reach this within a few thousand documents, and a wire story's first copies find all further ones.
MOST_HOLDERS = 16
# Compared word by word with at most so many documents, those that share the most runs; each costs about 1 ms.
MOST_COMPARED = 8
# Stock phrases shared are less than this share of the kept runs of the shorter text; versions keep 30 % of all runs. Of
# what can't be a version, for it was printed by others or at another time, half of what makes a copy must be shared.
LEAST_SHARED, LEAST_TELLING, LEAST_SHARE, LEAST_OF_COPY = 3, 2, 0.12, 0.5
# Code points of a text for each of its runs.
_FOR_ONE_RUN = 6
# Of a date as wide as a month no day is looked into.
_MOST_DAYS = 10
_CHUNK = 500

_d, _t, _runs = tables.documents, tables.texts, tables.text_runs
_alike, _families = tables.alike, tables.families


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A document on record that prints the same text as another, or a version of it."""

    document: int
    likeness: Likeness
    is_earlier: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """What the ledger holds that is like one document; `new_runs` are those that may be entered for it, by day."""

    alike: tuple[Alike, ...]
    new_runs: Mapping[str, Sequence[int]]

    @property
    def version_of(self) -> int | None:
        """The version before it that it shares most with."""
        versions = [one for one in self.alike if one.likeness.relation == "version" and one.is_earlier]
        return max(versions, key=lambda one: (one.likeness.share, one.document)).document if versions else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sharing:
    """Who holds the `runs` of a text under some days: `shared` counts them by document, `new` are no stock phrases."""

    runs: Sequence[int]
    new: tuple[int, ...]
    shared: Counter[int]
    telling: Counter[int]

    @property
    def likely(self) -> list[int]:
        """The documents that share enough to be looked at, those that share most beside stock phrases first."""
        least = min(LEAST_SHARED, len(self.runs))
        keys = [key for key, count in self.shared.items() if count >= least or self.telling[key] >= LEAST_TELLING]
        return sorted(keys, key=lambda key: (-self.telling[key], -self.shared[key], key))[: 2 * MOST_COMPARED]


def neighbours(connection: Connection, own: Printed) -> Neighbours:
    """The documents on record that print the same text as this one, which is not on record, or a version of it."""
    near = _sharing(connection, own.kept, _days_near(own.days))
    far = _sharing(connection, own.sparse, [ANY_DAY])
    likely = list(dict.fromkeys([*near.likely, *far.likely]))
    promising = sorted(_promising(connection, own, near, far, likely), reverse=True)[:MOST_COMPARED]
    day = _day(own.days)
    return Neighbours(
        alike=tuple(_compared(connection, own, [key for _, _, key in promising])),
        new_runs={ANY_DAY: far.new} | ({day: near.new} if day else {}),
    )


def _day(days: Days | None) -> str | None:
    return days.first if days is not None and days.first == days.last else None


def _days_near(days: Days | None) -> list[str]:
    """The days on which another version may have been printed."""
    found = [] if days is None else days_around(days, VERSION_DAYS)
    return found if len(found) <= _MOST_DAYS else []


# Made once, as the others here: making a query costs more than this one's answer does.
_HOLDERS = select(_runs.c.run, _runs.c.document).where(
    _runs.c.day.in_(bindparam("days", expanding=True)), _runs.c.run.in_(bindparam("runs", expanding=True))
)
_LENGTHS = select(_d.c.key, _d.c.publisher, _d.c.published, _d.c.length).where(
    _d.c.key.in_(bindparam("keys", expanding=True))
)


def _sharing(connection: Connection, runs: Sequence[int], days: Sequence[str]) -> _Sharing:
    found: list[Any] = []
    for part in _parts(runs) if days else ():
        found += connection.execute(_HOLDERS, {"days": days, "runs": part}).all()
    holders = Counter([run for run, _ in found])
    stock = {run for run, count in holders.items() if count >= MOST_HOLDERS}
    return _Sharing(
        runs=runs,
        new=tuple(run for run in runs if run not in stock),
        shared=Counter([document for _, document in found]),
        telling=Counter([document for run, document in found if run not in stock]),
    )


def _promising(
    connection: Connection, own: Printed, near: _Sharing, far: _Sharing, keys: Sequence[int]
) -> Iterator[tuple[float, float, int]]:
    """Those of which enough is shared for their length and their day: how much, without stock phrases and with them."""
    for key, publisher, published, length in connection.execute(_LENGTHS, {"keys": keys}).all() if keys else ():
        runs = length // _FOR_ONE_RUN
        of_day, of_any = (
            _most(own, len(one.new), runs, least) for one, least in ((near, LEAST_KEPT), (far, LEAST_SPARSE))
        )
        telling = max(near.telling[key] / of_day, far.telling[key] / of_any)
        share = max(near.shared[key] / of_day, far.shared[key] / of_any)
        # First by that alone, as the days take longer.
        if share < LEAST_SHARE:
            continue
        least = least_share(own, Printed(text="", publisher=publisher, days=days_in(published)))
        if least == VERSION or share >= LEAST_OF_COPY * least:
            yield telling, share, key


def _most(own: Printed, new: int, runs: int, least: int) -> float:
    """How many of the runs that stand for a text another with so many runs may share; `new` are no stock phrases."""
    # Of how many runs a length speaks is not exact: the other may have some more, so that half as many stand for it.
    one, other = one_of(len(own.runs), least), one_of(runs + runs // 10, least)
    return max(1.0, min(new * one, runs) / max(one, other))


def _compared(connection: Connection, own: Printed, keys: Sequence[int]) -> Iterator[Alike]:
    query = select(_d.c.key, _d.c.publisher, _d.c.published, _t.c.text).join_from(_d, _t, _t.c.document == _d.c.key)
    for row in connection.execute(query.where(_d.c.key.in_(keys)).order_by(_d.c.key)):
        other = Printed(text=row.text, publisher=row.publisher, days=days_in(row.published))
        found = likeness(own, other)
        if found is not None:
            # Of one day, the one that came first is taken for the earlier.
            later = own.days is not None and other.days is not None and other.days.first > own.days.last
            yield Alike(document=row.key, likeness=found, is_earlier=not later)


def enter(connection: Connection, key: int, found: Neighbours) -> None:
    """Gives a document that was just added its family, its links and its runs."""
    copies = [one.document for one in found.alike if one.likeness.relation == "same_text"]
    query = select(_families.c.family).where(_families.c.document.in_(copies)).distinct()
    known = sorted(connection.execute(query).scalars()) if copies else []
    family = known[0] if known else key
    if len(known) > 1:
        # The document links what stood apart.
        connection.execute(update(_families).where(_families.c.family.in_(known[1:])).values(family=family))
        count_of_family(connection, family)
    connection.execute(insert(_families), {"document": key, "family": family})
    if found.alike:
        links = [
            {
                "document": key,
                "other": one.document,
                "relation": one.likeness.relation,
                "share": one.likeness.share,
            }
            for one in found.alike
        ]
        connection.execute(insert(_alike), links)
    made = [{"day": day, "run": run, "document": key} for day, runs in found.new_runs.items() for run in runs]
    if made:
        connection.execute(insert(_runs), made)


def _parts(runs: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(runs), _CHUNK):
        yield runs[start : start + _CHUNK]
