"""When a meeting starts and ends: the time that its mentions point to, weighed against the others and against none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from onrecord.errors import RecordError
from onrecord.extraction.layout import Layout
from onrecord.extraction.meetings.mentions import Mention, standing_of
from onrecord.records import PartialDate, Time

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_PLAIN = re.compile(r"\d{4}(?:-\d{2}){0,2}|--\d{2}-\d{2}")
# Mentions of one meeting that are looked at, and times around each: a text may be nothing but times.
_MENTIONS, _TIMES = 8, 12
# Words around a mention of so many letters tell of no day: "to", "the", "and".
_SHORT = 3
_REPORTS = re.compile(r"\b(?:said|told|says|announced|reported|added|confirmed|according)\b", re.IGNORECASE)
_SPEAKS = re.compile(
    r"\b(?:said|told|telling|says|stated|announced|added|confirmed|speaking|spoke|addressing|addressed|remarks|comments)\b"
)
_CLAUSE = re.compile(r"[;:—]|\s-\s|,\s(?:who|which|where|when|while|and|but|as)\b|\b(?:but|while|after|before|that)\b")
_ATTACHED = re.compile(
    r"^[\s,]*(?:(?:on|in|at|from|for|this|since|the|held|of|early|late|late on|early on|to be held)\s+){0,3}$"
)

_OPEN = re.compile(r"^(?!.*\d{4})(?!.*\b(?:last|next|this|past|coming|previous|ago|later|earlier)\b)", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_MONTH_NAME = re.compile(
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\b"
)

_NUMBERS = {
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
}
_LENGTH = re.compile(rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)})[\s-]days?\b", re.IGNORECASE)
_LONGEST = 31


@dataclass(frozen=True, slots=True)
class When:
    """A candidate for the days of a meeting; `end` is None where the time says no more than the start."""

    start: str
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One reason to choose a candidate (None: no date is given), with its signs and how much each applies."""

    when: When | None
    signs: Mapping[str, float]


