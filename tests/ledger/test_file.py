"""The ledger's file: made, migrated, refused when it is not ours; each failure is one line that helps."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import create_engine, inspect

from made_readings import RUN, document_of, reading_of, statement_of
from onrecord.errors import LedgerError
from onrecord.ledger import Asked, database, log, open_ledger, sqlite, tables
from onrecord.ledger.migration import Migration
from onrecord.ledger.migrations import MIGRATIONS
from onrecord.records import Reading


def small(text: str = "“No,” he said.") -> Reading:
    document = document_of(text)
    return reading_of(document, statement_of(document, "No", speaker="he", cue="said"))


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "made.db"
    with open_ledger(str(path), create=True) as ledger:
        ledger.writer.add(small(), RUN)
    return path


def refusal(where: Path | str, *, create: bool) -> str:
    with pytest.raises(LedgerError) as raised:
        open_ledger(str(where), create=create)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_tables_and_migrations_say_the_same(made: Path) -> None:
    found = inspect(create_engine(f"sqlite:///{made}"))
    for table in tables.metadata.sorted_tables:
        columns = {column["name"]: column["type"]._type_affinity for column in found.get_columns(table.name)}
        expected = {column.name: column.type._type_affinity for column in table.columns}
        assert set(columns) == set(expected)
        for name in columns:
            assert columns[name] is expected[name], (table.name, name)
    assert {table.name for table in tables.metadata.sorted_tables} <= set(found.get_table_names())


def test_every_foreign_key_has_its_row_and_the_index_its_statement(made: Path) -> None:
    with closing(sqlite3.connect(made)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.execute("INSERT INTO statement_words (statement_words, rank) VALUES ('integrity-check', 1)")
        with pytest.raises(sqlite3.IntegrityError):
            connection.executescript("PRAGMA foreign_keys = ON; INSERT INTO texts VALUES (99, 'of no document')")


def test_the_log_shrinks_again_after_somebody_read_for_long(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "LOG_LEFT", 1_000_000)
    monkeypatch.setattr(log, "_PAUSE", 0.01)
    kept = made.with_name(made.name + "-wal")
    with open_ledger(str(made), create=False) as ledger:
        with closing(sqlite3.connect(made)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM documents").fetchall()
            for number in range(50):
                ledger.writer.add(small(f"“No {number},” he said."), RUN)
            grown = kept.stat().st_size
            reader.rollback()
        # Nobody reads any more: it is written back, and what is added next begins it anew.
        last, number = time.monotonic() + 30, 0
        while kept.stat().st_size > 1_000_000 and time.monotonic() < last:
            number += 1
            ledger.writer.add(small(f"“No, {number},” he said."), RUN)
            time.sleep(0.05)
        assert kept.stat().st_size <= 1_000_000 < grown


def test_what_is_closed_is_one_file(made: Path) -> None:
    assert [path.name for path in made.parent.iterdir()] == ["made.db"]


@pytest.mark.parametrize("where", ["mysql://localhost/x", "", ":memory:", "a\0b"])
def test_a_place_that_is_no_file_is_refused(where: str) -> None:
    assert "expected a path such as onrecord.db" in refusal(where, create=True)


@pytest.mark.parametrize("where", [".", "..", "/"])
def test_a_folder_is_refused_by_any_name(where: str) -> None:
    assert "it is a folder" in refusal(where, create=True)


def test_a_url_names_a_file_too(made: Path) -> None:
    with open_ledger(f"sqlite:///{made}", create=False) as ledger:
        assert ledger.path == made


def test_names_with_signs_that_urls_use_are_plain_names(tmp_path: Path) -> None:
    path = tmp_path / "a b?mode=ro#%41 ü.db"
    with open_ledger(str(path), create=True) as ledger:
        ledger.writer.add(small(), RUN)
    assert path.exists()


def test_missing_things_are_named(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "none.db", create=False)
    assert "its folder does not exist" in refusal(tmp_path / "none" / "none.db", create=True)
    assert "it is a folder" in refusal(tmp_path, create=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("body", [b"Notes of Monday.\n" * 20, b"SQLite format 3\0", b"\0"])
def test_another_programs_file_is_never_touched(tmp_path: Path, body: bytes, create: bool) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(body)
    before = path.stat()
    assert "expected a ledger made by onrecord" in refusal(path, create=create)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (body, before.st_mtime_ns)
    assert list(tmp_path.iterdir()) == [path]


def test_another_programs_database_is_never_touched(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    body = path.read_bytes()
    assert "of another program" in refusal(path, create=True)
    assert path.read_bytes() == body
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_file_becomes_a_ledger_only_to_be_written(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    assert "an empty file" in refusal(path, create=False)
    with open_ledger(str(path), create=True) as ledger:
        assert ledger.writer.add(small(), RUN).status == "new"


def test_a_newer_ledger_is_refused(made: Path) -> None:
    with closing(sqlite3.connect(made)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    assert "expected a newer onrecord" in refusal(made, create=True)


NEXT = Migration(
    about="a table more", portable="CREATE TABLE more (key INTEGER PRIMARY KEY); CREATE TABLE most (a TEXT)"
)


def test_an_older_ledger_is_migrated_after_a_copy(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "MIGRATIONS", (*MIGRATIONS, NEXT))
    for _ in range(2):
        with open_ledger(str(made), create=False) as ledger:
            assert len(list(ledger.reader.documents())) == 1
    with closing(sqlite3.connect(made)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
        assert connection.execute("SELECT count(*) FROM most").fetchone() == (0,)
    copy = made.with_name(f"made.db.version-{len(MIGRATIONS)}")
    assert sorted(made.parent.iterdir()) == [made, copy]
    monkeypatch.undo()
    with open_ledger(str(copy), create=False) as ledger:
        assert len(list(ledger.reader.documents())) == 1


def test_an_older_ledger_that_is_read_only_gets_no_copy(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "MIGRATIONS", (*MIGRATIONS, NEXT))
    monkeypatch.setattr(sqlite, "_writable", lambda path: False)
    assert "read-only" in refusal(made, create=False)
    assert [path.name for path in made.parent.iterdir()] == ["made.db"]


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Migration(about="breaks half-way", portable=NEXT.portable + "; CREATE TABLE documents (a)")
    monkeypatch.setattr(database, "MIGRATIONS", (*MIGRATIONS, broken))
    assert "already exists" in refusal(made, create=True)
    monkeypatch.undo()
    with open_ledger(str(made), create=True) as ledger:
        assert ledger.writer.known(small().document.id, RUN)
    with closing(sqlite3.connect(made)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'more'").fetchone() == (0,)


@contextmanager
def unprivileged(path: Path) -> Iterator[None]:
    """The administrator may write everywhere, so a test that runs as root reads as nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_read_only_ledger_can_be_read_but_not_added_to() -> None:
    # pytest's own folder is closed to others, this one isn't.
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.db"
        with open_ledger(str(path), create=True) as ledger:
            ledger.writer.add(small(), RUN)
        path.chmod(0o444)
        path.parent.chmod(0o555)
        try:
            with unprivileged(path):
                assert "read-only" in refusal(path, create=True)
                with open_ledger(str(path), create=False) as ledger:
                    assert len(list(ledger.reader.utterances(Asked(words="no")))) == 1
                    with pytest.raises(LedgerError, match="read-only"):
                        ledger.writer.add(small("“No,” she said. “No, he said."), RUN)
            path.chmod(0)
            with unprivileged(path):
                assert "can be read" in refusal(path, create=False)
        finally:
            path.parent.chmod(0o755)


def test_a_full_disk_is_one_line_and_what_was_done_is_kept(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = sqlite._begin

    def begin_on_a_small_disk(connection: sqlite.Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 60")
        begin(connection)

    monkeypatch.setattr(sqlite, "_begin", begin_on_a_small_disk)
    kept = [small().document.id]
    with open_ledger(str(made), create=True) as ledger:
        readings = (small(f"“No,” he said. {'x' * 3000} {number}") for number in range(1000))
        with pytest.raises(LedgerError, match="the disk is full; what was reported done is kept"):
            kept.extend(ledger.writer.add(reading, RUN).document_id for reading in readings)
        assert len(kept) > 1
        assert {entry.id for entry in ledger.reader.documents()} == set(kept)
    monkeypatch.undo()
    with open_ledger(str(made), create=True) as ledger:
        assert ledger.writer.add(small("“No,” he said. There is room again."), RUN).status == "new"


def test_a_damaged_file_is_one_line(made: Path) -> None:
    body = bytearray(made.read_bytes())
    body[100:] = b"\xff" * (len(body) - 100)
    made.write_bytes(body)
    assert re.search("damaged|not an SQLite file", refusal(made, create=False))
