"""Sums of weighted signs, the weights fitted on annotated reports by `training/meetings.py`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

Weights = Mapping[str, float]


@cache
def weights() -> Mapping[str, Weights]:
    """Of every decision, each sign's weight."""
    file = resources.files("onrecord.extraction.meetings") / "weights.json"
    loaded: Mapping[str, Weights] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


def total(of: Weights, signs: Mapping[str, float]) -> float:
    """The weight of all signs together, each as far as it applies; a sign never seen weighs nothing."""
    return sum(of.get(sign, 0.0) * share for sign, share in signs.items())


def added(scores: Iterable[float]) -> float:
    """The logarithm of the sum of what they are logarithms of; there is at least one."""
    held = list(scores)
    most = max(held)
    return most + math.log(sum(math.exp(score - most) for score in held))
