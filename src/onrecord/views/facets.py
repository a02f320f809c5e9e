"""What the utterances that fit have in common: how many of each kind, of each speaker, for each state or organisation.

Counted over the first of them only, so that a ledger of any size answers at once; `Facets.more` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from onrecord.knowledge import Knowledge, Organisation, shipped
from onrecord.ledger import Ledger, Tallies, Tally
from onrecord.views.query import Query, asked_of
from onrecord.wording import spaced

# 300 acts take 10 to 20 ms on one core; what is rare enough to be found far apart takes longer with each of them.
MOST = 300


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


def facets(ledger: Ledger, query: Query, *, known: Knowledge | None = None, most: int = MOST) -> Facets:
    """Counts over the first `most` utterances that fit.

    The kinds are counted as if none was asked for, so that another can be chosen. Raises UsageError as `find`.
    """
    knowledge = known or shipped()
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
        speakers=_counted(found, lambda tally: (tally.speaker,)),
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
