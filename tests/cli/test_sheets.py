"""Tables for spreadsheets: CSV and workbooks, in which no text can run as a formula."""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli.outputs import write_workbook
from onrecord.errors import UsageError
from onrecord.views import sheets
from typed import UNHURRIED

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]
CELLS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells_of(file: Path) -> list[list[str]]:
    """The rows of a workbook's only sheet; a cell that is a formula fails the test."""
    with zipfile.ZipFile(file) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{CELLS}f"))
    return [["".join(cell.itertext()) for cell in row.iter(f"{CELLS}c")] for row in sheet.iter(f"{CELLS}row")]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_could_run_has_an_apostrophe_in_csv(text: str) -> None:
    (row,) = csv.reader([sheets.csv_line([text, "a=b", -1, None])])
    assert row == [f"'{text}", "a=b", "-1", ""]


@UNHURRIED
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2))
def test_csv_gives_back_what_went_in(cells: list[str]) -> None:
    line = sheets.csv_line(cells)
    assert line.endswith("\r")
    (row,) = csv.reader(io.StringIO(f"{line}\n", newline=""))
    assert [cell.removeprefix("'") for cell in row] == [cell.removeprefix("'") for cell in cells]
    assert not any(re.match(r"[=+\-@\t\r]", cell) for cell in row)


def test_a_workbook_holds_text_as_text(tmp_path: Path) -> None:
    file = tmp_path / "made.xlsx"
    rows: list[list[sheets.Cell]] = [[text, 2, None] for text in (*FORMULAS, "https://example.org", "007")]
    write_workbook(str(file), "made", ["text", "number", "nothing"], iter(rows))
    found = cells_of(file)
    assert found[0] == ["text", "number", "nothing"]
    assert [row[0] for row in found[1:]] == [str(row[0]).replace("\r", "_x000D_") for row in rows]
    assert {row[1] for row in found[1:]} == {"2"}
    assert [path.name for path in tmp_path.iterdir()] == ["made.xlsx"]


def test_a_text_longer_than_a_cell_is_cut(tmp_path: Path) -> None:
    write_workbook(str(tmp_path / "made.xlsx"), "made", ["text"], [["a" * 40_000]])
    (_heading, (cell,)) = cells_of(tmp_path / "made.xlsx")
    assert len(cell) == 32_767 and cell.endswith("a…")


def test_what_fails_half_way_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    def rows() -> Iterator[list[sheets.Cell]]:
        yield ["one"]
        raise UsageError("enough")

    file = tmp_path / "made.xlsx"
    file.write_text("before")
    with pytest.raises(UsageError, match="enough"):
        write_workbook(str(file), "made", ["text"], rows())
    assert file.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["made.xlsx"]


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_MOST_ROWS", 2)
    with pytest.raises(UsageError, match="more than 2 rows for a workbook; expected no more, or CSV"):
        write_workbook(str(tmp_path / "made.xlsx"), "made", ["text"], [["a"], ["b"], ["c"]])


@pytest.mark.parametrize(("name", "says"), [(".", "it is a folder"), ("no/made.xlsx", "folder does not exist")])
def test_a_file_that_can_not_be_one_is_refused(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        write_workbook(str(tmp_path / name), "made", ["text"], [])


def test_without_xlsxwriter_a_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(UsageError, match=r"expected onrecord with it: pip install 'onrecord\[xlsx\]'"):
        write_workbook(str(tmp_path / "made.xlsx"), "made", ["text"], [])
    assert not list(tmp_path.iterdir())
