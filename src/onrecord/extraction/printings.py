"""A body printed twice in one page is read once: what was read in one printing holds for the other.

Pages often carry a report twice, as a summary and again in full, or whole. The model reads each printing with other
words around it, so the two readings differ; the better one is laid over the other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.extraction.drafts import Draft
from onrecord.extraction.layout import Layout
from onrecord.records import Span

_WORD = re.compile(r"\w+")
# A shorter paragraph that stands twice is a heading or a signature.
_LEAST = 6


def read_alike(layout: Layout, found: Sequence[Draft]) -> list[Draft]:
    """The drafts with the best reading of each body laid over all its printings; later ones repeat the first."""
    _end_at_headings(layout, found)
    kept = list(found)
    runs = printings(layout)
    for first, later in runs:
        own, other = (_read_in(layout, kept, run) for run in (first, later))
        if sum(d.score for d in other) > sum(d.score for d in own):
            back = dict(zip(later, first, strict=True))
            kept = [d for d in kept if d not in own] + [_moved(layout, d, back) for d in other]
    for first, later in runs:
        own, other = (_read_in(layout, kept, run) for run in (first, later))
        forth = dict(zip(first, later, strict=True))
        kept = [d for d in kept if d not in other] + [replace(_moved(layout, d, forth), repeats=d) for d in own]
    return sorted(kept, key=lambda d: (d.start, -d.end))


def _end_at_headings(layout: Layout, found: Sequence[Draft]) -> None:
    """The title printed again heads what follows: it is no part of what somebody said before it."""
    first, *rest = [layout.text[start:end] for start, end in layout.paragraphs] or [""]
    headings = [span for span, body in zip(layout.paragraphs[1:], rest, strict=True) if body == first]
    for draft in found if headings else ():
        own = [p for p in draft.content if not any(a <= p.start and p.end <= b for a, b in headings)]
        if own and not any(a <= draft.anchor < b for a, b in headings):
            draft.content = own


def _read_in(layout: Layout, found: Sequence[Draft], run: Sequence[int]) -> list[Draft]:
    return [d for d in found if _within(layout, d, run)]


def printings(layout: Layout) -> list[tuple[list[int], list[int]]]:
    """Runs of paragraphs (by number) that stand again further on, the first ones and the later ones side by side."""
    places: dict[str, int] = {}
    runs: list[tuple[list[int], list[int]]] = []
    for i, (start, end) in enumerate(layout.paragraphs):
        body = layout.text[start:end]
        if len(_WORD.findall(body)) < _LEAST:
            continue
        first = places.setdefault(body, i)
        if first == i:
            continue
        if runs and runs[-1][0][-1] < first and runs[-1][1][-1] < i and first not in runs[-1][1]:
            runs[-1][0].append(first)
            runs[-1][1].append(i)
        else:
            runs.append(([first], [i]))
    return runs


def _paragraph(layout: Layout, span: Span, among: Sequence[int]) -> int | None:
    return next(
        (i for i in among if layout.paragraphs[i][0] <= span.start and span.end <= layout.paragraphs[i][1]), None
    )


def _parts(draft: Draft) -> list[Span]:
    ends = [part for part in (draft.source, draft.addressee) if part is not None]
    return [*draft.content, *draft.cue, *ends]


def _within(layout: Layout, draft: Draft, among: Sequence[int]) -> bool:
    return all(_paragraph(layout, part, among) is not None for part in _parts(draft))


def _moved(layout: Layout, draft: Draft, to: Mapping[int, int]) -> Draft:
    def moved(span: Span) -> Span:
        home = _paragraph(layout, span, list(to))
        assert home is not None
        shift = layout.paragraphs[to[home]][0] - layout.paragraphs[home][0]
        return Span(start=span.start + shift, end=span.end + shift)

    return replace(
        draft,
        content=[moved(piece) for piece in draft.content],
        cue=[moved(part) for part in draft.cue],
        source=moved(draft.source) if draft.source else None,
        addressee=moved(draft.addressee) if draft.addressee else None,
    )
