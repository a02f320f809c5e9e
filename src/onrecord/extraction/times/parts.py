"""The parts of an expression: its numbers, words and units, and the year that its words give or leave open."""

from __future__ import annotations

import re

from onrecord.extraction.times.grammar import Expression
from onrecord.extraction.times.scene import Scene
from onrecord.extraction.times.values import Day, checked, span_value
from onrecord.extraction.times.words import spoken_year

_DIGITS = re.compile(r"\d+")
# How many months ahead a month without a year may lie, by the tense around it: past, future, unknown. Of the steps
# tried on the training set these gave the fewest wrong years.
_AHEAD: dict[str | None, int] = {"past": 2, "future": 9, None: 5}


_SINCE = re.compile(r"\b[Ss]ince\s$")


def integer(text: str) -> int | None:
    match = _DIGITS.search(text)
    return int(match.group()) if match else spoken_year(text)


def folded(text: str) -> str:
    return " ".join((text).lower().replace("’", "'").split())


def since(found: Expression, scene: Scene) -> bool:
    """Whether an expression tells since when something is: it lies behind."""
    return _SINCE.search(scene.text, max(0, found.start - 7), found.start) is not None


def singular(text: str) -> str:
    """The unit in the singular."""
    plain = text.lower()
    return "century" if plain.startswith("centur") else plain.removesuffix("s")


def value_of(day: Day | None) -> str | None:
    return day.value if day is not None else None


def _year_of(words: str, scene: Scene) -> int | None:
    """The year that "last year" and the like name."""
    base = scene.anchor.year
    if not words or base is None:
        return None
    word = folded(words)
    if word.startswith("that") or "same" in word or "following" in word or "previous" in word:
        told = scene.told.year or base
        return told + (1 if "following" in word else -1 if "previous" in word else 0)
    return base + (-1 if word.startswith("last") else 1 if word.startswith("next") else 0)


def stated_year(found: Expression, scene: Scene) -> int | None:
    year = integer(found["year"])
    return year if year is not None else _year_of(found["year_word"], scene)


def full_year(text: str, like: int) -> int | None:
    """A year of which only the last digits may be written, in the century of another or the next."""
    written = integer(text)
    if written is None or written >= 1000:
        return written
    size = 100 if len(text.strip()) <= 2 else 1000
    year = like - like % size + written
    return year if year >= like else year + size


def year_for(month: int, day: int | None, found: Expression, scene: Scene) -> int | None:
    """The year of a month, or of a day in it, that stands without one: by the tense, else the nearest to the anchor."""
    base = scene.anchor
    if base.year is None:
        return None
    if base.month is None:
        return base.year
    ahead = (month - base.month) % 12
    if ahead == 0:
        later = day is not None and base.day is not None and day > base.day
        return base.year - (later and since(found, scene))
    reach = 0 if since(found, scene) else _AHEAD.get(scene.tense(found.start, found.end), _AHEAD[None])
    coming = base.year + (month < base.month)
    return coming if ahead <= reach else coming - 1


def part_of_year(year: int | None, part: str) -> str | None:
    if year is None:
        return None
    if part == "end":
        return value_of(checked(year, 12))
    if part == "middle":
        return value_of(checked(year, 6))
    return value_of(checked(year, 1) if part == "start" else checked(year))


def years_value(first: int | None, last: int | None) -> str | None:
    if first is None or last is None or last < first:
        return None
    return span_value(checked(first), checked(last))
