"""A second opinion on the kind of a position, by its words alone: a logistic model that stands beside the network's.

The network reads the whole sentence but saw few of the rare kinds; the words ("red line", "rule out", "condemn") carry
those. Weights are small integers by the hash of each sign (training/stands.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_WORD = re.compile(r"[a-z]+(?:n['’]t)?|[?!\"“]|\d+")
_IRREGULAR = {"said": "say", "told": "tell", "thought": "think", "saw": "see", "felt": "feel", "sought": "seek"}
_ENDINGS = ("ing", "ied", "ies", "ed", "es", "s")
_CONSENT = re.compile(r"\bno (?:\w+ )?objections?\b|(?:\bnot|n['’]t) (?:object|oppose)\b")
_LEAST_STEM = 3
_CROSSED = ("will", "would", "not", "must", "should", "to", "could", "may", "if", "never")
# Two opinions on the same words are surer together than they should be: of 1.8, 2, 2.2, 2.4 and 2.6 the second has the
# least expected calibration error on the reports that the network has not seen, 0.022 against 0.066, 0.036, 0.054 and
# 0.075 (make reliability).
TEMPER = 2.0
# Words of the content that are read; longer contents repeat themselves.
_READ = 90


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its ending, near enough for counting: "warned" and "warns" give one form."""
    word = _IRREGULAR.get(word, word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word[:-1] if word.endswith("e") and len(word) > _LEAST_STEM + 1 else word


def signs(cue: str, content: str, flags: Iterable[str] = ()) -> list[str]:
    """The signs of one statement in order, given its words; `flags` are signs that are no words."""
    return sorted(bag(cue, content) | {f"f:{flag}" for flag in flags})


def bag(cue: str, content: str) -> set[str]:
    """The signs of one statement in no order, given its words."""
    said = _WORD.findall(cue.lower().replace("’", "'"))
    words = _WORD.findall(content.lower().replace("’", "'"))[:_READ]
    roots, stems = [stem(word) for word in said], [stem(word) for word in words]
    found = {f"cue={' '.join(roots)}", f"first:{' '.join(words[:2])}", f"n{min(6, len(words) // 6)}"}
    found.update([f"c:{word}" for word in said], [f"cs:{root}" for root in roots])
    found.update([f"c2:{a} {b}" for a, b in pairwise(said)])
    found.update([f"w:{word}" for word in words], [f"s:{root}" for root in stems])
    found.update([f"2:{a} {b}" for a, b in pairwise(words)], [f"s2:{a} {b}" for a, b in pairwise(stems)])
    found.update([f"i{min(i, 2)}:{word}" for i, word in enumerate(words[:4])])
    if said:
        found.update([f"x:{roots[0]}|{word}" for word in _CROSSED if word in words])
    return found


def consents(words: str) -> bool:
    """True for words that deny a refusal: "no objection", "will not oppose"."""
    return _CONSENT.search(words.lower()) is not None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`hashes`: sorted, one a sign; `weights`: [signs, kinds] integers; `scale`, `bias`: [kinds]."""

    hashes: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.int8]
    scale: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def shares(self, bags: Sequence[Iterable[str]]) -> Floats:
        """How likely each kind is by the words of each statement, [statements, kinds]; every row sums to 1."""
        hashes = [[crc32(sign) for sign in "\0".join(found).encode().split(b"\0")] for found in bags]
        wanted = np.asarray([one for own in hashes for one in own], dtype=np.uint32)
        at = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        known = self.hashes[at] == wanted
        ends = np.cumsum([0, *map(len, hashes)])
        # Where each statement's known signs begin among all the known.
        ends = np.concatenate(([0], np.cumsum(known)))[ends]
        sums = np.zeros((ends[-1] + 1, len(self.bias)), dtype=np.int64)
        np.cumsum(self.weights[at[known]], axis=0, out=sums[1:])
        return softmax(self.bias + np.diff(sums[ends], axis=0) * self.scale)


def softmax(logits: npt.ArrayLike) -> Floats:
    """Logits to shares that sum to 1, along the last axis."""
    given = np.asarray(logits, dtype=np.float64)
    risen = np.exp(given - given.max(-1, keepdims=True))
    shares: Floats = risen / risen.sum(-1, keepdims=True)
    return shares


def joined(network: Sequence[npt.ArrayLike | None], words: Floats, weight: float, bias: npt.ArrayLike) -> Floats:
    """Both opinions on each statement as one: the network's logits (None where it didn't speak), the words' shares.

    words: [statements, kinds]. The logarithms are added, `weight` for the words and 1 for the network, with a bias for
    each kind.
    """
    own = np.log(np.maximum(words, 1e-6))
    spoke = [i for i, one in enumerate(network) if one is not None]
    if spoke:
        logits = np.asarray([one for one in network if one is not None], dtype=np.float64)
        told = np.log(np.maximum(softmax(logits), 1e-6))
        own[spoke] = (told + weight * own[spoke] + np.asarray(bias, dtype=np.float64)) / TEMPER
    return softmax(own)
