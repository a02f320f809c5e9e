"""The filter of a list as it stands in an address: the same names for pages and programs, each once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TypeVar
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from onrecord.errors import UsageError
from onrecord.views import Query

_NAMES = {"words": "q", "kinds": "kind"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQuery:
    """Which lines: the fields are those of `views.register`."""

    holder: str | None = None
    toward: str | None = None
    issue: str | None = None
    kinds: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    independent: int | None = None
    as_of: str | None = None


Q = TypeVar("Q", Query, LineQuery)


def query_of(asked: QueryParams) -> Query:
    """The filter in an address; an empty value leaves a field open. Raises UsageError for a number that is none."""
    return _read(asked, Query)


def line_query_of(asked: QueryParams) -> LineQuery:
    """The filter of lines in an address, as `query_of` reads that of utterances."""
    return _read(asked, LineQuery)


def _read(asked: QueryParams, kind: type[Q]) -> Q:
    values: dict[str, object] = {}
    for field in (field.name for field in fields(kind)):
        name = _NAMES.get(field, field)
        given = [text.strip() for text in asked.getlist(name) if text.strip()]
        if not given:
            continue
        if field == "kinds":
            values[field] = tuple(dict.fromkeys(given))
        elif field == "independent":
            values[field] = _number(name, given[-1])
        elif field == "rejected":
            values[field] = given[-1].lower() not in ("0", "no", "false")
        else:
            values[field] = given[-1]
    return kind(**values)  # type: ignore[arg-type]


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise UsageError(f"{name}: '{text}' is no number; expected a whole number from 1")
    return int(text)


def pairs_of(query: Query | LineQuery) -> Iterator[tuple[str, str]]:
    """What is asked for as names and values, in the order of the fields; nothing for what is left open."""
    for field in (field.name for field in fields(query)):
        value = getattr(query, field)
        if value is None or value is False or value == "" or value == ():
            continue
        for one in value if isinstance(value, tuple) else (value,):
            yield _NAMES.get(field, field), "1" if one is True else str(one)


def address_of(path: str, query: Query | LineQuery, **more: object) -> str:
    """The address of a page with this filter; `more` are other parameters, left out if None."""
    asked = [*pairs_of(query), *((name, str(value)) for name, value in more.items() if value is not None)]
    return f"{path}?{urlencode(asked)}" if asked else path
