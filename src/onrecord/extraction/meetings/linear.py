"""Sums of weighted signs, the weights fitted on annotated reports by `training/meetings.py`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from importlib import resources

Weights = Mapping[str, float]


_USED: list[Mapping[str, Weights]] = []


def weights() -> Mapping[str, Weights]:
    """Of every decision, each sign's weight."""
    if not _USED:
        file = resources.files("onrecord.extraction.meetings") / "weights.json"
        _USED.append(json.loads(file.read_text(encoding="utf-8")))
    return _USED[0]


def use(fitted: Mapping[str, Weights]) -> None:
    """Judge by other weights from now on: what fits them needs their earlier decisions."""
    _USED[:] = [fitted]


def total(of: Weights, signs: Mapping[str, float]) -> float:
    """The weight of all signs together, each as far as it applies; a sign never seen weighs nothing."""
    return sum(of.get(sign, 0.0) * share for sign, share in signs.items())


def added(scores: Iterable[float]) -> float:
    """The logarithm of the sum of what they are logarithms of; there is at least one."""
    held = list(scores)
    most = max(held)
    return most + math.log(sum(math.exp(score - most) for score in held))
