"""Sums of learned weights over named features."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import repeat
from operator import mul


def logit_of(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The sum of the weights of features; the bias is the weight of the empty name."""
    held = map(weights.get, features, repeat(0.0))
    logit: float = weights.get("", 0.0) + sum(map(mul, held, features.values()))
    return logit


def share_at(logit: float) -> float:
    """The share, 0 to 1, that a logit stands for."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def log_odds(share: float, least: float = 1e-3) -> float:
    """The log-odds of a share, as if it were `least` from 0 and 1 at the nearest."""
    held = min(max(share, least), 1 - least)
    return math.log(held / (1 - held))
