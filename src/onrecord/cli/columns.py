"""Rows for a person at a terminal: short fields in columns, then what is quoted, cut to the terminal's width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from rich.text import Text

GAP = "  "
_LONGEST_CELL = 32
# What is typed again is never cut.
_WHOLE = frozenset(("id", "line", "statement", "review"))
_NARROWEST = 6
# Less room than this beside the fields says little of a quotation: then it gets a line of its own.
_LEAST_QUOTE = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing listed: its fields, and its quotation with its styles, both free of line feeds."""

    cells: tuple[str, ...]
    quote: Text
    style: Style | None = None


def lines(heading: Sequence[str], quote_heading: str, rows: Sequence[Row], width: int) -> Iterator[Text]:
    """The heading and the rows as lines at most `width` cells wide."""
    sizes = _sizes(heading, rows, width)
    fields = sum(sizes) + len(GAP) * len(sizes)
    beside = width - fields >= _LEAST_QUOTE
    top = Text(_padded(heading, sizes) + (quote_heading if beside else ""), style="bold", no_wrap=True)
    top.rstrip()
    top.truncate(width, overflow="ellipsis")
    yield top
    for row in rows:
        line = Text(_padded(row.cells, sizes), no_wrap=True, style=row.style or "")
        quote = row.quote.copy()
        quote.truncate(max(1, width - (fields if beside else len(GAP))), overflow="ellipsis")
        if beside:
            yield line.append_text(quote)
        else:
            line.rstrip()
            line.truncate(width, overflow="ellipsis")
            yield line
            yield Text(GAP, no_wrap=True, style=row.style or "").append_text(quote)


def _sizes(heading: Sequence[str], rows: Sequence[Row], width: int) -> list[int]:
    """How wide each column is: no wider than its share, an id as wide as it is; the widest give way until all fit."""
    longest = min(_LONGEST_CELL, max(8, width // 5))
    columns = zip(heading, *(row.cells for row in rows), strict=True)
    needed = [max(cell_len(cell) for cell in column) for column in columns]
    sizes = [size if name in _WHOLE else min(longest, size) for name, size in zip(heading, needed, strict=True)]
    room = width - len(GAP) * len(sizes)
    while sum(sizes) > room:
        widest = max((at for at, name in enumerate(heading) if name not in _WHOLE), key=sizes.__getitem__, default=None)
        if widest is None or sizes[widest] <= _NARROWEST:
            break
        sizes[widest] -= 1
    return sizes


def _padded(cells: Sequence[str], sizes: Sequence[int]) -> str:
    return "".join(_fitted(cell, size) + GAP for cell, size in zip(cells, sizes, strict=True))


def _fitted(cell: str, size: int) -> str:
    return set_cell_size(cell, size) if cell_len(cell) <= size else set_cell_size(cell, size - 1) + "…"
