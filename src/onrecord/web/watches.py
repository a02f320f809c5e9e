"""The alerts of a server: saved searches with their feeds and webhooks, in a small SQLite file of its own.

Like accounts they are the state of a server and no part of the record. The file is made with the first alert. Tokens
and secrets stand in it as they are, since the page shows them again: nobody but its owner may read the file.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onrecord.errors import LedgerError, UsageError

MOST = 100
"""Alerts that one person may have."""

_APPLICATION = 0x6F727761
_TABLES = """
CREATE TABLE alerts (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, asked TEXT NOT NULL,
                     token TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, made TEXT NOT NULL, checked TEXT NOT NULL,
                     webhook TEXT, secret TEXT NOT NULL);
CREATE TABLE sent (alert INTEGER NOT NULL REFERENCES alerts ON DELETE CASCADE, utterance TEXT NOT NULL,
                   at TEXT NOT NULL, PRIMARY KEY (alert, utterance));
CREATE TABLE deliveries (id INTEGER PRIMARY KEY, alert INTEGER NOT NULL REFERENCES alerts ON DELETE CASCADE,
                         at TEXT NOT NULL, utterances INTEGER NOT NULL, tries INTEGER NOT NULL, problem TEXT);
"""
_KEPT = 20  # deliveries of an alert that a person may want to look at
LONGEST_NAME = 100
"""Characters that the name of an alert may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A saved search: `asked` is its filter as in an address; what went on record before `checked` has been sent."""

    id: int
    owner: str
    name: str
    asked: str
    token: str
    made: str
    checked: str
    webhook: str | None
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A call of a webhook: about how many utterances, after how many tries, and what went wrong, None if nothing."""

    at: str
    utterances: int
    tries: int
    problem: str | None


