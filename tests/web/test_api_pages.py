"""What a page shows, a program gets: each page has its operation, and both say the same."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from made_lines import fill_lines
from made_pages import FIRST, fill
from made_readings import RUN, document_of, reading_of, span_of, statement_of
from onrecord.ledger import Ledger
from onrecord.records import Meeting, PartialDate
from onrecord.web import pages
from onrecord.web.api import models
from onrecord.web.api.lines import Pair, Point
from onrecord.web.api.meetings import Month
from onrecord.web.api.utterances import FacetCounts, Reports
from onrecord.web.app import create_app
from onrecord.web.site import Site

API = "/api/v1"

SAME = {
    "GET /": ("GET /about", "GET /documents", "GET /readings"),
    "POST /add": ("POST /documents",),
    "POST /add/sample": ("POST /documents",),
    "GET /reading/{id}": ("GET /readings/{id}", "GET /readings/{id}/outcomes"),
    "GET /reading/{id}/progress": ("GET /readings/{id}",),
    "GET /ledger": ("GET /utterances", "GET /utterances/facets"),
    "GET /ledger.{suffix}": ("GET /utterances.{suffix}",),
    "GET /documents": ("GET /documents",),
    "GET /documents/{id}": ("GET /documents/{id}", "GET /statements", "GET /meetings"),
    "GET /utterances/{id}": (
        "GET /utterances/{id}",
        "GET /utterances/{id}/reports",
        "GET /statements/{id}",
        "GET /reviews",
    ),
    "GET /positions": ("GET /lines",),
    "GET /positions.{suffix}": ("GET /lines.{suffix}",),
    "GET /positions/{id}": ("GET /lines/{id}",),
    "GET /positions/timeline": ("GET /lines/points",),
    "GET /positions/timeline.{suffix}": ("GET /lines/points",),
    "GET /positions/{id}/timeline.{suffix}": ("GET /lines/{id}",),
    "GET /positions/toward": ("GET /lines/pairs",),
    "GET /positions/toward.{suffix}": ("GET /lines/pairs",),
    "GET /positions/compare": ("GET /lines/compared",),
    "GET /positions/{id}/issue": ("GET /lines/{id}", "GET /lines", "GET /reviews"),
    "POST /positions/{id}/name": ("POST /reviews",),
    "POST /positions/{id}/same": ("POST /reviews",),
    "POST /positions/{id}/own": ("POST /reviews",),
    "GET /calendar": ("GET /calendar/{month}", "GET /meetings", "GET /meetings/{id}", "GET /meetings.ics"),
    "GET /calendar/undated": ("GET /meetings",),
    "GET /calendar/meetings/{id}": ("GET /meetings/{id}",),
    "GET /review": ("GET /reviews/queue",),
    "POST /review": ("POST /undo",),
    "POST /review/{id}": ("POST /reviews",),
    "GET /review/agreement": ("GET /reviews/agreement", "GET /reviews/disagreements"),
    "GET /watch": ("GET /alerts", "GET /alerts/preview", "GET /alerts/{id}/fired", "GET /alerts/{id}/calls"),
    "POST /watch": ("POST /alerts",),
    "POST /watch/{id}/change": ("PATCH /alerts/{id}",),
    "POST /watch/{id}/remove": ("DELETE /alerts/{id}",),
    "POST /watch/{id}/renew": ("POST /alerts/{id}/feeds",),
    "GET /feeds/{token}.atom": ("GET /utterances.atom",),
    "GET /feeds/{token}.json": ("GET /utterances.json",),
}
"""For each address of a page, what a program asks for the same. A new page has to be given its place here."""


def test_whatever_a_page_does_a_program_can(site: Site) -> None:
    routes = [route for router in pages.ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    assert {f"{method} {route.path}" for route in routes for method in route.methods} == set(SAME)
    described = create_app(site).openapi()["paths"]
    there = {f"{method.upper()} {path.removeprefix(API)}" for path, of in described.items() for method in of}
    assert {operation for operations in SAME.values() for operation in operations} <= there


@pytest.fixture
def filled(ledger: Ledger, client: TestClient) -> TestClient:
    fill(ledger)
    return client


def got(client: TestClient, path: str, **asked: Any) -> Any:
    answer = client.get(f"{API}/{path}", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_document_has_its_marks_by_code_points(filled: TestClient) -> None:
    listed = got(filled, "documents")["items"]
    first = next(one for one in listed if one["publisher"] == "Harbour Wire")
    whole = got(filled, f"documents/{first['id']}")
    statements = {one["id"]: one for one in got(filled, "statements", document=first["id"])["items"]}
    words = {(FIRST[slice(*mark["span"])], mark["role"]) for mark in whole["marks"]}
    assert words >= {("Norway will not reopen the quota", "content"), ("Bergen talks", "meeting"), ("Tuesday", "time")}
    for mark in whole["marks"]:
        if mark["role"] == "content":
            assert mark["span"] in statements[mark["of"]]["content"]
    starts = [mark["span"][0] for mark in whole["marks"]]
    assert starts == sorted(starts)
    assert [one["publisher"] for one in whole["copies"]] == ["Island Daily"] and whole["later"] == []
    filled.post(f"{API}/reviews", json={"verdict": "reject", "statement": next(iter(statements))})
    again = got(filled, f"documents/{first['id']}")["marks"]
    assert next(iter(statements)) not in {mark["of"] for mark in again} and len(again) < len(whole["marks"])


def test_an_utterance_has_its_reports_with_their_wordings(filled: TestClient) -> None:
    (found,) = got(filled, "utterances", q="reopen")["items"]
    answer = filled.get(f"{API}/utterances/{found['id']}/reports")
    Reports.model_validate_json(answer.text, strict=True)
    first, second = answer.json()["items"]
    assert first["wording"] is None and len(first["copies"]) == 1 and "Harbour Wire" in first["citation"]
    assert not second["wording"]["same"]
    for side, whole in (("one", first["quote"]), ("other", second["quote"])):
        assert "".join(part["text"] for part in second["wording"][side]) == whole
    assert filled.get(f"{API}/utterances/nowhere/reports").status_code == 404


def test_facets_are_those_of_the_page(filled: TestClient) -> None:
    found = got(filled, "utterances/facets", kind="refusal")
    FacetCounts.model_validate_json(json.dumps(found), strict=True)
    assert (found["acts"], found["more"]) == (1, False)
    assert {one["value"]: one["count"] for one in found["kinds"]} == {"refusal": 1, "criticism": 1, "comment": 1}


@pytest.mark.parametrize(("path", "page"), [("utterances", "/ledger"), ("lines", "/positions")])
def test_a_file_has_what_the_list_has(filled: TestClient, path: str, page: str) -> None:
    listed = got(filled, path)["items"]
    lines = [json.loads(line) for line in filled.get(f"{API}/{path}.jsonl").text.splitlines()]
    assert lines and sorted(lines, key=lambda one: one["id"]) == sorted(listed, key=lambda one: one["id"])
    rows = list(csv.reader(io.StringIO(filled.get(f"{API}/{path}.csv").text)))
    assert len(rows) == len(listed) + 1
    for suffix in ("csv", "xlsx", "jsonl"):
        answer = filled.get(f"{API}/{path}.{suffix}")
        assert answer.headers["content-type"] == filled.get(f"{page}.{suffix}").headers["content-type"]
    assert filled.get(f"{API}/{path}.pdf").status_code == 422


def test_the_pictures_have_their_data(ledger: Ledger, client: TestClient) -> None:
    fill_lines(ledger)
    points = got(client, "lines/points", holder="Iceland")["items"]
    for one in points:
        Point.model_validate_json(json.dumps(one), strict=True)
    of_page = client.get("/positions/timeline.json", params={"holder": "Iceland"}).json()
    assert [(one["day"], one["utterance"]) for one in points] == [(one["day"], one["utterance"]) for one in of_page]
    cut = got(client, "lines/points", holder="Iceland", limit=1)
    assert got(client, "lines/points", holder="Iceland", cursor=cut["next"])["items"] == points[1:]
    pairs = got(client, "lines/pairs")["items"]
    for one in pairs:
        Pair.model_validate_json(json.dumps(one), strict=True)
    assert pairs == [
        {"holder": "Iceland", "toward": "Norway", "utterances": 3, "kinds": {"red_line": 1, "demand": 1, "offer": 1}}
    ]


TEXT = "Talks are planned. A summit met. Envoys meet in spring. The visit was in 2024."


@pytest.fixture
def met(ledger: Ledger, client: TestClient) -> TestClient:
    """Meetings on a day, in a month, in a year, and of no known time."""
    document = document_of(TEXT, publisher="Coast Post", published="2025-03-12")
    said = statement_of(document, "A summit met", speaker="A summit", kind="indirect", meeting="m2")
    names = ("Talks", "summit", "Envoys", "visit")
    starts = (None, "2025-03-11", "2025-03", "2024")
    meetings = [
        Meeting(
            id=f"m{number}",
            name=name,
            kind="talks",
            status="held",
            start=start and PartialDate(start),
            place="Bergen" if name == "visit" else None,
            mentions=(span_of(TEXT, name),),
        )
        for number, (name, start) in enumerate(zip(names, starts, strict=True), 1)
    ]
    ledger.writer.add(reading_of(document, said, meetings=meetings), RUN)
    return client


def test_what_no_month_has_is_listed_and_counted(met: TestClient) -> None:
    month = met.get(f"{API}/calendar/2025-03")
    Month.model_validate_json(month.text, strict=True)
    assert month.json() == {
        "month": "2025-03",
        "before": None,
        "after": None,
        "days": [{"day": "2025-03-11", "meetings": ["m2"]}],
        "without_day": ["m3"],
        "undated": 2,
        "undated_more": False,
    }
    assert [one["name"] for one in got(met, "meetings", undated=True)["items"]] == ["visit", "Talks"]
    assert got(met, "calendar/2025-03", place="Bergen")["undated"] == 1
    page = met.get("/calendar").text
    assert '<a href="/calendar/undated">2 meetings</a> without a date' in page
    text = met.get("/calendar/undated").text
    assert text.index("The visit was in 2024.") < text.index("Talks are planned.") and "A summit met" not in text
    assert "Talks" not in met.get("/calendar/undated?place=Bergen").text
    assert met.get("/calendar/undated?status=lost").status_code == 400
    assert met.get(f"{API}/calendar/soon").status_code == 400


def test_a_meeting_has_its_sentence_and_what_was_said_there(met: TestClient) -> None:
    answer = met.get(f"{API}/meetings/m2")
    models.WholeMeeting.model_validate_json(answer.text, strict=True)
    assert answer.json()["sentence"] == "A summit met."
    assert [one["quote"] for one in answer.json()["statements"]] == ["A summit met"]
