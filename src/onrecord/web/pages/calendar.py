"""Calendar: the meetings of a month as a grid and as a list, each with its sentence and what was said there."""

from __future__ import annotations

from calendar import month_name, monthcalendar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from onrecord.errors import UsageError
from onrecord.records import MEETING_STATUSES
from onrecord.views import agenda
from onrecord.views.agenda import Dated
from onrecord.views.meetings import meeting_with, next_month
from onrecord.web import months
from onrecord.web.problems import Missing
from onrecord.web.rendering import Place, page
from onrecord.web.site import Here

PLACE = Place(label="Calendar", path="/calendar")
router = APIRouter()

_PAGE = 30
_OF_A_DAY = 4
# Of what was said at a meeting, so much is shown with it; and on its own page, with so many reports.
_SAID, _SAID_ALONE, _REPORTS = 3, 100, 200
_FILTERS = ("party", "place", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the grid: the meetings on it that there is room for, and how many others."""

    number: int
    date: str
    meetings: tuple[Dated, ...]
    more: int


@router.get("/calendar")
def calendar(
    request: Request,
    site: Here,
    month: str = "",
    party: str = "",
    place: str = "",
    status: str = "",
    day: str = "",
    offset: str = "",
) -> Response:
    """A month; `day` narrows the list to one of its days. The address holds month and filters."""
    asked = _asked(party, place, status)
    shown = month.strip() or agenda.month_to_show(site.ledger, _today())
    if "" in request.query_params.values():
        return RedirectResponse(_address(shown, asked), 303)
    found = months.month(site, shown, asked)
    chosen = _number("day", day, 31)
    listed = [one for one in found if chosen in one.days] if chosen else found
    start = _number("offset", offset, 1_000_000)
    part = listed[start : start + _PAGE]
    empty = not found
    return page(
        request,
        "calendar.html",
        month=shown,
        name=f"{month_name[int(shown[5:])]} {int(shown[:4])}",
        asked=asked,
        statuses=MEETING_STATUSES,
        weeks=_weeks(shown, found),
        today=f"{_today()}",
        sittings=agenda.sittings(site.ledger, part, _SAID),
        count=len(listed),
        chosen=chosen,
        start=start,
        on_page={one.gathering.meeting.id for one in part},
        at=lambda **more: _address(str(more.pop("month", shown)), asked, **more),
        before=_neighbour(shown, -1),
        after=_neighbour(shown, 1),
        nearest=[agenda.nearest(site.ledger, shown, before=True), agenda.nearest(site.ledger, shown, before=False)]
        if empty
        else [],
        later=start + _PAGE if start + _PAGE < len(listed) else None,
        undated=months.undated(site, asked),
        without_day=_address("", asked, path="/calendar/undated"),
        download=f"/api/v1/meetings.ics?{urlencode({'since': shown, 'until': shown} | asked)}",
        subscribe=f"{request.base_url}api/v1/meetings.ics{'?' if asked else ''}{urlencode(asked)}",
    )


@router.get("/calendar/undated")
def undated(
    request: Request, site: Here, party: str = "", place: str = "", status: str = "", offset: str = ""
) -> Response:
    """The meetings that no month has: nothing is known of their day, or the year alone."""
    asked = _asked(party, place, status)
    if "" in request.query_params.values():
        return RedirectResponse(_address("", asked, path="/calendar/undated"), 303)
    found, start = months.undated(site, asked), _number("offset", offset, agenda.MOST_UNDATED)
    later = start + _PAGE
    return page(
        request,
        "undated.html",
        asked=asked,
        statuses=MEETING_STATUSES,
        sittings=agenda.sittings(site.ledger, found.meetings[start:later], _SAID),
        count=len(found.meetings),
        more=found.more,
        start=start,
        later=later if later < len(found.meetings) else None,
        month=agenda.month_to_show(site.ledger, _today()),
        at=lambda **more: _address("", asked, path="/calendar/undated", **more),
    )


@router.get("/calendar/meetings/{id}")
def meeting(request: Request, id: str, site: Here) -> Response:
    """One meeting, by its id in any report: what was said there, and all reports of it, the latest published first."""
    found = meeting_with(site.ledger, id)
    if found is None:
        raise Missing(f"no meeting has the id '{id[:80]}'; expected one of the calendar's")
    (sitting,) = agenda.sittings(site.ledger, [Dated(gathering=found, days=())], _SAID_ALONE)
    month = agenda.month_with(found)
    return page(
        request,
        "meeting.html",
        meeting=found.meeting,
        one=sitting,
        entries=found.entries,
        most=_REPORTS,
        back=f"/calendar?month={month}" if month else "/calendar/undated",
    )


def _asked(*given: str) -> dict[str, str]:
    return {name: value.strip() for name, value in zip(_FILTERS, given, strict=True) if value.strip()}


def _today() -> date:
    return datetime.now(UTC).date()


def _number(name: str, text: str, most: int) -> int:
    if text and not (text.isascii() and text.isdecimal() and int(text[:9]) <= most):
        raise UsageError(f"{name}: '{text[:20]}' is none; expected a number up to {most:,}")
    return int(text or 0)


def _neighbour(month: str, by: int) -> str | None:
    try:
        return next_month(month, by)
    except UsageError:
        # The calendar has an end on either side.
        return None


def _address(month: str, asked: dict[str, str], *, path: str = "/calendar", **more: object) -> str:
    given = {name: str(value) for name, value in ({"month": month} | asked | more).items() if value}
    return f"{path}?{urlencode(given)}" if given else path


def _weeks(month: str, found: list[Dated]) -> list[list[Day | None]]:
    """The month in weeks from Monday; None where a week has days of another month."""
    of_day: dict[int, list[Dated]] = {}
    for one in found:
        for number in one.days:
            of_day.setdefault(number, []).append(one)

    def day(number: int) -> Day | None:
        if not number:
            return None
        own = of_day.get(number, [])
        room = len(own) if len(own) <= _OF_A_DAY else _OF_A_DAY - 1
        date = f"{month}-{number:02}"
        return Day(number=number, date=date, meetings=tuple(own[:room]), more=len(own) - room)

    return [[day(number) for number in week] for week in monthcalendar(int(month[:4]), int(month[5:]))]
