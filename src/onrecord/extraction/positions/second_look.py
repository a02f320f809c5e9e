"""A second look at the counterparts: what a party's share says beside the other parties', and around the statement.

The first look weighs each party by itself. But one party mostly crowds out the others in view, and a side keeps its
counterpart from statement to statement. The weights of these features are learned as the others are
(training/stands.py).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.extraction.positions.counterparts import View

_LEAST = 1e-4
# Features of the first look that the second asks for: where a party stands, and whether it is the speaker's own.
STANDS = ("in", "own", "own side", "addressee", "sentence cue to content", "sentence in cue")
# Each with the names of its own features.
_STANDING = tuple((name, f"is {name}", f"side mean, {name}", f"logit, {name}") for name in STANDS)


@dataclass(frozen=True, slots=True)
class Look:
    """One statement as first looked at: `sides` of its speaker, its views, and their shares in the same order."""

    sides: frozenset[str]
    views: Sequence[View]
    shares: Sequence[float]


@dataclass(slots=True)
class _Told:
    """What several statements say of each party: the sum of its shares, the greatest and the one next to it."""

    count: int = 0
    sums: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    most: dict[str, tuple[float, float]] = field(default_factory=dict)

    def add(self, shares: Mapping[str, float]) -> None:
        self.count += 1
        for id, share in shares.items():
            self.sums[id] += share
            first, second = self.most.get(id, (0.0, 0.0))
            self.most[id] = (share, first) if share > first else (first, max(second, share))

    def beside(self, id: str, own: float) -> tuple[float, float]:
        """The mean and the greatest share in the other statements, given that one of these gives the party `own`."""
        if self.count < 2:
            return 0.0, 0.0
        first, second = self.most[id]
        return (self.sums[id] - own) / (self.count - 1), second if own >= first else first


class SecondLook:
    """The features of the second look, of the statements of one text in its order."""

    def __init__(self, looks: Sequence[Look]) -> None:
        self._looks = looks
        self._shares = [
            {view.figure.id: share for view, share in zip(look.views, look.shares, strict=True)} for look in looks
        ]
        self._all = _told(self._shares)
        self._by_side: dict[frozenset[str], _Told] = {}

    def features(self, at: int) -> list[dict[str, float]]:
        """The features of each view of the statement at a place."""
        look, shares = self._looks[at], self._shares[at]
        ranked = [*sorted(look.shares, reverse=True)[:2], 0.0, 0.0]
        total, of_side = sum(look.shares), self._of(look.sides) if look.sides else _Told()
        around = [(name, self._shares[i], same) for name, i, same in self._around(at)]
        found = []
        for view in look.views:
            id = view.figure.id
            share = shares[id]
            held = min(max(share, _LEAST), 1 - _LEAST)
            mean, most = of_side.beside(id, share)
            mean_of_all, most_of_all = self._all.beside(id, share)
            features = {
                "share": share,
                "logit": math.log(held / (1 - held)),
                "greatest other": ranked[1] if share >= ranked[0] else ranked[0],
                "others": total - share,
                "side mean": mean,
                "side most": most,
                "text mean": mean_of_all,
                "text most": most_of_all,
            }
            for name, others, same in around:
                other = others.get(id, 0.0)
                features[name] = other
                if same:
                    features[f"{name} of side"] = other
            for name, stands, beside_mean, beside_logit in _STANDING:
                if name in view.features:
                    features[stands] = 1.0
                    features[beside_mean] = mean
                    features[beside_logit] = features["logit"]
            found.append(features)
        return found

    def _around(self, at: int) -> list[tuple[str, int, bool]]:
        """The statements before and behind, and whether the same side makes them."""
        near = [("before", at - 1), ("behind", at + 1)]
        sides = self._looks[at].sides
        return [(name, i, not sides.isdisjoint(self._looks[i].sides)) for name, i in near if 0 <= i < len(self._looks)]

    def _of(self, sides: frozenset[str]) -> _Told:
        if sides not in self._by_side:
            own = [
                shares
                for look, shares in zip(self._looks, self._shares, strict=True)
                if not sides.isdisjoint(look.sides)
            ]
            self._by_side[sides] = _told(own)
        return self._by_side[sides]


def _told(shares: Sequence[Mapping[str, float]]) -> _Told:
    told = _Told()
    for one in shares:
        told.add(one)
    return told
