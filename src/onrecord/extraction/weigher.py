"""A small network that weighs options of statements: who may hold a position, who may be its counterpart.

It looks at all options of all statements of a text at once. Of an option it has features and what the reading model
sees in the words that name it; of a statement what that sees in the words of its content and around its cue. Its layers
look by turns at the options and words of one statement, since one option mostly crowds out the others, and at one
option in all statements that have it, since a side keeps its part from statement to statement (training/weighing.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat
from pathlib import Path

import numpy as np
import onnxruntime as ort

from onrecord.errors import ModelError
from onrecord.extraction.drafts import Draft
from onrecord.extraction.links import Places
from onrecord.extraction.network import session
from onrecord.extraction.tagger import Floats, Integers
from onrecord.records import Span

# Where a file keeps the names of its features, in the order of their columns.
NAMES = "features"
# Mentions of an option that are looked at (the first two in the content; the nearest outside it, before the anchor if
# one is; the first of all outside it), and words of each.
SPOTS, SPOT_WORDS = 4, 4
# Words of the content, and of those around the anchor that are not in it. Trained with 56, and with 28 options: with
# less, holders and counterparts were told as well on the development reports (F1 of the latter 0.617 in either).
CONTENT_WORDS, OTHER_WORDS = 40, 20
_BEFORE, _BEHIND = 12, 8
# What a word is: beside the content, in it, or the anchor.
BESIDE, INSIDE, ANCHOR = range(3)
# Options of a statement, at most.
MOST_OPTIONS = 18


@dataclass(frozen=True, slots=True)
class Sight:
    """What the reading model sees of a text: `seen`, a vector a word, [words, 2r]."""

    seen: Floats
    places: Places


@dataclass(frozen=True, slots=True)
class Option:
    """What may be chosen. `id`: the same in every statement; `named`, `through`: the words of its mentions, from the
    first to the one after the last, in order; `through` those of its persons, who stand for it where nothing names it.
    """

    id: str
    named: Sequence[tuple[int, int]]
    through: Sequence[tuple[int, int]] = ()


def option(places: Places, id: str, named: Iterable[Span], through: Iterable[Span] = ()) -> Option:
    """An option by the spans of its mentions."""
    words = [[place for span in spans if (place := places.of(span))[1] > place[0]] for spans in (named, through)]
    return Option(id, *words)


@dataclass(frozen=True, slots=True)
class Frame:
    """The words of a statement by their numbers: its `anchor`, `inside` its content; `words` [W], those that are looked
    at, with their `types` [W]."""

    anchor: int
    inside: frozenset[int]
    words: Integers
    types: Integers


def frame(places: Places, draft: Draft) -> Frame:
    """Of a statement."""
    last = len(places.words) - 1
    anchor = min(places.of(Span(start=draft.anchor, end=draft.anchor + 1))[0], last)
    content = [word for piece in draft.content for word in range(*places.of(piece)) if word <= last]
    inside = frozenset(content)
    around = range(max(0, anchor - _BEFORE), min(last, anchor + _BEHIND) + 1)
    others = [word for word in around if word not in inside and word != anchor][:OTHER_WORDS]
    content = content[:CONTENT_WORDS]
    return Frame(
        anchor,
        inside,
        np.array([anchor, *content, *others], np.int64),
        np.array([ANCHOR, *repeat(INSIDE, len(content)), *repeat(BESIDE, len(others))], np.int64),
    )


@dataclass(frozen=True, slots=True)
class Look:
    """One statement in numbers. `ids`: of its options, [P]; `features`: of each; `shared`: those that all of them have.

    Words are told by their numbers, none by -1: `spots` [P, SPOTS, SPOT_WORDS]; `words` [W] with their `types` [W].
    """

    ids: Sequence[str]
    features: Sequence[Mapping[str, float]]
    shared: Mapping[str, float]
    spots: Integers
    words: Integers
    types: Integers


def look(
    of: Frame, options: Sequence[Option], features: Sequence[Mapping[str, float]], shared: Mapping[str, float]
) -> Look:
    """A statement with its options and their features; those beyond MOST_OPTIONS are left out."""
    kept = options[:MOST_OPTIONS]
    spots = np.array([_spots(of, one) for one in kept], np.int64).reshape(-1, SPOTS, SPOT_WORDS)
    return Look([one.id for one in kept], features[:MOST_OPTIONS], shared, spots, of.words, of.types)


def _spots(of: Frame, one: Option) -> list[tuple[int, ...]]:
    """The words of an option's mentions; those of its persons only where it has none of its own."""
    first, second, near, lead = _found(of, one.named)
    if one.through and (first is None or lead is None):
        others = _found(of, one.through)
        first, second = (first, second) if first else others[:2]
        near, lead = (near, lead) if lead else others[2:]
    return [_of(place) for place in (first, second, near, lead)]


def _found(of: Frame, places: Sequence[tuple[int, int]]) -> list[tuple[int, int] | None]:
    """The first two in the content; the last before the anchor outside it, else the first; the first outside it."""
    first = second = near = lead = None
    for place in places:
        at = place[0]
        if at not in of.inside:
            lead = place if lead is None else min(lead, place)
            if near is None or at < of.anchor:
                near = place
        elif first is None:
            first = place
        elif second is None:
            second = place
    return [first, second, near, lead]


@lru_cache(maxsize=8192)
def _of(place: tuple[int, int] | None) -> tuple[int, ...]:
    words = list(range(*place))[-SPOT_WORDS:] if place else []
    return (*words, *repeat(-1, SPOT_WORDS - len(words)))


