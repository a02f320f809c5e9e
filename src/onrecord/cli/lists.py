"""`onrecord find`, `show`, `documents`, `meetings`: the commands that ask the ledger."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from onrecord import codec, settings, views
from onrecord.cli import entries, ics, plain
from onrecord.cli.console import json_line, tell
from onrecord.cli.words import counted
from onrecord.errors import UsageError
from onrecord.ledger import Ledger, open_ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to find, as typed; None leaves a field open."""

    words: str
    speaker: str | None
    since: str | None
    until: str | None
    document: str | None
    limit: int | None


def asked_words(words: Sequence[str]) -> str:
    """The words as one text. What the shell kept together is a phrase: `find 'red lines'` is not `find red lines`."""
    return " ".join(f'"{word}"' if len(word.split()) > 1 and '"' not in word else word for word in words)


def find(asked: Query, *, ledger: str | None, as_json: bool) -> int:
    """List what fits. A person at a terminal gets a screenful unless they say more; a program gets all."""
    with _opened(ledger) as (opened, chosen):
        at_terminal = sys.stdout.isatty() and not as_json
        limit = asked.limit or (chosen.limit if at_terminal else None)
        found = views.find(
            opened,
            asked.words,
            speaker=asked.speaker,
            since=asked.since,
            until=asked.until,
            document=asked.document,
            # One more than is shown tells whether there are more.
            limit=None if limit is None else limit + 1,
        )
        count = 0
        for count, utterance in enumerate(islice(found, limit), 1):
            if as_json:
                _tell_json(views.utterance_to_json(utterance))
            elif at_terminal:
                _screen().print_utterance(utterance, asked.words)
            else:
                if count == 1:
                    tell(plain.tabbed(*entries.FOUND))
                tell(entries.found_row(utterance))
        if count == limit and next(found, None) is not None:
            tell(f"onrecord: there are more than {limit}; --limit shows more", error=True)
    if not count:
        tell("onrecord: nothing found", error=True)
    return 0


def show(id: str, *, ledger: str | None, as_json: bool) -> int:
    """Show one statement in its paragraph."""
    with _opened(ledger) as (opened, _chosen):
        shown = views.show(opened, id)
    if as_json:
        _tell_json(views.shown_to_json(shown))
    elif sys.stdout.isatty():
        _screen().print_shown(shown)
    else:
        for line in entries.shown_lines(shown):
            tell(line)
    return 0


def documents(*, ledger: str | None, as_json: bool) -> int:
    """List the documents on record, the newest first."""
    with _opened(ledger) as (opened, _chosen):
        listed = views.documents(opened)
        if as_json:
            for entry in listed:
                _tell_json(views.document_to_json(entry))
        elif sys.stdout.isatty():
            _screen().print_documents(list(listed))
        else:
            tell(plain.tabbed(*entries.DOCUMENTS))
            for entry in listed:
                tell(entries.document_row(entry))
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingQuery:
    """Which meetings to list, as typed; None leaves a field open."""

    party: str | None
    place: str | None
    since: str | None
    until: str | None
    status: str | None
    document: str | None
    limit: int | None


def meetings(asked: MeetingQuery, *, ledger: str | None, as_json: bool, as_calendar: bool) -> int:
    """List the meetings that fit, the latest start first; as a calendar file if asked for."""
    if as_json and as_calendar:
        raise UsageError("--json and --ics were both given; expected one of them")
    with _opened(ledger) as (opened, chosen):
        at_terminal = sys.stdout.isatty() and not as_json and not as_calendar
        limit = asked.limit or (chosen.limit if at_terminal else None)
        fields = asdict(asked) | {"limit": None if limit is None else limit + 1}
        found = views.meetings(opened, **fields)
        shown = islice(found, limit)
        if as_calendar:
            _tell_calendar(opened, shown)
            count = 0
        else:
            count = _tell_meetings(shown, as_json=as_json, at_terminal=at_terminal)
        if next(found, None) is not None:
            tell(f"onrecord: there are more than {limit}; --limit shows more", error=True)
    if not count and not as_calendar:
        tell("onrecord: nothing found", error=True)
    return 0


def _tell_meetings(shown: Iterator[views.Gathering], *, as_json: bool, at_terminal: bool) -> int:
    if at_terminal:
        listed = list(shown)
        if listed:
            _screen().print_meetings(listed)
        return len(listed)
    count = 0
    for count, gathering in enumerate(shown, 1):
        if as_json:
            _tell_json(views.meeting_to_json(gathering))
            continue
        if count == 1:
            tell(plain.tabbed(*entries.MEETINGS))
        tell(entries.meeting_row(gathering))
    return count


def _tell_calendar(opened: Ledger, shown: Iterator[views.Gathering]) -> None:
    """A calendar file, its lines folded and ended as the format asks; what has no full day is counted."""
    left_out = 0
    _tell_folded(ics.HEAD)
    for gathering in shown:
        lines = ics.event(gathering, views.sentence_of(opened, gathering.entries[0]))
        if lines is None:
            left_out += 1
        else:
            _tell_folded(lines)
    _tell_folded(ics.TAIL)
    if left_out:
        tell(f"onrecord: {counted(left_out, 'meeting')} without a full day left out", error=True)


def _tell_folded(lines: Sequence[str]) -> None:
    for line in lines:
        for piece in ics.folded(line):
            tell(f"{piece}\r")


@contextmanager
def _opened(ledger: str | None) -> Iterator[tuple[Ledger, settings.Settings]]:
    chosen = settings.load()
    with open_ledger(ledger or chosen.ledger, create=False) as opened:
        yield opened, chosen


def _tell_json(value: dict[str, Any]) -> None:
    tell(json_line(codec.line(value)))


def _screen() -> Any:
    # Rich takes a tenth of a second to load, and only a terminal needs it.
    from onrecord.cli import screen  # noqa: PLC0415

    return screen
