"""When a meeting starts and ends: the days that it may be on, each with its reasons, weighed against none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from onrecord.extraction.layout import Layout
from onrecord.extraction.meetings.beside import Beside, pair_signs, wording
from onrecord.extraction.meetings.counting import away, day_number, days_on, length_of, moved
from onrecord.extraction.meetings.frames import Frames
from onrecord.extraction.meetings.mentions import Mention, Named, standing_of
from onrecord.extraction.meetings.points import DAY, Published, When, form_of, when_of
from onrecord.records import PartialDate, Span, Time

__all__ = ["Calendar", "Choice", "When", "when_of"]

# Mentions of one meeting that are looked at, and times that stand near none of them.
_MENTIONS, _FAR = 8, 6
# Words around a mention of so many letters tell of no day: "to", "the", "and".
_SHORT = 3
# Code points before a mention that count its day from another, and days of its sentence that they may count from.
_COUNTED, _ANCHORS = 60, 2
# Mentions of other meetings in a sentence that are looked at.
_LINKED = 6
_SPEAKS = re.compile(
    r"\b(?:said|told|telling|says|stated|announced|added|confirmed|speaking|spoke|addressing|addressed|remarks|comments)\b"
)
# Before a day until when something is to be done: of 44 such days beside meetings of the training and development
# reports, three are those of the meeting.
_UNTIL = re.compile(r"\bby (?:the )?(?:(?:start|beginning|middle|end) of )?\Z", re.IGNORECASE)
_UNTIL_REACH = 24
# Between the first day and the last: "begins on Thursday | and ends on | Friday".
_ENDS = re.compile(
    r",?\s+and\s+(?:will\s+|is\s+(?:due\s+|expected\s+)?to\s+)?(?:end|conclude|clos|finish|wrap)\w*\s+(?:up\s+)?(?:on\s+)?"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One reason to choose a candidate (None: no date is given), with its signs and how much each applies."""

    when: When | None
    signs: Mapping[str, float]


