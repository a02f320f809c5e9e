"""The network's word on each party in view, and what else a party is weighed by beside the place it takes."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from onrecord.extraction.positions.cast import Figure
from onrecord.extraction.positions.counterparts import Scene, View
from onrecord.extraction.positions.holders import Score
from onrecord.extraction.positions.odds import log_odds
from onrecord.records import Span

# What stands for a word of the network that isn't there: less than its surest no.
_UNTOLD = -9.0


def weighed_by(views: Sequence[View], score: Score | None, holders: Sequence[str]) -> list[dict[str, float]]:
    """The features of each party in view of a statement.

    `score`: how likely the network calls a span a counterpart or a holder, None where it says nothing of the statement;
    `holders`: the names of those whose position it is.
    """
    heard = _Heard(score) if score else None
    return [view.features | _word_on(view, heard) | {"holds": float(view.figure.name in holders)} for view in views]


def of_all(scene: Scene, holders: Sequence[str], first_hand: float) -> dict[str, float]:
    """The features that all parties in view of a statement have. `first_hand`: how likely the speaker speaks for the
    holders."""
    own = {"holders": float(len(holders)), "first hand": first_hand, "nested": float(scene.draft.inside is not None)}
    return own | {f"by {scene.by}": 1.0} | {f"kind {kind}": share for kind, share in scene.likely().items()}


def _word_on(view: View, heard: _Heard | None) -> dict[str, float]:
    toward = heard.told(view.figure, "toward") if heard else None
    holder = heard.told(view.figure, "holder") if heard else None
    if toward is None or holder is None:
        return {"told": _UNTOLD, "told holder": _UNTOLD}
    return {"is told": 1.0, "told holder": log_odds(holder), "told": log_odds(toward)}


class _Heard:
    """A model's word on mentions; those beyond a mention that is known to lie out of its reach are not asked."""

    def __init__(self, score: Score) -> None:
        self._score = score
        # The reach lies between `low` and `high`; `within` is a place in it, and `beyond` spans out of it, while no
        # place in it is known.
        self._low, self._high = -1, sys.maxsize
        self._within: int | None = None
        self._beyond: list[Span] = []

    def told(self, figure: Figure, kind: str) -> float | None:
        """The greatest share of a party's mentions, by LINK_KINDS; None where the model tells of none."""
        most = None
        for span, _ in figure.mentions:
            if span.end <= self._low:
                continue
            if span.start >= self._high:
                break
            share = self._score(span, kind)
            if share is None:
                self._beyond.append(span)
            else:
                self._within = span.start
                most = share if most is None else max(most, share)
            if self._within is not None and self._beyond:
                self._narrow(self._within)
        return most

    def _narrow(self, within: int) -> None:
        for span in self._beyond:
            if span.start < within:
                self._low = max(self._low, span.end)
            else:
                self._high = min(self._high, span.start)
        self._beyond.clear()
