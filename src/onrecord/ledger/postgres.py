"""A ledger in a PostgreSQL database: is it ours, connections, the writers' lock, tsvector, its errors in one line.

All that depends on PostgreSQL stands here. The words of statements are folded and split by us, so that both databases
find the same; a word's place in the row tells phrases, its weight the speaker (`A`) from the quotation (`D`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Select,
    cast,
    column,
    create_engine,
    event,
    func,
    insert,
    literal,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.types import UserDefinedType

from onrecord.errors import LedgerError, RecordError
from onrecord.ledger.fulltext import Term, begins, fold
from onrecord.ledger.store import STORE, Search

SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")

# Any number does that no other program takes in the same database: `onrc`.
_LOCK = 0x6F6E7263
# Long enough for a writer to sit out several others' transactions, short enough to tell of a stuck one.
_BUSY_SECONDS = 30
_CONNECT_SECONDS = 10
_WRITES = "onrecord_writes"
_MIGRATIONS = "onrecord_migrations"
_INDEX = table("statement_words", column("statement"), column("first_day"), column("words"))
_NAMES = table("statement_terms", column("field"), column("word"), column("statement"))
_WORD = re.compile(r"[^\W_]+")
# PostgreSQL's limits: the last place in a row that it tells, a lexeme's bytes (2046; a letter has 4 at most), and the
# bytes of a row's words. What lies beyond can't be found in a phrase, or not at all.
_LAST_PLACE, _WORD_LETTERS, _ROW_BYTES = 16_383, 500, 1_000_000
# Between the speaker's words and the quotation's: no phrase reaches across.
_GAP = 2

# Compiling a query takes longer than nearly all of ours; what is read at random lies in memory or on a disk without a
# head. With a million statements a register took 140 to 240 ms so, 360 to 2,060 by the server's own settings.
_PLANNED = "SET jit = off; SET random_page_cost = 1.1"

_EXPECTED = "expected postgresql://USER:PASSWORD@HOST/DATABASE"
_AGAIN = "what was reported done is kept: run again when the server is back"
_PROBLEMS = {
    "28": "the server refused the user or the password; expected a user who may use this database",
    "3D000": "there is no such database; expected one that exists: make it first (createdb)",
    "42501": "the user lacks rights; expected one who may read the ledger's tables and, to add, write and make them",
    "25006": "it is read-only; expected a database that can be written",
    "53100": "the server's disk is full; what was reported done is kept: make room and run again",
    "53300": "the server takes no more connections; close others and run again",
    "55P03": f"another program wrote to it for {_BUSY_SECONDS} s; close that program and run again",
    "57P": f"the server shut the connection; {_AGAIN}",
    "08": f"the connection was lost; {_AGAIN}",
}
# Before it lets anybody in, a server tells no code of the error, only words.
_REFUSALS = {
    r"authentication failed|no password supplied|no pg_hba.conf entry|role .* (does not exist|is not permitted)": "28",
    r"database .* does not exist": "3D000",
    r"too many (?:clients|connections)|remaining connection slots": "53300",
}


class _TsQuery(UserDefinedType[str]):
    """A search; SQLAlchemy's own stands in a module that takes time to load."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "TSQUERY"


