"""The contract between the ledger and the kinds of database that it can stand in: `sqlite` and `postgres` fulfil it.

All that depends on one database stands in its module. Both take the tables, queries and migrations of the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from sqlalchemy import Connection, Engine, FromClause, Select
from sqlalchemy.sql.elements import ColumnElement

from onrecord.errors import LedgerError, RecordError
from onrecord.ledger.fulltext import Term

STORE = "onrecord_store"
"""The execution option of every connection that holds its store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search as part of a query: `key` is a statement's key in `index`; `order` sorts the most relevant first.

    `first_day` is the statement's, where the index has it: what has the words and is of the days is told by it alone.
    """

    index: FromClause
    key: ColumnElement[int]
    first_day: ColumnElement[str] | None = None
    matches: ColumnElement[bool]
    order: tuple[ColumnElement[Any], ...]


class Store(Protocol):
    """One ledger's database. Making a store touches nothing; all its errors are `errors`, `explained` in one line."""

    errors: tuple[type[Exception], ...]
    dialect: Literal["sqlite", "postgresql"]
    """The part of a migration that this database takes."""
    read_only: str
    """What is wrong where it can't be written, as errors say it."""

    @property
    def name(self) -> Path | str:
        """The file, or the address without a password: what errors call the ledger."""

    def find(self, *, create: bool) -> bool:
        """True if there is a ledger, of any version; False if one can be made here, which `create` asks for.

        Raises LedgerError for what is no ledger, and where there is none and none can be made.
        """

    @property
    def writable(self) -> bool:
        """True if it may be written, as of `find`."""

    @property
    def reads(self) -> Engine:
        """Makes transactions that see the ledger as it was at their beginning."""

    @property
    def writes(self) -> Engine:
        """Makes transactions that are alone in writing, from their beginning."""

    def version(self, connection: Connection) -> int:
        """The number of the last migration that the ledger has had; 0 for a new one."""

    def set_version(self, connection: Connection, number: int, about: str) -> None:
        """Marks the database as a ledger that has had the migration `number`; part of the open transaction."""

    def adapted(self, portable: str) -> str:
        """The portable SQL of a migration, as this database has it."""

    def back_up(self, number: int) -> None:
        """Keeps a copy, where that is the ledger's to do, before a migration from `number`."""

    def settle(self) -> None:
        """Sets what stays with the database once it is up to date."""

    def index(self, connection: Connection, first: int, last: int) -> None:
        """Enters the statements with the keys `first` to `last` into the index of words."""

    def search(self, words: Sequence[Term], speaker: Sequence[Term]) -> Search:
        """Statements whose quotation or speaker has all `words`, and whose speaker has all of `speaker`."""

    def index_names(self, connection: Connection, names: Sequence[Mapping[str, Any]]) -> None:
        """Enters rows of `statement_names`, which are there, into the index of their words, by field."""

    def named(self, field: str, words: Sequence[Term]) -> Select[Any]:
        """The keys of the statements that have one of these, each one word, in their names of a field."""

    def explained(self, error: Exception) -> LedgerError | RecordError:
        """The error as one line: the ledger, what was wrong, what would be right; RecordError for a value at fault."""

    def written(self) -> None:
        """Something was added: what the database has to do after that begins, and hardly anybody waits for it."""

    def close(self) -> None:
        """Closes all connections."""


def store_of(connection: Connection) -> Store:
    """The store that a connection of its engines belongs to."""
    store: Store = connection.get_execution_options()[STORE]
    return store
