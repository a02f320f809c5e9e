"""Fit the weights by which a statement's day is chosen: `python -m training.dating ANNOTATED.jsonl [...] OUT.json`.

A conditional logit over the candidates of each annotated statement: the weights that make the candidates with the
annotated day likeliest, held small. The statement before is taken as annotated.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.document import sentences
from onrecord.document.dates import parse
from onrecord.extraction.dating import UNDATED, Dated, Report, Said, Trail
from onrecord.extraction.drafts import Draft
from onrecord.extraction.times import find_times
from onrecord.records import PartialDate, Span

# Features that occur more rarely say too little. Rounds, step and penalty were found by halving the training set.
LEAST = 12
ROUNDS, STEP, PENALTY = 300, 0.5, 15.0

Example = list[tuple[list[str], bool]]


def drafts_of(row: dict[str, Any]) -> list[Draft]:
    """The annotated statements of an article as drafts."""
    found = [
        Draft(
            content=[Span(start=a, end=b) for a, b in statement["content"]],
            cue=[Span(start=a, end=b) for a, b in statement["cue"]],
            source=Span(start=statement["speaker"][0], end=statement["speaker"][1]) if statement["speaker"] else None,
        )
        for statement in row["statements"]
    ]
    for draft, statement in zip(found, row["statements"], strict=True):
        draft.inside = found[statement["inside"]] if statement["inside"] is not None else None
    return found


def examples_of(row: dict[str, Any]) -> list[Example]:
    """The candidates of each statement of an article: their features, and whether they have the annotated day."""
    published = parse(row["published"]) if row["published"] else None
    whole = sentences(row["text"])
    report = Report(row["text"], find_times(row["text"], published, whole), published, whole)
    found = drafts_of(row)
    gold = {draft: statement["said_on"] for draft, statement in zip(found, row["statements"], strict=True)}
    examples: list[Example] = []
    trail = Trail()
    for draft in sorted(found, key=lambda d: (d.anchor, -d.end)):
        outer = _dated(gold[draft.inside], published) if draft.inside is not None else None
        candidates = report.candidates(draft, trail, outer)
        example = [(list(c.features), (c.dated.day.value if c.dated.day else None) == gold[draft]) for c in candidates]
        if any(right for _, right in example):
            examples.append(example)
        if draft.inside is None:
            trail.add(Said(report.speaker(draft), report.sentence(draft), _dated(gold[draft], published)))
    return examples


def _dated(day: str | None, published: PartialDate | None) -> Dated:
    if day is None:
        return UNDATED
    known = PartialDate(day)
    return Dated(known, "published" if known == published else "text")


def fit(examples: list[Example]) -> dict[str, float]:
    """The weights, by gradient ascent with AdaGrad; deterministic."""
    counts = Counter(feature for example in examples for features, _ in example for feature in features)
    index = {feature: i for i, feature in enumerate(sorted(f for f, n in counts.items() if n >= LEAST))}
    columns, rows, owner, right = [], [], [], []
    number = 0
    for which, example in enumerate(examples):
        for features, good in example:
            known = [index[f] for f in features if f in index]
            columns += known
            rows += [number] * len(known)
            owner.append(which)
            right.append(good)
            number += 1
    return _ascend(index, np.array(columns), np.array(rows), np.array(owner), np.array(right))


def _ascend(
    index: dict[str, int],
    columns: npt.NDArray[np.int64],
    rows: npt.NDArray[np.int64],
    owner: npt.NDArray[np.int64],
    right: npt.NDArray[np.bool_],
) -> dict[str, float]:
    weights, squares = np.zeros(len(index)), np.full(len(index), 1.0)
    total = owner[-1] + 1
    for _ in range(ROUNDS):
        scores = np.bincount(rows, weights[columns], minlength=len(owner))
        likely = np.exp(scores - scores.max())
        share = likely / np.bincount(owner, likely, minlength=total)[owner]
        good = np.where(right, likely, 0.0)
        wanted = good / np.bincount(owner, good, minlength=total)[owner]
        gradient = np.bincount(columns, (wanted - share)[rows], minlength=len(index)) - PENALTY * weights
        squares += gradient**2
        weights += STEP * gradient / np.sqrt(squares)
    return {feature: round(float(weights[i]), 3) for feature, i in index.items() if abs(weights[i]) >= 0.01}


def main(sources: Sequence[str], out: str) -> None:
    """Read annotated articles, fit, and write the weights."""
    lines = [line for source in sources for line in Path(source).read_text(encoding="utf-8").splitlines()]
    weights = fit([example for line in lines for example in examples_of(json.loads(line))])
    Path(out).write_text(json.dumps(weights, indent=0, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(weights)} weights")


if __name__ == "__main__":
    main(sys.argv[1:-1], sys.argv[-1])
