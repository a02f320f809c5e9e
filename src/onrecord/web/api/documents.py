"""Documents: what is on record, and reading more into it."""

from __future__ import annotations

import codecs
import tempfile
from typing import Annotated, Any

import anyio
from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import Response

from onrecord import codec, pipeline, views
from onrecord.ledger import DocumentReading
from onrecord.marks import Mark
from onrecord.records import Failure, Handed
from onrecord.web.api.answers import Cursor, Day, Limit, json_answer, page_of, present
from onrecord.web.api.models import Added, AllAdded, Document, Page, WholeDocument
from onrecord.web.api.readings import Reading, reading_to_json
from onrecord.web.jobs import Job
from onrecord.web.marking import marks_in, numbered_in
from onrecord.web.problems import answer
from onrecord.web.roles import may
from onrecord.web.site import Here, Site

router = APIRouter(tags=["documents"])

# Bytes of an upload that are kept in memory before it goes to disk.
_IN_MEMORY = 1024 * 1024
_LINES = ("application/x-ndjson", "application/ndjson", "application/jsonl")
_NAMES = {"text/plain": "text.txt", "text/html": "page.html"} | dict.fromkeys(_LINES, "lines.jsonl")
_TAKEN = ("application/json", "text/plain", "text/html", _LINES[0])


class Listed(BaseModel):
    """Which documents, and which page of them."""

    model_config = ConfigDict(extra="forbid")

    as_of: Day = None
    limit: Limit = 50
    cursor: Cursor = None


class New(BaseModel):
    """A report: its text, or the address of a page; what it doesn't say itself, as in JSON lines."""

    model_config = ConfigDict(extra="forbid")

    text: str | None = Field(None, min_length=1)
    url: str | None = Field(None, description="Where `text` is from; without a text, the page there is read.")
    id: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = Field(None, description="`2022-01-10`, `2022-01` or `2022`.")
    language: str | None = None


class Defaults(BaseModel):
    """What speaks for inputs that don't say themselves."""

    model_config = ConfigDict(extra="forbid")

    publisher: str | None = None
    published: str | None = Field(None, description="`2022-01-10`, `2022-01` or `2022`.")


class Given(Defaults):
    """The same, and whether to wait for the end."""

    wait: bool = Field(True, description="If false, the answer comes at once: 202, with the address of the reading.")


@router.get("/documents", response_model=Page[Document])
def listed(request: Request, asked: Annotated[Listed, Query()], site: Here) -> Response:
    """The documents on record, the newest first."""
    found = views.documents(site.ledger, as_of=asked.as_of or None, after=asked.cursor)
    return page_of(request, found, asked.limit, views.document_to_json, lambda one: one.id)


@router.get("/documents/{id}", response_model=WholeDocument)
def one(request: Request, id: str, site: Here) -> Response:
    """One document with its text, marked, and the documents that print the same or a later version; the id may be
    abbreviated."""
    with present():
        found = views.read_document(site.ledger, id)
    whole = {
        "text": found.text,
        "times": [codec.time_to_json(time) for time in found.times],
        "marks": _marks(found),
        "copies": [views.short_to_json(other) for other in found.others],
        "later": [views.short_to_json(other) for other in found.later],
    }
    return json_answer(request, views.document_to_json(found.document) | whole)


def _marks(reading: DocumentReading) -> list[dict[str, Any]]:
    numbered = numbered_in(reading)

    def of(mark: Mark) -> str | None:
        if mark.role == "time":
            return None
        return reading.meetings[mark.number].id if mark.role == "meeting" else numbered[mark.number].statement.id

    marks = sorted(marks_in(reading, numbered), key=lambda mark: (mark.span.start, -mark.span.end))
    return [{"span": [mark.span.start, mark.span.end], "role": mark.role, "of": of(mark)} for mark in marks]


_BODY = {
    "content": {
        "application/json": {"schema": New.model_json_schema()},
        **{media_type: {"schema": {"type": "string"}} for media_type in _TAKEN[1:]},
    },
    "required": True,
}


