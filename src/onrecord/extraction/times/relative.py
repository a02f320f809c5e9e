"""What counts from the day of publication or the day that the text tells of: weekdays, "last week", "years ago"."""

from __future__ import annotations

import re

from onrecord.extraction.times.grammar import Expression
from onrecord.extraction.times.parts import folded, part_of_year, since, singular, value_of
from onrecord.extraction.times.periods import quarter_at
from onrecord.extraction.times.scene import Scene
from onrecord.extraction.times.values import (
    FUTURE,
    PAST,
    Day,
    Unit,
    checked,
    days_between,
    monday,
    months_value,
    moved,
    nearest_weekday,
    span_value,
    week_value,
)
from onrecord.extraction.times.words import number, weekday_number

_UNITS: dict[str, Unit] = {"day": "day", "week": "week", "month": "month", "year": "year"}
_SCALES: dict[str, tuple[int, Unit]] = {"decade": (10, "year"), "century": (100, "year"), "fortnight": (2, "week")}
_SCALES |= {"quarter": (3, "month"), "weekend": (1, "week")}
_DAY_WORDS = {"yesterday": -1, "last night": -1, "before yesterday": -2, "tomorrow": 1, "after tomorrow": 2}
# On the training set the name of tomorrow's weekday means tomorrow in four fifths of the cases where the clause around
# it tells of the past (reports written before midnight), and nearly always elsewhere.
_TOMORROW = 1


# A programme, a newspaper, a day that went into history: "Fox News Sunday", "the Sunday Times", "Bloody Sunday".
_NAMED_AFTER = re.compile(r"\b(?:Bloody|Black)\s$")
_BEFORE_SUNDAY = re.compile(r"\b(?:Bloody|Fox\sNews)\s$")
_NAMES = re.compile(r"\s(?:Times|Telegraph|Mirror|Express|Herald|Independent|Business\sPost|Morning\sFutures)\b")


def weekday(found: Expression, scene: Scene) -> str | None:
    """As in "Thursday", "last Monday", "late on Friday", "Tuesday of next week": by its word, else by the tense."""
    named_after = _BEFORE_SUNDAY if folded(found["weekday"]) == "sunday" else _NAMED_AFTER
    if named_after.search(scene.text, max(0, found.start - 12), found.start) or _NAMES.match(scene.text, found.end):
        return None
    return value_of(_weekday(found, weekday_number(found["weekday"]), scene))


def _weekday(found: Expression, name: int, scene: Scene) -> Day | None:
    base = scene.anchor
    if base.date is None:
        return base if base.year is not None else None
    week = folded(found["week_word"])
    if week:
        first = monday(base)
        shift = -7 if "last" in week else 7 if "next" in week else 0
        return moved(first, name + shift, "day") if first else None
    which = folded(found["which"])
    if which in ("last", "this past"):
        day = moved(base, -1, "day")
        return nearest_weekday(day, name, -1) if day else None
    if which in ("next", "this coming"):
        day = moved(base, 1, "day")
        return nearest_weekday(day, name, 1) if day else None
    if which.startswith("that") and scene.told.date is not None:
        return nearest_weekday(scene.told, name, -1)
    reach = 0 if since(found, scene) else 6 if scene.tense(found.start, found.end) == "future" else _TOMORROW
    day = nearest_weekday(base, name, 1)
    return day if day is None or days_between(base, day) <= reach else nearest_weekday(base, name, -1)


def weekday_range(found: Expression, scene: Scene) -> str | None:
    """As in "Thursday and Friday", "from Monday to Wednesday"."""
    first, last = weekday_number(found["weekday"]), weekday_number(found["last_weekday"])
    if folded(found["joint"]) in ("and", "or") and (first + 1) % 7 != last:
        return None
    start = _weekday(found, first, scene)
    if start is None or start.date is None:
        return value_of(start)
    return span_value(start, nearest_weekday(start, last, 1))


