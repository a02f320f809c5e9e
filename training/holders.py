"""Fit whose position a statement gives: what each sign of a possible holder weighs.

    python -m training.holders --data TRAIN.jsonl [MORE.jsonl] [--out src/onrecord/models]

Three minutes on one core. Reads annotated reports (the diplomacy training set, and the project's own as
`python -m training.marked` writes them), never the development set. Speakers are resolved by the reader's own rules on
the annotated spans. Prints what cross-validation over articles gives, by the scorer of readings, then fits on
everything and puts the weights into positions.npz; the others in it are kept.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.score import scorer
from onrecord.extraction.network import MODELS
from onrecord.extraction.positions.holders import Possible, possible
from onrecord.extraction.positions.weights import load, save
from training.evaluate import SHARED
from training.stands import Case, cases
from training.table import Table, fitted

# Strength of regularisation (inverse), by cross-validation: 0.15 costs 0.002. Signs of the text as a whole (its states,
# words of politics at home), of whom the content names and of other affiliations that were possible gave nothing.
STRENGTH = 0.3
# How often a sign must occur to have a weight.
LEAST_SIGN = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """The possible holders of one statement, how far each agrees with the annotation (F1), and its article's fold."""

    possible: list[Possible]
    agreement: list[float]
    wanted: list[str]
    first: bool
    fold: int


def choices(one: Case, judge: Any) -> list[Choice]:
    """Every statement of an article; `judge`: the scorer of readings."""
    found = []
    for draft, statement in zip(one.drafts, one.row["statements"], strict=True):
        first, wanted = statement["first_hand"], statement["holder"]
        seen = possible(one.cast, draft, one.voices[draft], one.sides[draft], first)
        agreement = [_agreement(*judge.set_counts(wanted, list(each.names))) for each in seen]
        found.append(Choice(seen, agreement, wanted, first, one.fold))
    return found


def _agreement(hits: int, more: int, missed: int) -> float:
    return 2 * hits / (2 * hits + more + missed) if hits + more + missed else 1.0


def fit(found: Sequence[Choice], judge: Any) -> dict[str, float]:
    """A weight for each sign. Of a statement's possible holders those that agree best are right, if they agree at all.

    `judge`: the scorer of readings. Prints the F1 of the names by cross-validation.
    """
    sizes = [len(choice.possible) for choice in found]
    labels = np.array(
        [agreement > 0 and agreement == max(choice.agreement) for choice in found for agreement in choice.agreement]
    )
    folds = np.repeat([choice.fold for choice in found], sizes)
    table = Table()
    for each in (each for choice in found for each in choice.possible):
        table.add(each.signs)
    weights, held = fitted(table, labels, folds, STRENGTH, LEAST_SIGN)
    best, at = [], 0
    for choice, size in zip(found, sizes, strict=True):
        best.append(choice.possible[int(held[at : at + size].argmax())].names)
        at += size
    for said, kept in (("all", (True, False)), ("first-hand", (True,)), ("another's", (False,))):
        told = [(c, names) for c, names in zip(found, best, strict=True) if c.first in kept]
        counts = np.sum([judge.set_counts(c.wanted, list(names)) for c, names in told], axis=0)
        print(f"holder, F1 of names, {said}: {_agreement(*counts.tolist()):.4f}")
    return weights


def main() -> None:
    """Read the command line and fit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=MODELS)
    parser.add_argument("--data", type=Path, nargs="+", default=[SHARED / "data/diplomacy/train.jsonl"])
    options = parser.parse_args()
    judge = scorer("score_reading", SHARED)
    found = [choice for path in options.data for one in cases(path) for choice in choices(one, judge)]
    save(replace(load(options.out), holder=fit(found, judge)), options.out)


if __name__ == "__main__":
    main()
