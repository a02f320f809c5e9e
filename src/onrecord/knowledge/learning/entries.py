"""JSON objects out of files: one a line, an array, or under `entities`, as the dumps and the services write them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from pathlib import Path
from typing import IO, Any, NamedTuple

from onrecord.records import Failure

EXPECTED = "expected FollowTheMoney entities or Wikidata items as JSON"


class Entry(NamedTuple):
    """A JSON object, and where it stands, for a message: "people.jsonl, line 3"."""

    value: dict[str, Any]
    where: str


def entries(name: str) -> Iterator[Entry | Failure]:
    """The objects of a file, or of standard input for `-`, in order; a Failure for each line that can't be read.

    A file of one object a line is read a line at a time, so that its size doesn't matter; another one as a whole.
    """
    try:
        with _opened(name) as stream:
            yield from _of_stream(stream, name)
    except OSError as error:
        yield Failure(input=name, problem=f"can't be read ({error.strerror or error})", expected="expected a file")


def _opened(name: str) -> AbstractContextManager[IO[bytes]]:
    return nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb")


def _of_stream(stream: IO[bytes], name: str) -> Iterator[Entry | Failure]:
    head: list[bytes] = []
    for line in stream:
        head.append(line)
        if _content(line):
            break
    if not head or not _content(head[-1]):
        yield Failure(input=name, problem="has nothing in it", expected=EXPECTED)
    elif _parsed(_content(head[-1])) is not None:
        yield from _of_lines(chain(head, stream), name)
    else:
        yield from _of_whole(b"".join(head) + stream.read(), name)


def _of_whole(text: bytes, name: str) -> Iterator[Entry | Failure]:
    value = _parsed(text)
    if value is not None:
        yield from _objects(value, name)
        return
    found = list(_of_lines(text.splitlines(), name))
    # Where no line is JSON, the file is no JSON: one message says it.
    if any(isinstance(item, Entry) for item in found):
        yield from found
    else:
        yield Failure(input=name, problem="isn't JSON", expected=EXPECTED)


def _of_lines(lines: Iterable[bytes], name: str) -> Iterator[Entry | Failure]:
    for number, line in enumerate(lines, 1):
        content = _content(line)
        if not content:
            continue
        where = f"{name}, line {number}"
        value = _parsed(content)
        if value is None:
            yield Failure(input=where, problem="isn't JSON", expected=EXPECTED)
        else:
            yield from _objects(value, where)


def _content(line: bytes) -> bytes:
    # The dumps are one array, with an item a line and a comma after it.
    line = line.removeprefix(b"\xef\xbb\xbf").strip().removesuffix(b",")
    return b"" if line in (b"[", b"]") else line


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, where: str) -> Iterator[Entry | Failure]:
    if isinstance(value, dict) and isinstance(value.get("entities"), dict | list):
        value = value["entities"]
        value = list(value.values()) if isinstance(value, dict) else value
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield Entry(item, where)
        else:
            yield Failure(input=where, problem="holds something that is no object", expected=EXPECTED)
