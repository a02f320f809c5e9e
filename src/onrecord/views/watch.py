"""What an alert fires for: utterances whose first report went on record within some time, and never a copy."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from onrecord.errors import UsageError
from onrecord.knowledge import Knowledge
from onrecord.ledger import Ledger
from onrecord.views.changes import Change
from onrecord.views.ids import UTTERANCE_PREFIX
from onrecord.views.query import Query
from onrecord.views.register import line
from onrecord.views.utterances import Utterance, found_by

MOST = 300
"""Utterances that are looked at, those of which a report went on record last: with them an answer takes 0.1 s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """An utterance with the moment at which its first report went on record, `YYYY-MM-DDTHH:MM:SSZ`, in UTC.

    `change`: what it did to the line that it is of, if that line is another since; None also where nobody looked.
    """

    utterance: Utterance
    at: str
    change: Change | None = None


def watched(query: Query) -> Query:
    """The query without what speaks of the time of recording: an alert is of what is yet to come."""
    return replace(query, as_of=None, recorded_since=None, recorded_until=None)


def fired(
    ledger: Ledger,
    query: Query,
    *,
    since: str,
    known: Knowledge | None = None,
    without: Collection[str] = (),
    most: int = MOST,
) -> list[Fired]:
    """What went on record at this moment or later (`YYYY-MM-DDTHH:MM:SSZ`, in UTC), the latest first.

    A further report of an utterance fires nothing, be it a copy or not, and neither does another reading of a document
    that finds what was found before. `without`: ids of utterances to leave out. Raises UsageError as `find` does.
    """
    asked = replace(watched(query), recorded_since=since[:10])
    found = [one for one in found_by(ledger, asked, limit=most, known=known, latest=True) if one.id not in without]
    first = ledger.desk.first_recorded([one.id.removeprefix(UTTERANCE_PREFIX) for one in found])
    made = [Fired(utterance=one, at=first[one.id.removeprefix(UTTERANCE_PREFIX)]) for one in found]
    return sorted((one for one in made if one.at >= since), key=lambda one: one.at, reverse=True)


def with_changes(ledger: Ledger, found: Iterable[Fired]) -> list[Fired]:
    """The same, each with what it did to its line: a line is looked up for each, which is for a page or a message."""
    return [replace(one, change=_change(ledger, one.utterance)) for one in found]


def _change(ledger: Ledger, utterance: Utterance) -> Change | None:
    if utterance.first.position is None:
        return None
    try:
        steps = line(ledger, utterance.id).steps
    except UsageError:
        # It takes no position, or nobody's: it is of no line.
        return None
    change = next((step.change for step in steps if step.id == utterance.id), None)
    return None if change in ("opened", "reaffirmed") else change
