"""Helper processes make the same pages as the server, see what was added since, and are replaced when they end."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from made_pages import fill
from made_readings import RUN, document_of, reading_of, statement_of
from onrecord import views
from onrecord.ledger import Ledger
from onrecord.settings import Settings
from onrecord.web.app import create_app
from onrecord.web.helpers import Helpers, Served
from onrecord.web.helping import life
from onrecord.web.security import OneTimeToken
from onrecord.web.site import Site

HOST = "127.0.0.1:8080"
LATER = "The ferry will sail in any weather, Bo Lind said."


class Watched(Helpers):
    """Helpers that note for each request whether one of them answered."""

    answered: list[bool]

    async def ask(self, asked: dict[str, Any]) -> Any:
        found = await super().ask(asked)
        self.answered.append(found is not None)
        return found


@pytest.fixture
def helpers(ledger: Ledger) -> Iterator[Watched]:
    fill(ledger)
    served = Served(ledger=str(Path(ledger.path)), chosen=Settings(), hosts=(HOST,), has_accounts=False)
    with Watched(served, 1, life) as begun:
        begun.answered = []
        yield begun


@pytest.fixture
def helped(site: Site, helpers: Watched) -> Iterator[TestClient]:
    with TestClient(create_app(site, helpers), base_url=f"http://{HOST}", follow_redirects=False) as client:
        yield client


def enter(client: TestClient, site: Site) -> None:
    assert isinstance(site.gate, OneTimeToken)
    assert client.get("/", params={"token": site.gate.token}).status_code == 303


def test_a_helper_makes_the_same_pages(site: Site, ledger: Ledger, helpers: Watched, helped: TestClient) -> None:
    enter(helped, site)
    alone = TestClient(create_app(site), base_url=f"http://{HOST}", follow_redirects=False, cookies=helped.cookies)
    utterance = next(iter(views.find(ledger)))
    paths = [
        "/ledger?q=quota",
        "/ledger?since=soon",
        "/positions",
        f"/documents/{utterance.first.document_id}",
        f"/utterances/{utterance.id}",
        "/calendar?month=2025-03",
        "/api/v1/utterances?kind=refusal",
        "/api/v1/nothing",
    ]
    for path in paths:
        one, other = helped.get(path), alone.get(path)
        assert (one.status_code, one.text) == (other.status_code, other.text), path
        assert dict(one.headers) == dict(other.headers), path
    assert helpers.answered == [True] * len(paths)


def test_what_changes_something_stays_with_the_server(site: Site, helpers: Watched, helped: TestClient) -> None:
    enter(helped, site)
    for path in ("/", "/review", "/watch", "/ledger.csv"):
        assert helped.get(path).status_code == 200, path
    assert helpers.answered == []


def test_a_stranger_gets_no_further_than_without_helpers(helpers: Watched, helped: TestClient) -> None:
    assert helped.get("/ledger").status_code == 401
    assert helped.get("/ledger", headers={"Host": "elsewhere.example"}).status_code == 400
    assert helpers.answered == []


def test_a_helper_sees_what_was_added_since(site: Site, ledger: Ledger, helpers: Watched, helped: TestClient) -> None:
    enter(helped, site)
    assert "ferry" not in helped.get("/ledger").text
    document = document_of(LATER, published="2025-04-01", url="https://x.example/later")
    ledger.writer.add(reading_of(document, statement_of(document, LATER[:36], speaker="Bo Lind", cue="said")), RUN)
    assert "ferry" in helped.get("/ledger").text
    assert helpers.answered == [True, True]


def test_a_helper_that_was_killed_is_replaced(site: Site, helpers: Watched, helped: TestClient) -> None:
    enter(helped, site)
    assert helped.get("/ledger").status_code == 200
    for process in multiprocessing.active_children():
        if process.name == "onrecord-helper":
            process.kill()
            process.join()
    assert helped.get("/ledger").status_code == 200
    assert helped.get("/ledger").status_code == 200
    assert helpers.answered == [True, False, True]
