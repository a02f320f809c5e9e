"""Accounts: who one is and may do; and for an admin, who has an account, new ones, and tokens for programs."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from onrecord import views
from onrecord.errors import UsageError
from onrecord.web.accounts import SHORTEST_PASSWORD, Account, Accounts
from onrecord.web.api.answers import Paged, behind, json_answer, page_of, present
from onrecord.web.api.models import Instant, Page, Shape
from onrecord.web.logins import Logins
from onrecord.web.problems import Missing
from onrecord.web.roles import MAY, Act, Role, may
from onrecord.web.security import Visitor, visitor_of
from onrecord.web.site import Here, Site

router = APIRouter(tags=["accounts"])

Overseer = Annotated[Visitor, Depends(may("oversee"))]


class About(Shape):
    """The server, and who asks: the version, how many documents are on record, one's name, role, and what it may do."""

    onrecord: str
    documents: int
    name: str
    role: Role
    may: list[Act]


class KeptAccount(Shape):
    """Somebody who may enter; `tokens` counts those in force."""

    name: str
    role: Role
    made: Instant
    tokens: int


class NewAccount(BaseModel):
    """Somebody who is to enter."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=100, description="One line without a colon.")
    role: Role
    password: str = Field(min_length=SHORTEST_PASSWORD, max_length=1000)


class Token(Shape):
    """A token for programs, which is shown this once."""

    token: str


class Withdrawn(Shape):
    """How many tokens were withdrawn."""

    tokens: int


@router.get("/about", response_model=About)
def about(request: Request, site: Here) -> Response:
    """What is served, and to whom."""
    visitor = visitor_of(request)
    told = {"name": visitor.name, "role": visitor.role, "may": MAY[visitor.role]}
    return json_answer(
        request, {"onrecord": version("onrecord"), "documents": views.count_documents(site.ledger)} | told
    )


@router.get("/accounts", response_model=Page[KeptAccount])
def listed(request: Request, asked: Annotated[Paged, Query()], site: Here, _visitor: Overseer) -> Response:
    """The accounts, by name."""
    rest = behind(_accounts(site).all(), asked.cursor, lambda one: one.name)
    return page_of(request, rest, asked.limit, _to_json, lambda one: one.name)


@router.post("/accounts", status_code=201, response_model=KeptAccount)
def add(request: Request, new: NewAccount, site: Here, _visitor: Overseer) -> Response:
    """Make an account."""
    accounts = _accounts(site)
    accounts.add(new.name, new.role, new.password)
    made = next(one for one in accounts.all() if one.name == new.name)
    return json_answer(request, _to_json(made), status=201)


@router.delete("/accounts/{name}", status_code=204)
def remove(name: str, site: Here, visitor: Overseer) -> Response:
    """Remove an account; it is out at once, and what it decided stays on record. Not one's own."""
    accounts = _accounts(site)
    if name == visitor.name:
        raise UsageError("this account is your own; expected another admin to remove it, or `onrecord accounts remove`")
    with present():
        accounts.remove(name)
    return Response(status_code=204)


@router.post("/accounts/{name}/tokens", status_code=201, response_model=Token)
def new_token(request: Request, name: str, site: Here, _visitor: Overseer) -> Response:
    """A new token for an account's programs."""
    accounts = _accounts(site)
    with present():
        token = accounts.new_token(name)
    return json_answer(request, {"token": token}, status=201)


@router.delete("/accounts/{name}/tokens", response_model=Withdrawn)
def withdraw_tokens(request: Request, name: str, site: Here, _visitor: Overseer) -> Response:
    """Withdraw all tokens of an account."""
    accounts = _accounts(site)
    with present():
        count = accounts.withdraw_tokens(name)
    return json_answer(request, {"tokens": count})


def _accounts(site: Site) -> Accounts:
    if not isinstance(site.gate, Logins):
        raise Missing("this server has no accounts; `onrecord serve` has them")
    return site.gate.accounts


def _to_json(account: Account) -> dict[str, Any]:
    made = datetime.fromtimestamp(account.made, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"name": account.name, "role": account.role, "made": made, "tokens": account.tokens}
