"""Which person a name means, across spellings, and which offices that person held on a day."""

from __future__ import annotations

from collections import defaultdict

from onrecord.knowledge.days import covers
from onrecord.knowledge.facts import Match, MatchKind, Person, Tenure
from onrecord.knowledge.names import Name, equal, parts, same
from onrecord.knowledge.store import Store
from onrecord.knowledge.tables import several
from onrecord.records import PartialDate


class People:
    """Persons by the family part of their names. A name that can mean several stays so: all of them are given."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_word: defaultdict[str, list[tuple[str, Name, frozenset[str], bool]]] = defaultdict(list)
        for row in store.person_rows.values():
            id, written, others, order = row.cells
            for name in map(parts, (written, *several(others))):
                family = _family(name, order)
                for word in family | {"".join(name.words)}:
                    self._by_word[word].append((id, name, family, order == "family-first"))

    def named(self, name: str, on: PartialDate | None = None) -> tuple[Match[Person], ...]:
        """The persons whom a name can mean; on a day, those in office then, if any of them was.

        `kind` is "family" where the name is one word, and "full" otherwise. Nobody matches on a given name alone.
        """
        asked = parts(name)
        found: dict[str, bool] = {}
        for word in (*asked.words, "".join(asked.words)):
            for id, known, family, whole in self._by_word.get(word, ()):
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


def _family(name: Name, order: str) -> frozenset[str]:
    """The keys by which news calls a person with one word."""
    words = name.words
    if order == "family-first":
        # Of a name of two words the second is not the family's, but stands alone after a given name in Western order.
        return frozenset(words[:1] if len(words) > 2 else words)
    if order == "first-name":
        return frozenset((words[0], words[-1]))
    return frozenset(words[-1:])
