"""`onrecord actor`: who somebody is, and what of theirs is on record."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from onrecord import codec, knowledge, settings, views
from onrecord.cli.console import tell
from onrecord.knowledge import OfficeLine
from onrecord.ledger import open_ledger
from onrecord.visible import json_line, one_line
from onrecord.wording import counted

# As many lines of one field as leave the whole in view; JSON has all.
_MOST_LINES = 10


def actor(name: str, *, ledger: str | None, as_of: str | None, as_json: bool) -> int:
    """Show everybody whom a name can mean, those of whom most is on record first."""
    chosen = settings.load()
    with open_ledger(ledger or chosen.ledger, create=False) as opened:
        found = views.actor(opened, name, as_of=as_of, known=knowledge.with_own(chosen.knowledge))
    if as_json:
        for profile in found:
            tell(json_line(codec.line(views.profile_to_json(profile))))
    else:
        _tell(found)
    if not found:
        tell(f"onrecord: nobody is on record or known by the name '{name}'", error=True)
    return 0


def _tell(found: Sequence[views.Profile]) -> None:
    for number, profile in enumerate(found):
        if number:
            tell("")
        fields = ((name, one_line(value)) for name, value in _fields(profile) if value)
        if sys.stdout.isatty():
            # Rich takes a tenth of a second to load, and only a terminal needs it.
            from onrecord.cli import screen  # noqa: PLC0415

            screen.print_fields(fields)
        else:
            for name, value in fields:
                tell(f"{name}: {value}")


def _fields(profile: views.Profile) -> Iterator[tuple[str, str]]:
    yield "who", profile.name
    yield "id", profile.id or ""
    yield from _lines(
        "office", (_office(profile, office) for office in (profile.known.offices if profile.known else ()))
    )
    yield "on record", f"{counted(profile.statements, 'statement')}, {counted(profile.utterances, 'utterance')}"
    yield "first", profile.first or ""
    yield "last", profile.last or ""
    yield "does", ", ".join(f"{kind.replace('_', ' ')} {count}" for kind, count in profile.kinds.items())
    for name, seen in (("as", profile.roles), ("for", profile.affiliations), ("speaker", profile.speakers)):
        yield from _lines(name, map(_seen, seen))


def _lines(name: str, values: Iterable[str]) -> Iterator[tuple[str, str]]:
    listed = list(values)
    yield from ((name, value) for value in listed[:_MOST_LINES])
    if len(listed) > _MOST_LINES:
        yield name, f"... and {len(listed) - _MOST_LINES} more: --json has them"


def _office(profile: views.Profile, office: OfficeLine) -> str:
    # A person's card tells of what the office is, a state's who holds it.
    is_own = office.holder == profile.name
    what = f"{office.title} of {office.body}" if is_own else f"{office.title}: {office.holder}"
    return f"{what}, {_since(office.since, office.until)}" if office.since or office.until else what


def _since(first: str | None, last: str | None) -> str:
    if last is None:
        return f"since {first}"
    return f"until {last}" if first is None else f"{first} to {last}"


def _seen(seen: views.Seen) -> str:
    told = f"{seen.text}, {counted(seen.statements, 'statement')}"
    if seen.first is None or seen.last is None:
        return told
    return f"{told}, {seen.first if seen.first == seen.last else f'{seen.first} to {seen.last}'}"
