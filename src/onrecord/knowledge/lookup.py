"""The questions that can be asked of the tables. Each answers in microseconds once its table is read."""

from __future__ import annotations

import hashlib
from functools import cache, cached_property
from pathlib import Path

from onrecord.knowledge.bodies import Index, at, only, organisation_index, place_index, state_index
from onrecord.knowledge.collectives import group
from onrecord.knowledge.days import covers
from onrecord.knowledge.facts import Collective, Match, Membership, Office, Organisation, Person, State, Tenure
from onrecord.knowledge.holders import holders, title_and_body, without_body
from onrecord.knowledge.names import plain
from onrecord.knowledge.people import People
from onrecord.knowledge.store import Store
from onrecord.records import PartialDate

_RANKS = ("state", "government", "foreign")
_HEADS = frozenset(("head", "chief"))
# The kinds of body that are a group of states and nothing more: their bare name is a collective already.
_GROUPS = frozenset(["group", "format"])


class Knowledge:
    """States, organisations, memberships, offices and persons, by name and day.

    `own` is a folder of a user's own tables in the form of the shipped ones; InputError for a folder or a row that
    is wrong. A day is a PartialDate: what held at some time within it counts. No day, or one whose year is unknown,
    asks for now: what holds today, as far as is known.
    """

    def __init__(self, own: Path | None = None) -> None:
        self.store = Store(own)
        self._own = own

    @cached_property
    def own_sha256(self) -> str | None:
        """A hash over the user's own tables; None if there are none."""
        if self._own is None:
            return None
        digest = hashlib.sha256()
        for table in sorted(self._own.glob("*.tsv")):
            digest.update(table.name.encode() + b"\0" + table.read_bytes())
        return digest.hexdigest()

    def states_named(self, name: str, on: PartialDate | None = None) -> tuple[Match[State], ...]:
        """Every state that a name, demonym, capital or seat of government can mean, with the kind of match.

        "Moscow" and "Prague" are those of the state that existed on the day.
        """
        return at(self._states.named(name), on)

    def state_of(self, name: str, on: PartialDate | None = None) -> State | None:
        """The state that a name means; None if none, or if the name often means something else ("Georgia")."""
        return only(self.states_named(name, on))

    def place_of(self, name: str) -> State | None:
        """The state in which a region or city lies; None for one that the tables don't know."""
        return only(self._places.named(name))

    def may_begin_place(self, word: str) -> bool:
        """False if no name of a region or city begins with a word."""
        return self._places.may_begin(word)

    def organisations_named(self, name: str) -> tuple[Match[Organisation], ...]:
        """Every organisation that a name can mean; not sure where the name often means another ("the Alliance")."""
        return self._organisations.named(name)

    def may_begin_body(self, word: str) -> bool:
        """False if no name of a state or organisation begins with a word: then no longer one need be looked up."""
        return self._states.may_begin(word) or self._organisations.may_begin(word)

    def organisation_of(self, name: str) -> Organisation | None:
        """The organisation that a name means; None if none, or if the name often means something else."""
        return only(self.organisations_named(name))

    def body_named(self, name: str) -> State | Organisation | None:
        """The one state or organisation that is asked for by name or code; None if there is none, or several.

        A name that can mean something else too ("Georgia") means the state here, as long as it means no other one.
        """
        asked = " ".join(name.split())
        coded = self.store.body(f"state:{asked.upper()}")
        if coded is not None:
            return coded
        bodies: list[State | Organisation] = []
        bodies += (match.what for match in self.states_named(asked) if match.kind != "demonym")
        bodies += (match.what for match in self.organisations_named(asked))
        return bodies[0] if len({body.id for body in bodies}) == 1 else None

    def affiliation_of(self, id: str) -> str | None:
        """The affiliation as readings give it: alpha-3 of a state, the short name of an organisation; of a part of
        another body, that body's ("EU" for the European Commission). None for an unknown id."""
        body = self.store.body(id)
        if isinstance(body, Organisation):
            return self.affiliation_of(body.part_of) if body.part_of else body.short
        return body.iso3 if body is not None else None

    def memberships(self, organisation: str, on: PartialDate | None = None) -> tuple[Membership, ...]:
        """The memberships of an organisation (its id) on a day, with their dates, in the order of joining."""
        return tuple(m for m in self.store.memberships(organisation) if covers(m.since, m.until, on))

    def members(self, organisation: str, on: PartialDate | None = None) -> tuple[State | Organisation, ...]:
        """The members of an organisation (its id, or a sure name) on a day, by name; empty if none are known."""
        if organisation not in self.store.organisations:
            body = self.organisation_of(organisation)
            organisation = body.id if body else organisation
        ids = dict.fromkeys(m.member for m in self.memberships(organisation, on))
        bodies = (self.store.body(id) for id in ids)
        return tuple(sorted((body for body in bodies if body is not None), key=lambda body: body.name))

    def people_named(self, name: str, on: PartialDate | None = None) -> tuple[Match[Person], ...]:
        """The persons whom a name can mean, across spellings; on a day, those in office then, if any of them was."""
        return self._people.named(name, on)

    def person_of(self, name: str, on: PartialDate | None = None) -> tuple[Person, ...]:
        """The candidates for a name: none, one, or several where it stays open who is meant."""
        return tuple(match.what for match in self._people.named(name, on))

    def gender(self, name: str) -> str | None:
        """What a person's given name tells: f, m, or None where it is borne by both or not known."""
        words = plain(name).split()
        return self.store.genders.get(words[0]) if len(words) > 1 else None

    def offices_of(self, name: str, on: PartialDate | None = None) -> tuple[Tenure, ...]:
        """The offices that the bearers of a name (or the person of an id) held on a day; ever, if no day is given."""
        person = self.store.person(name)
        persons = (person,) if person else self.person_of(name, on)
        return tuple(tenure for person in persons for tenure in self._people.offices(person.id, on))

    def holder(self, title: str, body: str, on: PartialDate | None = None) -> tuple[Tenure, ...]:
        """Who held an office of a state or organisation (an id or a sure name) on a day; two on a handover's day."""
        found = self.store.body(body) or self.state_of(body, on) or self.organisation_of(body)
        if found is None:
            return ()
        tenures = self.store.tenures_at(found.id)
        return holders(tenures, title, on) or holders(tenures, without_body(title, found), on)

    def titled(self, name: str, on: PartialDate | None = None) -> tuple[Tenure, ...]:
        """Who held on a day the office that a title with its state or organisation means: "NATO secretary general",
        "the president of France", "Turkey's foreign minister". () for a title alone."""
        for title, body in title_and_body(name):
            ids = [match.what.id for match in self.states_named(body, on)]
            ids += [match.what.id for match in self.organisations_named(body)]
            found = next(filter(None, (self.holder(title, id, on) for id in ids)), ())
            if found:
                return found
        return ()

    def in_office(self, body: str, on: PartialDate | None = None) -> tuple[Tenure, ...]:
        """Everybody in an office of a state or organisation (its id) on a day, the highest offices first."""
        tenures = self.store.tenures_at(body)
        current = (tenure for tenure in tenures if covers(tenure.since, tenure.until, on))
        return tuple(sorted(current, key=lambda tenure: (_rank(tenure.office), tenure.office.id)))

    def collective(self, phrase: str, on: PartialDate | None = None) -> Collective | None:
        """The group that a phrase means ("all NATO allies", "the EU's 27"), and its members' ids on a day.

        None for a body that speaks as one ("NATO"), and for a group that only the text can tell ("both sides").
        """
        found = group(phrase)
        for name in found.names:
            for match in self._organisations.named(name.upper()):
                body = match.what
                members = self.memberships(body.id, on)
                if members and (found.of_members or body.kind in _GROUPS):
                    ids = tuple(dict.fromkeys(m.member for m in members))
                    return Collective(id=body.id, name=body.short, members=ids, said=found.said, sure=match.sure)
        return None

    @cached_property
    def _states(self) -> Index[State]:
        return state_index(self.store.states)

    @cached_property
    def _places(self) -> Index[State]:
        return place_index(self.store.places)

    @cached_property
    def _organisations(self) -> Index[Organisation]:
        return organisation_index(self.store.organisations)

    @cached_property
    def _people(self) -> People:
        return People(self.store)


def _rank(office: Office) -> int:
    # Whom news calls an organisation's head or chief goes before its others.
    lowest = len(_RANKS) + _HEADS.isdisjoint(office.titles)
    return min((_RANKS.index(rank) for rank in office.rank if rank in _RANKS), default=lowest)


@cache
def shipped() -> Knowledge:
    """The knowledge that comes with the package, read once."""
    return Knowledge()


def with_own(folder: str | None) -> Knowledge:
    """The shipped knowledge, with the tables of a user's folder if one is named; InputError for what is wrong in it."""
    return Knowledge(Path(folder)) if folder is not None else shipped()
