"""Months of the calendar, as the page and the interface both have them, kept until the ledger changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord import views
from onrecord.views import agenda
from onrecord.views.agenda import Dated
from onrecord.views.meetings import check_status, fits
from onrecord.web.site import Site


def month(site: Site, name: str, asked: Mapping[str, str]) -> list[Dated]:
    """The meetings of a month that fit `party`, `place` and `status`. Raises UsageError for what is none."""
    key = ("month", name, *sorted(asked.items()))
    return site.kept.get(key, views.state(site.ledger), lambda: agenda.month_of(site.ledger, name, **asked))


@dataclass(frozen=True, slots=True, kw_only=True)
class Undated:
    """Meetings that no month has; `more` if others were not looked at."""

    meetings: tuple[Dated, ...]
    more: bool


def undated(site: Site, asked: Mapping[str, str]) -> Undated:
    """Of the first 500 meetings that no month has, those that fit. Raises UsageError for what is no status."""
    check_status(asked.get("status"))
    found = site.kept.get("undated", views.state(site.ledger), lambda: agenda.undated(site.ledger))
    fit = (one for one in found[: agenda.MOST_UNDATED] if fits(one.gathering, **asked))
    return Undated(meetings=tuple(fit), more=len(found) > agenda.MOST_UNDATED)
