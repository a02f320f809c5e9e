"""A small network that weighs options of statements: who may hold a position, who may be its counterpart.

It looks at all options of all statements of a text at once. Of an option it has features and what the reading model
sees in the words that name it; of a statement what that sees in the words of its content and around its cue. Its layers
look by turns at the options and words of one statement, since one option mostly crowds out the others, and at one
option in all statements that have it, since a side keeps its part from statement to statement (training/weighing.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
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
# Words of the content, and of those around the anchor that are not in it.
CONTENT_WORDS, OTHER_WORDS = 56, 20
_BEFORE, _BEHIND = 12, 8
# What a word is: beside the content, in it, or the anchor.
BESIDE, INSIDE, ANCHOR = range(3)
# Options of a statement, and statements looked at together, at most: with 40 of these, as in training, 500 reports take
# 653 MB, with 16 588, and int8 tells finer (F1 of counterparts on the development reports 0.602 instead of 0.596; with
# 12 0.591).
MOST_OPTIONS, TOGETHER = 28, 16


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
class Look:
    """One statement in numbers. `ids`: of its options, [P]; `features`: of each.

    Words are told by their numbers, none by -1: `spots` [P, SPOTS, SPOT_WORDS]; `words` [W] with their `types` [W].
    """

    ids: Sequence[str]
    features: Sequence[Mapping[str, float]]
    spots: Integers
    words: Integers
    types: Integers


def look(places: Places, draft: Draft, options: Sequence[Option], features: Sequence[Mapping[str, float]]) -> Look:
    """A statement with its options and their features; those beyond MOST_OPTIONS are left out."""
    last = len(places.words) - 1
    anchor = min(places.of(Span(start=draft.anchor, end=draft.anchor + 1))[0], last)
    content = [word for piece in draft.content for word in range(*places.of(piece)) if word <= last]
    inside = frozenset(content)
    around = range(max(0, anchor - _BEFORE), min(last, anchor + _BEHIND) + 1)
    others = [word for word in around if word not in inside and word != anchor][:OTHER_WORDS]
    content = content[:CONTENT_WORDS]
    kept = options[:MOST_OPTIONS]
    return Look(
        [one.id for one in kept],
        features[:MOST_OPTIONS],
        np.array([_spots(one, inside, anchor) for one in kept], np.int64).reshape(-1, SPOTS, SPOT_WORDS),
        np.array([anchor, *content, *others], np.int64),
        np.array([ANCHOR, *repeat(INSIDE, len(content)), *repeat(BESIDE, len(others))], np.int64),
    )


def _spots(one: Option, inside: frozenset[int], anchor: int) -> list[list[int]]:
    """The words of an option's mentions; those of its persons only where it has none of its own."""
    within = [place for place in one.named if place[0] in inside] or [
        place for place in one.through if place[0] in inside
    ]
    beside = [place for place in one.named if place[0] not in inside]
    beside = beside or [place for place in one.through if place[0] not in inside]
    near = next((place for place in reversed(beside) if place[0] < anchor), beside[0] if beside else None)
    first, second, *_ = *within, None, None
    return [_of(place) for place in (first, second, near, min(beside, default=None))]


def _of(place: tuple[int, int] | None) -> list[int]:
    words = list(range(*place))[-SPOT_WORDS:] if place else []
    return [*words, *repeat(-1, SPOT_WORDS - len(words))]


def inputs(seen: Floats, looks: Sequence[Look]) -> dict[str, Floats | Integers]:
    """What the network is given of S statements beside the features of their V options, in order.

    `spots` [V, SPOTS, 2r], `has` [V, SPOTS]; `cells` [S, C], the number of the option in each place of a statement;
    `words` [S, W, 2r], `types` [S, W]; `groups` [G, M], the places (of S x C) of one option; `back` [S x C], where each
    place is found again among all places followed by all groups'. -1 stands for nothing.
    """
    counts = [len(one.ids) for one in looks]
    cells = np.full((len(looks), max([1, *counts])), -1, np.int64)
    words = np.full((len(looks), max(len(one.words) for one in looks)), -1, np.int64)
    types = words.copy()
    for row, (one, first) in enumerate(zip(looks, np.cumsum([0, *counts]), strict=False)):
        cells[row, : len(one.ids)] = first + np.arange(len(one.ids))
        words[row, : len(one.words)], types[row, : len(one.words)] = one.words, one.types
    spots = np.concatenate([one.spots for one in looks])
    known = spots >= 0
    told: Floats = np.zeros((*spots.shape[:2], seen.shape[1]), np.float32)
    # Word by word: all vectors of all mentions at once would be the most that reading holds.
    for word in range(SPOT_WORDS):
        told += seen[spots[..., word]] * known[..., word, None]
    told /= np.maximum(known.sum(2), 1)[..., None]
    groups, back = _grouped([one.ids for one in looks], cells.shape[1])
    return {
        "spots": told,
        "has": np.asarray(known.any(2), np.float32),
        "cells": cells,
        "words": seen[words].astype(np.float32),
        "types": types,
        "groups": groups,
        "back": back,
    }


def _grouped(options: Sequence[Sequence[str]], width: int) -> tuple[Integers, Integers]:
    """The places of each option that several statements have, [G, M], and where each place is found again."""
    places: dict[str, list[int]] = {}
    for row, ids in enumerate(options):
        for column, id in enumerate(ids):
            places.setdefault(id, []).append(row * width + column)
    shared = [found for found in places.values() if len(found) > 1]
    groups = np.full((max(1, len(shared)), max([1, *map(len, shared)])), -1, np.int64)
    back = np.arange(len(options) * width)
    for row, found in enumerate(shared):
        groups[row, : len(found)] = found
        back[found] = len(back) + row * groups.shape[1] + np.arange(len(found))
    return groups, back


class Weigher:
    """A network of a model's folder. Raises ModelError if its file is missing or broken."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise ModelError(
                f"{path.parent}: no {path.name}; expected the file that training writes beside the network"
            )
        self._session: ort.InferenceSession = session(path)
        names = self._session.get_modelmeta().custom_metadata_map.get(NAMES)
        if names is None:
            raise ModelError(f"{path}: no names of features; expected the file that training writes")
        self._names: dict[str, int] = {name: i for i, name in enumerate(json.loads(names))}

    def weigh(self, seen: Floats, looks: Sequence[Look]) -> list[Floats]:
        """What speaks for each option of each statement, [P], as a logit."""
        found: list[Floats] = []
        for start in range(0, len(looks), TOGETHER):
            found += self._weigh(seen, looks[start : start + TOGETHER])
        return found

    def _weigh(self, seen: Floats, looks: Sequence[Look]) -> list[Floats]:
        if not any(one.ids for one in looks):
            return [np.zeros(0, np.float32) for _ in looks]
        rows = [row for one in looks for row in one.features]
        given = {"table": self._table(rows), **inputs(seen, looks)}
        (logits,) = self._session.run(None, given)
        return [own[: len(one.ids)] for own, one in zip(logits, looks, strict=True)]

    def _table(self, rows: Sequence[Mapping[str, float]]) -> Floats:
        """[rows, features]; what the network doesn't know is left out."""
        table = np.zeros((len(rows), len(self._names) + 1), np.float32)
        column, rest = self._names.get, repeat(len(self._names))
        for own, row in zip(table, rows, strict=True):
            own[list(map(column, row, rest))] = list(row.values())
        return table[:, :-1]
