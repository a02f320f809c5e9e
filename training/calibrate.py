"""Choose the reading model's thresholds and fit its confidence, on the development sets; write both beside the model.

    python -m training.calibrate FOLDER [THRESHOLD]

The threshold of the score is the one at which overlap_f1 and alpha, summed over both sets, are highest: overlap_f1
alone would leave out what a person can still use (0.70 against 0.55 costs 4 % of the statements that are there).
Between thresholds that are equal here the whole reading may choose: then it is given. The confidence is a logistic
curve over the score's log-odds, fitted to whether a tagging is right (content and source overlap with those of an
annotated statement, as in the scorer); it is fitted on one half of the documents and its expected calibration error
measured on the other.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from bench.score import scorer
from onrecord.extraction.network import OnnxNetwork
from onrecord.extraction.tagger import Thresholds
from training.evaluate import SHARED, predictions, rows

GRID = [round(x, 2) for x in np.arange(0.3, 0.81, 0.05).tolist()]
ANCHOR = 0.05


def right(scoring: Any, text: str, gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[bool]:
    """For each tagging, whether an annotated statement matches it, one to one, best overlap first."""
    tokens = scoring.tokens(text)
    sides = [[{r: scoring.cover(tokens, a[r]) for r in scoring.ROLES} for a in side] for side in (gold, found)]
    pairs = sorted(
        (
            (scoring.iou(g["content"], p["content"]), i, j)
            for i, g in enumerate(sides[0])
            for j, p in enumerate(sides[1])
            if scoring.relaxed(g, p) and g["content"]
        ),
        reverse=True,
    )
    used: set[int] = set()
    matched = [False] * len(found)
    for _, i, j in pairs:
        if i not in used and not matched[j]:
            used.add(i)
            matched[j] = True
    return matched


def fit(scores: np.ndarray, hits: np.ndarray) -> tuple[float, float]:
    """Slope and shift of the logistic curve over log-odds: Newton's method from the base rate, with a light ridge."""
    x = np.stack([log_odds(scores), np.ones(len(scores))], 1)
    weights = np.array([0.0, float(log_odds(np.array([hits.mean()]))[0])])
    for _ in range(100):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = x.T @ (x * (p * (1 - p))[:, None]) + np.eye(2)
        weights += np.linalg.solve(hessian, x.T @ (hits - p) - weights)
    return float(weights[0]), float(weights[1])


def log_odds(scores: np.ndarray) -> np.ndarray:
    """Log-odds, held away from certainty as the reader holds them."""
    held = scores.clip(1e-4, 1 - 1e-4)
    return np.log(held / (1 - held))


def calibration_error(confidence: np.ndarray, hits: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over equal bins (Naeini et al. 2015)."""
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        (which == b).sum() * abs(confidence[which == b].mean() - hits[which == b].mean())
        for b in range(bins)
        if (which == b).any()
    ]
    return float(sum(gaps) / max(1, len(hits)))


def main(folder: str, given: str | None = None) -> None:
    """Choose, fit, write."""
    network, scoring = OnnxNetwork(Path(folder)), scorer("score_attribution", SHARED)
    found: dict[str, tuple[list[dict[str, Any]], list[list[dict[str, Any]]]]] = {}
    for name in ("polnear", "diplomacy"):
        gold = rows(SHARED / "data" / name / "dev.jsonl")
        low = Thresholds(anchor=ANCHOR, real=GRID[0])
        found[name] = (gold, predictions(network, [row["text"] for row in gold], network.pieces, low))
    means = {}
    for threshold in GRID:
        parts = []
        for gold, taggings in found.values():
            kept = {r["id"]: [t for t in p if t["score"] >= threshold] for r, p in zip(gold, taggings, strict=True)}
            score = scoring.score(gold, kept)
            parts.append((score["overlap_f1"] + score["alpha"]) / 2)
        means[threshold] = round(sum(parts) / len(parts), 4)
    best = float(given) if given else max(means, key=lambda t: means[t])
    halves: list[tuple[list[float], list[bool]]] = [([], []), ([], [])]
    for gold, taggings in found.values():
        for i, (row, own) in enumerate(zip(gold, taggings, strict=True)):
            kept_here = [t for t in own if t["score"] >= best]
            halves[i % 2][0].extend(t["score"] for t in kept_here)
            halves[i % 2][1].extend(right(scoring, row["text"], row["attributions"], kept_here))
    slope, shift = fit(np.array(halves[0][0]), np.array(halves[0][1], dtype=float))
    confidence = 1 / (1 + np.exp(-(slope * log_odds(np.array(halves[1][0])) + shift)))
    error = calibration_error(confidence, np.array(halves[1][1], dtype=float))
    path = Path(folder) / "reading.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["thresholds"] = {"anchor": ANCHOR, "real": best}
    settings["calibration"] = [round(slope, 4), round(shift, 4)]
    path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    print(
        json.dumps(
            {"mean of overlap_f1 and alpha": means, "threshold": best, "calibration error": round(error, 4)}, indent=1
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:3])
