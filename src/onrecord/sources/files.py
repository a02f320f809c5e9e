"""Files, folders and standard input."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from onrecord.records import Declared, Failure, Handed, Page
from onrecord.sources import jsonl
from onrecord.sources.kinds import NotText, kind_of
from onrecord.sources.streams import Broken, Stream

# One input at most: the longest real ones, a day's debates in a parliament, have 2 MB.
LIMIT = 50_000_000

_READ = frozenset(("", "txt", "text", "md", "html", "htm", "xhtml", "jsonl", "ndjson"))
# Not read, but what somebody who names a folder may think is: they are told.
_TOLD = frozenset(
    (
        "pdf",
        "doc",
        "docx",
        "odt",
        "rtf",
        "epub",
        "csv",
        "tsv",
        "json",
        "xml",
        "rss",
        "atom",
        "zip",
        "eml",
        "warc",
        "parquet",
    )
)

MEDIA = {"text": "text/plain", "html": "text/html"}


def standard_input(defaults: Declared) -> Iterator[Page | Failure]:
    """Yield what comes on standard input."""
    yield from _read("-", "", sys.stdin.buffer, defaults)


def handed(given: Handed, defaults: Declared) -> Iterator[Page | Failure]:
    """Yield what was handed over open; its name has its say on the kind, and is never looked for on the disk."""
    try:
        yield from _read(given.name, given.name, given.raw, defaults)
    except (OSError, ValueError) as error:
        yield _failure(given.name, error)


def path(name: str, defaults: Declared) -> Iterator[Page | Failure]:
    """Yield a file's page or pages, or those of a folder's files, sorted by path; hidden files are passed over."""
    try:
        if os.path.isdir(name):  # noqa: PTH112
            yield from _folder(name, defaults)
        else:
            yield from _file(name, defaults)
    except (OSError, ValueError) as error:
        yield _failure(name, error)


def _folder(name: str, defaults: Declared) -> Iterator[Page | Failure]:
    seen = False
    unread: list[OSError] = []
    for folder, folders, files in os.walk(name, onerror=unread.append):
        folders[:] = sorted(inner for inner in folders if not inner.startswith("."))
        for file in sorted(files):
            inner = os.path.join(folder, file)  # noqa: PTH118
            suffix = Path(file.lower().removesuffix(".gz")).suffix[1:]
            if file.startswith(".") or suffix not in _READ | _TOLD or not os.path.isfile(inner):  # noqa: PTH113
                continue
            seen = True
            try:
                yield from _file(inner, defaults)
            except OSError as error:
                yield _failure(inner, error)
    yield from (_failure(str(error.filename or name), error) for error in unread)
    if not seen and not unread:
        expected = "expected .txt, .html or .jsonl files in it"
        yield Failure(input=name, problem="nothing to read in this folder", expected=expected)


def _file(name: str, defaults: Declared) -> Iterator[Page | Failure]:
    with open(name, "rb", buffering=0) as raw:  # noqa: PTH123
        yield from _read(name, name, raw, defaults)


def _read(name: str, path: str, raw: IO[bytes], defaults: Declared) -> Iterator[Page | Failure]:
    """Read one stream; `path` gives the name its say, empty if there is none."""
    try:
        stream = Stream(raw)
        if not stream.head:
            yield Failure(input=name, problem="empty", expected="expected text, HTML or JSON Lines")
            return
        kind = kind_of(stream.head, path)
        if kind == "jsonl":
            yield from jsonl.read(name, stream, LIMIT, defaults)
            return
        body = None if _is_larger(raw, stream) else stream.read(LIMIT)
    except NotText as error:
        yield Failure(input=name, problem=error.problem, expected=error.expected)
    except Broken:
        yield Failure(input=name, problem="the gzip data is damaged or cut short", expected="expected a whole .gz file")
    else:
        if body is None:
            yield too_large(name)
        else:
            yield Page(input=name, body=body, media_type=MEDIA[kind], declared=defaults)


def too_large(name: str) -> Failure:
    """Say that an input is over the limit."""
    expected = "expected one report, or JSON Lines with one report a line"
    return Failure(input=name, problem=f"larger than {LIMIT // 10**6} MB", expected=expected)


def _is_larger(raw: IO[bytes], stream: Stream) -> bool:
    """True if the size on disk shows that the text is over the limit: it needn't be read then."""
    try:
        status = os.fstat(raw.fileno())
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and not stream.packed and status.st_size > LIMIT


def _failure(name: str, error: OSError | ValueError) -> Failure:
    if isinstance(error, FileNotFoundError):
        expected = "expected a file, a folder, - for standard input, or an address with http:// or https://"
        return Failure(input=name, problem="no such file", expected=expected)
    if isinstance(error, PermissionError):
        return Failure(input=name, problem="may not be read", expected="expected a file with leave to read it")
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Failure(input=name, problem=said.lower(), expected="expected a readable file or folder")
