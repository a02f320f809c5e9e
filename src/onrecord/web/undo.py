"""What each person decided last on the pages, so that one key takes it back. In memory: a restart forgets it."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass

# Further back than anybody goes by one key; the page of an utterance lists every decision.
_MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A decision: the statement it was about, and the ids of the reviews that were kept for it."""

    statement: str
    reviews: tuple[str, ...]


class Undo:
    """The latest decisions by name; used from many threads."""

    def __init__(self) -> None:
        self._done: dict[str, deque[Done]] = {}
        self._lock = threading.Lock()

    def push(self, name: str, done: Done) -> None:
        """Note what somebody has just decided."""
        with self._lock:
            self._done.setdefault(name, deque(maxlen=_MOST)).append(done)

    def pop(self, name: str) -> Done | None:
        """What they decided last, forgotten with this; None if there is nothing."""
        with self._lock:
            return self._done[name].pop() if self._done.get(name) else None

    def count(self, name: str) -> int:
        """How many decisions can be taken back."""
        return len(self._done.get(name, ()))
