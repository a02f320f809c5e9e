"""Reviews: what people decided, and deciding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from onrecord import views
from onrecord.ledger import Ledger, ReviewEntry
from onrecord.records import Review, Verdict
from onrecord.views import Decision, queue
from onrecord.web import deciding
from onrecord.web.api.answers import Cursor, Limit, behind, json_answer, page_of
from onrecord.web.api.models import Page, PlacedReview
from onrecord.web.problems import Missing
from onrecord.web.roles import check, may
from onrecord.web.security import Visitor
from onrecord.web.site import Here

router = APIRouter(tags=["reviews"])

Value = str | bool | list[str] | None


class Listed(BaseModel):
    """Whose reviews, which of them, and which page."""

    model_config = ConfigDict(extra="forbid")

    reviewer: str | None = None
    of: str | None = Field(None, description="Of this statement, or of all that report this utterance.")
    orphaned: bool = Field(False, description="Those whose statement no reading of today has.")
    limit: Limit = 50
    cursor: Cursor = None


class Decided(BaseModel):
    """A decision, as `onrecord review` takes it. `set` has a `field` and a `value`, `name_issue` a `value`;
    `join` and `same_issue` have `other`; `withdraw` has `withdraws`, a review's id, and no `statement`. Who decides is
    whose session or token it is."""

    model_config = ConfigDict(extra="forbid")

    verdict: Verdict
    statement: str | None = Field(None, description="Its id; an utterance's stands for all that reports it.")
    field: str | None = Field(None, description="What to correct: `speaker`, `position`, `toward`, ...")
    value: Value = Field(None, description="To what: text, true or false, a list of names; null says: unknown.")
    other: str | None = Field(None, description="The statement that reports the same act.")
    note: str | None = None
    withdraws: str | None = None
    copies: bool = Field(
        False, strict=True, description="Also of the copies of the statement's report, as the page decides."
    )


class Decisions(BaseModel):
    """What was kept: one review for each statement that the decision is of."""

    model_config = ConfigDict(extra="forbid")

    items: list[PlacedReview]


@router.get("/reviews", response_model=Page[PlacedReview])
def listed(request: Request, asked: Annotated[Listed, Query()], site: Here) -> Response:
    """What people decided, the newest first."""
    found = views.reviews(site.ledger, reviewer=asked.reviewer, orphaned=asked.orphaned, of=asked.of or None)
    rest = behind(found, asked.cursor, _id)
    return page_of(request, rest, asked.limit, views.review_to_json, _id)


@router.get("/reviews/{id}", response_model=PlacedReview)
def one(request: Request, id: str, site: Here) -> Response:
    """One review."""
    return json_answer(request, views.review_to_json(_review(site.ledger, id)))


@router.post("/reviews", status_code=201, response_model=Decisions)
def decide(
    request: Request, asked: Decided, site: Here, visitor: Annotated[Visitor, Depends(may("review"))]
) -> Response:
    """Keep a decision. Nothing is overwritten: a later one counts, and any can be withdrawn."""
    made = _made(site.ledger, asked, visitor)
    if asked.verdict == "withdraw":
        site.ledger.writer.decide(made)
    else:
        deciding.keep(site, visitor.name, made[0].target.statement_id, made)
    return json_answer(request, decisions_to_json(site.ledger, [review.id for review in made]), status=201)


def decisions_to_json(ledger: Ledger, ids: Sequence[str]) -> dict[str, list[object]]:
    """The reviews that were kept, as the answer to a decision."""
    return {"items": list(map(views.review_to_json, views.reviews_with(ledger, ids)))}


def _made(ledger: Ledger, asked: Decided, visitor: Visitor) -> list[Review]:
    _check(asked)
    if asked.verdict == "withdraw":
        withdrawn = _review(ledger, asked.withdraws or "")
        if withdrawn.review.reviewer != visitor.name:
            check(visitor, "oversee")
        return [views.withdrawal(ledger, withdrawn.review.id, reviewer=visitor.name, note=asked.note)]
    field = {"set": asked.field, "name_issue": "issue"}.get(asked.verdict)
    assignment = None if field is None else f"{field}={_typed(asked.value)}"
    decision = Decision(verdict=asked.verdict, assignment=assignment, other=asked.other, note=asked.note)
    statements = [asked.statement or ""]
    if asked.copies:
        statements = queue.alike(views.show(ledger, statements[0]))
    return [made for one in statements for made in views.reviewed(ledger, one, [decision], reviewer=visitor.name)]


_NEEDED = {
    "set": "field",
    "join": "other",
    "name_issue": "value",
    "same_issue": "other",
    "note": "note",
    "withdraw": "withdraws",
}


# What is as true of a copy as of the report.
_OF_COPIES = ("accept", "reject", "set", "note")


def _check(asked: Decided) -> None:
    """Each verdict has what it needs, and nothing that would be left unheard."""
    needed = {"withdraws"} if asked.verdict == "withdraw" else {"statement"}
    needed |= {_NEEDED[asked.verdict]} if asked.verdict in _NEEDED else set()
    allowed = needed | {"verdict", "note"} | ({"value"} if asked.verdict == "set" else set())
    allowed |= {"copies"} if asked.verdict in _OF_COPIES else set()
    given = {name for name, value in asked.model_dump(exclude_defaults=True).items() if value not in (None, "")}
    for name in sorted(needed - given):
        raise HTTPException(422, f"{name}: {asked.verdict} needs it")
    for name in sorted(given - allowed):
        raise HTTPException(422, f"{name}: {asked.verdict} has no such field; expected {', '.join(sorted(allowed))}")


def _typed(value: Value) -> str:
    """A value as a person would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(value)
    return "none" if value is None else value


def _review(ledger: Ledger, id: str) -> ReviewEntry:
    found = views.reviews_with(ledger, [id])
    if not found:
        raise Missing(f"no review has the id '{id[:80]}'; `/api/v1/reviews` lists them")
    return found[0]


def _id(entry: ReviewEntry) -> str:
    return entry.review.id
