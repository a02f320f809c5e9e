"""Write the project's annotated reports for the fits beside the network: `python -m training.marked OUT.jsonl`.

In the form of the diplomacy training set, with `marks`: where the shipped network sees persons, roles, times and
meetings, which are not annotated in these. Two minutes on two cores.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from onrecord.extraction.network import OnnxNetwork
from onrecord.extraction.people import mark_spans
from onrecord.extraction.tagger import MARK_KINDS, tag
from onrecord.extraction.words import split
from training.evaluate import SHARED
from training.reports import ANNOTATIONS, reports


def marked(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows with `marks`: the spans of each kind that the shipped network marks."""
    network = OnnxNetwork()
    words = (split(network.pieces, row["text"]) for row in rows)
    for row, tagged in zip(rows, tag(network, words, network.thresholds, network.each), strict=True):
        spans = {kind: mark_spans(row["text"], tagged, kind) for kind in MARK_KINDS}
        yield {**row, "marks": {kind: [(s.start, s.end) for s in found] for kind, found in spans.items()}}


if __name__ == "__main__":
    made = marked(reports(ANNOTATIONS, SHARED / "data/news"))
    Path(sys.argv[1]).write_text("".join(f"{json.dumps(row)}\n" for row in made), encoding="utf-8")
