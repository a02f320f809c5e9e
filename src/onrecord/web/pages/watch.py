"""Watch: searches that are kept as alerts, what each would have fired, its feeds and its webhook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import QueryParams
from starlette.responses import RedirectResponse, Response

from onrecord import views
from onrecord.errors import UsageError
from onrecord.views.query import Query
from onrecord.views.watch import MOST, Fired, watched, with_changes
from onrecord.web.alerting import Id, fired_lately, search_to_keep, watches_of, webhook_to_keep
from onrecord.web.api import feeds
from onrecord.web.api.answers import tagged
from onrecord.web.hooks import SIGNATURE, query_in
from onrecord.web.problems import Missing
from onrecord.web.query import address_of, pairs_of, query_of
from onrecord.web.rendering import Place, page
from onrecord.web.roles import may
from onrecord.web.security import Visitor
from onrecord.web.site import Here, Site
from onrecord.web.watches import Alert, Delivery
from onrecord.wording import spaced

PLACE = Place(label="Watch", path="/watch", act="review")
router = APIRouter()

_SHOWN = 5
# Each is a search of its own, 10 to 60 ms on one core.
_WITH_FIRED = 10
_FED = 50

Watcher = Annotated[Visitor, Depends(may("review"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """An alert as the page shows it: `asked` in words, `search` the address in the ledger.

    `fired` is None for those further down the page, which say it on a page of their own.
    """

    alert: Alert
    asked: list[tuple[str, str]]
    search: str
    fired: list[Fired] | None
    deliveries: list[Delivery]


async def _form(request: Request) -> dict[str, str]:
    form = await request.form()
    return {name: " ".join(value.split()) for name, value in form.items() if isinstance(value, str)}


Form = Annotated[dict[str, str], Depends(_form)]


@router.get("/watch")
def watch(request: Request, site: Here, visitor: Watcher) -> Response:
    """The alerts; with a filter in the address, also the form that keeps it as one."""
    query = watched(query_of(request.query_params))
    return _page(request, site, visitor, query if list(pairs_of(query)) else None)


def _page(
    request: Request,
    site: Site,
    visitor: Visitor,
    query: Query | None,
    *,
    typed: Mapping[str, str] | None = None,
    problem: str | None = None,
) -> Response:
    asked = [] if query is None else list(pairs_of(query))
    return page(
        request,
        "watch.html",
        status=200 if problem is None else 400,
        keeps=site.watches is not None,
        hooks=site.hooks is not None,
        query=urlencode(asked),
        asked=asked,
        name=", ".join(spaced(value) for _, value in asked)[:80],
        preview=None if query is None else _fired(site, query),
        typed=typed or {},
        problem=problem,
        alerts=[_watched(site, alert, number) for number, alert in enumerate(_own(site, visitor))],
        base=str(request.base_url),
        shown=_SHOWN,
        most=MOST,
        signature=SIGNATURE,
    )


def _own(site: Site, visitor: Visitor) -> list[Alert]:
    return [] if site.watches is None else site.watches.of(visitor.name)


def _watched(site: Site, alert: Alert, number: int) -> Watched:
    query = query_in(alert)
    return Watched(
        alert=alert,
        asked=list(pairs_of(query)),
        search=address_of("/ledger", query),
        fired=_fired(site, query) if number < _WITH_FIRED else None,
        deliveries=watches_of(site).deliveries(alert.id) if alert.webhook else [],
    )


def _fired(site: Site, query: Query) -> list[Fired]:
    """What the query would have fired in the last month, the first of it with what each did to its line."""
    found = fired_lately(site, query)

    def make() -> list[Fired]:
        return with_changes(site.ledger, found[:_SHOWN])

    latest = site.kept.get(("changes", query, found[0].at if found else ""), views.state(site.ledger), make)
    return [*latest, *found[_SHOWN:]]


@router.post("/watch")
def save(request: Request, site: Here, visitor: Watcher, form: Form) -> Response:
    """Keep a search as an alert."""
    query = watched(query_of(QueryParams(parse_qsl(form.get("asked", "")))))
    try:
        asked, webhook = search_to_keep(site, query), webhook_to_keep(site, form.get("webhook"))
        watches_of(site).add(visitor.name, form.get("name", ""), asked, webhook)
    except UsageError as error:
        return _page(request, site, visitor, query, typed=form, problem=str(error))
    return RedirectResponse("/watch", 303)


@router.post("/watch/{id}/change")
def change(request: Request, site: Here, visitor: Watcher, id: Id, form: Form) -> Response:
    """Give an alert another name or another webhook; its search stays."""
    try:
        webhook = webhook_to_keep(site, form.get("webhook"))
        found = watches_of(site).change(visitor.name, id, name=form.get("name", ""), webhook=webhook)
    except UsageError as error:
        return _page(request, site, visitor, None, problem=str(error))
    return _changed(found)


@router.post("/watch/{id}/remove")
def remove(site: Here, visitor: Watcher, id: Id) -> Response:
    """Remove an alert; its feeds end."""
    return _changed(watches_of(site).remove(visitor.name, id))


@router.post("/watch/{id}/renew")
def renew(site: Here, visitor: Watcher, id: Id) -> Response:
    """New addresses for the feeds of an alert, in place of those that became known."""
    return _changed(watches_of(site).renew(visitor.name, id))


def _changed(found: bool) -> Response:
    if not found:
        raise Missing("you have no such alert; `/watch` lists them")
    return RedirectResponse("/watch", 303)


@router.get("/feeds/{token}.atom")
def atom(request: Request, site: Here, token: str) -> Response:
    """An alert as an Atom feed, for whoever has its address."""
    return tagged(request, feeds.atom(_latest(site, token), str(request.url)), feeds.Atom.media_type)


@router.get("/feeds/{token}.json")
def json_feed(request: Request, site: Here, token: str) -> Response:
    """An alert as a JSON Feed, for whoever has its address."""
    return tagged(request, feeds.json_feed(_latest(site, token), str(request.url)), feeds.JsonFeed.media_type)


def _latest(site: Site, token: str) -> list[views.Utterance]:
    alert = site.watches.by_token(token) if site.watches is not None else None
    if alert is None or not site.gate.knows(alert.owner):
        raise Missing("there is no such feed; the page Watch lists the addresses of yours")
    return list(views.found_by(site.ledger, query_in(alert), limit=_FED, known=site.known, latest=True))
