"""Wikidata items as JSON: labels, aliases, and claims with ranks and qualifiers (the Wikibase data model)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from onrecord.knowledge.learning.found import Found, FoundBody, FoundMembership, FoundOffice, FoundPerson, FoundTerm

_ITEM = re.compile(r"Q[1-9]\d{0,11}")
_TIME = re.compile(r"\+(\d{4})-(\d\d)-(\d\d)T.*")
# "mul" holds the names that are the same in all languages.
_LANGUAGES = ("en", "mul", "en-gb", "en-us", "en-ca")
_JULIAN = "Q1985786"

INSTANCE_OF, CITIZEN_OF, POSITION, PARTY, MEMBER_OF, COUNTRY = "P31", "P27", "P39", "P102", "P463", "P17"
JURISDICTION, DIRECTS, SHORT_NAME, ISO2, ISO3, START, END = "P1001", "P2389", "P1813", "P297", "P298", "P580", "P582"
HUMAN = "Q5"
# Classes whose items are organisations; kinds as the tables name them.
CLASSES = {
    "Q43229": "organisation",
    "Q484652": "organisation",
    "Q245065": "organisation",
    "Q79913": "non-governmental organisation",
    "Q163740": "non-governmental organisation",
    "Q7278": "party",
    "Q4830453": "company",
    "Q783794": "company",
    "Q891723": "company",
    "Q6881511": "company",
    "Q327333": "government agency",
    "Q192350": "government agency",
}


@dataclass(slots=True)
class Items:
    """Items that only the others can tell what they are, kept until all are read, and the states among all."""

    items: dict[str, _Item] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Item:
    names: list[str]
    short: str | None
    classes: list[str]
    directs: list[str]
    jurisdictions: list[str]
    countries: list[str]


def is_item(value: Mapping[str, Any]) -> bool:
    """True if an object has the form of a Wikidata item."""
    id = value.get("id")
    return isinstance(id, str) and _ITEM.fullmatch(id) is not None and ("claims" in value or "labels" in value)


def is_other(value: Mapping[str, Any]) -> bool:
    """True for a property or a lexeme, which the dumps hold too."""
    return value.get("type") in ("property", "lexeme")


def take(value: Mapping[str, Any], found: Found, items: Items, countries: Mapping[str, str]) -> None:
    """Add what an item says. `countries`: ids of states by ISO code; a state is known, and only linked to."""
    id, claims = value["id"], _map(value.get("claims"))
    iso = [code for code in _texts(claims, ISO2, ISO3) if code in countries]
    if iso:
        items.states.setdefault(id, countries[iso[0]])
        found.leave("states", "known already: only linked to")
    elif HUMAN in _references(claims, INSTANCE_OF):
        names = found.usable(_names(value), "names of persons")
        if not names:
            found.leave("persons", "without a usable name")
            return
        found.add_person(id, FoundPerson(id=id, names=names, countries=_references(claims, CITIZEN_OF)))
    else:
        short = found.usable(_monolingual(claims, SHORT_NAME), "names of organisations")
        items.items[id] = _Item(
            names=found.usable([*_names(value), *short], "names of organisations"),
            short=short[0] if short else None,
            classes=_references(claims, INSTANCE_OF),
            directs=_references(claims, DIRECTS),
            jurisdictions=_references(claims, JURISDICTION),
            countries=_references(claims, COUNTRY),
        )
    _links(id, claims, found)


def _links(id: str, claims: Mapping[str, Any], found: Found) -> None:
    for office, since, until in _dated(claims, POSITION, "terms", found):
        found.terms.append(FoundTerm(office=office, person=id, since=since, until=until))
    for property in (PARTY, MEMBER_OF):
        for body, since, until in _dated(claims, property, "memberships", found):
            found.memberships.append(
                FoundMembership(organisation=body, member=id, role="member", since=since, until=until)
            )


def settle(items: Items, found: Found) -> None:
    """Make offices and organisations of the items kept, once it is known who points to them."""
    offices = {term.office for term in found.terms}
    bodies = {membership.organisation for membership in found.memberships}
    bodies |= {membership.member for membership in found.memberships} | {
        body for id in offices & items.items.keys() for body in items.items[id].directs
    }
    for id, item in items.items.items():
        kinds = [CLASSES[group] for group in item.classes if group in CLASSES]
        if id not in offices and id not in bodies and not kinds:
            found.leave("items", "neither a person nor an office, an organisation or a state that is named by another")
        elif not item.names:
            found.leave("items", "without a usable name")
        elif id in offices:
            groups = [item.directs, item.jurisdictions, item.countries]
            found.offices.setdefault(id, FoundOffice(id=id, titles=item.names, bodies=groups))
        else:
            found.add_body(id, _body(id, item, kinds))


def _body(id: str, item: _Item, kinds: list[str]) -> FoundBody:
    kind = kinds[0] if kinds else "organisation"
    speaks_for = kind == "government agency" and len(item.countries) == 1
    return FoundBody(
        id=id,
        names=item.names,
        short=item.short,
        kind=kind,
        countries=item.countries,
        part_of=item.countries[0] if speaks_for else None,
    )


def _names(value: Mapping[str, Any]) -> list[str]:
    labels, aliases = _map(value.get("labels")), _map(value.get("aliases"))
    terms = [labels.get(language) for language in _LANGUAGES]
    terms += [term for language in _LANGUAGES for term in _list(aliases.get(language))]
    return [term["value"] for term in terms if isinstance(term, dict) and isinstance(term.get("value"), str)]


def _map(value: Any) -> Mapping[str, Any]:
    # An empty map is written as an empty list in places.
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _statements(claims: Mapping[str, Any], property: str) -> Iterator[dict[str, Any]]:
    for statement in _list(claims.get(property)):
        if isinstance(statement, dict) and statement.get("rank") != "deprecated":
            yield statement


def _value(snak: Any) -> Any:
    """The value of a snak; None for one that says that there is none, or that it isn't known."""
    return _map(_map(snak).get("datavalue")).get("value")


