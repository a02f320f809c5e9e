"""A server for a team in tests: four accounts, one for each role, whose names are those of the roles."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.testclient import TestClient

from onrecord.ledger import Ledger
from onrecord.settings import Settings
from onrecord.web.accounts import Accounts
from onrecord.web.app import create_app
from onrecord.web.jobs import Jobs
from onrecord.web.logins import Logins
from onrecord.web.roles import ROLES
from onrecord.web.site import Site
from quick_reader import QuickReader

HOST = "record.example"
PASSWORD = "a password of some length"


@dataclass(frozen=True, kw_only=True)
class Team:
    """The accounts and the gate of a running server."""

    site: Site
    accounts: Accounts

    def client(self, name: str | None = None) -> TestClient:
        """A browser in which this account is logged in; nobody, if None."""
        made = TestClient(create_app(self.site), base_url=f"https://{HOST}", follow_redirects=False)
        if name is not None:
            made.cookies.set("__Host-onrecord", self.accounts.open_session(name), domain=HOST)
        return made


@contextmanager
def serving(ledger: Ledger, folder: Path) -> Iterator[Team]:
    """The server over a ledger, its accounts in a folder."""
    accounts = Accounts(folder / "team.accounts.db", create=True)
    for role in ROLES:
        accounts.add(role, role, PASSWORD)
    jobs = Jobs(ledger.writer, QuickReader)
    gate = Logins(accounts, cookie="onrecord", secure=True)
    yield Team(site=Site(ledger=ledger, chosen=Settings(), gate=gate, hosts=(HOST,), jobs=jobs), accounts=accounts)
    jobs.stop()
