"""In which form a list is given: for a person, as JSON, CSV, a workbook or a calendar. Each has the same rows."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from onrecord import codec
from onrecord.cli import plain
from onrecord.cli.console import tell
from onrecord.cli.outputs import write_workbook
from onrecord.errors import UsageError
from onrecord.views import columns, sheets
from onrecord.views.columns import Column
from onrecord.visible import json_line, one_line
from onrecord.wording import counted

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
            tell(sheets.csv_line(columns.heading(self.columns)))
            for thing in counter:
                tell(sheets.csv_line(columns.row(self.columns, thing)))
        elif form.xlsx is not None:
            rows = (columns.row(self.columns, thing) for thing in counter)
            write_workbook(form.xlsx, self.name, columns.heading(self.columns), rows)
            tell(f"{one_line(form.xlsx)}: {counted(counter.count, 'row')}")
        elif form.at_terminal:
            self.on_screen(counter)
        else:
            for thing in counter:
                if counter.count == 1:
                    tell(plain.tabbed(*(column.heading for column in self.columns if not column.more)))
                tell(plain.tabbed(*(column.of(thing) for column in self.columns if not column.more)))
        return counter.count


class _Counter(Iterator[T]):
    def __init__(self, things: Iterator[T]) -> None:
        self._things = things
        self.count = 0

    def __next__(self) -> T:
        thing = next(self._things)
        self.count += 1
        return thing
