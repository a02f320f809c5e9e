"""What all tests share: new ledgers of each kind; the network out of reach, but for this machine's own loopback."""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from made_readings import Place
from postgresql_server import Server, running

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell's background jobs ignore interrupts, and so would the programs that tests start and interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)


class NetworkReached(BaseException):
    """A test tried to leave the machine. No `Exception`, so that no error handling can swallow it."""


def _is_local(host: object) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(host: object) -> None:
    raise NetworkReached(f"a test reached for the network: {host!r}; tests run offline, loopback apart")


class _OfflineSocket(socket.socket):
    """A socket that connects, and sends, within the machine only."""

    def _check(self, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_local(address[0]):
            _refuse(address[0])

    def connect(self, address: Any) -> None:
        self._check(address)
        super().connect(address)

    def connect_ex(self, address: Any) -> int:
        self._check(address)
        return super().connect_ex(address)

    def sendto(self, data: Any, *rest: Any) -> int:
        self._check(rest[-1])
        return super().sendto(data, *rest)


@pytest.fixture(scope="session", autouse=True)
def _offline() -> Iterator[None]:
    """Refuse every connection and every look-up of a name beyond loopback, for the whole run."""
    look_up = socket.getaddrinfo

    def local_look_up(host: Any, *args: Any, **options: Any) -> Any:
        if not _is_local(host):
            _refuse(host)
        return look_up(host, *args, **options)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket, "socket", _OfflineSocket)
    patch.setattr(socket, "getaddrinfo", local_look_up)
    # A ledger or a proxy that the person at the keyboard has set must not reach the tests.
    for name in [name for name in os.environ if name.startswith("ONRECORD_") or name.lower().endswith("_proxy")]:
        patch.delenv(name)
    yield
    patch.undo()


@contextmanager
def _file() -> Iterator[str]:
    with TemporaryDirectory() as folder:
        yield str(Path(folder) / "made.db")


@pytest.fixture(scope="session")
def postgresql(_offline: None) -> Iterator[Server]:
    """A running PostgreSQL server."""
    with running() as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Place:
    """Gives places, one at each call, where a new ledger can be made: in SQLite, then all over again in PostgreSQL."""
    if request.param == "sqlite":
        return _file
    server: Server = request.getfixturevalue("postgresql")
    return server.emptied


@pytest.fixture
def new_place(place: Place, request: pytest.FixtureRequest) -> Place:
    """Places like those of `place` that nothing has ever been in: slower to make."""
    if place is _file:
        return place
    server: Server = request.getfixturevalue("postgresql")
    return server.place
