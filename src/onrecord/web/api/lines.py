"""Lines: the positions of one holder on one issue over time, and two holders compared."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, fields
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from onrecord import views
from onrecord.views.changes import Change
from onrecord.views.line_columns import LINES
from onrecord.web import downloads, standing
from onrecord.web.api import files
from onrecord.web.api.answers import Cursor, Day, Limit, anchored, behind, json_answer, page_of, present
from onrecord.web.api.models import Date, Page, PositionKind, Shape
from onrecord.web.lanes import Cell
from onrecord.web.query import LineQuery
from onrecord.web.site import Here

router = APIRouter(tags=["lines"])


class Step(Shape):
    """An utterance of a line, and what it did to the line."""

    utterance: str
    day: Date | None
    kind: PositionKind
    change: Change | None
    speaker: str | None
    first_hand: bool | None
    quote: str
    statement: str
    independent: int
    documents: int


class Point(Step):
    """An utterance with the line that it is of."""

    line: str
    holder: str
    issue: str


class Pair(Shape):
    """How many utterances take a position of one toward another, and how many of each kind."""

    holder: str
    toward: str
    utterances: int
    kinds: dict[str, int]


class Line(Shape):
    """The positions of one holder on one issue over time, and what stands now."""

    id: str
    holder: str
    toward: list[str]
    issue: str
    kind: PositionKind
    first_hand_by: list[str]
    second_hand_by: list[str]
    since: Date | None
    last: Date | None
    independent: int
    copies: int
    history: list[Step]


class Compared(Shape):
    """An issue with the lines of two holders; null where one has none."""

    issue: str
    lines: tuple[Line | None, Line | None]


class Asked(BaseModel):
    """On which day; what is not named here is refused."""

    model_config = ConfigDict(extra="forbid")

    as_of: Day = None


class Filters(Asked):
    """What is asked for, as `onrecord lines` has it."""

    holder: str | None = Field(None, description="Whose position: a state, an organisation or a person.")
    toward: str | None = Field(None, description="At whom it is directed.")
    issue: str | None = Field(None, description="On what.")
    kind: list[str] = Field([], description="What stands now: `red_line`, `demand`, ...; one of several fits.")
    since: str | None = Field(None, description="Last said on this day or later: `2022-01-10`, `2022-01` or `2022`.")
    until: str | None = Field(None, description="Last said on this day or earlier.")
    independent: int | None = Field(
        None, ge=1, le=1_000_000, description="At least so many reports that are no copies."
    )

    @property
    def query(self) -> LineQuery:
        """The same as the views take it; what is empty is left open."""
        given: dict[str, Any] = {field.name: getattr(self, field.name, None) or None for field in fields(LineQuery)}
        return LineQuery(**given | {"kinds": tuple(filter(None, self.kind))})


class Listed(Filters):
    """Filters, and which page of what fits."""

    limit: Limit = 20
    cursor: Cursor = None


class Two(Asked):
    """Whom to compare, and on what."""

    holder: list[str] = Field(min_length=2, max_length=2, description="Two holders: the name is given twice.")
    issue: str | None = Field(None, description="On what; else on all on which both have a line.")
    limit: Limit = 50
    cursor: Cursor = None


@router.get("/lines", response_model=Page[Line])
def listed(request: Request, asked: Annotated[Listed, Query()], site: Here) -> Response:
    """The lines that fit, the latest first."""
    found = views.register(site.ledger, **asdict(asked.query), known=site.known)
    rest = behind(found, asked.cursor, _id)
    return page_of(request, rest, asked.limit, views.line_to_json, _id)


@router.get("/lines.{suffix}", response_class=files.File, responses=files.RESPONSES)
def file(suffix: files.Suffix, asked: Annotated[Filters, Query()], site: Here) -> Response:
    """All lines that fit as a file, red lines first, with the columns of `onrecord lines --csv`."""
    found = standing.red_first(site, asked.query)
    return downloads.download(suffix, found, LINES, views.line_to_json, sheet="lines", name="positions")


@router.get("/lines/points", response_model=Page[Point])
def points(request: Request, asked: Annotated[Listed, Query()], site: Here) -> Response:
    """The utterances behind the timeline: those of the 80 latest lines that fit, of a long one the latest."""
    found = standing.points(site, asked.query)
    items, more = anchored(
        lambda offset, limit: islice(found, offset, offset + limit), asked.cursor, asked.limit, _of_point
    )
    return json_answer(request, {"items": [_point_to_json(*one) for one in items], "next": more})


@router.get("/lines/pairs", response_model=Page[Pair])
def pairs(request: Request, asked: Annotated[Listed, Query()], site: Here) -> Response:
    """Who takes positions toward whom in the 80 latest lines that fit: pairs, those with most utterances first."""
    cells = standing.drawn(site, asked.query).cells
    rest = behind(cells, asked.cursor, _of_cell)
    return page_of(request, rest, asked.limit, _cell_to_json, _of_cell)


@router.get("/lines/compared", response_model=Page[Compared])
def compared(request: Request, asked: Annotated[Two, Query()], site: Here) -> Response:
    """Where two holders stand: each issue on which both have a line; with `issue`, on which either has."""
    one, other = asked.holder
    found = views.compare(
        site.ledger, one, other, issue=asked.issue or None, as_of=asked.as_of or None, known=site.known
    )
    rest = behind(found, asked.cursor, _of)
    return page_of(request, rest, asked.limit, views.compared_to_json, _of)


@router.get("/lines/{id}", response_model=Line)
def one(request: Request, id: str, asked: Annotated[Asked, Query()], site: Here) -> Response:
    """One line, by its id, which may be abbreviated, or by that of an utterance or a statement of it."""
    with present():
        found = views.line(site.ledger, id, as_of=asked.as_of or None)
    return json_answer(request, views.line_to_json(found))


def _point_to_json(line: views.Line, step: views.Step) -> dict[str, object]:
    return {"line": line.id, "holder": line.holder, "issue": line.issue} | views.step_to_json(step)


def _of_point(point: tuple[views.Line, views.Step]) -> str:
    return f"{point[0].id}.{point[1].id}"


def _cell_to_json(cell: Cell) -> dict[str, object]:
    return {"holder": cell.holder, "toward": cell.toward, "utterances": cell.utterances, "kinds": dict(cell.kinds)}


def _of_cell(cell: Cell) -> str:
    # A name may be long, and no name tells where it ends.
    return hashlib.sha256(f"{cell.holder}\0{cell.toward}".encode("utf-8", "replace")).hexdigest()[:32]


def _id(line: views.Line) -> str:
    return line.id


def _of(compared: views.Compared) -> str:
    """Of the lines of one issue there is one pair: the id of either tells it."""
    return next(line.id for line in compared.lines if line is not None)
