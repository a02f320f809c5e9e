"""Days that no expression of time names by itself: counted from another, by a length or a distance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.extraction.meetings.points import DAY

NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(NUMBERS)})"
_LENGTH = re.compile(rf"\b{_COUNT}[\s-]days?\b", re.IGNORECASE)
# "on the second and final day of | the talks", "on day two of | the summit"
_NTH = re.compile(
    rf"\b(?:(?P<nth>{'|'.join(_ORDINALS)})(?:,? and (?:final|last))? day|day (?P<count>two|three|four|five)) of"
    r"\s(?:[\w'’-]+\s){0,3}$",
    re.IGNORECASE,
)
_LONGEST = 31
_AWAY = re.compile(
    rf"\b(?:(?P<eve>eve of)|{_COUNT}\s(?P<unit>day|week|month|year)s?\s"
    r"(?P<way>before|ahead of|away from|after|following))\s(?:[\w'’.-]+\s){0,3}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A start that is counted from another day, and by which unit and way."""

    start: str
    way: str


def number(word: str) -> int:
    """A number in digits or as a word from "a" to "ten"."""
    return NUMBERS.get(word.lower()) or int(word)


def length_of(phrase: str) -> int | None:
    """How many days a phrase says that it lasts ("a three-day visit"), if it does and that is believable."""
    found = _LENGTH.search(phrase)
    length = number(found["count"]) if found else 0
    return length if 1 < length <= _LONGEST else None


def day_number(before: str) -> int | None:
    """Which day of a meeting the words right before it speak of: "on the second day of "."""
    found = _NTH.search(before)
    if found is None:
        return None
    return _ORDINALS[found["nth"].lower()] if found["nth"] else number(found["count"])


def away(before: str, day: date) -> Counted | None:
    """The start that the words right before a meeting count from a day: "two days after ", "on the eve of "."""
    found = _AWAY.search(before)
    if found is None:
        return None
    if found["eve"]:
        count, unit, way = 1, "day", "of"
    else:
        count, unit, way = number(found["count"]), found["unit"].lower(), found["way"].lower()
    start = moved(day, -count if way in ("after", "following") else count, unit)
    return None if start is None else Counted(start, f"{unit} {way}")


def moved(day: date, count: int, unit: str) -> str | None:
    """So many days, weeks, months or years on from a day, as precise as the unit; None off the calendar."""
    try:
        if unit in ("day", "week"):
            return (day + timedelta(days=count * (7 if unit == "week" else 1))).isoformat()
        if unit == "year":
            return f"{date(day.year + count, 1, 1).year:04}"
        years, month = divmod(day.month - 1 + count, 12)
        return date(day.year + years, month + 1, 1).isoformat()[:7]
    except (ValueError, OverflowError):
        return None


def days_on(start: str, days: int) -> str | None:
    """The last of so many days from a full day on; None where the day or the end is not on the calendar."""
    return moved(date.fromisoformat(start), days - 1, "day") if DAY.fullmatch(start) else None
