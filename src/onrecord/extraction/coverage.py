"""Words that the model takes for somebody's, each for itself, and that no statement holds.

From an anchor the reader sees so many words, and may stop short within them: such words at an edge of a content, in
the same sentence, are part of it. The anchors of a text miss what is attributed a sentence or two before ("He spoke of
three risks. The first ..."): such a sentence is a statement that nothing cues.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from onrecord.extraction.drafts import Draft, cut
from onrecord.extraction.layout import Layout
from onrecord.extraction.tagger import Tagged
from onrecord.records import Span

# From which probability, how many words and which share of their sentence are a statement: chosen on the development
# sets, of 0.7 and 0.8, 8 to 16 words, 0.5 to 0.9. Many words and half the sentence give PolNeAR's alpha most (0.002 to
# 0.003 over the others), and cost its overlap_f1 nothing.
LEAST = 0.7
LEAST_WORDS = 16
LEAST_SHARE = 0.5
# From which probability, and how many words of it, a content takes in what stands at its edge. On the development sets
# alpha rises by 0.005 and overlap_f1 by 0.001 to 0.002, alike from 0.4 to 0.8 and with three words or five.
LEAST_BESIDE = 0.5
WORDS_BESIDE = 5
# In the training reports 67 contents hold such a clause, 13 end before one. A verb makes "that" a pronoun.
_JOINED = re.compile(
    r"[”\"]?,? (?:and|but) that (?:the|an?|it|he|she|they|we|there|this|these|those|its|their|his|her|some|any|no|all"
    r"|[A-Z]\w*)\b"
)


def add_covered(layout: Layout, tagged: Tagged, found: Sequence[Draft]) -> list[Draft]:
    """The drafts, their contents whole; the sentences that none of them holds are statements that nothing cues."""
    words = tagged.words
    if not len(words) or not layout.starts:
        return list(found)
    sentence = np.searchsorted(layout.starts, words.starts, side="right") - 1
    _take_joined(layout, found)
    _take_in(layout, tagged, found, sentence)
    free = (tagged.said >= LEAST) & ~_held(tagged, found)
    made = []
    for first, last in _runs(free, sentence):
        whole = int((sentence == sentence[first]).sum())
        if last - first < max(LEAST_WORDS, LEAST_SHARE * whole):
            continue
        content = cut(layout, int(words.starts[first]), int(words.ends[last - 1]))
        if content:
            made.append(Draft(content=content, score=float(tagged.said[first:last].mean()) ** 2))
    return sorted([*found, *made], key=lambda d: (d.start, -d.end))


def _take_joined(layout: Layout, found: Sequence[Draft]) -> None:
    """A second clause that "and that" or "but that" joins to a content is part of it, to the sentence's end; where
    several contents end there, of that which began first."""
    ends: dict[int, Draft] = {}
    for draft in sorted(found, key=lambda d: d.anchor):
        ends.setdefault(draft.content[-1].end, draft)
    for draft in ends.values():
        last = draft.content[-1]
        joined = _JOINED.match(layout.text, last.end)
        if joined is None or not draft.cue or draft.cue[-1].end > last.start or _to_do(layout.text, draft):
            continue
        at = bisect_right(layout.starts, last.end - 1) - 1
        if at < 0 or joined.end() > (end := layout.sentences[at].end):
            continue
        rest = Span(start=last.end, end=end)
        if not any(other is not draft and _begun_before(other, rest) for other in found):
            draft.content = [*draft.content[:-1], *cut(layout, last.start, end)]


def _to_do(text: str, draft: Draft) -> bool:
    """True for what somebody agrees or threatens to do, which no clause with "that" goes on."""
    return text[draft.cue[-1].end - 3 : draft.cue[-1].end] == " to" or text.startswith("to ", draft.start)


def _begun_before(draft: Draft, rest: Span) -> bool:
    """True if the words that attribute a statement stand in the rest of a sentence, and what it says before them."""
    return any(cue in rest for cue in draft.cue) and draft.start < rest.start


def _take_in(layout: Layout, tagged: Tagged, found: Sequence[Draft], sentence: npt.NDArray[np.int64]) -> None:
    words = tagged.words
    pieces = [(draft, piece) for draft in found for piece in draft.content]
    after = words.starts.searchsorted([piece.end for _, piece in pieces]).tolist()
    first = words.ends.searchsorted([piece.start for _, piece in pieces], side="right").tolist()
    ending, beginning = dict(zip(after, pieces, strict=True)), dict(zip(first, pieces, strict=True))
    for start, end in _runs((tagged.said >= LEAST_BESIDE) & ~_held(tagged, found), sentence):
        if end - start < WORDS_BESIDE:
            continue
        low, high = int(words.starts[start]), int(words.ends[end - 1])
        if end in beginning and sentence[end - 1] == sentence[end]:
            draft, piece = beginning[end]
            whole = cut(layout, low, piece.end)
            # What stands behind the piece may be its own too.
            ending[int(words.starts.searchsorted(piece.end))] = draft, whole[-1]
        elif start in ending and sentence[start - 1] == sentence[start]:
            draft, piece = ending[start]
            whole = cut(layout, piece.start, high)
        else:
            continue
        draft.content = [one for own in draft.content for one in (whole if own == piece else [own])]


def _held(tagged: Tagged, found: Sequence[Draft]) -> npt.NDArray[np.bool_]:
    words = tagged.words
    held = np.zeros(len(words), dtype=bool)
    spans = [s for d in found for s in (*d.content, *d.cue, *([d.source] if d.source else []))]
    firsts = words.ends.searchsorted([span.start for span in spans], side="right")
    lasts = words.starts.searchsorted([span.end for span in spans], side="left")
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        held[first:last] = True
    return held


def _runs(free: npt.NDArray[np.bool_], sentence: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Runs of free words, none over a sentence's edge."""
    change = np.flatnonzero((np.diff(free) != 0) | (np.diff(sentence) != 0)) + 1
    for first, last in pairwise((0, *change.tolist(), len(free))):
        if free[first]:
            yield first, last
