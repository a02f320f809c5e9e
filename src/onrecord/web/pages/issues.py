"""Putting an issue right: what it is called, which are one, and which statement is of another."""

from __future__ import annotations

from itertools import islice
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from onrecord import views
from onrecord.errors import UsageError
from onrecord.views import Decision, Line
from onrecord.web.pages.positions import line_with
from onrecord.web.rendering import page
from onrecord.web.roles import may
from onrecord.web.security import Visitor
from onrecord.web.site import Here, Site

router = APIRouter()

# Issues to choose from: those near in meaning, and the others of the same holder.
_NEAR, _OWN = 60, 40
_STATEMENTS = 200

Reviewer = Annotated[Visitor, Depends(may("review"))]


@router.get("/positions/{id}/issue")
def issue(request: Request, id: str, site: Here, _visitor: Reviewer) -> Response:
    """The forms for one line's issue."""
    line = line_with(site, id)
    statements = [report.statement.id for step in line.steps for report in step.reports]
    steps = list(reversed(line.steps))[:_STATEMENTS]
    return page(
        request,
        "issue.html",
        line=line,
        others=_others(site, line),
        steps=steps,
        words=views.words_of(site.ledger, steps),
        history=[
            entry
            for entry in views.history(site.ledger, statements[:_STATEMENTS])
            if entry.review.verdict in ("name_issue", "same_issue", "own_issue")
        ],
    )


def _others(site: Site, line: Line) -> list[Line]:
    """A line of each other issue that this one may be the same as, those near in meaning first."""
    near = views.register(site.ledger, issue=line.issue, limit=_NEAR, known=site.known) if line.issue else ()
    own = views.register(site.ledger, holder=line.holder, limit=_OWN, known=site.known) if line.holder.strip() else ()
    found: dict[str, Line] = {}
    for one in (*near, *islice(own, _OWN)):
        if one.issue != line.issue:
            found.setdefault(one.issue, one)
    return list(found.values())


@router.post("/positions/{id}/name")
def name(site: Here, visitor: Reviewer, id: str, name: Annotated[str, Form()] = "") -> Response:
    """Call the issue so."""
    if not name.strip():
        raise UsageError("name: it is empty; expected what the issue is called")
    line = line_with(site, id)
    return _decided(site, visitor, line.id, Decision(verdict="name_issue", assignment=f"issue={name}"))


@router.post("/positions/{id}/same")
def same(site: Here, visitor: Reviewer, id: str, other: Annotated[str, Form()] = "") -> Response:
    """Make this line's issue and another's one."""
    line = line_with(site, id)
    if not other.strip():
        raise UsageError("other: no line was chosen; expected one on the same issue")
    return _decided(site, visitor, line.id, Decision(verdict="same_issue", other=other))


@router.post("/positions/{id}/own")
def own(site: Here, visitor: Reviewer, id: str, utterance: Annotated[str, Form()] = "") -> Response:
    """Take an utterance out, with all its reports: it is of an issue of its own."""
    line = line_with(site, id)
    if not any(step.id == utterance for step in line.steps):
        raise UsageError(f"utterance: '{utterance[:80]}' is none of this line; expected one of its utterances")
    _decided(site, visitor, utterance, Decision(verdict="own_issue"))
    return _to(next((step.id for step in line.steps if step.id != utterance), utterance))


def _decided(site: Site, visitor: Visitor, id: str, decision: Decision) -> Response:
    site.ledger.writer.decide(views.reviewed(site.ledger, id, [decision], reviewer=visitor.name))
    return _to(id)


def _to(id: str) -> Response:
    return RedirectResponse(f"/positions/{quote(id)}", 303)
