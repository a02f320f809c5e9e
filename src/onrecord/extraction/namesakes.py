"""Which of several persons of one family name a text means by that name alone: "Silva", of Ana and Ugo Silva."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from onrecord.records import Span

_KIN = (
    r"(?:wife|husband|spouse|partner|widow|widower|son|daughter|father|mother|brother|sister|uncle|aunt|nephew|niece|"
    r"cousin)"
)
# "His wife, ", "her father, former President ", "Silva's brother ": whose name comes next.
_KIN_BEFORE = re.compile(
    rf"(?:\b(?:his|her|their|whose)|['’]s?) (?:\w+ ){{0,2}}{_KIN},? (?:[\w.]+ ){{0,4}}\Z|"
    rf"\b{_KIN} (?:of|to) (?:[\w.]+ ){{0,5}}\Z",
    re.IGNORECASE,
)
_KIN_BEHIND = re.compile(rf", (?:his|her|their) (?:\w+ ){{0,2}}{_KIN}\b", re.IGNORECASE)
# "Mr Silva", and "Silva said he ...", where the same clause names nobody else.
_HONORIFIC = re.compile(r"\b(?:(?P<m>Mr|Sir|Lord)|(?P<f>Mrs|Ms|Miss|Madame|Lady))\.? \Z")
_PRONOUN = re.compile(r"(?:['’]s)? [a-z]+(?: [a-z]+)??(?: that)? (?:(?P<m>he|his|himself)|(?P<f>she|herself))\b")
_FORMER = re.compile(r"\b(?:former|ex|late)\b", re.IGNORECASE)
_NEAR = 60


class Namesakes:
    """Answers for one text. `gender`: what a full name's given name tells; `titled`: the title right before a place."""

    def __init__(self, text: str, gender: Callable[[str], str | None], titled: Callable[[int], str | None]) -> None:
        self._text = text
        self._gender = gender
        self._titled = titled

    def meant(self, bearers: Sequence[tuple[str, Sequence[Span]]], span: Span) -> int | None:
        """Which of the bearers, each a name and its mentions so far, a family name at a place means; None if nobody.

        Who can be meant by "Mr" and by a "she" that follows; of those whom the text introduces in their own right, and
        not as somebody's kin; of those who bear a title now; the one named last before, or first of all.
        """
        called = self._called(span)
        fit = [at for at, bearer in enumerate(bearers) if not called or self._gender_of(*bearer) in (None, called)]
        if len(fit) < 2:
            return fit[0] if fit else None
        told = self._told(span)
        fit = [at for at in fit if told is None or self._gender_of(*bearers[at]) in (None, told)] or fit
        fit = [at for at in fit if not self._is_kin(bearers[at][1][0], span)] or fit
        fit = [at for at in fit if self._bears_title(bearers[at][1])] or fit
        before = [(place.start, at) for at in fit for place in bearers[at][1] if place.start < span.start]
        return max(before)[1] if before else fit[0]

    def _called(self, span: Span) -> str | None:
        found = _HONORIFIC.search(self._text, max(0, span.start - 9), span.start)
        return found.lastgroup if found else None

    def _told(self, span: Span) -> str | None:
        found = _PRONOUN.match(self._text, span.end)
        return found.lastgroup if found else None

    def _gender_of(self, name: str, places: Sequence[Span]) -> str | None:
        full = (place for place in places if " " in self._text[place.start : place.end])
        return next(filter(None, map(self._called, full)), None) or self._gender(name)

    def _is_kin(self, first: Span, span: Span) -> bool:
        """True for somebody introduced before a place as another's kin."""
        if first.start >= span.start:
            return False
        return bool(
            _KIN_BEFORE.search(self._text, max(0, first.start - _NEAR), first.start)
            or _KIN_BEHIND.match(self._text, first.end)
        )

    def _bears_title(self, places: Sequence[Span]) -> bool:
        for place in places:
            title = self._titled(place.start)
            if title is not None and not _FORMER.search(self._text, max(0, place.start - _NEAR), place.start):
                return True
        return False
