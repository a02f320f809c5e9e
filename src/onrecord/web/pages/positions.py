"""Positions: the register of lines, red lines first, and one line with its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import RedirectResponse, Response

from onrecord import views
from onrecord.errors import UsageError
from onrecord.views import Differences, Line, Step
from onrecord.views.line_columns import LINES
from onrecord.web import downloads, standing
from onrecord.web.lanes import kinds_of
from onrecord.web.problems import Missing
from onrecord.web.query import LineQuery, address_of, line_query_of, pairs_of
from onrecord.web.rendering import Place, page
from onrecord.web.roles import is_able
from onrecord.web.security import visitor_of
from onrecord.web.site import Here, Site
from onrecord.web.timeline import timeline

PLACE = Place(label="Positions", path="/positions")
router = APIRouter()

_PAGE, _RED = 30, 15
# Deeper than a person leafs; each page costs what those before it cost.
_DEEPEST = 2_000
_STEPS = 40
# Changes that a page shows with both quotations, the latest.
_CHANGES = 30
# Wordings with less in common than this are shown whole: marked, they would be a jumble.
_ALIKE = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A change: what was held, what came instead, and how the words differ; None if they have little alike."""

    before: Step
    after: Step
    wording: Differences | None


@router.get("/positions")
def positions(request: Request, site: Here) -> Response:
    """The register: red lines, then the rest, by the filter in the address."""
    asked, query = request.query_params, line_query_of(request.query_params)
    offset, red_offset = place(asked, "offset"), place(asked, "red")
    address = address_of("/positions", query, red=red_offset or None, offset=offset or None)
    if "" in asked.values():
        # A form sends its empty fields too; the address that people keep has only what is asked for.
        return RedirectResponse(address, 303)
    red = standing.rows(site, query, are_red=True, offset=red_offset, limit=_RED + 1)
    rest = standing.rows(site, query, are_red=False, offset=offset, limit=_PAGE + 1)

    def turned(**places: int | None) -> str:
        return address_of("/positions", query, **{"red": red_offset or None, "offset": offset or None} | places)

    return page(
        request,
        "positions.html",
        **filter_of(query),
        red=red[:_RED],
        rest=rest[:_PAGE],
        red_offset=red_offset,
        offset=offset,
        red_earlier=turned(red=red_offset - _RED or None) if red_offset >= _RED else None,
        red_later=turned(red=red_offset + _RED) if len(red) > _RED else None,
        earlier=turned(offset=offset - _PAGE or None) if offset >= _PAGE else None,
        later=turned(offset=offset + _PAGE) if len(rest) > _PAGE else None,
        empty=not (red or rest or offset or red_offset) and not views.count_documents(site.ledger),
    )


def filter_of(query: LineQuery) -> dict[str, Any]:
    """What the form of the filter and the links between the pages of lines need."""
    return {
        "query": query,
        "asked": list(pairs_of(query)),
        "to": lambda path: address_of(path, query),
        "with_kind": lambda kind: address_of("/positions", replace(query, kinds=(kind,))),
    }


def place(asked: QueryParams, name: str) -> int:
    """A place in a list. Raises UsageError for one that there can't be."""
    text = asked.get(name, "0") or "0"
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) <= _DEEPEST):
        raise UsageError(f"{name}: '{text[:20]}' is no place in the list; expected 0 to {_DEEPEST:,}")
    return int(text)


@router.get("/positions.{suffix}")
def download(request: Request, suffix: str, site: Here) -> Response:
    """All lines that fit, in the order of the page, as a file: csv, xlsx or jsonl."""
    found = standing.red_first(site, line_query_of(request.query_params))
    return downloads.download(suffix, found, LINES, views.line_to_json, sheet="lines", name="positions")


@router.get("/positions/{id}")
def line(request: Request, id: str, site: Here) -> Response:
    """One line, by its id, or by that of an utterance or a statement of it: what stands, and how it came so."""
    found = line_with(site, id)
    offset = place(request.query_params, "offset")
    steps = list(reversed(found.steps))
    latest, changes = found.current[-1], found.changes[-_CHANGES:]
    shown = steps[offset : offset + _STEPS]
    words = views.words_of(site.ledger, [latest, *shown, *chain.from_iterable(changes)])
    return page(
        request,
        "line.html",
        line=found,
        latest=latest,
        words=words,
        since=found.since,
        last=found.last,
        changes=[_changed(*pair, words) for pair in changes][::-1],
        changes_count=len(found.changes),
        steps=shown,
        steps_count=len(steps),
        offset=offset,
        earlier=f"?offset={offset - _STEPS}#history" if offset >= _STEPS else None,
        later=f"?offset={offset + _STEPS}#history" if offset + _STEPS < len(steps) else None,
        picture=timeline(kinds_of(found), title=f"{found.holder} on {found.issue}, over time", label=110),
        may_review=is_able(visitor_of(request), "review"),
    )


def line_with(site: Site, id: str) -> Line:
    """The line that an address names. Raises Missing."""
    try:
        return views.line(site.ledger, id)
    except UsageError as error:
        raise Missing(str(error)) from error


def _changed(before: Step, after: Step, words: Mapping[str, str]) -> Changed:
    wording = views.differences(words[before.id], words[after.id])
    letters = sum(len(stretch.text) for stretch in wording.one)
    alike = sum(len(stretch.text) for stretch in wording.one if stretch.shared)
    return Changed(before=before, after=after, wording=wording if alike >= _ALIKE * max(letters, 1) else None)
