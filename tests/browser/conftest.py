"""A real server over a ledger with a little of everything, and a real browser in front of it.

The browser is Debian's chromium, or the one that ONRECORD_TEST_BROWSER names; without one, or without Playwright, these
tests are skipped.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.types import ASGIApp

from made_pages import fill
from onrecord.ledger import Ledger, open_ledger, sqlite
from onrecord.settings import Settings
from onrecord.web.accounts import Accounts
from onrecord.web.app import create_app
from onrecord.web.jobs import Jobs
from onrecord.web.logins import Logins
from onrecord.web.roles import ROLES
from onrecord.web.security import OneTimeToken
from onrecord.web.site import Site
from onrecord.web.watches import Watches
from quick_reader import QuickReader
from team_server import PASSWORD
from watched_site import watched

AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A server that runs: the address to come in by, and its ledger."""

    address: str
    origin: str
    ledger: Ledger


# Not for the session: its driver runs a loop of events, beside which other tests can't run one.
@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """One browser for all tests of this folder."""
    program = os.environ.get("ONRECORD_TEST_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no chromium here; apt-get install chromium, or name one in ONRECORD_TEST_BROWSER")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed; make setup")
    with playwright.sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server over a new, empty ledger."""
    sqlite.SYNCHRONOUS = "OFF"
    with (
        open_ledger(str(tmp_path / "made.db"), create=True) as ledger,
        socket.create_server(("127.0.0.1", 0)) as listening,
    ):
        port = listening.getsockname()[1]
        gate = OneTimeToken(name="Vera", cookie=f"onrecord-{port}")
        jobs = Jobs(ledger.writer, QuickReader)
        hosts = (f"127.0.0.1:{port}",)
        watches = Watches(tmp_path / "made.alerts.db")
        site = Site(ledger=ledger, chosen=Settings(), gate=gate, hosts=hosts, jobs=jobs)
        origin = f"http://{hosts[0]}"
        with watched(site, watches) as whole:
            with _running(create_app(whole), listening):
                yield Served(address=f"{origin}/?token={gate.token}", origin=origin, ledger=ledger)
            jobs.stop()


@contextmanager
def _running(app: ASGIApp, listening: socket.socket) -> Iterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, log_level="critical", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def team(served: Served, tmp_path: Path) -> Iterator[str]:
    """A server for a team over the same ledger, whose accounts are named like their roles; its address."""
    accounts = Accounts(tmp_path / "team.accounts.db", create=True)
    for role in ROLES:
        accounts.add(role, role, PASSWORD)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        host = f"127.0.0.1:{listening.getsockname()[1]}"
        jobs = Jobs(served.ledger.writer, QuickReader)
        gate = Logins(accounts, cookie="onrecord-team", secure=False)
        site = Site(ledger=served.ledger, chosen=Settings(), gate=gate, hosts=(host,), jobs=jobs)
        with _running(create_app(site), listening):
            yield f"http://{host}"
        jobs.stop()


@pytest.fixture
def filled(served: Served) -> Served:
    """The same server, its ledger filled."""
    fill(served.ledger)
    return served


def _is_fault(said: Any) -> bool:
    # htmx tells of a search that a newer one overtook; of one that is refused, the page tells as well.
    is_told = said.text.startswith(("htmx:", "Response Status Error Code 400")) or "status of 400" in said.text
    return said.type == "error" and not is_told


@pytest.fixture
def page(browser: Any, served: Served) -> Iterator[Any]:
    """A page in a browser that came in by the address; an error on it, or a request elsewhere, fails the test."""
    context = browser.new_context(viewport={"width": 1600, "height": 1000})
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served.origin)
    faults: list[str] = []
    opened = context.new_page()
    opened.set_default_timeout(8_000)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if _is_fault(said) else None)
    opened.on("request", lambda asked: None if asked.url.startswith(served.origin) else faults.append(asked.url))
    opened.goto(served.address)
    yield opened
    context.close()
    assert not faults
