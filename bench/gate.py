"""The quality gate: of reading and of joining, no measure may fall below its floor in floors.json.

usage: python -m bench.gate [--raise]

`--raise` lifts each floor to what is reached now, and never lowers one. A floor is taken down by hand only, in a commit
that says why.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path

from bench import issues, joins, seed
from bench.score import DATASETS, CannotScore, Measures, score, shared_folder

FLOORS = Path(__file__).with_name("floors.json")
Floors = dict[str, dict[str, float]]

# What is measured again on the reports of the diplomacy set that the network has not seen.
UNSEEN = (
    *("found", "attribution.overlap_f1", "speaker", "role", "affiliation", "said_on", "first_hand", "times"),
    *("holder", "toward", "nested", "position", "position_f1", "red_line_f1", "record_f1"),
    *("meetings.found", "meetings.start", "meetings.status", "meetings.record_f1"),
)
# Every measure that has, or will get, a floor.
GATED = {
    "polnear": (
        *("overlap_f1", "strict_f1", "alpha", "span_f1.source", "span_f1.cue", "span_f1.content"),
        *("outer.overlap_f1", "outer.strict_f1", "outer.alpha"),
    ),
    "diplomacy": (
        "found",
        "attribution.overlap_f1",
        "attribution.strict_f1",
        "attribution.alpha",
        *("speaker", "role", "affiliation", "addressee", "kind", "act", "said_on", "first_hand"),
        *("holder", "toward", "nested", "position", "position_f1", "red_line_f1", "record_f1"),
        *("meetings.found", "meetings.start", "meetings.status", "meetings.record_f1", "times"),
        *(f"unseen.{name}" for name in UNSEEN),
    ),
    "reprints": ("same_text.precision", "same_text.recall", "version.precision", "version.recall"),
    "utterances": ("precision", "recall", "f1"),
    "issues": ("precision", "recall", "f1"),
    "seed": ("meetings", "statements", "no_year"),
}

# A document that was lost, or whose text was changed, makes every other measure wrong.
NONE_ALLOWED = ("missing", "text_differs")

# Between what is reached and the floor that --raise writes: int8 kernels round differently from processor to processor,
# and half of the 0.005 F1 that int8 may lose against fp32 is left for that.
SLACK = 0.0025


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One measure against its floor; `now` is None if the scorer has no measure of that name."""

    dataset: str
    measure: str
    floor: float
    now: float | None

    @property
    def holds(self) -> bool:
        """True if the measure exists and is not below its floor."""
        return self.now is not None and self.now >= self.floor


def check(floors: Floors, scores: dict[str, Measures]) -> list[Check]:
    """Each floor against what is reached. A set or a measure that isn't known is a check that fails."""
    return [
        Check(dataset=dataset, measure=measure, floor=floor, now=scores.get(dataset, {}).get(measure))
        for dataset, measures in floors.items()
        for measure, floor in measures.items()
    ]


def spoilt(scores: dict[str, Measures]) -> list[str]:
    """What makes the scores worthless: documents lost or changed, set by set."""
    return [
        f"{dataset}: {name} = {measures[name]:g}"
        for dataset, measures in scores.items()
        for name in NONE_ALLOWED
        if measures.get(name)
    ]


def raised(floors: Floors, scores: dict[str, Measures]) -> Floors:
    """The floors lifted to the scores less the slack, to three places; none goes down."""
    lifted = {dataset: dict(measures) for dataset, measures in floors.items()}
    for dataset, names in GATED.items():
        kept = lifted.setdefault(dataset, {})
        for name in names:
            reached = math.floor((scores[dataset][name] - SLACK) * 1000) / 1000
            kept[name] = max(kept.get(name, 0.0), reached)
    return lifted


def table(checks: list[Check]) -> str:
    """The checks for people: set, measure, floor, what is reached, and whether it holds."""
    lines = [f"{'set':<12}{'measure':<32}{'floor':>8}{'now':>9}"]
    for one in checks:
        now = "unknown" if one.now is None else f"{one.now:.4f}"
        mark = "" if one.holds else "  BELOW"
        lines.append(f"{one.dataset:<12}{one.measure:<32}{one.floor:>8.3f}{now:>9}{mark}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description="Fail if the quality is below its floors.")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what is reached now")
    options = parser.parse_args()
    floors: Floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    try:
        shared = shared_folder().resolve()
        scores = {name: score(name, shared) for name in DATASETS}
        scores |= {"reprints": joins.reprints(shared), "utterances": joins.utterances(shared)}
        scores |= {"issues": issues.issues(shared), "seed": seed.seed(shared)}
    except CannotScore as error:
        print(error, file=sys.stderr)
        return 1
    if problems := spoilt(scores):
        print("the scores can't be trusted:", *problems, sep="\n  ", file=sys.stderr)
        return 1
    if options.lift:
        floors = raised(floors, scores)
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
    checks = check(floors, scores)
    print(table(checks))
    return 0 if all(one.holds for one in checks) else 1


if __name__ == "__main__":
    sys.exit(main())
