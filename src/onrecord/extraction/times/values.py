"""The calendar: days of which a part may be unknown, and the values that the guidelines give them.

Everything here answers None where the calendar ends (year 0, year 10000, 30 February) or where too little is known.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from onrecord.records import PartialDate

PAST, PRESENT, FUTURE = "PAST_REF", "PRESENT_REF", "FUTURE_REF"
Unit = Literal["day", "week", "month", "year"]
_POINT = re.compile(r"(?:(?P<year>\d{4})|-)(?:-(?P<month>\d{2}))?(?:-(?P<day>\d{2}))?")
_LAST_YEAR = 9999


@dataclass(frozen=True, slots=True)
class Day:
    """As much of a day as is known: all of it, year and month, the year, or month and day without a year."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def date(self) -> date | None:
        """The day itself, None unless all of it is known."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def value(self) -> str | None:
        """As the guidelines write it, None if nothing can be written."""
        if self.year is None:
            return None if self.month is None or self.day is None else f"--{self.month:02}-{self.day:02}"
        parts = [f"{self.year:04}"]
        for part in (self.month, self.day):
            if part is None:
                break
            parts.append(f"{part:02}")
        return "-".join(parts)

    def to(self, unit: Unit) -> Day:
        """No more of it than the unit needs."""
        if unit == "year":
            return Day(self.year)
        return Day(self.year, self.month) if unit == "month" else self


UNKNOWN = Day()


def day_of(known: date) -> Day:
    """A date as a day."""
    return Day(known.year, known.month, known.day)


def checked(year: int | None, month: int | None = None, day: int | None = None) -> Day | None:
    """A day, None if the calendar has no such day."""
    if year is not None and not 1 <= year <= _LAST_YEAR:
        return None
    if month is not None and not 1 <= month <= 12:
        return None
    if day is not None and (month is None or not 1 <= day <= calendar.monthrange(year or 2000, month)[1]):
        return None
    return Day(year, month, day)


def known_of(published: PartialDate | None) -> Day:
    """What is known of the day of publication; of a range, what both its ends share."""
    if published is None:
        return UNKNOWN
    days = [_day(point) for point in published.value.split("/")]
    first, last = days[0], days[-1]
    if first.year != last.year:
        return UNKNOWN
    if first.month != last.month:
        return Day(first.year)
    return first if first.day == last.day else Day(first.year, first.month if first.year else None)


def _day(point: str) -> Day:
    match = _POINT.fullmatch(point)
    if match is None:
        return UNKNOWN
    year, month, day = (int(part) if part else None for part in match.groups())
    return checked(year, month, day) or UNKNOWN


def first_day(value: str) -> Day | None:
    """The day that a single value names, as far as it names one; None for ranges, weeks and references."""
    return _day(value) if _POINT.fullmatch(value) else None


def moved(start: Day, count: int, unit: Unit) -> Day | None:
    """A day some units away, no more precise than the unit; what of the start isn't known stays so.

    From a start of which only year or month is known, a move by less stays in that year or month.
    """
    if unit == "year":
        return checked(start.year + count) if start.year is not None else None
    if unit == "month":
        if start.year is None:
            return None
        if start.month is None:
            return Day(start.year)
        months = start.year * 12 + start.month - 1 + count
        return checked(months // 12, months % 12 + 1)
    days = count * 7 if unit == "week" else count
    known = start.date
    if known is not None:
        return _later(known, days)
    if start.year is None and start.month is not None and start.day is not None:
        return _yearless(start.month, start.day, days)
    return start if start.year is not None else None


def _later(known: date, days: int) -> Day | None:
    ordinal = known.toordinal() + days
    return day_of(date.fromordinal(ordinal)) if 1 <= ordinal <= date.max.toordinal() else None


def _yearless(month: int, day: int, days: int) -> Day | None:
    """Move a day of an unknown year; None where a leap day could make a difference."""
    moves = [
        moved_to
        for year in (2003, 2004)
        if (month, day) != (2, 29) or year == 2004
        if (moved_to := _later(date(year, month, day), days)) is not None
    ]
    ends = {(moved_to.month, moved_to.day) for moved_to in moves}
    return Day(None, *ends.pop()) if len(ends) == 1 else None


def week_value(day: Day) -> str | None:
    """The ISO week of a day; of a day that is known less well, what is known."""
    known = day.date
    if known is None:
        return day.value if day.year is not None else None
    year, week, _ = known.isocalendar()
    return f"{year:04}-W{week:02}"


def span_value(start: Day | None, end: Day | None) -> str | None:
    """A range of two days, or the one value that both have."""
    first, last = (day.value if day is not None else None for day in (start, end))
    if first is None or last is None:
        return None
    return first if first == last else f"{first}/{last}"


def monday(day: Day) -> Day | None:
    """The Monday of a day's week."""
    known = day.date
    return _later(known, -known.weekday()) if known else None


def months_value(year: int, first: int, last: int) -> str | None:
    """From one month to another; months beyond 12 are those of the next year."""
    start, end = (checked(year + (month - 1) // 12, (month - 1) % 12 + 1) for month in (first, last))
    return span_value(start, end)


def nearest_weekday(day: Day, weekday: int, direction: int) -> Day | None:
    """The weekday at or before (-1), or at or after (+1), a day that is known."""
    known = day.date
    if known is None:
        return None
    distance = (known.weekday() - weekday) % 7 if direction < 0 else (weekday - known.weekday()) % 7
    return _later(known, direction * distance)


def days_between(one: Day, other: Day) -> int:
    """Days from one to the other, both of them known."""
    first, last = one.date, other.date
    if first is None or last is None:
        raise ValueError(f"{one} or {other} is not fully known; expected two dates")
    return (last - first).days
