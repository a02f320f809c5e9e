"""An actor of one document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.extraction.allegiance import Case
from onrecord.extraction.people import Person
from onrecord.records import Span, Title


@dataclass(slots=True, eq=False)
class Referent:
    """Somebody who can speak. `kind`: person, state, organisation, office, group or unnamed; `id` None: local."""

    name: str
    kind: str
    id: str | None = None
    affiliation: str | None = None
    roles: list[Title] = field(default_factory=list)
    mentions: list[Span] = field(default_factory=list)
    person: Person | None = None
    gender: str | None = None
    offices: tuple[str, ...] = ()
    members: tuple[Referent, ...] = ()
    case: Case | None = None
    # How well each candidate for the affiliation scores by the text, and which chances a model gives to some.
    scores: Mapping[str | None, float] = field(default_factory=dict)
    heard: dict[str, float] = field(default_factory=dict)
