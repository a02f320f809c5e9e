"""Meetings as a calendar file (RFC 5545). A meeting without a full day has no place in a calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain

from onrecord.records import PartialDate
from onrecord.views.meetings import Gathering
from onrecord.visible import visible

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_STATUS = {"cancelled": "CANCELLED", "postponed": "TENTATIVE", "proposed": "TENTATIVE"}
_SPECIAL = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
# RFC 5545, 3.1: a line has at most 75 octets, its break apart, and goes on behind a space.
_OCTETS = 75

_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//onrecord//onrecord//EN", "CALSCALE:GREGORIAN")
_TAIL = ("END:VCALENDAR",)


def calendar(events: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a calendar with these events, folded; each is to be ended by CR and LF."""
    for line in chain(_HEAD, chain.from_iterable(events), _TAIL):
        yield from folded(line)


def event(gathering: Gathering, sentence: str | None) -> list[str] | None:
    """The lines of a meeting, unfolded; None if it has no full day. `sentence`: the one that mentions it."""
    meeting, entry = gathering.meeting, gathering.entries[0]
    first = _day(meeting.start)
    if first is None:
        return None
    last = max(first, _day(meeting.end) or first)
    # The end is the day after the last; the calendar has none after its own last one.
    if last == date.max:
        return None
    stamp = re.sub(r"[-:]", "", entry.recorded_at)
    source = " · ".join(str(x) for x in (entry.document.publisher, entry.document.published, entry.document.url) if x)
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(meeting.id)}@onrecord",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{_compact(first)}",
        f"DTEND;VALUE=DATE:{_compact(last + timedelta(days=1))}",
        f"SUMMARY:{_text(meeting.name)}",
        *([f"LOCATION:{_text(meeting.place)}"] if meeting.place else []),
        f"DESCRIPTION:{_text(chr(10).join(part for part in (sentence, source) if part))}",
        f"STATUS:{_STATUS.get(meeting.status or '', 'CONFIRMED')}",
        "END:VEVENT",
    ]


def folded(line: str) -> Iterator[str]:
    """The line as lines of at most 75 octets of UTF-8, no character cut in two."""
    room, piece, size = _OCTETS, "", 0
    for character in line:
        octets = len(character.encode("utf-8", "replace"))
        if size + octets > room:
            yield piece
            piece, size = " ", 1
        piece += character
        size += octets
    yield piece


def _day(value: PartialDate | None) -> date | None:
    if value is None or not _DAY.fullmatch(value.value):
        return None
    try:
        return date.fromisoformat(value.value)
    except ValueError:
        return None


def _compact(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    """Text as a value: no control character, and what has a meaning in the format written so that it has none."""
    return visible(text.replace("\t", " ")).translate(_SPECIAL)
