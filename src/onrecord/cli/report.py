"""A reading for a person at a terminal: the report in colour, then a table of its statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Console
from rich.rule import Rule
from rich.style import Style
from rich.text import Text

from onrecord.cli.columns import Row, lines
from onrecord.marks import Piece, marks_of, pieces
from onrecord.records import Document, Reading, Span, Statement
from onrecord.visible import one_line, visible
from onrecord.wording import UNKNOWN, does, for_whom, number_of, published, quoted, sure, toward, who

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
        report = coloured(pieces(document.text, marks, Span(start=0, end=len(document.text))))
        report.rstrip()
        console.print(report)
        console.print()
    if not reading.statements:
        console.print(Text("No statement was found.", style="bold"))
        return
    console.print(_legend(reading.statements))
    console.print()
    held = any(for_whom(statement) != UNKNOWN for statement in reading.statements)
    heading = ("no.", "who", *(["for"] if held else []), "does", "toward", "said on", "sure", "kind")
    for line in lines(heading, "quote", list(_rows(reading.statements, numbers, held=held)), console.width):
        console.print(line)


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
            opened = [str(mark.number).translate(_RAISED) for mark in piece.opened if mark.role == "content"]
            text.append(",".join(opened), _NUMBER)
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


def _rows(statements: Sequence[Statement], numbers: Mapping[str, int], *, held: bool) -> Iterator[Row]:
    for statement in statements:
        yield Row(
            cells=(
                number_of(statement, numbers),
                who(statement.speaker),
                *([for_whom(statement)] if held else []),
                does(statement),
                toward(statement),
                str(statement.said_on or UNKNOWN),
                sure(statement.confidence),
                statement.kind if statement.act == "speech" else f"{statement.kind} {statement.act}",
            ),
            quote=Text(quoted(statement)),
            style=Style(dim=True) if statement.repeats else None,
        )
