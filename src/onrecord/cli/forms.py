"""In which form a list is given: for a person, as JSON, CSV, a workbook or a calendar. Each has the same rows."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from onrecord import codec
from onrecord.cli import plain, sheets
from onrecord.cli.console import json_line, one_line, tell
from onrecord.cli.words import UNKNOWN, counted
from onrecord.errors import UsageError

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form that is asked for; by default a list for a person. Raises UsageError for more than one."""

    as_json: bool = False
    as_csv: bool = False
    xlsx: str | None = None
    as_calendar: bool = False

    def __post_init__(self) -> None:
        asked = {
            "--json": self.as_json, "--csv": self.as_csv, "--xlsx": self.xlsx is not None, "--ics": self.as_calendar
        }  # fmt: skip
        given = [name for name, is_given in asked.items() if is_given]
        if len(given) > 1:
            all_given = "both" if len(given) == 2 else "all"
            raise UsageError(f"{' and '.join(given)} were {all_given} given; expected one of them")

    @property
    def at_terminal(self) -> bool:
        """True if a person reads along."""
        return sys.stdout.isatty() and not (self.as_json or self.as_csv or self.xlsx is not None or self.as_calendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[T]):
    """A column: its heading, and what stands in it; `more` are those that only files have."""

    heading: str
    of: Callable[[T], object]
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[T]):
    """How things of one sort are listed; `on_screen` prints them for a person at a terminal."""

    name: str
    columns: tuple[Column[T], ...]
    to_json: Callable[[T], dict[str, Any]]
    on_screen: Callable[[Iterator[T]], None]

    def tell(self, things: Iterator[T], form: Form) -> int:
        """Print or write all of them; how many there were."""
        counter = _Counter(things)
        if form.as_json:
            for thing in counter:
                tell(json_line(codec.line(self.to_json(thing))))
        elif form.as_csv:
            tell(sheets.csv_line(self._heading()))
            for thing in counter:
                tell(sheets.csv_line(self._row(thing)))
        elif form.xlsx is not None:
            sheets.write(form.xlsx, self.name, self._heading(), map(self._row, counter))
            tell(f"{one_line(form.xlsx)}: {counted(counter.count, 'row')}")
        elif form.at_terminal:
            self.on_screen(counter)
        else:
            for thing in counter:
                if counter.count == 1:
                    tell(plain.tabbed(*(column.heading for column in self.columns if not column.more)))
                tell(plain.tabbed(*(column.of(thing) for column in self.columns if not column.more)))
        return counter.count

    def _heading(self) -> list[str]:
        return [column.heading for column in self.columns]

    def _row(self, thing: T) -> list[sheets.Cell]:
        return [_cell(column.of(thing)) for column in self.columns]


def _cell(value: object) -> sheets.Cell:
    if value is None or isinstance(value, int | float):
        return value
    text = one_line(str(value))
    return text if text not in ("", UNKNOWN) else None


class _Counter(Iterator[T]):
    def __init__(self, things: Iterator[T]) -> None:
        self._things = things
        self.count = 0

    def __next__(self) -> T:
        thing = next(self._things)
        self.count += 1
        return thing
