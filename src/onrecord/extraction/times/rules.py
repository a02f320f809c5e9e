"""What each form of expression means on the calendar: the rule for each production of the grammar."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.extraction.times import dates, periods, relative
from onrecord.extraction.times.grammar import Expression
from onrecord.extraction.times.parts import folded
from onrecord.extraction.times.scene import Scene
from onrecord.extraction.times.values import FUTURE, PAST, PRESENT

Rule = Callable[[Expression, Scene], str | None]


def vague_units(found: Expression, scene: Scene) -> str | None:
    """As in "in recent weeks", "the coming days"."""
    return FUTURE if folded(found["which"]) in ("coming", "upcoming", "next", "future") else PAST


def now(found: Expression, scene: Scene) -> str:
    """As in "now", "currently"."""
    return PRESENT


def before(found: Expression, scene: Scene) -> str:
    """As in "recently", "earlier"."""
    return PAST


def soon(found: Expression, scene: Scene) -> str:
    """As in "soon", "in the near future"."""
    return FUTURE


RULES: dict[str, Rule] = {
    "iso": dates.iso,
    "digits": dates.digits,
    "date": dates.date,
    "date_range": dates.date_range,
    "day_of_month": dates.day_of_month,
    "today_date": dates.date,
    "month": dates.month,
    "month_before": dates.month_before,
    "month_range": dates.month_range,
    "year": dates.year,
    "same_quarter": periods.same_quarter,
    "this_quarter": periods.this_quarter,
    "double_year": dates.double_year,
    "year_range": dates.year_range,
    "decade": dates.decade,
    "century": dates.century,
    "weekday": relative.weekday,
    "weekday_range": relative.weekday_range,
    "day_word": relative.day_word,
    "ago": relative.ago,
    "counted": relative.counted,
    "weekend": periods.weekend,
    "neighbour": relative.neighbour,
    "unit": relative.unit,
    "vague_units": vague_units,
    "part_of_unit": relative.part_of_unit,
    "in_units": relative.in_units,
    "half": periods.half,
    "first_months": periods.first_months,
    "season": periods.season,
    "holiday": periods.holiday,
    "clock": relative.clock,
    "clock_pair": relative.clock_pair,
    "now": now,
    "before": before,
    "soon": soon,
}
