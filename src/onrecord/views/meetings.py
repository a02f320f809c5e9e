"""Lists the meetings that the documents on record mention, each once, as the latest report has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from onrecord import codec
from onrecord.document import sentences
from onrecord.errors import UsageError
from onrecord.ledger import Ledger, MeetingEntry
from onrecord.ledger.days import days_of
from onrecord.ledger.fulltext import fold
from onrecord.records import MEETING_STATUSES, Meeting, PartialDate, Span
from onrecord.views.counts import check_count
from onrecord.views.dates import instant, since_until
from onrecord.views.documents import short_to_json
from onrecord.views.ids import document_id
from onrecord.views.paragraph import paragraph

_FULL_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """One meeting with the reports that mention it, the latest published first."""

    entries: tuple[MeetingEntry, ...]

    @property
    def meeting(self) -> Meeting:
        """The meeting as the latest report has it: what was scheduled may have been held since."""
        return self.entries[0].meeting


def meetings(
    ledger: Ledger,
    *,
    party: str | None = None,
    place: str | None = None,
    since: PartialDate | str | None = None,
    until: PartialDate | str | None = None,
    status: str | None = None,
    document: str | None = None,
    as_of: PartialDate | str | None = None,
    limit: int | None = None,
    month: str | None = None,
    undated: bool = False,
) -> Iterator[Gathering]:
    """What fits all that is asked, the latest start first, those without one last.

    `party`, `place`: each word begins a word of one party's name, or of the place's. `since`, `until`: some day of the
    meeting; a date less precise than a day fits if one of its days does, and nothing without a date fits. `status`: as
    of the latest report. `document`: an id, also abbreviated. `as_of`: what was on record at the end of that day, in
    UTC, and as it stood then. `month`: some day of this one, `2022-01`, in place of `since` and `until`; no other
    month's meetings are looked at, and what has only a year has no month. `undated`: those that no month has, in place
    of a time. Raises UsageError for what means nothing.
    """
    check_count(limit, "limit")
    check_status(status)
    # A tilde comes after whatever a date goes on with.
    within = None if month is None else (next_month(month, 0), f"{month}~")
    first, last = map(days_of, since_until(month or since, month or until))
    if within is None and (first is not None or last is not None):
        # The year before the first one asked for, for a start that is itself two days with a slash.
        within = f"{max(0, int(first.first[:4]) - 1):04}" if first else "", f"{last.last}~" if last else "~"
    whole = None if document is None else document_id(ledger, document)
    then = instant(as_of, "as-of")
    fit = (
        gathering
        for gathering in _gathered(ledger.reader.meetings(then, within, undated=undated))
        if fits(gathering, party=party, place=place, status=status)
        and (whole is None or any(e.document.id == whole for e in gathering.entries))
        and _is_within(gathering.meeting, first.first if first else None, last.last if last else None)
    )
    return islice(fit, limit)


def check_status(status: str | None) -> None:
    """Raises UsageError for what is no status of a meeting."""
    if status is not None and status not in MEETING_STATUSES:
        raise UsageError(f"status: '{status}' is none; expected one of {', '.join(MEETING_STATUSES)}")


def fits(
    gathering: Gathering, *, party: str | None = None, place: str | None = None, status: str | None = None
) -> bool:
    """True for a meeting with this party, in this place, of this status, as `meetings` asks for them."""
    return (
        (status is None or gathering.meeting.status == status)
        and (party is None or any(_names(name, party) for e in gathering.entries for name in e.meeting.parties))
        and (place is None or any(_names(e.meeting.place, place) for e in gathering.entries))
    )


def meeting_with(ledger: Ledger, id: str) -> Gathering | None:
    """The meeting that has this id in some report; None if there is none."""
    same_start = ledger.reader.meetings_beside(id)
    return next((one for one in _gathered(iter(same_start)) if any(e.meeting.id == id for e in one.entries)), None)


def next_month(month: str, by: int = 1) -> str:
    """The month so many months later, `2022-01` for `2021-12`. Raises UsageError for a text that is no month."""
    if not _MONTH.fullmatch(month):
        raise UsageError(f"month: '{month[:20]}' is none; expected one such as 2022-01")
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    if not 12 <= number < 10000 * 12:
        raise UsageError(f"month: there is none {abs(by)} from {month}; expected one between the years 1 and 9999")
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _gathered(entries: Iterator[MeetingEntry]) -> Iterator[Gathering]:
    """Meetings of one start are compared with each other, and with no others."""
    for start, same_start in groupby(entries, key=lambda entry: entry.meeting.start):
        if start is None or not _FULL_DAY.fullmatch(start.value):
            # On which day it was nobody knows, so each stands for itself, and the next is looked at when it is wanted.
            yield from (Gathering(entries=(entry,)) for entry in same_start)
            continue
        found: list[_Group] = []
        known: dict[tuple[str, str], list[_Group]] = {}
        for entry in same_start:
            named = frozenset(fold(party) for party in entry.meeting.parties)
            keys = _keys(entry.meeting, named)
            group = next((g for k in keys for g in known.get(k, ()) if g.agrees(entry, named)), None)
            if group is None:
                group = _Group()
                found.append(group)
            group.add(entry, named)
            for key in keys:
                if group not in known.setdefault(key, []):
                    known[key].append(group)
        for group in found:
            yield Gathering(entries=tuple(sorted(group.entries, key=_latest_first)))


class _Group:
    """What seems to be one meeting: its reports, their documents, and all whom they name."""

    def __init__(self) -> None:
        self.entries: list[MeetingEntry] = []
        self._documents: set[str] = set()
        self._named: set[str] = set()

    def agrees(self, entry: MeetingEntry, named: frozenset[str]) -> bool:
        """True if another document's meeting names somebody that the group names, where both name anybody."""
        if entry.document.id in self._documents:
            return False
        return not self._named or not named or not self._named.isdisjoint(named)

    def add(self, entry: MeetingEntry, named: frozenset[str]) -> None:
        """Takes a report in."""
        self.entries.append(entry)
        self._documents.add(entry.document.id)
        self._named |= named


