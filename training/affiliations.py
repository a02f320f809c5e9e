"""Fit the weights by which it is told for whom somebody speaks: `onrecord/extraction/affiliations.json`.

    python -m training.affiliations [TRAIN.jsonl ...]

A minute on one core. The reports are annotated ones, of the diplomacy set and as `training.marked` writes them;
speakers are resolved by the reader's own rules on the annotated spans and names, so that the network, which was trained
on the same reports, has hardly a part in it. Prints the share right by cross-validation over reports, beside that of
the first rule that offers anything, and writes the weights of all.

The weights that ship are an older fit's, from before the reports that print a development report were left out; those
of `place` were added from a later one, and `offer:place` set to 2: from there on 50 of the 63 training speakers who
hold an office of a region or city come right, 46 by the fit's own 0.8; 10 of the other 13 have none in the annotation.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from onrecord.document.dates import parse
from onrecord.extraction import allegiance
from onrecord.extraction.allegiance import Allegiances, Candidate
from onrecord.extraction.drafts import Draft
from onrecord.extraction.network import MODELS
from onrecord.extraction.structure import nest
from onrecord.extraction.who import Who
from onrecord.extraction.words import split
from onrecord.knowledge import shipped
from onrecord.pieces import Pieces
from onrecord.records import Span
from training.data import as_marked
from training.evaluate import SHARED

FILE = Path(allegiance.__file__).with_name(allegiance.WEIGHTS)
FOLDS = 5
# How strongly weights are held to zero: of 0.3 to 8, what did best in cross-validation.
HELD = 3.0
# How often a sign must occur to have a weight.
LEAST = 6
# A speaker of many statements counts no more than so many times.
MOST = 3
# One who speaks for nobody weighs less: who reads "officials" wants to know whose they are likely to be.
NOBODY = 0.6
# The rules in order, as far as a rule's word was taken before weights were fitted: what the weights must beat.
ORDER = ("employer", "body", "headed", "before", "office", "american", "home", "owner")


@dataclass(frozen=True)
class Decision:
    """One speaker of one report: the candidates, and which the annotation gives."""

    fold: int
    weight: float
    candidates: Sequence[Candidate]
    right: int | None
    given: str | None
    rule: str | None


def decisions(path: Path) -> Iterator[Decision]:
    """Every speaker of a set whose affiliation is weighed, told right by the rules for speakers."""
    pieces = Pieces.from_file(MODELS / "tokenizer.json")
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield from _of_report(row, pieces)


def _of_report(row: dict[str, Any], pieces: Pieces) -> Iterator[Decision]:
    text = row["text"]
    tagged = as_marked(row, split(pieces, text))
    found = [
        Draft(
            content=[Span(start=a, end=b) for a, b in s["content"]],
            cue=[Span(start=a, end=b) for a, b in s["cue"]],
            source=Span(start=s["speaker"][0], end=s["speaker"][1]) if s["speaker"] else None,
        )
        for s in row["statements"]
    ]
    nest(found)
    published = parse(row["published"]) if row["published"] else None
    who = Who(text, tagged, found, shipped(), published)
    weighed = Allegiances(who.bodies)
    given: dict[int, Counter[str | None]] = {}
    cases = {}
    for draft, statement in sorted(zip(found, row["statements"], strict=True), key=lambda d: (d[0].start, -d[0].end)):
        voice = who.speaker(draft)
        referent = voice.referent if voice else None
        if referent is not None and referent.case is not None and _same(statement["speaker_name"], referent.name):
            cases[id(referent)] = referent.case
            given.setdefault(id(referent), Counter())[statement["affiliation"]] += 1
    for number, case in cases.items():
        candidates = tuple(weighed.candidates(case))
        code, _ = given[number].most_common(1)[0]
        # By the guidelines a former post is nobody's affiliation; the project's own annotators forgot it now and then.
        if row["people"] is None and code is not None and code == case.offers.get("former"):
            code = None
        places = [n for n, c in enumerate(candidates) if (c.code or "").lower() == (code or "").lower()]
        rule = next((case.offers[r] for r in ORDER if r in case.offers), None)
        fold = zlib.crc32(row["id"].encode()) % FOLDS
        weight = min(MOST, given[number].total()) * (1.0 if code else NOBODY)
        yield Decision(fold, weight, candidates, places[0] if places else None, code, rule)


def _same(annotated: str | None, read: str) -> bool:
    """True if two names share their last word: the annotation's is the fullest of the text."""
    return bool(annotated) and annotated.lower().split()[-1:] == read.lower().split()[-1:]


def fit(learnt: Sequence[Decision]) -> dict[str, float]:
    """Weights under which the right candidates are likeliest (conditional logistic regression)."""
    usable = [d for d in learnt if d.right is not None]
    counts = Counter(sign for d in usable for c in d.candidates for sign in c.signs)
    signs = {sign: n for n, sign in enumerate(s for s, count in sorted(counts.items()) if count >= LEAST)}
    rows, columns, values, starts, targets = [], [], [], [0], []
    for decision in usable:
        targets.append(starts[-1] + (decision.right or 0))
        for number, candidate in enumerate(decision.candidates, start=starts[-1]):
            for sign, value in candidate.signs.items():
                if sign in signs:
                    rows.append(number)
                    columns.append(signs[sign])
                    values.append(value)
        starts.append(starts[-1] + len(decision.candidates))
    table = csr_matrix((values, (rows, columns)), shape=(starts[-1], len(signs)))
    begins, counted = np.asarray(starts[:-1]), np.diff(starts)
    weight = np.asarray([d.weight for d in usable])
    group = np.repeat(np.arange(len(usable)), counted)
    right = np.asarray(targets)

    def loss(held: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        score = table @ held
        score = score - np.maximum.reduceat(score, begins)[group]
        risen = np.exp(score)
        total = np.add.reduceat(risen, begins)
        slope = risen / total[group] * weight[group]
        slope[right] -= weight
        value = float((weight * (np.log(total) - score[right])).sum() + HELD / 2 * (held**2).sum())
        return value, table.T @ slope + HELD * held

    solved = minimize(loss, np.zeros(len(signs)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return {sign: round(float(solved.x[n]), 3) for sign, n in signs.items() if abs(solved.x[n]) >= 0.01}


def chosen(decision: Decision, weights: dict[str, float]) -> str | None:
    """The code of the likeliest candidate."""
    scores = [sum(weights.get(sign, 0.0) * v for sign, v in c.signs.items()) for c in decision.candidates]
    return decision.candidates[int(np.argmax(scores))].code


def main() -> None:
    paths = list(map(Path, sys.argv[1:])) or [SHARED / "data/diplomacy/train.jsonl"]
    every = [decision for path in paths for decision in decisions(path)]
    counts: Counter[str] = Counter()
    for fold in range(FOLDS):
        weights = fit([d for d in every if d.fold != fold])
        for decision in (d for d in every if d.fold == fold):
            asked = "given" if decision.given else "none"
            for name, code in (("weights", chosen(decision, weights)), ("rules", decision.rule)):
                counts[f"{asked} {name}"] += (code or "").lower() == (decision.given or "").lower()
            counts[f"{asked} in view"] += decision.right is not None
            counts[asked] += 1
    for asked in ("given", "none"):
        shares = {name: round(counts[f"{asked} {name}"] / counts[asked], 3) for name in ("rules", "weights", "in view")}
        print(f"affiliation {asked}: {counts[asked]} speakers", shares)
    FILE.write_text(json.dumps(fit(every), indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
