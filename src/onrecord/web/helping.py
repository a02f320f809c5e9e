"""What a helper process does: it makes the pages that it is asked for, one after the other."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message

from onrecord import views
from onrecord.errors import OnrecordError
from onrecord.ledger import open_ledger
from onrecord.web.app import create_app
from onrecord.web.helpers import VISITOR, Served
from onrecord.web.jobs import Jobs
from onrecord.web.rendering import ENVIRONMENT
from onrecord.web.security import Visitor
from onrecord.web.site import Site


def life(connection: Connection, served: Served) -> None:
    """A helper's life: one request after the other, until the server closes the connection."""
    # Ctrl-C is the server's to hear.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError, OnrecordError), open_ledger(served.ledger, create=False) as ledger:
        jobs = Jobs(ledger.writer, _no_reader)
        site = Site(ledger=ledger, chosen=served.chosen, gate=_Known(), hosts=served.hosts, jobs=jobs)
        app = create_app(site)
        app.state.has_accounts = served.has_accounts
        _warm(site)
        with asyncio.Runner() as runner:
            while True:
                connection.send(runner.run(_answered(app, connection.recv())))


def _warm(site: Site) -> None:
    """Loads what the first page would wait for: the templates, and the names of states and organisations."""
    for name in ENVIRONMENT.list_templates():
        ENVIRONMENT.get_template(name)
    site.known.body_named("")
    views.state(site.ledger)
    settled()


def settled() -> None:
    """Leaves what is loaded by now to the end: the collector would go through it, 80 ms, in every fifteenth page."""
    gc.collect()
    gc.freeze()


def _no_reader() -> Any:
    raise OnrecordError("a helper reads no reports; the server's own process does")


async def _answered(app: ASGIApp, scope: dict[str, Any]) -> Sequence[Message] | None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    # What is raised was told before, by the application's own answer; where there is none, the server makes it.
    await asyncio.gather(app(scope, receive, send), return_exceptions=True)
    return sent or None


class _Known:
    """The gate of a helper: the server has told who asks."""

    open_paths: frozenset[str] = frozenset()

    def enter(self, request: Request) -> Response | None:
        """Nobody enters here."""
        return None

    def visitor(self, request: Request) -> Visitor | None:
        """Who the server says."""
        name, role = request.scope[VISITOR]
        return Visitor(name=name, role=role)

    def stranger(self, request: Request) -> Response:
        """No stranger gets as far."""
        return Response(status_code=401)

    def knows(self, name: str) -> bool:
        """The server asked that."""
        return True
