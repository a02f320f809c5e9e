"""`onrecord who`, `onrecord members`: the commands that ask what is known of states, organisations and persons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from onrecord import codec, knowledge, settings
from onrecord.cli import plain
from onrecord.cli.console import tell
from onrecord.errors import RecordError, UsageError
from onrecord.knowledge import Card, Knowledge, OfficeLine
from onrecord.records import PartialDate
from onrecord.visible import json_line

WHO = ("id", "kind", "name", "found by", "office", "of", "holder", "since", "until")
MEMBERS = ("id", "name", "since", "until")


def who(name: str, *, on: str | None, own: str | None, as_json: bool) -> int:
    """List everything that a name can mean, with the offices of each."""
    cards = knowledge.who(_known(own), name, _day(on))
    if as_json:
        for card in cards:
            tell(json_line(codec.line(asdict(card))))
    elif cards:
        tell(plain.tabbed(*WHO))
        for card in cards:
            for row in _rows(card):
                tell(row)
    if not cards:
        tell(f"onrecord: nothing is known by the name '{name}'", error=True)
    return 0


def members(name: str, *, on: str | None, own: str | None, as_json: bool) -> int:
    """List the members of an organisation on a day, with the dates of joining and leaving."""
    found = knowledge.roll(_known(own), name, _day(on))
    if as_json and found is not None:
        tell(json_line(codec.line(asdict(found))))
    elif found is not None and found.members:
        tell(plain.tabbed(*MEMBERS))
        for line in found.members:
            tell(plain.tabbed(line.id, line.name, line.since, line.until))
    if found is None:
        tell(f"onrecord: no organisation is known by the name '{name}'", error=True)
    elif not found.members:
        tell(f"onrecord: no members of {found.name} are known on that day", error=True)
    return 0


def _known(own: str | None) -> Knowledge:
    return knowledge.with_own(own or settings.load().knowledge)


def _rows(card: Card) -> Iterator[str]:
    found_by = card.matched if card.sure else f"{card.matched}?"
    lines: tuple[OfficeLine | None, ...] = card.offices or (None,)
    for line in lines:
        office = (line.title, line.body, line.holder, line.since, line.until) if line else (None,) * 5
        yield plain.tabbed(card.id, card.kind, card.name, found_by, *office)


def _day(on: str | None) -> PartialDate | None:
    try:
        return PartialDate(on) if on is not None else None
    except RecordError as error:
        raise UsageError(f"--on: {error}") from error
