"""Evidence over a text as segments that don't overlap: what a terminal colours and a page marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from onrecord.records import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A span of the document's text in a role (`speaker`, `cue`, `content`, ...)."""

    role: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of text all of whose code points bear the same roles; no role for text between the marks."""

    span: Span
    roles: frozenset[str]


def segments(span: Span, marks: Iterable[Mark]) -> tuple[Segment, ...]:
    """Cuts `span` where a mark begins or ends.

    The segments follow each other without a gap, from `span.start` to `span.end`, and neighbours differ in their
    roles. Offsets are those of the document. Marks may overlap, nest, and reach over the edges of `span`.
    """
    inside = [mark for mark in marks if mark.span.overlaps(span)]
    edges = {span.start, span.end}
    edges |= {edge for mark in inside for edge in (mark.span.start, mark.span.end) if span.start < edge < span.end}
    cuts = sorted(edges)
    made: list[Segment] = []
    for start, end in pairwise(cuts):
        roles = frozenset(mark.role for mark in inside if mark.span.start <= start and end <= mark.span.end)
        if made and made[-1].roles == roles:
            start = made.pop().span.start
        made.append(Segment(span=Span(start=start, end=end), roles=roles))
    return tuple(made)
