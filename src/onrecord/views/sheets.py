"""Tables as CSV and as workbooks, in which no cell can run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO, Any

from onrecord.errors import UsageError

Cell = str | int | float | None

# What a spreadsheet takes for the beginning of a formula, or skips before one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# The format's limits: rows below the heading, and characters in a cell.
_MOST_ROWS, _LONGEST = 1_048_575, 32_767


def csv_line(cells: Sequence[Cell]) -> str:
    """A line of CSV (RFC 4180) without its line feed.

    What is unknown is an empty cell; text that could run gets an apostrophe before it.
    """
    line = io.StringIO()
    csv.writer(line).writerow(
        f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in cells
    )
    return line.getvalue().removesuffix("\n")


def workbook(made: IO[bytes], name: str, heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a workbook of one sheet to an open file.

    Raises UsageError for more rows than a sheet holds, and without XlsxWriter.
    """
    number = 0
    with _workbook(made) as book:
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for column, title in enumerate(heading):
            sheet.write_string(0, column, title, bold)
        for number, row in enumerate(rows, 1):
            if number > _MOST_ROWS:
                raise UsageError(f"there are more than {_MOST_ROWS:,} rows for a workbook; expected no more, or CSV")
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell if len(cell) <= _LONGEST else f"{cell[: _LONGEST - 1]}…")
                elif cell is not None:
                    sheet.write_number(number, column, cell)
        sheet.autofilter(0, 0, number, len(heading) - 1)


def _workbook(made: IO[bytes]) -> Any:
    try:
        from xlsxwriter import Workbook  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            "a workbook needs XlsxWriter, not installed here; expected onrecord with it: pip install 'onrecord[xlsx]'"
        ) from error
    # Rows go to disk as they come, so that a big table needs no memory.
    return Workbook(made, {"constant_memory": True})
