"""`onrecord find`, `show`, `documents`, `meetings`: the commands that ask the ledger."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from onrecord import codec, knowledge, settings, views
from onrecord.cli import entries
from onrecord.cli.console import tell
from onrecord.cli.forms import Form, Listing
from onrecord.ledger import Ledger, open_ledger
from onrecord.views import Query, columns, ics
from onrecord.visible import json_line
from onrecord.wording import counted

__all__ = ["Form", "MeetingQuery", "Query", "asked_words", "documents", "find", "meetings", "show"]


def asked_words(words: Sequence[str]) -> str:
    """The words as one text. What the shell kept together is a phrase: `find 'red lines'` is not `find red lines`."""
    return " ".join(f'"{word}"' if len(word.split()) > 1 and '"' not in word else word for word in words)


def find(asked: Query, form: Form, *, limit: int | None, ledger: str | None) -> int:
    """List what fits. A person at a terminal gets a screenful unless they say more; a program gets all."""
    with opened_ledger(ledger) as (opened, chosen):
        limit = limit or (chosen.limit if form.at_terminal else None)
        # One more than is shown tells whether there are more.
        most = None if limit is None else limit + 1
        found = views.found_by(opened, asked, limit=most, known=knowledge.with_own(chosen.knowledge))
        listing = Listing(
            name="statements",
            columns=columns.FOUND,
            to_json=views.utterance_to_json,
            on_screen=lambda utterances: _screen().print_utterances(utterances, asked.words or ""),
        )
        count = listing.tell(islice(found, limit), form)
        tell_more(found, limit)
    if not count:
        tell("onrecord: nothing found", error=True)
    return 0


def tell_more(found: Iterator[Any], limit: int | None) -> None:
    """Says so if more was found than was shown."""
    if limit is not None and next(found, None) is not None:
        tell(f"onrecord: there are more than {limit}; --limit shows more", error=True)


def show(id: str, *, ledger: str | None, as_json: bool) -> int:
    """Show one statement in its paragraph."""
    with opened_ledger(ledger) as (opened, _chosen):
        shown = views.show(opened, id)
    if as_json:
        _tell_json(views.shown_to_json(shown))
    elif sys.stdout.isatty():
        _screen().print_shown(shown)
    else:
        for line in entries.shown_lines(shown):
            tell(line)
    return 0


def documents(form: Form, *, as_of: str | None, ledger: str | None) -> int:
    """List the documents on record, the newest first."""
    listing = Listing(
        name="documents",
        columns=columns.DOCUMENTS,
        to_json=views.document_to_json,
        on_screen=lambda listed: _screen().print_documents(listed),
    )
    with opened_ledger(ledger) as (opened, _chosen):
        count = listing.tell(views.documents(opened, as_of=as_of), form)
    if not count and as_of is not None:
        tell("onrecord: nothing was on record then", error=True)
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
    as_of: str | None
    limit: int | None


def meetings(asked: MeetingQuery, form: Form, *, ledger: str | None) -> int:
    """List the meetings that fit, the latest start first; as a calendar file if asked for."""
    with opened_ledger(ledger) as (opened, chosen):
        limit = asked.limit or (chosen.limit if form.at_terminal else None)
        found = views.meetings(opened, **(asdict(asked) | {"limit": None if limit is None else limit + 1}))
        listing = Listing(
            name="meetings",
            columns=columns.MEETINGS,
            to_json=views.meeting_to_json,
            on_screen=lambda gatherings: _screen().print_meetings(gatherings),
        )
        shown = islice(found, limit)
        count = _tell_calendar(opened, shown) if form.as_calendar else listing.tell(shown, form)
        tell_more(found, limit)
    if not count and not form.as_calendar:
        tell("onrecord: nothing found", error=True)
    return 0


def _tell_calendar(opened: Ledger, shown: Iterator[views.Gathering]) -> int:
    """A calendar file, its lines folded and ended as the format asks; what has no full day is left out and counted."""
    outcomes = {True: 0, False: 0}

    def events() -> Iterator[list[str]]:
        for gathering in shown:
            lines = ics.event(gathering, views.sentence_of(opened, gathering.entries[0]))
            outcomes[lines is not None] += 1
            if lines is not None:
                yield lines

    for line in ics.calendar(events()):
        tell(f"{line}\r")
    if outcomes[False]:
        tell(f"onrecord: {counted(outcomes[False], 'meeting')} without a full day left out", error=True)
    return sum(outcomes.values())


@contextmanager
def opened_ledger(ledger: str | None) -> Iterator[tuple[Ledger, settings.Settings]]:
    """The ledger that is asked for or set, open for reading, with the settings."""
    chosen = settings.load()
    with open_ledger(ledger or chosen.ledger, create=False) as opened:
        yield opened, chosen


def _tell_json(value: dict[str, Any]) -> None:
    tell(json_line(codec.line(value)))


def _screen() -> Any:
    # Rich takes a tenth of a second to load, and only a terminal needs it.
    from onrecord.cli import screen  # noqa: PLC0415

    return screen
