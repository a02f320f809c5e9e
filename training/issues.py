"""Fit by what an issue is chosen: which run of a statement's words, or of the title's, is nearest to the annotated one.

    python -m training.issues [--out src/onrecord/models]

Four minutes on two cores. Reads the diplomacy training set, with its spans as annotated, never the development set.
Near is what shares words with the annotated issue and, twice as much, what means the same by MiniLM. Writes the weights
of issues into positions.npz; the rest of that file is kept (training/stands.py).

On 360 statements of the development set, the chosen phrase's likeness to the annotated one, mean cosine by MiniLM:
0.576 from the signs at the edges of content alone, 0.607 with a weight for each word, 0.620 with the title; the best
run of all would have 0.789. Clauses were among the runs then (see `positions/issues.py`).
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import Ridge

from onrecord.extraction.network import MODELS
from onrecord.extraction.positions.issue_words import stem_of
from onrecord.extraction.positions.issues import Run, Topics
from onrecord.extraction.positions.weights import load, save
from onrecord.records import Span
from training.evaluate import SHARED
from training.likeness import Sentences

RUNS_A_STATEMENT = 20
# How often a feature must occur to have a weight. 12 gave no more than 30 for words, of which there are thousands.
LEAST_FEATURE, LEAST_WORD = 8, 30
# Of 3 and 10, 10 was as good on the development set and keeps the weights of rare words small.
RIDGE = 10.0
# In how many annotated issues a word must stand, and at the end of which share of them at most, to count as open; and
# what that weighs: more than any other edge of a run (0.05 to 0.2), less than all of them.
LEAST_PHRASES, MOST_LAST, NEVER_LAST = 5, 0.08, -0.25


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of some statement with its words, and the issue that was annotated."""

    run: Run
    words: str
    annotated: str


def candidates(path: Path) -> Iterator[Candidate]:
    """Some runs of every statement that has a position and an issue."""
    rng = random.Random(0)
    with path.open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            topics = Topics(row["text"])
            for statement in row["statements"]:
                if not statement["issue"] or statement["position"] in (None, "comment"):
                    continue
                runs = list(topics.runs([Span(start=start, end=end) for start, end in statement["content"]]))
                for run in rng.sample(runs, min(len(runs), RUNS_A_STATEMENT)):
                    yield Candidate(run, row["text"][run.span.start : run.span.end], statement["issue"])


def weights(path: Path) -> dict[str, float]:
    """A weight for each feature of a run; the model foretells how near the run is to the annotated issue."""
    found = list(candidates(path))
    texts = sorted({text for one in found for text in (one.words, one.annotated)})
    at = {text: number for number, text in enumerate(texts)}
    vectors = Sentences().vectors(texts)
    near = [
        (2 * float(vectors[at[one.words]] @ vectors[at[one.annotated]]) + _overlap(one.words, one.annotated)) / 3
        for one in found
    ]
    ends = _never_last(one.annotated for one in found)
    found = [replace(one, run=_without_ends(one.run)) for one in found]
    counts = Counter(name for one in found for name in one.run.features)
    least = {name: LEAST_WORD if name.startswith("word ") else LEAST_FEATURE for name in counts}
    kept = [{n: v for n, v in one.run.features.items() if counts[n] >= least[n]} for one in found]
    columns = DictVectorizer()
    model = Ridge(RIDGE).fit(columns.fit_transform(kept), near)
    return ends | dict(zip(columns.get_feature_names_out().tolist(), model.coef_.tolist(), strict=True))


def _without_ends(run: Run) -> Run:
    return Run(run.span, {name: value for name, value in run.features.items() if not name.startswith("ends ")})


def _never_last(phrases: Iterable[str]) -> dict[str, float]:
    """A weight against words that stand in annotated issues and hardly ever at their end: `nuclear`, not `program`.

    Their likeness by meaning does not tell: `Iran's nuclear` means as much to it as `Iran's nuclear program`.
    """
    anywhere: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for phrase in dict.fromkeys(phrases):
        stems = [stem_of(word) for word in phrase.split()]
        anywhere.update(set(stems))
        last[stems[-1]] += 1
    return {
        f"ends {stem}": NEVER_LAST
        for stem, count in anywhere.items()
        if count >= LEAST_PHRASES and last[stem] < MOST_LAST * count
    }


def _overlap(one: str, other: str) -> float:
    first, second = _counted(one), _counted(other)
    return 2 * (first & second).total() / max(1, first.total() + second.total())


def _counted(text: str) -> Counter[str]:
    return Counter(word for word in "".join(c if c.isalnum() else " " for c in text.lower()).split() if word != "s")


def main() -> None:
    """Read the command line and fit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=MODELS)
    parser.add_argument("--data", type=Path, default=SHARED / "data/diplomacy/train.jsonl")
    options = parser.parse_args()
    save(replace(load(options.out), issue=weights(options.data)), options.out)


if __name__ == "__main__":
    main()