def inputs(seen: Floats, looks: Sequence[Look]) -> dict[str, Floats | Integers]:
    """What the network is given of S statements beside the features of their V options, all one after another.

    `spots` [V, SPOTS, 2r], `has` [V, SPOTS]; `words` [M, 2r], `types` [M], of the words of all statements. Options and
    words are numbered together, options first: T = V + M tokens. `rows` [S, L]: those of each statement, -1 for none;
    `back` [T]: where in S x L each stands. `members` [K]: the options that several statements have, one after another;
    `groups` [G, M]: the numbers among these of each of them, -1 for none; `again` [K]: where in G x M each stands;
    `renewed` [T]: where each token is found among all tokens followed by the members.
    """
    rows, back = _rows(np.array([len(one.ids) for one in looks]), np.array([len(one.words) for one in looks]))
    shared = _shared([id for one in looks for id in one.ids])
    # The network needs one; where none is, the answer for the first option is not taken.
    members = np.concatenate(shared or [np.zeros(1, np.int64)])
    groups = _filled(shared or [members], np.arange(len(members)))
    renewed = np.arange(len(back))
    if shared:
        renewed[members] = len(back) + np.arange(len(members))
    spots = np.concatenate([one.spots for one in looks])
    return {
        "spots": _told(seen, spots),
        "has": np.asarray(spots[..., 0] >= 0, np.float32),
        "words": seen[np.concatenate([one.words for one in looks])].astype(np.float32),
        "types": np.concatenate([one.types for one in looks]),
        "rows": rows,
        "back": back,
        "members": members,
        "groups": groups,
        "again": np.flatnonzero(groups >= 0),
        "renewed": renewed,
    }


def _told(seen: Floats, spots: Integers) -> Floats:
    """The mean of what is seen in the words of each mention, [V, SPOTS, 2r]; zeros where there is none."""
    told: Floats = np.zeros((*spots.shape[:2], seen.shape[1]), np.float32)
    named = spots[..., 0] >= 0
    words = spots[named]
    sums = seen[words[:, 0]].astype(np.float32)
    # Word by word: all vectors of all mentions at once would be the most that reading holds.
    for word in words[:, 1:].T:
        sums[word >= 0] += seen[word[word >= 0]]
    told[named] = sums / (words >= 0).sum(1)[:, None]
    return told


def _rows(options: Integers, words: Integers) -> tuple[Integers, Integers]:
    """The tokens of each statement, its options before its words, by the number of either; where each token stands."""
    width = int((options + words).max())
    first = np.arange(len(options)) * width
    back = np.concatenate([_ranges(first, options), _ranges(first + options, words)])
    rows = np.full((len(options), width), -1, np.int64)
    rows.ravel()[back] = np.arange(len(back))
    return rows, back


def _ranges(starts: Integers, lengths: Integers) -> Integers:
    """The numbers from each start on, so many as its length, one after another."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(lengths.sum())


def _filled(held: Sequence[Integers], numbers: Integers) -> Integers:
    """Rows as long as each of `held`, of the numbers one after another, filled up with -1."""
    lengths = np.array([len(each) for each in held])
    rows = np.full((len(held), lengths.max()), -1, np.int64)
    rows[np.arange(rows.shape[1]) < lengths[:, None]] = numbers
    return rows


def _shared(ids: Sequence[str]) -> list[Integers]:
    """The numbers of the options of each id that several statements have."""
    places: dict[str, list[int]] = {}
    for number, id in enumerate(ids):
        places.setdefault(id, []).append(number)
    return [np.array(found) for found in places.values() if len(found) > 1]


def parted(logits: Floats, looks: Sequence[Look]) -> list[Floats]:
    """Those of each statement's options, [P], out of those of all, [V]."""
    return np.split(logits, np.cumsum([len(one.ids) for one in looks])[:-1])


class Weigher:
    """A network of a model's folder; `together`: statements that it looks at together, at most.

    Raises ModelError if its file is missing or broken.
    """

    def __init__(self, path: Path, together: int) -> None:
        if not path.is_file():
            raise ModelError(
                f"{path.parent}: no {path.name}; expected the file that training writes beside the network"
            )
        self._together = together
        self._session: ort.InferenceSession = session(path)
        names = self._session.get_modelmeta().custom_metadata_map.get(NAMES)
        if names is None:
            raise ModelError(f"{path}: no names of features; expected the file that training writes")
        self._names: dict[str, int] = {name: i for i, name in enumerate(json.loads(names))}

    def weigh(self, seen: Floats, looks: Sequence[Look]) -> list[Floats]:
        """What speaks for each option of each statement, [P], as a logit."""
        found: list[Floats] = []
        for start in range(0, len(looks), self._together):
            found += self._weigh(seen, looks[start : start + self._together])
        return found

    def _weigh(self, seen: Floats, looks: Sequence[Look]) -> list[Floats]:
        if not any(one.ids for one in looks):
            return [np.zeros(0, np.float32) for _ in looks]
        given = {"table": self._table(looks), **inputs(seen, looks)}
        (logits,) = self._session.run(None, given)
        return parted(logits, looks)

    def _table(self, looks: Sequence[Look]) -> Floats:
        """[options, features]; what the network doesn't know is left out."""
        rows = [row for one in looks for row in one.features]
        table = np.zeros((len(rows), len(self._names) + 1), np.float32)
        counts = list(map(len, rows))
        names = chain.from_iterable(rows)
        columns = np.fromiter(self._columns(names), np.int64, sum(counts))
        table[np.repeat(np.arange(len(rows)), counts), columns] = np.fromiter(
            chain.from_iterable(row.values() for row in rows), np.float32, sum(counts)
        )
        first = 0
        for one in looks:
            last = first + len(one.ids)
            table[first:last, list(self._columns(one.shared))] = list(one.shared.values())
            first = last
        return table[:, :-1]

    def _columns(self, names: Iterable[str]) -> Iterator[int]:
        return map(self._names.get, names, repeat(len(self._names)))
