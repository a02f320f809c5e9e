"""Meetings: as a list, and as a calendar to subscribe to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from onrecord import views
from onrecord.views import Gathering, agenda, ics
from onrecord.views.agenda import Dated
from onrecord.views.meetings import meeting_with
from onrecord.web import months
from onrecord.web.api.answers import Cursor, Limit, behind, json_answer, page_of, tagged
from onrecord.web.api.models import Date, Page, ReportedMeeting, Shape, WholeMeeting
from onrecord.web.problems import Missing
from onrecord.web.site import Here, Site

router = APIRouter(tags=["meetings"])

Status = Literal["held", "under_way", "scheduled", "proposed", "postponed", "cancelled"]


class Calendar(Response):
    """An answer that is a calendar file."""

    media_type = "text/calendar; charset=utf-8"


class Narrowed(BaseModel):
    """Which meetings; what is not named here is refused."""

    model_config = ConfigDict(extra="forbid")

    party: str | None = Field(None, description="With this state, organisation or person.")
    place: str | None = Field(None, description="In this place.")
    status: Status | None = Field(None, description="As of the latest report.")


class Filters(Narrowed):
    """What is asked for, as `onrecord meetings` has it."""

    since: str | None = Field(None, description="On this day or later: `2022-01-10`, `2022-01` or `2022`.")
    until: str | None = Field(None, description="On this day or earlier.")
    document: str | None = Field(None, description="Mentioned in the document with this id.")
    as_of: str | None = Field(None, description="The ledger as it stood at the end of this day, in UTC.")


class OnDay(Shape):
    """A day with the ids of the meetings on it."""

    day: Date
    meetings: list[str]


class Month(Shape):
    """A month of the calendar: its days with meetings, those of which only the month is known, and what no month has.

    `before` and `after` are the nearest months in which a meeting starts. `undated` counts those of which no
    month is known, of 500 that are looked at; `undated_more` if there are others.
    """

    month: Date
    before: Date | None
    after: Date | None
    days: list[OnDay]
    without_day: list[str]
    undated: int
    undated_more: bool


class Listed(Filters):
    """Filters, and which page of what fits."""

    undated: bool = Field(False, description="Those of which no month is known, alone.")
    limit: Limit = 50
    cursor: Cursor = None


@router.get("/meetings", response_model=Page[ReportedMeeting])
def listed(request: Request, asked: Annotated[Listed, Query()], site: Here) -> Response:
    """The meetings that fit, the latest start first."""
    found = behind(_found(site, asked), asked.cursor, lambda one: one.meeting.id)
    return page_of(request, found, asked.limit, views.meeting_to_json, lambda one: one.meeting.id)


@router.get("/meetings.ics", response_class=Calendar)
def calendar(request: Request, asked: Annotated[Filters, Query()], site: Here) -> Response:
    """The meetings that fit and have a full day, as a calendar (RFC 5545)."""
    made = (ics.event(one, views.sentence_of(site.ledger, one.entries[0])) for one in _found(site, asked))
    text = "".join(f"{line}\r\n" for line in ics.calendar(event for event in made if event is not None))
    return tagged(request, text, Calendar.media_type)


@router.get("/meetings/{id}", response_model=WholeMeeting)
def one(request: Request, id: str, site: Here) -> Response:
    """One meeting, by its id in any report, with its sentence and what was said there."""
    found = meeting_with(site.ledger, id)
    if found is None:
        raise Missing(f"no meeting has the id '{id[:80]}'; `/api/v1/meetings` lists them")
    (sitting,) = agenda.sittings(site.ledger, [Dated(gathering=found, days=())])
    said = {"sentence": sitting.sentence, "statements": list(map(views.statement_to_json, sitting.statements))}
    return json_answer(request, views.meeting_to_json(found) | said)


@router.get("/calendar/{month}", response_model=Month)
def of_month(request: Request, month: str, asked: Annotated[Narrowed, Query()], site: Here) -> Response:
    """The meetings of a month, `2022-01`, day by day, by their ids; and how many no month has."""
    given = {name: value for name, value in asked.model_dump().items() if value}
    found, undated = months.month(site, month, given), months.undated(site, given)
    days = {
        day: [one.gathering.meeting.id for one in found if day in one.days]
        for day in sorted({day for one in found for day in one.days})
    }
    return json_answer(
        request,
        {
            "month": month,
            "before": agenda.nearest(site.ledger, month, before=True),
            "after": agenda.nearest(site.ledger, month, before=False),
            "days": [{"day": f"{month}-{day:02}", "meetings": ids} for day, ids in days.items()],
            "without_day": [one.gathering.meeting.id for one in found if not one.days],
            "undated": len(undated.meetings),
            "undated_more": undated.more,
        },
    )


def _found(site: Site, asked: Filters) -> Iterator[Gathering]:
    given = {name: getattr(asked, name) or None for name in Filters.model_fields}
    return views.meetings(site.ledger, **given, undated=isinstance(asked, Listed) and asked.undated)