class PostgresStore:
    """A ledger in the schema of a database that comes first in the search path, alone in it."""

    errors: tuple[type[Exception], ...] = (SQLAlchemyError, UnicodeEncodeError)
    dialect: Literal["sqlite", "postgresql"] = "postgresql"
    read_only = "the database is read-only, or the user may not write to it"

    def __init__(self, address: str) -> None:
        try:
            self._url = make_url(address).set(drivername="postgresql+psycopg")
        except (ArgumentError, ValueError) as error:
            raise LedgerError(f"the ledger's address can't be read; {_EXPECTED}") from error
        # Neither the password nor the options, which may hold one.
        shown = URL.create(
            "postgresql",
            username=self._url.username,
            host=self._url.host,
            port=self._url.port,
            database=self._url.database,
        )
        self.name = shown.render_as_string()
        if not self._url.database or "\0" in address:
            raise LedgerError(f"{self.name}: it names no database; {_EXPECTED}")
        self.writable = False

    def find(self, *, create: bool) -> bool:
        """True if the schema holds a ledger; False if it is empty, and one can be made."""
        with self.reads.connect() as connection:
            found = connection.exec_driver_sql(_STANDING).one()
        if found.encoding != "UTF8":
            raise LedgerError(f"{self.name}: its encoding is {found.encoding}; expected a database in UTF8")
        if not found.is_ledger and found.is_taken:
            raise LedgerError(f"{self.name}: it holds another program's tables; expected an empty schema, or a ledger")
        if not found.is_ledger and not create:
            raise LedgerError(f"{self.name}: no ledger is there; expected a ledger: `onrecord add` makes one")
        self.writable = not found.is_standby and bool(found.may_add if found.is_ledger else found.may_make)
        return bool(found.is_ledger)

    @cached_property
    def _engine(self) -> Engine:
        try:
            made = create_engine(
                self._url,
                connect_args={"connect_timeout": _CONNECT_SECONDS},
                execution_options={STORE: self},
                query_cache_size=100,
            )
        except ImportError as error:
            needs = "PostgreSQL needs psycopg, which is not installed; expected: pip install 'onrecord[postgresql]'"
            raise LedgerError(f"{self.name}: {needs}") from error
        event.listen(made, "connect", _connected)
        event.listen(made, "begin", _begin)
        return made

    @cached_property
    def reads(self) -> Engine:
        """All that one transaction reads is as of its first query."""
        return self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @cached_property
    def writes(self) -> Engine:
        """Each transaction waits for the lock, and then sees what the one before it wrote."""
        return self._engine.execution_options(**{_WRITES: True})

    def version(self, connection: Connection) -> int:
        """The last row of the table of migrations."""
        # Not to_regclass: within a transaction it remembers that there was no table, whoever has made it since.
        known = "SELECT 1 FROM pg_tables WHERE tablename = :name AND schemaname = ANY (current_schemas(false))"
        if connection.execute(text(known), {"name": _MIGRATIONS}).first() is None:
            return 0
        return int(connection.execute(text(f"SELECT coalesce(max(number), 0) FROM {_MIGRATIONS}")).scalar_one())

    def set_version(self, connection: Connection, number: int, about: str) -> None:
        """Records the migration in the table of migrations."""
        columns = "number INTEGER PRIMARY KEY, about TEXT NOT NULL, applied_at TIMESTAMPTZ NOT NULL DEFAULT now()"
        connection.execute(text(f"CREATE TABLE IF NOT EXISTS {_MIGRATIONS} ({columns})"))
        values = {"number": number, "about": about}
        connection.execute(text(f"INSERT INTO {_MIGRATIONS} (number, about) VALUES (:number, :about)"), values)

    def adapted(self, portable: str) -> str:
        """Numbers as exact as SQLite's, and text that sorts by code points, as ids and dates must."""
        exact = re.sub(r"\bREAL\b", "DOUBLE PRECISION", portable)
        return re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', exact)

    def back_up(self, number: int) -> None:
        """A server is backed up by those who run it; what a migration does is undone as a whole if it fails."""

    def settle(self) -> None:
        """Nothing stays to be set."""

    def index(self, connection: Connection, first: int, last: int) -> None:
        """Enters the words, each with its places."""
        query = text("SELECT key, first_day, quote, speaker_key FROM statements WHERE key BETWEEN :first AND :last")
        made = [
            {"statement": row.key, "first_day": row.first_day, "words": _vector(row.speaker_key, row.quote)}
            for row in connection.execute(query, {"first": first, "last": last})
        ]
        if made:
            values = ":statement, :first_day, CAST(:words AS tsvector)"
            insert = f"INSERT INTO statement_words (statement, first_day, words) VALUES ({values})"
            connection.execute(text(insert), made)

    def search(self, words: Sequence[Term], speaker: Sequence[Term]) -> Search:
        """The terms as one tsquery of words that hold letters and digits alone."""
        parts = [_query(term, "") for term in words] + [_query(term, "A") for term in speaker]
        # A letter that folds to nothing is in no statement.
        asked = cast(literal(" & ".join(parts) if all(parts) else ""), _TsQuery())
        return Search(
            index=_INDEX,
            key=_INDEX.c.statement,
            first_day=_INDEX.c.first_day,
            matches=_INDEX.c.words.op("@@", is_comparison=True)(asked),
            # 1 divides by the logarithm of the length: a short quotation with the words is about them.
            order=(func.ts_rank(_INDEX.c.words, asked, 1).desc(), _INDEX.c.statement),
        )

    def index_names(self, connection: Connection, names: Sequence[Mapping[str, Any]]) -> None:
        """A row for each word of each name."""
        made = [
            {"field": field, "word": word, "statement": row["statement"]}
            for row in names
            for field, key in row.items()
            if field != "statement"
            for word in dict.fromkeys(_WORD.findall(key or ""))
        ]
        if made:
            connection.execute(insert(_NAMES), made)

    def named(self, field: str, words: Sequence[Term]) -> Select[Any]:
        """By the primary key, which begins with field and word."""
        word = _NAMES.c.word
        fits = (begins(word, term.text) if term.prefix else word == term.text for term in words)
        return select(_NAMES.c.statement).where(_NAMES.c.field == field, or_(*fits))

    def explained(self, error: Exception) -> LedgerError | RecordError:
        """By the code of the error, or what the server says before it lets anybody in."""
        if isinstance(error, UnicodeEncodeError):
            return RecordError("a value holds a lone surrogate; expected text that can be written as UTF-8")
        cause = error.orig if isinstance(error, DBAPIError) else error
        said = self._without_password(" ".join(str(cause).split()))
        if "NUL (0x00)" in said:
            return RecordError("a value holds the character NUL; expected text, which PostgreSQL keeps without NUL")
        code = getattr(cause, "sqlstate", None) or _code_of(said)
        if code == "54000":
            return RecordError(f"a value is too long for PostgreSQL: {said}; expected a shorter one")
        for start, problem in _PROBLEMS.items():
            if code.startswith(start):
                return LedgerError(f"{self.name}: {problem}")
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            return LedgerError(f"{self.name}: {_PROBLEMS['08']}")
        if "connection failed" in said or "resolve host" in said:
            return LedgerError(f"{self.name}: {said}; expected a server that takes connections at this address")
        return LedgerError(f"{self.name}: {said}; expected a sound ledger of this version of onrecord")

    def _without_password(self, said: str) -> str:
        password = self._url.password
        return said.replace(password, "***") if password else said

    def written(self) -> None:
        """The server tidies up by itself."""

    def close(self) -> None:
        """Closes all connections."""
        self._engine.dispose()