def day_word(found: Expression, scene: Scene) -> str | None:
    """As in "today", "yesterday morning", "the day after tomorrow", "overnight"."""
    if scene.text[found.start : found.end].isupper() and scene.text.endswith("USA ", 0, found.start):
        return None
    return value_of(moved(scene.anchor, _DAY_WORDS.get(folded(found["word"]), 0), "day"))


def ago(found: Expression, scene: Scene) -> str | None:
    """As in "two years ago", "three days earlier", "a week later": no more precise than the unit."""
    way, unit = folded(found["way"]), singular(found["unit"])
    told = way in ("earlier", "later", "beforehand", "afterwards", "previously")
    if not found["count"] or re.search("than|over|least", folded(found["about"])):
        plural = bool(found["vague"] or found["count"]) or folded(found["unit"]) != unit
        return PAST if plural and not told else None
    count = number(found["count"])
    if count is None:
        return None
    if (count, unit) == (1, "year") and scene.quarter is not None and way in ("ago", "earlier"):
        year, first = scene.quarter
        return months_value(year - 1, first, first + 2)
    onward = way in ("later", "hence", "afterwards") or way.startswith("from")
    return _shifted(scene.told if told else scene.anchor, count if onward else -count, unit)


def _scaled(count: int, unit: str) -> tuple[int, Unit]:
    factor, plain = _SCALES.get(unit, (1, _UNITS.get(unit, "day")))
    return count * factor, plain


def _shifted(base: Day, count: int, unit: str) -> str | None:
    if unit in ("minute", "hour"):
        return base.value
    many, plain = _scaled(count, unit)
    day = moved(base, many, plain)
    if day is not None and plain == "week" and abs(many) > 1:
        return week_value(day)
    return value_of(day)


# "Their next 7-year budget" is as long; "following 14 months of talks" says after these.
_OF_A_LENGTH = re.compile(r"\w-(?:day|week|month|year|decade)$", re.IGNORECASE)
_PERIOD = re.compile(r"\s(?:period|span|stretch|window)\b")
_AFTER = re.compile("following", re.IGNORECASE)


def counted(found: Expression, scene: Scene) -> str | None:
    """As in "the past three months", "over the next two years": from here to there."""
    which, unit = folded(found["which"]), singular(found["unit"])
    long = _OF_A_LENGTH.search(scene.text, found.start, found.end) and not _PERIOD.match(scene.text, found.end)
    if long or _AFTER.match(scene.text, found.start):
        return None
    ahead = which in ("next", "coming", "following")
    if found["vague"]:
        return FUTURE if ahead else PAST
    count = number(found["count"] or "one")
    if count is None or unit in ("minute", "hour"):
        return None
    many, plain = _scaled(count, unit)
    return _stretch(scene.anchor, many if ahead else -many, plain)


def _stretch(base: Day, count: int, unit: Unit) -> str | None:
    """From a day to one some units away, in units of that size."""
    other = moved(base, count, unit)
    here = base.to(unit)
    if other is None or (unit in ("day", "week") and here.date is None):
        return None
    return span_value(other, here) if count < 0 else span_value(here, other)


def neighbour(found: Expression, scene: Scene) -> str | None:
    """As in "the next day", "that night", "the year before": from the day that the text tells of."""
    way, unit = folded(found["way"]), singular(found["unit"])
    told = scene.told
    if unit not in _UNITS:
        unit = "day"
    step = 1 if re.search("next|following|after", way) else -1 if re.search("previous|before", way) else 0
    return value_of(moved(told, step, _UNITS[unit]))


def unit(found: Expression, scene: Scene) -> str | None:
    """As in "last week", "this month", "the end of next year", "the past decade"."""
    which, size, part = folded(found["which"]), singular(found["unit"]), folded(found["part"])
    told = bool(re.search("previous|following|same|that", which))
    base = scene.told if told else scene.anchor
    step = 1 if re.search("next|coming|following", which) else -1 if re.search("last|past|previous", which) else 0
    if size == "decade" and step:
        return _stretch(base, 10 * step, "year")
    if size == "day":
        return value_of(moved(base, step, "day")) if told else None
    if re.search("past", which) and size in ("month", "year"):
        return _stretch(base, step, _UNITS[size])
    if size == "week":
        return _week(base, step)
    if size == "year":
        return part_of_year(base.year + step if base.year is not None else None, part)
    if size == "month":
        return value_of(moved(base, step, "month"))
    if size == "quarter":
        return quarter_at(base, step)
    return None


