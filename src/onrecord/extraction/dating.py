"""The days on which a statement may have been made, and what speaks for each: the candidates and their features.

A candidate's score is the sum of the weights of its features (`dating.json`, fitted by `training.dating`).
Training and reading share this file.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import Literal

from onrecord.extraction.drafts import Draft
from onrecord.records import PartialDate, Span, Time

Basis = Literal["text", "published"]


@dataclass(frozen=True, slots=True)
class Dated:
    """When something was said, and whether its text or its publication tells so; both None if nothing does."""

    day: PartialDate | None = None
    basis: Basis | None = None


UNDATED = Dated()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A day that a statement may have been made on; `time`: the expression of time that gives it, if one does.

    `kind`: none, base (the day of the report), time (of its own sentence), last (that of the statement before), outer.
    """

    kind: str
    dated: Dated
    features: Sequence[str]
    time: Time | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that is dated already: its speaker's last word, the number of its sentence, and its day."""

    speaker: str
    sentence: int
    dated: Dated


@dataclass(slots=True)
class Trail:
    """The statements that were dated before, in the order of their cues: the last one, and the last that has a day."""

    last: Said | None = None
    dated: Said | None = None

    def add(self, said: Said) -> None:
        """Put one more at the end."""
        self.last = said
        if said.dated.day is not None:
            self.dated = said


