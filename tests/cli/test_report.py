"""A reading as a person sees it: in colour, in a table, in plain columns."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from made_readings import document_of, reading_of, readings, statement_of
from onrecord.cli import plain
from onrecord.cli.columns import Row, lines
from onrecord.cli.report import show_reading
from onrecord.records import PartialDate, Position, Reading
from typed import UNHURRIED

TEXT = """Harbour talks to resume

"All partners agreed that no ship will be turned away," Ada Lund said on Tuesday.
"""


def harbour(**fields: object) -> Reading:
    document = document_of(TEXT, publisher="Coastal Wire", published="2021-11-30", published_basis="dateline", **fields)
    outer = statement_of(
        document,
        "All partners agreed that no ship will be turned away",
        speaker="Ada Lund",
        cue="said",
        said_on=PartialDate("2021-11-30"),
    )
    inner = statement_of(
        document,
        "no ship will be turned away",
        speaker="All partners",
        cue="agreed",
        inside=outer.id,
        kind="indirect",
        position=Position(kind="commitment", holder=("the port",), first_hand=False),
    )
    return reading_of(document, outer, inner)


def shown(reading: Reading, *, width: int = 140, colour: bool = False) -> str:
    screen = io.StringIO()
    show_reading(Console(file=screen, highlight=False, force_terminal=colour, width=width), reading)
    return screen.getvalue()


def test_the_report_and_its_statements_are_shown() -> None:
    screen = shown(harbour())
    assert "Coastal Wire · 2021-11-30 (dateline) · en" in screen
    assert '"¹All partners agreed that ²no ship will be turned away," Ada Lund said on Tuesday.' in screen
    assert "1       Ada Lund" in screen
    assert "2 in 1  All partners  the port, second-hand  commitment  -       -           70%" in screen


def test_the_roles_have_colours_and_nested_content_is_underlined() -> None:
    screen = shown(harbour(), colour=True)
    assert "\x1b[1;36mAda Lund\x1b[0m" in screen
    assert "\x1b[3;33msaid\x1b[0m" in screen
    assert "\x1b[4;32mno ship will be turned away\x1b[0m" in screen


def test_without_a_statement_that_is_said() -> None:
    assert "No statement was found." in shown(reading_of(document_of("It rained.")))


def test_a_bracket_is_no_markup() -> None:
    document = document_of('"[red]Stop[/red] it," she said.')
    assert "[red]Stop[/red] it" in shown(reading_of(document, statement_of(document, "[red]Stop[/red] it")))


@UNHURRIED
@given(readings())
def test_no_text_reaches_the_terminal_raw(reading: Reading) -> None:
    assert not set(shown(reading)) & set(map(chr, [*range(10), *range(11, 32), *range(127, 160), 0x202E, 0x2066]))


@UNHURRIED
@given(readings())
def test_plain_rows_have_every_column(reading: Reading) -> None:
    rows = list(plain.rows(reading))
    assert len(rows) == len(reading.statements)
    for row in rows:
        assert len(row.split("\t")) == len(plain.COLUMNS)
        assert len(row.splitlines()) == 1


def test_a_plain_row_is_complete_by_itself() -> None:
    assert list(plain.rows(harbour(input="a.txt")))[1].split("\t") == [
        "a.txt",
        "Coastal Wire",
        "2021-11-30",
        "2 in 1",
        "All partners",
        "the port, second-hand",
        "commitment",
        "-",
        "indirect",
        "speech",
        "-",
        "0.70",
        "no ship will be turned away",
    ]


@UNHURRIED
@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=80)), min_size=1, max_size=3), st.integers(10, 200))
def test_rows_fit_the_terminal(contents: list[tuple[str, str]], width: int) -> None:
    rows = [Row(cells=(plain.tabbed(cell),), quote=Text(plain.tabbed(quote))) for cell, quote in contents]
    for line in lines(["who"], "quote", rows, width):
        assert cell_len(line.plain) <= width


@pytest.mark.parametrize("width", [60, 200])
def test_a_quotation_is_cut_to_fit(width: int) -> None:
    row = Row(cells=("x",), quote=Text("word " * 100))
    assert any(line.plain.endswith("…") for line in lines(["who"], "quote", [row], width))
