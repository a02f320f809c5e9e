"""Days of meetings as values, and how they stand to the day of publication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.errors import RecordError
from onrecord.records import PartialDate

DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_PLAIN = re.compile(r"\d{4}(?:-\d{2}){0,2}|--\d{2}-\d{2}")
_OPEN = re.compile(r"^(?!.*\d{4})(?!.*\b(?:last|next|this|past|coming|previous|ago|later|earlier)\b)", re.IGNORECASE)
WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
MONTH_NAME = re.compile(
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\b"
)


@dataclass(frozen=True, slots=True)
class When:
    """A candidate for the days of a meeting; `end` is None where the time says no more than the start."""

    start: str
    end: str | None = None


class Published:
    """The day of publication, by which others are told; `value` is None where not even its year is known."""

    def __init__(self, published: PartialDate | None) -> None:
        self.value = published.value if published and published.value[0] != "-" else None
        self.day = date.fromisoformat(self.value) if self.value and DAY.fullmatch(self.value) else None

    def relation(self, when: When) -> str:
        """How days stand to that of publication."""
        start, end = when.start, when.end or when.start
        if self.value is None or start.startswith("-"):
            return "unknown"
        if self.value.startswith(start) or start <= self.value <= end or start.startswith(self.value):
            return "today" if start == end == self.value and DAY.fullmatch(start) else "around"
        return "past" if end < self.value else "future"

    def standing(self, when: When | None, kind: str) -> dict[str, float]:
        """The same of a meeting of some kind, as signs."""
        if when is None:
            return {"no day": 1.0, f"no day {kind}": 1.0}
        first, last = self.relation(When(when.start)), self.relation(When(when.end or when.start))
        off = self._off(when.start)
        return {
            f"starts {first}": 1.0,
            f"starts {first} {form_of(when.start)}": 1.0,
            f"starts {first} {kind}": 1.0,
            f"{first} to {last}": 1.0,
            f"off {off}": 1.0,
            f"off {off} {kind}": 1.0,
        }

    def _off(self, start: str) -> str:
        """How far a day, month or year lies from that of publication, in steps."""
        if self.day is None or start[0] == "-":
            return "unknown"
        if DAY.fullmatch(start):
            return f"days {_step((date.fromisoformat(start) - self.day).days, (0, 1, 3, 7, 31))}"
        year = int(start[:4]) - self.day.year
        if len(start) == len("2022-01"):
            return f"months {_step(12 * year + int(start[5:]) - self.day.month, (0, 1, 5, 12))}"
        return f"years {_step(year, (0, 1, 3))}"

    def other_side(self, words: str, when: When) -> When | None:
        """The same weekday, or month, on the other side of publication, where the words leave open which is meant."""
        if self.day is None or when.end or not _OPEN.search(words):
            return None
        if DAY.fullmatch(when.start) and WEEKDAY.search(words):
            day = date.fromisoformat(when.start)
            week = timedelta(days=-7 if day > self.day else 7)
            return When((day + week).isoformat()) if abs((day - self.day).days) <= 7 else None
        if len(when.start) == len("2022-01") and MONTH_NAME.search(words):
            year, month = map(int, when.start.split("-"))
            if (year, month) == (self.day.year, self.day.month):
                return None
            other = year + (-1 if (year, month) > (self.day.year, self.day.month) else 1)
            return When(f"{other:04}-{month:02}") if abs(other - self.day.year) <= 1 else None
        return None


def _step(apart: int, steps: Sequence[int]) -> str:
    """The first step that a distance doesn't pass, with its direction."""
    size = next((str(step) for step in steps if abs(apart) <= step), "far")
    return size if apart == 0 else f"{'+' if apart > 0 else '-'}{size}"


def when_of(value: str) -> When | None:
    """A time's value as the days of a meeting: a week is its month. None for what is no date."""
    first, slash, last = value.partition("/")
    start = _point(first)
    if start is None:
        return None
    end = _point(last) if slash else None
    if slash and end is None:
        return None
    if end is not None and end < start:
        return When(start)
    return When(start, end)


def _point(value: str) -> str | None:
    week = _WEEK.fullmatch(value)
    if week is not None:
        try:
            # The reports' readers give the month for a week; Thursday's is the week's own.
            return date.fromisocalendar(int(week[1]), int(week[2]), 4).isoformat()[:7]
        except ValueError:
            return None
    if not _PLAIN.fullmatch(value):
        return None
    try:
        PartialDate(value)
    except RecordError:
        return None
    return value


def form_of(value: str) -> str:
    """How precise a time's value is."""
    if "/" in value:
        return "range"
    return {4: "year", 7: "month", 10: "day", 8: "week"}.get(len(value), "other")