class Calendar:
    """The times of one text, ready to be asked for those around a mention."""

    def __init__(self, layout: Layout, times: Sequence[Time], published: PartialDate | None) -> None:
        self._text = layout.text
        self._layout = layout
        self._times = sorted(times, key=lambda t: t.span)
        self._starts = [t.span.start for t in self._times]
        self.published = published.value if published and published.value[0] != "-" else None

    def dates(
        self, mentions: Sequence[Mention], when: When | None, status: str
    ) -> tuple[PartialDate | None, PartialDate | None]:
        """First and last day: a length ("three-day visit") counts from the first; what goes on has no end yet."""
        if when is None:
            return None, None
        length = next((int(_NUMBERS.get(m[1].lower(), m[1])) for x in mentions if (m := _LENGTH.search(x.text))), None)
        end = when.end
        if end is None and length is not None and length <= _LONGEST:
            end = days_on(when.start, length)
        if end is None and status != "under_way":
            end = when.start
        return PartialDate(when.start), None if end is None else PartialDate(end)

    def _standing(self, when: When | None, kind: str) -> dict[str, float]:
        """How the days of a meeting stand to that of publication, as signs."""
        if when is None:
            return {"no day": 1.0, f"no day {kind}": 1.0}
        first, last = self.relation(When(when.start)), self.relation(When(when.end or when.start))
        form = _form(when.start)
        return {
            f"starts {first}": 1.0,
            f"starts {first} {form}": 1.0,
            f"starts {first} {kind}": 1.0,
            f"{first} to {last}": 1.0,
        }

    def choices(self, mentions: Sequence[Mention]) -> list[Choice]:
        """Every reason for every candidate; the first one is for none."""
        kind = mentions[0].kind
        standings: dict[When | None, dict[str, float]] = {}
        found = []
        for choice in self._reasons(mentions):
            standing = standings.get(choice.when)
            if standing is None:
                standing = standings[choice.when] = self._standing(choice.when, kind)
            found.append(Choice(choice.when, {**choice.signs, **standing}))
        return found

    def _reasons(self, mentions: Sequence[Mention]) -> list[Choice]:
        found: list[Choice] = []
        dated = "undated"
        for number, mention in enumerate(islice(mentions, _MENTIONS)):
            for time in self._around(mention):
                when = when_of(time.value)
                if when is not None:
                    place = self._place(mention, time)
                    dated = "dated" if "other" not in place else dated
                    found.append(Choice(when, self._pair(number, mention, time, when, place)))
                    other = self._other(time, when)
                    if other is not None:
                        turned = {"turned": 1.0, f"turned {self.relation(other)}": 1.0}
                        found.append(Choice(other, self._pair(number, mention, time, other, place) | turned))
        kind = mentions[0].kind
        state = {dated: 1.0, f"kind {kind}": 1.0, f"kind {kind} {dated}": 1.0, f"head {mentions[0].head}": 1.0}
        state |= self._standing_out(mentions)
        for mention in mentions[:_MENTIONS]:
            state |= dict.fromkeys((s for s in mention.signs if s.startswith(("after", "verb", "last"))), 1.0)
            for sign in mention.around:
                if len(sign) - sign.index(" ") > _SHORT + 1:
                    state[sign] = state.get(sign, 0.0) + 1 / min(_MENTIONS, len(mentions))
        return [*self._untimed(mentions[0], state), *found]

    def _untimed(self, first: Mention, state: Mapping[str, float]) -> Iterator[Choice]:
        """No day, that of publication, and its month and year: what no expression of time need tell."""
        yield Choice(None, {"none": 1.0} | {f"none {sign}": share for sign, share in state.items()})
        if self.published is None:
            return
        state = {**state, **self._running(first)}
        whole = {10: "published", 7: "month", 4: "year"}
        for length, name in whole.items():
            if length <= len(self.published):
                signs = {name: 1.0} | {f"{name} {sign}": share for sign, share in state.items()}
                yield Choice(When(self.published[:length]), signs)

    def _standing_out(self, mentions: Sequence[Mention]) -> dict[str, float]:
        """How much of the text a meeting is, and whether the day of publication is named beside it."""
        first = mentions[0]
        where = standing_of(first)
        count = min(4, len(mentions))
        state = {f"where {where}": 1.0, f"count {count}": 1.0, f"where {where} {first.kind}": 1.0}
        state[f"determiner {first.determiner}"] = 1.0
        state["plural" if first.head.endswith("s") else "singular"] = 1.0
        today = any(self.published in m.days or self._today(m) for m in mentions[:_MENTIONS])
        state["today in sentence" if today else "today not in sentence"] = 1.0
        return state | dict.fromkeys((f"said {lead}" for m in mentions[:_MENTIONS] for lead in self._said(m)), 1.0)

    def _said(self, mention: Mention) -> Iterator[str]:
        """How a mention follows on words that report ("told journalists | after the session")."""
        if _SPEAKS.search(self._text, mention.clause.start, mention.span.start):
            yield next(sign for sign in mention.signs if sign.startswith("after"))

    def _today(self, mention: Mention) -> bool:
        return any(t.value == self.published and self._same(mention, t) for t in self._around(mention))

    def _other(self, time: Time, when: When) -> When | None:
        """The same weekday, or month, on the other side of publication, where the words leave open which is meant."""
        if self.published is None or not _DAY.fullmatch(self.published) or when.end or not _OPEN.search(time.text):
            return None
        published = date.fromisoformat(self.published)
        match = _DAY.fullmatch(when.start)
        if match is not None and _WEEKDAY.search(time.text):
            day = date(*map(int, match.groups()))
            week = timedelta(days=-7 if day > published else 7)
            return When((day + week).isoformat()) if abs((day - published).days) <= 7 else None
        if len(when.start) == 7 and _MONTH_NAME.search(time.text):
            year, month = map(int, when.start.split("-"))
            if (year, month) == (published.year, published.month):
                return None
            other = year + (-1 if (year, month) > (published.year, published.month) else 1)
            return When(f"{other:04}-{month:02}") if abs(other - published.year) <= 1 else None
        return None

    def _running(self, mention: Mention) -> dict[str, float]:
        """Whether the day of publication is the last that the text named before a mention, and the first of all."""
        before = bisect_left(self._starts, mention.span.start)
        last = next(
            (t.value for t in reversed(self._times[max(0, before - 8) : before]) if _DAY.fullmatch(t.value)), ""
        )
        signs = {"running" if last == self.published else "not running" if last else "no day before": 1.0}
        first = next((t.value for t in self._times[:8] if _DAY.fullmatch(t.value)), "")
        return signs | {"first day" if first == self.published else "another first" if first else "no day": 1.0}

    def _around(self, mention: Mention) -> list[Time]:
        sentences = self._layout.sentences
        start, end = mention.clause.start, mention.clause.end
        if sentences:
            start = sentences[max(0, mention.sentence - 1)].start
            end = sentences[min(len(sentences) - 1, mention.sentence + 1)].end
        start, end = max(start, mention.span.start - 400), min(end, mention.span.end + 400)
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return sorted(self._times[low:high], key=lambda t: abs(t.span.start - mention.span.start))[:_TIMES]

    def _same(self, mention: Mention, time: Time) -> bool:
        sentence = self._layout.sentences[mention.sentence] if self._layout.sentences else mention.clause
        return sentence.start <= time.span.start < sentence.end

    def _pair(self, number: int, mention: Mention, time: Time, when: When, place: str) -> dict[str, float]:
        relation = self.relation(when)
        form = _form(time.value)
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

    def _place(self, mention: Mention, time: Time) -> str:
        """Where a time stands, as seen from a mention."""
        if time.span.overlaps(mention.span):
            return "inside"
        behind = time.span.start >= mention.span.end
        between = (
            self._text[mention.span.end : time.span.start] if behind else self._text[time.span.end : mention.span.start]
        )
        side = "behind" if behind else "ahead"
        if not self._same(mention, time):
            return f"{side} other sentence"
        if _ATTACHED.match(between):
            return f"{side} attached"
        reports = _REPORTS.search(between)
        if not behind and not reports:
            reports = _REPORTS.search(self._text[max(0, time.span.start - 20) : time.span.start])
        far = "near" if len(between) < 40 else "mid" if len(between) < 90 else "far"
        return f"{side} {'reported' if reports else 'clause' if _CLAUSE.search(between) else far}"

    def relation(self, when: When) -> str:
        """How days stand to that of publication."""
        start, end = when.start, when.end or when.start
        if self.published is None or start.startswith("-"):
            return "unknown"
        if self.published.startswith(start) or start <= self.published <= end or start.startswith(self.published):
            return "today" if start == end == self.published and _DAY.fullmatch(start) else "around"
        return "past" if end < self.published else "future"


