"""`onrecord open` and `serve`: the web pages over one ledger, for the person at this machine or for a team."""

from __future__ import annotations

import getpass
import os
import socket
import webbrowser
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from onrecord import knowledge, pipeline, settings
from onrecord.cli.console import tell
from onrecord.errors import UsageError
from onrecord.ledger import Ledger, open_ledger

HOST = "127.0.0.1"
_LOCAL = (HOST, "localhost", "::1")


def open_pages(*, ledger: str | None, port: int, browser: bool, inside: bool) -> int:
    """Serve until interrupted; prints the address, with its one-time token, when the server listens."""
    web = _web("open")
    chosen = settings.load()
    with open_ledger(ledger or chosen.ledger, create=True) as opened, _listening(HOST, port) as listening:
        port = listening.getsockname()[1]
        gate = web.OneTimeToken(name=chosen.reviewer or _login(), cookie=f"onrecord-{port}")
        address = f"http://{HOST}:{port}/?token={gate.token}"
        tell(address)
        if browser:
            webbrowser.open(address)
        hosts = (f"{HOST}:{port}", f"localhost:{port}")
        _serve(web, opened, chosen, gate, hosts, listening, alerts_at(ledger or chosen.ledger, None), inside)
    return 0


def serve_team(
    *,
    ledger: str | None,
    host: str,
    port: int,
    address: str | None,
    accounts: str | None,
    inside: bool,
    processes: int | None,
) -> int:
    """Serve those who have an account, until interrupted; prints the address when the server listens.

    `processes`: how many make pages beside the server's own, 0 for none; without it one a core, none if there is one.
    """
    web = _web("serve")
    chosen = settings.load()
    called = _called(host, port, address)
    kept = accounts_at(ledger, accounts, create=False)
    if not kept.all():
        raise UsageError(f"{kept.path}: nobody has an account; expected `onrecord accounts add NAME --role ROLE` first")
    with open_ledger(ledger or chosen.ledger, create=True) as opened, _listening(host, port) as listening:
        gate = web.Logins(kept, cookie=f"onrecord-{port}", secure=called.scheme == "https")
        if called.scheme != "https" and called.hostname not in _LOCAL:
            tell("onrecord: passwords cross the network in the clear; expected an --address with https", error=True)
        tell(called.geturl())
        alerts = alerts_at(ledger or chosen.ledger, kept.path)
        served = web.Served(ledger=ledger or chosen.ledger, chosen=chosen, hosts=_hosts(called), has_accounts=True)
        cores = os.cpu_count() or 1
        count = processes if processes is not None else cores if cores > 1 else 0
        with web.Helpers(served, count, web.life) as helpers:
            _serve(web, opened, chosen, gate, _hosts(called), listening, alerts, inside, helpers if count else None)
    return 0


def accounts_at(ledger: str | None, accounts: str | None, *, create: bool) -> Any:
    """The accounts in a file, or in the one that lies beside the ledger. Raises UsageError where there are none."""
    web = _web("accounts")
    path = Path(accounts).expanduser() if accounts else web.beside(ledger or settings.load().ledger)
    return web.Accounts(path, create=create)


def alerts_at(ledger: str, accounts: Path | None) -> Path | None:
    """Where alerts are kept: beside the ledger's file, or else beside the accounts; None if there is neither."""
    path = ledger.removeprefix("sqlite:///")
    if "://" in path:
        return None if accounts is None else accounts.with_suffix(".alerts.db")
    return Path(path).expanduser().with_suffix(".alerts.db")


def _serve(
    web: Any,
    opened: Ledger,
    chosen: settings.Settings,
    gate: Any,
    hosts: tuple[str, ...],
    listening: socket.socket,
    alerts: Path | None,
    inside: bool,
    helpers: Any = None,
) -> None:
    watches: Any = None if alerts is None else web.Watches(alerts)
    hooks: Any = (
        None
        if watches is None
        else web.Hooks(
            opened, watches, known=lambda: knowledge.with_own(chosen.knowledge), is_in=gate.knows, inside=inside
        )
    )
    after = None if hooks is None else hooks.soon
    jobs = web.Jobs(opened.writer, lambda: pipeline.shared_reader(chosen.threads, chosen.knowledge), after)
    site = web.Site(ledger=opened, chosen=chosen, gate=gate, hosts=hosts, jobs=jobs, watches=watches, hooks=hooks)
    try:
        web.serve(web.create_app(site, helpers), listening)
    finally:
        jobs.stop()
        if hooks is not None:
            hooks.stop()


def _called(host: str, port: int, address: str | None) -> SplitResult:
    """The address by which people call the server: requests for any other host are refused."""
    if address is None:
        if host in ("0.0.0.0", "::", ""):
            raise UsageError(
                f"--host {host} is every address of this machine; expected --address URL, how it is called"
            )
        return urlsplit(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")
    try:
        called = urlsplit(address)
        port_given = called.port
    except ValueError as error:
        raise UsageError(f"--address {address}: {error}; expected https://record.example.org") from error
    if called.scheme not in ("http", "https") or not called.hostname or called.path not in ("", "/") or called.query:
        raise UsageError(f"--address {address}: expected a host alone: https://record.example.org")
    if called.username is not None or port_given == 0:
        raise UsageError(f"--address {address}: expected neither name, password nor port 0 in it")
    return called


def _hosts(called: SplitResult) -> tuple[str, ...]:
    """What a browser sends as the host: the port only where the scheme means another one."""
    host = f"[{called.hostname}]" if ":" in (called.hostname or "") else str(called.hostname)
    usual = {"http": 80, "https": 443}[called.scheme]
    port = "" if called.port in (None, usual) else f":{called.port}"
    return tuple(f"{one}{port}" for one in ((host, "localhost") if host == HOST else (host,)))


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError) as error:
        raise UsageError(f"--port {port}: {error}; expected a free port, or none to have one chosen") from error


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def _web(command: str) -> Any:
    try:
        from onrecord.web import serving  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            f"{command}: the packages for the web pages are not installed; expected onrecord with them: "
            "pip install 'onrecord[web]'"
        ) from error
    return serving
