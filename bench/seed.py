"""Whether the report that the product was planned on reads as it was planned.

usage: python -m bench.seed

The report lies outside the project, where `bench.score` finds it. What is asked of it is what a reader of that report
would put on record: three meetings with their days and how they stand, the red line that the allies hold and another
passes on, what the alliance's secretary general demands and what he commits himself to; and, where nobody says when the
report was printed, no year. Each measure is the share of what is asked that is read.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.score import CannotScore, Measures, output_of, shared_folder

Reading = dict[str, Any]
PUBLISHED = "2022-01-10"
# Words of a meeting's name, its first day and how it stands.
MEETINGS = (
    ({"ukraine", "nato", "commission"}, "2022-01-10", "held"),
    ({"russian", "american", "talks"}, "2022-01-10", "under_way"),
    ({"russia", "nato", "council"}, "2022-01-12", "scheduled"),
)
# Speaker, kind, holder, counterpart, first-hand.
STATEMENTS = (
    ("Olga Stefanishina", "red_line", "NATO", "Russia", False),
    ("Jens Stoltenberg", "demand", "NATO", "Russia", True),
    ("Jens Stoltenberg", "commitment", "NATO", "Russia", True),
)


def seed(shared: Path) -> Measures:
    """The shares by name; 1 where all is read that is asked."""
    reports = sorted((shared / "seed").glob("*.txt"))
    if not reports:
        raise CannotScore(f"no report in {shared / 'seed'}")
    dated, undated = (_read(reports, day) for day in (["--published", PUBLISHED], []))
    days = [one["value"] for reading in undated for one in reading["times"]]
    days += [one["said_on"] or "" for reading in undated for one in reading["statements"]]
    return {
        "meetings": _share(dated, lambda one: [_meets(one, *asked) for asked in MEETINGS]),
        "statements": _share(dated, lambda one: [_says(one, *asked) for asked in STATEMENTS]),
        "no_year": float(not any(re.match(r"\d{4}", day) for day in days)),
    }


def _read(reports: Sequence[Path], options: Sequence[str]) -> list[Reading]:
    command = [sys.executable, "-m", "onrecord", "read", *map(str, reports), *options, "--json"]
    return [json.loads(line) for line in output_of(command).splitlines()]


def _share(readings: Sequence[Reading], ask: Callable[[Reading], list[bool]]) -> float:
    answers = [answer for one in readings for answer in ask(one)]
    return sum(answers) / len(answers)


def _meets(reading: Reading, words: set[str], start: str, status: str) -> bool:
    return any(
        words <= set(re.findall(r"\w+", one["name"].lower())) and (one["start"], one["status"]) == (start, status)
        for one in reading["meetings"]
    )


def _says(reading: Reading, speaker: str, kind: str, holder: str, toward: str, first_hand: bool) -> bool:
    told = [one["position"] for one in reading["statements"] if (one["speaker"] or {}).get("name") == speaker]
    return any(
        (one["kind"], one["first_hand"]) == (kind, first_hand) and holder in one["holder"] and toward in one["toward"]
        for one in told
    )


def main() -> int:
    try:
        for name, value in seed(shared_folder().resolve()).items():
            print(f"seed\t{name}\t{value:.3f}")
    except CannotScore as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
