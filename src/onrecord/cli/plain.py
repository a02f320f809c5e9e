"""A reading as plain text: one statement a line, tabs between the columns, each line complete by itself."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.records import Reading
from onrecord.visible import one_line
from onrecord.wording import UNKNOWN, does, for_whom, number_of, quoted, toward, who

COLUMNS = (
    *("input", "publisher", "published", "no.", "who", "for", "does", "toward"),
    *("kind", "act", "said on", "sure", "quote"),
)


def rows(reading: Reading) -> Iterator[str]:
    """One line a statement."""
    document = reading.document
    numbers = {statement.id: number for number, statement in enumerate(reading.statements, 1)}
    for statement in reading.statements:
        yield tabbed(
            document.input,
            document.publisher,
            document.published,
            number_of(statement, numbers),
            who(statement.speaker),
            for_whom(statement),
            does(statement),
            toward(statement),
            statement.kind,
            statement.act,
            statement.said_on,
            f"{statement.confidence:.2f}",
            quoted(statement),
        )


def tabbed(*cells: object) -> str:
    """The cells with tabs between them; unknown ones as `-`, and no tab or line feed inside any."""
    return "\t".join(UNKNOWN if cell is None else one_line(str(cell)) or UNKNOWN for cell in cells)
