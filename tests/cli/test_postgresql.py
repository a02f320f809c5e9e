"""The commands on a ledger in PostgreSQL, by option and by variable, as on a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from postgresql_server import Server
from typed import Typed

FERRY = 'Ferry strike ends\n\n"The ships sail tonight" said Lund. "At last" said Nilsen.\n'


def test_commands_take_an_address_where_they_take_a_path(
    typed: Typed, postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("items.jsonl").write_text(json.dumps({"text": FERRY, "id": "f1", "published": "2021-12-03"}))
    with postgresql.place() as where:
        assert typed("add", "--ledger", where, "items.jsonl").status == 0
        assert [row[1] for row in typed("find", "--ledger", where, "tonight").rows] == ["Lund"]
        monkeypatch.setenv("ONRECORD_LEDGER", where)
        (found,) = typed("find", "--json", "tonight").objects
        assert typed("show", found["first"]).status == 0
        assert len(typed("documents").rows) == 1
        assert typed("add", "items.jsonl").out.startswith("known")
        exported = typed("export", "-")
        assert exported.status == 0
    assert list(Path().glob("*.db")) == []
    assert FERRY.split()[0] in exported.out


def test_a_server_that_refuses_is_one_line_without_the_password(typed: Typed, postgresql: Server) -> None:
    where = postgresql.address("nowhere", password="guess+guess")
    ended = typed("find", "--ledger", where, "tonight")
    assert (ended.status, len(ended.err.splitlines())) == (1, 1)
    assert "refused the user or the password" in ended.err
    assert "guess" not in ended.err
