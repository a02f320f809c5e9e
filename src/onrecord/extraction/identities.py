"""Who of those known a person of a text is, and what id a person has whom nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extraction.people import Person
from onrecord.knowledge import Knowledge, Tenure, key, plain
from onrecord.knowledge import Person as Known
from onrecord.records import PartialDate


class Identities:
    """Answers for one text and the day on which it was published (None: not known)."""

    def __init__(self, knowledge: Knowledge, on: PartialDate | None) -> None:
        self._knowledge = knowledge
        self._on = on

    def tenures(self, person: Person) -> tuple[Tenure, ...]:
        """The offices that the bearers of the name held on the day."""
        return self._knowledge.offices_of(person.name, self._on) if self._on or " " in person.name else ()

    def known(self, person: Person, tenures: Sequence[Tenure], code: str | None) -> Known | None:
        """The person of the knowledge: one whose office fits the affiliation; of a full name, the only bearer."""
        fit = {t.person.id: t.person for t in tenures if code is None or self.of(t) == code}
        alone = len(person.name.split()) == 1
        if alone and code is None:
            # A last name alone is somebody's of that name, unless one of the highest offices is held under it, or it
            # bears its title.
            titles = [role.text for role in person.roles]
            fit = {t.person.id: t.person for t in tenures if t.office.rank or any(bears(t, x) for x in titles)}
        if len(fit) == 1:
            return next(iter(fit.values()))
        if tenures and not alone:
            return None
        return self._out_of_office(person, code, alone)

    def _out_of_office(self, person: Person, code: str | None, alone: bool) -> Known | None:
        """The only bearer of a name, whose offices of any day fit the affiliation; of a last name alone the title."""
        titles = [role.text for role in person.roles]
        fit = []
        for known in self._knowledge.person_of(person.name):
            offices = self._knowledge.offices_of(known.id)
            bodies = {self.of(t) for t in offices}
            borne = any(t.office.rank and bears(t, title) for t in offices for title in titles)
            # Who has yet to come into office may be anybody of that name.
            begun = any(self._on is None or t.since is None or t.since.value <= self._on.value for t in offices)
            if (code in bodies or (code is None and begun)) and (borne or not alone):
                fit.append(known)
        return fit[0] if len(fit) == 1 else None

    def holds(self, id: str | None, affiliation: str | None) -> bool:
        """True for the id of a known person, unless affiliated with a state of which that one never held an office."""
        if id is None or self._knowledge.store.person(id) is None:
            return False
        if f"state:{affiliation}" not in self._knowledge.store.states:
            return True
        return affiliation in {self.of(tenure) for tenure in self._knowledge.offices_of(id)}

    def of(self, tenure: Tenure) -> str | None:
        """The affiliation that an office gives."""
        return self._knowledge.affiliation_of(tenure.office.body)


def id_of(name: str, affiliation: str | None) -> str | None:
    """`person:olga-stefanishina@UKR`; None without a full name and an affiliation: then only its document knows it."""
    if affiliation is None or len(name.split()) < 2:
        return None
    return f"person:{'-'.join(key(word) for word in plain(name).split())}@{affiliation}"


def titled(person: Person, tenures: Sequence[Tenure]) -> list[Tenure]:
    """The offices of a full name whose titles the text gives, if they are one person's: whatever state it names."""
    borne = [t for t in tenures if any(bears(t, role.text) for role in person.roles)]
    return borne if " " in person.name and len({t.person.id for t in borne}) == 1 else []


def bears(tenure: Tenure, title: str) -> bool:
    """True if a title ends in that of an office."""
    form = plain(title)
    return any(form.endswith(plain(known)) for known in (tenure.office.title, *tenure.office.titles))
