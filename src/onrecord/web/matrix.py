"""Who takes positions toward whom, as SVG: holders by counterparts, a dot a pair, larger with more utterances."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from onrecord.web.drawing import cut, element, link, picture
from onrecord.web.lanes import Cell

MOST = 18
"""Rows and columns at most; the others are in the data."""

_LABEL, _TOP, _SIDE, _LETTERS = 190.0, 150.0, 44.0, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The SVG, and how many pairs it shows of how many."""

    svg: Markup
    shown: int
    pairs: int


def matrix(
    cells: Sequence[Cell], *, title: str, address_of: Callable[[Cell], str], id: str = "matrix"
) -> Matrix | None:
    """The pairs drawn, those with most utterances first, each a link to its address; None if there are none."""
    if not cells:
        return None
    rows, columns = _first(cells, "holder"), _first(cells, "toward")
    shown = [cell for cell in cells if cell.holder in rows and cell.toward in columns]
    most = max(cell.utterances for cell in shown)
    width, height = _LABEL + _SIDE * len(columns) + 60, _TOP + _SIDE * len(rows) + 6
    desc = f"{len(rows)} holders in rows, {len(columns)} counterparts in columns; the table below has the same numbers."
    inside = [
        *_lines(len(rows), len(columns)),
        *(_row(name, at) for name, at in rows.items()),
        *(_column(name, at) for name, at in columns.items()),
        *(_cell(cell, columns[cell.toward], rows[cell.holder], most, address_of(cell)) for cell in shown),
    ]
    svg = picture("matrix", width, height, title=title, desc=desc, id=id, inside=inside)
    return Matrix(svg=svg, shown=len(shown), pairs=len(cells))


def _first(cells: Sequence[Cell], side: str) -> dict[str, int]:
    """The names of a side with most utterances, each with its place."""
    counts: Counter[str] = Counter()
    for cell in cells:
        counts[getattr(cell, side)] += cell.utterances
    return {name: at for at, (name, _) in enumerate(counts.most_common(MOST))}


def _lines(rows: int, columns: int) -> Iterator[Markup]:
    right, bottom = _LABEL + columns * _SIDE, _TOP + rows * _SIDE
    for at in range(rows + 1):
        yield element("line", cls="grid", x1=0.0, x2=right, y1=_TOP + at * _SIDE, y2=_TOP + at * _SIDE)
    for at in range(columns + 1):
        yield element("line", cls="grid", x1=_LABEL + at * _SIDE, x2=_LABEL + at * _SIDE, y1=_TOP, y2=bottom)


def _row(name: str, at: int) -> Markup:
    text = element("text", cut(name, _LETTERS), cls="holder", x=2.0, y=_TOP + at * _SIDE + _SIDE / 2 + 5)
    return element("g", text, element("title", name))


def _column(name: str, at: int) -> Markup:
    x, y = _LABEL + at * _SIDE + _SIDE / 2 + 4, _TOP - 8
    text = element("text", cut(name, _LETTERS), cls="toward", transform=f"translate({x:.1f} {y:.1f}) rotate(-55)")
    return element("g", text, element("title", name))


def words(cell: Cell) -> str:
    """The kinds of a pair: `4 demand, 1 refusal`."""
    return ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in cell.kinds)


def _cell(cell: Cell, column: int, row: int, most: int, address: str) -> Markup:
    x, y = _LABEL + (column + 0.5) * _SIDE, _TOP + (row + 0.5) * _SIDE
    radius = 9 + (_SIDE / 2 - 11) * math.sqrt(cell.utterances / most)
    return link(
        address,
        element("title", f"{cell.holder} toward {cell.toward}: {words(cell)}"),
        element("circle", cls="dot", cx=x, cy=y, r=radius),
        element("text", str(cell.utterances), cls="number", x=x, y=y + 4.5),
    )
