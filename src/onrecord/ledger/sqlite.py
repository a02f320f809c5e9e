"""A ledger in one SQLite file: is it ours, connections with our pragmas, backups, FTS5, its errors in one line.

All that depends on SQLite stands here.
"""

from __future__ import annotations

import os
import random
import sqlite3
import struct
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from sqlalchemy import Connection, Engine, Select, column, create_engine, event, literal_column, select, table, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.elements import ColumnElement

from onrecord.errors import LedgerError, RecordError
from onrecord.ledger.fulltext import Term
from onrecord.ledger.log import Sweeper
from onrecord.ledger.store import STORE, Search

APPLICATION_ID = 0x6F6E7263
"""`onrc`, at byte 68 of every ledger: how a ledger is told from another program's SQLite file."""

SYNCHRONOUS = "NORMAL"
"""When SQLite waits for the disk. In WAL mode a killed process loses nothing and a power cut damages nothing.

A power cut can lose the last documents, which the next run then reads again; FULL would wait at each, for 0.3 ms
(idle disk) to 130 ms (busy one).
"""

LOG_LEFT = 128 << 20
"""Bytes that the log keeps for itself. It grows while somebody reads for long, and would keep that size for good.

It begins anew from half of that on, and has grown to nearly all when it does.
"""

# Another thread writes the log back (`log`). A writer that runs away from it does so itself when the log has so many
# pages; with SQLite's own 4 MB every fourth article of a large ledger would wait for the disk.
_PAGE = 4096
_MOST_PAGES = 2 * LOG_LEFT // _PAGE
# Pages in memory, in kB; by SQLite's own 2,000 the pages of one addition would not stay there until it is committed.
_CACHE = 16_000

# Long enough for a writer to sit out several others' transactions (5 ms each), short enough to tell of a stuck one.
_BUSY_SECONDS = 30
# The execution option of a connection that will write: it takes the write lock at BEGIN, not half-way.
_WRITES = "onrecord_writes"
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
_INDEX = table("statement_words", column("rowid"), column("rank"))
_NAMES = table("statement_terms", column("rowid"))


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


def _writable(path: Path) -> bool:
    # The rights that opening the file will have, where the system can tell.
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


