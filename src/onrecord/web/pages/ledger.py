"""Ledger: one row an utterance, what they have in common, and the same rows as files."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from onrecord import views
from onrecord.errors import UsageError
from onrecord.views import Query, columns
from onrecord.web import downloads
from onrecord.web.query import address_of, pairs_of, query_of
from onrecord.web.rendering import Place, page
from onrecord.web.site import Here, kept_facets

PLACE = Place(label="Ledger", path="/ledger")
router = APIRouter()

_PAGE = 50
# Deeper than a person leafs; each page costs what those before it cost.
_DEEPEST = 100_000
_FACETS = 12


@router.get("/ledger")
def ledger(request: Request, site: Here) -> Response:
    """The rows that fit the filter in the address. htmx asks for the part that changes as somebody types."""
    query, offset = query_of(request.query_params), _offset(request)
    address = address_of("/ledger", query, offset=offset or None)
    is_part = request.headers.get("hx-target") == "found"
    if not is_part and "" in request.query_params.values():
        # A form sends its empty fields too; the address that people keep has only what is asked for.
        return RedirectResponse(address, 303)
    found = list(views.found_by(site.ledger, query, limit=_PAGE + 1, offset=offset, known=site.known))
    more = len(found) > _PAGE
    return page(
        request,
        "ledger_found.html" if is_part else "ledger.html",
        headers={"HX-Push-Url": address},
        query=query,
        asked=list(pairs_of(query)),
        found=found[:_PAGE],
        offset=offset,
        earlier=address_of("/ledger", query, offset=offset - _PAGE or None) if offset >= _PAGE else None,
        later=address_of("/ledger", query, offset=offset + _PAGE) if more else None,
        facets=kept_facets(site, query),
        shown=_FACETS,
        asked_body=query.for_whom and views.body_name(query.for_whom, site.known),
        with_kind=lambda kind: _with_kind(query, kind),
        with_field=lambda field, value: address_of("/ledger", replace(query, **{field: value})),
        watch=address_of("/watch", query),
        download=lambda suffix: address_of(f"/ledger.{suffix}", query),
        empty=not found and not views.count_documents(site.ledger),
    )


def _with_kind(query: Query, kind: str) -> str:
    """The address with this kind of position asked for too, or no more if it was."""
    kinds = tuple(one for one in query.kinds if one != kind) if kind in query.kinds else (*query.kinds, kind)
    return address_of("/ledger", replace(query, kinds=kinds))


def _offset(request: Request) -> int:
    text = request.query_params.get("offset", "0")
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) <= _DEEPEST):
        raise UsageError(f"offset: '{text[:20]}' is no place in the list; expected 0 to {_DEEPEST:,}")
    return int(text)


@router.get("/ledger.{suffix}")
def download(request: Request, suffix: str, site: Here) -> Response:
    """All rows that fit, with every column, as a file: csv, xlsx or jsonl."""
    found = views.found_by(site.ledger, query_of(request.query_params), known=site.known)
    return downloads.download(suffix, found, columns.FOUND, views.utterance_to_json, sheet="statements")
