"""Several processes at once, and processes that are killed: what was reported is there, nothing is half there."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

from sqlalchemy import func, select

from made_readings import RUN, Place, document_of, reading_of, statement_of
from onrecord.ledger import Asked, open_ledger, tables
from onrecord.records import Reading

_FORK = multiprocessing.get_context("fork")
_STATEMENTS = 3


def numbered(writer: int, number: int) -> Reading:
    names = [f"Reason {count}" for count in range(_STATEMENTS)]
    document = document_of(f"Writer {writer}, report {number}. " + " ".join(f"“{name}.”" for name in names))
    return reading_of(document, *(statement_of(document, name) for name in names))


def _add(where: str, writer: int, count: int, reports: Connection | None = None) -> None:
    with open_ledger(where, create=True) as ledger:
        for number in range(count):
            added = ledger.writer.add(numbered(writer, number), RUN)
            if reports is not None:
                reports.send(added.document_id)


def _documents_in(where: str) -> set[str]:
    """The documents on record; fails if one of them is there in part."""
    with open_ledger(where, create=False) as ledger:
        entries = list(ledger.reader.documents())
        assert all(ledger.reader.text(entry.id) for entry in entries)
        with ledger._database.reading() as connection:
            pieces = connection.execute(select(func.count()).select_from(tables.evidence)).scalar_one()
        found = list(ledger.reader.utterances(Asked(words="reason")))
    assert {entry.statements for entry in entries} <= {_STATEMENTS}
    assert pieces == sum(map(len, found)) == _STATEMENTS * len(entries)
    if "://" not in where:
        _check_file(where)
    return {entry.id for entry in entries}


def _check_file(path: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO statement_words (statement_words, rank) VALUES ('integrity-check', 1)")


def test_four_processes_make_one_ledger_and_add_to_it(new_place: Place) -> None:
    with new_place() as where:
        writers = [_FORK.Process(target=_add, args=(where, writer, 8)) for writer in range(4)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert [writer.exitcode for writer in writers] == [0, 0, 0, 0]
        expected = {numbered(writer, number).document.id for writer in range(4) for number in range(8)}
        assert _documents_in(where) == expected


def _open(where: str, start: Event) -> None:
    start.wait()
    open_ledger(where, create=True).close()


def test_many_that_make_one_ledger_at_once_wait_for_each_other(tmp_path: Path) -> None:
    # By luck alone 24 of 25 rounds went well without the patience: so many that most runs would meet it.
    for number in range(60):
        start = _FORK.Event()
        makers = [_FORK.Process(target=_open, args=(f"{tmp_path}/{number}.db", start)) for _ in range(6)]
        for maker in makers:
            maker.start()
        start.set()
        for maker in makers:
            maker.join()
        assert [maker.exitcode for maker in makers] == [0] * 6


def test_a_killed_writer_loses_nothing_that_it_reported(new_place: Place) -> None:
    with new_place() as where:
        reported = _reported_by_killed_writers(where)
        assert reported
        assert reported <= _documents_in(where)


def _reported_by_killed_writers(where: str) -> set[str]:
    chance = random.Random(20)
    reported: set[str] = set()
    for round_number in range(20):
        # In the first rounds the kill falls into the making of the file, then into the adding.
        at_least = 0 if round_number < 5 else chance.randint(1, 5)
        receive, send = _FORK.Pipe(duplex=False)
        writer = _FORK.Process(target=_add, args=(where, round_number, 10_000, send))
        writer.start()
        send.close()
        seen = [receive.recv() for _ in range(at_least)]
        time.sleep(chance.uniform(0.0, 0.02))
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
        reported.update(seen)
        try:
            while True:
                reported.add(receive.recv())
        except EOFError:
            receive.close()
    return reported
