"""The days that a partial date may mean, as text that sorts: what the ledger compares dates by."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from onrecord.records import PartialDate

# The days of forty years, as a large ledger has them around every article.
_REMEMBERED = 1 << 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """From the first to the last day that a date may mean, both `YYYY-MM-DD`."""

    first: str
    last: str


@lru_cache(maxsize=_REMEMBERED)
def days_of(date: PartialDate | None) -> Days | None:
    """`2022-01` means 2022-01-01 to 2022-01-31. None for an unknown date and for a day whose year is unknown."""
    if date is None:
        return None
    points = [_point(part) for part in date.value.split("/")]
    known = [point for point in points if point is not None]
    if len(known) < len(points):
        return None
    return Days(first=min(point.first for point in known), last=max(point.last for point in known))


@lru_cache(maxsize=_REMEMBERED)
def days_in(value: str | None) -> Days | None:
    """The days that a stored date may mean; None for none."""
    return None if value is None else days_of(PartialDate(value))


def _point(value: str) -> Days | None:
    if value.startswith("-"):
        return None
    parts = value.split("-")
    if len(parts) == 1:
        return Days(first=f"{value}-01-01", last=f"{value}-12-31")
    if len(parts) == 2:
        # Year 0 is a leap year that calendar refuses; 2000 stands for it.
        last = calendar.monthrange(int(parts[0]) or 2000, int(parts[1]))[1]
        return Days(first=f"{value}-01", last=f"{value}-{last:02d}")
    return Days(first=value, last=value)


def days_around(days: Days, reach: int) -> list[str]:
    """Each day from so many days before the first to so many after the last; none outside a calendar's years."""
    first, last = _number(days.first) - reach, _number(days.last) + reach
    return [date.fromordinal(day).isoformat() for day in range(max(1, first), min(date.max.toordinal(), last) + 1)]


def days_apart(one: Days | None, other: Days | None) -> int | None:
    """How many days lie between two dates, at least: 0 if some day fits both, None where one is unknown."""
    if one is None or other is None:
        return None
    later, earlier = max(one.first, other.first), min(one.last, other.last)
    return max(0, _number(later) - _number(earlier))


def days_long(days: Days) -> int:
    """How many days a date may mean: 1 for a day, 365 or 366 for a year."""
    return _number(days.last) - _number(days.first) + 1


# A day is compared with those around it, many times over.
@lru_cache(maxsize=_REMEMBERED)
def _number(day: str) -> int:
    year, month, number = day.split("-")
    # Year 0 is a leap year that `date` refuses; 4 stands for it.
    return date(int(year) or 4, int(month), int(number)).toordinal()
