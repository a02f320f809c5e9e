"""Taggings to drafts: spans of the text in place of words, content cut into its pieces and trimmed.

A piece of content lies in one sentence, has no outer quotation marks and no closing comma or stop; it is broken where
other words (mostly the cue) interrupt it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from onrecord.extraction.graphemes import widen
from onrecord.extraction.layout import Layout, merged
from onrecord.extraction.links import Links, Places, links_of
from onrecord.extraction.quotes import Quotation
from onrecord.extraction.subjects import hearer, is_done_to, subject
from onrecord.extraction.tagger import ADDRESSEE, CONTENT, CUE, SOURCE, Tagged, Tagging
from onrecord.extraction.words import Words
from onrecord.records import Span

_LEADING = " \t\n ,;:.)]}—–-…"
_TRAILING = " \t\n ,;:.([{—–-…"


# What a source asks of the reporter says nothing on the matter: in one of the 65 places of both training sets
# annotators have a statement of these words alone.
_UNNAMED = re.compile(
    r"(?:not to be|to remain|to stay|that (?:his|her|their) names? not be) "
    r"(?:named|identified|quoted|anonymous|unnamed|unidentified|used|published|disclosed)\b.{0,80}"
)
_ACCORDING = re.compile(r"according to\b", re.IGNORECASE)
_HE = re.compile(r"he|she|they|it|who", re.IGNORECASE)
_AGENT = re.compile(r"\S.{0,60}\sby\s+(?:the\s+)?", re.IGNORECASE)
_OPENING = "\"'“‘„«"
_RELATIVE = re.compile(r",?\s+(?:who|which|that)\Z")
# "Chile - he said - waits": he speaks, and Chile is what he speaks of.
_ASIDE = re.compile(r"\s[-–—]+\s(?=(?:he|she|it|they|we|I)\Z)")
# The share of a quotation from which its rest is taken too; on the development sets better than 0.6 and 0.65.
MOST = 0.5


@dataclass(slots=True, eq=False)
class Draft:
    """A statement in the making. `judged` and `links`: what the model says of it, None where no model spoke.

    `source` is the speaker as written; `inside` and `repeats` point to other drafts.
    """

    content: list[Span]
    cue: list[Span] = field(default_factory=list)
    source: Span | None = None
    addressee: Span | None = None
    score: float = 1.0
    judged: npt.NDArray[np.float32] | None = None
    links: Links | None = None
    inside: Draft | None = None
    repeats: Draft | None = None

    @property
    def start(self) -> int:
        """Where the content begins."""
        return min(piece.start for piece in self.content)

    @property
    def end(self) -> int:
        """Where the content ends."""
        return max(piece.end for piece in self.content)

    @property
    def anchor(self) -> int:
        """Where the cue begins, or the content where nothing cues it."""
        return self.cue[0].start if self.cue else self.start


def drafts(layout: Layout, tagged: Tagged) -> list[Draft]:
    """Every tagging that has content, as a draft, in order of the content."""
    found = []
    places = Places(tagged.words)
    for tagging in tagged.taggings:
        draft = _draft(layout, places, tagging)
        if draft is not None:
            found.append(draft)
    return sorted(found, key=lambda d: (d.start, -d.end))


def _draft(layout: Layout, places: Places, tagging: Tagging) -> Draft | None:
    words = places.words
    cue = [span for run in _runs(layout.text, words, tagging.words(CUE)) if (span := _cue(layout.text, *run))]
    wholes = _whole_quotations(layout, _runs(layout.text, words, tagging.words(CONTENT)), cue, _cut_off(words, tagging))
    content = [piece for whole in wholes for piece in cut(layout, whole.start, whole.end)]
    if not content or asks_not_to_be_named(layout.text, content):
        return None
    at = int(words.starts[tagging.anchor])
    source = _nearest(layout.text, words, tagging.words(SOURCE), at) or subject(layout.text, cue)
    if source is not None and is_done_to(layout.text, source, cue):
        source = None
    heard = _nearest(layout.text, words, tagging.words(ADDRESSEE), at) or hearer(layout.text, cue, content)
    return Draft(
        content=before_agent(layout.text, content, cue, source),
        cue=cue,
        source=source,
        addressee=_in_view(layout.text, heard, at, content, source),
        score=tagging.score,
        judged=tagging.judged,
        links=links_of(places, tagging.first, tagging.links),
    )


def _in_view(text: str, addressee: Span | None, at: int, content: Sequence[Span], source: Span | None) -> Span | None:
    """An addressee; of an earlier or later paragraph only if the speaker is of one too: "he", or nobody named."""
    if addressee is None or source is None or _HE.fullmatch(text, source.start, source.end):
        return addressee
    for place in (at, content[0].start, content[-1].end):
        low, high = sorted((addressee.start, place))
        if "\n" not in text[low:high]:
            return addressee
    return None


def asks_not_to_be_named(text: str, content: Sequence[Span]) -> bool:
    """True for what a source asks of the reporter, and nothing besides."""
    first = content[0]
    return len(content) == 1 and _UNNAMED.fullmatch(text[first.start : first.end]) is not None


def before_agent(text: str, content: list[Span], cue: Sequence[Span], source: Span | None) -> list[Span]:
    """Of "the pause asked for by Oslo is over", the pause alone: what follows the agent is the reporter's sentence."""
    if source is None or not cue or not _AGENT.fullmatch(text, cue[-1].start, source.start):
        return content
    before = [piece for piece in content if piece.end <= cue[0].start]
    quoted = any(piece.start >= source.end and text[piece.start - 1] in _OPENING for piece in content)
    return content if quoted or not before else [piece for piece in content if piece.start < source.end]


