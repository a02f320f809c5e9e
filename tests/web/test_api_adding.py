"""Adding and deciding over the interface: what may be sent, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from made_pages import fill
from onrecord.ledger import Ledger
from onrecord.web import security

API = "/api/v1"
REPORT = '"We sail on Friday" said Vidal.'


def sent(client: TestClient, body: Any, media_type: str, address: str = "") -> Any:
    content = json.dumps(body) if isinstance(body, dict) else body
    return client.post(f"{API}/documents{address}", content=content, headers={"Content-Type": media_type})


def test_a_text_with_what_is_known_of_it(client: TestClient) -> None:
    known = {"title": "Sailing", "publisher": "Harbour Wire", "published": "2025-03-11", "url": "https://h.example/1"}
    answer = sent(client, {"text": REPORT, "id": "n1", "language": "en"} | known, "application/json")
    assert answer.status_code == 201
    added = answer.json()
    assert (added["status"], added["statements"]) == ("new", 1)
    document = client.get(answer.headers["location"]).json()
    assert document["id"] == added["document"] and document["input_id"] == "n1"
    assert known.items() <= document.items() and document["text"] == f"Sailing\n\n{REPORT}"
    again = sent(client, {"text": REPORT, "id": "n1", "language": "en"} | known, "application/json")
    assert (again.status_code, again.json()) == (200, added | {"status": "known"})
    changed = sent(client, {"text": f"{REPORT} It rained."} | known, "application/json")
    assert (changed.status_code, changed.json()["status"]) == (201, "version")


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (REPORT.encode(), "text/plain"),
        (f"<html><body><p>{REPORT}</p></body></html>".encode(), "text/html; charset=utf-8"),
        ('"Wir fahren für immer" said Bo.'.encode("iso-8859-2"), "text/plain; charset=ISO-8859-2"),
        (f"<meta charset=utf-8><p>{REPORT}</p>".encode("utf-16-le"), "text/html; charset=utf-16-le"),
    ],
    ids=["text", "html", "another-encoding", "html-that-says-otherwise"],
)
def test_a_report_by_itself(client: TestClient, body: bytes, media_type: str) -> None:
    answer = sent(client, body, media_type, "?publisher=Harbour%20Wire&published=2025-03")
    assert answer.status_code == 201 and answer.json()["statements"] == 1, answer.text
    document = client.get(answer.headers["location"]).json()
    assert (document["publisher"], document["published"]) == ("Harbour Wire", "2025-03")
    assert "said" in document["text"] and "\ufffd" not in document["text"] and "ï" not in document["text"]


def test_json_lines_have_one_outcome_each(client: TestClient) -> None:
    lines = b'{"text": "\\"Yes\\" said Bo."}\n\n{"txt": 1}\nno json\n{"text": "\\"Yes\\" said Bo."}\n'
    answer = sent(client, lines, "application/x-ndjson")
    assert answer.status_code == 200
    assert [one["status"] for one in answer.json()["items"]] == ["new", "failed", "failed", "known"]
    assert answer.json()["items"][1] | {"input": ""} == {
        "input": "",
        "document": None,
        "status": "failed",
        "statements": 0,
        "problem": 'no "text"',
        "expected": 'expected one JSON object a line, with a string "text"',
    }


@pytest.mark.parametrize(
    ("body", "media_type", "status", "said"),
    [
        ({"text": 3}, "application/json", 422, "text: "),
        ({"text": ""}, "application/json", 422, "text: "),
        ({"txt": "x"}, "application/json", 422, "txt: "),
        ({}, "application/json", 422, "neither text nor url"),
        ({"text": None, "url": ""}, "application/json", 422, "neither text nor url"),
        ({"text": "x", "published": "soon"}, "application/json", 400, "published: 'soon' is not a date"),
        ({"url": "/etc/passwd"}, "application/json", 422, "/etc/passwd: not an address; expected https://host/path"),
        ({"url": "-"}, "application/json", 422, "-: not an address"),
        ({"url": "file:///etc/passwd"}, "application/json", 422, "file:// is not read"),
        (b"{", "application/json", 422, "Invalid JSON"),
        (b"[" * 100_000, "application/json", 422, "JSON"),
        (b"\xff\xfe\xff", "application/json", 422, "JSON"),
        (b"", "text/plain", 422, "empty; expected text"),
        (b"%PDF-1.4", "text/plain", 422, "a PDF file"),
        (bytes(range(32)) * 100, "text/html", 422, "binary data"),
        (b"x", "image/png", 415, "'image/png' is not read; expected application/json, text/plain"),
        (b"x", "", 415, "is not read"),
        (b"x", "text/plain; charset=klingon", 415, "'klingon' is no encoding"),
        (b"x", "text/plain; charset=rot13", 415, "'rot13' is no encoding"),
    ],
)
def test_what_can_not_be_read_is_a_problem(
    client: TestClient, body: Any, media_type: str, status: int, said: str
) -> None:
    answer = sent(client, body, media_type)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    assert said in answer.json()["detail"]
    assert client.get(f"{API}/documents").json()["items"] == []


def test_lone_surrogates_and_nul_cost_no_report(client: TestClient) -> None:
    body = b'{"text": "\\"We \\ud800 sail\\u0000\\" said Bo.", "title": "a\\u0000\\udfff"}'
    answer = sent(client, body, "application/json")
    assert answer.status_code in (201, 422) and "fault" not in answer.text
    lines = sent(client, body, "application/x-ndjson")
    assert [one["status"] for one in lines.json()["items"]] in (["new"], ["known"])


def test_a_long_body_is_refused_whatever_it_says_of_its_length(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security, "UPLOAD", 1000)

    def without_length() -> Iterator[bytes]:
        yield from [b"x" * 100] * 11

    for media_type in ("text/plain", "application/json", "application/x-ndjson"):
        answer = client.post(f"{API}/documents", content=without_length(), headers={"Content-Type": media_type})
        assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
        answer = client.post(f"{API}/documents", content=b"x" * 1001, headers={"Content-Type": media_type})
        assert answer.status_code == 413
    assert client.get(f"{API}/documents").json()["items"] == []


@pytest.fixture
def statement(ledger: Ledger, client: TestClient) -> str:
    fill(ledger)
    return str(client.get(f"{API}/utterances", params={"independent": 2}).json()["items"][0]["first"])


def decided(client: TestClient, **decision: Any) -> Any:
    return client.post(f"{API}/reviews", json=decision)


def test_a_decision_is_kept_under_the_name_of_whose_session_it_is(client: TestClient, statement: str) -> None:
    answer = decided(client, verdict="set", statement=statement, field="speaker", value="Bo Lund", note="see photo")
    assert answer.status_code == 201
    (kept,) = answer.json()["items"]
    assert (kept["reviewer"], kept["field"], kept["note"]) == ("Vera", "speaker", "see photo")
    shown = client.get(f"{API}/statements/{statement}").json()
    assert (shown["speaker"]["name"], shown["review"]) == ("Bo Lund", "amended")
    assert shown["machine"]["speaker"]["name"] == "Ana Vidal"
    assert decided(client, verdict="withdraw", withdraws=kept["id"]).status_code == 201
    assert client.get(f"{API}/statements/{statement}").json()["speaker"]["name"] == "Ana Vidal"


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("toward", ["Norway", "EU"], ["Norway", "EU"]),
        ("toward", [], []),
        ("first_hand", False, False),
        ("said_on", "2025-03-10", "2025-03-10"),
        ("said_on", None, None),
        ("position", "red line", "red_line"),
        ("issue", "'; DROP TABLE reviews; --", "'; DROP TABLE reviews; --"),
    ],
)
def test_a_value_is_kept_as_the_field_has_it(
    client: TestClient, statement: str, field: str, value: Any, kept: Any
) -> None:
    answer = decided(client, verdict="set", statement=statement, field=field, value=value)
    assert answer.status_code == 201 and answer.json()["items"][0]["value"] == kept


def test_rejecting_an_utterance_rejects_all_that_reports_it(client: TestClient, statement: str) -> None:
    assert len(decided(client, verdict="reject", statement=f"u-{statement}").json()["items"]) == 3
    assert len(client.get(f"{API}/utterances").json()["items"]) == 2
    answer = client.get(f"{API}/utterances/u-{statement}")
    assert answer.status_code == 404 and "a person rejected all" in answer.json()["detail"]
    assert client.get(f"{API}/statements/{statement}").json()["utterance"] is None


def test_two_statements_are_joined_and_parted(client: TestClient, statement: str) -> None:
    other = client.get(f"{API}/utterances", params={"kind": "criticism"}).json()["items"][0]["first"]
    assert decided(client, verdict="join", statement=other, other=statement).status_code == 201
    assert client.get(f"{API}/statements/{other}").json()["utterance"]["id"].startswith("u-")
    assert decided(client, verdict="part", statement=other).status_code == 201


@pytest.mark.parametrize(
    ("decision", "status", "said"),
    [
        ({"verdict": "praise", "statement": "x"}, 422, "verdict"),
        ({"verdict": "accept"}, 422, "statement: accept needs it"),
        ({"verdict": "accept", "statement": "none"}, 400, "no statement has the id 'none'"),
        ({"verdict": "accept", "statement": "ID", "value": "x"}, 422, "value: accept has no such field"),
        ({"verdict": "set", "statement": "ID"}, 422, "field: set needs it"),
        ({"verdict": "set", "statement": "ID", "field": "quote", "value": "x"}, 400, "FIELD one of speaker"),
        ({"verdict": "set", "statement": "ID", "field": "said_on", "value": "soon"}, 400, "said_on: 'soon'"),
        ({"verdict": "join", "statement": "ID", "other": "ID"}, 400, "the statement itself"),
        ({"verdict": "note", "statement": "ID"}, 422, "note: note needs it"),
        ({"verdict": "withdraw", "withdraws": "r0"}, 404, "no review has the id 'r0'"),
        ({"verdict": "accept", "statement": "ID", "reviewer": "Somebody"}, 422, "reviewer"),
    ],
)
def test_a_decision_that_means_nothing_is_a_problem(
    client: TestClient, statement: str, decision: dict[str, str], status: int, said: str
) -> None:
    answer = decided(client, **{name: statement if value == "ID" else value for name, value in decision.items()})
    assert answer.status_code == status and said in answer.json()["detail"], answer.text
    assert client.get(f"{API}/reviews").json()["items"] == []
