"""Documents: the list, and each report with everything that was read in it marked."""

from __future__ import annotations

from itertools import islice

from fastapi import APIRouter, Request
from starlette.responses import Response

from onrecord import views
from onrecord.errors import UsageError
from onrecord.ledger import DocumentReading
from onrecord.web.marking import marked, numbered_in
from onrecord.web.problems import Missing
from onrecord.web.rendering import Place, page
from onrecord.web.site import Here, Site

PLACE = Place(label="Documents", path="/documents")
router = APIRouter()

_PAGE = 50


@router.get("/documents")
def documents(request: Request, site: Here, after: str | None = None) -> Response:
    """The documents on record, the newest first; `after` is the last one of the page before."""
    found = list(islice(views.documents(site.ledger, after=after or None), _PAGE + 1))
    return page(
        request,
        "documents.html",
        documents=found[:_PAGE],
        later=found[_PAGE - 1].id if len(found) > _PAGE else None,
        is_first=not after,
        count=views.count_documents(site.ledger),
    )


@router.get("/documents/{id}")
def document(request: Request, id: str, site: Here) -> Response:
    """One report, marked, and its records."""
    reading = _reading(site, id)
    numbered = numbered_in(reading)
    return page(
        request,
        "document.html",
        reading=reading,
        document=reading.document,
        paragraphs=marked(reading, numbered),
        numbered=numbered,
        numbers={entry.statement.id: number for number, entry in numbered.items()},
        rejected=[entry for entry in reading.statements if entry.review == "rejected"],
        meetings={meeting.id: meeting for meeting in reading.meetings},
    )


def _reading(site: Site, id: str) -> DocumentReading:
    try:
        return views.read_document(site.ledger, id)
    except UsageError as error:
        raise Missing(str(error)) from error
