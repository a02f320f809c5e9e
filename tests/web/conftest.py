"""A site over a new ledger with a quick reader, and clients of it: one that is in, one that is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.ledger import Ledger, open_ledger
from onrecord.settings import Settings
from onrecord.web.app import create_app
from onrecord.web.jobs import Jobs
from onrecord.web.security import OneTimeToken
from onrecord.web.site import Site
from onrecord.web.watches import Watches
from quick_reader import QuickReader

HOST = "127.0.0.1:8080"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(str(tmp_path / "web.db"), create=True) as opened:
        yield opened


@pytest.fixture
def watches(tmp_path: Path) -> Watches:
    return Watches(tmp_path / "made.alerts.db")


@pytest.fixture
def site(ledger: Ledger) -> Iterator[Site]:
    gate = OneTimeToken(name="Vera", cookie="onrecord-8080")
    jobs = Jobs(ledger.writer, QuickReader)
    yield Site(ledger=ledger, chosen=Settings(), gate=gate, hosts=(HOST,), jobs=jobs)
    jobs.stop()


@pytest.fixture
def stranger(site: Site) -> TestClient:
    """A client that has no session."""
    return TestClient(create_app(site), base_url=f"http://{HOST}", follow_redirects=False)


@pytest.fixture
def client(stranger: TestClient, site: Site) -> TestClient:
    """A client that came in by the printed address."""
    assert isinstance(site.gate, OneTimeToken)
    assert stranger.get("/", params={"token": site.gate.token}).status_code == 303
    return stranger
