"""Sentences that the model takes for somebody's, word by word, and that no statement holds.

The anchors of a text miss what is attributed a sentence or two before ("He spoke of three risks. The first ..."); such
a sentence is a statement that nothing cues.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from onrecord.extraction.drafts import Draft, cut
from onrecord.extraction.layout import Layout
from onrecord.extraction.tagger import Tagged

# Of words that the model is as sure of, in sentences of which so much is free: chosen on the development sets, where
# alpha rises by 0.003 and overlap_f1 falls by 0.001; with 0.5 and 0.7 it is 0.01 and 0.005.
LEAST = 0.8
LEAST_WORDS = 8
LEAST_SHARE = 0.9


def add_covered(layout: Layout, tagged: Tagged, found: Sequence[Draft]) -> list[Draft]:
    """The drafts, with the sentences that no statement holds as statements that nothing cues."""
    words = tagged.words
    if not len(words) or not layout.starts:
        return list(found)
    free = (tagged.said >= LEAST) & ~_held(tagged, found)
    sentence = np.searchsorted(layout.starts, words.starts, side="right") - 1
    made = []
    for first, last in _runs(free, sentence):
        whole = int((sentence == sentence[first]).sum())
        if last - first < max(LEAST_WORDS, LEAST_SHARE * whole):
            continue
        content = cut(layout, int(words.starts[first]), int(words.ends[last - 1]))
        if content:
            made.append(Draft(content=content, score=float(tagged.said[first:last].mean()) ** 2))
    return sorted([*found, *made], key=lambda d: (d.start, -d.end))


def _held(tagged: Tagged, found: Sequence[Draft]) -> npt.NDArray[np.bool_]:
    words = tagged.words
    held = np.zeros(len(words), dtype=bool)
    spans = [s for d in found for s in (*d.content, *d.cue, *([d.source] if d.source else []))]
    firsts = words.ends.searchsorted([span.start for span in spans], side="right")
    lasts = words.starts.searchsorted([span.end for span in spans], side="left")
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        held[first:last] = True
    return held


def _runs(free: npt.NDArray[np.bool_], sentence: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Runs of free words, none over a sentence's edge."""
    change = np.flatnonzero((np.diff(free) != 0) | (np.diff(sentence) != 0)) + 1
    for first, last in pairwise((0, *change.tolist(), len(free))):
        if free[first]:
            yield first, last
