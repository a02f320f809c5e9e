"""The form of a text, before anything is read in it: sentences, paragraphs and quotations, worked out once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.extraction.quotes import Quotation, paragraphs, quotations
from onrecord.records import Span

# Quotations looked back at: more in one outer quotation than this are noise, and would cost their square.
_NEAR = 200


@dataclass(frozen=True, slots=True)
class Layout:
    """A text with what is known of its form; `layout_of` makes one.

    `starts`: the code point at which each sentence starts; `marks`: each quotation by the start of both its marks.
    """

    text: str
    sentences: Sequence[Span]
    starts: Sequence[int]
    paragraphs: Sequence[tuple[int, int]]
    quotations: Sequence[Quotation]
    marks: Mapping[int, Quotation]

    def near(self, span: Span) -> Iterator[Quotation]:
        """The quotations that overlap a span, last one first."""
        at = bisect_left(self.quotations, span.end, key=lambda q: q.span.start)
        for quotation in reversed(self.quotations[max(0, at - _NEAR) : at]):
            if quotation.span.overlaps(span):
                yield quotation
            elif quotation.depth == 1:
                return


def layout_of(text: str, sentences: Sequence[Span]) -> Layout:
    """The layout of a text that is cut into sentences already."""
    found = quotations(text)
    marks = {q.opening.start: q for q in found} | {q.closing.start: q for q in found if q.closed}
    starts = [s.start for s in sentences]
    return Layout(text, sentences, starts, paragraphs(text), found, marks)
