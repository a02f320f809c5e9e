"""Fit how sure a speaker is: `python -m training.certainty READ.jsonl [OUT.json]`.

READ.jsonl is what `onrecord read --json` prints for the diplomacy development set, of which the reports count that the
network has never seen: of others the model is surer than it will be. A speaker is right if the scorer finds the name
right. Prints the expected calibration error of each half of the documents by a fit on the other, then fits on all.
Takes seconds.
"""

from __future__ import annotations

import json
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.reliability import error
from bench.score import objects, scorer, unseen
from onrecord import codec
from onrecord.extraction.certainty import WEIGHTS, signs
from training.evaluate import SHARED

# How strongly weights are held to zero, and Newton steps until nothing moves.
PENALTY, STEPS = 3.0, 30

Floats = npt.NDArray[np.float64]


def cases(read: Path) -> list[tuple[str, dict[str, float], bool]]:
    """For each statement that an annotated one matches: its document, its signs, whether the speaker is right."""
    scoring: Any = scorer("score_reading", SHARED)
    gold = {row["id"]: row for row in unseen(objects(SHARED / "data/diplomacy/dev.jsonl"))}
    found = []
    for line in read.read_text(encoding="utf-8").splitlines():
        reading = codec.reading_from_json(json.loads(line))
        article = gold.get(reading.document.input_id or "")
        if article is None:
            continue
        tokens = scoring.tokens(article["text"])
        spans = [[(e.span.start, e.span.end) for e in s.content] for s in reading.statements]
        sides = (
            [scoring.cover(tokens, s["content"]) for s in article["statements"]],
            [scoring.cover(tokens, s) for s in spans],
        )
        for i, j in scoring.pair(*sides):
            own = reading.statements[j]
            names = scoring.names_of(codec.party_to_json(own.speaker))
            right = any(scoring.same_name(article["statements"][i]["speaker_name"], name) for name in names)
            found.append((article["id"], signs(own), right))
    return found


def fit(found: list[tuple[str, dict[str, float], bool]]) -> dict[str, float]:
    """Weights of a logistic curve, by Newton's method with a penalty on all but the constant."""
    names = ["", *sorted({sign for _, own, _ in found for sign in own})]
    x = np.array([[own.get(name, 0.0) if name else 1.0 for name in names] for _, own, _ in found])
    y = np.array([right for _, _, right in found], dtype=np.float64)
    held = np.diag([0.0] + [PENALTY] * (len(names) - 1))
    w: Floats = np.zeros(len(names))
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ w))
        w = w + np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + held, x.T @ (y - p) - held @ w)
    return dict(zip(names, np.round(w, 4).tolist(), strict=True))


def shares(found: list[tuple[str, dict[str, float], bool]], weights: dict[str, float]) -> list[tuple[float, bool]]:
    """How sure each case is by the weights, and whether it is right."""
    return [
        (1 / (1 + np.exp(-sum(weights.get(s, 0.0) * v for s, v in own.items()) - weights[""])), right)
        for _, own, right in found
    ]


def main(read: str, out: str | None = None) -> None:
    """Fit, print and write."""
    found = cases(Path(read))
    halves = [[case for case in found if zlib.crc32(case[0].encode()) % 2 == half] for half in (0, 1)]
    print("error by the other half:", [round(error(shares(halves[i], fit(halves[1 - i]))), 4) for i in (0, 1)])
    weights = fit(found)
    print("right:", round(sum(right for *_, right in found) / len(found), 4), "of", len(found))
    Path(out or WEIGHTS).write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
