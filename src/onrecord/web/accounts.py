"""The accounts of a server: names, roles, hashes of passwords, sessions, tokens, in a small SQLite file of its own.

They are the state of a server and no part of the record: no ledger has them, and no export. Of sessions and tokens only
hashes are kept: who reads the file can't be anybody.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from onrecord.errors import LedgerError, UsageError
from onrecord.web.roles import ROLES

IDLE = 12 * 3600
"""Seconds without a request after which a session is over."""
LONGEST = 7 * 24 * 3600
"""Seconds after which a session is over in any case."""
SHORTEST_PASSWORD, _LONGEST_PASSWORD, _LONGEST_NAME = 12, 1000, 100

_APPLICATION = 0x6F726163
_TABLES = """
CREATE TABLE accounts (name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL, made INTEGER NOT NULL);
CREATE TABLE sessions (hash TEXT PRIMARY KEY, name TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
                       made INTEGER NOT NULL, seen INTEGER NOT NULL);
CREATE TABLE tokens (hash TEXT PRIMARY KEY, name TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
                     made INTEGER NOT NULL);
"""
# How often a session's last request is written down: each request would be a write otherwise.
_NOTED = 60
# One check takes 64 MiB and some 50 ms of a processor: many at once must not take all of either.
_CHECKS = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may enter; `made` is in seconds since 1970, `tokens` counts those in force."""

    name: str
    role: str
    made: int = 0
    tokens: int = 0


def beside(ledger: str) -> Path:
    """Where a ledger's accounts are by default: `onrecord.accounts.db` for `onrecord.db`. UsageError for a server's."""
    path = ledger.removeprefix("sqlite:///")
    if "://" in path:
        raise UsageError("the ledger is no file to lay the accounts beside; expected --accounts FILE")
    return Path(path).expanduser().with_suffix(".accounts.db")