def when_of(value: str) -> When | None:
    """A time's value as the days of a meeting: a week is its month. None for what is no date."""
    first, slash, last = value.partition("/")
    start = _point(first)
    if start is None:
        return None
    end = _point(last) if slash else None
    if slash and end is None:
        return None
    if end is not None and end < start:
        return When(start)
    return When(start, end)


def _point(value: str) -> str | None:
    week = _WEEK.fullmatch(value)
    if week is not None:
        try:
            # The reports' readers give the month for a week; Thursday's is the week's own.
            return date.fromisocalendar(int(week[1]), int(week[2]), 4).isoformat()[:7]
        except ValueError:
            return None
    if not _PLAIN.fullmatch(value):
        return None
    try:
        PartialDate(value)
    except RecordError:
        return None
    return value


def _form(value: str) -> str:
    if "/" in value:
        return "range"
    return {4: "year", 7: "month", 10: "day", 8: "week"}.get(len(value), "other")


def days_on(start: str, days: int) -> str | None:
    """The last of so many days from a full day on; None where the day or the end is not on the calendar."""
    match = _DAY.fullmatch(start)
    if match is None:
        return None
    try:
        return (date(*map(int, match.groups())) + timedelta(days=days - 1)).isoformat()
    except (ValueError, OverflowError):
        return None
