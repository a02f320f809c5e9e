"""Whom "he" and "she" can mean by what is named near: in the sentence before, last of all, or soon after."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from onrecord.extraction.groups import SENTENCE_ENDS
from onrecord.extraction.people import Person
from onrecord.records import Span

# A name that follows a pronoun stands no further behind.
_SOON = 300


class Nearby:
    """Answers for one text. `mentions`: of its persons, in order, each with the person's index; `unsaid`: those of them
    that stand within nothing that anybody says. `fits`: whether a person can be meant."""

    def __init__(
        self,
        text: str,
        persons: Sequence[Person],
        mentions: Sequence[tuple[Span, int]],
        unsaid: Sequence[tuple[Span, int]],
    ) -> None:
        self._text = text
        self._persons = persons
        self._mentions = mentions
        self._unsaid = unsaid

    def before(self, span: Span, fits: Callable[[Person], bool]) -> Person | None:
        """The first whom the nearest sentence before in the paragraph names.

        Names within what somebody says don't count. On annotated spans of the training set this is right more often
        than the last speaker alone.
        """
        start = self._text.rfind("\n", 0, span.start) + 1
        low = bisect_left(self._unsaid, start, key=lambda m: m[0].start)
        high = bisect_left(self._unsaid, span.start, key=lambda m: m[0].end)
        near = [(m, i) for m, i in self._unsaid[low:high] if fits(self._persons[i])]
        if not near:
            return None
        last = near[-1][0].start
        sentence = max(self._text.rfind(stop, start, last) for stop in SENTENCE_ENDS)
        return next(self._persons[i] for m, i in near if m.start >= max(sentence, start))

    def last(self, span: Span, fits: Callable[[Person], bool]) -> Person | None:
        """The one named last before, in whatever."""
        before = bisect_left(self._mentions, span.start, key=lambda m: m[0].start)
        named = (self._persons[i] for _, i in reversed(self._mentions[:before]))
        return next(filter(fits, named), None)

    def soon(self, span: Span, fits: Callable[[Person], bool]) -> Person | None:
        """The first one named soon after."""
        low = bisect_left(self._mentions, span.end, key=lambda m: m[0].start)
        high = bisect_left(self._mentions, span.end + _SOON, key=lambda m: m[0].start)
        return next(filter(fits, (self._persons[i] for _, i in self._mentions[low:high])), None)
