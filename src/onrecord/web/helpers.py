"""Processes that make the pages which only read, so that a server uses more than one core.

The server's own process listens, tells who asks, and keeps all that changes: sessions, jobs, what can be undone,
alerts. A request that only looks something up in the ledger goes, with its visitor, to a helper, and its answer comes
back whole. A helper has a connection to the ledger and what it keeps of it, and nothing else. One that ends is
replaced; the server's own process then answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

import anyio.to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.settings import Settings
from onrecord.web.security import Visitor

_READ = ("/ledger", "/documents", "/utterances", "/positions", "/calendar", "/api/v1/")
# What only the server's own process has: readings under way, alerts, accounts.
_OWN = ("/api/v1/readings", "/api/v1/alerts", "/api/v1/accounts")
# A file of all rows comes as it is made, and is no page: it would have to be whole before it is sent.
_FILES = (".csv", ".xlsx", ".jsonl", ".json", ".ics", ".atom")
_PASSED_ON = ("type", "asgi", "http_version", "method", "scheme", "path", "raw_path", "query_string", "root_path")
VISITOR = "onrecord.visitor"
"""Where a request has the name and the role of its visitor on the way to a helper."""


@dataclass(frozen=True, kw_only=True)
class Served:
    """What a helper needs to make the pages of a site."""

    ledger: str
    chosen: Settings
    hosts: tuple[str, ...]
    has_accounts: bool


Life = Callable[[Connection, Served], None]


class Helpers:
    """So many processes for one site, each with a `life`; a context manager that ends them."""

    def __init__(self, served: Served, count: int, life: Life) -> None:
        self._begun = partial(_begun, served, life)
        self._connections = [self._begun() for _ in range(count)]
        self._free: asyncio.Queue[Connection] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in self._connections:
            connection.close()

    async def ask(self, asked: dict[str, Any]) -> Any:
        """The messages of a helper's answer to a request; None if it ended instead, and another one was begun."""
        if self._free is None:
            self._free = asyncio.Queue()
            for connection in self._connections:
                self._free.put_nowait(connection)
        connection = await self._free.get()
        try:
            return await anyio.to_thread.run_sync(partial(_exchanged, connection, asked))
        except (EOFError, OSError):
            connection.close()
            self._connections.remove(connection)
            connection = await anyio.to_thread.run_sync(self._begun)
            self._connections.append(connection)
            return None
        finally:
            self._free.put_nowait(connection)


class Passing:
    """Stands before the application, after the guard: passes on to a helper what only reads."""

    def __init__(self, app: ASGIApp, *, helpers: Helpers) -> None:
        self._app = app
        self._helpers = helpers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers by a helper, or by the application itself."""
        messages = await self._helpers.ask(_passed_on(scope)) if _only_reads(scope) else None
        if messages is None:
            await self._app(scope, receive, send)
            return
        for message in messages:
            await send(message)


def _only_reads(scope: Scope) -> bool:
    path: str = scope.get("path", "")
    is_read = scope["type"] == "http" and scope["method"] == "GET" and path.startswith(_READ)
    return is_read and not path.startswith(_OWN) and not path.endswith(_FILES) and "visitor" in scope.get("state", {})


def _passed_on(scope: Scope) -> dict[str, Any]:
    visitor: Visitor = scope["state"]["visitor"]
    return {name: scope[name] for name in _PASSED_ON if name in scope} | {
        "headers": list(scope["headers"]),
        "client": scope.get("client"),
        "server": scope.get("server"),
        VISITOR: (visitor.name, visitor.role),
    }


def _begun(served: Served, life: Life) -> Connection:
    """A new helper, by the connection to it; it ends when that is closed."""
    # Not a copy of this process: it has threads and open databases.
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    context.Process(target=life, args=(theirs, served), daemon=True, name="onrecord-helper").start()
    theirs.close()
    return ours


def _exchanged(connection: Connection, asked: dict[str, Any]) -> Any:
    connection.send(asked)
    return connection.recv()
