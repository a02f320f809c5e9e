"""What all tests share: the network is out of reach, but for this machine's own loopback."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest


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
