"""The register as the pages have it: rows and pictures of lines, made once for a state of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain, islice

from onrecord import views
from onrecord.records import Kind
from onrecord.views import Line, Step
from onrecord.web.lanes import Cell, Lane, cells_of, change_address, lanes_of
from onrecord.web.query import LineQuery
from onrecord.web.site import Site

MOST_DRAWN, LATEST = 80, 16
"""Lines that a picture is drawn from at most, the latest, and of a long line the latest statements.

A statement takes some 0.1 ms to be read and drawn, and more shapes than these can't be told apart.
"""

MOST_TURNS = 60
"""Changes that are listed beside a picture at most, the latest."""

MOST_COMPARED = 30
"""Issues on which two are compared at most, the latest."""

_RED = "red_line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line as a row of the register: what stands, with the words last said, and whether it changed.

    `whole`: `changes` counts all changes; otherwise those that its latest statements tell, for a long line is not read
    as a whole for one row.
    """

    id: str
    holder: str
    toward: tuple[str, ...]
    issue: str
    kind: str
    quote: str
    said_as: Kind
    since: str | None
    last: str | None
    first_hand_by: tuple[str, ...]
    second_hand_by: tuple[str, ...]
    independent: int
    copies: int
    changes: int
    latest_change: str | None
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A change of a line: when, whose, on what, and where both quotations stand."""

    day: str
    holder: str
    issue: str
    change: str | None
    before: str
    after: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What pictures show of the lines that fit: lanes, pairs and the latest changes, of so many lines.

    `days`: the first and the last that are known; `more` if other lines fit; `whole` if no line is cut.
    """

    lanes: tuple[Lane, ...]
    cells: tuple[Cell, ...]
    changes: tuple[Turn, ...]
    days: tuple[str, str] | None
    lines: int
    more: bool
    whole: bool


def to_draw(site: Site, query: LineQuery) -> Iterator[Line]:
    """The lines that fit, the latest first, long ones with their latest steps."""
    return views.register(site.ledger, **asdict(query), history=False, latest=LATEST, known=site.known)


def points(site: Site, query: LineQuery) -> list[tuple[Line, Step]]:
    """What the timeline of the lines that fit counts, an utterance each; kept until the ledger changes."""

    def make() -> list[tuple[Line, Step]]:
        return [(line, step) for line in islice(to_draw(site, query), MOST_DRAWN) for step in line.steps]

    return site.kept.get(("points", query), views.state(site.ledger), make)


def red_first(site: Site, query: LineQuery) -> Iterator[Line]:
    """The lines that fit in the order of the page, each with its history: red lines, then the rest."""
    return chain(_listed(site, query, are_red=True), _listed(site, query, are_red=False))


def _listed(site: Site, query: LineQuery, *, are_red: bool, history: bool = True, offset: int = 0) -> Iterator[Line]:
    """Either part of the register, after the first `offset` lines."""
    if query.kinds and (query.kinds == (_RED,) if not are_red else _RED not in query.kinds):
        return iter(())
    of = {"kinds": (_RED,)} if are_red else {"without": (_RED,)}
    return views.register(site.ledger, **asdict(query) | of, history=history, offset=offset, known=site.known)


def rows(site: Site, query: LineQuery, *, are_red: bool, offset: int, limit: int) -> list[Row]:
    """A page of either part of the register."""

    def make() -> list[Row]:
        lines = _listed(site, query, are_red=are_red, history=False, offset=offset)
        shown = list(islice(lines, limit))
        words = words_of_current(site, shown)
        return [_row(line, words) for line in shown]

    return site.kept.get(("rows", query, are_red, offset, limit), views.state(site.ledger), make)


def words_of_current(site: Site, lines: Iterable[Line]) -> Mapping[str, str]:
    """What was said last in each line, by the id of its utterance."""
    return views.words_of(site.ledger, (line.current[-1] for line in lines))


def drawn(site: Site, query: LineQuery) -> Drawn:
    """What pictures of the lines that fit show."""

    def make() -> Drawn:
        lines = list(islice(to_draw(site, query), MOST_DRAWN + 1))
        more, lines = len(lines) > MOST_DRAWN, lines[:MOST_DRAWN]
        days = [step.day for line in lines for step in line.steps if step.day]
        return Drawn(
            lanes=lanes_of(lines),
            cells=cells_of(lines, site.known),
            changes=tuple(_turns(lines)),
            days=(min(days), max(days)) if days else None,
            lines=len(lines),
            more=more,
            whole=all(line.whole for line in lines),
        )

    return site.kept.get(("drawn", query), views.state(site.ledger), make)


def _turns(lines: Iterable[Line]) -> list[Turn]:
    made = [
        Turn(
            day=after.said_on or "",
            holder=line.holder,
            issue=line.issue,
            change=after.change,
            before=before.kind,
            after=after.kind,
            address=change_address(line, after),
        )
        for line in lines
        for before, after in line.changes
    ]
    return sorted(made, key=lambda turn: turn.day, reverse=True)[:MOST_TURNS]


def _row(line: Line, words: Mapping[str, str]) -> Row:
    changes, last = line.changes, line.current[-1]
    return Row(
        id=line.id,
        holder=line.holder,
        toward=line.toward,
        issue=line.issue,
        kind=line.kind,
        quote=words[last.id],
        said_as=last.first.statement.kind,
        since=line.since,
        last=line.last,
        first_hand_by=line.first_hand_by,
        second_hand_by=line.second_hand_by,
        independent=line.independent,
        copies=line.copies,
        changes=len(changes),
        latest_change=changes[-1][1].change if changes else None,
        whole=line.whole,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One issue with what stands of two; None where one has no line."""

    issue: str
    rows: tuple[Row | None, Row | None]


def compared(site: Site, one: str, other: str, issue: str | None) -> list[Pair]:
    """Where two stand, the latest first; one more than `MOST_COMPARED` if there are more."""

    def make() -> list[Pair]:
        both = views.compare(site.ledger, one, other, issue=issue, history=False, known=site.known)
        shown = list(islice(both, MOST_COMPARED + 1))
        words = words_of_current(site, (line for compared in shown for line in compared.lines if line))
        return [_pair(compared, words) for compared in shown]

    return site.kept.get(("compared", one, other, issue), views.state(site.ledger), make)


def _pair(compared: views.Compared, words: Mapping[str, str]) -> Pair:
    first, second = (None if line is None else _row(line, words) for line in compared.lines)
    return Pair(issue=compared.issue, rows=(first, second))
