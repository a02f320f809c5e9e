"""A ledger in one SQLite file: is it ours, connections with our pragmas, backups, and its errors in one line.

All that depends on SQLite stands here and in `fulltext`.
"""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from onrecord import codec
from onrecord.errors import LedgerError, RecordError

APPLICATION_ID = 0x6F6E7263
"""`onrc`, at byte 68 of every ledger: how a ledger is told from another program's SQLite file."""

WRITES = "onrecord_writes"
"""The execution option of a connection that will write: it takes the write lock at BEGIN, not half-way."""

SYNCHRONOUS = "NORMAL"
"""When SQLite waits for the disk. In WAL mode a killed process loses nothing and a power cut damages nothing.

A power cut can lose the last documents, which the next run then reads again; FULL would wait at each, for 0.3 ms
(idle disk) to 130 ms (busy one).
"""

# Long enough for a writer to sit out several others' transactions (5 ms each), short enough to tell of a stuck one.
_BUSY_SECONDS = 30
_MAGIC = b"SQLite format 3\0"
_PROBLEMS = {
    "SQLITE_FULL": "the disk is full; what was reported done is kept: make room and run again",
    "SQLITE_READONLY": "the file or its folder is read-only; expected one that can be written",
    "SQLITE_BUSY": f"another program held it for {_BUSY_SECONDS} s; close that program and run again",
    "SQLITE_LOCKED": "another connection holds it; close that one and run again",
    "SQLITE_CANTOPEN": "it can't be opened; expected a file, and a folder in which files can be made",
    "SQLITE_NOTADB": "it is not an SQLite file; expected a ledger made by onrecord",
    "SQLITE_CORRUPT": "the file is damaged; expected a whole one: restore a backup",
    "SQLITE_IOERR": "the disk failed while reading or writing; what was reported done is kept: check the disk",
}


def is_ledger(path: Path) -> bool:
    """True for a ledger, False for an empty file. The file is read only, never opened as a database.

    Raises LedgerError for anything else, and for a file that can't be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise LedgerError(f"{path}: {error.strerror}; expected a ledger file that can be read") from error
    if not head:
        return False
    if not head.startswith(_MAGIC):
        raise LedgerError(f"{path}: it is not an SQLite file; expected a ledger made by onrecord")
    if len(head) < 100 or struct.unpack(">I", head[68:72])[0] != APPLICATION_ID:
        raise LedgerError(f"{path}: an SQLite file of another program; expected a ledger made by onrecord")
    return True


def can_write(path: Path) -> bool:
    """True if the file and its folder (SQLite keeps its log beside the file) can be written."""
    return (_writable(path) or not path.exists()) and _writable(path.parent)


def _writable(path: Path) -> bool:
    # The rights that opening the file will have, where the system can tell.
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def engine(path: Path, *, writable: bool) -> Engine:
    """An engine over the file. A file that can't be written is read as it stands."""
    log = path.with_name(path.name + "-wal")
    # In a folder where no log can be made, SQLite opens a WAL file only if told that nobody changes it.
    frozen = not writable and not (log.exists() and log.stat().st_size)
    mode = "rwc" if writable else "ro&immutable=1" if frozen else "ro"
    uri = f"file:{quote(os.fsencode(path))}?mode={mode}"
    made = create_engine(
        "sqlite://",
        creator=_connector(uri, writable=writable),
        poolclass=QueuePool,
        json_serializer=codec.line,
        # 500 is SQLAlchemy's own default; the ledger's few statements fit in far fewer.
        query_cache_size=100,
    )
    event.listen(made, "begin", _begin)
    return made


def _connector(uri: str, *, writable: bool) -> Callable[[], sqlite3.Connection]:
    def connect() -> sqlite3.Connection:
        # SQLAlchemy begins the transactions (`_begin`), so the driver must not: isolation_level=None.
        connection = sqlite3.connect(
            uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
        return connection

    return connect


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def version(connection: Connection) -> int:
    """The number of the last migration that the file has had; 0 for a new file."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def set_version(connection: Connection, number: int) -> None:
    """Marks the file as ours, at the migration `number`; part of the open transaction."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {number}")


def keep_log(made: Engine) -> None:
    """Puts the file into WAL mode, which stays with the file: readers and a writer don't wait for each other."""
    connection = made.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def back_up(path: Path, number: int) -> Path:
    """Copies the ledger, as of its last commit, beside itself before a migration from `number`; returns the copy."""
    copy = path.with_name(f"{path.name}.version-{number}")
    count = 1
    while copy.exists():
        count += 1
        copy = path.with_name(f"{path.name}.version-{number}-{count}")
    try:
        with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error:
        # Half a copy is of no use to anybody, and fills the disk.
        copy.unlink(missing_ok=True)
        raise
    return copy


def explained(path: Path | str, error: Exception) -> LedgerError | RecordError:
    """The error as one line: the ledger, what was wrong, what would be right; RecordError where a value is at fault."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    name = str(getattr(cause, "sqlite_errorname", ""))
    for start, problem in _PROBLEMS.items():
        if name.startswith(start):
            return LedgerError(f"{path}: {problem}")
    if isinstance(cause, UnicodeEncodeError):
        return RecordError("a value holds a lone surrogate; expected text that can be written as UTF-8")
    return LedgerError(f"{path}: {' '.join(str(cause).split())}; expected a sound ledger of this version of onrecord")


ERRORS = (SQLAlchemyError, sqlite3.Error, UnicodeEncodeError, OSError)
"""What reading or writing the file may raise; `explained` makes one line of it."""
