"""A command line typed in this process: what it printed and how it ended."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, settings

from onrecord.cli.app import run

# How long a test takes says more of what else the machine does than of the code; and what is typed needs no new folder.
UNHURRIED = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command line ended: its exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[Any]:
        """What was printed, as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def rows(self) -> list[list[str]]:
        """What was printed, as columns, without the heading."""
        return [line.split("\t") for line in self.out.splitlines()[1:]]


Typed = Callable[..., Ended]


class _Stream(io.TextIOWrapper):
    def __init__(self, *, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(), encoding="ascii", newline="")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    @property
    def text(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]


def type_in(*words: str, stdin: bytes = b"", terminal: bool = False) -> Ended:
    """Run `onrecord WORDS` in this process; a fault of the program is raised."""
    streams = sys.stdin, sys.stdout, sys.stderr
    out, err = _Stream(terminal=terminal), _Stream(terminal=terminal)
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"), out, err
    try:
        status = run(words)
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
    return Ended(status, out.text, err.text)
