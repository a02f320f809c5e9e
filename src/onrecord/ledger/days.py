"""The days that a partial date may mean, as text that sorts: what the ledger compares dates by."""

from __future__ import annotations

import calendar
from dataclasses import dataclass

from onrecord.records import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """From the first to the last day that a date may mean, both `YYYY-MM-DD`."""

    first: str
    last: str


def days_of(date: PartialDate | None) -> Days | None:
    """`2022-01` means 2022-01-01 to 2022-01-31. None for an unknown date and for a day whose year is unknown."""
    if date is None:
        return None
    points = [_point(part) for part in date.value.split("/")]
    known = [point for point in points if point is not None]
    if len(known) < len(points):
        return None
    return Days(first=min(point.first for point in known), last=max(point.last for point in known))


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
