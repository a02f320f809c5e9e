"""Accounts in their file: what is kept of a password, a session, a token, and when each ends."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from onrecord.errors import LedgerError, UsageError
from onrecord.ledger import open_ledger
from onrecord.web import accounts as module
from onrecord.web.accounts import IDLE, LONGEST, Account, Accounts, beside

PASSWORD = "correct horse battery"


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    made = Accounts(tmp_path / "team.accounts.db", create=True)
    made.add("Vera", "editor", PASSWORD)
    return made


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    now = [1_700_000_000]
    monkeypatch.setattr(module, "_now", lambda: now[0])
    yield now


def test_the_right_password_alone_opens_an_account(accounts: Accounts) -> None:
    assert accounts.by_password("Vera", PASSWORD) == Account(name="Vera", role="editor")
    for name, password in (("Vera", "x"), ("Vera", ""), ("vera", PASSWORD), ("Bo", PASSWORD), ("", "")):
        assert accounts.by_password(name, password) is None


def test_a_name_that_nobody_has_is_checked_like_any_other(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    verify = PasswordHasher.verify

    def noting(self: PasswordHasher, hash: str, password: str) -> bool:
        checked.append(hash)
        return bool(verify(self, hash, password))

    monkeypatch.setattr(PasswordHasher, "verify", noting)
    assert accounts.by_password("nobody", PASSWORD) is None
    assert len(checked) == 1 and checked[0].startswith("$argon2id$")


def test_no_secret_is_in_the_file_and_only_its_owner_may_read_it(accounts: Accounts) -> None:
    token, session = accounts.new_token("Vera"), accounts.open_session("Vera")
    kept = accounts.path.read_bytes()
    assert b"$argon2id$" in kept
    assert all(secret.encode() not in kept for secret in (PASSWORD, token, session))
    assert stat.S_IMODE(accounts.path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "role", "password", "said"),
    [
        ("", "reader", PASSWORD, "the name ''"),
        (" Bo", "reader", PASSWORD, "the name ' Bo'"),
        ("Bo\nX", "reader", PASSWORD, "without line breaks"),
        ("Bo:x", "reader", PASSWORD, "colons"),
        ("Bo\u202e", "reader", PASSWORD, "the name"),
        ("B" * 101, "reader", PASSWORD, "101 characters"),
        ("Bo", "owner", PASSWORD, "expected one of reader, reviewer, editor, admin"),
        ("Bo", "reader", "short", "has 5 characters; expected 12 to 1000"),
        ("Bo", "reader", "x" * 1001, "1001 characters"),
        ("Vera", "reader", PASSWORD, "there is an account 'Vera' already"),
    ],
)
def test_an_account_that_can_not_be_is_refused(
    accounts: Accounts, name: str, role: str, password: str, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        accounts.add(name, role, password)
    assert [one.name for one in accounts.all()] == ["Vera"]


def test_a_token_holds_until_it_is_withdrawn(accounts: Accounts) -> None:
    first, second = accounts.new_token("Vera"), accounts.new_token("Vera")
    assert first != second and first.startswith("onrecord_")
    assert accounts.by_token(first) == accounts.by_token(second) == Account(name="Vera", role="editor")
    assert accounts.all()[0].tokens == 2
    for wrong in ("", first[:-1], first + "x", first.lower(), "' OR 1=1 --", "\ud800"):
        assert accounts.by_token(wrong) is None
    assert accounts.withdraw_tokens("Vera") == 2
    assert accounts.by_token(first) is None and accounts.withdraw_tokens("Vera") == 0


def test_a_session_ends_when_nobody_comes_and_in_any_case_after_a_week(accounts: Accounts, clock: list[int]) -> None:
    session = accounts.open_session("Vera")
    begun = clock[0]
    clock[0] += IDLE - 1
    assert accounts.by_session(session) == Account(name="Vera", role="editor")
    clock[0] += IDLE - 1
    assert accounts.by_session(session) is not None
    clock[0] += IDLE + 1
    assert accounts.by_session(session) is None
    clock[0] = begun
    session = accounts.open_session("Vera")
    while clock[0] <= begun + LONGEST:
        assert accounts.by_session(session) is not None
        clock[0] += IDLE // 2
    assert accounts.by_session(session) is None


def test_what_is_over_leaves_the_file(accounts: Accounts, clock: list[int]) -> None:
    for _ in range(3):
        accounts.open_session("Vera")
        clock[0] += IDLE + 1
    accounts.open_session("Vera")
    with sqlite3.connect(accounts.path) as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (1,)


def test_who_is_removed_is_out_at_once(accounts: Accounts) -> None:
    token, session = accounts.new_token("Vera"), accounts.open_session("Vera")
    accounts.remove("Vera")
    assert accounts.by_token(token) is None and accounts.by_session(session) is None
    assert accounts.by_password("Vera", PASSWORD) is None
    accounts.add("Vera", "reader", PASSWORD)
    assert accounts.by_token(token) is None and accounts.by_session(session) is None
    for ask in (accounts.remove, accounts.new_token, accounts.withdraw_tokens):
        with pytest.raises(UsageError, match="there is no account 'Bo'"):
            ask("Bo")


def test_the_file_lies_beside_the_ledger(tmp_path: Path) -> None:
    assert beside("folder/onrecord.db") == Path("folder/onrecord.accounts.db")
    assert beside(f"sqlite:///{tmp_path}/a.db") == tmp_path / "a.accounts.db"
    with pytest.raises(UsageError, match="expected --accounts FILE"):
        beside("postgresql://record")


def test_no_other_file_is_written_to(tmp_path: Path) -> None:
    with open_ledger(str(tmp_path / "ledger.db"), create=True):
        pass
    before = (tmp_path / "ledger.db").read_bytes()
    with pytest.raises(UsageError, match="not a file of accounts"):
        Accounts(tmp_path / "ledger.db", create=True)
    assert (tmp_path / "ledger.db").read_bytes() == before
    (tmp_path / "notes.txt").write_text("notes " * 1000)
    with pytest.raises(LedgerError, match="not a database"):
        Accounts(tmp_path / "notes.txt", create=True)
    with pytest.raises(UsageError, match="expected a place"):
        Accounts(tmp_path / "nowhere" / "a.db", create=True)
    with pytest.raises(UsageError, match="nobody has an account"):
        Accounts(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()
