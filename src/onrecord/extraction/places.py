"""Offices of regions and cities: "California Governor", "the mayor of Chicago", "Kandahar's police chief".

A region or city tells of which state such an officer is, and stands for it in nothing else: talks in Geneva are no
talks with Switzerland, and the New York Times is nobody's office.
"""

from __future__ import annotations

import re

from onrecord.extraction.bodies import names_in
from onrecord.knowledge import Knowledge, State
from onrecord.records import Span

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


def state_of_office(text: str, title: Span, known: Knowledge) -> State | None:
    """The state of the region or city of which a title is an office; None for any other title."""
    within = max(0, title.start - _NEAR), min(len(text), title.end + _NEAR)
    for place, state in names_in(text, within, known.place_of, known.may_begin_place):
        behind = _BEHIND.match(text, place.end)
        if behind is not None and behind.end() > title.start and place.start < title.end:
            return state
        ahead = _AHEAD.search(text, max(0, place.start - 2 * _NEAR), place.start)
        if ahead is not None and title.start <= ahead.start() < title.end:
            return state
    return None
