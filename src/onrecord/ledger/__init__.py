"""The ledger: documents, runs and statements as rows of one database file. Rows are added, never overwritten.

`open_ledger` gives a `Ledger`: its `writer` adds readings, its `reader`, its `register` of lines and its `desk`
are for `onrecord.views` alone.
"""

from __future__ import annotations

from typing import Any

from onrecord.ledger import transfer
from onrecord.ledger.database import Closing, Database, open_database
from onrecord.ledger.desk import Desk, Doubt
from onrecord.ledger.entries import (
    DocumentEntry,
    DocumentReading,
    MeetingEntry,
    ReviewedReading,
    ReviewEntry,
    StatementEntry,
)
from onrecord.ledger.finding import Asked
from onrecord.ledger.line_keys import LineAsked, LineKey
from onrecord.ledger.lines import LineEntry, Register, Stance
from onrecord.ledger.outlines import Mark, Outline
from onrecord.ledger.reader import Reader
from onrecord.ledger.tallies import Tallies, Tally
from onrecord.ledger.terms import Named
from onrecord.ledger.transfer import Taken
from onrecord.ledger.writer import Added, Writer

__all__ = [
    "Added",
    "Asked",
    "Desk",
    "DocumentEntry",
    "DocumentReading",
    "Doubt",
    "Ledger",
    "LineAsked",
    "LineEntry",
    "LineKey",
    "Mark",
    "MeetingEntry",
    "Named",
    "Outline",
    "Reader",
    "ReviewEntry",
    "ReviewedReading",
    "Stance",
    "StatementEntry",
    "Taken",
    "Tallies",
    "Tally",
    "Writer",
    "open_ledger",
]


class Ledger(Closing):
    """An open ledger; a context manager that closes it. `path` is its file, or its address without a password."""

    writer: Writer
    reader: Reader
    register: Register
    desk: Desk

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.writer = Writer(database)
        self.reader = Reader(database)
        self.register = Register(database)
        self.desk = Desk(database, self.reader)

    def take(self, value: dict[str, Any]) -> Taken:
        """Adds what one line of another ledger's `Reader.lines` says, if this one lacks it; RecordError if it can't."""
        return transfer.take(self.writer, value)


def open_ledger(where: str, *, create: bool) -> Ledger:
    """Opens the ledger at a path, at `sqlite:///PATH` or at `postgresql://USER:PASSWORD@HOST/DATABASE`.

    With `create`, to write, and made if there is none. An older ledger is migrated; a file, after a copy was laid
    beside it. Raises LedgerError, one line, for what is not a ledger (it is not touched), one of a newer version, a
    missing one (without `create`), folder or database, a server that can't be reached or refuses the user, and, with
    `create`, what can't be written.
    """
    return Ledger(open_database(where, create=create))
