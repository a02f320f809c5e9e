"""Shares as log-odds, the form in which a network is given them."""

from __future__ import annotations

import math


def log_odds(share: float, least: float = 1e-3) -> float:
    """The log-odds of a share, as if it were `least` from 0 and 1 at the nearest."""
    held = min(max(share, least), 1 - least)
    return math.log(held / (1 - held))
