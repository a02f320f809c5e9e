"""The line that signs a post and says when it was written: "— Donald J. Trump (@realDonaldTrump) June 9, 2018"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from onrecord.records import Span, Time

# Bounded, so that a line of nothing but brackets costs no more than its length.
_HANDLE = re.compile(r" ?\(@\w{1,30}\),? ?\Z")
_BEFORE = 35


def posted(text: str, times: Iterable[Time]) -> Mapping[int, Time]:
    """The times that stand behind a handle, each by where the name before the handle ends."""
    found = {}
    for time in times:
        handle = _HANDLE.search(text, max(0, time.span.start - _BEFORE), time.span.start)
        if handle is not None:
            found[handle.start()] = time
    return found


def posted_at(source: Span | None, signed: Mapping[int, Time]) -> Time | None:
    """When whoever is named in the line that signs a post wrote it; None for others."""
    return signed.get(source.end) if source is not None else None
