"""Answers that several readers ask for, kept until the ledger changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

T = TypeVar("T")

# A facet list has some hundreds of short texts: all of them together take a few MB.
_MOST = 128


class Kept:
    """The latest answers, each for one state of the ledger; used from many threads."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, tuple[Hashable, object]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, asked: Hashable, state: Hashable, make: Callable[[], T]) -> T:
        """The answer to `asked` at this state of the ledger; made if it is not there."""
        with self._lock:
            found = self._answers.get(asked)
            if found is not None and found[0] == state:
                self._answers.move_to_end(asked)
                return cast(T, found[1])
        # Made without the lock: two that ask for the same at once make it twice, and nobody else waits.
        made = make()
        with self._lock:
            self._answers[asked] = (state, made)
            self._answers.move_to_end(asked)
            while len(self._answers) > _MOST:
                self._answers.popitem(last=False)
        return made
