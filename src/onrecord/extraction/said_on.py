"""The day on which each statement was made, as precisely as the text and its publication allow.

A time in the clause of the cue dates the statement ("said on Thursday"). Where none does, statements in a row by one
speaker share the day of the first; a plain past ("said") in a daily report means the day of the report; what is
said again and again or was said some time ("says", "has said") has no day.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from onrecord.extraction.drafts import Draft
from onrecord.records import PartialDate, Span, Time

Basis = Literal["text", "published"]
Form = Literal["past", "perfect", "present", "participle", "none"]


@dataclass(frozen=True, slots=True)
class Dated:
    """When something was said, and whether its text or its publication tells so; both None if nothing does."""

    day: PartialDate | None = None
    basis: Basis | None = None


UNDATED = Dated()

_POINT = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WEEK = re.compile(r"(\d{4})-W(\d\d)")
# Past forms that don't end in "ed".
_IRREGULAR = (
    "said told wrote spoke made gave put saw thought felt took held began met sent came went found showed brought "
    "swore stood laid read drew was were did left kept heard knew rose set sought"
)
_PAST = re.compile(rf"(?:{_IRREGULAR.replace(' ', '|')}|\w{{2,}}ed)")
_PERFECT = re.compile(r"\b(?:has|have|had|'ve|’ve|having)\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE)
_AUXILIARY = re.compile(r"(?:has|have|had|having)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
# What governs a time that is no day of speech: "since 2014", "by Friday", "until Monday".
_OTHER_PREPOSITION = re.compile(
    r"\b(?:since|until|till|by|before|after|from|for|through|ahead of|following|between|to|of|the)\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[;]|\b(?:who|which|where|whose|when|after|because|although|before)\b", re.IGNORECASE)
# Sentences from one statement to the next that may share its day.
_NEAR = 3
# Sentences in which a report says when its news happened, and how many days before its publication that may be.
_LEAD, _LAG = 4, 7


def said_on(
    text: str,
    found: Sequence[Draft],
    times: Sequence[Time],
    published: PartialDate | None,
    sentences: Sequence[Span],
) -> dict[Draft, Dated]:
    """The day of each draft's act of speech. `times` and `sentences` are those of the text, in order."""
    report = _Report(text, found, times, published, sentences)
    days: dict[Draft, Dated] = {}
    for draft in sorted(found, key=lambda d: d.anchor):
        days[draft] = report.day(draft)
    for draft in found:
        if draft.repeats is not None and days[draft].basis != "text":
            days[draft] = days.get(draft.repeats, days[draft])
    return days


class _Report:
    """A text with its times, read statement by statement in the order of the cues."""

    def __init__(
        self,
        text: str,
        found: Sequence[Draft],
        times: Sequence[Time],
        published: PartialDate | None,
        sentences: Sequence[Span],
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._starts = [s.start for s in sentences]
        self._times = [time for time in times if _spoken(time.value) is not None]
        self._at = [time.span.start for time in self._times]
        self._base = self._base_day(published)
        self._last: tuple[str, int, Dated] | None = None

    def _base_day(self, published: PartialDate | None) -> Dated:
        """The day that a plain past means: that of publication, or of the news where the report names that alone."""
        day = published.value if published else ""
        known = [time for time in self._times if _DAY.fullmatch(time.value)]
        if not _DAY.fullmatch(day):
            return Dated(published, "published") if published else UNDATED
        end = self._sentences[min(_LEAD, len(self._sentences)) - 1].end if self._sentences else 0
        lead = [time.value for time in known if time.span.start < end]
        if lead and all(time.value != day for time in known):
            lag = (date.fromisoformat(day) - date.fromisoformat(lead[0])).days
            if 0 < lag <= _LAG:
                return Dated(PartialDate(lead[0]), "text")
        return Dated(published, "published")

    def day(self, draft: Draft) -> Dated:
        """The day of one statement."""
        sentence = bisect_right(self._starts, draft.anchor) - 1
        speaker = self._speaker(draft)
        answer = self._dated(draft, sentence, speaker)
        if draft.inside is None:
            self._last = (speaker, sentence, answer)
        return answer

    def _dated(self, draft: Draft, sentence: int, speaker: str) -> Dated:
        form = _form(self._text, draft)
        own = self._own_time(draft, sentence)
        if own is not None:
            day = _spoken(own.value)
            return Dated(day, "text")
        if form in ("present", "perfect"):
            return UNDATED
        last = self._last
        if form == "participle":
            return last[2] if last and last[1] == sentence else self._base
        if last is not None and sentence - last[1] <= _NEAR and last[2].basis == "text" and speaker in (last[0], ""):
            return last[2]
        if draft.inside is not None:
            return UNDATED
        return self._base

    def _speaker(self, draft: Draft) -> str:
        """The last word of the speaker's name, nothing for a pronoun."""
        if draft.source is None:
            return ""
        words = _WORD.findall(self._text[draft.source.start : draft.source.end])
        name = words[-1].lower() if words else ""
        return "" if name in ("he", "she", "they", "it", "who") else name

    def _own_time(self, draft: Draft, number: int) -> Time | None:
        """The nearest time in the sentence of the cue that may date it, outside of what was said."""
        if number < 0 or not draft.cue:
            return None
        sentence = self._sentences[number]
        near = self._times[bisect_left(self._at, sentence.start) : bisect_left(self._at, sentence.end)]
        free = [t for t in near if not any(t.span.overlaps(piece) for piece in draft.content)]
        fit = [(self._distance(draft, time), time) for time in free]
        able = [(distance, time.span.start, time) for distance, time in fit if distance is not None]
        return min(able)[2] if able else None

    def _distance(self, draft: Draft, time: Time) -> int | None:
        """Code points from the cue to a time, None if something says that it dates another act."""
        if _OTHER_PREPOSITION.search(self._text, max(0, time.span.start - 20), time.span.start):
            return None
        cue = min(draft.cue, key=lambda part: abs(part.start - time.span.start))
        start, end = (cue.end, time.span.start) if cue.end <= time.span.start else (time.span.end, cue.start)
        if end > start and _BREAK.search(self._text, start, end):
            return None
        return max(0, end - start)


def _spoken(value: str) -> PartialDate | None:
    """A time's value as a day of speech: a day, month or year; the month of a week; None for what is no one date."""
    if _POINT.fullmatch(value):
        return PartialDate(value)
    match = _WEEK.fullmatch(value)
    if match is None:
        return None
    first, last = (date.fromisocalendar(int(match[1]), int(match[2]), day) for day in (1, 7))
    if first.month == last.month:
        return PartialDate(f"{first:%Y-%m}")
    return PartialDate(f"{first:%Y}") if first.year == last.year else None


def _form(text: str, draft: Draft) -> Form:
    """How a cue stands in time: "said", "has said", "says", "saying", or no verb at all."""
    if not draft.cue:
        return "none"
    cue = draft.cue[0]
    if _PERFECT.search(text, max(0, cue.start - 30), cue.start) or _AUXILIARY.match(text, cue.start, cue.end):
        return "perfect"
    words = [word.lower() for word in _WORD.findall(text[cue.start : cue.end])]
    if any(_PAST.fullmatch(word) for word in words[:3]):
        return "past"
    return "participle" if words and words[0].endswith("ing") else "present"
