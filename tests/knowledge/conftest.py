"""The shipped knowledge, read once for all tests."""

from __future__ import annotations

import pytest

from onrecord.knowledge import Knowledge, shipped


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return shipped()
