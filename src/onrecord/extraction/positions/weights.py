"""The learned numbers of positions, in one small file beside the network's; training/stands.py writes it."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.errors import ModelError
from onrecord.extraction.network import MODELS
from onrecord.extraction.positions.issues import Scale
from onrecord.extraction.positions.kinds import Lexicon
from onrecord.extraction.weigher import Weigher

FILE, HOLDERS, PARTIES = "positions.npz", "holders.onnx", "parties.onnx"
# Statements whose holders and counterparts are weighed together. Both networks learnt from 40. On the development
# reports (and those of them that the model has not seen) 16, 24 and 40 for both give counterparts an F1 of 0.620
# (0.575), 0.624 (0.579) and 0.624 (0.580), holders 0.779 (0.715), 0.777 (0.710) and 0.777 (0.710); these two 0.623
# (0.578) and 0.779 (0.715).
HOLDERS_TOGETHER, PARTIES_TOGETHER = 16, 40


@dataclass(frozen=True, slots=True)
class Weights:
    """`word_weight`, `kind_bias`: how words and network join; `issue`: a weight for each feature's name.

    `holders`, `parties`: the networks that weigh possible holders and counterparts, in files of their own;
    `least_toward`: from which share a party counts as a counterpart; `scale`: the weights of issues, looked up once.
    """

    lexicon: Lexicon
    word_weight: float
    kind_bias: npt.NDArray[np.float32]
    holders: Weigher
    parties: Weigher
    least_toward: float
    issue: dict[str, float]
    scale: Scale = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "scale", Scale(self.issue))


@cache
def load(folder: Path = MODELS) -> Weights:
    """The weights of a model's folder. Raises ModelError if the file is missing or broken."""
    path = folder / FILE
    if not path.is_file():
        raise ModelError(f"{folder}: no {FILE}; expected the file that training writes beside the network")
    try:
        with np.load(path, allow_pickle=False) as stored:
            named: dict[str, Any] = json.loads(str(stored["named"]))
            return Weights(
                lexicon=Lexicon(stored["hashes"], stored["weights"], stored["scale"], stored["bias"]),
                word_weight=float(named["word_weight"]),
                kind_bias=stored["kind_bias"],
                holders=Weigher(folder / HOLDERS, HOLDERS_TOGETHER),
                parties=Weigher(folder / PARTIES, PARTIES_TOGETHER),
                least_toward=float(named["least_toward"]),
                issue=dict(named["issue"]),
            )
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise ModelError(f"{path}: not a file of weights ({error})") from error


def save(weights: Weights, folder: Path) -> None:
    """Write the weights into a model's folder."""
    named = {
        "word_weight": weights.word_weight,
        "least_toward": weights.least_toward,
        "issue": {name: round(value, 4) for name, value in sorted(weights.issue.items())},
    }
    np.savez_compressed(
        folder / FILE,
        hashes=weights.lexicon.hashes,
        weights=weights.lexicon.weights,
        scale=weights.lexicon.scale,
        bias=weights.lexicon.bias,
        kind_bias=weights.kind_bias,
        named=np.asarray(json.dumps(named)),
    )
