"""Statements: what single documents report, as corrected."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from onrecord import views
from onrecord.web.api.answers import anchored, json_answer, present
from onrecord.web.api.models import Page, ShownStatement, Statement
from onrecord.web.api.utterances import Listed
from onrecord.web.site import Here

router = APIRouter(tags=["statements"])


@router.get("/statements", response_model=Page[Statement])
def listed(request: Request, asked: Annotated[Listed, Query()], site: Here) -> Response:
    """The statements that fit, each by itself: the most relevant first if there are words, otherwise the newest."""
    items, more = anchored(
        lambda offset, limit: views.statements(site.ledger, asked.query, limit=limit, offset=offset, known=site.known),
        asked.cursor,
        asked.limit,
        lambda entry: entry.statement.id,
    )
    return json_answer(request, {"items": [views.statement_to_json(entry) for entry in items], "next": more})


@router.get("/statements/{id}", response_model=ShownStatement)
def one(request: Request, id: str, site: Here) -> Response:
    """One statement in its paragraph, with the other reports of the same act; the id may be abbreviated."""
    with present():
        shown = views.show(site.ledger, id)
    return json_answer(request, views.shown_to_json(shown))
