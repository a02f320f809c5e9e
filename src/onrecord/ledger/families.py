"""Families of documents that print the same text, and versions of one story, found as documents come.

The runs that stand for each document are rows of `text_runs`. A run that many documents hold tells nothing more and
gets no further rows, so that what one document costs does not grow with the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from onrecord.ledger import tables
from onrecord.ledger.days import days_of
from onrecord.ledger.reprints import Likeness, Printed, kept_runs, likeness
from onrecord.records import PartialDate

# Stock phrases reach this within a few thousand documents, and a wire story's first copies find all further ones.
MOST_HOLDERS = 32
# Compared word by word with at most so many documents, those that share the most runs; each costs about 1 ms.
MOST_COMPARED = 8
LEAST_SHARED = 3
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
    """What the ledger holds that is like one document; `new_runs` are those that may still be entered for it."""

    alike: tuple[Alike, ...]
    new_runs: tuple[int, ...]

    @property
    def version_of(self) -> int | None:
        """The version before it that it shares most with."""
        versions = [one for one in self.alike if one.likeness.relation == "version" and one.is_earlier]
        return max(versions, key=lambda one: (one.likeness.share, one.document)).document if versions else None


def neighbours(connection: Connection, own: Printed) -> Neighbours:
    """The documents on record that print the same text as this one, which is not on record, or a version of it."""
    runs = kept_runs(own.text)
    holders: Counter[int] = Counter()
    shared: Counter[int] = Counter()
    for part in _parts(runs):
        for row in connection.execute(select(_runs.c.run, _runs.c.document).where(_runs.c.run.in_(part))):
            holders[row.run] += 1
            shared[row.document] += 1
    likely = sorted(shared, key=lambda key: (-shared[key], key))[:MOST_COMPARED]
    near = [key for key in likely if shared[key] >= min(LEAST_SHARED, len(runs))]
    return Neighbours(
        alike=tuple(_compared(connection, own, near)),
        new_runs=tuple(run for run in runs if holders[run] < MOST_HOLDERS),
    )


def _compared(connection: Connection, own: Printed, keys: Sequence[int]) -> Iterator[Alike]:
    query = select(_d.c.key, _d.c.publisher, _d.c.published, _t.c.text).join_from(_d, _t, _t.c.document == _d.c.key)
    for row in connection.execute(query.where(_d.c.key.in_(keys)).order_by(_d.c.key)):
        other_days = days_of(PartialDate(row.published)) if row.published else None
        found = likeness(own, Printed(text=row.text, publisher=row.publisher, days=other_days))
        if found is not None:
            # Of one day, the one that came first is taken for the earlier.
            later = own.days is not None and other_days is not None and other_days.first > own.days.last
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
    if found.new_runs:
        connection.execute(insert(_runs), [{"run": run, "document": key} for run in found.new_runs])


def _parts(runs: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(runs), _CHUNK):
        yield runs[start : start + _CHUNK]
