"""Positions as pictures: over time, and who toward whom; two holders side by side. Each with its data as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from onrecord import codec
from onrecord.views import Line, Step, columns
from onrecord.views.columns import Column, T
from onrecord.web import downloads, matrix, standing
from onrecord.web.lanes import Cell
from onrecord.web.pages.positions import filter_of, line_with
from onrecord.web.query import address_of, line_query_of
from onrecord.web.rendering import page
from onrecord.web.site import Here
from onrecord.web.timeline import timeline

router = APIRouter()

# Pairs that the table below the picture lists.
_LISTED = 60

_HANDS = {True: "yes", False: "no", None: None}
_POINTS: tuple[Column[tuple[Line, Step]], ...] = (
    Column(heading="day", of=lambda of: of[1].said_on),
    Column(heading="holder", of=lambda of: of[0].holder),
    Column(heading="issue", of=lambda of: of[0].issue),
    Column(heading="kind", of=lambda of: of[1].kind),
    Column(heading="first-hand", of=lambda of: _HANDS[of[1].first_hand]),
    Column(heading="independent", of=lambda of: len({report.family for report in of[1].reports})),
    Column(heading="change", of=lambda of: of[1].change),
    Column(heading="line", of=lambda of: of[0].id),
    Column(heading="utterance", of=lambda of: of[1].id),
)
_PAIRS: tuple[Column[Cell], ...] = (
    Column(heading="holder", of=lambda cell: cell.holder),
    Column(heading="toward", of=lambda cell: cell.toward),
    Column(heading="utterances", of=lambda cell: cell.utterances),
    Column(heading="kinds", of=matrix.words),
)


@router.get("/positions/timeline")
def over_time(request: Request, site: Here) -> Response:
    """The lines that fit, a lane each."""
    query = line_query_of(request.query_params)
    if "" in request.query_params.values():
        return RedirectResponse(address_of("/positions/timeline", query), 303)
    drawn = standing.drawn(site, query)
    return page(
        request,
        "timeline.html",
        **filter_of(query),
        drawn=drawn,
        picture=timeline(drawn.lanes, title="Positions over time"),
    )


@router.get("/positions/toward")
def toward(request: Request, site: Here) -> Response:
    """Who takes positions toward whom in the lines that fit."""
    query = line_query_of(request.query_params)
    if "" in request.query_params.values():
        return RedirectResponse(address_of("/positions/toward", query), 303)
    drawn = standing.drawn(site, query)

    def to_lines(cell: Cell) -> str:
        return address_of("/positions", replace(query, holder=cell.holder, toward=cell.toward))

    return page(
        request,
        "toward.html",
        **filter_of(query),
        drawn=drawn,
        picture=matrix.matrix(drawn.cells, title="Who takes positions toward whom", address_of=to_lines),
        cells=drawn.cells[:_LISTED],
        words=matrix.words,
        to_lines=to_lines,
    )


@router.get("/positions/timeline.{suffix}")
def points(request: Request, suffix: str, site: Here) -> Response:
    """The utterances behind the timeline, a row each: csv, xlsx, json or jsonl."""
    return _data(suffix, iter(standing.points(site, line_query_of(request.query_params))), _POINTS, "timeline")


@router.get("/positions/{id}/timeline.{suffix}")
def points_of_line(id: str, suffix: str, site: Here) -> Response:
    """The utterances behind the picture of one line, a row each, as those behind the timeline."""
    found = line_with(site, id)
    return _data(suffix, ((found, step) for step in found.steps), _POINTS, "line")


@router.get("/positions/toward.{suffix}")
def pairs(request: Request, suffix: str, site: Here) -> Response:
    """The pairs behind the matrix: csv, xlsx, json or jsonl."""
    drawn = standing.drawn(site, line_query_of(request.query_params))
    return _data(suffix, iter(drawn.cells), _PAIRS, "toward")


def _data(suffix: str, found: Iterator[T], shown: Sequence[Column[T]], name: str) -> Response:
    heading = columns.heading(shown)

    def to_json(one: T) -> dict[str, object]:
        return dict(zip(heading, columns.row(shown, one), strict=True))

    if suffix == "json":
        return Response(codec.line(list(map(to_json, found))), media_type="application/json")
    return downloads.download(suffix, found, shown, to_json, sheet=name, name=name)


@router.get("/positions/compare")
def compare(request: Request, site: Here) -> Response:
    """Where two stand, an issue each, with what either said last."""
    asked = {name: request.query_params.get(name, "").strip() for name in ("one", "other", "issue")}
    both = bool(asked["one"] and asked["other"])
    found = standing.compared(site, asked["one"], asked["other"], asked["issue"] or None) if both else []
    return page(
        request,
        "compare.html",
        asked_for=asked,
        both=both,
        found=found[: standing.MOST_COMPARED],
        more=len(found) > standing.MOST_COMPARED,
    )
