"""The labelled turns of a transcript ("MR HALE: ..."): whose words a statement is, and where a turn ends."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.extraction.drafts import Draft, cut
from onrecord.extraction.layout import Layout, merged
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
# A text of which such a share are turns is a transcript, and all of a turn is said if such a share of its words is: in
# the training set 0.96 of the words of such turns are somebody's, of the labelled parts of newsletters less than 0.75.
_MOST = 0.5
_WORD = re.compile(r"\w+")
# Of a turn, a sentence that nobody found is said from so many words on: most shorter ones thank, or are cut off.
_LEAST_WORDS = 8
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
    throughout = len(layout.text) - starts[0] > _MOST * len(layout.text)
    held: dict[int, list[Draft]] = {}
    kept = list(found)
    for draft in found:
        at = bisect_right(starts, draft.anchor if draft.cue else draft.start) - 1
        if at >= 0:
            held.setdefault(at, []).append(draft)
            _bound(layout.text, draft, every[at])
    for at, turn in enumerate(every):
        content = [] if at in held else cut(layout, turn.said, turn.end)
        if any(_says(layout.text[piece.start : piece.end]) for piece in content):
            kept.append(Draft(content=content, source=turn.label, score=_UNMARKED))
        elif throughout and at in held:
            kept += _rest(layout, turn, held[at])
    return sorted(kept, key=lambda d: (d.start, -d.end))


def _rest(layout: Layout, turn: Turn, own: Sequence[Draft]) -> list[Draft]:
    """What a turn says beyond its statements, if they hold most of it.

    The reader sees so many words from where a statement begins. One that goes on beyond them was cut there, in the
    middle of a sentence, and the sentences behind it were found by nobody.
    """
    spans = [span for d in own for span in (*d.content, *d.cue, *([d.source] if d.source else []))]
    taken = merged(span for span in spans if turn.said <= span.start)
    size = sum(len(_WORD.findall(layout.text, span.start, span.end)) for span in taken)
    if size < _MOST * len(_WORD.findall(layout.text, turn.said, turn.end)):
        return []
    ending = {draft.end: draft for draft in own if not draft.cue}
    added: list[Draft] = []
    short: Draft | None = None
    for start, end in _sentences(layout, turn):
        at = bisect_left(taken, end, key=lambda span: span.start) - 1
        reached = taken[at].end if at >= 0 else turn.said
        content = cut(layout, max(start, reached), end)
        if reached > start:
            short = ending.get(reached) if content else None
            if short is not None:
                short.content = [*short.content[:-1], *cut(layout, short.content[-1].start, end)]
        elif short is not None:
            short.content += content
        elif len(_WORD.findall(layout.text, start, end)) >= _LEAST_WORDS:
            added.append(Draft(content=content, source=turn.label, score=_UNMARKED))
    return added


def _sentences(layout: Layout, turn: Turn) -> Iterator[tuple[int, int]]:
    first, last = bisect_right(layout.starts, turn.said), bisect_left(layout.starts, turn.end)
    return pairwise([turn.said, *layout.starts[first:last], turn.end])


def _bound(text: str, draft: Draft, turn: Turn) -> None:
    own = [piece for piece in draft.content if turn.said < piece.end and piece.start < turn.end]
    draft.content = [Span(start=max(piece.start, turn.said), end=piece.end) for piece in own] or draft.content
    told = draft.source is not None and turn.start <= draft.source.start < turn.end
    if not told and (not draft.cue or any(_OWN_VOICE.search(text, cue.start, cue.end) for cue in draft.cue)):
        draft.source = turn.label


def _says(said: str) -> bool:
    """False for a stage direction, thanks and a greeting."""
    return _COURTESY.fullmatch(_ASIDE.sub("", said)) is None