class SqliteStore:
    """A ledger in one file."""

    errors: tuple[type[Exception], ...] = (SQLAlchemyError, sqlite3.Error, UnicodeEncodeError, OSError)
    dialect: Literal["sqlite", "postgresql"] = "sqlite"
    read_only = "the file or its folder is read-only"

    def __init__(self, path: Path) -> None:
        self.name = path

    def find(self, *, create: bool) -> bool:
        """True if the file is a ledger; False if there is none, or an empty file, and one can be made."""
        path = self.name
        if path.is_dir():
            raise LedgerError(f"{path}: it is a folder; expected a ledger file")
        if path.exists() and is_ledger(path):
            return True
        if not create:
            what = "an empty file" if path.exists() else "no such file"
            raise LedgerError(f"{path}: {what}; expected a ledger: `onrecord add` makes one")
        if not path.parent.is_dir():
            raise LedgerError(f"{path}: its folder does not exist; expected a folder that does: make it first")
        return False

    @cached_property
    def writable(self) -> bool:
        """True if the file and its folder (SQLite keeps its log beside the file) can be written."""
        return (not self.name.exists() or _writable(self.name)) and _writable(self.name.parent)

    @cached_property
    def reads(self) -> Engine:
        """An engine over the file. A file that can't be written is read as it stands."""
        path = self.name
        log = Path(f"{path}-wal")
        # In a folder where no log can be made, SQLite opens a WAL file only if told that nobody changes it.
        frozen = not self.writable and not (log.exists() and log.stat().st_size)
        mode = "rwc" if self.writable else "ro&immutable=1" if frozen else "ro"
        made = create_engine(
            "sqlite://",
            creator=self._connector(mode),
            poolclass=QueuePool,
            # 500 is SQLAlchemy's own default; the ledger's few statements fit in far fewer.
            query_cache_size=100,
            execution_options={STORE: self},
        )
        event.listen(made, "begin", _begin)
        return made

    @cached_property
    def writes(self) -> Engine:
        """The same engine, its transactions with the write lock."""
        return self.reads.execution_options(**{_WRITES: True})

    def version(self, connection: Connection) -> int:
        """SQLite keeps a number for that in the file."""
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())

    def set_version(self, connection: Connection, number: int, about: str) -> None:
        """Marks the file as ours, at the migration `number`."""
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {number}")

    def adapted(self, portable: str) -> str:
        """Rows that are their own key need no second copy of it: SQLite has a word for that."""
        return portable.replace("/* by key */", "WITHOUT ROWID")

    def back_up(self, number: int) -> None:
        """Copies the ledger, as of its last commit, beside itself."""
        path = self.name
        copy = path.with_name(f"{path.name}.version-{number}")
        count = 1
        while copy.exists():
            count += 1
            copy = path.with_name(f"{path.name}.version-{number}-{count}")
        try:
            with (
                closing(sqlite3.connect(path, timeout=_BUSY_SECONDS)) as source,
                closing(sqlite3.connect(copy)) as target,
            ):
                source.backup(target)
        except sqlite3.Error:
            # Half a copy is of no use to anybody, and fills the disk.
            copy.unlink(missing_ok=True)
            raise

    def settle(self) -> None:
        """Puts the file into WAL mode, which stays with the file: readers and a writer don't wait for each other."""
        if not self.writable:
            return
        connection = self.reads.raw_connection()
        try:
            _patiently(lambda: connection.cursor().execute("PRAGMA journal_mode = WAL"))
        finally:
            connection.close()

    def index(self, connection: Connection, first: int, last: int) -> None:
        """FTS5 reads the words from the rows themselves."""
        insert = "INSERT INTO statement_words (rowid, quote, speaker_key) SELECT key, quote, speaker_key"
        keys = {"first": first, "last": last}
        connection.execute(text(f"{insert} FROM statements WHERE key BETWEEN :first AND :last"), keys)

    def search(self, words: Sequence[Term], speaker: Sequence[Term]) -> Search:
        """The terms as one FTS5 query, each in quotation marks."""
        queries = [f"({' AND '.join(map(_quoted, words))})"] if words else []
        if speaker:
            queries.append(f"(speaker_key : ({' AND '.join(map(_quoted, speaker))}))")
        return Search(
            index=_INDEX,
            key=_INDEX.c.rowid,
            matches=_matches("statement_words", " AND ".join(queries)),
            # By rank alone, as FTS5 then sorts by itself and the join stops at the limit; equals come as added.
            order=(_INDEX.c.rank,),
        )

    def index_names(self, connection: Connection, names: Sequence[Mapping[str, Any]]) -> None:
        """FTS5 gathers the words of many statements before it puts them where they belong."""
        columns = "for_whom, toward, issue, meeting"
        values = ":statement, :for_whom, :toward, :issue, :meeting"
        connection.execute(text(f"INSERT INTO statement_terms (rowid, {columns}) VALUES ({values})"), names)

    def named(self, field: str, words: Sequence[Term]) -> Select[Any]:
        """By FTS5, whose columns are the fields."""
        return select(_NAMES.c.rowid).where(
            _matches("statement_terms", f"{field} : ({' OR '.join(map(_quoted, words))})")
        )

    def explained(self, error: Exception) -> LedgerError | RecordError:
        """By SQLite's own name for the error."""
        cause = error.orig if isinstance(error, DBAPIError) else error
        name = str(getattr(cause, "sqlite_errorname", ""))
        for start, problem in _PROBLEMS.items():
            if name.startswith(start):
                return LedgerError(f"{self.name}: {problem}")
        if isinstance(cause, UnicodeEncodeError):
            return RecordError("a value holds a lone surrogate; expected text that can be written as UTF-8")
        said = " ".join(str(cause).split())
        return LedgerError(f"{self.name}: {said}; expected a sound ledger of this version of onrecord")

    def _connector(self, mode: str) -> Callable[[], sqlite3.Connection]:
        return _connector(f"file:{quote(os.fsencode(self.name))}?mode={mode}")

    @cached_property
    def _sweeper(self) -> Sweeper:
        return Sweeper(self._connector("rw"), LOG_LEFT // 2 // _PAGE)

    def written(self) -> None:
        """Has the log written back, soon and by somebody else."""
        self._sweeper.wake()

    def close(self) -> None:
        """Closes all connections; the last one tidies the log away."""
        self._sweeper.stop()
        self.reads.dispose()


def _connector(uri: str) -> Callable[[], sqlite3.Connection]:
    def connect() -> sqlite3.Connection:
        # SQLAlchemy begins the transactions (`_begin`), so the driver must not: isolation_level=None.
        connection = sqlite3.connect(
            uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
        connection.execute(f"PRAGMA journal_size_limit = {LOG_LEFT}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_MOST_PAGES}")
        connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        return connection

    return connect


def _patiently(change: Callable[[], object]) -> None:
    # Of two that each wait for the other to stop reading, SQLite refuses one at once, whatever its patience.
    last = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            change()
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > last:
                raise
            time.sleep(random.uniform(0.001, 0.02))
        else:
            return


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _matches(index: str, asked: str) -> ColumnElement[bool]:
    name: ColumnElement[bool] = literal_column(index)
    return name.op("MATCH", is_comparison=True)(asked)


def _quoted(term: Term) -> str:
    quoted = '"' + term.text.replace('"', '""') + '"'
    return quoted + " *" if term.prefix else quoted
