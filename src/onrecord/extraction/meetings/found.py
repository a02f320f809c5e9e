"""A meeting as it was found in one text."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.records import PartialDate, Span


@dataclass(frozen=True, slots=True)
class FoundMeeting:
    """A meeting of one text: `kind` of MEETING_KINDS, `status`, at publication, of MEETING_STATUSES; else as Meeting.

    `mentions` are in order; the first may stand in the headline.
    """

    name: str
    kind: str
    mentions: tuple[Span, ...]
    parties: tuple[str, ...]
    place: str | None
    start: PartialDate | None
    end: PartialDate | None
    status: str
