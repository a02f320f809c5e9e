"""Which person a name means, across spellings, and which offices that person held on a day."""

from __future__ import annotations

from collections import defaultdict

from onrecord.knowledge.days import covers
from onrecord.knowledge.facts import Match, MatchKind, Person, Tenure
from onrecord.knowledge.names import ends_all, equal, parts, same
from onrecord.knowledge.store import Store
from onrecord.knowledge.tables import several
from onrecord.records import PartialDate


class People:
    """Persons by the family part of their names. A name that can mean several stays so: all of them are given."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # By the keys of the words that news calls a person by; the rest of a name is taken apart when it is met.
        self._by_word: defaultdict[str, list[tuple[str, str, frozenset[str], bool]]] = defaultdict(list)
        rows = [row.cells for row in store.person_rows.values()]
        names = [(id, name, order) for id, written, others, order in rows for name in (written, *several(others))]
        for (id, name, order), known in zip(names, ends_all([name for _, name, _ in names]), strict=True):
            family = _family(*known, order)
            for word in family:
                self._by_word[word].append((id, name, family, order == "family-first"))

    def named(self, name: str, on: PartialDate | None = None) -> tuple[Match[Person], ...]:
        """The persons whom a name can mean; on a day, those in office then, if any of them was.

        `kind` is "family" where the name is one word, and "full" otherwise. Nobody matches on a given name alone.
        """
        asked = parts(name)
        found: dict[str, bool] = {}
        for word in asked.words:
            for id, written, family, whole in self._by_word.get(word, ()):
                known = parts(written)
                if not found.get(id) and same(asked, known, family, whole=whole):
                    found[id] = equal(asked, known)
        # "George W. Bush" is one man's name to the letter; "George Bush", which it could be short for, is two men's.
        ids = {id for id, exact in found.items() if exact} or set(found)
        if on is not None and len(ids) > 1:
            ids = {id for id in ids if self.offices(id, on)} or ids
        kind: MatchKind = "family" if len(asked.words) == 1 else "full"
        persons = filter(None, map(self._store.person, sorted(ids)))
        return tuple(Match(what=person, kind=kind, sure=len(ids) == 1) for person in persons)

    def offices(self, person: str, on: PartialDate | None) -> tuple[Tenure, ...]:
        """The offices that a person (an id) held on a day; all of them, ever, where no day is given."""
        tenures = self._store.tenures_of(person)
        if on is None:
            return tenures
        return tuple(tenure for tenure in tenures if covers(tenure.since, tenure.until, on))


def _family(first: str, last: str, count: int, order: str) -> frozenset[str]:
    """The keys by which news calls a person with one word, from those of a name's first and last word."""
    if order == "family-first" and count > 2:
        return frozenset((first,))
    # Of a family-first name of two words the second may be the family's, after a given name in Western order.
    return frozenset((first, last)) if order else frozenset((last,))
