"""What the entries say, in one form whatever their format, before it is joined with what is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from onrecord.errors import RecordError
from onrecord.records import PartialDate

_ID = re.compile(r"[^\s|]{1,200}")
_DAY = re.compile(r"(\d{4}(?:-\d\d){0,2})(?:T.*)?")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u2c80-\ua69f\uac00-\ud7af\uf900-\ufdff\ufe70-\ufefe\u3040-\u9fff]")


@dataclass(slots=True, kw_only=True)
class FoundPerson:
    """`names`: the main one first. `countries`: ids of states, which tell two people of one name apart."""

    id: str
    names: list[str]
    countries: list[str] = field(default_factory=list)
    family_first: bool = False


@dataclass(slots=True, kw_only=True)
class FoundBody:
    """An organisation. `weak` names often mean something else; `part_of` is a state for which it speaks."""

    id: str
    names: list[str]
    kind: str
    short: str | None = None
    weak: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    part_of: str | None = None


@dataclass(slots=True, kw_only=True)
class FoundOffice:
    """`bodies`: references to what it may be an office of, in groups, the most telling group first."""

    id: str
    titles: list[str]
    bodies: list[list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTerm:
    """A person (a reference) in an office (a reference), from when to when."""

    office: str
    person: str
    since: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMembership:
    """A member of an organisation, both references; `role` of a person who is one: "member", "chair"."""

    organisation: str
    member: str
    role: str
    since: str
    until: str


@dataclass(slots=True)
class Found:
    """Everything found, by the entries' own ids, and what was left out: (kind of thing, why) and how often."""

    persons: dict[str, FoundPerson] = field(default_factory=dict)
    bodies: dict[str, FoundBody] = field(default_factory=dict)
    offices: dict[str, FoundOffice] = field(default_factory=dict)
    terms: list[FoundTerm] = field(default_factory=list)
    memberships: list[FoundMembership] = field(default_factory=list)
    left: Counter[tuple[str, str]] = field(default_factory=Counter)

    def leave(self, what: str, why: str) -> None:
        """Count something that is left out."""
        self.left[what, why] += 1

    def add_person(self, reference: str, person: FoundPerson) -> None:
        """Add a person; one that was met already gains the names and countries."""
        known = self.persons.setdefault(reference, person)
        known.names = _union(known.names, person.names)
        known.countries = _union(known.countries, person.countries)

    def add_body(self, reference: str, body: FoundBody) -> None:
        """Add an organisation; one that was met already gains the names."""
        known = self.bodies.setdefault(reference, body)
        known.names = _union(known.names, body.names)
        known.weak = _union(known.weak, body.weak)

    def usable(self, names: Iterable[str], what: str) -> list[str]:
        """Those of the names that news in English can have and a table can hold; the others are counted."""
        kept = []
        for name in names:
            name = " ".join(name.split())
            if why := _unusable(name):
                self.leave(what, why)
            elif name not in kept:
                kept.append(name)
        return kept

    def dates(self, values: Iterable[str], what: str) -> str:
        """One date of several: the most precise one, if the others agree with it; "" where nothing is known."""
        dates = {match[1] for value in values if (match := _DAY.fullmatch(value.strip())) and _is_date(match[1])}
        best = max(sorted(dates), key=len, default="")
        if all(best.startswith(date) for date in dates):
            return best
        self.leave(what, "a date given in several ways: it stays unknown")
        return ""


def is_id(value: object) -> bool:
    """True for a text that can be part of an id in a table."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None and value.isprintable()


def _union(one: list[str], other: list[str]) -> list[str]:
    return list(dict.fromkeys([*one, *other]))


def _unusable(name: str) -> str | None:
    if not _LATIN.search(name) or _OTHER_SCRIPT.search(name):
        return "in another script than Latin"
    if "|" in name or not name.isprintable():
        return "with a character that a table can't hold"
    if len(name) < 3 and not name.isupper():
        return "too short to tell from a word"
    return None


def _is_date(value: str) -> bool:
    try:
        PartialDate(value)
    except RecordError:
        return False
    return True
