"""What goes wrong, in one line: a problem of RFC 9457 for programs, a plain page for people."""

from __future__ import annotations

import sys
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

from onrecord.errors import LedgerError, OnrecordError, UsageError
from onrecord.web.headers import HEADERS
from onrecord.web.rendering import page

API = "/api/"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Missing(UsageError):
    """What an address names is not there: 404."""


def answer(request: HTTPConnection, status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """The answer to a request that can't be served: a problem below /api, otherwise a page."""
    title = HTTPStatus(status).phrase
    if request.url.path.startswith(API):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        return JSONResponse(problem, status, headers, media_type="application/problem+json")
    return page(request, "problem.html", status=status, title=title, detail=detail, headers=headers)


async def _refused(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        said, headers = str(error.detail), dict(error.headers or {})
        if error.status_code == 404 and said == HTTPStatus(404).phrase:
            said = f"there is nothing at {request.url.path[:200]}"
        if error.status_code == 405:
            headers["Allow"] = _allowed(request)
            said = f"{request.method[:20]} is not for {request.url.path[:200]}; expected {headers['Allow']}"
        return answer(request, error.status_code, said, headers)
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:]) or "the request"
        return answer(request, 422, f"{where}: {first['msg']}")
    status = 404 if isinstance(error, Missing) else 400 if isinstance(error, UsageError) else 500
    return answer(request, 503 if isinstance(error, LedgerError) else status, str(error))


def _allowed(request: Request) -> str:
    """The methods that some route at this path takes: the one that answers 405 knows its own only."""
    routes = request.app.routes

    def is_taken(method: str) -> bool:
        scope = {**request.scope, "method": method}
        return any(route.matches(scope)[0] is Match.FULL for route in routes)

    return ", ".join(filter(is_taken, _METHODS))


async def _fault(request: Request, error: Exception) -> Response:
    print(f"onrecord: a fault of the program: {type(error).__name__}: {error}", file=sys.stderr)
    # This answer is made outside the guard, which gives all others their headers.
    return answer(request, 500, "a fault of the program; please report it", HEADERS | {"Cache-Control": "no-store"})


def add_to(app: FastAPI) -> None:
    """Makes every error of this application end here; no traceback leaves it."""
    for kind in (HTTPException, RequestValidationError, OnrecordError):
        app.add_exception_handler(kind, _refused)
    app.add_exception_handler(Exception, _fault)
