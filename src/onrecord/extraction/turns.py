"""The labelled turns of a transcript ("MR HALE: ..."): whose words a statement is, and where a turn ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extraction.drafts import Draft, cut
from onrecord.extraction.layout import Layout
from onrecord.records import Span

# "MR HALE:", "Q:", "Secretary Blinken:" at the head of a paragraph; "Q" or "A" and a wide space.
_LABEL = re.compile(
    r"[\"“”]?(?:(?P<label>[A-Z][A-Z.'’ -]{1,60}|Q|A|(?:[A-Z][\w.’'-]{1,30} ){0,4}[A-Z][\w.’'-]{1,30})"
    r"(?: \([^)\n]{1,60}\))?:\s|(?P<letter>[QA])[ \u00a0]{2,})"
)
_TITLE_LAST = re.compile(
    r"\b(?:PRESIDENT|PREMIER|CHANCELLOR|KING|QUEEN|MINISTER|SECRETARY|OFFICIAL|OFFICER|MEMBER|SPOKES[A-Z]+|GENERAL|"
    r"AMBASSADOR|COMMISSIONER|GOVERNOR|SENATOR|LADY|LEADER|CHAIR[A-Z]*|SPEAKER|SPEAKERS|HIGHNESS|MAJESTY)\Z"
)
# One label so often is no heading.
_RECURS = 3
# What leaves nothing said: stage directions, and courtesies.
_ASIDE = re.compile(r"\([^)\n]{1,80}\)|\[[^\]\n]{1,80}\]")
_COURTESY = re.compile(
    r"(?:\W|(?:thanks?(?: you)?(?: (?:so|very) much| again| all)?|hello|hi|good (?:morning|afternoon|evening)|"
    r"welcome|(?:mr|madam)\.? (?:president|secretary)|please|sir|ma['’]am|everyone|everybody|sorry|okay|ok|"
    r"go ahead)(?!\w))*",
    re.IGNORECASE,
)
# A turn in which the model finds nothing says something as likely as not.
_UNMARKED = 0.5
_OWN_VOICE = re.compile(r"\b(?:I|we|We)\b")


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: its label, where it starts, where what is said does, and where it ends."""

    label: Span
    start: int
    said: int
    end: int


def turns(layout: Layout) -> list[Turn]:
    """The turns of a transcript, in order; none where labels may be headings: fewer than two, and none three times."""
    found = [m for a, b in layout.paragraphs if (m := _LABEL.match(layout.text, a, b))]
    times = Counter(m[m.lastgroup or 0] for m in found)
    if len(times) < 2 and max(times.values(), default=0) < _RECURS:
        return []
    ends = [*(m.start() for m in found[1:]), len(layout.text)]
    return [Turn(_name_in(m), m.start(), m.end(), end) for m, end in zip(found, ends, strict=True)]


def _name_in(match: re.Match[str]) -> Span:
    """`SECRETARY BLINKEN`: the name is the last word of a label in capitals, unless that is a title; else all of it."""
    start, end = match.span(match.lastgroup or 0)
    written = match[match.lastgroup or 0]
    if written.isupper() and not _TITLE_LAST.search(written):
        start += written.rfind(" ") + 1
    return Span(start=start, end=end)


def within_turns(layout: Layout, found: Sequence[Draft]) -> list[Draft]:
    """Statements end with their turn, and what nothing cues in it is said by its label; all of a turn, if none is."""
    every = turns(layout)
    if not every:
        return list(found)
    starts = [turn.start for turn in every]
    held: set[int] = set()
    kept = list(found)
    for draft in found:
        at = bisect_right(starts, draft.anchor if draft.cue else draft.start) - 1
        if at >= 0:
            held.add(at)
            _bound(layout.text, draft, every[at])
    for at, turn in enumerate(every):
        content = [] if at in held else cut(layout, turn.said, turn.end)
        if any(_says(layout.text[piece.start : piece.end]) for piece in content):
            kept.append(Draft(content=content, source=turn.label, score=_UNMARKED))
    return sorted(kept, key=lambda d: (d.start, -d.end))


def _bound(text: str, draft: Draft, turn: Turn) -> None:
    own = [piece for piece in draft.content if turn.said < piece.end and piece.start < turn.end]
    draft.content = [Span(start=max(piece.start, turn.said), end=piece.end) for piece in own] or draft.content
    told = draft.source is not None and turn.start <= draft.source.start < turn.end
    if not told and (not draft.cue or any(_OWN_VOICE.search(text, cue.start, cue.end) for cue in draft.cue)):
        draft.source = turn.label


def _says(said: str) -> bool:
    """False for a stage direction, thanks and a greeting."""
    return _COURTESY.fullmatch(_ASIDE.sub("", said)) is None
