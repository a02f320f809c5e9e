"""Offices of regions and cities: "California Governor", "the mayor of Chicago", "Kandahar's police chief".

A region or city tells of which state such an officer is, and stands for it in nothing else: talks in Geneva are no
talks with Switzerland, and the New York Times is nobody's office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.knowledge import Knowledge, State
from onrecord.records import Span

_NAME = re.compile(r"\b[A-Z][\w’'-]*\.?(?: (?:(?:de|do|el|the) )?[A-Z][\w’'-]*)*")
_LONGEST = 4
_OFFICE = (
    r"(?:(?:[Gg]overnor|[Mm]ayor|[Pp]remier|[Ss]enator|[Ll]awmaker|[Pp]rosecutor|[Oo]fficial|[Ss]heriff|[Jj]udge|"
    r"[Rr]egulator|[Ll]egislator|[Cc]ouncill?or|[Mm]inister|[Cc]ommander)s?|[Pp]olice|[Aa]uthorities|[Gg]overnment|"
    r"[Aa]dministration|[Ll]egislature|[Aa]ttorneys? [Gg]eneral|[Pp]arliament|[Aa]ssembly(?:man|woman)?|"
    r"(?:[Cc]ity|[Pp]rovincial|[Rr]egional) [Cc]ouncil|[Ss]ecretary of [Ss]tate|(?:Gov|Sen|Rep|Lt)\.)"
)
# Words between a place and the office behind it: "New York state's chief financial regulator".
_RANK = (
    r"(?:(?!(?:and|as|by|for|from|in|of|on|said|says|that|to|told|with)\b)[a-z-]+(?:['’]s)?|State|City|County|District|"
    r"Deputy|Acting|Former|Senior|Lieutenant|Republican|Democratic)"
)
_BEHIND = re.compile(rf"(?:['’]s?)? (?:{_RANK} ){{0,3}}{_OFFICE}(?!\w)")
_AHEAD = re.compile(
    rf"\b{_OFFICE} (?:chief )?(?:of|in|for|from) (?:the )?(?:[\w-]+ )?(?:(?:city|state|province|region|town) of )?\Z"
)
# How far from a title its place may stand.
_NEAR = 40


class Places:
    """The regions and cities of one text."""

    def __init__(self, text: str, knowledge: Knowledge) -> None:
        self._text = text
        self._knowledge = knowledge

    def of_title(self, span: Span) -> State | None:
        """The state of the place of which a title is an office; None for any other title."""
        first, last = max(0, span.start - _NEAR), min(len(self._text), span.end + _NEAR)
        for start, end, state in self._named(first, last):
            behind = _BEHIND.match(self._text, end)
            if behind is not None and behind.end() > span.start and start < span.end:
                return state
            ahead = _AHEAD.search(self._text, max(0, start - 2 * _NEAR), start)
            if ahead is not None and span.start <= ahead.start() < span.end:
                return state
        return None

    def _named(self, first: int, last: int) -> Iterator[tuple[int, int, State]]:
        """Each place that is named there, and its state: the longest name where one begins with another."""
        for run in _NAME.finditer(self._text, first, last):
            words = [(m.start(), m.end()) for m in re.finditer(r"\S+", run[0])]
            for at, (start, _) in enumerate(words):
                for _, end in reversed(words[at : at + _LONGEST]):
                    name = run[0][start:end]
                    bare = re.sub(r"['’]s?\Z", "", name)
                    state = self._knowledge.place_of(bare)
                    if state is not None:
                        yield run.start() + start, run.start() + start + len(bare), state
                        break
