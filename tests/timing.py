"""Processor time of a call, for tests that a rule is linear: what other tests left in memory has no part in it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def seconds(call: Callable[[], object]) -> float:
    """The processor time that one call takes, without the collection of what is in memory besides."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        call()
        return time.process_time() - start
    finally:
        gc.enable()
