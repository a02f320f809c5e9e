"""The HTTP interface for programs, below /api/v1: one file a kind of record, each with a router, listed here."""

from __future__ import annotations

from fastapi import APIRouter

from onrecord.web.api import (
    accounts,
    actors,
    alerts,
    documents,
    lines,
    meetings,
    queue,
    readings,
    reviews,
    statements,
    utterances,
)

PATH = "/api/v1"

ROUTERS: tuple[APIRouter, ...] = (
    documents.router,
    readings.router,
    statements.router,
    utterances.router,
    lines.router,
    meetings.router,
    actors.router,
    # Before the reviews by their ids.
    queue.router,
    reviews.router,
    alerts.router,
    accounts.router,
)
"""Adding a file to the interface is adding its router here."""

router = APIRouter(prefix=PATH)
for one in ROUTERS:
    router.include_router(one)
