"""JSON Lines: one report a line, each a page or a failure of its own."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator

from onrecord.records import Declared, Failure, Page
from onrecord.sources.streams import Stream

FIELDS = ("id", "url", "title", "publisher", "published", "language")
_EXPECTED = 'expected one JSON object a line, with a string "text"'
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SURROGATE = re.compile("[\ud800-\udfff]")


def read(name: str, stream: Stream, limit: int, defaults: Declared) -> Iterator[Page | Failure]:
    """Yield a page or a failure for each line that isn't blank; `limit`: the bytes of the longest line that is read."""
    for number, line in enumerate(_lines(stream, limit), start=1):
        place = f"{name}:{number}"
        if line is None:
            yield Failure(input=place, problem=f"the line is longer than {limit // 10**6} MB", expected=_EXPECTED)
        elif line.strip():
            yield _page(place, line, defaults)


def _lines(stream: Stream, limit: int) -> Iterable[bytes | None]:
    if not stream.head.startswith(_WIDE):
        return stream.lines(limit)
    # In UTF-16 a line feed's byte is no line's end: rare, and read as a whole.
    whole = stream.read(limit)
    return [None] if whole is None else [line.encode() for line in whole.decode("utf-16", "replace").split("\n")]


def _page(place: str, line: bytes, defaults: Declared) -> Page | Failure:
    try:
        # JSON is UTF-8 by its standard; a damaged character is marked in the text, and costs no report.
        value = json.loads(line.decode("utf-8-sig", "replace"), strict=False)
    except ValueError as error:
        message = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        return Failure(input=place, problem=f"not JSON ({message[:80]})", expected=_EXPECTED)
    except RecursionError:
        return Failure(input=place, problem="not readable JSON (nested too deeply)", expected=_EXPECTED)
    if not isinstance(value, dict):
        return Failure(input=place, problem="not a JSON object", expected=_EXPECTED)
    text = value.get("text")
    if not isinstance(text, str):
        problem = 'no "text"' if text is None else f'"text" is {_kind(text)}'
        return Failure(input=place, problem=problem, expected=_EXPECTED)
    said: dict[str, str | None] = {}
    for field in FIELDS:
        given = value.get(field)
        if field == "id" and isinstance(given, int) and not isinstance(given, bool):
            given = str(given)
        if given is not None and not isinstance(given, str):
            return Failure(input=place, problem=f'"{field}" is {_kind(given)}', expected="expected a string or null")
        # The text is cleaned of NUL later, and a note tells of it; these go to the database as they are.
        said[field] = _whole(given).replace("\0", "\ufffd") or None if given else None
    url = said.pop("url")
    said["publisher"] = said["publisher"] or defaults.publisher
    said["published"] = said["published"] or defaults.published
    body = _whole(text).encode()
    return Page(input=place, body=body, media_type="text/x-stored", url=url, charset="utf-8", declared=Declared(**said))


def _whole(text: str) -> str:
    """Replace lone surrogates, one for one: no file and no database can hold them."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), "null")
