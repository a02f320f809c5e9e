"""Dates, months, years, decades and centuries that are named by number or name."""

from __future__ import annotations

import re

from onrecord.extraction.times.grammar import Expression
from onrecord.extraction.times.parts import (
    folded,
    full_year,
    integer,
    part_of_year,
    stated_year,
    value_of,
    year_for,
    years_value,
)
from onrecord.extraction.times.scene import Scene
from onrecord.extraction.times.values import Day, checked, moved, span_value
from onrecord.extraction.times.words import DECADES, ORDINALS, month_number


def iso(found: Expression, scene: Scene) -> str | None:
    """As in "2022-01-10": itself, if the calendar has it."""
    year, month, day = (int(part) for part in scene.text[found.start : found.start + 10].split("-"))
    return value_of(checked(year, month, day))


def digits(found: Expression, scene: Scene) -> str | None:
    """As in "10.01.2022" day first, "1/10/2022" month first; with slashes the day first where only that is a date."""
    written = scene.text[found.start : found.end]
    first, second, year = (int(part) for part in re.split(r"[/.]", written))
    if year < 100:
        year += 1900 if year > 50 else 2000
    if "." in written:
        return value_of(checked(year, second, first))
    return value_of(checked(year, first, second) or checked(year, second, first))


def date(found: Expression, scene: Scene) -> str | None:
    """As in "January 10", "the 10th of January 2022", "Monday, Jan. 10, last year"."""
    return value_of(_dated(found, scene))


# The day that needs no year, by what it is called after: "the Sept. 11 attacks", no attack on some 11th of September.
_ATTACKS = re.compile(
    r"\s(?:(?:terror(?:ist)?|al[- ]Qaeda)\s)?attacks\b(?!\s(?:on|in|at|against)\b)|\s(?:[Cc]ommission|hijackers)\b"
)


def _of_the_attacks(found: Expression, scene: Scene) -> bool:
    the = scene.text.endswith(("the ", "The ", "post-"), 0, found.start)
    return the and _ATTACKS.match(scene.text, found.end) is not None and (scene.anchor.year or 2001) >= 2001


def _dated(found: Expression, scene: Scene) -> Day | None:
    month = month_number(found["month"])
    written = found["day"]
    day = integer(written) or ORDINALS.get(folded(written))
    if day is None:
        return None
    year = stated_year(found, scene)
    if year is None and (month, day) == (9, 11) and _of_the_attacks(found, scene):
        year = 2001
    if year is None:
        year = year_for(month, day, found, scene)
    return checked(year, month, day)


def day_of_month(found: Expression, scene: Scene) -> str | None:
    """As in "on the 10th": of the month named last, else that of publication, by the tense the one before or after."""
    day, base = integer(found["day"]), scene.anchor
    if day is None or base.day is None:
        return None
    tense, told = scene.tense(found.start, found.end), scene.told
    if tense is None:
        return None
    if told.month is not None and told.day is None:
        return value_of(checked(told.year, told.month, day))
    step = 1 if tense == "future" and day < base.day else -1 if tense == "past" and day > base.day else 0
    month = moved(base.to("month"), step, "month")
    return value_of(checked(month.year, month.month, day)) if month is not None else None


def date_range(found: Expression, scene: Scene) -> str | None:
    """As in "from 3 to 5 May", "May 3-5, 2014", "30 May and 2 June"."""
    named = [found["month"], found["last_month"]]
    months = [month_number(name or named[1 - i]) for i, name in enumerate(named)]
    days = [integer(found["day"]) or 0, integer(found["last_day"]) or 0]
    if folded(found["joint"]) in ("and", "or") and (months[0] != months[1] or days[0] + 1 != days[1]):
        return None
    year = stated_year(found, scene)
    first_year = integer(found["first_year"])
    if year is None:
        year = first_year if first_year is not None else year_for(months[1], days[1], found, scene)
    if first_year is None and year is not None:
        first_year = year - (months[0] > months[1])
    start, end = checked(first_year, months[0], days[0]), checked(year, months[1], days[1])
    if start is None or end is None or (start.month == end.month and start.year == end.year and start.day > end.day):  # type: ignore[operator]
        return None
    return span_value(start, end)


