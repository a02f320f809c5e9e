"""Measure what the ledger joins on labelled pairs: copies and versions of documents, reports of one act of speech.

usage: python -m bench.joins

The pairs lie outside the project, where `bench.score` finds its sets. Documents are told alike without reading them;
for the acts of speech the shipped model reads 268 reports, which takes about two minutes on two cores.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

from bench.score import CannotScore, Measures, objects, shared_folder
from onrecord import pipeline
from onrecord.ledger import Asked, Ledger, StatementEntry, open_ledger
from onrecord.ledger.acts import join
from onrecord.ledger.days import days_in
from onrecord.ledger.told import Coverage, Told
from onrecord.records import Document, Failure, Reading, Run, Span

Pairs = Sequence[dict[str, Any]]


class ReadsNothing:
    """A reader that finds no statement: documents are joined by their texts alone."""

    run = Run(version="none", model_sha256="")

    def read(self, items: Iterable[tuple[Document, Sequence[Span]]]) -> Iterator[Reading]:
        """One empty reading a document."""
        for document, _ in items:
            yield Reading(document=document)


def reprints(shared: Path) -> Measures:
    """Precision and recall of `same_text` and of `version`."""
    pairs = list(objects(shared / "data/reprints/reprints.jsonl"))
    with scratch_ledger(shared / "data/reprints/reprint_docs.jsonl", ReadsNothing()) as ledger:
        found = {entry.input_id: entry for entry in ledger.reader.documents()}
    said = []
    for pair in pairs:
        one, other = found[pair["a"]], found[pair["b"]]
        if one.family == other.family:
            said.append("same_text")
        elif one.id == other.version_of or other.id == one.version_of:
            said.append("version")
        else:
            said.append("different")
    gold = [pair["label"] for pair in pairs]
    return {
        f"{label}.{name}": value
        for label in ("same_text", "version")
        for name, value in _shares([g == label for g in gold], [s == label for s in said]).items()
    }


def utterances(shared: Path) -> Measures:
    """Precision, recall and F1 of pairs joined, and the recall of reworded pairs and of the others apart."""
    pairs = list(objects(shared / "data/reprints/utterances.jsonl"))
    with scratch_ledger(shared / "data/reprints/utterance_docs.jsonl", pipeline.shared_reader()) as ledger:
        by_document = _by_document(ledger)
    return joined(pairs, by_document)


def joined(pairs: Pairs, by_document: dict[str | None, list[StatementEntry]]) -> Measures:
    """A pair counts as joined if a statement in the one span and one in the other report the same utterance."""
    said = []
    for pair in pairs:
        one, other = (
            {e.utterance for e in by_document.get(pair[side]["doc"], []) if _is_in(e, pair[side])} for side in "ab"
        )
        said.append(any(a == b for a, b in product(one, other)))
    gold = [pair["label"] == "same" for pair in pairs]
    reworded = [pair["why"].startswith("reworded") for pair in pairs]
    recalls = {
        name: _shares([g and r == wanted for g, r in zip(gold, reworded, strict=True)], said)["recall"]
        for name, wanted in (("recall.reworded", True), ("recall.others", False))
    }
    return _shares(gold, said) | recalls


def given(shared: Path) -> Measures:
    """What the rules alone join: the same pairs with sentence and speaker as annotated, nothing read."""
    folder = shared / "data/reprints"
    printed = {row["id"]: days_in(row.get("published")) for row in objects(folder / "utterance_docs.jsonl")}
    pairs = list(objects(folder / "utterances.jsonl"))
    numbers = {id: number for number, id in enumerate(printed)}

    def told(place: dict[str, Any]) -> Told:
        number = numbers[place["doc"]]
        return Told(
            quote=place["text"],
            kind="mixed" if re.search('[“"]', place["text"]) else "indirect",
            actor=None,
            name=place["speaker"],
            said=None,
            printed=printed[place["doc"]],
            document=number,
            family=number,
        )

    said = [join(told(pair["a"]), told(pair["b"]), Coverage()) is not None for pair in pairs]
    return _shares([pair["label"] == "same" for pair in pairs], said)


def _is_in(entry: StatementEntry, place: dict[str, Any]) -> bool:
    """True if half of a sentence of the statement lies in the place, or half of the place in the sentence."""
    return any(
        min(s.end, place["end"]) - max(s.start, place["start"])
        >= 0.5 * min(s.end - s.start, place["end"] - place["start"])
        for s in (piece.span for piece in entry.statement.content)
    )


def _by_document(ledger: Ledger) -> dict[str | None, list[StatementEntry]]:
    found: dict[str | None, list[StatementEntry]] = {}
    for group in ledger.reader.utterances(Asked()):
        for entry in group:
            found.setdefault(entry.document.input_id, []).append(entry)
    return found


@contextmanager
def scratch_ledger(documents: Path, reader: pipeline.ReadsStatements) -> Iterator[Ledger]:
    """A ledger in a scratch folder that holds what a file of documents gives."""
    with tempfile.TemporaryDirectory() as folder, open_ledger(str(Path(folder, "joins.db")), create=True) as opened:
        for outcome in pipeline.add([str(documents)], reader, opened.writer):
            if isinstance(outcome, Failure):
                raise CannotScore(str(outcome))
        yield opened


def _shares(gold: Sequence[bool], said: Sequence[bool]) -> Measures:
    both = sum(g and s for g, s in zip(gold, said, strict=True))
    return {
        "precision": both / max(1, sum(said)),
        "recall": both / max(1, sum(gold)),
        "f1": 2 * both / max(1, sum(said) + sum(gold)),
    }


def main() -> int:
    """Print the figures; 2 if the pairs are not there."""
    try:
        shared = shared_folder()
    except CannotScore as reason:
        print(f"joins: {reason}", file=sys.stderr)
        return 2
    found = {"reprints": reprints(shared), "utterances": utterances(shared), "by the rules alone": given(shared)}
    for name, measures in found.items():
        for measure, value in measures.items():
            print(f"{name}\t{measure}\t{value:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
