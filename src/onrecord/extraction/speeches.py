"""What stands between quotation marks is one speaker's, and his to the end: through a cue, a sentence, a paragraph."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from onrecord.extraction.drafts import Draft, cut
from onrecord.extraction.layout import Layout
from onrecord.extraction.quotes import Quotation
from onrecord.extraction.structure import speaks_within
from onrecord.records import Span


def whole(layout: Layout, found: Sequence[Draft]) -> list[Draft]:
    """The drafts, each with all of the quotations that are its own; what nothing cues within another's falls away."""
    _share_out(layout, found)
    _resume(layout, found)
    kept = _through_paragraphs(layout, found)
    parts = [part for draft in kept if (part := _quotation_behind(layout, draft)) is not None]
    return sorted([*kept, *parts], key=lambda d: (d.start, -d.end))


def _share_out(layout: Layout, found: Sequence[Draft]) -> None:
    """A quotation of which two statements hold a part goes to the nearer cue, if the other has words elsewhere."""
    sharers: dict[Quotation, list[Draft]] = {}
    for draft in found:
        for quotation in _held(layout, draft) if draft.cue else ():
            sharers.setdefault(quotation, []).append(draft)
    for quotation, rivals in sharers.items():
        owner = min(rivals, key=lambda d: _distance(layout, d, quotation.span))
        for rival in rivals:
            rest = _beyond(rival, quotation)
            if rival is not owner and rest and not speaks_within(owner, rival) and not speaks_within(rival, owner):
                rival.content = rest
                _take(layout, owner, quotation)


def _resume(layout: Layout, found: Sequence[Draft]) -> None:
    """A quotation that a cue interrupts at a comma goes on in the sentence: "The point," he said, and "is time"."""
    taken = [part for draft in found for part in (*draft.content, *draft.cue)]
    for quotation in layout.quotations:
        before = layout.text[quotation.opening.start - 2 : quotation.opening.start]
        if quotation.depth > 1 or not quotation.closed or before != ", ":
            continue
        if not layout.text[quotation.span.start].islower() or any(part.overlaps(quotation.span) for part in taken):
            continue
        interrupted = [d for d in found if _breaks_off(layout, d, quotation)]
        if interrupted:
            _take(layout, max(interrupted, key=lambda d: d.anchor), quotation)


def _breaks_off(layout: Layout, draft: Draft, later: Quotation) -> bool:
    """True if a draft's quotation ends at a comma right before its cue, in the sentence where a later one begins."""
    if not draft.cue or not draft.end <= draft.anchor < later.span.start:
        return False
    return any(
        q.closed
        and q.span.end <= draft.anchor
        and layout.text[q.span.end - 1] == ","
        and _same_sentence(layout, q, later)
        for q in _held(layout, draft)
    )


def _same_sentence(layout: Layout, one: Quotation, other: Quotation) -> bool:
    return not any(one.span.end < start <= other.span.start for start in layout.starts)


def _through_paragraphs(layout: Layout, found: Sequence[Draft]) -> list[Draft]:
    """Paragraphs that each open a quotation, where the one before closes none, are one speech with one cue."""
    dropped: set[Draft] = set()
    for speech in _speeches(layout):
        span = Span(start=speech[0].span.start, end=speech[-1].span.end)
        own = [d for d in found if d.start < span.end and span.start < d.end and d not in dropped]
        cued = {q: d for q in speech for d in own if d.cue and q in _held(layout, d)}
        rest = [q for q in speech if q not in cued]
        uncued = [d for d in own if not d.cue and all(piece in span for piece in d.content)]
        owners = [cued.get(q) for q in speech]
        if not rest or not (cued or uncued):
            continue
        for quotation in rest:
            at = speech.index(quotation)
            before = [d for d in owners[:at] if d is not None]
            after = [d for d in owners[at:] if d is not None]
            _take(layout, (before[-1:] or after[:1] or uncued[:1])[0], quotation)
        dropped |= set(uncued if cued else uncued[1:])
    return sorted((d for d in found if d not in dropped), key=lambda d: (d.start, -d.end))


def _quotation_behind(layout: Layout, draft: Draft) -> Draft | None:
    """What a draft in the reporter's words quotes in sentences behind its own, taken from it as another statement.

    He said it is late. "We have to go." Of 38 such quotations in the training reports 30 are statements of their own;
    behind a quotation, of 230 only 32.
    """
    quotation = min(_held(layout, draft), key=lambda q: q.span.start, default=None)
    if quotation is None:
        return None
    at = bisect_left(layout.starts, quotation.opening.start)
    if layout.starts[at : at + 1] != [quotation.opening.start]:
        return None
    before = [piece for piece in draft.content if piece.end <= quotation.opening.start]
    if not draft.cue or draft.cue[-1].end > quotation.opening.start or not before:
        return None
    behind = [piece for piece in draft.content if piece not in before]
    draft.content = before
    return replace(draft, content=behind, cue=[])


def _speeches(layout: Layout) -> Iterator[list[Quotation]]:
    """Runs of two quotations or more, each left open by its paragraph and taken up at the head of the next one."""
    outer = [q for q in layout.quotations if q.depth == 1]
    heads = {start for start, _ in layout.paragraphs}
    run: list[Quotation] = []
    for one, next_one in pairwise(outer):
        between = layout.text[one.span.end : next_one.opening.start]
        if not one.closed and next_one.opening.start in heads and not between.strip():
            run = [*run, next_one] if run else [one, next_one]
        elif run:
            yield run
            run = []
    if run:
        yield run


def _held(layout: Layout, draft: Draft) -> set[Quotation]:
    """The outermost quotations in which a draft has words, and not its cue."""
    near = {quotation for piece in draft.content for quotation in layout.near(piece) if quotation.depth == 1}
    return {q for q in near if not any(part.overlaps(q.span) for part in draft.cue)}


def _beyond(draft: Draft, quotation: Quotation) -> list[Span]:
    return [piece for piece in draft.content if not piece.overlaps(quotation.span)]


def _take(layout: Layout, draft: Draft, quotation: Quotation) -> None:
    content = cut(layout, quotation.span.start, quotation.span.end)
    draft.content = sorted([*_beyond(draft, quotation), *content])


def _distance(layout: Layout, draft: Draft, span: Span) -> tuple[bool, int]:
    """How far the cue is from some words: one of another paragraph is farther than any of the same."""
    part = min(draft.cue, key=lambda part: max(part.start - span.end, span.start - part.end))
    low, high = sorted((part.start, span.start))
    return "\n" in layout.text[low:high], max(part.start - span.end, span.start - part.end)
