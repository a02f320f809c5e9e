"""Readings: what is being read into the ledger or was, how far it is, what came of it and what was skipped."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from onrecord import pipeline
from onrecord.web.api.answers import Paged, anchored, behind, json_answer, page_of
from onrecord.web.api.models import Added, Instant, Page, Shape
from onrecord.web.jobs import Job
from onrecord.web.problems import Missing
from onrecord.web.site import Here, Site

router = APIRouter(tags=["readings"])


class Reading(Shape):
    """A job: `read` and `skipped` count what came of its inputs so far; `problem` is why it ended early."""

    id: str
    what: str
    asked: Instant
    state: Literal["waiting", "reading", "done", "failed"]
    read: int
    skipped: int
    problem: str | None


@router.get("/readings", response_model=Page[Reading])
def listed(request: Request, asked: Annotated[Paged, Query()], site: Here) -> Response:
    """The latest readings of this server, the newest first; a restart forgets them, not what they read."""
    rest = behind(site.jobs.recent(), asked.cursor, _id)
    return page_of(request, rest, asked.limit, reading_to_json, _id)


@router.get("/readings/{id}", response_model=Reading)
def one(request: Request, id: str, site: Here) -> Response:
    """How far a reading is; it is over in the state `done` or `failed`."""
    return json_answer(request, reading_to_json(_job(site, id)))


@router.get("/readings/{id}/outcomes", response_model=Page[Added])
def outcomes(request: Request, id: str, asked: Annotated[Paged, Query()], site: Here) -> Response:
    """What came of each input so far, in order; what was skipped has a `problem`."""
    made = _job(site, id).outcomes
    items, more = anchored(
        lambda offset, limit: iter(made[offset : offset + limit]), asked.cursor, asked.limit, lambda one: one.input
    )
    return json_answer(request, {"items": list(map(pipeline.outcome_to_json, items)), "next": more})


def reading_to_json(job: Job) -> dict[str, Any]:
    """A job as the interface has it."""
    return {
        "id": job.id,
        "what": job.what,
        "asked": job.asked,
        "state": job.state,
        "read": len(job.read),
        "skipped": len(job.skipped),
        "problem": job.problem,
    }


def _job(site: Site, id: str) -> Job:
    job = site.jobs.get(id)
    if job is None:
        raise Missing("this reading is not known any more; what it read is on record")
    return job


def _id(job: Job) -> str:
    return job.id
