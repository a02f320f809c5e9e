"""A mention and a time near it: where the time stands, how it is worded, and whose it is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from functools import lru_cache

from onrecord.extraction.layout import Layout
from onrecord.extraction.meetings.mentions import Mention
from onrecord.extraction.meetings.points import MONTH_NAME, WEEKDAY, When, form_of
from onrecord.records import Span, Time

# Times around a mention that are looked at: a text may be nothing but times.
_TIMES = 12
# Code points on each side in which they stand; and before a time to the word that leads to it.
_NEAR, _LEADING = 400, 20
# Words between a mention and a time that are signs, where they are no more.
_BETWEEN = 8
_REPORTS = re.compile(r"\b(?:said|told|says|announced|reported|added|confirmed|according)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:—]|\s-\s|,\s(?:who|which|where|when|while|and|but|as)\b|\b(?:but|while|after|before|that)\b")
_ATTACHED = re.compile(
    r"^[\s,]*(?:(?:on|in|at|from|for|this|since|the|held|of|early|late|late on|early on|to be held)\s+){0,3}$"
)
_LEAD = re.compile(r"(\w+)[\s,]*\Z")
_TOKEN = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*")


class Beside:
    """The times of one text and the mentions that may lay claim to them."""

    def __init__(self, layout: Layout, times: Sequence[Time], mentioned: Sequence[Span]) -> None:
        self._layout = layout
        self.times = sorted(times, key=lambda t: t.span)
        self.starts = [t.span.start for t in self.times]
        self._mentioned = sorted(mentioned)

    def around(self, mention: Mention) -> list[Time]:
        """The times of a mention's sentence and of those beside it, the nearest first."""
        sentences = self._layout.sentences
        start, end = mention.clause.start, mention.clause.end
        if sentences:
            start = sentences[max(0, mention.sentence - 1)].start
            end = sentences[min(len(sentences) - 1, mention.sentence + 1)].end
        start, end = max(start, mention.span.start - _NEAR), min(end, mention.span.end + _NEAR)
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return sorted(self.times[low:high], key=lambda t: abs(t.span.start - mention.span.start))[:_TIMES]

    def same(self, mention: Mention, time: Time) -> bool:
        """Whether a time stands in the sentence of a mention."""
        sentence = self._layout.sentences[mention.sentence] if self._layout.sentences else mention.clause
        return sentence.start <= time.span.start < sentence.end

    def place(self, mention: Mention, time: Time) -> str:
        """Where a time stands, as seen from a mention."""
        if time.span.overlaps(mention.span):
            return "inside"
        text = self._layout.text
        between = self._between(mention, time)
        behind = time.span.start >= mention.span.end
        side = "behind" if behind else "ahead"
        if not self.same(mention, time):
            return f"{side} other sentence"
        if _ATTACHED.match(between):
            return f"{side} attached"
        reports = _REPORTS.search(between)
        if not behind and not reports:
            reports = _REPORTS.search(text[max(0, time.span.start - _LEADING) : time.span.start])
        far = "near" if len(between) < 40 else "mid" if len(between) < 90 else "far"
        return f"{side} {'reported' if reports else 'clause' if _CLAUSE.search(between) else far}"

    def _between(self, mention: Mention, time: Time) -> str:
        first, last = sorted((mention.span, time.span))
        return self._layout.text[first.end : last.start]

    def signs(self, mention: Mention, time: Time, place: str, rank: int, own: Collection[Span]) -> dict[str, float]:
        """What tells a mention's own time from those of others.

        `rank`: how many times stand nearer; `own`: all mentions of the same meeting.
        """
        lead = _LEAD.search(self._layout.text, max(0, time.span.start - _LEADING), time.span.start)
        by = f"lead {lead[1].lower() if lead else 'none'}"
        called, near, whose = f"called {wording(time.text)}", f"rank {min(3, rank)}", self.whose(time, own)
        signs = [near, f"{near} {place}", called, f"{called} {mention.kind}", by, f"{place} {by}"]
        signs += [whose, f"{whose} {place}"]
        if place != "inside" and "other" not in place:
            words = _TOKEN.findall(self._between(mention, time).lower())
            if len(words) <= _BETWEEN:
                signs += [f"{place.split()[0]} between {word}" for word in words]
        return dict.fromkeys(signs, 1.0)

    def whose(self, time: Time, own: Collection[Span]) -> str:
        """Whether the mention nearest to a time in its sentence is an own one, another's, or there is none."""
        low, high = self._sentence(time)
        place = bisect_left(self._mentioned, time.span)
        near = [span for span in self._mentioned[max(0, place - 2) : place + 2] if low <= span.start < high]
        if not near:
            return "free"
        nearest = min(near, key=lambda span: max(0, span.start - time.span.end, time.span.start - span.end))
        return "own" if nearest in own else "taken"

    def _sentence(self, time: Time) -> tuple[int, int]:
        if not self._layout.sentences:
            return 0, len(self._layout.text)
        sentence = self._layout.sentences[self.number(time)]
        return sentence.start, sentence.end

    def number(self, time: Time) -> int:
        """The number of the sentence in which a time stands."""
        return max(0, bisect_right(self._layout.starts, time.span.start) - 1)


def pair_signs(number: int, mention: Mention, value: str, when: When, place: str, relation: str) -> dict[str, float]:
    """The signs of days that a time of some value gives the mention of some number."""
    form = form_of(value)
    signs = {
        "time": 1.0,
        place: 1.0,
        f"number {min(number, 3)}": 1.0,
        f"form {form}": 1.0,
        f"{place} {form}": 1.0,
        f"relation {relation}": 1.0,
        f"relation {relation} {mention.kind}": 1.0,
        f"{place} {mention.kind}": 1.0,
    }
    own = [sign for sign in mention.signs if sign.startswith(("last", "after", "verb", "gov"))]
    return signs | {f"{what} {sign}": 1.0 for sign in own for what in (relation, place)}


@lru_cache(maxsize=1024)
def wording(text: str) -> str:
    """How a time is worded, whichever weekday, month or number it names."""
    words = WEEKDAY.sub("weekday", MONTH_NAME.sub("month", text))
    return " ".join("#" if word[0].isdigit() else word.lower() for word in _TOKEN.findall(words)[:4])
