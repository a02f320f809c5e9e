"""The command line with a quick reader in the model's place, and a folder of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from onrecord import pipeline
from quick_reader import QuickReader
from typed import Typed, type_in


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> QuickReader:
    made = QuickReader()
    monkeypatch.setattr(pipeline, "shared_reader", lambda threads=None, knowledge=None: made)
    return made


@pytest.fixture
def typed(reader: QuickReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """`typed("read", "a.txt")` in an empty folder; no person's settings reach it."""
    for name in [name for name in os.environ if name.startswith("ONRECORD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm-256color")
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    return type_in
