"""Who may ask what: the server's own name, a token or a session, no other site, bounded bodies, strict headers."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from fastapi import HTTPException
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.web.headers import HEADERS
from onrecord.web.problems import answer

UPLOAD = 64 * 1024 * 1024
"""Bytes of one request's body at most: a file of 50 MB is read, and a form has its own weight."""

TOO_LARGE = (
    f"the upload is larger than {UPLOAD // 1024**2} MB; expected less: send fewer files at once, or use `onrecord add`"
)

_STRANGERS = 16 * 1024
_FOR_EVER = "public, max-age=31536000, immutable"
_SAFE = ("GET", "HEAD", "OPTIONS")
_STATIC = "/static/"
# The token in such an address is what opens it.
_FEEDS = "/feeds/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who asks: a name under which decisions are kept, and a role."""

    name: str
    role: str


class Gate(Protocol):
    """Tells who a request is from; `open_paths` are those that everybody may ask."""

    open_paths: frozenset[str]

    def enter(self, request: Request) -> Response | None:
        """An answer that opens a session, if the request asks for one; None if it doesn't."""

    def visitor(self, request: Request) -> Visitor | None:
        """Who asks; None if nobody who may."""

    def stranger(self, request: Request) -> Response:
        """The answer to a request of nobody who may."""

    def knows(self, name: str) -> bool:
        """Whether somebody of this name may still come in."""


class OneTimeToken:
    """The gate of `onrecord open`: a token opens one session from the address; programs may send it in a header.

    An address ends up in histories and logs, so that the token in it is good once. A header does not.
    """

    open_paths: frozenset[str] = frozenset()

    def __init__(self, *, name: str, cookie: str) -> None:
        self.token = secrets.token_urlsafe(32)
        self._cookie = cookie
        self._visitor = Visitor(name=name, role="admin")
        self._is_used = False
        self._session = secrets.token_urlsafe(32)

    def enter(self, request: Request) -> Response | None:
        """Exchange the token in the address for a cookie, and leave for the same address without it."""
        given = request.query_params.get("token")
        if given is None or request.method != "GET" or request.url.path != "/":
            return None
        if self._is_used or not _same(given, self.token):
            # Who is in already may follow the printed address again.
            return RedirectResponse("/", 303) if self.visitor(request) else None
        self._is_used = True
        response = RedirectResponse("/", 303)
        response.set_cookie(self._cookie, self._session, httponly=True, samesite="strict", path="/")
        return response

    def visitor(self, request: Request) -> Visitor | None:
        """The person at this machine, by cookie or by `Authorization: Bearer TOKEN`."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        by_token = scheme.lower() == "bearer" and _same(given.strip(), self.token)
        by_cookie = _same(request.cookies.get(self._cookie, ""), self._session)
        return self._visitor if by_token or by_cookie else None

    def knows(self, name: str) -> bool:
        """There is one person."""
        return name == self._visitor.name

    def stranger(self, request: Request) -> Response:
        """There is one way in."""
        told = "no open session; expected the address that `onrecord open` prints, which opens one, once"
        return answer(request, 401, told, {"WWW-Authenticate": "Bearer"})


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


class Guard:
    """Stands before the application; every answer bears the headers, also its own refusals."""

    def __init__(self, app: ASGIApp, *, gate: Gate, hosts: tuple[str, ...]) -> None:
        self._app = app
        self._gate = gate
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with the visitor in `request.state.visitor`."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            # Whatever can be got has a head.
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        request = Request(scope)
        send = _with_headers(send, is_static=request.url.path.startswith(_STATIC))
        refused = self._refused(request)
        if refused is not None:
            await refused(scope, receive, send)
            return
        await self._app(scope, _bounded(receive, self._most(request)), send)

    def _refused(self, request: Request) -> Response | None:
        if request.headers.get("host", "") not in self._hosts:
            return answer(request, 400, f"this server is not called so; expected the host {self._hosts[0]}")
        if request.url.path.startswith(_STATIC):
            return None
        entered = self._gate.enter(request)
        if entered is not None:
            return entered
        visitor = self._gate.visitor(request)
        if visitor is not None:
            request.state.visitor = visitor
        elif request.url.path not in self._gate.open_paths and not request.url.path.startswith(_FEEDS):
            return self._gate.stranger(request)
        if request.method not in _SAFE and self._is_cross_site(request):
            return answer(request, 403, "another site sent this; expected a form of this server's own pages")
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > self._most(request):
            return answer(request, 413, _too_large(self._most(request)))
        return None

    def _most(self, request: Request) -> int:
        """Bytes that the body may have: nobody who isn't in sends more than a name and a password."""
        return UPLOAD if hasattr(request.state, "visitor") else _STRANGERS

    def _is_cross_site(self, request: Request) -> bool:
        """By what browsers say of where a request is from; programs say nothing, and have no cookie to be misused."""
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site not in ("same-origin", "none")
        origin = request.headers.get("origin")
        return origin is not None and urlsplit(origin).netloc not in self._hosts


def _with_headers(send: Send, *, is_static: bool) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            # Pages show what only their visitor may see.
            headers.setdefault("Cache-Control", _FOR_EVER if is_static and message["status"] == 200 else "no-store")
        await send(message)

    return sent


def _without_body(send: Send) -> Send:
    async def sent(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return sent


def _bounded(receive: Receive, most: int) -> Receive:
    """A body that is refused as soon as it is too large, whatever length it was said to have."""
    size = 0

    async def received() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise HTTPException(413, _too_large(most))
        return message

    return received


def _too_large(most: int) -> str:
    return TOO_LARGE if most == UPLOAD else f"the request is larger than {most:,} bytes; expected a login first"


def visitor_of(request: HTTPConnection) -> Visitor:
    """Who asks; every request that reaches a page has one."""
    found: Visitor = request.state.visitor
    return found