class Watches:
    """The alerts in one file; used from many threads. Raises UsageError, LedgerError."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            # Before anything is in it: nobody else on the machine may read along.
            self.path.touch(mode=0o600, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=5)) as connection, connection:
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA foreign_keys = ON")
                found = connection.execute("PRAGMA application_id").fetchone()[0]
                if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    connection.executescript(f"PRAGMA application_id = {_APPLICATION}; {_TABLES}")
                elif found != _APPLICATION:
                    raise UsageError(f"{self.path}: not a file of alerts; expected one, or none")
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise LedgerError(f"{self.path}: {error}; expected a sound file of alerts") from error

    def add(self, owner: str, name: str, asked: str, webhook: str | None) -> Alert:
        """Saves a search; from now on it fires. Raises UsageError for what is no name, or one alert too many."""
        _check_name(name)
        token, now = secrets.token_urlsafe(32), moment()
        values = (owner, name, asked, token, _hash(token), now, now, webhook, secrets.token_urlsafe(32))
        with self._open() as connection:
            count = connection.execute("SELECT count(*) FROM alerts WHERE owner = ?", [owner]).fetchone()[0]
            if count >= MOST:
                raise UsageError(f"there are {count} alerts already; expected {MOST} at most: remove one first")
            names = "owner, name, asked, token, hash, made, checked, webhook, secret"
            made = connection.execute(f"INSERT INTO alerts ({names}) VALUES ({', '.join('?' * 9)})", values)
            return _alert(connection.execute("SELECT * FROM alerts WHERE id = ?", [made.lastrowid]).fetchone())

    def of(self, owner: str) -> list[Alert]:
        """Somebody's alerts, the newest first."""
        return self._all("SELECT * FROM alerts WHERE owner = ? ORDER BY id DESC", [owner])

    def hooked(self) -> list[Alert]:
        """All alerts that have a webhook."""
        return self._all("SELECT * FROM alerts WHERE webhook IS NOT NULL ORDER BY id", [])

    def one(self, owner: str, id: int) -> Alert | None:
        """One of somebody's alerts; None if they have none such."""
        found = self._all("SELECT * FROM alerts WHERE id = ? AND owner = ?", (id, owner))
        return found[0] if found else None

    def by_token(self, token: str) -> Alert | None:
        """The alert whose feed this token opens: looked up by its hash, of which no guess tells anything of another."""
        found = self._all("SELECT * FROM alerts WHERE hash = ?", [_hash(token)])
        return found[0] if found else None

    def _all(self, query: str, values: Sequence[Any]) -> list[Alert]:
        if not self.path.exists():
            return []
        with self._open() as connection:
            return [_alert(row) for row in connection.execute(query, values)]

    def change(self, owner: str, id: int, *, name: str, webhook: str | None, asked: str | None = None) -> bool:
        """Gives one of somebody's alerts this name, this webhook and, if not None, this search; False if none such.

        A new search or a new address is told of what goes on record from now on. Raises UsageError for no name.
        """
        _check_name(name)
        own = (id, owner)
        with self._open() as connection:
            found = connection.execute("SELECT asked, webhook FROM alerts WHERE id = ? AND owner = ?", own).fetchone()
            if found is None:
                return False
            kept = asked or found["asked"]
            values = (name, webhook, kept, id)
            connection.execute("UPDATE alerts SET name = ?, webhook = ?, asked = ? WHERE id = ?", values)
            if (kept, webhook) != (found["asked"], found["webhook"]):
                connection.execute("UPDATE alerts SET checked = ? WHERE id = ?", (moment(), id))
            return True

    def remove(self, owner: str, id: int) -> bool:
        """Removes one of somebody's alerts; False if they have none such."""
        with self._open() as connection:
            return bool(connection.execute("DELETE FROM alerts WHERE id = ? AND owner = ?", (id, owner)).rowcount)

    def renew(self, owner: str, id: int) -> bool:
        """Gives the feeds of an alert new addresses; the old ones lead nowhere. False if they have none such."""
        token = secrets.token_urlsafe(32)
        with self._open() as connection:
            change = "UPDATE alerts SET token = ?, hash = ? WHERE id = ? AND owner = ?"
            return bool(connection.execute(change, (token, _hash(token), id, owner)).rowcount)

    def sent(self, id: int) -> set[str]:
        """The utterances that an alert's webhook was told of, as far back as it may be told of them again."""
        with self._open() as connection:
            return {row[0] for row in connection.execute("SELECT utterance FROM sent WHERE alert = ?", [id])}

    def keep(self, alert: Alert, told: Sequence[str], *, checked: str, tries: int, problem: str | None) -> None:
        """Notes a delivery of these utterances; if it came through, what was on record by `checked` is done with."""
        with self._open() as connection:
            if not connection.execute("SELECT 1 FROM alerts WHERE id = ?", [alert.id]).fetchone():
                return
            values = (alert.id, moment(), len(told), tries, problem)
            connection.execute(
                "INSERT INTO deliveries (alert, at, utterances, tries, problem) VALUES (?, ?, ?, ?, ?)", values
            )
            latest = "SELECT id FROM deliveries WHERE alert = ? ORDER BY id DESC LIMIT ?"
            connection.execute(
                f"DELETE FROM deliveries WHERE alert = ? AND id NOT IN ({latest})", (alert.id, alert.id, _KEPT)
            )
            if problem is None:
                rows = [(alert.id, utterance, checked) for utterance in told]
                connection.executemany("INSERT OR IGNORE INTO sent VALUES (?, ?, ?)", rows)

    def advance(self, id: int, checked: str) -> None:
        """Notes that all on record before this moment has been sent; what was sent of before is forgotten."""
        with self._open() as connection:
            connection.execute("UPDATE alerts SET checked = ? WHERE id = ?", (checked, id))
            connection.execute("DELETE FROM sent WHERE alert = ? AND at < ?", (id, checked))

    def deliveries(self, id: int) -> list[Delivery]:
        """The latest calls of an alert's webhook, the newest first."""
        query = "SELECT at, utterances, tries, problem FROM deliveries WHERE alert = ? ORDER BY id DESC"
        with self._open() as connection:
            return [Delivery(**dict(row)) for row in connection.execute(query, [id])]


def _check_name(name: str) -> None:
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UsageError(f"the alert's name has {len(name)} characters; expected 1 to {LONGEST_NAME} on one line")


def moment() -> str:
    """Now, as the ledger writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _alert(row: sqlite3.Row) -> Alert:
    return Alert(**{name: row[name] for name in row.keys() if name != "hash"})  # noqa: SIM118 - a Row is no mapping


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
