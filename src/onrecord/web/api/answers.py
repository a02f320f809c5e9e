"""Answers as JSON with an ETag, and lists in pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import dropwhile, islice
from typing import Annotated, Any, TypeVar

from fastapi import Query, Request
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from onrecord import codec
from onrecord.errors import UsageError
from onrecord.web.problems import Missing

T = TypeVar("T")

MOST = 200
"""Items of a page at most."""
# Places that a list may have moved by since the page before; one that moves on faster has to be begun anew.
_MOVED = 1000

Limit = Annotated[int, Query(ge=1, le=MOST, description="Items of a page.")]
Cursor = Annotated[
    str | None, Query(max_length=400, description="The `next` of the page before; the filters stay the same.")
]
Day = Annotated[str | None, Query(description="`2022-01-10`, `2022-01` or `2022`.")]


class Paged(BaseModel):
    """Which page of a list that takes no filters; what is not named here is refused."""

    model_config = ConfigDict(extra="forbid")

    limit: Limit = 50
    cursor: Cursor = None


def json_answer(
    request: Request, value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """The value as JSON."""
    return tagged(request, codec.line(value), "application/json", status=status, headers=headers)


def tagged(
    request: Request, text: str, media_type: str, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A text as an answer; 304 without it if the request says that it has this very one."""
    body = text.encode("utf-8", "replace")
    made = dict(headers or {}) | {"Cache-Control": "private, no-cache"}
    if request.method == "GET":
        made["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
        if made["ETag"] in known or "*" in known:
            return Response(status_code=304, headers=made)
    return Response(body, status, made, media_type)


def page_of(
    request: Request, found: Iterable[T], limit: int, to_json: Callable[[T], Any], cursor_of: Callable[[T], str]
) -> Response:
    """The next `limit` of what was found, with the cursor of the last one if there are more."""
    items = list(islice(found, limit + 1))
    more = cursor_of(items[limit - 1]) if len(items) > limit else None
    return json_answer(request, {"items": [to_json(one) for one in items[:limit]], "next": more})


def behind(found: Iterable[T], cursor: str | None, cursor_of: Callable[[T], str]) -> Iterator[T]:
    """What comes after the item of the cursor. Raises UsageError if the list has it no more."""
    if cursor is None:
        return iter(found)
    rest = dropwhile(lambda one: cursor_of(one) != cursor, found)
    if next(rest, None) is None:
        raise gone(cursor)
    return rest


def gone(cursor: str) -> UsageError:
    """Says that a list has no such place."""
    return UsageError(f"cursor: this list has no place '{cursor[:80]}'; expected the `next` of a page, or a new start")


def anchored(
    fetch: Callable[[int, int], Iterator[T]], cursor: str | None, limit: int, id_of: Callable[[T], str]
) -> tuple[list[T], str | None]:
    """A page of a list that is asked for by `fetch(offset, limit)`, and the cursor of the next one.

    The cursor has the place of the last item and its id: where things have been put before it since, it has moved on by
    as many places, and none is given twice.
    """
    if cursor is None:
        start, found = 0, list(fetch(0, limit + 1))
    else:
        before, id = _place(cursor)
        found = list(fetch(before, limit + 2))
        if not found or id_of(found[0]) != id:
            before = _moved(fetch, before, cursor, id_of)
            found = list(fetch(before, limit + 2))
        start, found = before + 1, found[1:]
    more = f"{start + limit}.{id_of(found[limit - 1])}" if len(found) > limit else None
    return found[:limit], more


def _place(cursor: str) -> tuple[int, str]:
    place, _, id = cursor.partition(".")
    if not (place.isascii() and place.isdecimal() and 0 < len(place) < 9 and int(place) and id):
        raise gone(cursor)
    return int(place) - 1, id


def _moved(fetch: Callable[[int, int], Iterator[T]], place: int, cursor: str, id_of: Callable[[T], str]) -> int:
    """Where the cursor's item is now."""
    start, id = max(0, place - _MOVED), _place(cursor)[1]
    for offset, one in enumerate(fetch(start, 2 * _MOVED), start):
        if id_of(one) == id:
            return offset
    raise gone(cursor)


@contextmanager
def present() -> Iterator[None]:
    """What an address names and is not there, or names several things, is 404."""
    try:
        yield
    except UsageError as error:
        raise Missing(str(error)) from error
