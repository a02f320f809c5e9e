"""FollowTheMoney entities: an id, a schema, and properties with lists of values (followthemoney.tech)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from onrecord.knowledge.learning.found import (
    Found,
    FoundBody,
    FoundMembership,
    FoundOffice,
    FoundPerson,
    FoundTerm,
    is_id,
)

_BODIES = {"PublicBody": "public body", "Organization": "organisation", "Company": "company"}
Countries = Mapping[str, str]


def is_entity(value: Mapping[str, Any]) -> bool:
    """True if an object has the form of a FollowTheMoney entity, and an id that a table can hold."""
    return isinstance(value.get("schema"), str) and isinstance(value.get("properties"), dict) and is_id(value.get("id"))


def take(value: Mapping[str, Any], found: Found, countries: Countries) -> None:
    """Add what an entity says, and the entities nested in it. `countries`: ids of states by country code."""
    schema, properties = value["schema"], value["properties"]
    for nested in _nested(value):
        take(nested, found, countries)
    entity = _Entity(value["id"], properties, countries)
    if schema == "Person":
        _person(entity, found)
    elif schema in _BODIES:
        _body(entity, schema, found)
    elif schema == "Position":
        _position(entity, found)
    elif schema == "Occupancy":
        _occupancy(entity, found)
    elif schema == "Membership":
        _membership(entity, found)
    else:
        found.leave("entities", f"of a schema that isn't taken: {schema[:40]}")


class _Entity:
    def __init__(self, id: str, properties: Mapping[str, Any], countries: Countries) -> None:
        self.reference = id
        self._properties = properties
        self._countries = countries

    @property
    def id(self) -> str:
        """The Wikidata id, if there is one: the same from whichever source."""
        return next(filter(is_id, self.texts("wikidataId")), self.reference)

    def texts(self, *names: str) -> list[str]:
        """The texts of some properties; of a nested entity, its id."""
        values = [value for name in names for value in _listed(self._properties.get(name))]
        ids = [value.get("id") if isinstance(value, dict) else value for value in values]
        return [text for text in ids if isinstance(text, str) and text]

    def states(self, *names: str) -> list[str]:
        """The ids of the states that country codes mean; a code of no known state is passed over."""
        codes = [code.upper() for code in self.texts(*names)]
        return list(dict.fromkeys(self._countries[code] for code in codes if code in self._countries))


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _nested(value: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name, values in value["properties"].items():
        for child in _listed(values):
            if isinstance(child, dict) and is_entity(child):
                # Under a person the holder of an occupancy is left unsaid.
                holder = {"holder": [value["id"]]} if name == "positionOccupancies" else {}
                yield {**child, "properties": {**holder, **child["properties"]}}


def _person(entity: _Entity, found: Found) -> None:
    names = found.usable(map(_in_order, entity.texts("name", "alias", "previousName")), "names of persons")
    for _ in entity.texts("weakAlias"):
        found.leave("names of persons", "weak: they often mean another")
    if not names:
        found.leave("persons", "without a usable name")
        return
    family = {name.casefold() for name in entity.texts("lastName")}
    words = names[0].casefold().split()
    found.add_person(
        entity.reference,
        FoundPerson(
            id=entity.id,
            names=names,
            countries=entity.states("citizenship", "nationality", "country"),
            family_first=words[0] in family and words[-1] not in family,
        ),
    )


def _in_order(name: str) -> str:
    """ "Merkel, Angela" as news writes it."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and "," not in given else name


def _body(entity: _Entity, schema: str, found: Found) -> None:
    names = found.usable(entity.texts("name", "alias", "previousName"), "names of organisations")
    if not names:
        found.leave("organisations", "without a usable name")
        return
    states = entity.states("country", "jurisdiction", "mainCountry")
    found.add_body(
        entity.reference,
        FoundBody(
            id=entity.id,
            names=names,
            weak=found.usable(entity.texts("weakAlias"), "names of organisations"),
            kind=_BODIES[schema],
            countries=states,
            part_of=states[0] if schema == "PublicBody" and len(states) == 1 else None,
        ),
    )


def _position(entity: _Entity, found: Found) -> None:
    titles = found.usable(entity.texts("name", "alias"), "titles")
    if not titles:
        found.leave("offices", "without a usable title")
        return
    bodies = [entity.texts("organization"), entity.states("country")]
    found.offices.setdefault(entity.reference, FoundOffice(id=entity.id, titles=titles, bodies=bodies))


def _occupancy(entity: _Entity, found: Found) -> None:
    holders, posts = entity.texts("holder"), entity.texts("post")
    since, until = _dates(entity, "terms", found)
    if not holders or not posts:
        found.leave("terms", "without a holder or a post")
    elif not until and "ended" in entity.texts("status"):
        found.leave("terms", "ended on a day that isn't known")
    else:
        found.terms.append(FoundTerm(office=posts[0], person=holders[0], since=since, until=until))


def _membership(entity: _Entity, found: Found) -> None:
    members, organisations = entity.texts("member"), entity.texts("organization")
    since, until = _dates(entity, "memberships", found)
    if not members or not organisations:
        found.leave("memberships", "without a member or an organisation")
        return
    roles = found.usable(entity.texts("role"), "titles")
    found.memberships.append(
        FoundMembership(
            organisation=organisations[0],
            member=members[0],
            role=roles[0] if roles else "member",
            since=since,
            until=until,
        )
    )


def _dates(entity: _Entity, what: str, found: Found) -> tuple[str, str]:
    return found.dates(entity.texts("startDate"), what), found.dates(entity.texts("endDate"), what)
