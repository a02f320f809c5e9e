"""An empty ledger of each kind. No test here cuts the power, so none waits for the disk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from made_readings import Place
from onrecord.ledger import Ledger, open_ledger, sqlite


@pytest.fixture(autouse=True, scope="session")
def no_waiting_for_the_disk() -> None:
    sqlite.SYNCHRONOUS = "OFF"


@pytest.fixture
def ledger(place: Place) -> Iterator[Ledger]:
    with place() as where, open_ledger(where, create=True) as made:
        yield made
