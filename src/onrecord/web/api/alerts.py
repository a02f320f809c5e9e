"""Alerts: searches that are kept, what each would have fired, their feeds and webhooks. Everybody has their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from onrecord import views
from onrecord.views.changes import Change
from onrecord.views.watch import Fired, watched, with_changes
from onrecord.web.alerting import Id, fired_lately, search_to_keep, watches_of, webhook_to_keep
from onrecord.web.api.answers import Cursor, Paged, anchored, behind, json_answer, page_of
from onrecord.web.api.models import Instant, Page, Shape, Utterance
from onrecord.web.api.utterances import Search
from onrecord.web.hooks import query_in
from onrecord.web.problems import Missing
from onrecord.web.roles import may
from onrecord.web.security import Visitor
from onrecord.web.site import Here, Site
from onrecord.web.watches import LONGEST_NAME, Alert

router = APIRouter(tags=["alerts"])

Watcher = Annotated[Visitor, Depends(may("review"))]
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, description="One line.")]
Webhook = Annotated[str | None, Field(description="Told after reports were added through this server; null for none.")]


class Asked(Search):
    """A search in a body: there, numbers and truth are no texts."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Feeds(Shape):
    """Addresses that whoever has them can read, without a token."""

    atom: str
    json_feed: str


class KeptAlert(Shape):
    """A search that is kept; `asked` has what is asked for. The webhook's bodies are signed under `secret`."""

    id: int
    name: str
    asked: Asked
    made: Instant
    feeds: Feeds
    webhook: str | None
    secret: str


class NewAlert(BaseModel):
    """A search to keep; it has to ask for something."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    asked: Asked
    webhook: Webhook = None


class ChangedAlert(BaseModel):
    """What is to be another from now on; what is not named stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    asked: Asked | None = None
    webhook: Webhook = None


class FiredFor(Shape):
    """An utterance, when its first report went on record, and what it did to its line; null if it changed none."""

    utterance: Utterance
    recorded_at: Instant
    change: Change | None


class Call(Shape):
    """A call of the webhook: about how many utterances, after how many tries; `problem` is null if it was taken."""

    at: Instant
    utterances: int
    tries: int
    problem: str | None


# A line is looked up for each utterance, in 10 ms or more.
Few = Annotated[int, Query(ge=1, le=50, description="Items of a page.")]


class FewListed(BaseModel):
    """Which page of what fired."""

    model_config = ConfigDict(extra="forbid")

    limit: Few = 10
    cursor: Cursor = None


class Previewed(Search):
    """A search that nobody keeps yet, and which page of what it would have fired."""

    limit: Few = 10
    cursor: Cursor = None


@router.get("/alerts", response_model=Page[KeptAlert])
def listed(request: Request, asked: Annotated[Paged, Query()], site: Here, visitor: Watcher) -> Response:
    """One's own alerts, the newest first."""
    rest = behind(watches_of(site).of(visitor.name), asked.cursor, _id)
    return page_of(request, rest, asked.limit, lambda one: _to_json(request, one), _id)


@router.post("/alerts", status_code=201, response_model=KeptAlert)
def add(request: Request, new: NewAlert, site: Here, visitor: Watcher) -> Response:
    """Keep a search; it fires for what goes on record from now on."""
    asked, webhook = search_to_keep(site, new.asked.query), webhook_to_keep(site, new.webhook)
    made = watches_of(site).add(visitor.name, new.name, asked, webhook)
    headers = {"Location": f"/api/v1/alerts/{made.id}"}
    return json_answer(request, _to_json(request, made), status=201, headers=headers)


@router.get("/alerts/preview", response_model=Page[FiredFor])
def preview(request: Request, asked: Annotated[Previewed, Query()], site: Here, _visitor: Watcher) -> Response:
    """What a search would have fired in the last month, the latest first: those of which a report came last, at most
    300."""
    search_to_keep(site, asked.query)
    return _fired(request, site, fired_lately(site, asked.query), asked)


