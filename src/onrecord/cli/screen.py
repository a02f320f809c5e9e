"""What the ledger has, for a person at a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from onrecord.cli.columns import Row, lines
from onrecord.cli.entries import REPORTS, shown_fields, shown_pieces, shown_reports
from onrecord.cli.report import coloured
from onrecord.ledger import DocumentEntry
from onrecord.views import Gathering, Shown, Utterance
from onrecord.views.columns import Column, T
from onrecord.visible import one_line
from onrecord.wording import UNKNOWN, for_whom, quoted, reports, titled, who

_DIM = Style(dim=True)
_FOUND = Style(bold=True, color="yellow")
_WORD = re.compile(r"\w+")
_ASKED = re.compile(r"(\w+)(\*?)")


def print_utterances(utterances: Iterator[Utterance], words: str) -> None:
    """One after the other, as they come, the words that were asked for marked."""
    console = Console(highlight=False)
    for utterance in utterances:
        _print_utterance(console, utterance, words)


def _print_utterance(console: Console, utterance: Utterance, words: str) -> None:
    """Date, speaker and id on a line; the quotation with the words marked; where it stands, and how often."""
    first, document = utterance.first, utterance.statements[0].document
    holder = for_whom(first)
    head = Text(f"{first.said_on or 'undated'!s:<12}").append(who(first.speaker), "bold cyan")
    head.append(f"  for {holder}" if holder != UNKNOWN else "").append(f"  {first.id}", _DIM)
    standing = utterance.statements[0].review
    head.append(f"  {standing} by a person" if standing else "", _FOUND)
    console.print(head)
    console.print(Padding(marked(quoted(first), words), (0, 0, 0, 2), expand=False))
    count = reports(utterance.independent, utterance.copies) if utterance.independent + utterance.copies > 1 else None
    where = (document.publisher, document.published, titled(document), document.input, count)
    console.print(
        Padding(Text(" · ".join(one_line(str(part)) for part in where if part), _DIM), (0, 0, 1, 2), expand=False)
    )


def marked(quote: str, words: str) -> Text:
    """The quotation with each word that was asked for standing out, whatever its case and accents."""
    asked = [(_folded(word), star) for word, star in _ASKED.findall(words)]
    text = Text(quote)
    for match in _WORD.finditer(quote):
        word = _folded(match.group())
        if any(word.startswith(one) if star else word == one for one, star in asked):
            text.stylize(_FOUND, match.start(), match.end())
    return text


def _folded(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def print_shown(shown: Shown) -> None:
    """The paragraph with the evidence in colour, then the fields, then the reports of the act in columns."""
    console = Console(highlight=False)
    console.print(coloured(shown_pieces(shown), numbered=False))
    console.print()
    _print_fields(console, shown_fields(shown))
    listed = shown_reports(shown)
    if listed:
        console.print()
        print_columns(REPORTS, listed)


def print_columns(columns: Sequence[Column[T]], things: Iterable[T]) -> None:
    """Things in columns, the last one with what room is left; nothing if there are none."""
    texts = [[_cell(column.of(thing)) for column in columns] for thing in things]
    print_table([column.heading for column in columns], texts)


def print_table(heading: Sequence[str], texts: Iterable[Sequence[str]]) -> None:
    """Rows of texts free of line feeds under their headings, the last one with what room is left; nothing if none."""
    rows = [Row(cells=tuple(cells), quote=Text(last)) for *cells, last in texts]
    *first, last = heading
    console = Console(highlight=False)
    for line in lines(first, last, rows, console.width) if rows else ():
        console.print(line)


def _cell(value: object) -> str:
    return UNKNOWN if value is None else one_line(str(value)) or UNKNOWN


def print_fields(fields: Iterable[tuple[str, str]]) -> None:
    """Fields, a name and a line each."""
    _print_fields(Console(highlight=False), fields)


def _print_fields(console: Console, fields: Iterable[tuple[str, str]]) -> None:
    for name, value in fields:
        console.print(Text(f"{name:<16}", _DIM).append(value, "not dim"))


def print_documents(entries: Iterator[DocumentEntry]) -> None:
    """The documents in columns."""
    console = Console(highlight=False)
    heading = ("document", "published", "publisher", "language", "statements", "recorded at")
    rows = [
        Row(
            cells=(
                entry.id,
                str(entry.published or UNKNOWN),
                one_line(entry.publisher or UNKNOWN),
                entry.language or UNKNOWN,
                str(entry.statements),
                entry.recorded_at[:10],
            ),
            quote=Text(titled(entry)),
        )
        for entry in entries
    ]
    for line in lines(heading, "title", rows, console.width):
        console.print(line)


def print_meetings(gatherings: Iterator[Gathering]) -> None:
    """The meetings in columns; nothing if there are none."""
    console = Console(highlight=False)
    heading = ("start", "status", "kind", "place", "parties", "reports")
    rows = [
        Row(
            cells=(
                str(gathering.meeting.start or UNKNOWN),
                gathering.meeting.status or UNKNOWN,
                gathering.meeting.kind,
                one_line(gathering.meeting.place or UNKNOWN),
                one_line(", ".join(gathering.meeting.parties)) or UNKNOWN,
                str(len(gathering.entries)),
            ),
            quote=Text(one_line(gathering.meeting.name)),
        )
        for gathering in gatherings
    ]
    if not rows:
        return
    for line in lines(heading, "meeting", rows, console.width):
        console.print(line)
