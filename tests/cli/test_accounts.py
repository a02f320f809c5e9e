"""`onrecord accounts` and `serve`: who may enter, and a server that lets them in."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest

from typed import Typed

PASSWORD = b"correct horse battery\n"


def test_accounts_are_made_listed_and_removed(typed: Typed) -> None:
    assert typed("accounts", "list").status == 2
    assert typed("accounts", "add", "Vera", "--role", "editor", stdin=PASSWORD).out == "Vera\teditor\n"
    assert typed("accounts", "add", "Bo", "--role", "reader", stdin=PASSWORD).status == 0
    token = typed("accounts", "token", "Vera").out.strip()
    assert token.startswith("onrecord_") and len(token) > 40
    listed = typed("accounts", "list", "--json").objects
    assert [(one["name"], one["role"], one["tokens"]) for one in listed] == [("Bo", "reader", 0), ("Vera", "editor", 1)]
    assert [row[:3] for row in typed("accounts", "list").rows] == [["Bo", "reader", "0"], ["Vera", "editor", "1"]]
    assert typed("accounts", "token", "Vera", "--withdraw").out == "1 withdrawn\n"
    assert typed("accounts", "remove", "Bo").status == 0
    assert [one["name"] for one in typed("accounts", "list", "--json").objects] == ["Vera"]
    assert [path.name for path in Path().iterdir()] == ["onrecord.accounts.db"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "Vera", "--role", "owner"], "the role 'owner' is none; expected one of reader"),
        (["add", "Ve\nra", "--role", "reader"], "expected a name without line breaks"),
        (["remove", "Bo"], "nobody has an account"),
        (["list", "--ledger", "postgresql://h/d"], "expected --accounts FILE"),
        (["add", "Bo", "--role", "reader", "--accounts", "none/a.db"], "expected a place"),
    ],
)
def test_what_can_not_be_is_one_line(typed: Typed, words: list[str], said: str) -> None:
    ended = typed("accounts", *words, stdin=PASSWORD)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1) and said in ended.err


def test_an_empty_password_is_refused(typed: Typed) -> None:
    ended = typed("accounts", "add", "Vera", "--role", "editor")
    assert ended.status == 2 and "the password has 0 characters" in ended.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "nobody has an account; expected `onrecord accounts add NAME --role ROLE` first"),
        (["--host", "0.0.0.0"], "expected --address URL"),
        (["--host", "::"], "expected --address URL"),
        (["--address", "record.example"], "expected a host alone"),
        (["--address", "ftp://record.example"], "expected a host alone"),
        (["--address", "https://record.example/path"], "expected a host alone"),
        (["--address", "https://u:p@record.example"], "expected neither name"),
        (["--address", "https://record.example:99999"], "expected https://record.example.org"),
        (["--address", "https://[::1"], "expected https://record.example.org"),
    ],
)
def test_a_server_that_can_not_be_is_one_line(typed: Typed, words: list[str], said: str) -> None:
    ended = typed("serve", *words)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1) and said in ended.err


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_serve_lets_in_by_name_and_password_and_by_token(typed: Typed) -> None:
    typed("accounts", "add", "Vera", "--role", "editor", stdin=PASSWORD)
    token = typed("accounts", "token", "Vera").out.strip()
    port = free_port()
    command = [sys.executable, "-m", "onrecord", "serve", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ) as server:
        assert server.stdout is not None and server.stderr is not None
        assert server.stdout.readline() == f"http://127.0.0.1:{port}\n"
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        form = urlencode({"name": "Vera", "password": PASSWORD.decode().strip()})
        asked.request("POST", "/login", form, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = asked.getresponse()
        answer.read()
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        for headers, status in (
            ({"Cookie": cookie}, 200),
            ({"Authorization": f"Bearer {token}"}, 200),
            ({"Cookie": cookie, "Host": "evil.example"}, 400),
            ({}, 401),
        ):
            asked.request("GET", "/api/v1/documents", headers=headers)
            answer = asked.getresponse()
            answer.read()
            assert answer.status == status
        asked.close()
        server.send_signal(signal.SIGINT)
        assert server.stdout.read() == ""
        assert "Traceback" not in server.stderr.read()
    assert server.returncode == 130