def month(found: Expression, scene: Scene) -> str | None:
    """As in "January", "last January", "mid-January 2022", "January of last year"."""
    name = month_number(found["month"])
    year = stated_year(found, scene)
    base, which = scene.anchor, folded(found["which"])
    if found["ago"] and base.year is not None:
        year = base.year - 1
    if year is None and which and base.year is not None and base.month is not None:
        if which in ("last", "this past"):
            year = base.year - (name >= base.month)
        elif which in ("next", "this coming"):
            year = base.year + (name <= base.month)
        elif which == "this":
            year = base.year
        elif scene.told.year is not None:
            year = scene.told.year
    if year is None:
        year = year_for(name, None, found, scene)
    return value_of(checked(year, name)) if year is not None else None


# "The May government" is that of a person.
_OF_A_PERSON = re.compile(r"\s+(?:administration|cabinet|government|ministry|premiership|team|years)\b")


def month_before(found: Expression, scene: Scene) -> str | None:
    """As in "a May summit", "the March elections": a month that could be another word, ahead of what it dates."""
    return None if _OF_A_PERSON.match(scene.text, found.end) else month(found, scene)


def month_range(found: Expression, scene: Scene) -> str | None:
    """As in "March to May", "November and December last year"."""
    first, last = month_number(found["month"]), month_number(found["last_month"])
    if folded(found["joint"]) in ("and", "or") and first % 12 + 1 != last:
        return None
    year = stated_year(found, scene)
    if year is None:
        year = year_for(last, None, found, scene)
    if year is None:
        return None
    first_year = integer(found["first_year"]) or year - (first > last)
    return span_value(checked(first_year, first), checked(year, last))


# "The 1718 Committee" is called after a resolution, "2020-based" tells no year.
_PART_OF_A_NAME = re.compile(r"\s+[Cc]ommittee\b|[-–—−‐‑]\w")


def year(found: Expression, scene: Scene) -> str | None:
    """As in "2014", "fiscal 2014", "the end of 2014", "end-2014"."""
    if _PART_OF_A_NAME.match(scene.text, found.end):
        return None
    return part_of_year(integer(found["year"]), folded(found["part"]))


# Years with a slash between them are less apart: a term, a plan, a series. The sets have 2011/12 and 2021/2022, and
# decree 1430/2019.
_LONGEST_PAIR = 20


def double_year(found: Expression, scene: Scene) -> str | None:
    """As in "2013/14"; "decree 1430/2019" bears a number."""
    start, _, end = found["double"].partition("/")
    last = full_year(end, int(start))
    return years_value(int(start), last) if last is not None and last - int(start) <= _LONGEST_PAIR else None


def year_range(found: Expression, scene: Scene) -> str | None:
    """As in "2014-2016", "from 1914 to 1918", "1914-18"."""
    first = integer(found["first_year"]) or 0
    return years_value(first, integer(found["year"]) or full_year(found["short_year"], first))


def decade(found: Expression, scene: Scene) -> str | None:
    """As in "the 1990s", "the early '90s", "the nineties"."""
    tens = folded(found["tens"])
    start = integer(tens) if integer(tens) is not None else DECADES.get(tens)
    if start is None:
        return None
    if start < 100:
        start += 1900 if start > 10 else 2000
    until = integer(found["until"])
    if until is not None:
        return years_value(start, until)
    first, last = {"early": (0, 3), "mid": (4, 6), "middle": (4, 6), "late": (7, 9)}.get(folded(found["part"]), (0, 9))
    return years_value(start + first, start + last)


def century(found: Expression, scene: Scene) -> str | None:
    """As in "the 19th century"."""
    count = integer(found["nth"]) or ORDINALS.get(folded(found["nth"]))
    return years_value(100 * count - 99, 100 * count) if count else None
