"""Which state or organisation a name means: by names, demonyms, capitals and seats of government."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Generic

from onrecord.knowledge.days import covers
from onrecord.knowledge.facts import Match, MatchKind, Organisation, State, T
from onrecord.knowledge.names import plain, plain_all, without_possessive
from onrecord.records import PartialDate

# What a name's last word may bear that is none of it.
_ENDING = re.compile(r"(?:['’]s|[.'’])+\Z")


class Index(Generic[T]):
    """From a name to what it can mean. Case counts for abbreviations alone: "us" is no state, "who" no organisation."""

    def __init__(self, entries: Iterable[tuple[str, Match[T]]]) -> None:
        self._found: dict[str, tuple[Match[T], ...]] = {}
        self._lower: set[str] = set()
        listed = list(entries)
        for (name, match), form in zip(listed, plain_all([_inside(name) for name, _ in listed]), strict=True):
            known = self._found.get(form)
            if known is None:
                self._found[form] = (match,)
            elif all(other.what is not match.what for other in known):
                self._found[form] = (*known, match)
            if not _is_abbreviation(name):
                self._lower.add(form)

    def named(self, name: str) -> tuple[Match[T], ...]:
        """Everything that a name can mean, in the table's order; the article and a possessive ending are let go."""
        name = _inside(name)
        form = plain(name)
        found = self._found.get(form, ())
        return found if form in self._lower or name.upper() == name else ()

    def may_begin(self, word: str) -> bool:
        """False if no name begins with a word, with or without the marks at its end; an article may begin any."""
        return _first(word) in self._first_words or _first(_ENDING.sub("", word)) in self._first_words

    @cached_property
    def _first_words(self) -> frozenset[str]:
        return frozenset(form.partition(" ")[0] for form in self._found) | {"the", ""}


def _first(text: str) -> str:
    return plain(text).partition(" ")[0]


def _inside(name: str) -> str:
    name = without_possessive(name.strip())
    return name[4:] if name.startswith(("the ", "The ", "THE ")) else name


def _form(name: str) -> str:
    return plain(_inside(name))


def _is_abbreviation(name: str) -> bool:
    return len(name) <= 6 and name.upper() == name


def state_index(states: Mapping[str, State]) -> Index[State]:
    """Every name of every state, most telling first: the name, its other forms, demonyms, capitals, seats."""
    return Index(_state_entries(states.values()))


def _state_entries(states: Iterable[State]) -> Iterator[tuple[str, Match[State]]]:
    for state in states:
        named: tuple[tuple[MatchKind, tuple[str, ...]], ...] = (
            ("name", (state.name,)),
            ("alias", (state.long, *state.names)),
            ("demonym", state.demonyms),
            ("capital", state.capitals),
            ("seat", state.seats),
        )
        unsure = {_form(name) for name in state.unsure}
        yield from _matches(state, named, unsure)


def place_index(places: Mapping[str, State]) -> Index[State]:
    """Every name of every region and city, with its state."""
    return Index((name, Match(what=state, kind="place", sure=True)) for name, state in places.items())


def organisation_index(organisations: Mapping[str, Organisation]) -> Index[Organisation]:
    """Every name of every organisation; those in `unsure` too, marked so."""
    return Index(_organisation_entries(organisations.values()))


def _organisation_entries(organisations: Iterable[Organisation]) -> Iterator[tuple[str, Match[Organisation]]]:
    for body in organisations:
        unsure = {_form(name) for name in body.unsure}
        named: tuple[tuple[MatchKind, tuple[str, ...]], ...] = (
            ("short", (body.short,)),
            ("full", (body.name,)),
            ("alias", (*body.names, *sorted(body.unsure))),
        )
        yield from _matches(body, named, unsure)


def _matches(
    what: T, named: tuple[tuple[MatchKind, tuple[str, ...]], ...], unsure: set[str]
) -> Iterator[tuple[str, Match[T]]]:
    for kind, names in named:
        names = tuple(filter(None, names))
        if not names:
            continue
        # One match for all names of a kind: making one a name would take half of the loading.
        sure = Match(what=what, kind=kind, sure=True)
        for name in names:
            doubtful = bool(unsure) and _form(name) in unsure
            yield name, Match(what=what, kind=kind, sure=False) if doubtful else sure


def at(matches: tuple[Match[State], ...], on: PartialDate | None) -> tuple[Match[State], ...]:
    """The matches whose state existed on a day (today, if None), if any did; all of them otherwise."""
    if len(matches) < 2:
        return matches
    return tuple(match for match in matches if covers(match.what.since, match.what.until, on)) or matches


def only(matches: tuple[Match[T], ...]) -> T | None:
    """What the one sure match means; None where there is none, or where a name can mean several things."""
    sure = [match for match in matches if match.sure]
    return sure[0].what if len(sure) == 1 and len(matches) == 1 else None
