"""A month of meetings: on which days each was, the sentence that mentions it, and what was said there.

A month is read by itself, however many others are on record; sentences and statements are looked up for a page of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from onrecord.ledger import Ledger, StatementEntry
from onrecord.ledger.days import days_of
from onrecord.views.meetings import Gathering, meetings, next_month, sentence_of

_MONTH = re.compile(r"\d{4}-\d{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


MOST_UNDATED = 500
"""Meetings without a month that are looked at: they take 0.1 s, and most are called no more than "talks"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A meeting with the days of the month on which it takes place, none if only the month is known."""

    gathering: Gathering
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A meeting with the sentence that mentions it first, and the statements made there, one an utterance.

    `more` counts the utterances that are not among them.
    """

    dated: Dated
    sentence: str | None
    statements: tuple[StatementEntry, ...]
    more: int


def month_of(
    ledger: Ledger, month: str, *, party: str | None = None, place: str | None = None, status: str | None = None
) -> list[Dated]:
    """The meetings of a month, `2022-01`, that fit as in `views.meetings`, by day, those without one last.

    Raises UsageError for what is no month and no status.
    """
    found = meetings(ledger, month=month, party=party, place=place, status=status)
    dated = [Dated(gathering=one, days=_days(one, month)) for one in found if _has_month(one)]
    return sorted(dated, key=lambda one: (one.days[:1] or (99,), one.gathering.meeting.name, one.gathering.meeting.id))


def undated(ledger: Ledger) -> list[Dated]:
    """The meetings that no month has, those with a year first: the first of them, one more than `MOST_UNDATED` if there
    are more."""
    return [Dated(gathering=one, days=()) for one in islice(meetings(ledger, undated=True), MOST_UNDATED + 1)]


def _has_month(gathering: Gathering) -> bool:
    """False if the years alone are known: what is from one year to the next is in no month more than in others."""
    return month_with(gathering) is not None


def month_with(gathering: Gathering) -> str | None:
    """A month, `2022-01`, that has the meeting, the first one if its start is known; None if none has it."""
    dates = (gathering.meeting.start, gathering.meeting.end)
    return next((date.value[:7] for date in dates if date is not None and _MONTH.match(date.value)), None)


def _days(gathering: Gathering, month: str) -> tuple[int, ...]:
    meeting = gathering.meeting
    if meeting.start is None or not _DAY.fullmatch(meeting.start.value):
        return ()
    first, end = meeting.start.value, days_of(meeting.end)
    # What ends some day of a month or a year is known to be on its first day alone.
    last = end.last if end is not None and end.first == end.last and end.last > first else first
    low, high = max(first, f"{month}-01"), min(last, f"{month}-31")
    return tuple(range(int(low[-2:]), int(high[-2:]) + 1)) if low <= high else ()


def sittings(ledger: Ledger, found: Sequence[Dated], most: int | None = None) -> list[Sitting]:
    """The meetings with their sentences and what was said there, of each `most` statements; what a person rejected was
    not."""
    reports = [[(entry.document.id, entry.meeting.id) for entry in one.gathering.entries] for one in found]
    return [
        Sitting(
            dated=one,
            sentence=sentence_of(ledger, one.gathering.entries[0]),
            statements=said.entries,
            more=said.acts - len(said.entries),
        )
        for one, said in zip(found, ledger.desk.said_at(reports, most), strict=True)
    ]


def month_to_show(ledger: Ledger, today: date) -> str:
    """The month of today if meetings are in it, else the latest one before with some, else the first one after."""
    now = f"{today:%Y-%m}"
    return nearest(ledger, next_month(now), before=True) or nearest(ledger, now, before=False) or now


def nearest(ledger: Ledger, month: str, *, before: bool) -> str | None:
    """The month nearest to this one in which a meeting starts, before or after it; None if there is none."""
    return ledger.desk.nearest_start(month, before=before)
