"""The facts that the tables hold, as records: states, organisations, memberships, offices, persons and tenures.

Every record is frozen. `since` and `until` are the first and the last day, both counted in, as precise as is known;
`None` in `since` is "not known", in `until` "not known to have ended" (see `SOURCES.tsv` for the date of state).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from onrecord.records import PartialDate

StateKind = Literal["member", "observer", "state", "territory", "former"]
MatchKind = Literal["name", "alias", "demonym", "capital", "seat", "place", "short", "full", "family", "number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state or territory. `kind` is its place in the United Nations: member, observer, state (widely reported,
    neither of these), territory or former. `unsure` are those of its names that often mean something else."""

    id: str
    iso2: str
    name: str
    long: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]
    unsure: frozenset[str]
    kind: str
    since: PartialDate | None
    until: PartialDate | None

    @property
    def iso3(self) -> str:
        """The ISO 3166 alpha-3 code; alpha-3 of ISO 3166-3 or user-assigned for former states and Kosovo."""
        return self.id.partition(":")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation, forum, format, movement or authority. `short` is its usual short name; `part_of` is the
    id of the state or organisation for which it speaks, where that is another one (the European Commission)."""

    id: str
    short: str
    name: str
    names: tuple[str, ...]
    unsure: frozenset[str]
    kind: str
    seat: str | None
    part_of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A member of an organisation, by ids, and from when to when. A state that left and came back has two."""

    organisation: str
    member: str
    since: PartialDate | None
    until: PartialDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office of a state or an organisation (`body`, an id). `rank` holds state, government, foreign: the
    offices of head of state, head of government and foreign minister; `titles` are the forms that news uses."""

    id: str
    body: str
    rank: tuple[str, ...]
    title: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person. `order` says by which part of the name news calls them: "" (the last), family-first, first-name."""

    id: str
    name: str
    names: tuple[str, ...]
    order: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """A person in an office from one day to another. On the day of a handover both holders are in office."""

    office: Office
    person: Person
    since: PartialDate | None
    until: PartialDate | None


T = TypeVar("T", bound=State | Organisation | Person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Generic[T]):
    """One thing that a name can mean, and by which of its names; `sure` is False where it often means another."""

    what: T
    kind: MatchKind
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Collective:
    """A group as an actor: its id, and its members (ids) on that day. `said` is the number that the phrase gives,
    which may differ from the count of the members; `sure` is False where the phrase can mean another group."""

    id: str
    name: str
    members: tuple[str, ...]
    said: int | None
    sure: bool
