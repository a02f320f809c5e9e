"""A second look at the counterparts: what a party's share says beside the other parties', and around the statement.

The first look weighs each party by itself. But one party mostly crowds out the others in view, and a side keeps its
counterpart from statement to statement. The trees that look again see these features beside those of the first look
(training/counterparts.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.extraction.positions.counterparts import View
from onrecord.extraction.positions.sums import log_odds

_LEAST = 1e-4
# What stands for a word of the network that isn't there: less than its surest no, and the last of all.
_UNTOLD, _LAST = -9.0, 9.0
# Features of the first look that are crossed with the second's: where a party stands, and whether it is the speaker's.
_STANDS = ("in", "own", "own side", "addressee", "sentence cue to content", "sentence in cue")
# Each with the names of its own features.
_STANDING = tuple((name, f"is {name}", f"side mean, {name}", f"logit, {name}") for name in _STANDS)


@dataclass(frozen=True, slots=True)
class Look:
    """One statement as first looked at: `sides` of its speaker, its views, and their shares in the same order.

    `holders`: the names of those whose position it is; `first_hand`: how likely the speaker speaks for them;
    `nested`: whether it stands inside another.
    """

    sides: frozenset[str]
    views: Sequence[View]
    shares: Sequence[float]
    holders: Sequence[str] = ()
    first_hand: float = 1.0
    nested: bool = False


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


def _told_of(view: View, told: Sequence[float]) -> dict[str, float]:
    """The network's word on a party, beside all that it `told` of the statement's parties, the greatest first."""
    if view.told is None or view.told_holder is None:
        return {"told": _UNTOLD, "told holder": _UNTOLD, "told, rank": _LAST, "others told": sum(told)}
    return {
        "is told": 1.0,
        "told holder": log_odds(view.told_holder),
        "told": log_odds(view.told),
        "told, rank": float(told.index(view.told)),
        "others told": sum(told) - view.told,
    }


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
        """The features of each view of the statement at a place, those of the first look among them."""
        look, shares = self._looks[at], self._shares[at]
        ranked = [*sorted(look.shares, reverse=True)[:2], 0.0, 0.0]
        total, of_side = sum(look.shares), self._of(look.sides) if look.sides else _Told()
        around = [(name, self._shares[i], same) for name, i, same in self._around(at)]
        told = sorted((view.told for view in look.views if view.told is not None), reverse=True)
        of_statement = {
            "holders": float(len(look.holders)),
            "first hand": look.first_hand,
            "nested": float(look.nested),
            "views": float(len(look.views)),
            "most told": told[0] if told else 0.0,
        }
        found = []
        for view in look.views:
            id = view.figure.id
            share = shares[id]
            mean, most = of_side.beside(id, share)
            mean_of_all, most_of_all = self._all.beside(id, share)
            features = view.features | of_statement
            features |= _told_of(view, told)
            features |= {
                "holds": float(view.figure.name in look.holders),
                "weighed": share,
                "logit": log_odds(share, _LEAST),
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
