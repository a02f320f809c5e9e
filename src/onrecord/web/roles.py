"""What each role may do. This table is the only place that says so; docs/serving.md has it for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from fastapi import HTTPException, Request

from onrecord.web.security import Visitor, visitor_of

Role = Literal["reader", "reviewer", "editor", "admin"]
Act = Literal["read", "review", "add", "oversee"]

ROLES: tuple[Role, ...] = get_args(Role)
MAY: dict[str, tuple[Act, ...]] = {
    "reader": ("read",),
    "reviewer": ("read", "review"),
    "editor": ("read", "review", "add"),
    "admin": ("read", "review", "add", "oversee"),
}
"""`read`: look at all, and take it along; `review`: decide about statements, and withdraw what one decided oneself;
`add`: read reports into the ledger; `oversee`: withdraw what others decided, and say who has an account."""


def may(act: Act) -> Callable[[Request], Visitor]:
    """A dependency for FastAPI: the visitor, if their role may do this; otherwise the answer is 403."""

    def permitted(request: Request) -> Visitor:
        visitor = visitor_of(request)
        check(visitor, act)
        return visitor

    permitted.act = act  # type: ignore[attr-defined]
    return permitted


def by_default(request: Request) -> None:
    """A dependency of the whole application: who may only read changes nothing, whatever a route forgot to ask."""
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    changes = request.method not in ("GET", "HEAD", "OPTIONS") and request.url.path not in ("/login", "/logout")
    if visitor is not None and changes:
        check(visitor, "review")


def is_able(visitor: Visitor, act: Act) -> bool:
    """True if the visitor's role may do this; templates ask it as `request.app.state.may`."""
    return act in MAY.get(visitor.role, ())


def check(visitor: Visitor, act: Act) -> None:
    """Raises the answer 403 if the visitor's role may not do this."""
    if not is_able(visitor, act):
        able = " or ".join(role for role in ROLES if act in MAY[role])
        raise HTTPException(403, f"a {visitor.role} may not {act}; expected the role {able}")
