"""The statements from which counterparts are learnt: as they are read, with whom the annotation names.

Read from the diplomacy training set, the project's own reports, and its reports annotated as they were read; never from
the development set. Of all of them 101,000 statements with 1.3 million parties in view: 8 GB.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

import numpy as np

from onrecord.document.dates import parse
from onrecord.document.sentences import sentences
from onrecord.extraction.network import OnnxNetwork
from onrecord.extraction.parsing import account
from onrecord.extraction.positions import weights
from onrecord.extraction.positions.counterparts import View
from onrecord.extraction.positions.parties import Look, inputs
from onrecord.extraction.segments import segments
from onrecord.extraction.tagger import Floats, Integers, tag
from onrecord.extraction.words import split
from onrecord.knowledge import shipped
from training.evaluate import SHARED
from training.reports import ANNOTATIONS, READ, as_read, reports

NEWS = SHARED / "data/news"
# Features that fewer parties have tell nothing. Not tuned.
LEAST = 60


@dataclass(frozen=True, slots=True)
class Case:
    """A statement as read, its words counted in all texts together: `look` has no features here.

    `views`: its parties; `holders`: the names of those whose position it is read to be; `toward`, `holder`: which of
    its parties the annotation names as counterparts and as holders; `unknown`: which of them only an earlier annotator
    named; `wanted`: the names of its counterparts; `ours`: of the diplomacy set or not; `first`: the number of its
    first party among all.
    """

    report: str
    look: Look
    views: Sequence[View]
    holders: Sequence[str]
    toward: Sequence[bool]
    holder: Sequence[bool]
    unknown: Sequence[bool]
    wanted: Sequence[str]
    ours: bool
    first: int


class Looks:
    """All cases of some reports, with what the network sees of their words, [words, 2r], and the parties' features."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        self.cases: list[Case] = []
        self._seen: list[np.ndarray] = []
        self._words = 0
        self._index = {name: i for i, name in enumerate(names)}
        self._grows = not names
        self._columns, self._values, self._ends = array("i"), array("f"), array("q", [0])

    def add(self, row: dict[str, Any], network: OnnxNetwork, judge: Any, ours: bool) -> None:
        """Read a report and keep its annotated statements; `judge`: the scorer of readings, which pairs the two."""
        published = parse(row["published"]) if row.get("published") else None
        tokens, gold = judge.tokens(row["text"]), row["statements"]
        places, found = [], list[Case]()
        for part in segments(row["text"], sentences(row["text"])):
            words = split(network.pieces, part.layout.text)
            tagged = next(iter(tag(network, [words], network.thresholds, network.each)))
            own = account(part.layout, tagged, published, shipped(), weights.load(network.folder))
            for draft, look in zip(own.drafts, own.weighing.looks(), strict=True):
                places.append([[span.start + part.start, span.end + part.start] for span in draft.content])
                moved = replace(
                    look,
                    ids=[f"{row['id']} {part.start} {id}" for id in look.ids],
                    spots=look.spots + self._words * (look.spots >= 0),
                    words=look.words + self._words,
                )
                views = own.weighing.views(draft)[: len(look.ids)]
                holders = own.positions[draft].holder
                found.append(Case(row["id"], moved, views, holders, (), (), (), (), ours, 0))
            self._seen.append(tagged.seen.astype(np.float16))
            self._words += len(words)
        covers = [judge.cover(tokens, s["content"]) for s in gold]
        paired = dict(map(reversed, judge.pair(covers, [judge.cover(tokens, spans) for spans in places])))
        for at, one in enumerate(found):
            if at in paired and one.look.ids:
                self._keep(one, gold[paired[at]], judge)

    def _keep(self, one: Case, gold: dict[str, Any], judge: Any) -> None:
        def named(names: Iterable[str]) -> list[bool]:
            return [any(judge.same_name(view.figure.name, name) for name in names) for view in one.views]

        before = (gold.get("before") or {}).get("toward") or ()
        toward = named(gold["toward"])
        unknown = [earlier and not now for earlier, now in zip(named(before), toward, strict=True)]
        first = len(self._ends) - 1
        for features in one.look.features:
            self._add(features)
        for view in one.views:
            view.features = {}
        made = replace(one, look=replace(one.look, features=()), toward=toward, holder=named(gold["holder"]))
        self.cases.append(replace(made, unknown=unknown, wanted=gold["toward"], first=first))

    def _add(self, features: Mapping[str, float]) -> None:
        for name, value in features.items():
            column = self._index.setdefault(name, len(self._index)) if self._grows else self._index.get(name)
            if column is not None:
                self._columns.append(column)
                self._values.append(value)
        self._ends.append(len(self._columns))

    def settle(self, names: Sequence[str] | None = None) -> Settled:
        """All in arrays. `names`: of the features that are kept, in order; None: those that LEAST parties have."""
        columns, values = np.frombuffer(self._columns, np.int32), np.frombuffer(self._values, np.float32)
        if names is None:
            counts = np.bincount(columns, minlength=len(self._index))
            names = sorted(name for name, i in self._index.items() if counts[i] >= LEAST)
        place = np.full(len(self._index), len(names))
        for i, name in enumerate(names):
            if name in self._index:
                place[self._index[name]] = i
        return Settled(self.cases, np.concatenate(self._seen), names, place[columns], values, np.asarray(self._ends))


@dataclass(frozen=True, slots=True)
class Settled:
    """Cases in arrays: `seen` [words, 2r] in half floats; the features of all parties by `column`, `value`, `ends`."""

    cases: Sequence[Case]
    seen: np.ndarray
    names: Sequence[str]
    column: Integers
    value: Floats
    ends: Integers

    def scales(self) -> Floats:
        """By what each feature is divided: the root of its mean square where it isn't 0."""
        squares = np.bincount(self.column, self.value.astype(np.float64) ** 2, len(self.names) + 1)
        counts = np.bincount(self.column, minlength=len(self.names) + 1)
        return np.sqrt(np.maximum(squares / np.maximum(counts, 1), 1e-6)).astype(np.float32)[:-1]

    def batch(self, cases: Sequence[Case]) -> dict[str, np.ndarray]:
        """What the network is given of some cases."""
        rows = [row for one in cases for row in range(one.first, one.first + len(one.look.ids))]
        table = np.zeros((len(rows), len(self.names) + 1), np.float32)
        for own, row in zip(table, rows, strict=True):
            part = slice(self.ends[row], self.ends[row + 1])
            own[self.column[part]] = self.value[part]
        return {"table": table[:, :-1], **inputs(self.seen, [one.look for one in cases])}


def annotated() -> Iterator[tuple[dict[str, Any], bool]]:
    """Every report to learn from, and whether it is of the diplomacy set."""
    with (SHARED / "data/diplomacy/train.jsonl").open(encoding="utf-8") as lines:
        yield from zip(map(json.loads, lines), repeat(True))
    yield from zip(reports(ANNOTATIONS, NEWS), repeat(False))
    yield from zip(as_read(READ, NEWS), repeat(False))


def developed() -> Iterator[tuple[dict[str, Any], bool]]:
    """The reports of the development set."""
    with (SHARED / "data/diplomacy/dev.jsonl").open(encoding="utf-8") as lines:
        yield from zip(map(json.loads, lines), repeat(True))


def gathered(rows: Iterable[tuple[dict[str, Any], bool]], judge: Any, names: Sequence[str] | None = None) -> Settled:
    """The cases of reports, read with the model that ships; `names` as in `Looks.settle`."""
    network, looks = OnnxNetwork(), Looks(names or ())
    for row, ours in rows:
        looks.add(row, network, judge, ours)
    return looks.settle(names)
