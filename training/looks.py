"""The statements from which networks that weigh options learn: as they are read, with what the annotation says.

Read from the diplomacy training set, the project's own reports, and its reports annotated as they were read; never from
the development set. Of all of them 101,000 statements, with 1.3 million parties in view: 8 GB.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any, Protocol

import numpy as np

from onrecord.document.dates import parse
from onrecord.document.sentences import sentences
from onrecord.extraction.drafts import Draft
from onrecord.extraction.network import OnnxNetwork
from onrecord.extraction.parsing import Account, account
from onrecord.extraction.positions import Positions, weights
from onrecord.extraction.segments import segments
from onrecord.extraction.tagger import Floats, Integers, tag
from onrecord.extraction.weigher import Look, inputs
from onrecord.extraction.words import split
from onrecord.knowledge import shipped
from training.evaluate import SHARED
from training.reports import ANNOTATIONS, READ, as_read, reports

NEWS = SHARED / "data/news"
# Features that fewer options have tell nothing. Not tuned.
LEAST = 60


@dataclass(frozen=True, slots=True)
class Answers:
    """What the annotation says of a statement's options: how far each is right, 0 to 1, and which of them are unknown.

    `beside`: a second answer, which is only learnt; `wanted`: the names that are asked for.
    """

    right: Sequence[float]
    wanted: Sequence[str]
    unknown: Sequence[bool] = ()
    beside: Sequence[bool] = ()


class Question(Protocol):
    """What is asked of statements."""

    def looks(self, weighing: Positions) -> list[Look]:
        """What each statement's options are weighed by."""
        ...

    def options(self, weighing: Positions, draft: Draft) -> Sequence[Any]:
        """The options of a statement."""
        ...

    def answers(self, options: Sequence[Any], gold: dict[str, Any], judge: Any) -> Answers:
        """What an annotated statement says of them; `judge`: the scorer of readings."""
        ...


@dataclass(frozen=True, slots=True)
class Case:
    """A statement as read, its words counted in all texts together: `look` has no features of its options here.

    `holders`: the names of those whose position it is read to be; `ours`: of the diplomacy set or not; `first`: the
    number of its first option among all.
    """

    report: str
    look: Look
    options: Sequence[Any]
    holders: Sequence[str]
    ours: bool
    answers: Answers = Answers((), ())
    first: int = 0


class Looks:
    """All cases of some reports, with what the network sees of their words, [words, 2r], and the options' features."""

    def __init__(self, question: Question, names: Sequence[str] = ()) -> None:
        self.cases: list[Case] = []
        self._question = question
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
            places += [[[span.start + part.start, span.end + part.start] for span in d.content] for d in own.drafts]
            found += self._cases(own, f"{row['id']} {part.start}", row["id"], ours)
            self._seen.append(tagged.seen.astype(np.float16))
            self._words += len(words)
        covers = [judge.cover(tokens, s["content"]) for s in gold]
        paired = dict(map(reversed, judge.pair(covers, [judge.cover(tokens, spans) for spans in places])))
        for at, one in enumerate(found):
            if at in paired and one.look.ids:
                self._keep(one, gold[paired[at]], judge)

    def _cases(self, own: Account, text: str, report: str, ours: bool) -> Iterator[Case]:
        for draft, look in zip(own.drafts, self._question.looks(own.weighing), strict=True):
            moved = replace(
                look,
                ids=[f"{text} {id}" for id in look.ids],
                spots=look.spots + self._words * (look.spots >= 0),
                words=look.words + self._words,
            )
            options = self._question.options(own.weighing, draft)[: len(look.ids)]
            yield Case(report, moved, options, own.positions[draft].holder, ours)

    def _keep(self, one: Case, gold: dict[str, Any], judge: Any) -> None:
        first = len(self._ends) - 1
        for features in one.look.features:
            self._add({**features, **one.look.shared})
        answers = self._question.answers(one.options, gold, judge)
        self.cases.append(replace(one, look=replace(one.look, features=()), answers=answers, first=first))

    def _add(self, features: Mapping[str, float]) -> None:
        for name, value in features.items():
            column = self._index.setdefault(name, len(self._index)) if self._grows else self._index.get(name)
            if column is not None:
                self._columns.append(column)
                self._values.append(value)
        self._ends.append(len(self._columns))

    def settle(self, names: Sequence[str] | None = None) -> Settled:
        """All in arrays. `names`: of the features that are kept, in order; None: those that LEAST options have."""
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
    """Cases in arrays: `seen` [words, 2r] in half floats; the features of all options by `column`, `value`, `ends`."""

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


def gathered(
    question: Question, rows: Iterable[tuple[dict[str, Any], bool]], judge: Any, names: Sequence[str] | None = None
) -> Settled:
    """The cases of reports, read with the model that ships; `names` as in `Looks.settle`."""
    network, looks = OnnxNetwork(), Looks(question, names or ())
    for row, ours in rows:
        looks.add(row, network, judge, ours)
    return looks.settle(names)
