"""Where a server keeps its alerts: beside the ledger's file, or beside the accounts of a ledger that is no file."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.cli.serving import alerts_at

TEAM = Path("team.accounts.db")


@pytest.mark.parametrize(
    ("ledger", "accounts", "expected"),
    [
        ("onrecord.db", None, Path("onrecord.alerts.db")),
        ("sqlite:///kept/onrecord.db", TEAM, Path("kept/onrecord.alerts.db")),
        ("postgresql://host/record", TEAM, Path("team.accounts.alerts.db")),
        ("postgresql://host/record", None, None),
    ],
)
def test_alerts_have_a_place_of_their_own(ledger: str, accounts: Path | None, expected: Path | None) -> None:
    assert alerts_at(ledger, accounts) == expected
