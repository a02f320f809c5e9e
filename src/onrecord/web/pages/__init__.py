"""The pages for people, one file each. A file has a `router`, and a `PLACE` if it stands in the navigation.

To add a page: write `pages/NAME.py` and `templates/NAME.html`, and name the module in `_MODULES`, in the order of the
navigation.
"""

from __future__ import annotations

from fastapi import APIRouter

from onrecord.web.pages import (
    calendar,
    documents,
    issues,
    ledger,
    pictures,
    positions,
    review,
    start,
    utterances,
    watch,
)
from onrecord.web.rendering import Place

_MODULES = (start, ledger, pictures, positions, issues, documents, calendar, watch, review, utterances)

ROUTERS: tuple[APIRouter, ...] = tuple(module.router for module in _MODULES)
PLACES: tuple[Place, ...] = tuple(module.PLACE for module in _MODULES if hasattr(module, "PLACE"))
