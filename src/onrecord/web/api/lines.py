"""Lines: the positions of one holder on one issue over time, and two holders compared."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from onrecord import views
from onrecord.views.changes import Change
from onrecord.web.api.answers import Cursor, Day, Limit, behind, json_answer, page_of, present
from onrecord.web.api.models import Date, Page, PositionKind, Shape
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


class Listed(Asked):
    """What is asked for, as `onrecord lines` has it, and which page of what fits."""

    holder: str | None = Field(None, description="Whose position: a state, an organisation or a person.")
    toward: str | None = Field(None, description="At whom it is directed.")
    issue: str | None = Field(None, description="On what.")
    kind: list[str] = Field([], description="What stands now: `red_line`, `demand`, ...; one of several fits.")
    since: str | None = Field(None, description="Last said on this day or later: `2022-01-10`, `2022-01` or `2022`.")
    until: str | None = Field(None, description="Last said on this day or earlier.")
    independent: int | None = Field(
        None, ge=1, le=1_000_000, description="At least so many reports that are no copies."
    )
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
    found = views.register(
        site.ledger,
        holder=asked.holder or None,
        toward=asked.toward or None,
        issue=asked.issue or None,
        kinds=tuple(filter(None, asked.kind)),
        since=asked.since or None,
        until=asked.until or None,
        independent=asked.independent,
        as_of=asked.as_of or None,
        known=site.known,
    )
    rest = behind(found, asked.cursor, _id)
    return page_of(request, rest, asked.limit, views.line_to_json, _id)


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


def _id(line: views.Line) -> str:
    return line.id


def _of(compared: views.Compared) -> str:
    """Of the lines of one issue there is one pair: the id of either tells it."""
    return next(line.id for line in compared.lines if line is not None)
