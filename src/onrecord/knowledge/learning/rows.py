"""The rows that the found gives to the tables: new ones, and known ones with names added."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from onrecord.knowledge.days import bounds
from onrecord.knowledge.learning.found import Found, FoundBody, FoundPerson
from onrecord.knowledge.learning.linking import Links
from onrecord.knowledge.lookup import Knowledge
from onrecord.knowledge.names import plain
from onrecord.knowledge.tables import several
from onrecord.records import PartialDate

Cells = tuple[str, ...]
Tables = dict[str, dict[str, Cells]]
_MEMBER = "member"


class Rows:
    """Makes the rows. `tables`: by table and id (or the cells themselves, joined), what has to be written."""

    def __init__(self, known: Knowledge, found: Found, links: Links) -> None:
        self._known = known
        self._found = found
        self._links = links
        self.tables: Tables = {name: {} for name in ("organisations", "offices", "persons", "memberships", "terms")}
        self._periods: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)

    def make(self) -> Tables:
        """All rows, in an order that doesn't depend on that of the entries."""
        for reference, body in sorted(self._found.bodies.items()):
            self._body(self._links.bodies[reference], body)
        for reference, person in sorted(self._found.persons.items()):
            self._person(self._links.persons[reference], person)
        for reference in sorted(self._found.offices):
            self._office(reference)
        self._terms()
        self._memberships()
        return self.tables

    def counts(self) -> Counter[tuple[str, str]]:
        """How many rows of each table are new ("added"), and how many take the place of a known one ("changed")."""
        known = self._known.store.person_rows.keys() | self._known.store.organisations.keys()
        return Counter(
            (table, "changed" if id in known else "added") for table, rows in self.tables.items() for id in rows
        )

    def _body(self, id: str, body: FoundBody) -> None:
        known = self._known.store.organisations.get(id)
        names, weak = list(body.names), list(body.weak)
        if known is None and id not in self.tables["organisations"]:
            main, short = names[0], body.short or names[0]
            part_of = self._part_of(body)
            main_names = dict.fromkeys((main, short))
            unsure_names = [
                name for name in main_names if self._means_another(name, id) or self._is_common(name, part_of)
            ]
            cells: Cells = (id, short, main, "", "|".join(unsure_names), body.kind, "", part_of)
        else:
            cells = self.tables["organisations"].get(id) or self._row("organisations", id)
        _, short, main, others, unsure, *_ = cells
        has = {plain(name) for name in (short, main, *several(others), *several(unsure))}
        new = self._new(names, has, id)
        doubtful = [name for name in new if self._is_common(name, cells[7])]
        doubtful += self._new(weak, has | set(map(plain, new)), id)
        sure = [name for name in new if name not in doubtful]
        row = (*cells[:3], _joined(others, sure), _joined(unsure, doubtful), *cells[5:])
        self._set("organisations", id, row, known=known is not None)

    def _part_of(self, body: FoundBody) -> str:
        return (self._links.body(body.part_of) or "") if body.part_of else ""

    def _new(self, names: Iterable[str], has: set[str], id: str) -> list[str]:
        added: list[str] = []
        for name in names:
            form = plain(name)
            if form in has or form in map(plain, added):
                continue
            if self._means_another(name, id):
                self._found.leave("names of organisations", "mean another state or organisation already")
            else:
                added.append(name)
        return added

    def _means_another(self, name: str, id: str) -> bool:
        ids = {match.what.id for match in self._known.organisations_named(name)}
        ids |= {match.what.id for match in self._known.states_named(name)}
        return bool(ids - {id})

    def _is_common(self, name: str, part_of: str) -> bool:
        """True if a body of a state has a name that other states' bodies can have too: "Ministry of Finance"."""
        state = self._known.store.states.get(part_of)
        if state is None:
            return False
        form = f" {plain(name)} "
        return not any(f" {plain(named)} " in form for named in (state.name, *state.names, *state.demonyms))

    def _person(self, id: str, person: FoundPerson) -> None:
        known = id in self._known.store.person_rows
        order = "family-first" if person.family_first else ""
        fresh = (id, person.names[0], "", order)
        cells = self.tables["persons"].get(id) or (self._row("persons", id) if known else fresh)
        has = {plain(name) for name in (cells[1], *several(cells[2]))}
        new: list[str] = []
        for name in person.names:
            form = plain(name)
            if form in has:
                continue
            if " " not in form:
                self._found.leave("names of persons", "of one word: given names and nicknames find too many")
                continue
            has.add(form)
            new.append(name)
        self._set("persons", id, (*cells[:2], _joined(cells[2], new), cells[3]), known=known)

    def _office(self, reference: str) -> None:
        id, home = self._links.offices.get(reference), self._links.homes.get(reference)
        if id is None or home is None:
            self._found.leave("offices", "of no one state or organisation among the entries or the tables")
            return
        if id in self._known.store.offices:
            self._found.leave("offices", "known already")
            return
        titles = self._found.offices[reference].titles
        title, *others = dict.fromkeys([self._links.bare_title(titles[0], home), *titles])
        self.tables["offices"].setdefault(id, (id, home, "", title, "|".join(others)))

    def _terms(self) -> None:
        found = sorted(self._found.terms, key=lambda term: (_vague(term.since, term.until), repr(term)))
        for term in found:
            office, person = self._links.office(term.office), self._links.person(term.person)
            if office is None or person is None:
                missing = "an office" if office is None else "a person"
                self._found.leave("terms", f"of {missing} that is neither among the entries nor in the tables")
            else:
                self._add("terms", office, person, term.since, term.until)

    def _memberships(self) -> None:
        found = sorted(self._found.memberships, key=lambda entry: (_vague(entry.since, entry.until), repr(entry)))
        for entry in found:
            body = self._links.body(entry.organisation)
            member, person = self._links.body(entry.member), self._links.person(entry.member)
            if body is None or (member is None and person is None):
                missing = "an organisation" if body is None else "a member"
                self._found.leave("memberships", f"of {missing} that is neither among the entries nor in the tables")
            elif person is not None:
                if _dated(entry.since, entry.until):
                    self._add("terms", self._role(body, entry.role), person, entry.since, entry.until)
                else:
                    self._found.leave("memberships", "without a date")
            elif not body.startswith("org:") or member == body:
                self._found.leave("memberships", "of what is no organisation, or of itself")
            else:
                self._add("memberships", body, str(member), entry.since, entry.until)

    def _role(self, body: str, role: str) -> str:
        """The office by which a person belongs to an organisation, made if there is none."""
        for office in self._links.known_offices[body]:
            if plain(office.title) == plain(role):
                return office.id
        word = "-".join(plain(role).split()) or _MEMBER
        id = f"office:{body.partition(':')[2]}:{word}"
        if id not in self._known.store.offices:
            self.tables["offices"].setdefault(id, (id, body, "", role, ""))
        return id

    def _add(self, table: str, one: str, other: str, since: str, until: str) -> None:
        if not _dated(since, until):
            self._found.leave(table, "without a date")
            return
        first, last = _span(since, until)
        if first > last and since != until:
            self._found.leave(table, "ends before it begins")
            return
        periods = self._periods[one, other] or self._known_periods(table, one, other)
        if any((since, until) == period or _overlap((since, until), period) for period in periods):
            self._found.leave(table, "known already, for that time or a part of it")
            return
        self._periods[one, other] = [*periods, (since, until)]
        self.tables[table]["\t".join((one, other, since, until))] = (one, other, since, until)

    def _known_periods(self, table: str, one: str, other: str) -> list[tuple[str, str]]:
        store = self._known.store
        if table == "terms":
            dates = [(t.since, t.until) for t in store.tenures_of(other) if t.office.id == one]
        else:
            dates = [(m.since, m.until) for m in store.memberships(one) if m.member == other]
        return [(_text(since), _text(until)) for since, until in dates]

    def _row(self, table: str, id: str) -> Cells:
        if table == "persons":
            return tuple(self._known.store.person_rows[id].cells)
        body = self._known.store.organisations[id]
        unsure = "|".join(sorted(body.unsure))
        return (id, body.short, body.name, "|".join(body.names), unsure, body.kind, body.seat or "", body.part_of or "")

    def _set(self, table: str, id: str, cells: Cells, *, known: bool) -> None:
        if known and cells == self._row(table, id):
            self._found.leave(table, "known already")
        else:
            self.tables[table][id] = cells


def _joined(cell: str, new: Iterable[str]) -> str:
    return "|".join((*several(cell), *new))


def _dated(since: str, until: str) -> bool:
    # Without any date it would hold on every day there was.
    return bool(since or until)


def _vague(since: str, until: str) -> tuple[int, int]:
    """For sorting: what is dated best comes first, and a vaguer entry of the same is then known."""
    return (-bool(since) - bool(until), -len(since) - len(until))


def _span(since: str, until: str) -> tuple[str, str]:
    """The first day for sure and the last day at most that a period covers."""
    begin, end = bounds(since) if since else None, bounds(until) if until else None
    return begin[0] if begin else "0000-00-00", end[1] if end else "9999-99-99"


def _inner(period: tuple[str, str]) -> tuple[str, str]:
    since, until = period
    begin, end = bounds(since) if since else None, bounds(until) if until else None
    return begin[1] if begin else "0000-00-00", end[0] if end else "9999-99-99"


def _overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """True if two periods share time beyond the day, month or year in which one follows the other."""
    (begin, end), (first, last) = _inner(one), _inner(other)
    return begin < last and first < end


def _text(date: PartialDate | None) -> str:
    return date.value if date is not None else ""
