"""`onrecord open`: the web pages over one ledger, on this machine, for the person at it."""

from __future__ import annotations

import getpass
import socket
import webbrowser
from typing import Any

from onrecord import pipeline, settings
from onrecord.cli.console import tell
from onrecord.errors import UsageError
from onrecord.ledger import open_ledger

HOST = "127.0.0.1"


def open_pages(*, ledger: str | None, port: int, browser: bool) -> int:
    """Serve until interrupted; prints the address, with its one-time token, when the server listens."""
    web = _web()
    chosen = settings.load()
    with open_ledger(ledger or chosen.ledger, create=True) as opened, _listening(port) as listening:
        port = listening.getsockname()[1]
        gate = web.OneTimeToken(name=chosen.reviewer or _login(), cookie=f"onrecord-{port}")
        jobs = web.Jobs(opened.writer, lambda: pipeline.shared_reader(chosen.threads, chosen.knowledge))
        hosts = (f"{HOST}:{port}", f"localhost:{port}")
        app = web.create_app(web.Site(ledger=opened, chosen=chosen, gate=gate, hosts=hosts, jobs=jobs))
        address = f"http://{HOST}:{port}/?token={gate.token}"
        tell(address)
        if browser:
            webbrowser.open(address)
        try:
            web.serve(app, listening)
        finally:
            jobs.stop()
    return 0


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except (OSError, OverflowError) as error:
        raise UsageError(f"--port {port}: {error}; expected a free port, or none to have one chosen") from error


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def _web() -> Any:
    try:
        from onrecord.web import serving  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            "open: the packages for the web pages are not installed; expected onrecord with them: "
            "pip install 'onrecord[web]'"
        ) from error
    return serving
