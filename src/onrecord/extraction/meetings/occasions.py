"""The meeting at which, or right after which, a statement was made: each meeting near weighed against none."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from onrecord.extraction.layout import Layout
from onrecord.extraction.meetings.found import FoundMeeting
from onrecord.extraction.meetings.linear import total, weights
from onrecord.records import Span

# Meetings weighed for each statement, the nearest mentioned: a text may be nothing but meetings.
_MEETINGS = 8
_PREPOSITION = re.compile(
    r"\b(at|during|after|following|in|told|telling|before|ahead of|on the sidelines of|to|with|of|for|since|addressing|"
    r"address|concluded|held|had|from)(?:\s[\w’'-]+){0,2}\s*$",
    re.IGNORECASE,
)
_LOOK = 40
_WORD = re.compile(r"\w+")


class Occasions:
    """The occasions of the statements of one text. Ask in order of the text: what follows often has the same."""

    def __init__(self, layout: Layout, meetings: Sequence[FoundMeeting]) -> None:
        self._layout = layout
        self._meetings = meetings
        found = sorted((span, number) for number, meeting in enumerate(meetings) for span in meeting.mentions)
        self._spans = [span for span, _ in found]
        self._numbers = [number for _, number in found]
        self._titled = {n for span, n in found if layout.paragraphs and span.start < layout.paragraphs[0][1]}
        self._words = [{w.lower() for party in m.parties for w in _WORD.findall(party)} for m in meetings]
        self.last: tuple[int | None, str | None] = (None, None)
        self._begun = False

    def of(self, at: int, speaker: str | None) -> FoundMeeting | None:
        """The meeting of a statement: `at` is where its cue begins, or its content where it has none."""
        of = weights().occasion
        choices = self.choices(at, speaker)
        best = max(choices, key=lambda number: total(of, choices[number]))
        self.said(best, speaker)
        return None if best is None else self._meetings[best]

    def said(self, number: int | None, speaker: str | None) -> None:
        """What the statement before was, for the next one."""
        self.last = (number, speaker)
        self._begun = True

    def choices(self, at: int, speaker: str | None) -> dict[int | None, Mapping[str, float]]:
        """Every meeting near, by its number, and none, each with its signs."""
        place = bisect_left(self._spans, Span(start=at, end=at + 1))
        near: dict[int, Span] = {}
        low, high = place - 1, place
        while len(near) < _MEETINGS and (low >= 0 or high < len(self._spans)):
            back = low >= 0 and (high >= len(self._spans) or at - self._spans[low].end <= self._spans[high].start - at)
            index = low if back else high
            near.setdefault(self._numbers[index], self._spans[index])
            low, high = (low - 1, high) if back else (low, high + 1)
        same = speaker is not None and speaker == self.last[1]
        said = "none" if self.last[0] is None else "some"
        who = "same" if same else "other" if self._begun else "first"
        none = dict.fromkeys(
            ("none", f"none after {said}", f"none after {said} {who}", f"none of {min(3, len(near))}"), 1.0
        )
        choices: dict[int | None, Mapping[str, float]] = {None: none}
        if self.last[0] is not None and self.last[0] not in near:
            near[self.last[0]] = self._meetings[self.last[0]].mentions[-1]
        for order, (number, span) in enumerate(near.items()):
            choices[number] = dict.fromkeys(self._signs(at, number, span, order, speaker, who), 1.0)
        return choices

    def _signs(self, at: int, number: int, span: Span, order: int, speaker: str | None, who: str) -> list[str]:
        meeting = self._meetings[number]
        starts = self._layout.starts
        apart = bisect_right(starts, span.start) - bisect_right(starts, at)
        stands = f"apart {max(-6, min(3, apart))}" if apart else "same sentence"
        found = _PREPOSITION.search(self._layout.text, max(0, span.start - _LOOK), span.start)
        lead = found[1].lower() if found else "nothing"
        signs = ["some", stands, f"kind {meeting.kind}", f"status {meeting.status}", f"order {min(3, order)}"]
        signs += [
            f"{stands} {lead}",
            f"{stands} {meeting.kind}",
            f"{stands} {meeting.status}",
            f"{lead} {meeting.kind}",
        ]
        if number == self.last[0]:
            signs += ["as before", f"as before {who}", f"as before {meeting.kind}", f"as before {stands}"]
        if number in self._titled:
            signs += ["titled", f"titled {meeting.kind}"]
        if len(self._meetings) == 1:
            signs.append("alone")
        if speaker is not None:
            words = {w.lower() for w in _WORD.findall(speaker)}
            signs.append("takes part" if words & self._words[number] else "is not named")
        return signs
