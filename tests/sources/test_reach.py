"""What is fetched for somebody else stays out of this machine and its network, whatever an address looks like."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from onrecord.records import Declared, Failure
from onrecord.sources import pages, reach
from onrecord.sources.web import Web


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.seen.append(self.path)  # type: ignore[attr-defined]
        self.send_response(302)
        self.send_header("Location", "http://10.0.0.1/secret")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.seen = []  # type: ignore[attr-defined]
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield running
        running.shutdown()


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1"),
    ],
)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not reach.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_an_address_on_the_internet_is_public(address: str) -> None:
    assert reach.is_public(address)


def refused(address: str) -> str:
    (outcome,) = pages([address], only_public=True)
    assert isinstance(outcome, Failure)
    return outcome.problem


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "[::1]", "u:p@127.0.0.1"])
def test_nothing_is_asked_of_this_machine(
    server: ThreadingHTTPServer, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _as_the_system_does)
    assert refused(f"http://{host}:{server.server_address[1]}/page") == "an address inside the local network"
    assert server.seen == []  # type: ignore[attr-defined]


def _as_the_system_does(host: str, *_rest: Any, **_options: Any) -> list[Any]:
    """Looks nothing up: all of these hosts mean this machine."""
    address = "::1" if host == "::1" else "127.0.0.1"
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0))]


def test_a_name_that_means_an_address_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, 1, 6, "", ("93.184.216.34", 0)), (socket.AF_INET, 1, 6, "", ("192.168.1.1", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    assert refused("http://printer.example/") == "an address inside the local network"


def test_a_name_that_changes_its_meaning_in_between_is_refused(
    server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look-up says that the name is public; the connection then goes to this machine."""
    monkeypatch.setattr(reach, "check", lambda _host: None)
    assert refused(f"http://127.0.0.1:{server.server_address[1]}/") == "an address inside the local network"
    assert server.seen == []  # type: ignore[attr-defined]


def test_a_redirect_inside_is_refused(server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    real = reach.is_public
    monkeypatch.setattr(reach, "is_public", lambda address: address == "127.0.0.1" or real(address))
    outcomes = list(Web(delay=0.0, only_public=True).read(f"http://127.0.0.1:{server.server_address[1]}/", Declared()))
    assert [str(one).partition(": ")[2][:34] for one in outcomes] == ["an address inside the local network"[:34]]
    assert "/secret" not in server.seen  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["-", "/etc/hostname", "notes.txt", "file:///etc/hostname", "."])
def test_no_file_of_this_machine_is_read(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notes.txt").write_text("He said so.")
    monkeypatch.chdir(tmp_path)
    assert refused(name) in ("not an address", "file:// is not read")