def _week(base: Day, step: int) -> str | None:
    """The week of a day, or one before or after; on a Sunday, "this week" is the one that begins."""
    known = base.date
    day = moved(base, 7 * step + (known is not None and known.weekday() == 6), "day")
    return week_value(day) if day else None


def part_of_unit(found: Expression, scene: Scene) -> str | None:
    """As in "the end of the year", "earlier in the week", "the middle of the decade"."""
    size, part, base = singular(found["unit"] or "year"), folded(found["part"]), scene.anchor
    if "year" in size or "year" in part:
        whole = scene.text.lower().endswith("before ", 0, found.start)
        return part_of_year(base.year, "" if whole else "middle" if part.startswith("mid") else part)
    if size == "month":
        return value_of(base.to("month"))
    return week_value(base) if size == "week" else None


def in_units(found: Expression, scene: Scene) -> str | None:
    """As in "in two weeks", "within 120 days"."""
    count, size = number(found["count"]), singular(found["unit"])
    if count is None:
        return None
    many, plain = _scaled(count, size)
    if folded(found["way"]) == "within":
        return span_value(scene.anchor, _same_day(scene.anchor, many, plain)) if scene.anchor.date else None
    # "the first visit in ten years" looks back.
    if plain == "year" or scene.tense(found.start, found.end) != "future":
        return None
    return value_of(moved(scene.anchor, many, plain))


def _same_day(base: Day, count: int, unit: Unit) -> Day | None:
    """The day of the same number some months or years away, or the last one there is."""
    other = moved(base, count, unit)
    if other is None or other.year is None or base.day is None or unit in ("day", "week"):
        return other
    month = other.month or base.month or 1
    return next((day for n in range(base.day, 0, -1) if (day := checked(other.year, month, n))), None)


# When a page was changed is no part of its story.
_UPDATED = re.compile(r"\b[Uu]p-?dated\s(?:at\s)?$")


def clock(found: Expression, scene: Scene) -> str | None:
    """As in "2030 GMT", "in the evening": the day that the text tells of, else that of publication."""
    if _UPDATED.search(scene.text, max(0, found.start - 12), found.start):
        return None
    return (scene.told if scene.told.date else scene.anchor).value


def clock_pair(found: Expression, scene: Scene) -> str | None:
    """As in "8 p.m. (0100 GMT Tuesday)": the day of the local time, which the zones may set off."""
    local, zoned = _hour(found["local"]), _hour(found["zoned"])
    day = _weekday(found, weekday_number(found["weekday"]), scene)
    if local is None or zoned is None or day is None or day.date is None:
        return value_of(day)
    ahead = (local - zoned + _WEST) % 24 - _WEST
    return value_of(moved(day, (zoned + ahead) // 24, "day"))


# Zones lie at most 12 hours behind the one that is named beside them, and 11 ahead.
_WEST = 12
_CLOCK = re.compile(r"(?P<hour>\d{1,2}?)(?:[:.]?(?P<minute>\d\d))?(?!\d)\s?(?P<half>[ap])?", re.IGNORECASE)


def _hour(text: str) -> int | None:
    """The hour of a time of day: "8 p.m." 20, "0130 GMT" 1, "noon" 12."""
    word = folded(text)
    if word.startswith(("noon", "midday", "midnight")):
        return 0 if word.startswith("midnight") else 12
    match = _CLOCK.match(word)
    if match is None or int(match["hour"]) > 24:
        return None
    hour = int(match["hour"]) % 24
    return hour % 12 + (12 if match["half"].lower() == "p" else 0) if match["half"] else hour
