"""`onrecord open`: a process that prints one address, lets one browser in, and ends when it is told to."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import onrecord.web
from typed import Typed


def test_open_prints_one_address_and_serves_there(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "onrecord", "open", "--no-browser", "--ledger", str(tmp_path / "made.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None and server.stderr is not None
        address = urlsplit(server.stdout.readline().strip())
        assert (address.scheme, address.hostname, address.path) == ("http", "127.0.0.1", "/")
        asked = http.client.HTTPConnection("127.0.0.1", address.port or 0, timeout=20)
        asked.request("GET", f"/?{address.query}")
        answer = asked.getresponse()
        answer.read()
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        asked.request("GET", "/")
        assert asked.getresponse().status == 401
        asked.close()
        server.send_signal(signal.SIGINT)
        assert server.stdout.read() == ""
        assert "Traceback" not in server.stderr.read()
    assert server.returncode == 130


def test_a_port_that_is_taken_is_one_line(typed: Typed) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = typed("open", "--no-browser", "--port", str(port))
    assert ended.status == 2
    assert ended.err.count("\n") == 1 and f"--port {port}" in ended.err and "expected a free port" in ended.err


def test_without_the_extra_it_says_what_to_install(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onrecord.web.serving", None)
    monkeypatch.delattr(onrecord.web, "serving", raising=False)
    ended = typed("open", "--no-browser")
    assert ended.status == 2 and "pip install 'onrecord[web]'" in ended.err
