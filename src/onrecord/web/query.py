"""The filter of a list as it stands in an address: the same names for pages and programs, each once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from onrecord.errors import UsageError
from onrecord.views import Query

_NAMES = {"words": "q", "kinds": "kind"}
_FIELDS = tuple(field.name for field in fields(Query))


def query_of(asked: QueryParams) -> Query:
    """The filter in an address; an empty value leaves a field open. Raises UsageError for a number that is none."""
    values: dict[str, object] = {}
    for field in _FIELDS:
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
    return Query(**values)  # type: ignore[arg-type]


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise UsageError(f"{name}: '{text}' is no number; expected a whole number from 1")
    return int(text)


def pairs_of(query: Query) -> Iterator[tuple[str, str]]:
    """What is asked for as names and values, in the order of the fields; nothing for what is left open."""
    for field in _FIELDS:
        value = getattr(query, field)
        if value is None or value is False or value == "" or value == ():
            continue
        for one in value if isinstance(value, tuple) else (value,):
            yield _NAMES.get(field, field), "1" if one is True else str(one)


def address_of(path: str, query: Query, **more: object) -> str:
    """The address of a page with this filter; `more` are other parameters, left out if None."""
    asked = [*pairs_of(query), *((name, str(value)) for name, value in more.items() if value is not None)]
    return f"{path}?{urlencode(asked)}" if asked else path
