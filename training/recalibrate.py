"""Fit the confidence of statements again on whole readings, rules and all, and write it beside the model.

    python -m training.recalibrate FOLDER READ.jsonl

READ.jsonl is what `onrecord read --json` prints for the diplomacy development set, of which the reports count that the
network has never seen: of others it is surer than it will be. What is fitted is a correction of the log-odds of the
confidence printed, so that it joins the one that the folder has; a statement is right if an annotated one matches it,
as `bench.reliability` counts. Prints the calibration error of each half of the documents by a fit on the other, and of
the positions for comparison.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from bench.reliability import Judged, error, judged
from bench.score import objects, scorer, unseen
from training.calibrate import fit, log_odds
from training.evaluate import SHARED


def corrected(own: Judged, slope: float, shift: float) -> Judged:
    """The judgements with their confidence corrected."""
    odds = slope * log_odds(np.array([c for c, _ in own])) + shift
    return [(float(1 / (1 + np.exp(-x))), right) for x, (_, right) in zip(odds, own, strict=True)]


def fitted(own: Judged) -> tuple[float, float]:
    """Slope and shift of the correction."""
    return fit(np.array([c for c, _ in own]), np.array([right for _, right in own], dtype=float))


def main(folder: str, read: str) -> None:
    """Fit, print, write."""
    gold = list(unseen(objects(SHARED / "data/diplomacy/dev.jsonl")))
    readings: dict[str, Any] = {
        r["document"]["input_id"]: r for r in map(json.loads, Path(read).read_text(encoding="utf-8").splitlines())
    }
    halves = [judged(gold[start::2], readings, scorer("score_reading", SHARED)) for start in (0, 1)]
    for name in ("statements", "positions"):
        crossed = [error(corrected(b[name], *fitted(a[name]))) for a, b in (halves, halves[::-1])]
        now = error(halves[0][name] + halves[1][name])
        print(f"{name}: now {now:.3f}; each half by a fit on the other {crossed[0]:.3f}, {crossed[1]:.3f}")
    slope, shift = fitted(halves[0]["statements"] + halves[1]["statements"])
    path = Path(folder) / "reading.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    old_slope, old_shift = settings["calibration"]
    settings["calibration"] = [round(slope * old_slope, 4), round(slope * old_shift + shift, 4)]
    path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
