"""The interface: the objects that the commands print, in pages, with ETags, and problems where something is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from made_pages import fill
from made_readings import RUN, document_of, reading_of, span_of, statement_of
from onrecord import views
from onrecord.ledger import Ledger
from onrecord.records import Meeting, PartialDate
from onrecord.views import Query
from onrecord.web.api import models
from onrecord.web.api.lines import Compared, Line

API = "/api/v1"
PLANNED = "Talks of Norway and Iceland are planned in Bergen; a summit follows."


@pytest.fixture
def filled(ledger: Ledger, client: TestClient) -> TestClient:
    fill(ledger)
    document = document_of(PLANNED, title='Plans; "talks"\r\nX: y', publisher="Coast Post", published="2025-03-20")
    meetings = [
        Meeting(
            id=f"{document.id}.{name}",
            name=name,
            kind="talks",
            status="scheduled",
            place="Bergen",
            parties=("Norway", "Iceland"),
            start=start and PartialDate(start),
            mentions=(span_of(PLANNED, name),),
        )
        for name, start in (("Talks", "2025-04-01"), ("summit", None))
    ]
    ledger.writer.add(reading_of(document, meetings=meetings), RUN)
    return client


def items(client: TestClient, path: str, **asked: Any) -> list[dict[str, Any]]:
    answer = client.get(f"{API}/{path}", params=asked)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def pages(client: TestClient, path: str, **asked: Any) -> Iterator[list[dict[str, Any]]]:
    cursor = {}
    while True:
        answer = client.get(f"{API}/{path}", params=asked | cursor).json()
        yield answer["items"]
        if answer["next"] is None:
            return
        cursor = {"cursor": answer["next"]}


LISTS: list[tuple[str, type[BaseModel], Callable[[Ledger], list[Any]]]] = [
    ("documents", models.Document, lambda ledger: list(map(views.document_to_json, views.documents(ledger)))),
    ("utterances", models.Utterance, lambda ledger: list(map(views.utterance_to_json, views.find(ledger)))),
    (
        "statements",
        models.Statement,
        lambda ledger: list(map(views.statement_to_json, views.statements(ledger, Query(), limit=100))),
    ),
    ("meetings", models.ReportedMeeting, lambda ledger: list(map(views.meeting_to_json, views.meetings(ledger)))),
    ("actors", models.Actor, lambda ledger: list(map(views.profile_to_json, views.actors(ledger, limit=100)))),
    ("lines", Line, lambda ledger: list(map(views.line_to_json, views.register(ledger)))),
    ("reviews", models.PlacedReview, lambda ledger: list(map(views.review_to_json, views.reviews(ledger)))),
]
every_list = pytest.mark.parametrize(("path", "model", "of_view"), LISTS, ids=[one[0] for one in LISTS])


@pytest.fixture
def reviewed(filled: TestClient) -> TestClient:
    for statement in items(filled, "statements"):
        for decided in ({"verdict": "accept"}, {"verdict": "set", "field": "toward", "value": ["Norway", "EU"]}):
            assert filled.post(f"{API}/reviews", json=decided | {"statement": statement["id"]}).status_code == 201
    return filled


@every_list
def test_a_list_has_the_objects_of_the_views_and_no_other_fields(
    reviewed: TestClient, ledger: Ledger, path: str, model: type[BaseModel], of_view: Callable[[Ledger], list[Any]]
) -> None:
    listed = items(reviewed, path)
    assert listed and listed == json.loads(json.dumps(of_view(ledger)))
    for one in listed:
        model.model_validate_json(json.dumps(one), strict=True)


@every_list
def test_pages_give_everything_once_in_the_order_of_the_list(
    reviewed: TestClient, path: str, model: type[BaseModel], of_view: object
) -> None:
    whole = items(reviewed, path)
    cut = list(pages(reviewed, path, limit=1))
    assert [one for page in cut for one in page] == whole and all(len(page) == 1 for page in cut)


ONES: list[tuple[str, type[BaseModel]]] = [
    ("documents", models.WholeDocument),
    ("utterances", models.Utterance),
    ("statements", models.ShownStatement),
    ("meetings", models.WholeMeeting),
    ("lines", Line),
    ("reviews", models.PlacedReview),
]


@pytest.mark.parametrize(("path", "model"), ONES, ids=[one[0] for one in ONES])
def test_one_has_at_least_what_the_list_says_of_it(reviewed: TestClient, path: str, model: type[BaseModel]) -> None:
    for listed in items(reviewed, path):
        answer = reviewed.get(f"{API}/{path}/{listed['id']}")
        assert answer.status_code == 200
        assert listed.items() <= answer.json().items()
        model.model_validate_json(answer.text, strict=True)
    missing = reviewed.get(f"{API}/{path}/nowhere")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")


def test_a_document_has_its_text_and_its_times(filled: TestClient) -> None:
    listed = next(one for one in items(filled, "documents") if one["publisher"] == "Harbour Wire")
    whole = filled.get(f"{API}/documents/{listed['id']}").json()
    (time,) = whole["times"]
    assert whole["text"][slice(*time["span"])] == time["text"] == "Tuesday"


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"q": "reopen"}, 1),
        ({"q": '"never reopen"'}, 1),
        ({"q": "nothing-like-it"}, 0),
        ({"kind": ["criticism", "refusal"]}, 2),
        ({"speaker": "Vidal"}, 2),
        ({"for_whom": "ISL"}, 1),
        ({"for_whom": "Norway", "toward": "Iceland"}, 2),
        ({"issue": "quota", "since": "2025-03-11", "until": "2025-03"}, 2),
        ({"independent": 2}, 1),
        ({"since": "2026", "rejected": "true"}, 0),
        ({"recorded_until": "2020"}, 0),
        ({"as_of": "2020"}, 0),
        ({"q": "", "kind": "", "speaker": ""}, 3),
    ],
    ids=str,
)
def test_filters_narrow_utterances(filled: TestClient, asked: dict[str, Any], count: int) -> None:
    assert len(items(filled, "utterances", **asked)) == count


def test_filters_narrow_statements(filled: TestClient) -> None:
    assert len(items(filled, "statements")) == 5
    assert len(items(filled, "statements", q="never")) == 1
    assert len(items(filled, "statements", independent=2)) == 3
    document = items(filled, "statements", q="never")[0]["document"]["id"]
    assert len(items(filled, "statements", document=document)) == 1


def test_meetings_are_narrowed(filled: TestClient) -> None:
    assert [one["name"] for one in items(filled, "meetings", status="scheduled", since="2025")] == ["Talks"]
    assert len(items(filled, "meetings", party="Norway", place="Bergen")) == 2
    assert items(filled, "meetings", document=items(filled, "documents")[0]["id"], party="Chile") == []


def test_lines_are_narrowed_and_compared(filled: TestClient) -> None:
    (norway,) = items(filled, "lines", holder="NOR", kind="refusal", toward="Iceland", issue="quota", since="2025")
    assert (norway["holder"], norway["kind"], norway["independent"]) == ("Norway", "refusal", 2)
    assert items(filled, "lines", holder="Norway", kind="offer") == items(filled, "lines", until="2024") == []
    step = norway["history"][0]
    assert filled.get(f"{API}/lines/{step['utterance']}").json() == norway
    (pair,) = items(filled, "lines/compared", holder=["Norway", "Iceland"], issue="quota")
    Compared.model_validate_json(json.dumps(pair), strict=True)
    assert pair["lines"][0] == norway
    assert filled.get(f"{API}/lines/compared", params={"holder": "Norway"}).status_code == 422


def test_actors_speak_and_bodies_have_what_was_said_for_them(filled: TestClient) -> None:
    assert [one["name"] for one in items(filled, "actors")] == ["Ana Vidal", "Iceland"]
    (norway,) = items(filled, "actors", name="Norway")
    assert norway["speakers"][0]["text"] == "Ana Vidal"
    assert filled.get(f"{API}/actors/state:NOR").json() == norway
    assert filled.get(f"{API}/actors/person:nobody").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("utterances?speeker=x", 422, "speeker"),
        ("utterances?since=soon", 400, "since: 'soon' is not a date"),
        ("utterances?kind=wish", 400, "kind: 'wish' is none; expected one of red_line"),
        ("utterances?independent=0", 422, "independent"),
        ("utterances?limit=0", 422, "limit"),
        ("utterances?limit=201", 422, "limit"),
        ("utterances?cursor=zz", 400, "cursor: this list has no place 'zz'"),
        ("utterances?cursor=1.u-none", 400, "cursor: this list has no place"),
        ("utterances?cursor=٣.u-none", 400, "cursor: this list has no place"),
        ("documents?cursor=zz", 400, "no document has the id 'zz'"),
        ("meetings?cursor=zz", 400, "cursor: this list has no place"),
        ("meetings?status=lost", 422, "status"),
        ("actors?name=%20", 400, "the name is empty"),
        ("statements?document=zz", 400, "no document has the id 'zz'"),
        ("nowhere", 404, "there is nothing at /api/v1/nowhere"),
    ],
)
def test_what_means_nothing_is_a_problem_in_one_line(client: TestClient, asked: str, status: int, said: str) -> None:
    answer = client.get(f"{API}/{asked}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = models.Problem.model_validate_json(answer.text)
    assert problem.status == status and problem.title and said in problem.detail and "\n" not in problem.detail


def test_a_method_that_is_not_there_says_which_are(client: TestClient) -> None:
    answer = client.delete(f"{API}/documents")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert "DELETE is not for" in answer.json()["detail"]


def test_whatever_can_be_got_has_a_head(filled: TestClient) -> None:
    for path in (f"{API}/documents", "/ledger", "/static/onrecord.css"):
        got, head = filled.get(path), filled.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == got.headers["content-length"]
        assert head.headers.get("etag") == got.headers.get("etag")
    assert filled.head(f"{API}/nowhere").status_code == 404


def test_an_answer_that_is_had_already_is_not_sent_again(filled: TestClient) -> None:
    for path in ("documents", "utterances", "utterances.atom", "meetings.ics"):
        first = filled.get(f"{API}/{path}")
        again = filled.get(f"{API}/{path}", headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
        assert (again.status_code, again.text, again.headers["etag"]) == (304, "", first.headers["etag"])
        assert filled.get(f"{API}/{path}", headers={"If-None-Match": '"other"'}).status_code == 200
        # Whoever keeps it asks first, and shares it with nobody.
        assert first.headers["cache-control"] == "private, no-cache"
    before = filled.get(f"{API}/statements").headers["etag"]
    statement = items(filled, "statements")[0]["id"]
    filled.post(f"{API}/reviews", json={"verdict": "accept", "statement": statement})
    assert filled.get(f"{API}/statements", headers={"If-None-Match": before}).status_code == 200


def test_a_page_follows_its_list_when_something_new_comes_before(filled: TestClient, ledger: Ledger) -> None:
    first = filled.get(f"{API}/utterances", params={"limit": 1}).json()
    rest = items(filled, "utterances")[1:]
    document = document_of("Norway is glad, Bo Lund said.", published="2025-05-05")
    ledger.writer.add(reading_of(document, statement_of(document, "Norway is glad", speaker="Bo Lund")), RUN)
    assert items(filled, "utterances")[0]["quote"] == "Norway is glad"
    assert items(filled, "utterances", cursor=first["next"]) == rest


def test_a_calendar_has_the_meetings_with_a_day(filled: TestClient) -> None:
    answer = filled.get(f"{API}/meetings.ics", params={"since": "2025"})
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    lines = answer.text.split("\r\n")
    assert "SUMMARY:Talks" in lines and "DTSTART;VALUE=DATE:20250401" in lines
    assert lines.count("BEGIN:VEVENT") == 1 and "\n" not in answer.text.replace("\r\n", "")


def test_the_description_is_served(client: TestClient) -> None:
    written = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text(encoding="utf-8"))
    assert client.get(f"{API}/openapi.json").json() == written
