"""The first look: how likely each party in view is a counterpart by itself, its features and the network's word."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from onrecord.extraction.positions.cast import Figure
from onrecord.extraction.positions.counterparts import View
from onrecord.extraction.positions.holders import Score
from onrecord.extraction.positions.sums import log_odds, logit_of, share_at
from onrecord.records import Span

# How much a model's word on a mention weighs beside the features, and what is added to its logit as its shares are low:
# on either half of the development articles better by 0.007 and 0.022 than no word at all; 0.5 to 0.8 differ by 0.007.
HEAD, LOW = 0.7, 2.0


def weighed(views: Sequence[View], weights: Mapping[str, float], score: Score | None) -> list[float]:
    """How likely each party is a counterpart; `score` joins in where a model tells of a mention, and is kept as `told`,
    and what it says of the party as a holder as `told_holder`.

    `score` answers for one stretch of the text, None for what lies before or behind it.
    """
    shares = []
    heard = _Heard(score) if score else None
    for view in views:
        logit = logit_of(view.features, weights)
        view.told = heard.told(view.figure, "toward") if heard else None
        view.told_holder = heard.told(view.figure, "holder") if heard else None
        if view.told is not None:
            logit += HEAD * (log_odds(view.told) + LOW)
        shares.append(share_at(logit))
    return shares


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