_STANDING = f"""
SELECT to_regclass('{_MIGRATIONS}') IS NOT NULL AS is_ledger,
    EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema()) AS is_taken,
    pg_is_in_recovery() AS is_standby,
    has_schema_privilege(current_schema(), 'CREATE') AS may_make,
    has_table_privilege(to_regclass('{_MIGRATIONS}'), 'SELECT') AND has_table_privilege(to_regclass('texts'), 'INSERT')
        AS may_add,
    current_setting('server_encoding') AS encoding
"""


def _connected(connection: Any, _: object) -> None:
    """For as long as it lasts; in a transaction it would be undone with it."""
    connection.autocommit = True
    connection.execute(_PLANNED)
    connection.autocommit = False


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITES, False):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_BUSY_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _code_of(said: str) -> str:
    return next((code for pattern, code in _REFUSALS.items() if re.search(pattern, said)), "")


def _words(plain: str) -> list[str]:
    return [word[:_WORD_LETTERS] for word in _WORD.findall(fold(plain))]


def _vector(speaker: str, quote: str) -> str:
    """The words of a statement as the text of a tsvector."""
    by_speaker = _words(speaker)
    start = len(by_speaker) + _GAP
    placed = [(word, place, "A") for place, word in enumerate(by_speaker, 1)]
    placed += [(word, place, "") for place, word in enumerate(_words(quote), start)]
    made: list[str] = []
    size = 0
    for word, place, weight in placed:
        size += len(word.encode())
        if size > _ROW_BYTES:
            break
        made.append(f"{word}:{min(place, _LAST_PLACE)}{weight}")
    return " ".join(made)


def _query(term: Term, weight: str) -> str:
    """The term as a part of a tsquery; empty if its letters fold to nothing."""
    words = _words(term.text)
    marks = [weight] * len(words)
    if words and term.prefix:
        marks[-1] = "*" + weight
    return " <-> ".join(f"{word}:{mark}" if mark else word for word, mark in zip(words, marks, strict=True))
