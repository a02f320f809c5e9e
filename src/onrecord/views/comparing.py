"""Two holders compared: the issues on which both have a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from onrecord.knowledge import Knowledge, shipped
from onrecord.ledger import Ledger, LineAsked, LineKey
from onrecord.records import PartialDate
from onrecord.views.dates import instant
from onrecord.views.line_names import holders_asked, issues_asked
from onrecord.views.register import LATEST, Line, enough

# Issues whose lines are read at a time.
_PAIRS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One issue with the line of either; None where one has none."""

    issue: str
    lines: tuple[Line | None, Line | None]


def compare(
    ledger: Ledger,
    one: str,
    other: str,
    *,
    issue: str | None = None,
    as_of: PartialDate | str | None = None,
    history: bool = True,
    known: Knowledge | None = None,
) -> Iterator[Compared]:
    """Where two stand: each issue on which both have a line, the latest first; with `issue`, on which either has.

    `history` as in `register`.
    """
    knowledge = known or shipped()
    holders = [holders_asked(ledger, name, knowledge) for name in (one, other)]
    asked = LineAsked(
        holders=tuple(dict.fromkeys((*holders[0], *holders[1]))),
        issues=None if issue is None else issues_asked(ledger, issue),
        as_of=instant(as_of, "as-of"),
    )
    loaded = None if history else LATEST
    is_pair = issue is None and not set(holders[0]) & set(holders[1])
    groups = ledger.register.keys_by_issue(asked, shared=is_pair)
    # Who has spoken on ten thousand issues shares some hundreds with another: only those are read.
    shared = (group for group in groups if issue is not None or _of_both(group, holders))
    while part := [key for group in islice(shared, _PAIRS) for key in group]:
        listed = ledger.register.positions_with(dict.fromkeys(part, loaded), asked.as_of)
        made = zip((one.key for one in listed), enough(ledger, listed, asked.as_of, loaded), strict=True)
        yield from _pairs(made, holders, alone=issue is not None)


def _of_both(keys: Sequence[LineKey], holders: Sequence[tuple[str, ...]]) -> bool:
    return all(any(key.holder in of for key in keys) for of in holders)


def _pairs(
    found: Iterable[tuple[LineKey, Line | None]], holders: Sequence[tuple[str, ...]], *, alone: bool
) -> Iterator[Compared]:
    """An issue each, in the order of what was found; with `alone` also where only one has a line."""
    pairs: dict[int, list[Line | None]] = {}
    for key, made in found:
        if made is None:
            continue
        pair = pairs.setdefault(key.issue, [None, None])
        for place, keys in enumerate(holders):
            if key.holder in keys and pair[place] is None:
                pair[place] = made
    for pair in pairs.values():
        named = next(made for made in pair if made is not None)
        if alone or all(made is not None for made in pair):
            yield Compared(issue=named.issue, lines=(pair[0], pair[1]))
