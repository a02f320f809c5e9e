"""Judge a model on annotated articles by the project's own tagger and the scorer of attributions.

    python -m training.evaluate CHECKPOINT DATA.jsonl [...]

Prints one JSON object a data set. The scorer is `score_attribution.py` of the shared tools, whose folder is named by
ONRECORD_SHARED.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch

from bench.score import scorer
from onrecord.extraction.tagger import ADDRESSEE, CONTENT, CUE, SOURCE, Tagged, Tagging, Thresholds, tag
from onrecord.extraction.words import split
from onrecord.pieces import Pieces
from training.model import ReadingModel
from training.weights import BASE, load_model

SHARED = Path(os.environ.get("ONRECORD_SHARED", Path(__file__).parents[2] / "shared"))


class TorchNetwork:
    """A trained model as the tagger wants it."""

    def __init__(self, model: ReadingModel, *, exact: bool = False, device: torch.device | None = None) -> None:
        self.device = device or torch.device("cpu")
        self.model = model.to(self.device).eval()
        self.exact = exact
        self.transitions = model.transitions.detach().float().cpu().numpy()

    def encode(self, *given: Any) -> Any:
        """See `onrecord.extraction.tagger.Network`."""
        return self._run(self.model.encoder, *given)

    def read(self, *given: Any) -> Any:
        """See `onrecord.extraction.tagger.Network`."""
        return self._run(self.model.reader, *given)

    def _run(self, part: torch.nn.Module, *inputs: Any) -> Any:
        given = [torch.from_numpy(array).to(self.device) for array in inputs]
        with torch.inference_mode(), torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=not self.exact):
            return tuple((o.float() if o.is_floating_point() else o).cpu().numpy() for o in part(*given))


def opened() -> Pieces:
    """The base model's word pieces."""
    return Pieces.from_file(BASE / "tokenizer.json")


def rows(path: Path) -> list[dict[str, Any]]:
    """Annotated articles, with `attributions` in the scorer's form for both sets."""
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for row in found:
        if "statements" in row:
            row["attributions"] = [
                {"source": [s["speaker"]] if s["speaker"] else [], "cue": s["cue"], "content": s["content"]}
                for s in row["statements"]
            ]
    return found


def runs(tagging: Tagging, tagged: Tagged, wanted: int) -> list[list[int]]:
    """Code-point ranges of the runs of one tag."""
    words = tagging.words(wanted)
    cuts = np.flatnonzero(np.diff(words) > 1) + 1
    return [
        [int(tagged.words.starts[run[0]]), int(tagged.words.ends[run[-1]])] for run in np.split(words, cuts) if len(run)
    ]


def predictions(network: Any, texts: list[str], pieces: Pieces, thresholds: Thresholds) -> list[list[dict[str, Any]]]:
    """Attributions of each text as the tagger gives them, with their score."""
    found: list[list[dict[str, Any]]] = []
    for at in range(0, len(texts), 8):
        together = tag(network, [split(pieces, t) for t in texts[at : at + 8]], thresholds)
        found += [[row_of(tagging, tagged) for tagging in tagged.taggings] for tagged in together]
    return found


def row_of(tagging: Tagging, tagged: Tagged) -> dict[str, Any]:
    """One tagging in the scorer's form."""
    tags = {"source": SOURCE, "cue": CUE, "content": CONTENT, "addressee": ADDRESSEE}
    spans = {name: runs(tagging, tagged, wanted) for name, wanted in tags.items()}
    return {**spans, "score": tagging.score, "judged": tagging.judged.tolist()}


def judge(network: Any, data: Path, pieces: Pieces, thresholds: Thresholds | None = None) -> dict[str, Any]:
    """Scores of the bare tagger, before any rule, on one data set."""
    gold = rows(data)
    found = predictions(network, [row["text"] for row in gold], pieces, thresholds or Thresholds())
    by_id = {row["id"]: p for row, p in zip(gold, found, strict=True)}
    result: dict[str, Any] = scorer("score_attribution", SHARED).score(gold, by_id)
    return result


def main(checkpoint: str, *data: str) -> None:
    """Score a checkpoint."""
    pieces = opened()
    network = TorchNetwork(load_model(Path(checkpoint)))
    for path in data:
        print(json.dumps(judge(network, Path(path), pieces)))


if __name__ == "__main__":
    main(*sys.argv[1:])
