"""The tables as records. A table is read when it is first asked for.

Of the long ones, memberships, persons and terms, only the records that are asked for are made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path

from onrecord.errors import InputError
from onrecord.knowledge.facts import Membership, Office, Organisation, Person, State, Tenure
from onrecord.knowledge.tables import Row, check_folder, date, known, named, once, own_rows, rows, several


class Store:
    """Everything that the tables say, by id. `own` is a folder of a user's own tables, or None."""

    def __init__(self, own: Path | None = None) -> None:
        if own is not None:
            check_folder(own)
        self._own = own
        self._memberships: dict[str, tuple[Membership, ...]] = {}
        self._made: dict[tuple[Path, int], Tenure] = {}
        if own is not None:
            self._check_own(own)

    @cached_property
    def states(self) -> dict[str, State]:
        """States by id (`state:UKR`)."""
        return {row.cells[0]: _state(row) for row in rows("states", self._own)}

    @cached_property
    def places(self) -> dict[str, State]:
        """The state of every region and city, by name; what a user's table says of a name holds."""
        return {name: state for row in rows("places", self._own) for name, state in self._place(row)}

    def _place(self, row: Row) -> list[tuple[str, State]]:
        name, names, id = row.cells
        if not name.strip():
            raise InputError(input=row.where, problem="has no name", expected="expected one, as news gives it")
        state = self.states[known(id, self.states, row)]
        return [(one, state) for one in (name, *several(names))]

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        """Organisations by id (`org:NATO`)."""
        return {row.cells[0]: _organisation(row) for row in rows("organisations", self._own)}

    @cached_property
    def codes(self) -> dict[str, str]:
        """Ids of states and organisations by Wikidata id."""
        return {row.cells[1]: row.cells[0] for row in rows("codes", self._own)}

    def body(self, id: str) -> State | Organisation | None:
        """The state or the organisation that has an id."""
        return self.states.get(id) or self.organisations.get(id)

    @cached_property
    def offices(self) -> dict[str, Office]:
        """Offices by id (`office:USA:president`)."""
        return {row.cells[0]: self._office(row) for row in rows("offices", self._own)}

    @cached_property
    def person_rows(self) -> dict[str, Row]:
        """The rows of persons by id; `person` makes the record, so that only those asked for are made."""
        return {row.cells[0]: row for row in rows("persons", self._own)}

    @cached_property
    def genders(self) -> dict[str, str]:
        """f or m by given name, in the form of `names.plain`."""
        return {row.cells[0]: row.cells[1] for row in rows("given-names", self._own)}

    def person(self, id: str) -> Person | None:
        """The person that has an id (`person:angela-merkel`)."""
        row = self.person_rows.get(id)
        return _person(row) if row is not None else None

    def memberships(self, organisation: str) -> tuple[Membership, ...]:
        """The memberships of an organisation (its id), in the table's order."""
        if organisation not in self._memberships:
            found = self._membership_rows.get(organisation, ())
            self._memberships[organisation] = tuple(self._membership(row) for row in found)
        return self._memberships[organisation]

    def tenures_of(self, person: str) -> tuple[Tenure, ...]:
        """The tenures of a person (an id), by office and date."""
        return self._tenures(self._terms_by_person.get(person, ()))

    def tenures_at(self, body: str) -> tuple[Tenure, ...]:
        """The tenures at a state or organisation (an id), by office and date."""
        return self._tenures(self._terms_by_body.get(body, ()))

    def check(self) -> None:
        """Make every record once, so that a row that is wrong is an InputError here and not at some later question."""
        for organisation in self._membership_rows:
            self.memberships(organisation)
        self._tenures(tuple(self._term_rows))

    def _check_own(self, own: Path) -> None:
        # Of a row that takes the place of a shipped one the shipped rows still hold: own rows alone can be wrong.
        made: dict[str, Callable[[Row], object]] = {
            "states": _state,
            "places": self._place,
            "organisations": self._whole_organisation,
            "memberships": self._membership,
            "offices": self._office,
            "terms": self._tenure,
            "persons": _person,
            "codes": self._code,
        }
        for table, make in made.items():
            for row in own_rows(table, own):
                make(named(row, table))

    def _whole_organisation(self, row: Row) -> Organisation:
        organisation = _organisation(row)
        if organisation.part_of is not None:
            known(organisation.part_of, self.states if _is_state(organisation.part_of) else self.organisations, row)
        above: list[str] = []
        part_of = organisation.part_of
        while part_of in self.organisations and part_of not in above:
            above.append(part_of)
            part_of = self.organisations[part_of].part_of
        if organisation.id in above:
            problem, expected = f"'{organisation.id}' is a part of itself", "expected the body for which it speaks"
            raise InputError(input=row.where, problem=problem, expected=expected)
        return organisation

    def _code(self, row: Row) -> str:
        return known(row.cells[0], self.states if _is_state(row.cells[0]) else self.organisations, row)

    @cached_property
    def _membership_rows(self) -> dict[str, list[Row]]:
        return _grouped(once("memberships", self._own), lambda row: row.cells[0])

    @cached_property
    def _term_rows(self) -> list[Row]:
        return once("terms", self._own)

    @cached_property
    def _terms_by_person(self) -> dict[str, list[Row]]:
        return _grouped(self._term_rows, lambda row: row.cells[1])

    @cached_property
    def _terms_by_body(self) -> dict[str, list[Row]]:
        return _grouped(self._term_rows, lambda row: self.offices[known(row.cells[0], self.offices, row)].body)

    def _membership(self, row: Row) -> Membership:
        organisation, member, since, until = row.cells
        known(organisation, self.organisations, row)
        known(member, self.states if _is_state(member) else self.organisations, row)
        return Membership(organisation=organisation, member=member, since=date(since, row), until=date(until, row))

    def _tenures(self, found: Iterable[Row]) -> tuple[Tenure, ...]:
        return tuple(self._tenure(row) for row in found)

    def _tenure(self, row: Row) -> Tenure:
        place = (row.file, row.line)
        if place not in self._made:
            office, id, since, until = row.cells
            self._made[place] = Tenure(
                office=self.offices[known(office, self.offices, row)],
                person=_person(self.person_rows[known(id, self.person_rows, row)]),
                since=date(since, row),
                until=date(until, row),
            )
        return self._made[place]

    def _office(self, row: Row) -> Office:
        id, body, rank, title, titles = row.cells
        known(body, self.states if _is_state(body) else self.organisations, row)
        return Office(id=id, body=body, rank=several(rank), title=title, titles=several(titles))


def _is_state(id: str) -> bool:
    return id.startswith("state:")


def _grouped(found: Iterable[Row], group: Callable[[Row], str]) -> dict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in found:
        groups[group(row)].append(row)
    return dict(groups)


def _person(row: Row) -> Person:
    id, name, names, order = row.cells
    return Person(id=id, name=name, names=several(names), order=order)


def _state(row: Row) -> State:
    id, name, long, names, demonyms, capitals, seats, unsure, kind, since, until, iso2 = row.cells
    return State(
        id=id,
        iso2=iso2,
        name=name,
        long=long,
        names=several(names),
        demonyms=several(demonyms),
        capitals=several(capitals),
        seats=several(seats),
        unsure=frozenset(several(unsure)),
        kind=kind,
        since=date(since, row),
        until=date(until, row),
    )


def _organisation(row: Row) -> Organisation:
    id, short, name, names, unsure, kind, seat, part_of = row.cells
    return Organisation(
        id=id,
        short=short,
        name=name,
        names=several(names),
        unsure=frozenset(several(unsure)),
        kind=kind,
        seat=seat or None,
        part_of=part_of or None,
    )
