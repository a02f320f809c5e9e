"""Whether a confidence means what it says: how often statements, speakers and positions are right, by confidence.

usage: python -m bench.reliability [--svg docs/reliability.svg]

Reads those reports of the diplomacy development set that the network has never seen with the command that a user runs,
pairs statements with the annotated ones as the set's scorer does, and prints for each tenth of confidence how many
there are and how many are right, with the expected calibration error (Naeini et al. 2015): the mean gap between the
two, weighted by their number. `--svg` draws it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.score import objects, scorer, shared_folder, unseen

BINS = 10
SIDE, EDGE = 260, 44
Judged = list[tuple[float, bool]]


@dataclass(frozen=True, slots=True)
class Bin:
    """A tenth of confidence: how many fell into it, their mean confidence, and the share that was right."""

    number: int
    confidence: float
    right: float


def bins(judged: Judged) -> list[Bin]:
    """The tenths that hold anything, in order."""
    found = []
    for place in range(BINS):
        own = [(c, r) for c, r in judged if min(int(c * BINS), BINS - 1) == place]
        if own:
            found.append(Bin(len(own), sum(c for c, _ in own) / len(own), sum(r for _, r in own) / len(own)))
    return found


def error(judged: Judged) -> float:
    """The expected calibration error."""
    return sum(b.number * abs(b.confidence - b.right) for b in bins(judged)) / max(1, len(judged))


def judged(gold: Sequence[dict[str, Any]], read: dict[str, dict[str, Any]], scoring: Any) -> dict[str, Judged]:
    """For each statement its confidence and whether an annotated one matches it; for each matched one the same of its
    speaker, where somebody speaks, and of its position."""
    statements: Judged = []
    speakers: Judged = []
    positions: Judged = []
    for article in gold:
        found = read[article["id"]]["statements"]
        tokens = scoring.tokens(article["text"])
        sides = [[scoring.cover(tokens, s["content"]) for s in part] for part in (article["statements"], found)]
        to_gold = {j: i for i, j in scoring.pair(*sides)}
        statements += [(s["confidence"], j in to_gold) for j, s in enumerate(found)]
        speakers += [
            (
                found[j]["speaker"]["confidence"],
                any(
                    scoring.same_name(article["statements"][i]["speaker_name"], name)
                    for name in scoring.names_of(found[j]["speaker"])
                ),
            )
            for j, i in to_gold.items()
            if found[j]["speaker"] is not None
        ]
        positions += [
            (found[j]["position"]["confidence"], found[j]["position"]["kind"] == article["statements"][i]["position"])
            for j, i in to_gold.items()
        ]
    return {"statements": statements, "speakers": speakers, "positions": positions}


def svg(parts: dict[str, Judged]) -> str:
    """One square a kind: confidence to the right, share right upwards, a dot a tenth, as large as it holds many."""
    drawn = [line for at, (name, own) in enumerate(parts.items()) for line in _square(name, own, at * (SIDE + EDGE))]
    width, height = len(parts) * (SIDE + EDGE) + EDGE, SIDE + 2 * EDGE
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" font-family="sans-serif" '
        f'font-size="12"><title>Confidence and the share that is right</title>'
    )
    return "\n".join([head, *drawn, "</svg>"]) + "\n"


def _square(name: str, own: Judged, left: int) -> Iterator[str]:
    x, y = left + EDGE, EDGE
    yield f'<rect x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#888"/>'
    yield f'<line x1="{x}" y1="{y + SIDE}" x2="{x + SIDE}" y2="{y}" stroke="#888" stroke-dasharray="4"/>'
    yield f'<text x="{x}" y="{y - 12}">{name}: {len(own):,}, calibration error {error(own):.3f}</text>'
    yield f'<text x="{x}" y="{y + SIDE + 18}">confidence 0 to 1; upwards: share that is right</text>'
    for one in bins(own):
        radius = 3 + 9 * (one.number / len(own)) ** 0.5
        yield (
            f'<circle cx="{x + SIDE * one.confidence:.1f}" cy="{y + SIDE * (1 - one.right):.1f}" r="{radius:.1f}" '
            f'fill="#1f6f8b" fill-opacity="0.7"><title>{one.number} at {one.confidence:.2f}: {one.right:.2f} right'
            "</title></circle>"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--svg", type=Path)
    chosen = parser.parse_args()
    shared = shared_folder()
    path = shared / "data/diplomacy/dev.jsonl"
    gold = list(unseen(objects(path)))
    output = subprocess.run(
        [sys.executable, "-m", "onrecord", "read", str(path), "--json"], check=True, stdout=subprocess.PIPE
    ).stdout.decode()
    readings = {reading["document"]["input_id"]: reading for reading in map(json.loads, output.splitlines())}
    parts = judged(gold, readings, scorer("score_reading", shared))
    for name, own in parts.items():
        print(f"{name}: {len(own)}, expected calibration error {error(own):.3f}")
        for one in bins(own):
            print(f"  {one.confidence:.2f}  {one.right:.2f} right of {one.number}")
    if chosen.svg:
        chosen.svg.write_text(svg(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
