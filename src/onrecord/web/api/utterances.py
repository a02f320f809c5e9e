"""Utterances: found by what was said, by whom, for whom, when; and as feeds."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from onrecord import views
from onrecord.web.api import feeds
from onrecord.web.api.answers import Cursor, Limit, anchored, json_answer, present, tagged
from onrecord.web.api.models import Page, Utterance
from onrecord.web.problems import Missing
from onrecord.web.site import Here, Site

router = APIRouter(tags=["utterances"])


class Filters(BaseModel):
    """What is asked for, as `onrecord find` has it; all of it must fit. What is not named here is refused."""

    model_config = ConfigDict(extra="forbid")

    q: str | None = Field(None, description='Words of the quotation or of the name; `"a phrase"`, `begin*`.')
    speaker: str | None = Field(None, description="By whom it was said.")
    for_whom: str | None = Field(None, description="The speaker's state or organisation, or the position's holder.")
    toward: str | None = Field(None, description="At whom the position is directed.")
    kind: list[str] = Field([], description="What it does: `red_line`, `demand`, ...; one of several fits.")
    issue: str | None = Field(None, description="What the position is about.")
    meeting: str | None = Field(None, description="Name or place of the meeting.")
    since: str | None = Field(None, description="Said on this day or later: `2022-01-10`, `2022-01` or `2022`.")
    until: str | None = Field(None, description="Said on this day or earlier.")
    recorded_since: str | None = Field(None, description="Put on record on this day or later, in UTC.")
    recorded_until: str | None = Field(None, description="Put on record on this day or earlier, in UTC.")
    independent: int | None = Field(
        None, ge=1, le=1_000_000, description="At least so many reports that are no copies."
    )
    as_of: str | None = Field(None, description="The ledger as it stood at the end of this day, in UTC.")
    document: str | None = Field(None, description="In the document with this id.")
    rejected: bool = Field(False, description="Also what a person rejected.")

    @property
    def query(self) -> views.Query:
        """The same as the views take it; what is empty is left open."""
        given = {name: value for name in Filters.model_fields if (value := getattr(self, name)) not in (None, "", [])}
        return views.Query(words=given.pop("q", None), kinds=tuple(filter(None, given.pop("kind", ()))), **given)


class Listed(Filters):
    """Filters, and which page of what fits."""

    limit: Limit = 50
    cursor: Cursor = None


class Fed(Filters):
    """Filters, and how many entries a feed has at most."""

    limit: Limit = 50


@router.get("/utterances", response_model=Page[Utterance])
def listed(request: Request, asked: Annotated[Listed, Query()], site: Here) -> Response:
    """The utterances that fit: the most relevant first if there are words, otherwise the newest."""
    items, more = anchored(
        lambda offset, limit: views.found_by(site.ledger, asked.query, limit=limit, offset=offset, known=site.known),
        asked.cursor,
        asked.limit,
        lambda one: one.id,
    )
    return json_answer(request, {"items": [views.utterance_to_json(one) for one in items], "next": more})


@router.get("/utterances.atom", response_class=feeds.Atom)
def atom(request: Request, asked: Annotated[Fed, Query()], site: Here) -> Response:
    """What fits as an Atom feed, the latest on record first."""
    found = _latest(site, asked)
    return tagged(request, feeds.atom(found, str(request.url)), feeds.Atom.media_type)


@router.get("/utterances.json", response_model=feeds.Feed, response_class=feeds.JsonFeed)
def json_feed(request: Request, asked: Annotated[Fed, Query()], site: Here) -> Response:
    """What fits as a JSON Feed, the latest on record first."""
    found = _latest(site, asked)
    return tagged(request, feeds.json_feed(found, str(request.url)), feeds.JsonFeed.media_type)


def _latest(site: Site, asked: Fed) -> list[views.Utterance]:
    return list(views.found_by(site.ledger, asked.query, limit=asked.limit, known=site.known, latest=True))


@router.get("/utterances/{id}", response_model=Utterance)
def one(request: Request, id: str, site: Here) -> Response:
    """One utterance; the id may be abbreviated, or be that of a statement that reports it."""
    with present():
        act = views.show(site.ledger, id).utterance
    if act is None:
        raise Missing(f"a person rejected all that reports '{id}'")
    return json_answer(request, views.utterance_to_json(act))
