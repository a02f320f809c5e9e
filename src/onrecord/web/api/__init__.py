"""The HTTP interface for programs, below /api/v1: one file a kind of record, each with a router, listed here."""

from __future__ import annotations

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
"""Adding a file to the interface is adding its router here."""

router = APIRouter(prefix="/api/v1")
for one in ROUTERS:
    router.include_router(one)
