"""Text to words and word pieces, with what the uncased pieces lose: case, paragraphs, quotation marks.

A word is a run of letters and digits or a single mark, as `onrecord.pieces` cuts it; every tag of the
reading model is on a word, and a word's vector is that of its first piece. Training and reading share this file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from onrecord.extraction.quotes import marks, paragraphs
from onrecord.pieces import Pieces

Ints = npt.NDArray[np.int32]
_LINE_END = re.compile("\n")

# Sizes of the feature vocabularies, in the order of `Words.features`.
CASES, BOUNDARIES, QUOTES, ZONES = 6, 4, 5, 2


@dataclass(frozen=True, slots=True)
class Words:
    """A text as words. `starts`, `ends`: code points, one a word; `first`: index of each word's first piece.

    `pieces`: ids of the word pieces, without the model's opening and closing ones; `word_of`: the word of each piece.
    `features`: [words, 4]: case, boundary, quotation, zone.
    """

    starts: Ints
    ends: Ints
    first: Ints
    pieces: Ints
    word_of: Ints
    features: Ints

    def __len__(self) -> int:
        return len(self.starts)


def split(pieces: Pieces, text: str) -> Words:
    """Cut a text into words; linear in its length."""
    found = pieces.words(text)
    starts, ends = np.fromiter(chain.from_iterable(found.places), dtype=np.int32).reshape(-1, 2).T.copy()
    counts = np.asarray([len(word) for word in found.pieces], dtype=np.int32)
    return Words(
        starts=starts,
        ends=ends,
        first=np.cumsum(counts, dtype=np.int32) - counts,
        pieces=np.fromiter(chain.from_iterable(found.pieces), dtype=np.int32),
        word_of=np.repeat(np.arange(len(counts), dtype=np.int32), counts),
        features=_features(text, found.places, starts),
    )


def _features(text: str, places: Sequence[tuple[int, int]], starts: Ints) -> Ints:
    features = np.zeros((len(starts), 4), dtype=np.int32)
    features[:, 0] = [_case(text[a:b]) for a, b in places]
    features[:, 1] = _boundaries(text, starts)
    features[:, 2] = _quotation(text, starts)
    title = next(iter(paragraphs(text)), (0, 0))
    features[:, 3] = starts >= title[1]
    return features


@lru_cache(maxsize=8192)
def _case(word: str) -> int:
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    if word.istitle():
        return 2
    return 5 if word.isdigit() else 4 if word.isalpha() else 0


def _boundaries(text: str, starts: Ints) -> Ints:
    """1 where a paragraph starts, 2 where another line does, 3 at the start of the text."""
    kinds = np.zeros(len(starts) + 1, dtype=np.int32)
    lines = np.asarray([match.start() for match in _LINE_END.finditer(text)], dtype=np.int32)
    kinds[np.searchsorted(starts, lines)] = 2
    kinds[np.searchsorted(starts, np.asarray([a for a, _ in paragraphs(text)], dtype=np.int32))] = 1
    kinds[:1] = 3
    return kinds[:-1]


def _quotation(text: str, starts: Ints) -> Ints:
    """0 outside quotation marks, 1 inside, 2 inside an inner pair, 3 an opening mark, 4 a closing one."""
    change = np.zeros(len(starts) + 1, dtype=np.int32)
    stands: list[tuple[int, int]] = []
    found = marks(text)
    for mark, word in zip(found, np.searchsorted(starts, [m.start for m in found]).tolist(), strict=True):
        change[word] += 1 if mark.opens else -1
        if mark.end > mark.start and word < len(starts) and starts[word] == mark.start:
            stands.append((word, 3 if mark.opens else 4))
    state = np.clip(np.cumsum(change), 0, 2).astype(np.int32)
    for word, kind in stands:
        state[word] = kind
    return state[:-1]
