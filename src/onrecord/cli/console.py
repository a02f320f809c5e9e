"""What reaches the terminal: UTF-8, a record at a time, and no character of a text that could command a terminal."""

from __future__ import annotations

import io
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

# Controls (but tab and line feed), marks that turn the direction of writing, separators that end a line elsewhere,
# lone surrogates and tags: unseen by a person, obeyed by a terminal or by whoever splits lines.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)


class OutputClosed(Exception):
    """Nobody reads the output any more."""


def visible(text: str) -> str:
    """The text with every unseen character written out: `\\x1b`, `\\u202e`."""
    return _UNSEEN.sub(_written_out, text)


def one_line(text: str) -> str:
    """The text on one line: white space as single spaces, unseen characters written out."""
    return visible(" ".join(text.split()))


def json_line(text: str) -> str:
    """A JSON text with unseen characters as JSON's own escapes, which mean the same and split no line."""
    return _UNSEEN.sub(_as_json_escape, text)


def _written_out(match: re.Match[str]) -> str:
    point = ord(match.group())
    if point <= 0xFF:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def _as_json_escape(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))


def prepare_streams() -> None:
    """Make both outputs UTF-8 that never fails to encode; a closed one is replaced by nothing."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open to the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def tell(line: str, *, error: bool = False) -> None:
    """Print one line, at once, to standard output or standard error; OutputClosed if nobody reads it."""
    stream = sys.stderr if error else sys.stdout
    try:
        stream.write(f"{one_line(line) if error else line}\n")
        stream.flush()
    except BrokenPipeError as closed:
        raise OutputClosed from closed


def abandon(stream: TextIO) -> None:
    """Point a stream that nobody reads at nothing: what is printed yet, and Python's flush at exit, is silent."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    # A stream in memory has no number and nothing to silence.
    with suppress(OSError, ValueError):
        os.dup2(nothing, stream.fileno())
    os.close(nothing)
