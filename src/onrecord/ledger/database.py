"""Opens a ledger: makes, checks and migrates it, and hands out its transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from onrecord.errors import LedgerError
from onrecord.ledger import postgres, sqlite
from onrecord.ledger.migrations import MIGRATIONS
from onrecord.ledger.store import Store


class Database:
    """One ledger's database and its transactions. Every error leaves as a LedgerError of one line."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def path(self) -> Path | str:
        """The ledger's file, or its address without a password."""
        return self._store.name

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is alone in writing; it is kept whole at the end, or not at all."""
        _ask_to_write(self._store)
        with reported(self._store), self._store.writes.connect() as connection, connection.begin():
            yield connection
        self._store.written()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees the ledger as it was at its beginning, whatever others write meanwhile."""
        with reported(self._store), self._store.reads.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Closes all connections."""
        self._store.close()


@contextmanager
def reported(store: Store) -> Iterator[None]:
    """Turns the database's errors into ours, as the store explains them."""
    try:
        yield
    except store.errors as error:
        raise store.explained(error) from error


def open_database(where: str, *, create: bool) -> Database:
    """The database at a path or an address; `create` makes a ledger where there is none, and asks that it can write."""
    store = _store_at(where)
    database = Database(store)
    try:
        with reported(store):
            new = not store.find(create=create)
        if create:
            _ask_to_write(store)
        _bring_up_to_date(database, store, new=new)
        with reported(store):
            store.settle()
    except LedgerError:
        database.close()
        raise
    return database


def _ask_to_write(store: Store) -> None:
    if not store.writable:
        raise LedgerError(f"{store.name}: {store.read_only}; expected one that can be written")


def _store_at(where: str) -> Store:
    scheme, separator, _ = where.partition("://")
    if separator and scheme in postgres.SCHEMES:
        return postgres.PostgresStore(where)
    rest = where.removeprefix("sqlite:///")
    if "://" in rest or not rest or rest == ":memory:" or "\0" in rest:
        problem = f"{where!r} is not a ledger file" if not separator else f"there are no ledgers at {scheme}://"
        expected = "expected a path such as onrecord.db, sqlite:///PATH, or postgresql://USER:PASSWORD@HOST/DATABASE"
        raise LedgerError(f"{problem}; {expected}")
    return sqlite.SqliteStore(Path(rest).expanduser())


def _bring_up_to_date(database: Database, store: Store, *, new: bool) -> None:
    with database.reading() as connection:
        found = store.version(connection)
    _refuse_newer(store, found)
    if found == len(MIGRATIONS):
        return
    # Before the copy, which would be of no use.
    _ask_to_write(store)
    if not new and found:
        with reported(store):
            store.back_up(found)
    for number in range(found + 1, len(MIGRATIONS) + 1):
        with database.writing() as connection:
            # Another process may have done it while this one waited for the lock.
            if store.version(connection) >= number:
                continue
            migration = MIGRATIONS[number - 1]
            for statement in migration.statements(store):
                connection.exec_driver_sql(statement)
            if migration.then is not None:
                migration.then(connection)
            store.set_version(connection, number, migration.about)


def _refuse_newer(store: Store, found: int) -> None:
    if found > len(MIGRATIONS):
        problem = f"the ledger is of version {found}, this onrecord knows versions up to {len(MIGRATIONS)}"
        raise LedgerError(f"{store.name}: {problem}; expected a newer onrecord")


class Closing:
    """A context manager over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def path(self) -> Path | str:
        """The ledger's file, or its address without a password."""
        return self._database.path

    def close(self) -> None:
        """Closes it; what was added is kept already."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