@router.post(
    "/documents",
    status_code=201,
    response_model=Added,
    responses={
        200: {"model": Added | AllAdded, "description": "It was on record; or the outcomes, one for each line."},
        202: {"model": Reading, "description": "It is being read; `Location` tells how far it is."},
    },
    openapi_extra={"requestBody": _BODY},
    dependencies=[Depends(may("add"))],
)
async def add(request: Request, asked: Annotated[Given, Query()], site: Here) -> Response:
    """Read a report into the ledger; the answer comes when it is there.

    JSON has a `text` or a `url`; text and HTML are a report by themselves, and JSON lines have one a line. What the
    ledger has already is left as it is: the answer is 200, with the status `known`. With `wait=false` it comes at once.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    views.check_date(asked.published, "published")
    if media_type == "application/json":
        new = _new(await request.body())
        views.check_date(new.published, "published")
        job = _job_of(site, new, asked)
    elif media_type in _NAMES:
        raw = await _handed(request, _NAMES[media_type])
        publisher = asked.publisher or site.chosen.publisher
        job = site.jobs.add("the interface", [raw], publisher=publisher, published=asked.published)
    else:
        raise HTTPException(415, f"'{media_type[:60]}' is not read; expected {', '.join(_TAKEN)}")
    if not asked.wait:
        headers = {"Location": f"/api/v1/readings/{job.id}"}
        return json_answer(request, reading_to_json(job), status=202, headers=headers)
    await _end_of(job)
    return _told(request, job, as_list=media_type in _LINES)


def _new(body: bytes) -> New:
    try:
        new = New.model_validate_json(body)
    except ValidationError as error:
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in error.errors()]) from error
    if new.text is None and not new.url:
        raise HTTPException(422, "neither text nor url; expected one of them, or both")
    return new


def _job_of(site: Site, new: New, asked: Defaults) -> Job:
    publisher = new.publisher or asked.publisher or site.chosen.publisher
    published = new.published or asked.published
    if new.text is None:
        # What the page says of itself goes before what is said of it here.
        return site.jobs.add(new.url or "", [new.url or ""], publisher=publisher, published=published)
    made: Any = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the thread that reads it closes it
    made.write(codec.line(new.model_dump(exclude_none=True)).encode("utf-8", "replace"))
    made.seek(0)
    name = new.url or new.title or "text"
    return site.jobs.add(name, [Handed(name=name, raw=made)], publisher=publisher, published=published)


async def _handed(request: Request, name: str) -> Handed:
    """The body as it comes, on disk where it is long; in UTF-8 if it was said to be in something else."""
    charset = _charset(request)
    made: Any = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the thread that reads it closes it
    async for piece in request.stream():
        made.write(piece)
    made.seek(0)
    if charset is None:
        return Handed(name=name, raw=made)
    text = made.read().decode(charset, "replace")
    made.seek(0)
    made.truncate()
    # The mark says so to whoever goes by what the page says of itself.
    made.write(codecs.BOM_UTF8 + text.encode("utf-8", "replace"))
    made.seek(0)
    return Handed(name=name, raw=made)


def _charset(request: Request) -> str | None:
    """The declared encoding, if it is another one than UTF-8. Raises the answer 415 for one that is none."""
    for parameter in request.headers.get("content-type", "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            given = value.strip(" \"'")
            try:
                found = codecs.lookup(given)
                "".encode(found.name)
            except (LookupError, ValueError) as error:
                raise HTTPException(415, f"'{given[:60]}' is no encoding of text; expected utf-8") from error
            return None if found.name in ("utf-8", "ascii") else found.name
    return None


async def _end_of(job: Job) -> None:
    """Wait for the job without holding a thread, of which there are few."""
    pause = 0.01
    while not job.is_over:
        await anyio.sleep(pause)
        pause = min(pause * 1.5, 0.5)


def _told(request: Request, job: Job, *, as_list: bool) -> Response:
    if job.problem is not None:
        return answer(request, 503, job.problem)
    made = [pipeline.outcome_to_json(outcome) for outcome in job.outcomes]
    if as_list or len(made) != 1:
        return json_answer(request, {"items": made})
    (outcome,) = job.outcomes
    if isinstance(outcome, Failure):
        return answer(request, 422, str(outcome))
    if outcome.status == "known":
        return json_answer(request, made[0])
    return json_answer(request, made[0], status=201, headers={"Location": f"/api/v1/documents/{outcome.document_id}"})
