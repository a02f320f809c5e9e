"""Where pages come from: files, folders, addresses and standard input, one after the other, in the order given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from onrecord.errors import RecordError, UsageError
from onrecord.records import Declared, Failure, Handed, Page, PartialDate
from onrecord.sources import files

__all__ = ["pages"]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")


def pages(
    inputs: Iterable[str | Handed],
    *,
    publisher: str | None = None,
    published: str | None = None,
    only_public: bool = False,
) -> Iterator[Page | Failure]:
    """Yield each input's pages as they are read; one failure for each input, or line of JSON Lines, that can't be.

    `publisher` and `published` (a date, or part of one) speak for inputs that don't say themselves. `only_public`, for
    inputs that somebody elsewhere gives: no file of this machine, and no address inside its network. Raises UsageError
    at once if `published` is no date.
    """
    if published is not None:
        try:
            PartialDate(published)
        except RecordError as error:
            raise UsageError(f"--published: {error}") from error
    return _pages(inputs, Declared(publisher=publisher or None, published=published), only_public=only_public)


def _pages(inputs: Iterable[str | Handed], defaults: Declared, *, only_public: bool) -> Iterator[Page | Failure]:
    web = None
    for name in inputs:
        if isinstance(name, Handed):
            yield from files.handed(name, defaults)
            continue
        scheme = _SCHEME.match(name)
        if scheme is None and only_public:
            yield Failure(input=name, problem="not an address", expected="expected https://host/path")
        elif name == "-":
            yield from files.standard_input(defaults)
        elif scheme is None:
            yield from files.path(name, defaults)
        elif scheme[1].lower() in ("http", "https"):
            if web is None:
                # 0.1 s: urllib3 and ssl, which files don't need.
                from onrecord.sources.web import Web  # noqa: PLC0415

                web = Web(only_public=only_public)
            yield from web.read(name, defaults)
        else:
            yield Failure(input=name, problem=f"{scheme[1]}:// is not read", expected="expected http:// or https://")
