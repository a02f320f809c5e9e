"""The form of a text, before anything is read in it: sentences, paragraphs and quotations, worked out once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
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


def merged(pieces: Iterable[Span]) -> list[Span]:
    """The pieces in order, overlapping ones as one."""
    found: list[Span] = []
    for piece in sorted(pieces):
        if found and piece.start <= found[-1].end:
            found[-1] = Span(start=found[-1].start, end=max(found[-1].end, piece.end))
        else:
            found.append(piece)
    return found
