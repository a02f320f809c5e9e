"""The gate of `onrecord serve`: accounts with a password and a session, tokens for programs; and the way in and out."""

from __future__ import annotations

import base64
import binascii
import time
from collections import deque
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from onrecord.web.accounts import LONGEST, Account, Accounts
from onrecord.web.problems import answer
from onrecord.web.rendering import page
from onrecord.web.security import Visitor
from onrecord.web.site import site_of

_WINDOW = 15 * 60
# Wrong passwords within the window: of one name from one address, of one name, and from one address, which may be that
# of a whole office.
_MOST_PAIR, _MOST_NAME, _MOST_ADDRESS = 5, 50, 50
_MOST_KEPT = 10_000


class Attempts:
    """Counts failed logins in the memory of the server; a stop forgets them, and ends no session."""

    def __init__(self) -> None:
        self._failed: dict[tuple[str, str], deque[float]] = {}

    def wait(self, name: str, address: str) -> int:
        """Seconds until this name may try again from this address; 0 if it may now."""
        now = time.monotonic()
        return max(self._wait(key, most, now) for key, most in _keys(name, address))

    def _wait(self, key: tuple[str, str], most: int, now: float) -> int:
        times = self._failed.get(key, deque())
        while times and times[0] <= now - _WINDOW:
            times.popleft()
        return 0 if len(times) < most else int(times[-most] + _WINDOW - now) + 1

    def begun(self, name: str, address: str) -> None:
        """Note a login as failed: many at once are counted before the first has an answer."""
        for key, most in _keys(name, address):
            self._failed.setdefault(key, deque(maxlen=most)).append(time.monotonic())
        while len(self._failed) > _MOST_KEPT:
            del self._failed[next(iter(self._failed))]

    def succeeded(self, name: str, address: str) -> None:
        """Take back what was noted: the password was right."""
        for key, _most in _keys(name, address):
            if self._failed.get(key):
                self._failed[key].pop()


def _keys(name: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
    short = name[:100]
    return ((short, address), _MOST_PAIR), ((short, ""), _MOST_NAME), (("", address), _MOST_ADDRESS)


class Logins:
    """A gate; `secure` if people come by https, so that their browsers keep the cookie from anything less."""

    open_paths = frozenset(("/login",))

    def __init__(self, accounts: Accounts, *, cookie: str, secure: bool) -> None:
        self.accounts = accounts
        self.attempts = Attempts()
        # Browsers take a cookie of such a name from https alone, and send it nowhere else.
        self._cookie = f"__Host-{cookie}" if secure else cookie
        self._secure = secure

    def enter(self, request: Request) -> Response | None:
        """Nobody enters by an address."""
        return None

    def visitor(self, request: Request) -> Visitor | None:
        """Who asks: by a token in the header, as a bearer's or as a password of Basic, or by the session's cookie."""
        found = self._by_header(request.headers.get("authorization", ""))
        if found is None and (session := self.session_of(request)):
            found = self.accounts.by_session(session)
        return None if found is None else Visitor(name=found.name, role=found.role)

    def _by_header(self, header: str) -> Account | None:
        scheme, _, given = header.partition(" ")
        if scheme.lower() == "bearer":
            return self.accounts.by_token(given.strip())
        if scheme.lower() != "basic":
            return None
        # Readers of feeds and calendars know no other way.
        try:
            name, _, token = base64.b64decode(given, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            return None
        found = self.accounts.by_token(token)
        return found if found is not None and found.name == name else None

    def knows(self, name: str) -> bool:
        """Who has an account may come in."""
        return any(account.name == name for account in self.accounts.all())

    def stranger(self, request: Request) -> Response:
        """Programs get 401; a person is led to the page for logging in, and from there to where they were going."""
        if request.url.path.startswith("/api/"):
            told = "no valid token; expected the header `Authorization: Bearer TOKEN`"
            # A browser would ask for name and password wherever Basic is offered; these are read by other programs.
            subscribed = request.url.path.endswith((".atom", ".ics", "/utterances.json"))
            offered = 'Basic realm="onrecord", charset="UTF-8"' if subscribed else "Bearer"
            return answer(request, 401, told, {"WWW-Authenticate": offered})
        if request.headers.get("hx-request"):
            return Response(status_code=401, headers={"HX-Redirect": "/login"})
        if request.method != "GET":
            return answer(request, 401, "no open session; expected a login first", {"WWW-Authenticate": "Bearer"})
        wanted = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
        return RedirectResponse("/login" if wanted == "/" else f"/login?next={quote(wanted, safe='/')}", 303)

    def session_of(self, request: Request) -> str:
        """The session that the request names, empty if none."""
        return request.cookies.get(self._cookie, "")

    def open(self, response: Response, account: Account) -> None:
        """Give a new session to whoever gets this response."""
        response.set_cookie(
            self._cookie,
            self.accounts.open_session(account.name),
            max_age=LONGEST,
            httponly=True,
            samesite="strict",
            secure=self._secure,
            path="/",
        )

    def close(self, request: Request, response: Response) -> None:
        """End the session of a request, on both sides."""
        self.accounts.close_session(self.session_of(request))
        response.delete_cookie(self._cookie, path="/", httponly=True, samesite="strict", secure=self._secure)


router = APIRouter()


@router.get("/login")
def ask(request: Request, next: str = "/") -> Response:
    """The page with name and password."""
    return page(request, "login.html", name="", next=_own(next), problem=None)


@router.post("/login")
def log_in(
    request: Request, name: Annotated[str, Form()], password: Annotated[str, Form()], next: Annotated[str, Form()] = "/"
) -> Response:
    """Open a session, or say that name or password is wrong, never which."""
    gate = _gate(request)
    name = " ".join(name.split())
    address = request.client.host if request.client else ""
    wait = gate.attempts.wait(name, address)
    if wait:
        told = f"too many wrong passwords; expected another try in {-(-wait // 60)} min"
        raise HTTPException(429, told, {"Retry-After": str(wait)})
    gate.attempts.begun(name, address)
    account = gate.accounts.by_password(name, password)
    if account is None:
        told = "The name or the password is wrong."
        return page(request, "login.html", status=401, name=name, next=_own(next), problem=told)
    gate.attempts.succeeded(name, address)
    response = RedirectResponse(_own(next), 303)
    # What was open in this browser before is not gone on with.
    gate.accounts.close_session(gate.session_of(request))
    gate.open(response, account)
    return response


@router.post("/logout")
def log_out(request: Request) -> Response:
    """End the session."""
    response = RedirectResponse("/login", 303)
    _gate(request).close(request, response)
    return response


def _gate(request: Request) -> Logins:
    gate = site_of(request).gate
    if not isinstance(gate, Logins):
        raise TypeError("the ways in and out stand only where there are accounts")
    return gate


def _own(address: str) -> str:
    """The address if it is a path of this server, else the start: no login leads elsewhere."""
    own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if own and "\\" not in address else "/"