def _values(claims: Mapping[str, Any], properties: Iterable[str]) -> Iterator[Any]:
    for property in properties:
        for statement in _statements(claims, property):
            yield _value(statement.get("mainsnak"))


def _references(claims: Mapping[str, Any], property: str) -> list[str]:
    """The items that the statements of a property name, those that held no longer included."""
    return list(dict.fromkeys(id for value in _values(claims, [property]) if (id := _reference(value))))


def _reference(value: Any) -> str | None:
    id = _map(value).get("id")
    return id if isinstance(id, str) and _ITEM.fullmatch(id) else None


def _texts(claims: Mapping[str, Any], *properties: str) -> list[str]:
    return [value for value in _values(claims, properties) if isinstance(value, str)]


def _monolingual(claims: Mapping[str, Any], property: str) -> list[str]:
    values = map(_map, _values(claims, [property]))
    return [
        value["text"] for value in values if value.get("language") in _LANGUAGES and isinstance(value.get("text"), str)
    ]


def _dated(claims: Mapping[str, Any], property: str, what: str, found: Found) -> Iterator[tuple[str, str, str]]:
    for statement in _statements(claims, property):
        reference = _reference(_value(statement.get("mainsnak")))
        if reference is None:
            found.leave(what, "of what isn't named")
            continue
        qualifiers = _map(statement.get("qualifiers"))
        since, until = (found.dates(_times(qualifiers.get(name)), what) for name in (START, END))
        if not until and any(_map(snak).get("snaktype") == "somevalue" for snak in _list(qualifiers.get(END))):
            found.leave(what, "ended on a day that isn't known")
            continue
        yield reference, since, until


def _times(snaks: Any) -> Iterator[str]:
    for snak in _list(snaks):
        value = _map(_value(snak))
        match = _TIME.fullmatch(str(value.get("time")))
        # 9 is a year, 10 a month, 11 a day; whatever is coarser is not known well enough. Days of the Julian calendar
        # are kept as years.
        precision = value.get("precision")
        if match and isinstance(precision, int) and precision >= 9:
            known = 1 if str(value.get("calendarmodel")).endswith(_JULIAN) else min(precision, 11) - 8
            yield "-".join(match.groups()[:known])
