"""Rows of short fields: with tabs between them for a program, in columns for a person at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.cli import plain
from onrecord.cli.console import tell
from onrecord.visible import one_line
from onrecord.wording import UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A heading, and rows with as many cells. At a terminal the last column has what room is left."""

    heading: Sequence[str]
    rows: Iterable[Sequence[object]]


def tell_table(full: Table, at_terminal: Table | None = None) -> None:
    """Print a table; a person at a terminal gets the other one, if there is one that reads better."""
    if not sys.stdout.isatty():
        for row in (full.heading, *full.rows):
            tell(plain.tabbed(*row))
        return
    shown = at_terminal or full
    # Rich takes a tenth of a second to load, and only a terminal needs it.
    from onrecord.cli import screen  # noqa: PLC0415

    screen.print_table(shown.heading, [[_cell(cell) for cell in row] for row in shown.rows])


def _cell(value: object) -> str:
    return UNKNOWN if value is None else one_line(str(value)) or UNKNOWN
