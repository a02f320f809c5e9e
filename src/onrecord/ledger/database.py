"""Opens a ledger: makes, checks and migrates its file, and hands out its writer and its reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from onrecord.errors import LedgerError
from onrecord.ledger import sqlite
from onrecord.ledger.migrations import MIGRATIONS


class Database:
    """One file and its transactions. Every error of the database leaves as a LedgerError of one line."""

    def __init__(self, path: Path, engine: Engine, *, writable: bool) -> None:
        self.path = path
        self._engine = engine
        self._writable = writable

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is alone in writing; it is kept whole at the end, or not at all."""
        if not self._writable:
            raise LedgerError(f"{self.path}: the file or its folder is read-only; expected one that can be written")
        with reported(self.path), self._engine.connect() as connection:
            connection.execution_options(**{sqlite.WRITES: True})
            with connection.begin():
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees the ledger as it was at its beginning, whatever others write meanwhile."""
        with reported(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Closes all connections."""
        self._engine.dispose()


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """Turns the database's errors into ours, as `sqlite.explained` has them."""
    try:
        yield
    except sqlite.ERRORS as error:
        raise sqlite.explained(path, error) from error


def open_database(where: str, *, create: bool) -> Database:
    """The database at a path; `create` makes it where there is none, and asks that it can be written."""
    path = _path_of(where)
    new = _is_new(path, create=create)
    writable = sqlite.can_write(path)
    if create and not writable:
        raise LedgerError(f"{path}: the file or its folder is read-only; expected one that can be written")
    database = Database(path, sqlite.engine(path, writable=writable), writable=writable)
    try:
        _bring_up_to_date(database, new=new)
        if writable:
            with reported(path):
                sqlite.keep_log(database._engine)
    except LedgerError:
        database.close()
        raise
    return database


def _path_of(where: str) -> Path:
    rest = where.removeprefix("sqlite:///")
    if "://" in rest or not rest or rest == ":memory:" or "\0" in rest:
        raise LedgerError(f"{where!r} is not a ledger file; expected a path such as onrecord.db, or sqlite:///PATH")
    return Path(rest).expanduser()


def _is_new(path: Path, *, create: bool) -> bool:
    with reported(path):
        if path.is_dir():
            raise LedgerError(f"{path}: it is a folder; expected a ledger file")
        if path.exists() and sqlite.is_ledger(path):
            return False
        if not create:
            what = "an empty file" if path.exists() else "no such file"
            raise LedgerError(f"{path}: {what}; expected a ledger: `onrecord add` makes one")
        if not path.parent.is_dir():
            raise LedgerError(f"{path}: its folder does not exist; expected a folder that does: make it first")
    return True


def _bring_up_to_date(database: Database, *, new: bool) -> None:
    with database.reading() as connection:
        found = sqlite.version(connection)
    _refuse_newer(database.path, found)
    if found == len(MIGRATIONS):
        return
    if not new and found:
        with reported(database.path):
            sqlite.back_up(database.path, found)
    for number in range(found + 1, len(MIGRATIONS) + 1):
        with database.writing() as connection:
            # Another process may have done it while this one waited for the lock.
            if sqlite.version(connection) >= number:
                continue
            migration = MIGRATIONS[number - 1]
            for statement in migration.statements:
                connection.exec_driver_sql(statement)
            if migration.then is not None:
                migration.then(connection)
            sqlite.set_version(connection, number)


def _refuse_newer(path: Path, found: int) -> None:
    if found > len(MIGRATIONS):
        problem = f"the ledger is of version {found}, this onrecord knows versions up to {len(MIGRATIONS)}"
        raise LedgerError(f"{path}: {problem}; expected a newer onrecord")


class Closing:
    """A context manager over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def path(self) -> Path:
        """The ledger's file."""
        return self._database.path

    def close(self) -> None:
        """Closes the file; what was added is kept already."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
