"""A grown SQLite ledger's rows in a new PostgreSQL one, so that its costs at size needn't wait for hours of adding.

usage: python -m bench.carried GROWN.db postgresql://USER:PASSWORD@HOST/DATABASE

The database is empty, and the user may switch off the server's own checks of foreign keys (a superuser). Each table is
copied as it is; the indexes of words, which each database has of its own kind, are made by the ledger's own code.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Connection, func, select

from onrecord.errors import LedgerError
from onrecord.ledger import tables
from onrecord.ledger.database import Database, open_database
from onrecord.ledger.store import store_of
from onrecord.ledger.terms import FIELDS

# Statements whose words are indexed in one transaction.
BLOCK = 5_000
_s, _n = tables.statements, tables.statement_names


def carry(grown: Path, where: str) -> None:
    """Copies the tables, then makes the indexes of words. `where` holds no ledger yet, or LedgerError is raised."""
    with closing(open_database(where, create=True)) as database:
        if _last_statement(database):
            raise LedgerError("the database holds statements; expected an empty one")
        with closing(_opened(grown)) as source, psycopg.connect(where) as server:
            server.execute("SET session_replication_role = replica")
            for table in tables.metadata.tables.values():
                _copy(source, server, table.name, [column.name for column in table.columns])
        _index(database)
    with psycopg.connect(where, autocommit=True) as server:
        server.execute("VACUUM ANALYZE")


def _opened(grown: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{grown.resolve().as_uri()}?mode=ro", uri=True)


def _copy(source: sqlite3.Connection, server: psycopg.Connection[Any], table: str, columns: list[str]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    rows = source.execute(f"SELECT {', '.join(columns)} FROM {table}")
    with server.cursor().copy(into) as copied:
        for row in rows:
            copied.write_row(row)
    print(f"{table} copied", file=sys.stderr, flush=True)


def _last_statement(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(select(func.coalesce(func.max(_s.c.key), 0))).scalar_one())


def _index(database: Database) -> None:
    last = _last_statement(database)
    for first in range(1, last + 1, BLOCK):
        with database.writing() as connection:
            store = store_of(connection)
            store.index(connection, first, first + BLOCK - 1)
            store.index_names(connection, _names(connection, first, first + BLOCK - 1))


def _names(connection: Connection, first: int, last: int) -> list[dict[str, Any]]:
    query = select(_n.c.statement, *(_n.c[field] for field in FIELDS)).where(_n.c.statement.between(first, last))
    return [dict(row) for row in connection.execute(query).mappings()]


def main() -> int:
    """Read the command line, carry over."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("grown", type=Path)
    parser.add_argument("where")
    chosen = parser.parse_args()
    try:
        carry(chosen.grown, chosen.where)
    except (LedgerError, sqlite3.Error, psycopg.Error) as problem:
        print(f"carried: {' '.join(str(problem).split())}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
