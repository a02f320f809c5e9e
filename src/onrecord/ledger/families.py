"""Families of documents that print the same text, and versions of one story, found as documents come.

The runs that stand for each document are rows of `text_runs`. A run that many documents hold tells nothing more and
gets no further rows, so that what one document costs does not grow with the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from onrecord.ledger import tables
from onrecord.ledger.days import days_in
from onrecord.ledger.reprints import KEPT_OF, LEAST_KEPT, Likeness, Printed, likeness

# Stock phrases reach this within a few thousand documents, and a wire story's first copies find all further ones.
MOST_HOLDERS = 32
# Compared word by word with at most so many documents, those that share the most runs; each costs about 1 ms.
MOST_COMPARED = 8
# Stock phrases shared are less than this share of the kept runs of the shorter text; versions keep 30 % of all runs.
LEAST_SHARED, LEAST_SHARE = 3, 0.12
# Code points of a text for each run that is kept of it: six a word.
_FOR_ONE_KEPT = 6 * KEPT_OF
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
    runs = own.kept
    holders: Counter[int] = Counter()
    shared: Counter[int] = Counter()
    for part in _parts(runs):
        for row in connection.execute(select(_runs.c.run, _runs.c.document).where(_runs.c.run.in_(part))):
            holders[row.run] += 1
            shared[row.document] += 1
    enough = {key: n for key, n in shared.items() if n >= min(LEAST_SHARED, len(runs))}
    likely = sorted(enough, key=lambda key: (-enough[key], key))[: 4 * MOST_COMPARED]
    near = list(_large_enough(connection, {key: enough[key] for key in likely}, len(runs)))[:MOST_COMPARED]
    return Neighbours(
        alike=tuple(_compared(connection, own, near)),
        new_runs=tuple(run for run in runs if holders[run] < MOST_HOLDERS),
    )


def _large_enough(connection: Connection, shared: Mapping[int, int], own: int) -> Iterator[int]:
    """Those of which enough is shared for their length, in the order given."""
    query = select(_t.c.document, func.length(_t.c.text)).where(_t.c.document.in_(shared))
    lengths = {row[0]: row[1] for row in connection.execute(query)} if shared else {}
    for key, count in shared.items():
        kept = max(LEAST_KEPT, lengths[key] / _FOR_ONE_KEPT)
        if count >= LEAST_SHARE * min(own, kept):
            yield key


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
