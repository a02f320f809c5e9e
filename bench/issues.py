"""Measure whether statements of one holder fall into one issue where a person would file them together.

usage: python -m bench.issues

The 596 pairs of training/annotations/issues.tsv are of the diplomacy training set, which lies outside the project,
where `bench.score` finds it: two statements of one holder each, most of them of two reports, drawn evenly by how alike
they are. Whose position it is and which words it has are taken as annotated; which phrase names its issue is read from
them, and the rest is the ledger's work. Takes half a minute.

The threshold `ledger.issues.NEAR` was chosen by it, and the weights of the vectors, so the figures flatter: 0.42 gives
precision 0.79 and recall 0.67, 0.45 0.81 and 0.60, 0.5 0.81 and 0.54.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.joins import scratch_ledger
from bench.score import ROOT, CannotScore, Measures, objects, shared_folder
from onrecord.extraction.positions.issues import Topics
from onrecord.extraction.positions.weights import load
from onrecord.ledger import Ledger
from onrecord.records import Document, Evidence, Position, Reading, Run, Span, Statement

LABELS = ROOT / "training/annotations/issues.tsv"


def issues(shared: Path) -> Measures:
    """Precision, recall and F1 of pairs that fall into one issue; the recall of pairs of two reports apart."""
    reports = shared / "data/diplomacy/train.jsonl"
    with scratch_ledger(reports, AsAnnotated(objects(reports))) as ledger:
        with LABELS.open(encoding="utf-8", newline="") as file:
            pairs = list(csv.DictReader(file, delimiter="\t"))
        said = [
            _issue(ledger, p, "") is not None and _issue(ledger, p, "") == _issue(ledger, p, "other ") for p in pairs
        ]
    gold = [pair["one issue"] == "1" for pair in pairs]
    apart = [g and pair["document"] != pair["other document"] for g, pair in zip(gold, pairs, strict=True)]
    both = sum(g and s for g, s in zip(gold, said, strict=True))
    return {
        "precision": both / max(1, sum(said)),
        "recall": both / max(1, sum(gold)),
        "f1": 2 * both / max(1, sum(said) + sum(gold)),
        "recall.two_reports": sum(a and s for a, s in zip(apart, said, strict=True)) / max(1, sum(apart)),
    }


def _issue(ledger: Ledger, pair: dict[str, str], which: str) -> int | None:
    found = ledger.register.positions_of(_id(pair[f"{which}document"], pair[f"{which}statement"]))
    return found[0].key.issue if found else None


def _id(document: str | None, number: object) -> str:
    return f"{document}:{number}"


class AsAnnotated:
    """A reader that finds the statements that were annotated, by the report's id."""

    run = Run(version="annotated", model_sha256="")

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        self._rows = {row["id"]: row for row in rows}
        self._scale = load().scale

    def read(self, items: Iterable[tuple[Document, Sequence[Span]]]) -> Iterator[Reading]:
        """One reading a document; of the issue, the phrase that is read from the words."""
        for document, _ in items:
            topics = Topics(document.text)
            said = []
            for number, row in enumerate(self._rows[document.input_id]["statements"]):
                content = [Span(start=start, end=end) for start, end in row["content"]]
                if content:
                    said.append(_statement(document, number, row, content, topics.best(content, self._scale)))
            yield Reading(document=document, statements=tuple(said))


def _statement(
    document: Document, number: int, row: dict[str, Any], content: Sequence[Span], issue: Span | None
) -> Statement:
    text = document.text
    phrase = None if issue is None else text[issue.start : issue.end]
    return Statement(
        id=_id(document.input_id, number),
        document_id=document.id,
        kind=row["kind"],
        act=row["act"],
        speaker=None,
        cue=(),
        content=tuple(Evidence(role="content", span=s, quote=text[s.start : s.end], score=1.0) for s in content),
        position=Position(kind=row["position"] or "comment", holder=tuple(row["holder"][:1]), issue=phrase),
        confidence=1.0,
    )


def main() -> int:
    """Print the figures; 2 if the reports are not there."""
    try:
        shared = shared_folder()
    except CannotScore as reason:
        print(f"issues: {reason}", file=sys.stderr)
        return 2
    for measure, value in issues(shared).items():
        print(f"issues\t{measure}\t{value:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
