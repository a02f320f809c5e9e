"""Keeps what is fetched for somebody else out of this machine and its network.

A name is looked up before anything is asked, and the address that a connection really has is checked before anything
is sent over it: what a name means may change between the two. Redirects are requests like any other.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from typing import Any

import certifi
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.ssl_ import create_urllib3_context

# IPv6 addresses that stand for an IPv4 address, which may be one inside: RFC 6052, and 8215 for use within a network.
_TRANSLATED = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96"))


class Inside(Exception):
    """An address on this machine or within its network."""


def is_public(address: str) -> bool:
    """True for an IP address that anybody on the internet can reach."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip.sixtofour is not None or ip.teredo is not None or any(ip in net for net in _TRANSLATED):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def check(host: str) -> None:
    """Raises Inside for a host that is, or may be, inside; what has no address at all is left to the connection."""
    if not all(is_public(address) for address in _addresses(host)):
        raise Inside(host)


def _addresses(host: str) -> list[str]:
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass
    try:
        return [str(place[4][0]) for place in socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)]
    except (OSError, UnicodeError):
        return []


class _Checked:
    """A connection that is closed before anything is sent if it is to an address inside."""

    def _new_conn(self) -> socket.socket:
        opened: socket.socket = super()._new_conn()  # type: ignore[misc]
        if not is_public(str(opened.getpeername()[0])):
            opened.close()
            raise Inside
        return opened


class _CheckedHTTP(_Checked, HTTPConnection):
    pass


class _CheckedHTTPS(_Checked, HTTPSConnection):
    pass


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _CheckedHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _CheckedHTTPS


def trusting() -> ssl.SSLContext:
    """What tells a server's certificate: the system's own, or ours where it has none."""
    context = create_urllib3_context()
    context.load_default_certs()
    if not context.cert_store_stats()["x509_ca"]:
        context.load_verify_locations(certifi.where())
    return context


def outward_pools(**options: Any) -> urllib3.PoolManager:
    """A pool manager whose connections are checked."""
    pools = urllib3.PoolManager(**options)
    pools.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
    return pools
