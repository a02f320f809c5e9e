"""What an utterance does to a line: opens it, reaffirms, hardens, softens, contradicts or drops what was held before.

One day's utterances are one step: whoever demands and offers in one speech has not changed their mind. A day stands for
the firmest kind that was declared on it. Moods (concern, criticism, support, a denial, a confirmation) change no
declared position; they are a line's kind only while nothing was declared. `opened` is the first position, and the first
that is declared; `dropped` a concession after anything else; `contradicted` a refusal that turned into an offer, or one
mood into its opposite; `turned` any other change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.ledger.line_keys import DECLARED
from onrecord.records import POSITION_KINDS

Change = Literal["opened", "reaffirmed", "hardened", "softened", "contradicted", "dropped", "turned"]

# How firm a declared position is against others; a commitment is neither firmer nor softer than any of them.
_FIRMNESS = {"concession": 0, "offer": 1, "demand": 2, "refusal": 3, "threat": 4, "red_line": 5}
_OPPOSED = (
    {"refusal", "offer"},
    {"support", "criticism"},
    {"support", "concern"},
    {"denial", "confirmation"},
)


@dataclass(frozen=True, slots=True)
class Stage:
    """The kind that a line has after a day; `first`: of the day's kinds the one that stands for it, and its change."""

    day: str
    kind: str
    said: str
    change: Change | None


def stages(said: Iterable[tuple[str, str]]) -> Iterator[Stage]:
    """From (day, kind) in the order of days to a stage a day. A day is text that sorts, "" where none is known."""
    kinds: dict[str, list[str]] = {}
    for day, kind in said:
        kinds.setdefault(day, []).append(kind)
    held: str | None = None
    for day, of_day in kinds.items():
        said_now = _standing_for(of_day)
        change = _change(held, said_now)
        if held is None or said_now in DECLARED or held not in DECLARED:
            held = said_now
        yield Stage(day, held, said_now, change)


def days_held(found: Sequence[Stage]) -> set[str]:
    """The days of the stages since the kind that stands was taken up, without another between."""
    held = found[-1].kind
    start = next((at + 1 for at in range(len(found) - 1, -1, -1) if found[at].kind != held), 0)
    return {stage.day for stage in found[start:]}


def _standing_for(kinds: Iterable[str]) -> str:
    ordered = sorted(kinds, key=POSITION_KINDS.index)
    return next((kind for kind in ordered if kind in DECLARED), ordered[0])


def _change(before: str | None, now: str) -> Change | None:
    if before is None or (before not in DECLARED and now in DECLARED):
        return "opened"
    if before == now:
        return "reaffirmed"
    if before in DECLARED and now not in DECLARED:
        return None
    if {before, now} in _OPPOSED:
        return "contradicted"
    if now == "concession" and before in DECLARED:
        return "dropped"
    if before in _FIRMNESS and now in _FIRMNESS:
        return "hardened" if _FIRMNESS[now] > _FIRMNESS[before] else "softened"
    return "turned"
