"""What the model says of each word near a statement's anchor: whether it names the speaker, holder, counterpart..."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.extraction.tagger import LINK_KINDS, Floats, chances
from onrecord.extraction.words import Words
from onrecord.records import Span, Time


@dataclass(frozen=True, slots=True)
class Links:
    """One statement's links. `chances[i]`: the probabilities of word `first + i`, by LINK_KINDS."""

    words: Words
    first: int
    chances: Floats

    def chance(self, span: Span, kind: str) -> float | None:
        """The mean over a span's words, 0 to 1; None for a span that lies out of the anchor's reach."""
        low = int(np.searchsorted(self.words.ends, span.start, side="right")) - self.first
        high = int(np.searchsorted(self.words.starts, span.end, side="left")) - self.first
        inside = self.chances[max(0, low) : max(0, high), LINK_KINDS.index(kind)]
        return float(inside.mean()) if len(inside) else None

    def near(self, times: Sequence[Time]) -> Sequence[Time]:
        """Those of the text's times, in their order, that lie within the anchor's reach."""
        last = min(self.first + len(self.chances), len(self.words)) - 1
        if last < self.first:
            return ()
        low = bisect_left(times, int(self.words.starts[self.first]), key=lambda time: time.span.start)
        return times[low : bisect_right(times, int(self.words.ends[last]), key=lambda time: time.span.start)]


def links_of(words: Words, first: int, logits: Floats) -> Links:
    """From the logits of a tagging."""
    return Links(words, first, chances(logits))
