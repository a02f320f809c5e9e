"""Groups as actors: "all NATO allies", "the EU's 27", "the three Baltic states", "G7 leaders"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.knowledge.names import plain

_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen")
_NUMBERS = dict(zip(_WORDS, (*range(2, 13), 15), strict=True))
_ALL = re.compile(r"^(?:all|both|every|each)(?: of)?(?: the)? |^the |^(?:its|their|fellow|other|member) ")
_COUNT = re.compile(rf"(?:^|(?<= ))(\d{{1,3}}|{'|'.join(_NUMBERS)})(?= |$)")
# The head nouns by which news speaks of a group's members.
_MEMBERS = re.compile(
    r" (?:(?:member|participating) (?:states?|countries|nations|governments)|members|allies|partners|states|"
    r"countries|nations|governments|capitals|powers|leaders|presidents|prime ministers|"
    r"heads of state(?: and government)?|heads of government|"
    r"(?:foreign |defence |defense |finance |interior |energy |trade )?ministers|"
    r"foreign secretaries|envoys|ambassadors|parties|participants)$"
)
# The number of "G-20" and "P-5" is part of the name.
_LETTERED = re.compile(r"\b([gpe]) (\d{1,2})\b")
_POSSESSIVE = re.compile(r"['’]s?(?= |$)")
_MEMBERS_OF = re.compile(
    r"^(?:(?:member|participating) (?:states?|countries)|members|leaders|(?:foreign )?ministers) of (?:the )?"
)
_JOINED = re.compile(r"^([a-z]{2,5})[ -]?(\d{2})$")


@dataclass(frozen=True, slots=True)
class Group:
    """A phrase taken apart: the names to look up, best first, the number said, and whether it speaks of members."""

    names: tuple[str, ...]
    said: int | None
    of_members: bool


def group(phrase: str) -> Group:
    """What a phrase says of a group, without looking at any table."""
    whole = _LETTERED.sub(r"\1\2", plain(_POSSESSIVE.sub(" ", phrase)))
    rest, all_of = whole, False
    while (shorter := _ALL.sub("", rest)) != rest:
        all_of, rest = all_of or not rest.startswith("the "), shorter
    said = None
    if count := _COUNT.search(rest):
        said = _NUMBERS.get(count[1]) or int(count[1])
        rest = re.sub(r" +", " ", rest[: count.start()] + rest[count.end() :]).strip()
    core = _MEMBERS.sub("", _MEMBERS_OF.sub("", rest))
    if joined := _JOINED.match(core):
        said, core = int(joined[2]), joined[1]
    names = tuple(dict.fromkeys(_names(whole, rest, core)))
    return Group(names=names, said=said, of_members=all_of or said is not None or core != rest)


def _names(whole: str, rest: str, core: str) -> Iterator[str]:
    yield whole
    yield rest
    yield core
    if core != rest:
        yield f"{core} states"
        yield f"{core} countries"
