"""Actors: who speaks in what is on record, and what is known of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from onrecord import views
from onrecord.web.api.answers import Cursor, Day, Limit, anchored, json_answer, present
from onrecord.web.api.models import Actor, Page
from onrecord.web.site import Here, Site

router = APIRouter(tags=["actors"])


class At(BaseModel):
    """On which day."""

    model_config = ConfigDict(extra="forbid")

    as_of: Day = None


class Listed(At):
    """Whom, on which day, and which page of them."""

    name: str | None = Field(None, description="Everybody whom this name can mean, as `onrecord actor` has them.")
    limit: Limit = 50
    cursor: Cursor = None


@router.get("/actors", response_model=Page[Actor])
def listed(request: Request, asked: Annotated[Listed, Query()], site: Here) -> Response:
    """Those who speak, those with most statements first; by name, all whom it can mean, also those who only are known.

    By name, a state or an organisation has what was said for it.
    """
    day = asked.as_of or None
    if asked.name:
        name, state = asked.name, views.state(site.ledger)
        found = site.kept.get(
            ("actor", name, day), state, lambda: views.actor(site.ledger, name, as_of=day, known=site.known)
        )
        items, more = anchored(
            lambda offset, limit: iter(found[offset : offset + limit]), asked.cursor, asked.limit, _id
        )
    else:
        items, more = anchored(
            lambda offset, limit: iter(_speaking(site, day, offset, limit)),
            asked.cursor,
            asked.limit,
            _id,
        )
    return json_answer(request, {"items": [views.profile_to_json(one) for one in items], "next": more})


def _speaking(site: Site, day: str | None, offset: int, limit: int) -> list[views.Profile]:
    """A part of the list: to count who speaks takes a pass over all that was said, so it is kept."""

    def make() -> list[views.Profile]:
        return list(views.actors(site.ledger, limit=limit, offset=offset, as_of=day, known=site.known))

    return site.kept.get(("actors", day, offset, limit), views.state(site.ledger), make)


@router.get("/actors/{id}", response_model=Actor)
def one(request: Request, id: str, asked: Annotated[At, Query()], site: Here) -> Response:
    """One actor by id (`state:UKR`, `person:...`); a state or an organisation has what was said for it."""
    with present():
        found = views.actor_with(site.ledger, id, as_of=asked.as_of or None, known=site.known)
    return json_answer(request, views.profile_to_json(found))


def _id(one: views.Profile) -> str:
    return one.id or one.name
