"""Sums of weighted signs, the weights fitted on annotated reports by `training/meetings.py`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import repeat
from operator import mul

Weights = Mapping[str, float]
# One weight for each status.
Rows = Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights of every decision. `words` and `days` weigh for each status, in the order of MEETING_STATUSES."""

    join: Weights
    spot: Weights
    real: Weights
    occasion: Weights
    words: Rows
    days: Rows


_USED: list[Fitted] = []


def weights() -> Fitted:
    """Of every decision, each sign's weight."""
    if not _USED:
        file = resources.files("onrecord.extraction.meetings") / "weights.json"
        _USED.append(Fitted(**json.loads(file.read_text(encoding="utf-8"))))
    return _USED[0]


def use(fitted: Fitted) -> None:
    """Judge by other weights from now on: what fits them needs their earlier decisions."""
    _USED[:] = [fitted]


def total(of: Weights, signs: Mapping[str, float]) -> float:
    """The weight of all signs together, each as far as it applies; a sign never seen weighs nothing."""
    weighed: float = sum(map(mul, map(of.get, signs, repeat(0.0)), signs.values()))
    return weighed


def totals(of: Rows, signs: Mapping[str, float], start: Sequence[float]) -> list[float]:
    """The same for every status at once, added to a start."""
    rows = [start]
    for sign, share in signs.items():
        row = of.get(sign)
        if row is not None:
            rows.append(row if share == 1.0 else [weight * share for weight in row])
    # Column by column the sums run without a step of the program for each sign.
    return [sum(column) for column in zip(*rows, strict=True)]


def added(scores: Iterable[float]) -> float:
    """The logarithm of the sum of what they are logarithms of; there is at least one."""
    held = list(scores)
    most = max(held)
    return most + math.log(sum(math.exp(score - most) for score in held))