@router.get("/alerts/{id:int}", response_model=KeptAlert)
def one(request: Request, id: Id, site: Here, visitor: Watcher) -> Response:
    """One of one's alerts."""
    return json_answer(request, _to_json(request, _own(site, visitor, id)))


@router.patch("/alerts/{id:int}", response_model=KeptAlert)
def change(request: Request, id: Id, new: ChangedAlert, site: Here, visitor: Watcher) -> Response:
    """Give an alert another name, search or webhook; what is not named stays."""
    before, given = _own(site, visitor, id), new.model_fields_set
    webhook = webhook_to_keep(site, new.webhook) if "webhook" in given else before.webhook
    asked = None if new.asked is None else search_to_keep(site, new.asked.query)
    watches_of(site).change(visitor.name, id, name=new.name or before.name, webhook=webhook, asked=asked)
    return json_answer(request, _to_json(request, _own(site, visitor, id)))


@router.delete("/alerts/{id:int}", status_code=204)
def remove(id: Id, site: Here, visitor: Watcher) -> Response:
    """Remove an alert; its feeds end."""
    if not watches_of(site).remove(visitor.name, id):
        raise _missing()
    return Response(status_code=204)


@router.post("/alerts/{id:int}/feeds", response_model=KeptAlert)
def renew(request: Request, id: Id, site: Here, visitor: Watcher) -> Response:
    """New addresses for the feeds, in place of those that became known."""
    if not watches_of(site).renew(visitor.name, id):
        raise _missing()
    return json_answer(request, _to_json(request, _own(site, visitor, id)))


@router.get("/alerts/{id:int}/fired", response_model=Page[FiredFor])
def fired(request: Request, id: Id, asked: Annotated[FewListed, Query()], site: Here, visitor: Watcher) -> Response:
    """What an alert has fired, or would have, in the last month, as `/alerts/preview`."""
    query = watched(query_in(_own(site, visitor, id)))
    return _fired(request, site, fired_lately(site, query), asked)


@router.get("/alerts/{id:int}/calls", response_model=Page[Call])
def calls(request: Request, id: Id, asked: Annotated[Paged, Query()], site: Here, visitor: Watcher) -> Response:
    """The latest calls of an alert's webhook, at most 20, the newest first."""
    made = list(enumerate(watches_of(site).deliveries(_own(site, visitor, id).id)))
    rest = behind(made, asked.cursor, lambda call: str(call[0]))
    return page_of(request, rest, asked.limit, lambda call: asdict(call[1]), lambda call: str(call[0]))


def _fired(request: Request, site: Site, found: Sequence[Fired], asked: FewListed | Previewed) -> Response:
    items, more = anchored(
        lambda offset, limit: iter(found[offset : offset + limit]),
        asked.cursor,
        asked.limit,
        lambda one: one.utterance.id,
    )
    return json_answer(request, {"items": list(map(_fired_to_json, with_changes(site.ledger, items))), "next": more})


def _fired_to_json(one: Fired) -> dict[str, object]:
    return {"utterance": views.utterance_to_json(one.utterance), "recorded_at": one.at, "change": one.change}


def _own(site: Site, visitor: Visitor, id: int) -> Alert:
    found = watches_of(site).one(visitor.name, id)
    if found is None:
        raise _missing()
    return found


def _missing() -> Missing:
    return Missing("you have no such alert; `/api/v1/alerts` lists them")


def _id(alert: Alert) -> str:
    return str(alert.id)


def _to_json(request: Request, alert: Alert) -> dict[str, object]:
    query = query_in(alert)
    asked = {name: getattr(query, name, None) for name in Search.model_fields}
    address = f"{request.base_url}feeds/{alert.token}"
    return {
        "id": alert.id,
        "name": alert.name,
        "asked": asked | {"q": query.words, "kind": list(query.kinds)},
        "made": alert.made,
        "feeds": {"atom": f"{address}.atom", "json_feed": f"{address}.json"},
        "webhook": alert.webhook,
        "secret": alert.secret,
    }