class Accounts:
    """The accounts in one file, which several processes may use; `create` makes it. Raises UsageError, LedgerError."""

    def __init__(self, path: Path, *, create: bool) -> None:
        self.path = path
        if not create and not path.exists():
            raise UsageError(f"{path}: nobody has an account; expected `onrecord accounts add NAME --role ROLE` first")
        try:
            # Before anything is in it: nobody else on the machine may read along.
            path.touch(mode=0o600, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}; expected a place for the file of accounts") from error
        with self._open() as connection:
            found = connection.execute("PRAGMA application_id").fetchone()[0]
            empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if empty:
                connection.executescript(f"PRAGMA application_id = {_APPLICATION}; {_TABLES}")
            elif found != _APPLICATION:
                raise UsageError(f"{path}: not a file of accounts; expected one, or a new name")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=5)) as connection, connection:
                connection.execute("PRAGMA foreign_keys = ON")
                yield connection
        except sqlite3.Error as error:
            raise LedgerError(f"{self.path}: {error}; expected a sound file of accounts") from error

    def add(self, name: str, role: str, password: str) -> None:
        """Makes an account. Raises UsageError for a name that is taken or empty, a role that is none, a weak password.

        Decisions are kept under the name: it is one line, as it will be printed.
        """
        if not name or name != " ".join(name.split()) or not name.isprintable() or ":" in name:
            raise UsageError(f"the name {name!r}; expected a name without line breaks or colons")
        if len(name) > _LONGEST_NAME:
            raise UsageError(f"the name has {len(name)} characters; expected {_LONGEST_NAME} or fewer")
        if role not in ROLES:
            raise UsageError(f"the role '{role}' is none; expected one of {', '.join(ROLES)}")
        if not SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
            raise UsageError(
                f"the password has {len(password)} characters; expected {SHORTEST_PASSWORD} to {_LONGEST_PASSWORD}"
            )
        with self._open() as connection:
            if connection.execute("SELECT 1 FROM accounts WHERE name = ?", [name]).fetchone():
                raise UsageError(f"there is an account '{name}' already; expected another name, or its removal first")
            values = (name, role, PasswordHasher().hash(password), _now())
            connection.execute("INSERT INTO accounts VALUES (?, ?, ?, ?)", values)

    def remove(self, name: str) -> None:
        """Removes an account; its sessions and tokens are over at once. Raises UsageError if there is none."""
        with self._open() as connection:
            if not connection.execute("DELETE FROM accounts WHERE name = ?", [name]).rowcount:
                raise _missing(name)

    def all(self) -> list[Account]:
        """The accounts, by name."""
        query = "SELECT name, role, made, (SELECT count(*) FROM tokens t WHERE t.name = a.name) FROM accounts a"
        with self._open() as connection:
            found = connection.execute(f"{query} ORDER BY name").fetchall()
        return [Account(name=name, role=role, made=made, tokens=tokens) for name, role, made, tokens in found]

    def new_token(self, name: str) -> str:
        """A token for programs, kept as a hash alone: this is the only time that it is to be seen. UsageError."""
        token = f"onrecord_{secrets.token_urlsafe(32)}"
        with self._open() as connection:
            if not connection.execute("SELECT 1 FROM accounts WHERE name = ?", [name]).fetchone():
                raise _missing(name)
            connection.execute("INSERT INTO tokens VALUES (?, ?, ?)", (_hash(token), name, _now()))
        return token

    def withdraw_tokens(self, name: str) -> int:
        """Withdraws all tokens of an account; how many there were. UsageError if there is no such account."""
        with self._open() as connection:
            if not connection.execute("SELECT 1 FROM accounts WHERE name = ?", [name]).fetchone():
                raise _missing(name)
            return connection.execute("DELETE FROM tokens WHERE name = ?", [name]).rowcount

    def by_password(self, name: str, password: str) -> Account | None:
        """The account with this name and password; a name that nobody has takes as long as a wrong password."""
        with self._open() as connection:
            found = connection.execute("SELECT role, password FROM accounts WHERE name = ?", [name]).fetchone()
        role, kept = found or (None, _nobodys())
        with _CHECKS:
            try:
                PasswordHasher().verify(kept, password[:_LONGEST_PASSWORD])
            except (VerificationError, InvalidHashError):
                return None
        return None if role is None else Account(name=name, role=role)

    def by_token(self, token: str) -> Account | None:
        """The account that a token was made for; None for a token that is none, or is withdrawn."""
        return self._by_hash("SELECT t.hash, a.name, a.role FROM tokens t JOIN accounts a USING (name)", token)

    def open_session(self, name: str) -> str:
        """A new session of an account, as its cookie has it; what is over is tidied away."""
        session, now = secrets.token_urlsafe(32), _now()
        with self._open() as connection:
            connection.execute("DELETE FROM sessions WHERE seen < ? OR made < ?", (now - IDLE, now - LONGEST))
            connection.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", (_hash(session), name, now, now))
        return session

    def by_session(self, session: str) -> Account | None:
        """The account whose session this is; None if it is none, or is over."""
        now = _now()
        query = "SELECT s.hash, a.name, a.role FROM sessions s JOIN accounts a USING (name)"
        found = self._by_hash(f"{query} WHERE s.seen >= {now - IDLE} AND s.made >= {now - LONGEST}", session)
        if found is not None:
            with self._open() as connection:
                seen = "UPDATE sessions SET seen = ? WHERE hash = ? AND seen < ?"
                connection.execute(seen, (now, _hash(session), now - _NOTED))
        return found

    def close_session(self, session: str) -> None:
        """Ends a session."""
        with self._open() as connection:
            connection.execute("DELETE FROM sessions WHERE hash = ?", [_hash(session)])

    def _by_hash(self, query: str, secret: str) -> Account | None:
        """The row whose hash is the secret's: looked up by the hash, of which no guess tells anything of another."""
        hashed, where = _hash(secret), "AND" if " WHERE " in query else "WHERE"
        with self._open() as connection:
            found = connection.execute(f"{query} {where} hash = ?", [hashed]).fetchone()
        if found is None or not hmac.compare_digest(found[0], hashed):
            return None
        return Account(name=found[1], role=found[2])


def _missing(name: str) -> UsageError:
    return UsageError(f"there is no account '{name}'; `onrecord accounts list` lists them")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _now() -> int:
    return int(time.time())


@cache
def _nobodys() -> str:
    """A hash that no password fits, made as all are."""
    return PasswordHasher().hash(secrets.token_urlsafe(32))
