"""What the model says of each word near a statement's anchor: whether it names the speaker, holder, counterpart..."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.extraction.tagger import LINK_KINDS, Floats, chances
from onrecord.extraction.words import Words
from onrecord.records import Span, Time

_COLUMNS = {kind: column for column, kind in enumerate(LINK_KINDS)}


class Places:
    """Which words of one text a span covers, remembered: statement after statement asks for the same names."""

    def __init__(self, words: Words) -> None:
        self.words = words
        # As lists: to look a number up in an array takes four times as long.
        self._starts, self._ends = words.starts.tolist(), words.ends.tolist()
        self._found: dict[tuple[int, int], tuple[int, int]] = {}

    def of(self, span: Span) -> tuple[int, int]:
        """The first of the words that a span touches, and the one after the last."""
        # Of numbers, not of a record: to hash one costs more than all else here.
        place = span.start, span.end
        found = self._found.get(place)
        if found is None:
            found = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)
            self._found[place] = found
        return found


@dataclass(frozen=True, slots=True)
class Links:
    """One statement's links. `sums[i]`: the probabilities, by LINK_KINDS, of the words from `first` on, summed to i.

    `reach`: from the first of these words to the last.
    """

    places: Places
    first: int
    sums: Floats
    reach: Span

    def chance(self, span: Span, kind: str) -> float | None:
        """The mean over a span's words, 0 to 1; None for a span that lies out of the anchor's reach."""
        if span.end <= self.reach.start or span.start >= self.reach.end:
            return None
        low, high = self.places.of(span)
        low, high = max(0, low - self.first), min(len(self.sums) - 1, high - self.first)
        if high <= low:
            return None
        column = _COLUMNS[kind]
        return float(self.sums[high, column] - self.sums[low, column]) / (high - low)

    def near(self, times: Sequence[Time]) -> Sequence[Time]:
        """Those of the text's times, in their order, that lie within the anchor's reach."""
        low = bisect_left(times, self.reach.start, key=lambda time: time.span.start)
        return times[low : bisect_right(times, self.reach.end, key=lambda time: time.span.start)]


def links_of(places: Places, first: int, logits: Floats) -> Links:
    """From the logits of a tagging."""
    sums = np.zeros((len(logits) + 1, logits.shape[1]), dtype=np.float32)
    np.cumsum(chances(logits), axis=0, out=sums[1:])
    words = places.words
    reach = Span(start=int(words.starts[first]), end=int(words.ends[min(first + len(logits), len(words)) - 1]))
    return Links(places, first, sums, reach)
