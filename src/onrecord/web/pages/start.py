"""Start: what is on record, and how to bring more in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from onrecord.web.rendering import Place, page

PLACE = Place(label="Start", path="/")
router = APIRouter()


@router.get("/")
def start(request: Request) -> Response:
    """The first page."""
    return page(request, "start.html")
