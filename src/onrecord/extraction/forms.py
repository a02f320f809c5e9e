"""Statements in forms that carry no cue for the model to find: told by layout, not by words.

Each rule adds drafts, or gives a draft its speaker; none takes away what the model found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from onrecord.extraction.drafts import Draft, Layout, cut
from onrecord.extraction.quotes import Quotation, paragraphs
from onrecord.records import Span

_WORD = re.compile(r"\w+")
# "... must not be crossed - Stefanishina": a dash between spaces near the end of a headline, then a name.
_CLAIM_DASH_NAME = re.compile(r"(?P<claim>.+\w[\w\"”’')]*)\s+[-–—]\s+(?P<name>\w[\w.'’-]*(?:\s+\w[\w.'’-]*){0,4})\s*")
# "MR PRICE:", "Q:", "Secretary Blinken:" at the head of a paragraph.
_LABEL = re.compile(
    r"(?P<name>[A-Z][A-Z.'’ -]{1,40}|Q|A|(?:[A-Z][\w.'’-]+ ){0,4}[A-Z][\w.'’-]+)(?: \([^)\n]{1,60}\))?:\s"
)
# Fewer words in marks are a term or a title, not a quotation that needs a speaker.
_LEAST_QUOTED = 6

Rule = Callable[[Layout, list[Draft]], list[Draft]]


def add_forms(layout: Layout, found: list[Draft]) -> list[Draft]:
    """The drafts with those of every form added, in order of their content."""
    for rule in RULES:
        found = found + rule(layout, found)
    return sorted(found, key=lambda d: (d.start, -d.end))


def headline_dash(layout: Layout, found: list[Draft]) -> list[Draft]:
    """`Claim - Speaker` in a headline, where the body has that speaker too."""
    named = {w.lower() for d in found if d.source for w in _WORD.findall(layout.text, d.source.start, d.source.end)}
    added = []
    for start, end in headlines(layout.text):
        match = _CLAIM_DASH_NAME.fullmatch(layout.text, start, end)
        if match is None or _WORD.findall(match["name"])[-1].lower() not in named:
            continue
        name = Span(start=match.start("name"), end=match.end("name"))
        said_here = [d for d in found if start <= d.start and d.end <= end]
        if any(d.source == name for d in said_here):
            continue
        claim = _pieces(layout, match.start("claim"), match.end("claim"))
        same = [d for d in said_here if d.source is None and d.content == claim]
        if same:
            same[0].source = name
        elif claim:
            added.append(Draft(content=claim, source=name))
    return added


def transcript(layout: Layout, found: list[Draft]) -> list[Draft]:
    """Labelled turns (`MR PRICE: ...`): the label speaks whatever the turn's paragraphs say without another cue.

    Only where at least two labels stand at the heads of paragraphs, since one alone may be a heading.
    """
    ranges = paragraphs(layout.text)
    labels = [(a, b, m) for a, b in ranges if (m := _LABEL.match(layout.text, a, b))]
    if len(labels) < 2 or len({m["name"] for _, _, m in labels}) < 2:
        return []
    added = []
    starts = [a for a, _, _ in labels]
    for (start, _, match), turn_end in zip(labels, [*starts[1:], len(layout.text)], strict=True):
        label = Span(start=match.start("name"), end=match.end("name"))
        own = [d for d in found if start <= d.start < turn_end]
        for draft in own:
            if draft.source is None and not draft.cue:
                draft.source = label
        if not own and (content := _pieces(layout, match.end(), turn_end)):
            added.append(Draft(content=content, source=label))
    return added


def uncued_quotations(layout: Layout, found: list[Draft]) -> list[Draft]:
    """A closed quotation of some length that nothing attributes: it goes on with the last speaker."""
    added = []
    for quotation in layout.quotations:
        if quotation.depth > 1 or not quotation.closed or not _is_open_quotation(layout, quotation, found):
            continue
        content = _pieces(layout, quotation.span.start, quotation.span.end)
        if content:
            added.append(Draft(content=content, score=UNCUED))
    return added


# Of the quotations that this rule adds on the diplomacy training set, the share that is annotated; set by bench/forms.
UNCUED = 0.5

RULES: Sequence[Rule] = (headline_dash, transcript, uncued_quotations)


def headlines(text: str) -> list[tuple[int, int]]:
    """The title, and further one-line paragraphs in the first three that print it again or stand above the body."""
    first = paragraphs(text)[:3]
    return [(a, b) for a, b in first if "\n" not in text[a:b] and len(_WORD.findall(text, a, b)) <= 30]


def _is_open_quotation(layout: Layout, quotation: Quotation, found: Sequence[Draft]) -> bool:
    words = [m.start() for m in _WORD.finditer(layout.text, quotation.span.start, quotation.span.end)]
    if len(words) < _LEAST_QUOTED or any(a <= quotation.span.start < b for a, b in headlines(layout.text)[:1]):
        return False
    taken = [p for d in found for p in [*d.content, *d.cue] if p.overlaps(quotation.span)]
    return not taken


def _pieces(layout: Layout, start: int, end: int) -> list[Span]:
    marks = {q.opening.start: q for q in layout.quotations} | {
        q.closing.start: q for q in layout.quotations if q.closed
    }
    return cut(layout.text, layout.sentence_starts(), marks, start, end)
