"""A PostgreSQL server for tests: the one that is given, or one made in a temporary folder, reached by socket alone."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest
from sqlalchemy import URL, make_url

GIVEN = os.environ.get("ONRECORD_TEST_POSTGRESQL")
"""The address of a database, with the password of an administrator of its server."""

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
_PASSWORD = "not:a/secret@all"
# No test here cuts the power, so none waits for the disk.
_SETTINGS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=40"
_NUMBERS = count(1)


# Ten times faster than TRUNCATE for the few rows of a test; a replica asks for no foreign keys.
_EMPTY = """
DO $$ DECLARE made TEXT; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR made IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'onrecord_migrations' LOOP
        EXECUTE format('DELETE FROM %I', made);
    END LOOP;
END $$
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs; `url` is that of a database whose user may make others."""

    url: URL
    _used: list[str] = field(default_factory=list)

    def run(self, statement: str, database: str | None = None) -> None:
        """Runs one statement as the administrator, outside of any transaction."""
        with psycopg.connect(self.address(database or str(self.url.database)), autocommit=True) as connection:
            connection.execute(statement)

    @contextmanager
    def emptied(self) -> Iterator[str]:
        """The address of a database that holds nothing but, at most, an empty ledger: a new one takes half a second."""
        if not self._used:
            name = f"onrecord_test_{os.getpid()}_{next(_NUMBERS)}"
            self.run(f"CREATE DATABASE {name}")
            self._used.append(name)
        name = self._used.pop()
        yield self.address(name)
        self.run(_EMPTY, name)
        self._used.append(name)

    def address(self, database: str, **changes: str) -> str:
        """The address of a database, as a person types it."""
        url = self.url.set(drivername="postgresql", database=database, **changes)
        return url.render_as_string(hide_password=False)

    def drop(self) -> None:
        """Drops what `emptied` made."""
        for name in self._used:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def place(self) -> Iterator[str]:
        """The address of a new, empty database, which is dropped at the end."""
        name = f"onrecord_test_{os.getpid()}_{next(_NUMBERS)}"
        self.run(f"CREATE DATABASE {name}")
        try:
            yield self.address(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running() -> Iterator[Server]:
    """The server; skips the test, with the reason, where there is none."""
    if GIVEN:
        given = Server(make_url(GIVEN))
        yield given
        given.drop()
        return
    if not _BINARIES:
        pytest.skip("no PostgreSQL: set ONRECORD_TEST_POSTGRESQL, or install Debian's postgresql")
    # A path of a socket may have 107 bytes: pytest's own folders are too long.
    folder = Path(mkdtemp(prefix="onrecord-"))
    try:
        with _started(_BINARIES[-1].parent, folder) as server:
            yield server
    finally:
        shutil.rmtree(folder)


@contextmanager
def _started(binaries: Path, folder: Path) -> Iterator[Server]:
    # PostgreSQL refuses to run as the administrator; Debian's package makes a user for it.
    user = "postgres" if os.geteuid() == 0 else None
    password = folder / "password"
    password.write_text(_PASSWORD, encoding="utf-8")
    if user:
        for path in (folder, password):
            shutil.chown(path, user, user)

    def run(program: str, *options: str) -> None:
        command = [str(binaries / program), "-D", str(folder / "data"), *options]
        groups = {"extra_groups": []} if user else {}
        subprocess.run(
            command, user=user, group=user, cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=120, **groups
        )

    # A language's order of letters as the default, which is not the order that ids and dates need.
    locale = ("--locale-provider=icu", "--icu-locale=en", "--locale=C.UTF-8", "--encoding=UTF8")
    run("initdb", "-U", "tester", "-A", "scram-sha-256", f"--pwfile={password}", "--no-sync", *locale)
    run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", f"-k {folder} {_SETTINGS}")
    try:
        yield Server(URL.create("postgresql", "tester", _PASSWORD, database="postgres", query={"host": str(folder)}))
    finally:
        run("pg_ctl", "stop", "-m", "immediate")
