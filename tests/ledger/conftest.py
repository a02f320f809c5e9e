"""No test here cuts the power, so none waits for the disk."""

from __future__ import annotations

import pytest

from onrecord.ledger import sqlite


@pytest.fixture(autouse=True, scope="session")
def no_waiting_for_the_disk() -> None:
    sqlite.SYNCHRONOUS = "OFF"
