"""Working the queue off: what waits for a decision, what two people hold otherwise, how far they agree, and undo."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from onrecord import codec, views
from onrecord.views import queue
from onrecord.views.queue import Disagreement, Waiting
from onrecord.web import deciding
from onrecord.web.api.answers import Cursor, Paged, behind, json_answer, page_of
from onrecord.web.api.models import DocumentShort, Page, PositionKind, ReadStatement, Shape, Share
from onrecord.web.api.reviews import Decisions, decisions_to_json
from onrecord.web.deciding import Which
from onrecord.web.problems import Missing
from onrecord.web.roles import may
from onrecord.web.security import Visitor
from onrecord.web.site import Here, Site

router = APIRouter(tags=["reviews"])

Reviewer = Annotated[Visitor, Depends(may("review"))]


class ToReview(Shape):
    """A statement to decide about, as it was read, and how many copies of its report have it too.

    `doubt` is how likely something in it is wrong, and `weight`, which orders the queue, that times how much it
    matters; both are null where somebody has decided about it.
    """

    statement: ReadStatement
    document: DocumentShort
    copies: int
    doubt: Share | None
    weight: float | None


class FieldAgreed(Shape):
    """Of the statements of which both corrected a field: how many, and the share to which both gave one value."""

    both: int
    agree: Share | None


class Agreed(Shape):
    """Two people on the statements that both accepted or rejected, as `onrecord agreement --json` has them."""

    reviewers: tuple[str, str]
    judged: int
    agree: Share | None
    kappa: float | None
    fields: dict[str, FieldAgreed]


class AllAgreed(Shape):
    """Each two people who judged a statement both, by name."""

    items: list[Agreed]


class Held(Shape):
    """What one person holds: a verdict, or the value of a field."""

    reviewer: str
    value: Any


class Differing(Shape):
    """A statement on which people differ by their last words: on the `field`, or, if that is null, on the verdict."""

    statement: str
    position: PositionKind | None
    field: str | None
    held: list[Held]


class Queued(BaseModel):
    """Which queue, and which page of it."""

    model_config = ConfigDict(extra="forbid")

    which: Which = Field("open", description="`second`: what somebody else decided and the asking person did not.")
    limit: Annotated[int, Query(ge=1, le=50, description="Items of a page.")] = 10
    cursor: Cursor = None


@router.get("/reviews/queue", response_model=Page[ToReview])
def waiting(request: Request, asked: Annotated[Queued, Query()], site: Here, visitor: Reviewer) -> Response:
    """What waits for a decision, the most important and doubtful first; what is decided leaves it.

    A cursor leads past what is left undecided. Once its item is decided, the list is to be begun anew.
    """
    rest = behind(deciding.waiting(site, visitor.name, asked.which), asked.cursor, str)
    of = {one.statement: one for one in deciding.weighed(site)} if asked.which == "open" else {}
    return page_of(request, rest, asked.limit, lambda id: _card(site, id, of.get(id)), str)


@router.get("/reviews/agreement", response_model=AllAgreed)
def agreement(request: Request, site: Here, _visitor: Reviewer) -> Response:
    """How far each two people agree, by the last word of each."""
    return json_answer(request, {"items": list(map(views.agreement_to_json, deciding.agreement(site)))})


@router.get("/reviews/disagreements", response_model=Page[Differing])
def disagreements(request: Request, asked: Annotated[Paged, Query()], site: Here, _visitor: Reviewer) -> Response:
    """Where people differ, by the last word of each."""
    rest = behind(deciding.disagreements(site), asked.cursor, _id)
    return page_of(request, rest, asked.limit, lambda one: _differing(site, one), _id)


@router.post("/undo", status_code=201, response_model=Decisions)
def undo(request: Request, site: Here, visitor: Reviewer) -> Response:
    """Withdraw what one decided last on this server, with what was decided about copies; again, what was before."""
    done = deciding.take_back(site, visitor.name)
    if done is None:
        raise Missing("there is nothing to take back; `/api/v1/reviews` lists decisions, `withdraw` takes any back")
    return json_answer(request, decisions_to_json(site.ledger, done[1]), status=201)


def _card(site: Site, id: str, one: Waiting | None) -> dict[str, Any]:
    shown = views.show(site.ledger, id)
    entry = shown.entry
    return {
        "statement": codec.statement_to_json(entry.machine or entry.statement),
        "document": views.short_to_json(entry.document),
        "copies": len(queue.alike(shown)) - 1,
        "doubt": one and one.doubt,
        "weight": one and one.weight,
    }


def _differing(site: Site, one: Disagreement) -> dict[str, Any]:
    position = views.show(site.ledger, one.statement).entry.statement.position
    return {
        "statement": one.statement,
        "position": position and position.kind,
        "field": one.field or None,
        "held": [{"reviewer": name, "value": codec.value_to_json(value)} for name, value in one.held],
    }


def _id(one: Disagreement) -> str:
    return f"{one.statement}.{one.field}"
