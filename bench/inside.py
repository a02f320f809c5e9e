"""Read a file inside this process, and tell the time in the model from the rest.

usage: python -m bench.inside ARTICLES.jsonl RESULT.json

Runs `onrecord read ARTICLES.jsonl --json` and notes each call of an ONNX session; then makes the same calls again, with
nothing around them, on as many threads: the model alone, on the same windows and machine. Writes seconds: `whole`,
`in_model` (the part of it inside sessions), `model_alone`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from time import perf_counter
from typing import Any

import numpy as np
import onnxruntime as ort

from onrecord.cli.app import run


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a session, with inputs of the same shapes. Token ids are kept; of vectors, shape and kind alone.

    The vectors between two graphs would fill gigabytes, and a matrix product takes as long on any numbers.
    """

    session: ort.InferenceSession
    inputs: dict[str, Any]

    def again(self) -> None:
        """Make the call once more."""
        # 1 as a mask lets everything through: the most that a window can cost.
        filled = {
            name: np.ones(value, dtype=np.float32) if isinstance(value, tuple) else value
            for name, value in self.inputs.items()
        }
        self.session.run(None, filled)


@dataclass(slots=True)
class Noted:
    """The calls made so far and the seconds in which at least one of them ran."""

    calls: list[Call] = field(default_factory=list)
    seconds: float = 0.0
    running: int = 0
    began: float = 0.0
    lock: Lock = field(default_factory=Lock)

    def enter(self) -> None:
        """A call begins."""
        with self.lock:
            if not self.running:
                self.began = perf_counter()
            self.running += 1

    def leave(self) -> None:
        """A call ends."""
        with self.lock:
            self.running -= 1
            if not self.running:
                self.seconds += perf_counter() - self.began


@contextmanager
def noting() -> Iterator[Noted]:
    """Note every call of an ONNX session."""
    noted = Noted()
    plain = ort.InferenceSession.run

    def run_and_note(session: ort.InferenceSession, outputs: Any, inputs: Mapping[str, Any], *rest: Any) -> Any:
        noted.enter()
        result = plain(session, outputs, inputs, *rest)
        noted.leave()
        kept = {name: value.shape if value.dtype.kind == "f" else value for name, value in inputs.items()}
        noted.calls.append(Call(session=session, inputs=kept))
        return result

    ort.InferenceSession.run = run_and_note
    try:
        yield noted
    finally:
        ort.InferenceSession.run = plain


def measure(articles: str) -> dict[str, float]:
    """Seconds for the whole, in the model, and for the model alone."""
    with noting() as noted, Path(os.devnull).open("w", encoding="utf-8") as nothing, redirect_stdout(nothing):
        began = perf_counter()
        status = run(["read", articles, "--json"])
        whole = perf_counter() - began
    if status:
        raise SystemExit(status)
    began = perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(Call.again, noted.calls))
    return {"whole": whole, "in_model": noted.seconds, "model_alone": perf_counter() - began}


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(measure(sys.argv[1])), encoding="utf-8")
