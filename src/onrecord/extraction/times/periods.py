"""Halves, quarters, seasons, holidays and weekends."""

from __future__ import annotations

import re

from onrecord.extraction.times.grammar import Expression
from onrecord.extraction.times.parts import folded, integer, stated_year, value_of
from onrecord.extraction.times.scene import Scene
from onrecord.extraction.times.values import Day, checked, monday, months_value, moved, span_value
from onrecord.extraction.times.words import HOLIDAYS, ORDINALS, SEASONS, month_number, number


def half(found: Expression, scene: Scene) -> str | None:
    """As in "the first half of 2013", "the third quarter", "the second half of next year"."""
    kind, which = folded(found["kind"]), folded(found["which"])
    stated = stated_year(found, scene)
    base = scene.anchor
    if kind in ("quarter", "period"):
        return _quarter(which, stated, scene)
    year = stated if stated is not None else base.year
    if year is None or kind == "part":
        return None
    if found["month"]:
        name = month_number(found["month"])
        last = 15 if which == "first" else 28
        return span_value(checked(year, name, 1 if last == 15 else 16), checked(year, name, last))
    return months_value(year, 1, 6) if which == "first" else months_value(year, 7, 12)


def _quarter(which: str, stated: int | None, scene: Scene) -> str | None:
    base = scene.anchor
    if which in ("last", "latest", "current", "next"):
        return quarter_at(base, {"last": -1, "latest": -1, "next": 1}.get(which, 0))
    nth = ORDINALS.get(which, 0)
    if not 1 <= nth <= 4:
        return None
    year = stated
    if year is None and base.year is not None:
        year = base.year - (base.month is not None and 3 * nth - 2 > base.month + 1)
    if year is None:
        return None
    if stated is None or scene.quarter is None:
        scene.quarter = (year, 3 * nth - 2)
    return months_value(year, 3 * nth - 2, 3 * nth)


def same_quarter(found: Expression, scene: Scene) -> str | None:
    """As in "the 1988 quarter", "the year-earlier period": the quarter of which the text speaks, in another year."""
    stated = integer(found["year"])
    year, first = scene.quarter or (scene.anchor.year, None)
    if found["which"] and 1 <= (nth := ORDINALS.get(folded(found["which"]), 0)) <= 4:
        first = 3 * nth - 2
    if found["before"] and year is not None:
        stated = year - 1
    if stated is None:
        return None
    return months_value(stated, first, first + 2) if first is not None else value_of(checked(stated))


def this_quarter(found: Expression, scene: Scene) -> str | None:
    """As in "the quarter", "the latest period": the one of which the text speaks, else the last that was over."""
    if scene.quarter is not None:
        year, first = scene.quarter
        return months_value(year, first, first + 2)
    return quarter_at(scene.anchor, -1)


def quarter_at(base: Day, step: int) -> str | None:
    if base.year is None or base.month is None:
        return None
    quarters = base.year * 4 + (base.month - 1) // 3 + step
    return months_value(quarters // 4, quarters % 4 * 3 + 1, quarters % 4 * 3 + 3)


def first_months(found: Expression, scene: Scene) -> str | None:
    """As in "the first five months of the year"."""
    year = stated_year(found, scene)
    count = number(found["count"] or "one")
    if year is None or count is None or not 1 <= count <= 12:
        return None
    return months_value(year, 1, count) if folded(found["which"]) == "first" else months_value(year, 13 - count, 12)


_GAMES = re.compile(r"\s(?:Olympic|Paralympic|Games|Palace)")


def season(found: Expression, scene: Scene) -> str | None:
    """As in "last summer", "the spring of 2014", "winter 2021/2022": its three months; winter begins in December."""
    name, which = folded(found["season"]), folded(found["which"])
    if _GAMES.match(scene.text, found.end):
        return None
    first = SEASONS[name]
    year = stated_year(found, scene)
    if found["pair"]:
        year = int(found["pair"][:4])
    if year is None:
        if not which or (name == "fall" and which not in ("last", "next", "this", "this past", "this coming")):
            return None
        year = _season_year(first, which, found, scene)
    return months_value(year, first, first + 2) if year is not None else None


def _season_year(first: int, which: str, found: Expression, scene: Scene) -> int | None:
    base = scene.anchor
    if base.year is None or base.month is None:
        return base.year
    if which in ("last", "this past"):
        return base.year - (first + 2 >= base.month)
    if which in ("next", "this coming"):
        return base.year + (first <= base.month)
    if which == "this":
        return base.year
    tense = scene.tense(found.start, found.end)
    return base.year - (tense != "future" and first > base.month)


# "A New Year's address" is of January 1, "a New Year's resolution" of no day.
_OF_NEW_YEAR = re.compile(r"\s(?:address|speech|message|greetings?|party|parties|celebrations?)\b")
_OF_ANOTHER_YEAR = re.compile(r"\b(?:Lunar|Chinese|Persian|Tibetan|Orthodox|Jewish|Islamic)\s$")


def holiday(found: Expression, scene: Scene) -> str | None:
    """As in "Christmas", "New Year's Eve": the nearest one."""
    name = folded(found["holiday"])
    of_another = _OF_ANOTHER_YEAR.search(scene.text, max(0, found.start - 12), found.start)
    if name == "new year's" and (of_another or not _OF_NEW_YEAR.match(scene.text, found.end)):
        return None
    month, day = HOLIDAYS[name]
    year = integer(found["year"])
    base = scene.anchor
    if year is None and base.year is not None:
        year = base.year
        if base.month is not None:
            year += 1 if month - base.month < -6 else -1 if month - base.month > 6 else 0
    return value_of(checked(year, month, day))


def weekend(found: Expression, scene: Scene) -> str | None:
    """As in "the weekend", "last weekend", "next weekend"."""
    base = scene.anchor
    known = base.date
    if known is None:
        return value_of(base)
    which = folded(found["which"])
    first = monday(base)
    if first is None:
        return None
    on_it = known.weekday() >= 5
    if which in ("last", "the past", "this past", "the previous"):
        shift = -7
    elif which in ("next",):
        shift = 7 if on_it else 0
    elif which in ("this", "this coming", "the coming"):
        shift = -7 if scene.tense(found.start, found.end) == "past" and known.weekday() < 3 else 0
    else:
        shift = 0 if on_it or scene.tense(found.start, found.end) == "future" else -7
    return span_value(moved(first, 5 + shift, "day"), moved(first, 6 + shift, "day"))