class Calendar:
    """The times of one text, ready to be asked for those of a meeting. `meetings`: the mentions of each."""

    def __init__(
        self,
        layout: Layout,
        times: Sequence[Time],
        published: PartialDate | None,
        named: Named,
        meetings: Sequence[Sequence[Mention]],
    ) -> None:
        self._text = layout.text
        self._layout = layout
        self._named = named
        every = [mention for group in meetings for mention in group]
        dated = [t for t in times if not _UNTIL.search(layout.text, max(0, t.span.start - _UNTIL_REACH), t.span.start)]
        self._beside = Beside(layout, dated, [mention.span for mention in every])
        self._group = {mention.span: group for group in meetings for mention in group}
        self._in_sentence: dict[int, list[Mention]] = {}
        for mention in every:
            self._in_sentence.setdefault(mention.sentence, []).append(mention)
        self._published = Published(published)
        self._from_to = dict(_from_to(self._text, self._beside.times))

    def dates(
        self, mentions: Sequence[Mention], when: When | None, status: str
    ) -> tuple[PartialDate | None, PartialDate | None]:
        """First and last day: a length ("three-day visit") counts from the first; what goes on has no end yet."""
        if when is None:
            return None, None
        length = next((n for mention in mentions if (n := length_of(mention.text)) is not None), None)
        end = when.end
        if end is None and length is not None:
            end = days_on(when.start, length)
        if end is None and status != "under_way":
            end = when.start
        return PartialDate(when.start), None if end is None else PartialDate(end)

    def choices(self, mentions: Sequence[Mention]) -> list[Choice]:
        """Every reason for every candidate; the first one is for none."""
        kind = mentions[0].kind
        frames = Frames(self._with(mentions))
        standings: dict[When | None, dict[str, float]] = {}
        found = []
        for choice in self._reasons(mentions):
            standing = standings.get(choice.when)
            if standing is None:
                standing = standings[choice.when] = self._published.standing(choice.when, kind)
            agreement = frames.agreement(choice.when)
            reason = next(name for name in choice.signs)
            told = dict.fromkeys((*agreement, *(f"{reason} {sign}" for sign in agreement)), 1.0)
            found.append(Choice(choice.when, {**choice.signs, **standing, **told}))
        return found

    def _with(self, mentions: Sequence[Mention]) -> Iterator[str]:
        """The values of the times that stand in or right beside a mention."""
        for mention in mentions[:_MENTIONS]:
            for time in self._beside.around(mention):
                if self._beside.place(mention, time).split()[-1] in ("inside", "attached"):
                    yield time.value

    def _reasons(self, mentions: Sequence[Mention]) -> list[Choice]:
        looked_at = mentions[:_MENTIONS]
        own = {mention.span for mention in mentions}
        near = [(number, mention, time) for number, mention in enumerate(looked_at) for time in self._near(mention)]
        length = next((n for mention in looked_at if (n := self._length(mention)) is not None), None)
        dated = any(self._beside.same(mention, time) for _, mention, time in near)
        state = self._state(mentions, "dated" if dated else "undated")
        return [
            *self._untimed(mentions[0], state, length),
            *self._timed(looked_at, own, length),
            *(choice for number, mention in enumerate(looked_at) for choice in self._counted(number, mention)),
            *self._elsewhere(looked_at, own, {time.span for _, _, time in near}),
            *self._linked(looked_at, own),
        ]

    def _near(self, mention: Mention) -> list[Time]:
        return [time for time in self._beside.around(mention) if when_of(time.value) is not None]

    def _timed(self, mentions: Sequence[Mention], own: Collection[Span], length: int | None) -> Iterator[Choice]:
        """The days that the times near the mentions give."""
        for number, mention in enumerate(mentions):
            for rank, time in enumerate(self._near(mention)):
                place = self._beside.place(mention, time)
                more = self._beside.signs(mention, time, place, rank, own)
                for when, theirs in [*self._told(time, more), *self._lasted(mention, time, place, length)]:
                    relation = self._published.relation(when)
                    signs = pair_signs(number, mention, time.value, when, place, relation)
                    yield Choice(when, {**signs, **theirs})

    def _when(self, time: Time) -> When | None:
        """A time's own days; where something begins and ends with two of them, those from one to the other."""
        return self._from_to.get(time.span) or when_of(time.value)

    def _told(self, time: Time, signs: dict[str, float]) -> Iterator[tuple[When, dict[str, float]]]:
        """A time's own days, and those on the other side of publication."""
        when = self._when(time)
        if when is None:
            return
        yield when, signs
        other = self._published.other_side(time.text, when)
        if other is not None:
            yield other, {**signs, "turned": 1.0, f"turned {self._published.relation(other)}": 1.0}

    def _lasted(
        self, mention: Mention, time: Time, place: str, length: int | None
    ) -> Iterator[tuple[When, dict[str, float]]]:
        """So many days back from a time, for a meeting that then ended."""
        when = when_of(time.value)
        if when is not None and length is not None and when.end is None and self._beside.same(mention, time):
            first = days_on(when.start, 2 - length)
            if first is not None:
                signs = ("lasted", *(f"lasted {sign}" for sign in (*mention.signs, place)))
                yield When(first, when.start), dict.fromkeys(signs, 1.0)

    def _state(self, mentions: Sequence[Mention], dated: str) -> dict[str, float]:
        """The signs of a meeting by which days are given that no time near it gives."""
        first, looked_at = mentions[0], mentions[:_MENTIONS]
        state = {dated: 1.0, f"kind {first.kind}": 1.0, f"kind {first.kind} {dated}": 1.0, f"head {first.head}": 1.0}
        state |= self._standing_out(mentions)
        for mention in looked_at:
            state |= dict.fromkeys((s for s in mention.signs if s.startswith(("after", "verb", "last"))), 1.0)
            for sign in mention.around:
                if len(sign) - sign.index(" ") > _SHORT + 1:
                    state[sign] = state.get(sign, 0.0) + 1 / len(looked_at)
        return state

    def _untimed(self, first: Mention, state: Mapping[str, float], length: int | None) -> Iterator[Choice]:
        """No day; that of publication, its month and year, the days beside it, and so many days before it."""
        yield Choice(None, _named("none", state))
        published = self._published.value
        if published is None:
            return
        running = {**state, **self._running(first, published)}
        for size, name in {10: "published", 7: "month", 4: "year"}.items():
            if size <= len(published):
                yield Choice(When(published[:size]), _named(name, running))
        if self._published.day is None:
            return
        for days, name in ((-1, "eve"), (1, "morrow")):
            start = moved(self._published.day, days, "day")
            if start is not None:
                yield Choice(When(start), _named(name, running))
        start = days_on(published, 2 - length) if length else None
        if start is not None:
            yield Choice(When(start, published), _named("lasted published", state))

    def _length(self, mention: Mention) -> int | None:
        """How many days a meeting has lasted by now: "a three-day visit", "the second day of the talks"."""
        return length_of(mention.text) or day_number(self._before(mention))

    def _before(self, mention: Mention) -> str:
        words = self._text[max(0, mention.span.start - _COUNTED) : mention.span.start]
        return "".join(f"{word} " for word in words.split())

    def _counted(self, number: int, mention: Mention) -> Iterator[Choice]:
        """The days that the words before a mention count from that of publication or from one of its sentence."""
        if self._published.day is None:
            return
        before = self._before(mention)
        told = [t.value for t in self._beside.around(mention) if self._beside.same(mention, t)]
        told = [value for value in told if DAY.fullmatch(value) and value != self._published.value]
        anchors = [(self._published.day, "published")]
        anchors += [(date.fromisoformat(value), "told") for value in told[:_ANCHORS]]
        for day, what in anchors:
            counted = away(before, day)
            if counted is not None:
                signs = ("counted", f"counted {counted.way}", f"counted {what}", f"number {min(number, 3)}")
                yield Choice(When(counted.start), dict.fromkeys(signs, 1.0))

    def _elsewhere(
        self, mentions: Sequence[Mention], own: Collection[Span], near: Collection[Span]
    ) -> Iterator[Choice]:
        """The times that stand near no mention. `near`: those that do."""
        first = mentions[0]
        who = {one for mention in mentions for one in (*mention.parties, *mention.near)}
        at = bisect_left(self._beside.starts, first.span.start)
        others = (t for t in self._beside.times[max(0, at - _FAR) : at + _FAR] if t.span not in near)
        ranked = sorted(others, key=lambda t: abs(t.span.start - first.span.start))[:_FAR]
        for rank, time in enumerate(ranked):
            when = self._when(time)
            if when is not None:
                signs = self._apart(first, time, self._published.relation(when))
                signs += [f"elsewhere rank {min(rank, 4)}", *self._owned(first, time, own, who)]
                yield Choice(when, dict.fromkeys(signs, 1.0))

    def _linked(self, mentions: Sequence[Mention], own: Collection[Span]) -> Iterator[Choice]:
        """The days of a meeting that its sentence links with this one: "they met on the sidelines of | the summit"."""
        for mention in mentions:
            for other in self._in_sentence.get(mention.sentence, ())[:_LINKED]:
                if other.span not in own:
                    for time, place in self._its_own(other, mention):
                        yield from self._as_linked(mention, other, time, place, mentions[0].kind)

    def _its_own(self, other: Mention, mention: Mention) -> Iterator[tuple[Time, str]]:
        """The times in the sentences of the mentions of another meeting, each with its place there."""
        for again in self._group[other.span][:_MENTIONS]:
            for time in self._near(again):
                place = self._beside.place(again, time)
                if "other" not in place and not time.span.overlaps(mention.span):
                    yield time, place

    def _as_linked(self, mention: Mention, other: Mention, time: Time, place: str, kind: str) -> Iterator[Choice]:
        when = self._when(time)
        if when is not None:
            side = "behind" if other.span.start > mention.span.start else "ahead"
            lead = "aside" if "left aside" in other.signs else next(s for s in other.signs if s.startswith("after"))
            how, relation = f"linked {side} {lead}", self._published.relation(when)
            signs = ("linked", how, f"{how} {kind}", f"linked {place}", f"linked {relation}")
            yield Choice(when, dict.fromkeys((*signs, f"linked {side} {other.kind} {kind}"), 1.0))

    def _apart(self, first: Mention, time: Time, relation: str) -> list[str]:
        """How a time stands to a mention that is sentences away."""
        at = self._beside.number(time)
        side, apart = "later" if at > first.sentence else "sooner", min(abs(at - first.sentence), 6)
        signs = ["elsewhere", f"elsewhere form {form_of(time.value)}", f"elsewhere {side}", f"elsewhere {side} {apart}"]
        signs += [f"elsewhere in {'title' if at == 0 else 'lead' if at < 3 else 'body'}"]
        signs += [f"elsewhere {relation} {first.kind}", f"called {wording(time.text)}"]
        return signs + [f"elsewhere {relation} {s}" for s in first.signs if s.startswith(("after", "gov"))]

    def _owned(self, first: Mention, time: Time, own: Collection[Span], who: Collection[str]) -> Iterator[str]:
        """Whether another meeting is nearer to a time, and whether those who take part stand in its sentence."""
        sentences = self._layout.sentences
        sentence = sentences[self._beside.number(time)] if sentences else first.clause
        shared = min(2, len({one for _, one in self._named.within(sentence.start, sentence.end) if one in who}))
        whose = self._beside.whose(time, own)
        yield from (f"elsewhere {whose}", f"elsewhere shared {shared}", f"elsewhere shared {shared} {whose}")

    def _standing_out(self, mentions: Sequence[Mention]) -> dict[str, float]:
        """How much of the text a meeting is, and whether the day of publication is named beside it."""
        first = mentions[0]
        where = standing_of(first)
        count = min(4, len(mentions))
        state = {f"where {where}": 1.0, f"count {count}": 1.0, f"where {where} {first.kind}": 1.0}
        state[f"determiner {first.determiner}"] = 1.0
        state["plural" if first.head.endswith("s") else "singular"] = 1.0
        today = any(self._published.value in m.days or self._today(m) for m in mentions[:_MENTIONS])
        state["today in sentence" if today else "today not in sentence"] = 1.0
        return state | dict.fromkeys((f"said {lead}" for m in mentions[:_MENTIONS] for lead in self._said(m)), 1.0)

    def _said(self, mention: Mention) -> Iterator[str]:
        """How a mention follows on words that report ("told journalists | after the session")."""
        if _SPEAKS.search(self._text, mention.clause.start, mention.span.start):
            yield next(sign for sign in mention.signs if sign.startswith("after"))

    def _today(self, mention: Mention) -> bool:
        times = self._beside.around(mention)
        return any(t.value == self._published.value and self._beside.same(mention, t) for t in times)

    def _running(self, mention: Mention, published: str) -> dict[str, float]:
        """Whether the day of publication is the last that the text named before a mention, and the first of all."""
        times = self._beside.times
        before = bisect_left(self._beside.starts, mention.span.start)
        last = next((t.value for t in reversed(times[max(0, before - 8) : before]) if DAY.fullmatch(t.value)), "")
        signs = {"running" if last == published else "not running" if last else "no day before": 1.0}
        first = next((t.value for t in times[:8] if DAY.fullmatch(t.value)), "")
        return signs | {"first day" if first == published else "another first" if first else "no day": 1.0}


def _from_to(text: str, times: Sequence[Time]) -> Iterator[tuple[Span, When]]:
    """The days of each of two times of which the text says that something begins on one and ends on the other."""
    for one, other in pairwise(times):
        days = DAY.fullmatch(one.value) and DAY.fullmatch(other.value) and one.value < other.value
        if days and _ENDS.fullmatch(text, one.span.end, other.span.start):
            when = When(one.value, other.value)
            yield from ((one.span, when), (other.span, when))


def _named(name: str, state: Mapping[str, float]) -> dict[str, float]:
    return {name: 1.0} | {f"{name} {sign}": share for sign, share in state.items()}
