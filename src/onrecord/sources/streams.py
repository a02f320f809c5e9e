"""Streams of bytes with a look ahead: files, standard input, and what is packed by gzip in them."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import IO

from onrecord.sources.kinds import HEAD

GZIP = b"\x1f\x8b"
_CHUNK = 256 * 1024


class Broken(Exception):
    """Packed data that can't be unpacked."""


class Stream:
    """Bytes in order, with the first `HEAD` of them known beforehand; nothing is held but the current piece."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._pieces = _pieces(raw)
        self._ready = bytearray()
        self.head = b""
        self._look()
        self.packed = self.head.startswith(GZIP)
        if self.packed:
            self._pieces = _unpacked(_joined(bytes(self._ready), self._pieces))
            self._ready.clear()
            self._look()

    def _look(self) -> None:
        """Read until the head is full or ends a line: a slow producer's first line needn't wait for its second."""
        while len(self._ready) < HEAD and b"\n" not in self._ready and self._more():
            pass
        self.head = bytes(self._ready[:HEAD])

    def _more(self) -> bool:
        piece = next(self._pieces, b"")
        self._ready += piece
        return bool(piece)

    def read(self, limit: int) -> bytes | None:
        """Return all that is left; None if that is more than `limit` bytes."""
        while len(self._ready) <= limit:
            if not self._more():
                return bytes(self._ready)
        return None

    def lines(self, limit: int) -> Iterator[bytes | None]:
        """Yield each line without its line feed; None for one of more than `limit` bytes."""
        while (line := self._line(limit)) is not _END:
            yield None if isinstance(line, _End) else line

    def _line(self, limit: int) -> bytes | _End | None:
        too_long = False
        scanned = 0
        while (at := self._ready.find(b"\n", scanned)) < 0:
            scanned = len(self._ready)
            if scanned > limit:
                too_long = True
                self._ready.clear()
                scanned = 0
            if not self._more():
                if not self._ready and not too_long:
                    return _END
                at = len(self._ready)
                break
        line = bytes(self._ready[:at])
        del self._ready[: at + 1]
        return None if too_long or len(line) > limit else line


class _End:
    """Marks the end of the lines."""


_END = _End()


def _pieces(raw: IO[bytes]) -> Iterator[bytes]:
    read = raw.read1 if isinstance(raw, io.BufferedReader | io.BytesIO) else raw.read
    while piece := read(_CHUNK):
        yield piece


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _unpacked(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack gzip members one after the other, at most `_CHUNK` bytes at a time however much they promise."""
    member = zlib.decompressobj(wbits=31)
    begun = False
    for waiting in packed:
        while waiting:
            begun = True
            try:
                out = member.decompress(waiting, _CHUNK)
            except zlib.error as error:
                raise Broken from error
            if out:
                yield out
            waiting = member.unconsumed_tail
            if member.eof:
                # Zeros between members and at the end are padding.
                waiting = member.unused_data.lstrip(b"\0")
                member = zlib.decompressobj(wbits=31)
                begun = False
    if begun:
        raise Broken
