"""Errors as people and as programs see them: one line, no traceback."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from onrecord.errors import LedgerError, UsageError
from onrecord.web.app import create_app
from onrecord.web.headers import CONTENT_SECURITY_POLICY
from onrecord.web.problems import Missing
from onrecord.web.security import OneTimeToken
from onrecord.web.site import Site


@pytest.fixture
def app(site: Site) -> FastAPI:
    made = create_app(site)
    raised = {
        "usage": UsageError("since: 'x' is not a date"),
        "missing": Missing("no statement has the id 'x'"),
        "ledger": LedgerError("web.db: the disk is full"),
        "fault": ZeroDivisionError("a secret of the program"),
    }

    def fail(kind: str) -> None:
        raise raised[kind]

    made.add_api_route("/fail/{kind}", fail)
    made.add_api_route("/api/v1/fail/{kind}", fail)
    return made


@pytest.fixture
def client(app: FastAPI, site: Site) -> TestClient:
    assert isinstance(site.gate, OneTimeToken)
    made = TestClient(app, base_url="http://127.0.0.1:8080", raise_server_exceptions=False)
    made.headers["Authorization"] = f"Bearer {site.gate.token}"
    return made


@pytest.mark.parametrize(
    ("kind", "status", "said"),
    [
        ("usage", 400, "since: 'x' is not a date"),
        ("missing", 404, "no statement has the id 'x'"),
        ("ledger", 503, "web.db: the disk is full"),
        ("fault", 500, "a fault of the program; please report it"),
    ],
)
def test_an_error_is_one_line(client: TestClient, kind: str, status: int, said: str) -> None:
    answer = client.get(f"/api/v1/fail/{kind}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == said and answer.json()["status"] == status
    page = client.get(f"/fail/{kind}")
    assert page.status_code == status and "<main" in page.text
    assert page.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "secret" not in page.text and "Traceback" not in page.text


def test_a_page_that_is_not_there_says_so(client: TestClient) -> None:
    answer = client.get("/nowhere/<script>alert(1)</script>")
    assert answer.status_code == 404 and "there is nothing at" in answer.text
    assert "<script>alert" not in answer.text
    assert client.get("/api/v1/nowhere").json()["status"] == 404
    assert client.post("/").status_code == 405
