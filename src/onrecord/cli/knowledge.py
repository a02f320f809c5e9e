"""`onrecord who`, `onrecord members`: the commands that ask what is known of states, organisations and persons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from onrecord import codec, knowledge, settings
from onrecord.cli.console import tell
from onrecord.cli.tables import Table, tell_table
from onrecord.errors import RecordError, UsageError
from onrecord.knowledge import Card, Knowledge, OfficeLine
from onrecord.records import PartialDate
from onrecord.visible import json_line

WHO = ("id", "kind", "name", "found by", "office", "of", "holder", "since", "until")
MEMBERS = ("id", "name", "since", "until")
# A person at a terminal reads who and which office in one piece, at the end, where the room is.
_WHO_SHORT = ("since", "until", "id", "who")
_ROLL = ("since", "until", "id", "name")
_Row = tuple[str | None, ...]


def who(name: str, *, on: str | None, own: str | None, as_json: bool) -> int:
    """List everything that a name can mean, with the offices of each."""
    cards = knowledge.who(_known(own), name, _day(on))
    if as_json:
        for card in cards:
            tell(json_line(codec.line(asdict(card))))
    elif cards:
        rows = [row for card in cards for row in _rows(card)]
        tell_table(Table(heading=WHO, rows=rows), Table(heading=_WHO_SHORT, rows=map(_short, rows)))
    if not cards:
        tell(f"onrecord: nothing is known by the name '{name}'", error=True)
    return 0


def members(name: str, *, on: str | None, own: str | None, as_json: bool) -> int:
    """List the members of an organisation on a day, with the dates of joining and leaving."""
    found = knowledge.roll(_known(own), name, _day(on))
    if as_json and found is not None:
        tell(json_line(codec.line(asdict(found))))
    elif found is not None and found.members:
        tell_table(
            Table(heading=MEMBERS, rows=((line.id, line.name, line.since, line.until) for line in found.members)),
            Table(heading=_ROLL, rows=((line.since, line.until, line.id, line.name) for line in found.members)),
        )
    if found is None:
        tell(f"onrecord: no organisation is known by the name '{name}'", error=True)
    elif not found.members:
        tell(f"onrecord: no members of {found.name} are known on that day", error=True)
    return 0


def _known(own: str | None) -> Knowledge:
    return knowledge.with_own(own or settings.load().knowledge)


def _rows(card: Card) -> Iterator[_Row]:
    found_by = card.matched if card.sure else f"{card.matched}?"
    lines: tuple[OfficeLine | None, ...] = card.offices or (None,)
    for line in lines:
        office = (line.title, line.body, line.holder, line.since, line.until) if line else (None,) * 5
        yield card.id, card.kind, card.name, found_by, *office


def _short(row: _Row) -> _Row:
    id, _, name, found_by, office, body, holder, since, until = row
    who = f"{name} ({found_by})"
    if office is not None:
        who += f": {office} of {body}" if holder == name else f": {office} {holder}"
    return since, until, id, who


def _day(on: str | None) -> PartialDate | None:
    try:
        return PartialDate(on) if on is not None else None
    except RecordError as error:
        raise UsageError(f"--on: {error}") from error
