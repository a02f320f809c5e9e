"""Fit the weights by which two statements are told to report one act of speech: `onrecord/ledger/acts.json`.

    python -m training.acts

Three minutes on one core: the model reads the reports that `annotations/acts.tsv` labels pairs of, from `data/reprints`
and `data/news`, and finds the pairs among their statements. Each counts by the square root of how many like it there
are (`times`), between what is common and what is hard. Prints precision and recall by cross-validation over months, so
that no story is on both sides, counted by `times`, then writes the weights of all.
"""

from __future__ import annotations

import csv
import gzip
import json
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bench.score import objects
from onrecord import pipeline
from onrecord.ledger import acts
from onrecord.ledger.acts import may_be_one, signs
from onrecord.ledger.days import days_in, days_of
from onrecord.ledger.told import Coverage, Told, passage_in
from onrecord.records import Reading
from training.evaluate import SHARED

FILE = Path(acts.__file__).with_name(acts.WEIGHTS)
PAIRS = Path(__file__).with_name("annotations") / "acts.tsv"
REPRINTED = SHARED / "data/reprints/utterance_docs.jsonl"
NEWS = SHARED / "data/news/allsides_foreign_2012_2020.jsonl.gz"
# Of a report of the news, so many code points.
LONGEST = 12000
FOLDS = 10
# How strongly weights are held to zero, each by the spread of its sign: 1 and 3 did alike in cross-validation.
HELD = 1.0
# A statement as read now is the one that was labelled if they share so much of all that either covers.
SAME_SPAN = 0.6
ALWAYS = "always"
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Pair:
    """Two statements by the signs between them, if these are weighed at all; `fold` is their month's."""

    signs: dict[str, float]
    weighed: bool
    one_act: bool
    times: float
    fold: int


@dataclass(frozen=True)
class Read:
    """A statement as read: its span, and as the ledger's rules see it."""

    start: int
    end: int
    told: Told


def told_by(number: int, reading: Reading) -> list[Read]:
    """The statements of a reading as the rules see them."""
    found = []
    for s in reading.statements:
        speaker = s.speaker
        told = Told(
            quote=s.quote,
            pieces=tuple(piece.quote for piece in s.content),
            kind=s.kind,
            cue=" ".join(piece.quote for piece in s.cue),
            actor=speaker.actor if speaker else None,
            name=(speaker.name or speaker.text) if speaker else None,
            called=speaker.text if speaker else "",
            role=(speaker.role or "") if speaker else "",
            said=days_of(s.said_on),
            supposed=s.said_on_basis == "published",
            printed=days_in(str(reading.document.published)) if reading.document.published else None,
            document=number,
            family=number,
            position=s.position.kind if s.position else None,
            passage=partial(passage_in, reading.document.text, s.span.start, s.span.end),
        )
        found.append(Read(s.span.start, s.span.end, told))
    return found


def pairs() -> Iterator[Pair]:
    """The labelled pairs whose statements are read today."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found = list(readings({row[side] for row in rows for side in ("document", "other document")}))
    read = {reading.document.input_id: told_by(number, reading) for number, reading in enumerate(found)}
    by_name = defaultdict(list)
    for told in (one.told for its in read.values() for one in its):
        if told.names and told.printed:
            by_name[told.names[-1], told.printed].append(told)
    for row in rows:
        ids = (row["document"], row["other document"])
        one = _find(read[ids[0]], int(row["start"]), int(row["end"]))
        other = _find(read[ids[1]], int(row["other start"]), int(row["other end"]))
        if one and other:
            own = [its.told for id in ids for its in read[id]]
            names = {told.names[-1] for told in own if told.names}
            days = {told.printed for told in (one, other) if told.printed}
            # What the ledger has in view: both reports, and what their speakers say in others of these days.
            near = [told for key in product(names, days) for told in by_name[key]]
            others = (told for told in near if told.document not in (one.document, other.document))
            signed = signs(one, other, Coverage([told.told_with for told in (*own, *others)]))
            fold = zlib.crc32(min((day.last for day in days), default="")[:7].encode()) % FOLDS
            yield Pair(signed, may_be_one(one, other), row["one act"] == "1", float(row["times"]), fold)


def readings(ids: Collection[str | None]) -> Iterator[Reading]:
    """The reports of these ids as the model reads them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "reports.jsonl")
        rows = (row for row in (*objects(REPRINTED), *_news()) if row["id"] in ids)
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        for reading in pipeline.read([str(path)], pipeline.shared_reader()):
            if isinstance(reading, Reading):
                yield reading


def _news() -> Iterator[dict[str, Any]]:
    with gzip.open(NEWS, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            text = row["text"][:LONGEST]
            if not text.startswith(row["title"][:30]):
                text = f"{row['title']}\n\n{text}"
            yield {
                "id": row["id"],
                "url": row["url"],
                "publisher": row["source"],
                "published": row["date"] or None,
                "text": text,
            }


def _find(read: Sequence[Read], start: int, end: int) -> Told | None:
    def shared(one: Read) -> float:
        both = min(one.end, end) - max(one.start, start)
        return both / (one.end - one.start + end - start - both)

    best = max(read, key=shared, default=None)
    return best.told if best and shared(best) >= SAME_SPAN else None


def fit(learnt: Sequence[Pair]) -> dict[str, float]:
    """Weights of a logistic regression, and what is always added."""
    names = list(learnt[0].signs)
    table = np.array([[pair.signs[name] for name in names] for pair in learnt])
    spread = table.std(axis=0) + 1e-9
    table = np.c_[table / spread, np.ones(len(table))]
    right = np.array([pair.one_act for pair in learnt])
    counts = np.sqrt([pair.times for pair in learnt])

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        score = table @ weights
        held = np.r_[weights[:-1], 0.0]
        value = counts @ (np.logaddexp(0, score) - right * score) + HELD / 2 * held @ held
        slope = table.T @ (counts * (1 / (1 + np.exp(-score)) - right)) + HELD * held
        return float(value), slope

    solved = minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B").x
    weights = {name: round(float(w), 3) for name, w in zip(names, solved[:-1] / spread, strict=True)}
    return weights | {ALWAYS: round(float(solved[-1]), 3)}


def chance(pair: Pair, weights: dict[str, float]) -> float:
    """How likely the pair is one act."""
    score = weights[ALWAYS] + sum(weights[name] * value for name, value in pair.signs.items())
    return float(1 / (1 + np.exp(-score)))


def main() -> None:
    every = list(pairs())
    parts = [[pair for pair in every if pair.fold == fold] for fold in range(FOLDS)]
    told = []
    for fold, part in enumerate(parts):
        weights = fit([pair for pair in every if pair.weighed and pair.fold != fold])
        told += [(chance(pair, weights) if pair.weighed else 0.0, pair) for pair in part]
    print(f"{len(every)} pairs, {sum(pair.one_act for pair in every)} of one act")
    one_act = sum(pair.times for pair in every if pair.one_act)
    for least in (0.4, 0.5, 0.6, 0.7, 0.8):
        joined = [pair for chance, pair in told if chance >= least]
        right = sum(pair.times for pair in joined if pair.one_act)
        share = right / max(1.0, sum(pair.times for pair in joined))
        print(f"from {least}: precision {share:.3f}, recall {right / one_act:.3f}")
    weights = fit([pair for pair in every if pair.weighed])
    lines = ",\n".join(f'"{name}": {weight}' for name, weight in sorted(weights.items()))
    FILE.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
