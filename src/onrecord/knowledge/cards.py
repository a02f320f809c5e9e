"""What `onrecord who` and `onrecord members` show: plain answers out of the tables, ready for a person to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.knowledge.days import covers
from onrecord.knowledge.facts import Organisation, Person, State, Tenure
from onrecord.knowledge.lookup import Knowledge
from onrecord.records import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeLine:
    """One office of a card: its title, the state or organisation, the holder, and from when to when."""

    title: str
    body: str
    holder: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing that a name can mean. `matched` says by what: name, demonym, capital, place, family, full, title...

    `names` are its other names; `offices` are a person's own, ever or on the day asked, what is held now first, then
    the latest; or those of the body, on the day asked or now, the highest first.
    """

    id: str
    kind: str
    name: str
    matched: str
    sure: bool
    names: tuple[str, ...]
    offices: tuple[OfficeLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """One member of a roll: its id and name, and from when to when (None: not known, or no end known)."""

    id: str
    name: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """An organisation's members on a day, by name. `on` is None for now."""

    id: str
    name: str
    on: str | None
    members: tuple[MemberLine, ...]


def who(knowledge: Knowledge, name: str, on: PartialDate | None = None) -> tuple[Card, ...]:
    """A card for everything that a name, title or id can mean: states, organisations, persons; () if nothing."""
    states, organisations = knowledge.states_named(name, on), knowledge.organisations_named(name)
    cards = [_body_card(knowledge, match.what, match.kind, match.sure, on) for match in states]
    cards += [_body_card(knowledge, match.what, match.kind, match.sure, on) for match in organisations]
    place = knowledge.place_of(name)
    if place is not None:
        cards.append(_body_card(knowledge, place, "place", True, on))
    body = knowledge.store.body(name)
    if body is not None:
        cards.append(_body_card(knowledge, body, "id", True, on))
    cards += [
        _person_card(knowledge, match.what, match.kind, match.sure, on) for match in knowledge.people_named(name, on)
    ]
    person = knowledge.store.person(name)
    if person is not None:
        cards.append(_person_card(knowledge, person, "id", True, on))
    if not cards:
        titled = dict.fromkeys(tenure.person for tenure in knowledge.titled(name, on))
        cards += [_person_card(knowledge, holder, "title", True, on) for holder in titled]
    return tuple(cards)


def roll(knowledge: Knowledge, name: str, on: PartialDate | None = None) -> Roll | None:
    """The members of the organisation that a name, phrase or id means, on a day; None if there is no such one.

    `group:NATO`, the id of NATO's members as one actor, asks for them too.
    """
    id = f"org:{name.removeprefix('group:')}" if name.startswith("group:") else name
    body = knowledge.store.organisations.get(id) or knowledge.organisation_of(name)
    if body is None:
        group = knowledge.collective(name, on)
        body = knowledge.store.organisations[group.id] if group else None
    if body is None:
        matches = knowledge.organisations_named(name)
        body = matches[0].what if len(matches) == 1 else None
    if body is None:
        return None
    lines = []
    for membership in knowledge.memberships(body.id, on):
        member = knowledge.store.body(membership.member)
        lines.append(
            MemberLine(
                id=membership.member,
                name=member.name if member else membership.member,
                since=_text(membership.since),
                until=_text(membership.until),
            )
        )
    lines.sort(key=lambda line: line.name)
    return Roll(id=body.id, name=body.name, on=_text(on), members=tuple(lines))


def _person_card(knowledge: Knowledge, person: Person, matched: str, sure: bool, on: PartialDate | None) -> Card:
    return Card(
        id=person.id,
        kind="person",
        name=person.name,
        matched=matched,
        sure=sure,
        names=person.names,
        offices=tuple(_office_line(knowledge, tenure) for tenure in _latest_first(knowledge.offices_of(person.id, on))),
    )


def _body_card(
    knowledge: Knowledge, body: State | Organisation, matched: str, sure: bool, on: PartialDate | None
) -> Card:
    names = (body.long, *body.names) if isinstance(body, State) else (body.short, *body.names)
    return Card(
        id=body.id,
        kind="state" if isinstance(body, State) else "organisation",
        name=body.name,
        matched=matched,
        sure=sure,
        names=tuple(dict.fromkeys(other for other in names if other and other != body.name)),
        offices=tuple(_office_line(knowledge, tenure) for tenure in knowledge.in_office(body.id, on)),
    )


def _latest_first(tenures: Iterable[Tenure]) -> list[Tenure]:
    """What has not ended before what has, and the latest begun before the earlier; of no known beginning last."""
    begun = sorted(tenures, key=lambda tenure: tenure.since.value if tenure.since else "", reverse=True)
    return sorted(begun, key=lambda tenure: not covers(tenure.since, tenure.until, None))


def _office_line(knowledge: Knowledge, tenure: Tenure) -> OfficeLine:
    body = knowledge.store.body(tenure.office.body)
    return OfficeLine(
        title=tenure.office.title,
        body=body.name if body else tenure.office.body,
        holder=tenure.person.name,
        since=_text(tenure.since),
        until=_text(tenure.until),
    )


def _text(date: PartialDate | None) -> str | None:
    return date.value if date is not None else None