_POINT = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WEEK = re.compile(r"(\d{4})-W(\d\d)")
# Past forms that don't end in "ed".
_IRREGULAR = (
    "said told wrote spoke made gave put saw thought felt took held began met sent came went found showed brought "
    "swore stood laid read drew was were did left kept heard knew rose set sought"
)
_PAST = re.compile(rf"(?:{_IRREGULAR.replace(' ', '|')}|\w{{2,}}ed)")
_PERFECT = re.compile(r"(?:\b(?P<aux>has|have|had|having)|['’]ve)\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE)
_AUXILIARY = re.compile(r"(?P<aux>has|have|had|having)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_PRONOUNS = frozenset(("he", "she", "they", "it", "who", "him", "her", "them", "we", "i", "which", "that"))
_PREPOSITION = re.compile(r"\b(?P<word>[^\W\d_]+)\s+(?:the\s+)?\Z")
_BREAK = re.compile(
    r"[;]|\b(?:who|which|where|whose|when|after|because|although|before|that|since|if)\b", re.IGNORECASE
)
_SET_IN = re.compile(r"(?:\A|[.\n\"”] ?)(?:In|During) \Z")
_WHOSE = re.compile(r"(?:\b(?:the|its|their|his|her|our|my|your|this|that|an?)|['’]s?) \Z", re.IGNORECASE)
_GOES_ON = re.compile(r" [a-z]")
_LEAD, _LAG = 4, 7  # sentences in which a report says when its news happened; days before publication that may be
_YEAR = 12  # months
_LOOK = 400  # code points on each side of a cue in which a time may date it


def _months(day: str) -> int:
    """The number of a day's month; of a year alone, its last."""
    return 12 * int(day[:4]) + int(day[5:7] or 12)


class Report:
    """A text with its times: the candidates of one statement after another."""

    def __init__(
        self, text: str, times: Sequence[Time], published: PartialDate | None, sentences: Sequence[Span]
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._starts = [s.start for s in sentences]
        self._published = published.value if published else ""
        self._times = list(times)
        self._at = [time.span.start for time in times]
        self.base, self._how = self._base_day(published)

    def _base_day(self, published: PartialDate | None) -> tuple[Dated, str]:
        """The day that a plain past means, and how it is known: that of publication, or of the news itself."""
        if published is None:
            return UNDATED, "none"
        day = published.value
        end = self._sentences[min(_LEAD, len(self._sentences)) - 1].end if self._sentences else 0
        known = [time for time in self._times if _DAY.fullmatch(time.value) and not self._stands_alone(time)]
        lead = next((time.value for time in known if time.span.start < end and not self._describes(time)), None)
        named = any(time.value == day for time in known)
        if lead is not None and not _DAY.fullmatch(day):
            return (
                (Dated(PartialDate(lead), "text"), "lead")
                if lead.startswith(day)
                else (Dated(published, "published"), "part")
            )
        if lead is not None and _DAY.fullmatch(day) and not named:
            lag = (date.fromisoformat(day) - date.fromisoformat(lead)).days
            if 0 < lag <= _LAG:
                return Dated(PartialDate(lead), "text"), "lead"
        how = "part" if not _DAY.fullmatch(day) else "named" if lead == day else "later" if named else "unnamed"
        return Dated(published, "published"), how

    def _stands_alone(self, time: Time) -> bool:
        """True for a date that is all of its line: when a page is dated, not when its news happened."""
        start = self._text.rfind("\n", 0, time.span.start) + 1
        end = self._text.find("\n", time.span.end)
        return not (self._text[start : time.span.start] + self._text[time.span.end : max(end, 0) or None]).strip(" .\t")

    def _describes(self, time: Time) -> bool:
        """True for "their June 20 elections": a day that tells which, not when the news happened."""
        before = _WHOSE.search(self._text, max(0, time.span.start - 20), time.span.start)
        return before is not None and _GOES_ON.match(self._text, time.span.end) is not None

    def sentence(self, draft: Draft) -> int:
        """The number of the sentence of a statement's cue."""
        return bisect_right(self._starts, draft.anchor) - 1

    def candidates(self, draft: Draft, trail: Trail, outer: Dated | None) -> list[Candidate]:
        """Every day that a statement may have been made on; `trail`: the statements before, `outer`: the one around."""
        number = self.sentence(draft)
        last = trail.dated
        common = [*self._common(draft, number), *self._before(draft, number, trail.last, outer)]
        found = [Candidate("none", UNDATED, [f"none {c}" for c in common])]
        if self.base.day is not None:
            found.append(Candidate("base", self.base, [f"base {c}" for c in [*common, f"how {self._how}"]]))
        if last is not None and last.dated.day is not None and last.dated != self.base and self._goes_on(draft, last):
            found.append(
                Candidate("last", last.dated, [f"last {c}" for c in [*common, *self._since(draft, number, last)]])
            )
        if outer is not None and outer.day is not None and outer != self.base:
            found.append(Candidate("outer", outer, [f"outer {c}" for c in common]))
        for time in self._near(draft, number):
            if self.base.day is None and not self._may_date(time, draft):
                continue
            day = day_of(time.value)
            dated = Dated(day, "text") if day is not None else UNDATED
            found.append(
                Candidate(
                    "time",
                    dated,
                    [f"time {c}" for c in self._beside(draft, time, f"form {form_of(self._text, draft)[0]}")],
                    time,
                )
            )
        return found

    def _goes_on(self, draft: Draft, last: Said) -> bool:
        """Whether a statement may be of the day of the one before, which has one."""
        # Of a year alone, beside no day of the report, nothing says that it goes on.
        if self.base.day is None and _is_year(str(last.dated.day)):
            return False
        return not self._is_background(last, self.speaker(draft))

    def _is_background(self, last: Said, speaker: str) -> bool:
        """Whether somebody else said something a year or longer before the report: a new speaker goes on from today."""
        if speaker in ("", last.speaker) or speaker in _PRONOUNS:
            return False
        made, told = (_POINT.fullmatch(one.day.value) if one.day else None for one in (last.dated, self.base))
        return made is not None and told is not None and _months(told[0]) - _months(made[0]) >= _YEAR

    def _may_date(self, time: Time, draft: Draft) -> bool:
        """False, where no day of the report is known to weigh it against, for a time that is talked about.

        That is one within the content, and a year ("in office since 2019"), unless the sentence is set in it.
        """
        if any(time.span.overlaps(piece) for piece in draft.content):
            return False
        return (
            not _is_year(time.value)
            or _SET_IN.search(self._text, max(0, time.span.start - 12), time.span.start) is not None
        )

    def _common(self, draft: Draft, number: int) -> list[str]:
        """What is known of a statement, whatever the candidate."""
        form, verb = form_of(self._text, draft)
        nested = "nested" if draft.inside is not None else "top"
        place = "head" if number <= 0 else "body"
        quoted = self._text[max(0, draft.start - 1) : draft.start] in ('"', "“", "'", "‘", "«")
        known = "known" if self._how in ("named", "later") else self._how
        place_in = min(9, 10 * number // max(1, len(self._sentences)))
        return [
            "all",
            *self._around(draft, form),
            f"place {place_in} {form}",
            f"number {min(number, 6)}",
            f"form {form}",
            f"{form} {nested} {place}",
            f"verb {verb}",
            f"verb {verb} {nested}",
            f"{form} {known}",
            f"{verb} {known}",
            f"{verb} {self._source(draft)}",
            f"{verb} quoted {quoted}",
            f"quoted {quoted} {form}",
            f"source {self._source(draft)} {form}",
            f"dated {bool(self._times)}",
        ]

    def _before(self, draft: Draft, number: int, last: Said | None, outer: Dated | None) -> Iterator[str]:
        """What the statement before, and the one around, were found to be."""
        form, verb = form_of(self._text, draft)
        if draft.inside is not None:
            yield f"outer {self._class(outer)} {form}"
            yield f"outer {self._class(outer)} {verb}"
        if last is None:
            yield f"first {form} {number <= 0}"
            return
        speaker = self.speaker(draft)
        who = "same" if speaker == last.speaker else "open" if not speaker else "other"
        gap = min(number - last.sentence, 3)
        if who == "same":
            yield f"before {self._class(last.dated)} {gap} {form}"

    def _class(self, dated: Dated | None) -> str:
        if dated is None or dated.day is None:
            return "none"
        return "base" if dated == self.base else "text"

    def _around(self, draft: Draft, form: str) -> Iterator[str]:
        """The words next to the cue, and whose it is."""
        cue = draft.cue[0] if draft.cue else draft.content[0]
        before = _WORD.findall(self._text, max(0, cue.start - 30), cue.start)[-2:]
        after = _WORD.findall(self._text, cue.end, cue.end + 30)[:3]
        yield from (f"left {word} {form}" for word in before if word.islower())
        yield from (f"right {word} {form}" for word in after[:2] if word.islower())
        if "".join(after).islower():
            yield f"right {' '.join(after)}"
        said = self._text[cue.start : cue.end]
        if draft.cue and said.islower():
            yield f"cue {said}"
        if draft.source is not None:
            words = _WORD.findall(self._text, draft.source.start, draft.source.end)
            if words and words[-1].islower():
                yield f"whose {words[-1]} {form}"

    def _source(self, draft: Draft) -> str:
        if draft.source is None:
            return "none"
        words = self._text[draft.source.start : draft.source.end].split()
        if words and words[-1].lower() in _PRONOUNS:
            return "pronoun"
        return (
            "plural"
            if words and words[-1].islower() and words[-1].endswith("s")
            else "name"
            if words and words[-1][:1].isupper()
            else "other"
        )

    def speaker(self, draft: Draft) -> str:
        """The last word of the speaker's name, nothing for a pronoun or where nobody is named."""
        if draft.source is None:
            return ""
        words = _WORD.findall(self._text[draft.source.start : draft.source.end])
        name = words[-1].lower() if words else ""
        return "" if name in _PRONOUNS else name

    def _since(self, draft: Draft, number: int, last: Said) -> Iterator[str]:
        """How a statement stands to the one before."""
        speaker = self.speaker(draft)
        who = "same" if speaker == last.speaker else "open" if not speaker else "other"
        gap = min(number - last.sentence, 4)
        yield f"who {who} {gap}"
        yield f"who {who} {last.dated.basis}"
        yield f"precision {len(last.dated.day.value) if last.dated.day else 0} {who}"

    def _near(self, draft: Draft, number: int) -> list[Time]:
        if number < 0:
            return []
        sentence = self._sentences[number]
        start, end = max(sentence.start, draft.anchor - _LOOK), min(sentence.end, draft.anchor + _LOOK)
        return self._times[bisect_left(self._at, start) : bisect_left(self._at, end)]

    def _beside(self, draft: Draft, time: Time, form: str) -> Iterator[str]:
        """How a time stands to a statement's cue."""
        cues = draft.cue or draft.content[:1]
        cue = min(cues, key=lambda part: abs(part.start - time.span.start))
        start, end = (cue.end, time.span.start) if cue.end <= time.span.start else (time.span.end, cue.start)
        side = "in" if start >= end else "after" if cue.end <= time.span.start else "before"
        between = self._text[start:end] if start < end else ""
        distance = sum(len(between) > limit for limit in (1, 8, 20, 45, 90, 160))
        inside = any(time.span.overlaps(piece) for piece in draft.content)
        shape = _shape(time.value)
        match = _PREPOSITION.search(self._text, max(0, time.span.start - 20), time.span.start)
        word = match["word"].lower() if match else ""
        word = word if word in _PREPOSITIONS else "other"
        content = any(piece.start < end and start < piece.end for piece in draft.content)
        yield from (f"all {inside}", f"{form} {side} {distance} {inside}", f"shape {shape} {inside}", f"word {word}")
        yield f"break {bool(_BREAK.search(between))} {side} {content}"
        yield f"late {self._late(time.value)} {distance}"
        yield f"shape {shape} {form} {distance}"
        yield f"content {content} {side} {distance}"
        yield f"comma {between.count(',') > 0} {side}"
        opening = self._text[self._sentences[self.sentence(draft)].start : time.span.start]
        yield f"first {opening.strip() in _OPENINGS} {form}"
        yield f"base {time.value == (self.base.day.value if self.base.day else None)} {form}"

    def _late(self, value: str) -> str:
        """Whether a time lies after publication: what is reported was said."""
        day = day_of(value)
        if day is None or not _DAY.fullmatch(self._published):
            return "unknown"
        if len(day.value) < 10:
            return "late" if day.value > self._published[: len(day.value)] else "past"
        days = (date.fromisoformat(day.value) - date.fromisoformat(self._published)).days
        return "past" if days <= 0 else "next" if days == 1 else "late"


_PREPOSITIONS = frozenset(
    (
        *("since", "until", "by", "before", "after", "from", "for", "through", "of", "following", "between", "to"),
        *("on", "in", "at", "during", "late", "earlier", "said", "and", "a", "this", "last", "the", "that", "his"),
    )
)
_OPENINGS = ("", "On", "In", "At", "Late", '"', "“")


def score(candidate: Candidate, weights: Mapping[str, float]) -> float:
    """The sum of a candidate's weights."""
    return sum(map(weights.get, candidate.features, repeat(0.0)))


def _is_year(value: str) -> bool:
    return len(value) == len("2019")


def _shape(value: str) -> str:
    if value.endswith("_REF"):
        return value
    if "/" in value:
        return "range"
    return "week" if "W" in value else str(len(value))


def day_of(value: str) -> PartialDate | None:
    """A time's value as a day of speech: a day, month or year; what both ends of a week or range share; else None."""
    if _POINT.fullmatch(value):
        return PartialDate(value)
    match = _WEEK.fullmatch(value)
    if match is not None:
        first, last = (date.fromisocalendar(int(match[1]), int(match[2]), day).isoformat() for day in (1, 7))
    else:
        first, _, last = value.partition("/")
    if not (_POINT.fullmatch(first) and _POINT.fullmatch(last)):
        return None
    if first[:7] == last[:7] and len(first) >= 7:
        return PartialDate(first[:7])
    return PartialDate(first[:4]) if first[:4] == last[:4] else None


def form_of(text: str, draft: Draft) -> tuple[str, str]:
    """How a cue stands in time ("said", "has said", "says", "saying", or no verb), and its word."""
    if not draft.cue:
        return "none", ""
    cue = draft.cue[0]
    written = _WORD.findall(text[cue.start : cue.end])
    words = [word.lower() for word in written]
    verb = next((word for word in written if word.islower() and word not in _AUXILIARIES), "")
    match = _PERFECT.search(text, max(0, cue.start - 30), cue.start) or _AUXILIARY.match(text, cue.start, cue.end)
    if match is not None:
        return ("pluperfect" if (match["aux"] or "").lower() == "had" else "perfect"), verb
    if any(_PAST.fullmatch(word) for word in words[:3]):
        return "past", verb
    return ("participle" if words and words[0].endswith("ing") else "present"), verb


_AUXILIARIES = frozenset(("has", "have", "had", "having", "was", "were", "is", "are", "been", "be", "also", "to"))
