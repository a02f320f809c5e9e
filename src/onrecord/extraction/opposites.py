"""What "her Norwegian counterpart" tells of her: a woman, and none of Norway's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.extraction.bodies import Bodies
from onrecord.extraction.people import Person
from onrecord.records import Span

_COUNTERPART = re.compile(
    r"\b(?P<whose>[Hh]is|[Hh]er) (?P<of>[A-Z][\w-]+(?: [A-Z][\w-]+){0,2}) (?:counterpart|opposite number)s?\b"
)
_GENDERS = {"his": "m", "her": "f"}
# How far before the words their owner may be named, in code points: the sentence before, mostly.
_REACH = 400
# "Silva, her Chilean counterpart": he is the counterpart, and somebody before him its owner.
_APPOSED = re.compile(r",? ?\Z")


@dataclass(slots=True)
class Told:
    """What is told of a person: f, m or None, and the codes of those for whom others speak, and not this one."""

    gender: str | None = None
    others: set[str] = field(default_factory=set)


def opposites(text: str, persons: Sequence[Person], bodies: Bodies) -> Mapping[int, Told]:
    """For each person, by its number, what the words for a counterpart tell."""
    mentions = sorted((m, i) for i, person in enumerate(persons) for m in person.mentions)
    found: dict[int, Told] = {}
    for match in _COUNTERPART.finditer(text):
        gender = _GENDERS[match["whose"].lower()]
        owner = _owner(text, mentions, persons, match.start(), gender)
        if owner is None:
            continue
        told = found.setdefault(owner, Told())
        told.gender = gender
        for mention in bodies.within(Span(start=match.start("of"), end=match.end("of"))):
            code = bodies.affiliation(mention.body)
            told.others |= {code} if code is not None else set()
    return found


def _owner(
    text: str, mentions: Sequence[tuple[Span, int]], persons: Sequence[Person], place: int, gender: str
) -> int | None:
    at = bisect_left(mentions, place, key=lambda m: m[0].start)
    for mention, i in reversed(mentions[:at]):
        if place - mention.end > _REACH:
            return None
        if persons[i].gender in (None, gender) and not _APPOSED.fullmatch(text, mention.end, place):
            return i
    return None
