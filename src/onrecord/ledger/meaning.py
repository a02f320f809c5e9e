"""What a few words mean, as a short vector: near ones point the same way.

A text's vector is the sum of one vector a piece of word (static vectors). They were fitted so that the sum points where
the sentence vector of the unchanged encoder (MiniLM) does; reading a text by that encoder itself takes some fifty times
as long (training/meaning.py gives both figures). Cells part the directions into regions, so that near vectors
are looked for in a few of them and not in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from onrecord.errors import ModelError
from onrecord.pieces import Pieces

MODELS = Path(__file__).parents[1] / "models"
FILE = "meaning.npz"
WIDTH = 128
Vector = npt.NDArray[np.float32]
# A quotation of a thousand words says no more by its later ones.
_LONGEST = 2000
_STEPS = 127
# OpenBLAS divides more multiplications than these among all cores.
_ON_ONE_CORE = 1 << 18
# Vectors, so few that they stay in the processor's memory from when they are gathered until they are multiplied.
_AT_A_TIME = 256


class Meaning:
    """Vectors of texts, of length 1; zero for a text without a word."""

    def __init__(self, folder: Path = MODELS) -> None:
        path = folder / FILE
        try:
            with np.load(path, allow_pickle=False) as stored:
                self._pieces = stored["pieces"]
                self._steps = stored["steps"].astype(np.float32)
                self._cells = stored["cells"].astype(np.float32)
        except (OSError, ValueError, LookupError, BadZipFile) as error:
            raise ModelError(f"{path}: the vectors of words can't be read ({error}); install onrecord anew") from error
        self._cutter = Pieces.from_file(folder / "tokenizer.json")
        self._cells /= np.linalg.norm(self._cells, axis=1, keepdims=True)
        # A report's beginning counts for each of its statements.
        self.of = lru_cache(maxsize=1 << 12)(self._of)

    def of_parts(self, parts: Iterable[tuple[str, float]]) -> Vector:
        """The sum of the vectors of some texts, each times its weight, brought to length 1."""
        made = sum((weight * self.of(text) for text, weight in parts), np.zeros(self._pieces.shape[1]))
        return unit(np.asarray(made, np.float32))

    def _of(self, text: str) -> Vector:
        """The vector of one text; of a long one, of its beginning."""
        ids = self._cutter.ids(text[:_LONGEST])
        return unit((self._pieces[ids] * self._steps[ids, None]).sum(0))

    def cells(self, vector: Vector, count: int) -> list[int]:
        """The `count` cells nearest to a vector, the nearest first."""
        near = products(self._cells, vector)
        first = np.sort(np.argpartition(-near, count)[:count])
        return [int(cell) for cell in first[np.argsort(-near[first], kind="stable")]]


@cache
def shipped() -> Meaning:
    """The vectors that come with the package. Raises ModelError if they are missing or broken."""
    return Meaning()


def unit(vector: Vector) -> Vector:
    """The vector at length 1; zero stays zero."""
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length else vector


def products(vectors: Vector, vector: Vector) -> Vector:
    """[vectors]: the product of each of [vectors, width] with one.

    On this thread alone: the matrix library would divide so little work among all cores, and where another program
    uses one of these, waiting for it took ten times as long as the work.
    """
    return np.asarray(np.einsum("ij,j->i", vectors, vector), np.float32)


def likenesses(wanted: Vector, vectors: Vector, places: npt.NDArray[np.intp]) -> Vector:
    """[wanted, places]: the products of each of [wanted, width] with some of [vectors, width]; on this thread alone.

    In one go through the vectors, which are too many for the processor's memory: each by itself takes twice as long,
    and to have the many on the right side of the product a third longer.
    """
    made = np.empty((len(places), len(wanted)), np.float32)
    across = np.ascontiguousarray(wanted.T)
    step = max(1, min(_AT_A_TIME, _ON_ONE_CORE // max(1, wanted.size)))
    for start in range(0, len(places), step):
        # All places are known to be there; to check each would copy all once more.
        part = vectors.take(places[start : start + step], axis=0, mode="clip")
        np.dot(part, across, out=made[start : start + step])
    return made.T


def packed(vector: Vector) -> str:
    """A vector of length 1 as text of two digits a number, for a row."""
    return np.rint(vector * _STEPS).astype(np.int8).tobytes().hex()


def unpacked(texts: Sequence[str]) -> Vector:
    """[texts, width]: the vectors of rows, at length 1 again."""
    numbers = np.frombuffer(bytes.fromhex("".join(texts)), np.int8).astype(np.float32)
    vectors = numbers.reshape(-1, WIDTH)
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return np.asarray(vectors / lengths, np.float32)
