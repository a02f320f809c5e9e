"""A long text cut into segments that are read one by one, so that memory and time stay linear in its length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.extraction.layout import Layout, layout_of
from onrecord.extraction.quotes import paragraphs
from onrecord.records import Span

# Characters: fifteen times a news report. Names, pronouns and printings are resolved within one segment.
LENGTH = 50_000


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text with its layout; offsets within count from `start`."""

    start: int
    layout: Layout


def segments(text: str, sentences: Sequence[Span]) -> list[Segment]:
    """Cut a text at the last paragraph (or sentence, or character) before each LENGTH; most texts make one segment."""
    if len(text) <= LENGTH:
        return [Segment(0, layout_of(text, sentences))]
    cuts = _cuts(len(text), [a for a, _ in paragraphs(text)], [s.start for s in sentences])
    found, first = [], 0
    for start, end in pairwise(cuts):
        part = text[start:end]
        inside = []
        while first < len(sentences) and sentences[first].start < end:
            sentence = sentences[first]
            inside.append(Span(start=max(sentence.start, start) - start, end=min(sentence.end, end) - start))
            if sentence.end > end:
                break
            first += 1
        found.append(Segment(start, layout_of(part, inside)))
    return found


def _cuts(total: int, *places: Sequence[int]) -> list[int]:
    cuts = [0]
    at = [0] * len(places)
    while total - cuts[-1] > LENGTH:
        limit = cuts[-1] + LENGTH
        best = None
        for i, starts in enumerate(places):
            while at[i] < len(starts) and starts[at[i]] <= limit:
                at[i] += 1
            before = starts[at[i] - 1] if at[i] else 0
            if best is None and before > cuts[-1] + LENGTH // 2:
                best = before
        cuts.append(best or limit)
    return [*cuts, total]
