"""What reaches the terminal: UTF-8, a record at a time, and no character of a text that could command a terminal."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from onrecord.visible import one_line


class OutputClosed(Exception):
    """Nobody reads the output any more."""


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
