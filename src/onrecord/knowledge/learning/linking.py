"""Which of the found is known already, under which id: a wrong link is worse than a second entry.

An organisation is one that is known if its main name surely means that one and the states don't disagree. An office is
one that is known if it is of the same body and bears the title. A person is one that is known if the main name is the
same, of two words at least, and a state or organisation is shared; where two of the entries would be one person, none
of them is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from onrecord.knowledge.facts import Office, Organisation, State
from onrecord.knowledge.holders import bears, title_form
from onrecord.knowledge.learning.found import Found, FoundBody, FoundOffice, FoundPerson
from onrecord.knowledge.lookup import Knowledge
from onrecord.knowledge.names import plain


class Links:
    """From the entries' own ids to those of the tables. `states`: ids of states by the entries' ids for them."""

    def __init__(self, known: Knowledge, found: Found, states: Mapping[str, str]) -> None:
        self._known = known
        self._states = states
        self.bodies = {reference: self._body(body) for reference, body in found.bodies.items()}
        self._names = {self.bodies[reference]: tuple(body.names) for reference, body in found.bodies.items()}
        self.known_offices: defaultdict[str, list[Office]] = defaultdict(list)
        for known_office in known.store.offices.values():
            self.known_offices[known_office.body].append(known_office)
        self.homes: dict[str, str] = {}
        self.offices: dict[str, str] = {}
        for reference, office in found.offices.items():
            if home := self._home(office):
                self.homes[reference] = home
                self.offices[reference] = self._office(office, home)
        self.persons = dict(self._persons(found))

    def body(self, reference: str) -> str | None:
        """The id of the state or organisation that a reference means; None for what is neither found nor known."""
        for id in (self._states.get(reference), self.bodies.get(reference), reference, f"org:{reference}"):
            if id is not None and (id in self._names or self._known.store.body(id)):
                return id
        return None

    def office(self, reference: str) -> str | None:
        """The id of the office that a reference means; None for what is neither found nor known."""
        id = f"office:{reference}"
        return self.offices.get(reference) or (id if id in self._known.store.offices else None)

    def person(self, reference: str) -> str | None:
        """The id of the person that a reference means; None for what is neither found nor known."""
        id = f"person:{reference}"
        return self.persons.get(reference) or (id if id in self._known.store.person_rows else None)

    def bare_title(self, title: str, body: str) -> str:
        """A title without the name of its state or organisation: "President" for "President of Ukraine"."""
        known = self._known.store.body(body)
        names = _names_of(known) if known is not None else self._names.get(body, ())
        for name in sorted(names, key=len, reverse=True):
            written = re.escape(name)
            after = re.fullmatch(rf"(.+?)(?:,| of| for| to)?(?: the)? {written}", title, re.IGNORECASE)
            before = re.fullmatch(rf"{written}(?:['’]s)? (.+)", title, re.IGNORECASE)
            if found := after or before:
                return found[1]
        return title

    def _body(self, body: FoundBody) -> str:
        new = f"org:{body.id}"
        if new in self._known.store.organisations:
            return new
        matches = self._known.organisations_named(body.names[0])
        # A company called "OPEC" is not OPEC: its whole name must be that of the known one.
        if len(matches) != 1 or not matches[0].sure or (body.kind == "company" and matches[0].kind != "full"):
            return new
        known = matches[0].what
        states = {self._states.get(country, country) for country in body.countries}
        apart = known.part_of is not None and known.part_of.startswith("state:") and known.part_of not in states
        return new if apart and states else known.id

    def _home(self, office: FoundOffice) -> str | None:
        for group in office.bodies:
            ids = {id for id in map(self.body, group) if id}
            if ids:
                # An office of several states is none of these.
                return ids.pop() if len(ids) == 1 else None
        return None

    def _office(self, office: FoundOffice, home: str) -> str:
        new = f"office:{office.id}"
        if new in self._known.store.offices:
            return new
        for title in (self.bare_title(office.titles[0], home), office.titles[0]):
            form = title_form(title)
            offices = self.known_offices[home]
            first = [known for known in offices if title_form(known.title) == form]
            called = first or [known for known in offices if bears(known, form)]
            if len(called) == 1:
                return called[0].id
        return new

    def _persons(self, found: Found) -> Iterator[tuple[str, str]]:
        places = self._places(found)
        # One person told by two sources has one id, and counts once.
        linked = {person.id: self._person(person, places[person.id]) for person in found.persons.values()}
        claims = Counter(linked.values())
        for reference, person in found.persons.items():
            id = linked[person.id]
            yield reference, id if claims[id] == 1 else f"person:{person.id}"

    def _places(self, found: Found) -> dict[str, set[str]]:
        """By a person's own id, the states and organisations that have to do with that person."""
        near: defaultdict[str, set[str]] = defaultdict(set)
        for person in found.persons.values():
            near[person.id] |= {id for id in map(self.body, person.countries) if id}
        for term in found.terms:
            if term.person in found.persons and (home := self.homes.get(term.office)):
                near[found.persons[term.person].id].add(home)
        for membership in found.memberships:
            if membership.member in found.persons and (body := self.body(membership.organisation)):
                near[found.persons[membership.member].id].add(body)
        return {id: self._with_parents(ids) for id, ids in near.items()}

    def _person(self, person: FoundPerson, places: set[str]) -> str:
        new = f"person:{person.id}"
        if new in self._known.store.person_rows:
            return new
        name = plain(person.names[0])
        same = [
            known.id
            for known in self._known.person_of(person.names[0])
            if " " in name and name in map(plain, (known.name, *known.names))
        ]
        near = [id for id in same if self._with_parents(self._bodies_of(id)) & places]
        return near[0] if len(near) == 1 else new

    def _bodies_of(self, person: str) -> set[str]:
        return {tenure.office.body for tenure in self._known.store.tenures_of(person)}

    def _with_parents(self, ids: Iterable[str]) -> set[str]:
        bodies = map(self._known.store.organisations.get, ids)
        return {*ids, *(body.part_of for body in bodies if body is not None and body.part_of)}


def _names_of(body: State | Organisation) -> tuple[str, ...]:
    if isinstance(body, State):
        return tuple(filter(None, (body.name, body.long, *body.names, *body.demonyms)))
    return tuple(filter(None, (body.short, body.name, *body.names)))
