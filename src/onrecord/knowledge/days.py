"""Whether something held on a day: periods and days as precise as they are known, compared as ISO texts."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from onrecord.records import PartialDate

# Bounds are compared as texts, so that a month's last day can stand as 31.
_FIRST, _LAST = "0000-00-00", "9999-99-99"


@lru_cache(maxsize=8192)
def bounds(value: str) -> tuple[str, str] | None:
    """The first and the last day that a date's text covers; None for a day whose year is unknown."""
    first, _, last = value.partition("/")
    if first.startswith("-") or last.startswith("-"):
        return None
    last = last or first
    return first + "-01-01"[len(first) - 4 :], last + "-12-31"[len(last) - 4 :]


def covers(since: PartialDate | None, until: PartialDate | None, on: PartialDate | None) -> bool:
    """True if a period holds at some time within `on`, as far as its own dates tell.

    `on` None, or without a year, asks for today: a seat of two years has its end, and is held until then.
    """
    moment = bounds(on.value) if on is not None else None
    if moment is None:
        if until is None and since is None:
            return True
        today = date.today().isoformat()
        moment = today, today
    begin = bounds(since.value) if since is not None else None
    end = bounds(until.value) if until is not None else None
    return (begin[0] if begin else _FIRST) <= moment[1] and moment[0] <= (end[1] if end else _LAST)