def _keys(meeting: Meeting, named: frozenset[str]) -> list[tuple[str, str]]:
    """By what two reports of one day are of one meeting: its kind with its name, or with all of two or more parties."""
    keys = [
        (meeting.kind, " ".join(word for word in _WORD.findall(fold(meeting.name)) if word not in ("the", "a", "an")))
    ]
    if len(meeting.parties) > 1:
        keys.append((meeting.kind, "\n".join(sorted(named))))
    return keys


def _latest_first(entry: MeetingEntry) -> tuple[bool, list[int], str]:
    days = days_of(entry.document.published)
    return days is None, [-int(part) for part in days.last.split("-")] if days else [], entry.document.id


def _names(name: str | None, asked: str) -> bool:
    words = _WORD.findall(fold(name or ""))
    return all(any(word.startswith(one) for word in words) for one in _WORD.findall(fold(asked)))


def _is_within(meeting: Meeting, first: str | None, last: str | None) -> bool:
    if first is None and last is None:
        return True
    starts, ends = days_of(meeting.start), days_of(meeting.end)
    if starts is None and ends is None:
        return False
    from_day = (starts or ends).first  # type: ignore[union-attr]
    to_day = (ends or starts).last  # type: ignore[union-attr]
    return (first is None or to_day >= first) and (last is None or from_day <= last)


def meeting_to_json(gathering: Gathering) -> dict[str, Any]:
    """The contract's object of `onrecord meetings`: the meeting, plus `documents`, the latest published first.

    `mentions` are places in the first document; each document has its own, with its id and status of the meeting.
    """
    return codec.meeting_to_json(gathering.meeting) | {"documents": [_document(entry) for entry in gathering.entries]}


def _document(entry: MeetingEntry) -> dict[str, Any]:
    meeting = codec.meeting_to_json(entry.meeting)
    return short_to_json(entry.document) | {
        "meeting": meeting["id"],
        "status": meeting["status"],
        "mentions": meeting["mentions"],
        "recorded_at": entry.recorded_at,
    }


def sentence_of(ledger: Ledger, entry: MeetingEntry) -> str | None:
    """The sentence that mentions the meeting first, None if the meeting has no mention.

    A headline tells neither when nor where: what it mentions is taken from it only if nothing below does so.
    """
    if not entry.meeting.mentions:
        return None
    text = ledger.reader.text(entry.document.id)
    title = entry.document.title or ""
    head = len(title) if text.startswith(title) else 0
    place = min(entry.meeting.mentions, key=lambda mention: (mention.start < head, mention))
    around = paragraph(text, place)
    words = text[around.start : around.end]
    inside = Span(start=place.start - around.start, end=place.end - around.start)
    return " ".join(" ".join(words[s.start : s.end] for s in sentences(words) if s.overlaps(inside)).split())
