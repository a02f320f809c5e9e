"""Meetings: as a list, and as a calendar to subscribe to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from onrecord import views
from onrecord.views import Gathering, ics
from onrecord.views.meetings import meeting_with
from onrecord.web.api.answers import Cursor, Limit, behind, json_answer, page_of, tagged
from onrecord.web.api.models import Page, ReportedMeeting
from onrecord.web.problems import Missing
from onrecord.web.site import Here, Site

router = APIRouter(tags=["meetings"])

Status = Literal["held", "under_way", "scheduled", "proposed", "postponed", "cancelled"]


class Calendar(Response):
    """An answer that is a calendar file."""

    media_type = "text/calendar; charset=utf-8"


class Filters(BaseModel):
    """What is asked for, as `onrecord meetings` has it; what is not named here is refused."""

    model_config = ConfigDict(extra="forbid")

    party: str | None = Field(None, description="With this state, organisation or person.")
    place: str | None = Field(None, description="In this place.")
    since: str | None = Field(None, description="On this day or later: `2022-01-10`, `2022-01` or `2022`.")
    until: str | None = Field(None, description="On this day or earlier.")
    status: Status | None = Field(None, description="As of the latest report.")
    document: str | None = Field(None, description="Mentioned in the document with this id.")
    as_of: str | None = Field(None, description="The ledger as it stood at the end of this day, in UTC.")


class Listed(Filters):
    """Filters, and which page of what fits."""

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


@router.get("/meetings/{id}", response_model=ReportedMeeting)
def one(request: Request, id: str, site: Here) -> Response:
    """One meeting, by its id in any report."""
    found = meeting_with(site.ledger, id)
    if found is not None:
        return json_answer(request, views.meeting_to_json(found))
    raise Missing(f"no meeting has the id '{id[:80]}'; `/api/v1/meetings` lists them")


def _found(site: Site, asked: Filters) -> Iterator[Gathering]:
    given = {name: getattr(asked, name) or None for name in Filters.model_fields}
    return views.meetings(site.ledger, **given)
