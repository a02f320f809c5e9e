"""Review: one statement after the other, the most important and doubtful first; a key accepts, rejects, corrects it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from onrecord import codec, views
from onrecord.errors import UsageError
from onrecord.ledger import Ledger
from onrecord.marks import marks_of
from onrecord.records import Statement
from onrecord.views import Decision, Shown, queue
from onrecord.web import deciding
from onrecord.web.deciding import Which
from onrecord.web.marking import excerpt
from onrecord.web.problems import Missing
from onrecord.web.rendering import Place, page
from onrecord.web.roles import may
from onrecord.web.security import Visitor
from onrecord.web.site import Here, Site
from onrecord.wording import corrected_to

PLACE = Place(label="Review", path="/review", act="review")
router = APIRouter()

Reviewer = Annotated[Visitor, Depends(may("review"))]

FIELDS = (
    "speaker",
    "affiliation",
    "role",
    "addressee",
    "position",
    "holder",
    "toward",
    "issue",
    "first_hand",
    "said_on",
    "kind",
    "act",
)
"""The fields of the form, the speaker and the position before what hangs on them."""
_LISTED = 100


async def _form(request: Request) -> dict[str, str]:
    form = await request.form()
    return {name: " ".join(value.split()) for name, value in form.items() if isinstance(value, str)}


Form = Annotated[dict[str, str], Depends(_form)]


@router.get("/review")
def review(
    request: Request,
    site: Here,
    visitor: Reviewer,
    which: Which = "open",
    after: str | None = None,
    card: str | None = None,
) -> Response:
    """The next card: after the one skipped last, or the one that is asked for."""
    return _page(request, site, visitor, which, after=after, card=card)


def _page(
    request: Request,
    site: Site,
    visitor: Visitor,
    which: Which,
    *,
    after: str | None = None,
    card: str | None = None,
    typed: Mapping[str, str] | None = None,
    problem: str | None = None,
) -> Response:
    waiting = deciding.waiting(site, visitor.name, which)
    place = waiting.index(after) + 1 if after in waiting else 0
    id = card or next(iter(waiting[place:]), None)
    shown = None if id is None else _shown(site.ledger, id)
    return page(
        request,
        "review.html",
        status=200 if problem is None else 400,
        which=which,
        after=after if after in waiting else None,
        waiting=len(waiting) - place,
        skipped=place,
        undoable=site.undo.count(visitor.name),
        problem=problem,
        **_card(shown, which, typed),
    )


def _card(shown: Shown | None, which: Which, typed: Mapping[str, str] | None) -> dict[str, Any]:
    if shown is None:
        return {"shown": None, "entry": None, "one": None}
    # A second opinion is one only as long as the first isn't seen: what was read is shown, not what it became.
    entry = shown.entry
    one = entry.machine if which == "second" and entry.machine is not None else entry.statement
    # The paragraph stands in its document at an offset: spaces stand for what comes before.
    text = " " * shown.span.start + shown.text
    return {
        "shown": shown,
        "entry": entry,
        "one": one,
        "passage": excerpt(text, marks_of(one, 0), shown.span),
        "copies": len(queue.alike(shown)) - 1,
        "values": typed or _values(one),
        "choices": codec.CHOICES,
        "typed": typed is not None,
    }


@router.post("/review/{id}")
def decide(request: Request, id: str, site: Here, visitor: Reviewer, form: Form) -> Response:
    """Keep a decision about a statement and its copies, and go on to the next card."""
    which = _which(form)
    shown = _shown(site.ledger, id)
    try:
        decisions = _decisions(form, shown, which)
        # The ids of all are found, and all values read, before any is kept.
        made = [
            one
            for statement in queue.alike(shown)
            for one in views.reviewed(site.ledger, statement, decisions, reviewer=visitor.name)
        ]
    except UsageError as error:
        return _page(
            request, site, visitor, which, after=form.get("after"), card=id, typed=_values_of(form), problem=str(error)
        )
    deciding.keep(site, visitor.name, shown.entry.statement.id, made)
    return RedirectResponse(_address(which, after=form.get("after")), 303)


@router.post("/review")
def undo(site: Here, visitor: Reviewer, form: Form) -> Response:
    """Withdraw what this person decided last, and show its card again."""
    which = _which(form)
    done = deciding.take_back(site, visitor.name)
    return RedirectResponse(_address(which) if done is None else _address(which, card=done[0]), 303)


@router.get("/review/agreement")
def agreement(request: Request, site: Here, visitor: Reviewer) -> Response:
    """How far people agree, and where they don't."""
    differing = deciding.disagreements(site)
    return page(
        request,
        "agreement.html",
        pairs=deciding.agreement(site),
        disagreements=[(one, _shown(site.ledger, one.statement).entry) for one in differing[:_LISTED]],
        count=len(differing),
    )


def _shown(ledger: Ledger, id: str) -> Shown:
    try:
        return views.show(ledger, id)
    except UsageError as error:
        raise Missing(str(error)) from error


def _values(statement: Statement) -> dict[str, str]:
    """The fields as a person would type them, empty where unknown."""
    typed = {field: corrected_to(views.value_of(statement, field)) for field in FIELDS}
    return {field: "" if value == "none" else value for field, value in typed.items()}


def _values_of(form: Mapping[str, str]) -> dict[str, str] | None:
    return {field: form.get(field, "") for field in FIELDS} if form.get("verdict") == "edit" else None


def _decisions(form: Mapping[str, str], shown: Shown, which: Which) -> list[Decision]:
    note, verdict = form.get("note") or None, form.get("verdict", "")
    if verdict == "accept":
        return [Decision(verdict="accept", note=note)]
    if verdict == "reject":
        return [Decision(verdict="reject", note=note)]
    if verdict != "edit":
        raise UsageError(f"the decision '{verdict[:20]}' is none; expected accept, reject or edit")
    entry = shown.entry
    before = _values(entry.machine if which == "second" and entry.machine is not None else entry.statement)
    changed = [field for field in FIELDS if field in form and form[field] != before[field]]
    if not changed:
        raise UsageError("nothing was changed; expected another value in a field, or to accept it as it is")
    return [Decision(verdict="set", assignment=f"{field}={form[field] or 'none'}", note=note) for field in changed]


def _which(form: Mapping[str, str]) -> Which:
    return "second" if form.get("which") == "second" else "open"


def _address(which: Which, **more: str | None) -> str:
    asked = {"which": None if which == "open" else which, **more}
    given = {name: value for name, value in asked.items() if value}
    return f"/review?{urlencode(given)}" if given else "/review"
