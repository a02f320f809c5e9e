"""The shipped reading model: two ONNX graphs, a tokenizer and their settings in one folder."""

from __future__ import annotations

import hashlib
import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import onnxruntime as ort

from onrecord.errors import ModelError
from onrecord.extraction.tagger import Floats, Integers, Thresholds
from onrecord.pieces import Pieces

Batch = TypeVar("Batch")
Result = TypeVar("Result")
MODELS = Path(__file__).parents[1] / "models"
FORMAT = 2
# What other parts of the reading have learnt, in the same folder.
BESIDE = ("positions.npz", "holders.onnx", "parties.onnx")
# onnxruntime joins each sum with the normalisation behind it into one operator, which is slower than the two: without
# that the encoder takes 91 % of the time and the reader 87 % (onnxruntime 1.32, AVX-512).
SLOW = "SkipLayerNormFusion"
FILES = ("encoder.onnx", "reader.onnx", "tokenizer.json", "reading.json")


class OnnxNetwork:
    """Both graphs on the CPU; `each` runs a function over batches on as many threads as there are cores, in order.

    One thread a batch beats all threads on one batch: on two cores 17,600 pieces a second against 13,800. A thread more
    than cores is no faster where nothing else runs, and takes 76 MB.
    """

    def __init__(self, folder: Path = MODELS, threads: int | None = None) -> None:
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise ModelError(f"{folder}: no {', '.join(missing)}; expected a folder with {', '.join(FILES)}")
        self.folder = folder
        self._encoder, self._reader = (session(folder / name) for name in FILES[:2])
        self._pool = ThreadPoolExecutor(threads or os.cpu_count() or 1)
        self.pieces = Pieces.from_file(folder / "tokenizer.json")
        try:
            settings = json.loads((folder / "reading.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ModelError(f"{folder}: reading.json is broken ({error})") from error
        if settings.get("format") != FORMAT:
            raise ModelError(f"{folder}: model of format {settings.get('format')}; this version reads format {FORMAT}")
        self.transitions = np.asarray(settings["transitions"], dtype=np.float32)
        self.thresholds = Thresholds(**settings.get("thresholds", {}))
        slope, shift = settings.get("calibration", (1.0, 0.0))
        self.calibration: tuple[float, float] = (slope, shift)

    @cached_property
    def sha256(self) -> str:
        """A hash over all files of the model."""
        digest = hashlib.sha256()
        for name in (*FILES, *BESIDE):
            file = self.folder / name
            digest.update(file.read_bytes() if file.is_file() else b"")
        return digest.hexdigest()

    def encode(
        self, pieces: Integers, features: Integers, kept: Integers, least: Floats
    ) -> tuple[Floats, Floats, Integers, Floats, Floats]:
        """See `onrecord.extraction.tagger.Network`."""
        given = {"pieces": pieces, "features": features, "kept": kept, "least": least}
        marks, seen, anchors, anchor, seer = self._encoder.run(None, given)
        return marks, seen, anchors, anchor, seer

    def read(self, seen: Floats, seer: Floats, mask: Floats, least: Floats) -> tuple[Floats, Floats, Floats]:
        """See `onrecord.extraction.tagger.Network`."""
        tags, real, judged = self._reader.run(None, {"seen": seen, "seer": seer, "mask": mask, "least": least})
        return tags, real, judged

    def each(self, function: Callable[[Batch], Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """The function's results for the batches, in their order; all are begun now, several run at once.

        Results that nobody waits for any more are not computed.
        """
        results = self._results(deque(self._pool.submit(function, batch) for batch in batches))
        next(results)
        return results

    @staticmethod
    def _results(begun: deque[Future[Result]]) -> Iterator[Any]:
        # It stops here once, so that closing it cancels even if no result was ever asked for.
        try:
            yield None
            while begun:
                yield begun.popleft().result()
        finally:
            for future in begun:
                future.cancel()


def session(path: Path) -> ort.InferenceSession:
    """A graph on one core. Raises ModelError for a file that is none."""
    options = ort.SessionOptions()
    options.log_severity_level = 3
    # The arena keeps every buffer of the largest batch for ever; without it memory falls by a third, speed by nothing.
    options.enable_cpu_mem_arena = False
    options.intra_op_num_threads = 1
    try:
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=[SLOW])
    except Exception as error:
        raise ModelError(f"{path}: not a model that onnxruntime can load ({str(error).splitlines()[0]})") from error
