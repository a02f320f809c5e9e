"""What the utterances that fit have in common: how many of each kind, of each speaker, for each state or organisation.

Of a large ledger they are counted over the first of them only, so that it answers at once; `Facets.more` says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from onrecord.knowledge import Knowledge, Organisation, shipped
from onrecord.ledger import Ledger, Tallies, Tally
from onrecord.ledger.fulltext import fold
from onrecord.views.query import Query, asked_of
from onrecord.wording import spaced

# 300 acts take 10 to 20 ms on one core; what is rare enough to be found far apart takes longer with each of them.
MOST = 300
# A ledger of so many documents is counted as a whole: 600 acts of 50 take 20 ms, and those that fit are found at once.
SMALL, ALL = 250, 1_000_000

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One value: what to ask for it with, how it reads, and how many utterances have it in some report."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """The counts, most frequent first: `acts` utterances were counted, and there are `more` if that is said."""

    acts: int
    more: bool
    kinds: tuple[Facet, ...]
    speakers: tuple[Facet, ...]
    for_whom: tuple[Facet, ...]


def facets(ledger: Ledger, query: Query, *, known: Knowledge | None = None, most: int | None = None) -> Facets:
    """Counts over the first `most` utterances that fit; by default over all in a small ledger, else over the first 300.

    A speaker counts for as many as asking for the name finds, those of longer names among them. The kinds are counted
    as if none was asked for, so that another can be chosen. Raises UsageError as `find`.
    """
    knowledge = known or shipped()
    if most is None:
        most = ALL if ledger.reader.count_documents() <= SMALL else MOST
    found = ledger.reader.tallies(asked_of(ledger, query, knowledge), most=most)
    of_any_kind = found
    if query.kinds:
        of_any_kind = ledger.reader.tallies(asked_of(ledger, replace(query, kinds=()), knowledge), most=most)
    names: dict[str, str] = {}

    def body(name: str) -> str:
        if name not in names:
            names[name] = body_name(name, knowledge)
        return names[name]

    return Facets(
        acts=found.acts,
        more=found.more,
        kinds=_counted(of_any_kind, lambda tally: (tally.kind,), label=spaced),
        speakers=_speakers(found),
        for_whom=_counted(found, lambda tally: map(body, tally.for_whom)),
    )


def body_name(asked: str, known: Knowledge) -> str:
    """One name for a state or an organisation, whatever it is asked for by; as asked, if it is none that is known."""
    body = known.body_named(asked)
    if body is None:
        return asked
    return body.short or body.name if isinstance(body, Organisation) else body.name


def _counted(
    found: Tallies, of: Callable[[Tally], Iterable[str | None]], label: Callable[[str], str] = str
) -> tuple[Facet, ...]:
    acts: dict[str, set[int]] = {}
    for tally in found.rows:
        for value in of(tally):
            if value:
                acts.setdefault(value, set()).add(tally.utterance)
    ordered = sorted(acts.items(), key=lambda one: (-len(one[1]), one[0]))
    return tuple(Facet(value=value, label=label(value), count=len(those)) for value, those in ordered)


def _speakers(found: Tallies) -> tuple[Facet, ...]:
    """The speakers as they are asked for: each word of a name begins one of those by which the speaker is found."""
    acts: dict[str, set[int]] = {}
    for tally in found.rows:
        acts.setdefault(tally.called, set()).add(tally.utterance)
    words = sorted((word, called) for called in acts for word in set(_WORD.findall(called)))

    def begun(start: str) -> set[str]:
        first, last = bisect_left(words, (start, "")), bisect_left(words, (start + chr(0x10FFFF), ""))
        return {called for _, called in words[first:last]}

    made = []
    for name in {tally.speaker for tally in found.rows if tally.speaker}:
        called = [begun(word) for word in _WORD.findall(fold(name))]
        those = set().union(*(acts[one] for one in set.intersection(*called))) if called else set()
        if those:
            made.append(Facet(value=name, label=name, count=len(those)))
    return tuple(sorted(made, key=lambda one: (-one.count, one.value)))
