"""Which annotated texts print a report of the diplomacy sets: the archives hold some of them, under other ids.

    python -m training.alike

Writes `annotations/printed.json`: the texts to leave out in training, and the development reports that they print,
by which `bench.gate` knows what a network that learnt from them has seen. Needs the shared folder.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.score import PRINTED
from onrecord.ledger.reprints import Printed
from training.evaluate import SHARED
from training.reports import ANNOTATIONS, POSITIONS, READ, archived, rows_of

# Runs of so many words are compared. Texts with this share of the shorter one's runs in common are one: of the 1,714
# annotated texts that share any run with a set, 1,186 share less than a tenth, 397 nine tenths and more, 131 what lies
# between, most of these releases that follow one form.
WORDS, LEAST = 8, 0.3


def runs(text: str) -> frozenset[int]:
    """Every run of words of a text, as the ledger tells copies."""
    return Printed(text=text, publisher=None, days=None).runs_of(WORDS)


def alike(text: str, known: Mapping[str, frozenset[int]], index: Mapping[int, frozenset[str]]) -> Iterator[str]:
    """The ids of known texts that a text prints. `index`: the known texts that have a run."""
    own = runs(text)
    shared = Counter(id for run in own for id in index.get(run, ()))
    for id, number in shared.items():
        if number >= LEAST * min(len(own), len(known[id])):
            yield id


def having(known: Mapping[str, frozenset[int]]) -> dict[int, frozenset[str]]:
    """By each run of words, the texts that have it."""
    found: dict[int, set[str]] = {}
    for id, own in known.items():
        for run in own:
            found.setdefault(run, set()).add(id)
    return {run: frozenset(ids) for run, ids in found.items()}


def texts_of(path: Path) -> dict[str, frozenset[int]]:
    """The runs of words of each text of a set, by its id."""
    with path.open(encoding="utf-8") as lines:
        return {row["id"]: runs(row["text"]) for row in map(json.loads, lines)}


def main() -> None:
    """Compare and write."""
    data = SHARED / "data"
    development = texts_of(data / "diplomacy/dev.jsonl")
    known = development | texts_of(data / "diplomacy/train.jsonl")
    index = having(known)
    keys = sorted({(row["file"], row["id"]) for labels in (ANNOTATIONS, POSITIONS, READ) for row in rows_of(labels)})
    texts = archived(data / "news", keys)
    found = {key: list(alike(texts[key]["text"], known, index)) for key in keys}
    seen = {id for ids in found.values() for id in ids if id in development}
    left_out = [list(key) for key, ids in found.items() if ids]
    PRINTED.write_text(json.dumps({"texts": left_out, "development": sorted(seen)}, indent=0) + "\n", "utf-8")
    print(f"{len(left_out)} of {len(keys)} texts, {len(seen)} of {len(development)} development reports")


if __name__ == "__main__":
    main()
