"""A reading for a person at a terminal: the report in colour, then a table of its statements."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.rule import Rule
from rich.style import Style
from rich.table import Table
from rich.text import Text

from onrecord.cli.console import one_line, visible
from onrecord.cli.marks import Piece, marks_of, pieces
from onrecord.cli.words import UNKNOWN, for_whom, number_of, published, sure, who
from onrecord.records import Document, Reading, Span, Statement

# Bold and underline as well as colour: the roles can be told apart under NO_COLOR too.
STYLES = {
    "speaker": Style(color="cyan", bold=True),
    "role": Style(color="cyan"),
    "addressee": Style(color="blue"),
    "cue": Style(color="yellow", italic=True),
    "content": Style(color="green"),
}
_NESTED = Style(underline=True)
_NUMBER = Style(bold=True, dim=True)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def show_reading(console: Console, reading: Reading) -> None:
    """Print the report with every statement's evidence in colour, then the statements in a table."""
    document = reading.document
    numbers = {statement.id: number for number, statement in enumerate(reading.statements, 1)}
    console.print(Rule(Text(one_line(document.input)), align="left", style="dim"))
    console.print(source_line(document))
    console.print()
    if document.text:
        marks = [mark for statement in reading.statements for mark in marks_of(statement, numbers[statement.id])]
        console.print(coloured(pieces(document.text, marks, Span(start=0, end=len(document.text)))))
        console.print()
    if not reading.statements:
        console.print(Text("No statement was found.", style="bold"))
        return
    console.print(_legend(reading.statements))
    console.print(_table(reading.statements, numbers))


def source_line(document: Document) -> Text:
    """Title, publisher, date and language, as far as they are known."""
    title = document.title if document.title and not document.text.startswith(document.title) else None
    dated = published(document) if document.published else None
    known = [one_line(part) for part in (title, document.publisher, dated, document.language, document.url) if part]
    return Text(" · ".join(known) or "source unknown", style="dim")


def coloured(cut: Iterable[Piece], *, numbered: bool = True) -> Text:
    """The pieces in their roles' colours, content in content underlined, a statement's number before each content."""
    text = Text()
    for piece in cut:
        if numbered:
            for mark in piece.opened:
                if mark.role == "content":
                    text.append(str(mark.number).translate(_RAISED), _NUMBER)
        text.append(visible(piece.text), _style(piece))
    return text


def _style(piece: Piece) -> Style:
    roles = [mark.role for mark in piece.marks]
    style = next((STYLES[role] for role in STYLES if role in roles), Style.null())
    return style + _NESTED if roles.count("content") > 1 else style


def _legend(statements: Iterable[Statement]) -> Text:
    shown = {mark.role for statement in statements for mark in marks_of(statement, 0)}
    legend = Text()
    for role, style in STYLES.items():
        if role in shown:
            legend.append(role, style).append("  ")
    if any(statement.inside for statement in statements):
        legend.append("a statement within a statement", STYLES["content"] + _NESTED)
    return legend


def _table(statements: tuple[Statement, ...], numbers: dict[str, int]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("no.", no_wrap=True)
    table.add_column("who", overflow="fold", max_width=32)
    held = any(for_whom(statement) != UNKNOWN for statement in statements)
    if held:
        table.add_column("for", overflow="fold", max_width=24)
    table.add_column("kind", no_wrap=True)
    table.add_column("said on", no_wrap=True)
    table.add_column("sure", no_wrap=True, justify="right")
    table.add_column("quote", no_wrap=True, overflow="ellipsis", ratio=1)
    for statement in statements:
        cells = [number_of(statement, numbers), who(statement.speaker)]
        cells += [for_whom(statement)] if held else []
        cells += [
            _kind(statement),
            str(statement.said_on or "-"),
            sure(statement.confidence),
            one_line(statement.quote),
        ]
        # Text, not str: a bracket in a quote is no markup.
        table.add_row(*(Text(cell) for cell in cells), style="dim" if statement.repeats else None)
    return table


def _kind(statement: Statement) -> str:
    return statement.kind if statement.act == "speech" else f"{statement.kind}, {statement.act}"
