"""Start: what is on record, and how to bring more in; reading goes on behind, and its page tells how far it is."""

from __future__ import annotations

from io import BytesIO
from itertools import islice
from pathlib import Path

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from onrecord import views
from onrecord.errors import UsageError
from onrecord.records import Handed
from onrecord.web.jobs import Job
from onrecord.web.problems import Missing
from onrecord.web.rendering import Place, page
from onrecord.web.roles import may
from onrecord.web.security import UPLOAD
from onrecord.web.site import Here, Site

PLACE = Place(label="Start", path="/")
router = APIRouter()

SAMPLE = Path(__file__).parent.parent / "sample" / "herring.txt"
_SAMPLE = {"publisher": "Harbour Wire", "published": "2025-03-11"}
_LATEST = 8
_MOST_FILES = 1000


@router.get("/")
def start(request: Request, site: Here) -> Response:
    """The first page: ways to add something, what was added last."""
    return page(
        request,
        "start.html",
        documents=views.count_documents(site.ledger),
        latest=list(islice(views.documents(site.ledger), _LATEST)),
        jobs=site.jobs.recent()[:_LATEST],
    )


@router.post("/add/sample", dependencies=[Depends(may("add"))])
def add_sample(site: Here) -> Response:
    """Read the report that comes with the program."""
    given = Handed(name=SAMPLE.name, raw=SAMPLE.open("rb"))
    return _seen(site.jobs.add("the sample report", [given], **_SAMPLE))


@router.post("/add", dependencies=[Depends(may("add"))])
async def add(request: Request, site: Here) -> Response:
    """Read what a form gives: files, a pasted text or an address."""
    form = await request.form(max_files=_MOST_FILES, max_part_size=UPLOAD)
    given = await _given(form)
    if not given:
        raise UsageError("nothing was given; expected files, a text or an address")
    inputs = list(given.values())
    what = next(iter(given)) if len(given) == 1 else f"{len(given)} inputs"
    published, publisher = _text(form, "published"), _text(form, "publisher")
    views.check_date(published, "published")
    return _seen(site.jobs.add(what, inputs, published=published, publisher=publisher or site.chosen.publisher))


async def _given(form: FormData) -> dict[str, str | Handed]:
    """What the form gives, each under its name; the names of files are shown, and never used as paths."""
    found: dict[str, str | Handed] = {}
    for file in form.getlist("files"):
        # A form whose file field was left empty sends a file without a name.
        if isinstance(file, UploadFile) and file.filename:
            found[f"{file.filename}" if file.filename not in found else f"{file.filename} ({len(found)})"] = Handed(
                name=file.filename, raw=file.file
            )
    text, address = _text(form, "text"), _text(form, "address")
    if text:
        found["a pasted text"] = Handed(name="a pasted text", raw=BytesIO(text.encode("utf-8", "replace")))
    for one in (address or "").split():
        found[one] = f"https://{one}" if "." in one and "://" not in one else one
    return found


def _text(form: FormData, name: str) -> str | None:
    value = form.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _seen(job: Job) -> Response:
    return RedirectResponse(f"/reading/{job.id}", 303)


def _job(site: Site, id: str) -> Job:
    job = site.jobs.get(id)
    if job is None:
        raise Missing("this reading is not known any more; what it read is on record")
    return job


@router.get("/reading/{id}")
def reading(request: Request, id: str, site: Here) -> Response:
    """How far a reading is, what was read, and what was skipped and why."""
    return page(request, "reading.html", job=_job(site, id))


@router.get("/reading/{id}/progress")
def progress(request: Request, id: str, site: Here) -> Response:
    """The part of that page which changes; it asks for itself again until the reading is over."""
    return page(request, "reading_progress.html", job=_job(site, id))
