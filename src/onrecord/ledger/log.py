"""Writes SQLite's log back to the file, beside the writer: an addition waits at most for the last of it, some ms.

In a large ledger an article changes some 220 pages. Written back by the writer every 64 MB that takes half a second, a
fifth of the mean cost of an addition (43,000 articles, two cores).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from threading import Event, Lock, Thread

# Seconds from an addition to the writing back: pages that many additions change are then written once.
_PAUSE = 2.0
# The writer goes on meanwhile, and only a log of which nothing is left begins anew. So what was added meanwhile is
# written back at once, and the little that was added during that by the writer itself, between two additions. SQLite
# waits for the disk only where it comes to the end of the log: of eight times it does so here, and the writer waits 10
# to 20 ms; of four 50 to 75, of two 150 to 360 (articles of `bench.ledger` at 110,000 documents).
_AGAIN = 8


class Sweeper:
    """A thread that writes back what was added; it begins with the first addition.

    A log of less than `least` pages may go on: to begin it anew would save nothing.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection], least: int) -> None:
        self._connect, self._least = connect, least
        self._added, self._ended, self._nearly = Event(), Event(), Event()
        self._beginning = Lock()
        self._thread: Thread | None = None

    def wake(self) -> None:
        """Says that something was added, and writes back the last of a log that is to begin anew."""
        self._added.set()
        if self._nearly.is_set():
            self._nearly.clear()
            with suppress(sqlite3.Error), closing(self._connect()) as connection:
                _write_back(connection)
        with self._beginning:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="onrecord-log", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Ends the thread, and waits for it."""
        self._ended.set()
        self._added.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        # What can't be written back stays in the log, where it is safe; a writer tries it when the log has grown.
        with suppress(sqlite3.Error), closing(self._connect()) as connection:
            while self._added.wait() and not self._ended.wait(_PAUSE):
                self._added.clear()
                with suppress(sqlite3.Error):
                    held = [_write_back(connection) for _ in range(_AGAIN)]
                    if held[-1] >= self._least:
                        self._nearly.set()


def _write_back(connection: sqlite3.Connection) -> int:
    """Writes back what nobody needs in the log any more; how many pages the log has."""
    # A connection that is older than the log finds it as it looks into the file.
    connection.execute("PRAGMA user_version").fetchone()
    _, held, _ = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return int(held)
