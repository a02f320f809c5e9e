"""The form of a text, before anything is read in it: sentences, paragraphs and quotations, worked out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.extraction.quotes import Quotation, paragraphs, quotations
from onrecord.records import Span


@dataclass(frozen=True, slots=True)
class Layout:
    """A text with what is known of its form; `layout_of` makes one.

    `starts`: the code point at which each sentence starts; `marks`: each quotation by the start of both its marks.
    """

    text: str
    sentences: Sequence[Span]
    starts: npt.NDArray[np.int64]
    paragraphs: Sequence[tuple[int, int]]
    quotations: Sequence[Quotation]
    marks: Mapping[int, Quotation]


def layout_of(text: str, sentences: Sequence[Span]) -> Layout:
    """The layout of a text that is cut into sentences already."""
    found = quotations(text)
    marks = {q.opening.start: q for q in found} | {q.closing.start: q for q in found if q.closed}
    starts = np.asarray([s.start for s in sentences], dtype=np.int64)
    return Layout(text, sentences, starts, paragraphs(text), found, marks)