def _cue(text: str, start: int, end: int) -> Span | None:
    """A cue without a colon at its end, unless it is one; "according" is never one without its "to"."""
    according = _ACCORDING.match(text, start, end + 3)
    end = start + (len(text[start:end].rstrip(" :")) or end - start)
    return _span(text, start, max(end, according.end()) if according else end)


def cut(layout: Layout, start: int, end: int) -> list[Span]:
    """Cut a run of content at the sentences' edges and trim each piece; pieces without a letter or digit fall away."""
    inner = layout.starts[bisect_right(layout.starts, start) : bisect_left(layout.starts, end)]
    edges = [start, *inner, end]
    pieces = [trim(layout.text, layout.marks, a, b) for a, b in pairwise(edges)]
    return [piece for piece in pieces if piece is not None]


def trim(text: str, marks: Mapping[int, Quotation], start: int, end: int) -> Span | None:
    """Drop white space, commas, stops and unpaired or enclosing quotation marks at both ends."""
    while start < end:
        quotation = marks.get(start)
        if text[start] in _LEADING and quotation is None:
            start += 1
        elif quotation is not None and _is_outer(quotation, start, end):
            start = max(start + 1, quotation.opening.end if quotation.opening.start == start else start + 1)
        else:
            break
    while start < end:
        quotation = marks.get(end - 1) or marks.get(end - 2)
        width = quotation.closing.end - quotation.closing.start if quotation and quotation.closed else 1
        is_mark = quotation is not None and end in (quotation.closing.end, quotation.opening.end)
        if is_mark and quotation is not None and _is_outer(quotation, start, end):
            end -= max(1, width)
        elif text[end - 1] in _TRAILING and not is_mark:
            end -= 1
        else:
            break
    return _span(text, start, end)


def _is_outer(quotation: Quotation, start: int, end: int) -> bool:
    """True unless the quotation stands inside the piece as a part of it ("red lines" that must not be crossed)."""
    begins_inside = quotation.opening.start >= start
    ends_inside = quotation.closing.end <= end and quotation.closed
    if not (begins_inside and ends_inside):
        return True
    return quotation.opening.start == start and quotation.closing.end == end


def _span(text: str, start: int, end: int) -> Span | None:
    spoken = any(c.isalnum() for c in text[start:end]) or text[start:end] in (":", "-", "–", "—")
    return Span(start=widen(text, start, -1), end=widen(text, end, 1)) if spoken else None


def _runs(text: str, words: Words, wanted: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    """Code-point ranges of the words; words with nothing but marks between them make one range."""
    ranges: list[tuple[int, int]] = []
    before = -1
    for word, start, end in zip(
        wanted.tolist(), words.starts[wanted].tolist(), words.ends[wanted].tolist(), strict=True
    ):
        # Between a word and the next there is never a letter or digit.
        if ranges and (word == before + 1 or not any(c.isalnum() for c in text[ranges[-1][1] : start])):
            ranges[-1] = (ranges[-1][0], end)
        else:
            ranges.append((start, end))
        before = word
    return ranges


def _cut_off(words: Words, tagging: Tagging) -> list[int]:
    """Where content runs into the edge of what the reader sees."""
    last = tagging.first + len(tagging.tags) - 1
    seen = ((tagging.tags[0], words.starts[tagging.first]), (tagging.tags[-1], words.ends[last]))
    return [int(place) for tag, place in seen if tag == CONTENT]


def _whole_quotations(
    layout: Layout, ranges: list[tuple[int, int]], cue: Sequence[Span], cut_off: Sequence[int]
) -> list[Span]:
    """Content that holds most of a quotation, or was cut off within one, holds all of it; not if the cue is in it."""
    grown = [Span(start=a, end=b) for a, b in ranges]
    for quotation in {q.opening.start: q for a, b in ranges for q in layout.near(Span(start=a, end=b))}.values():
        span = quotation.span
        held = sum(max(0, min(b, span.end) - max(a, span.start)) for a, b in ranges)
        outside = not any(part.overlaps(span) for part in cue)
        most = held >= MOST * (span.end - span.start) or any(span.start < place < span.end for place in cut_off)
        if quotation.depth == 1 and outside and most:
            grown.append(span)
    return merged(grown)


def _nearest(text: str, words: Words, wanted: npt.NDArray[np.int64], at: int) -> Span | None:
    """The range of the words that stands nearest to a place, without marks at its ends."""
    ranges = sorted(_runs(text, words, wanted), key=lambda r: min(abs(at - r[0]), abs(at - r[1])))
    for start, end in ranges:
        while start < end and not text[start].isalnum():
            start += 1
        while start < end and not (text[end - 1].isalnum() or text[end - 1] in ".)"):
            end -= 1
        relative = _RELATIVE.search(text, start, end)
        end = relative.start() if relative else end
        aside = _ASIDE.search(text, start, end)
        start = aside.end() if aside else start
        if start < end:
            return _span(text, start, end)
    return None
