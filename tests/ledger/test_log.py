"""SQLite's log is written back beside the writer, and nothing is lost where that fails."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from made_readings import RUN, document_of, reading_of
from onrecord.ledger import log, open_ledger
from onrecord.ledger import sqlite as store


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


def test_a_long_log_begins_anew_while_the_writer_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOG_LEFT", 8 * store._PAGE)
    monkeypatch.setattr(log, "_PAUSE", 600.0)
    path, numbers = tmp_path / "made.db", itertools.count()

    def log_after(additions: int) -> int:
        for number in itertools.islice(numbers, additions):
            ledger.writer.add(reading_of(document_of(f"Report {number}.", url=f"made:{number}")), RUN)
        return path.with_name("made.db-wal").stat().st_size

    with open_ledger(str(path), create=True) as ledger:
        sweeper = ledger._database._store._sweeper  # type: ignore[attr-defined]
        one, ten = log_after(1), log_after(9)
        assert ten > 2 * one
        sweeper._nearly.set()
        assert log_after(1) > ten, "an addition is in the log before the rest of that is written back"
        assert log_after(1) < ten
        assert not sweeper._nearly.is_set()


@pytest.mark.parametrize(("least", "asked"), [(1, True), (1_000_000, False)])
def test_the_writer_is_asked_for_the_last_of_a_long_log_alone(
    least: int, asked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_PAUSE", 0.0)
    path, swept = tmp_path / "made.db", threading.Semaphore(0)
    written_back = log._write_back

    def write_back(connection: sqlite3.Connection) -> int:
        pages = written_back(connection)
        swept.release()
        return pages

    monkeypatch.setattr(log, "_write_back", write_back)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA journal_mode = WAL; CREATE TABLE one (key); INSERT INTO one VALUES (1)")
        sweeper = log.Sweeper(lambda: sqlite3.connect(path, check_same_thread=False), least)
        sweeper.wake()
        assert all(swept.acquire(timeout=30) for _ in range(log._AGAIN))
        sweeper.stop()
    assert sweeper._nearly.is_set() == asked


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
