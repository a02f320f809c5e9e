"""SQLite's log is written back beside the writer, and nothing is lost where that fails."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from made_readings import RUN, document_of, reading_of
from onrecord.ledger import log, open_ledger


def kept_in_file(path: Path) -> int:
    """How many documents the file has without its log."""
    alone = shutil.copy(path, path.with_name("alone.db"))
    with closing(sqlite3.connect(f"file:{alone}?immutable=1", uri=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])


def threads() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name == "onrecord-log"]


def test_what_was_added_is_written_back_while_the_ledger_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_PAUSE", 0.01)
    path = tmp_path / "made.db"
    with open_ledger(str(path), create=True) as ledger:
        for number in range(3):
            ledger.writer.add(reading_of(document_of(f"Report {number}.", url=f"made:{number}")), RUN)
        assert threads() == ["onrecord-log"]
        last = time.monotonic() + 30
        while kept_in_file(path) < 3 and time.monotonic() < last:
            time.sleep(0.02)
        assert kept_in_file(path) == 3
    assert threads() == []


def test_a_ledger_that_is_only_read_has_no_thread(tmp_path: Path) -> None:
    path = str(tmp_path / "made.db")
    with open_ledger(path, create=True) as ledger:
        ledger.writer.add(reading_of(document_of("A report.")), RUN)
    with open_ledger(path, create=False) as ledger:
        assert ledger.reader.count_documents() == 1
        assert threads() == []


def test_where_it_cannot_be_written_back_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("the disk is full")

    monkeypatch.setattr(log, "_PAUSE", 0.0)
    monkeypatch.setattr(log, "_write_back", refuse)
    path = str(tmp_path / "made.db")
    with open_ledger(path, create=True) as ledger:
        for number in range(5):
            ledger.writer.add(reading_of(document_of(f"Report {number}.", url=f"made:{number}")), RUN)
        assert ledger.reader.count_documents() == 5
    with open_ledger(path, create=False) as ledger:
        assert ledger.reader.count_documents() == 5
