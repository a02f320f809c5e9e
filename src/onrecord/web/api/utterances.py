"""Utterances: found by what was said, by whom, for whom, when; and as feeds."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from onrecord import views
from onrecord.views import columns
from onrecord.web import downloads
from onrecord.web.api import feeds, files
from onrecord.web.api.answers import Cursor, Limit, anchored, json_answer, present, tagged
from onrecord.web.api.models import Page, Report, Shape, Utterance
from onrecord.web.problems import Missing
from onrecord.web.site import Here, Site, kept_facets
from onrecord.wording import quoted

router = APIRouter(tags=["utterances"])


class Search(BaseModel):
    """What is asked for, as `onrecord find` has it; all of it must fit. What is not named here is refused."""

    model_config = ConfigDict(extra="forbid")

    q: str | None = Field(None, description='Words of the quotation or of the name; `"a phrase"`, `begin*`.')
    speaker: str | None = Field(None, description="By whom it was said.")
    for_whom: str | None = Field(None, description="The speaker's state or organisation, or the position's holder.")
    toward: str | None = Field(None, description="At whom the position is directed.")
    kind: list[str] = Field([], description="What it does: `red_line`, `demand`, ...; one of several fits.")
    issue: str | None = Field(None, description="What the position is about.")
    meeting: str | None = Field(None, description="Name or place of the meeting.")
    since: str | None = Field(None, description="Said on this day or later: `2022-01-10`, `2022-01` or `2022`.")
    until: str | None = Field(None, description="Said on this day or earlier.")
    independent: int | None = Field(
        None, ge=1, le=1_000_000, description="At least so many reports that are no copies."
    )
    document: str | None = Field(None, description="In the document with this id.")
    rejected: bool = Field(False, description="Also what a person rejected.")

    @property
    def query(self) -> views.Query:
        """The same as the views take it; what is empty is left open."""
        named = {"words": self.q, "kinds": tuple(filter(None, self.kind))}
        same = {field.name: getattr(self, field.name, None) for field in fields(views.Query) if field.name not in named}
        return views.Query(**{name: value for name, value in (named | same).items() if value not in (None, "", ())})


class Filters(Search):
    """A search, and the ledger of which day it is of."""

    recorded_since: str | None = Field(None, description="Put on record on this day or later, in UTC.")
    recorded_until: str | None = Field(None, description="Put on record on this day or earlier, in UTC.")
    as_of: str | None = Field(None, description="The ledger as it stood at the end of this day, in UTC.")


class FacetCount(Shape):
    """One value: what to ask for it with, how it reads, and how many utterances have it in some report."""

    value: str
    label: str
    count: int


class FacetCounts(Shape):
    """The counts, most frequent first: `acts` utterances were counted, and there are `more` if that is said."""

    acts: int
    more: bool
    kinds: list[FacetCount]
    speakers: list[FacetCount]
    for_whom: list[FacetCount]


class Stretch(Shape):
    """A stretch of a wording; `shared` if the other one has it too."""

    text: str
    shared: bool


class Wording(Shape):
    """How the first report's words (`one`) and another's differ, word by word; `same` if none differs."""

    same: bool
    one: list[Stretch]
    other: list[Stretch]


class WordedReport(Report):
    """An independent report: its words, their citation, and how they differ from the first report's, null for that."""

    quote: str
    citation: str
    wording: Wording | None


class Reports(Shape):
    """The reports of an utterance, the first printed first."""

    items: list[WordedReport]


class Listed(Filters):
    """Filters, and which page of what fits."""

    limit: Limit = 50
    cursor: Cursor = None


class Fed(Filters):
    """Filters, and how many entries a feed has at most."""

    limit: Limit = 50


@router.get("/utterances", response_model=Page[Utterance])
def listed(request: Request, asked: Annotated[Listed, Query()], site: Here) -> Response:
    """The utterances that fit: the most relevant first if there are words, otherwise the newest."""
    items, more = anchored(
        lambda offset, limit: views.found_by(site.ledger, asked.query, limit=limit, offset=offset, known=site.known),
        asked.cursor,
        asked.limit,
        lambda one: one.id,
    )
    return json_answer(request, {"items": [views.utterance_to_json(one) for one in items], "next": more})


@router.get("/utterances/facets", response_model=FacetCounts)
def facets(request: Request, asked: Annotated[Filters, Query()], site: Here) -> Response:
    """What the utterances that fit have in common: how many of each kind, of each speaker, for each whom.

    Of a large ledger the first 300 that fit are counted; `more` says so. Kinds are counted as if none was asked for.
    """
    return json_answer(request, asdict(kept_facets(site, asked.query)))


@router.get("/utterances.atom", response_class=feeds.Atom)
def atom(request: Request, asked: Annotated[Fed, Query()], site: Here) -> Response:
    """What fits as an Atom feed, the latest on record first."""
    found = _latest(site, asked)
    return tagged(request, feeds.atom(found, str(request.url)), feeds.Atom.media_type)


@router.get("/utterances.json", response_model=feeds.Feed, response_class=feeds.JsonFeed)
def json_feed(request: Request, asked: Annotated[Fed, Query()], site: Here) -> Response:
    """What fits as a JSON Feed, the latest on record first."""
    found = _latest(site, asked)
    return tagged(request, feeds.json_feed(found, str(request.url)), feeds.JsonFeed.media_type)


# After the feeds, whose addresses have a suffix of their own.
@router.get("/utterances.{suffix}", response_class=files.File, responses=files.RESPONSES)
def file(suffix: files.Suffix, asked: Annotated[Filters, Query()], site: Here) -> Response:
    """All that fits as a file, a row or a line an utterance, with the columns of `onrecord find --csv`."""
    found = views.found_by(site.ledger, asked.query, known=site.known)
    return downloads.download(suffix, found, columns.FOUND, views.utterance_to_json, sheet="statements")


def _latest(site: Site, asked: Fed) -> list[views.Utterance]:
    return list(views.found_by(site.ledger, asked.query, limit=asked.limit, known=site.known, latest=True))


def _act(site: Site, id: str) -> views.Utterance:
    with present():
        act = views.show(site.ledger, id).utterance
    if act is None:
        raise rejected(id)
    return act


@router.get("/utterances/{id}/reports", response_model=Reports)
def reports(request: Request, id: str, site: Here) -> Response:
    """The independent reports of an utterance, the first printed first: their wordings, copies and citations."""
    act = _act(site, id)
    quote = quoted(act.first)
    made = [_report_to_json(report, None if not n else quote) for n, report in enumerate(act.reports)]
    return json_answer(request, {"items": made})


def _report_to_json(report: views.Report, first: str | None) -> dict[str, Any]:
    words = quoted(report.entry.statement)
    wording = None if first is None else views.differences(first, words)
    return views.report_to_json(report) | {
        "quote": words,
        "citation": views.cite(report.entry),
        "wording": wording and {"same": wording.same} | asdict(wording),
    }


@router.get("/utterances/{id}", response_model=Utterance)
def one(request: Request, id: str, site: Here) -> Response:
    """One utterance; the id may be abbreviated, or be that of a statement that reports it."""
    act = _act(site, id)
    return json_answer(request, views.utterance_to_json(act))


def rejected(id: str) -> Missing:
    """Says that nobody said so, by a person's decision."""
    return Missing(f"a person rejected all that reports '{id}'")
