"""How the days that are told of one meeting agree: a day in the week or month of another time, a month with a day.

"Will travel to Oslo next week": a Tuesday named elsewhere is likelier his if it is one of that week, and the month
is not all that is known where a day of it is told too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from onrecord.extraction.meetings.points import DAY, When

_MONTH, _WEEK = len("2022-01"), len("2022-W01")


class Frames:
    """The values of the times that stand with the mentions of one meeting."""

    def __init__(self, values: Iterable[str]) -> None:
        told = set(values)
        self._weeks = {value for value in told if len(value) == _WEEK and "W" in value}
        self._months = {value for value in told if len(value) == _MONTH}
        self._days = {value for value in told if DAY.fullmatch(value)} | {
            value.partition("/")[0] for value in told if DAY.match(value) and "/" in value
        }

    def agreement(self, when: When | None) -> Collection[str]:
        """Signs of how a candidate stands to the others."""
        if when is None or when.start[0] == "-":
            return ()
        if DAY.fullmatch(when.start):
            return [*_side("week", _week(when.start), self._weeks), *_side("month", when.start[:_MONTH], self._months)]
        if len(when.start) == _MONTH and any(day.startswith(when.start) for day in self._days):
            return ["a day of it told"]
        return ()


def _side(unit: str, own: str, told: Collection[str]) -> list[str]:
    return [f"{'in' if own in told else 'off'} told {unit}"] if told else []


def _week(day: str) -> str:
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year:04}-W{week:02}"
