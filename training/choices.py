"""Weights of signs, fitted so that the right choices are likeliest: the decisions about meetings.

A decision is one choice among some, each with its signs; a judgement is one among pairs of a day and a status.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from onrecord.records import MEETING_STATUSES

Signs = Mapping[str, float]
# One decision: its choices, each with its signs and whether it is the right one.
Decision = list[tuple[Signs, bool]]


def fit(decisions: Sequence[Decision], held: float, least: int = 4, steps: int = 250) -> dict[str, float]:
    """The weights under which the right choices are likeliest; signs rarer than `least` get none.

    Where several choices are right, their probabilities are added.
    """
    counts = Counter(sign for decision in decisions for signs, _ in decision for sign in signs)
    index: dict[str, int] = {}
    rows, columns, shares, owners, right = [], [], [], [], []
    for owner, decision in enumerate(decisions):
        for signs, is_right in decision:
            for sign, share in signs.items():
                if counts[sign] >= least:
                    rows.append(len(owners))
                    columns.append(index.setdefault(sign, len(index)))
                    shares.append(share)
            owners.append(owner)
            right.append(is_right)
    row, column, share = np.asarray(rows), np.asarray(columns), np.asarray(shares, dtype=float)
    owner_of, wanted = np.asarray(owners), np.asarray(right)
    weights, mean, square = np.zeros(len(index)), np.zeros(len(index)), np.zeros(len(index))
    for step in range(1, steps + 1):
        scores = np.bincount(row, weights[column] * share, len(owner_of))
        slack = chances(scores, np.ones_like(wanted), owner_of) - chances(scores, wanted, owner_of)
        slope = np.bincount(column, slack[row] * share, len(index)) + held * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights -= 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {sign: round(float(weights[at]), 3) for sign, at in index.items() if abs(weights[at]) >= 0.02}


def chances(scores: Any, among: Any, owners: Any) -> Any:
    """The probability of each choice within its decision, among some of them."""
    held = np.where(among, scores, -1e9)
    most = np.full(owners.max() + 1, -1e9)
    np.maximum.at(most, owners, held)
    risen = np.exp(held - most[owners]) * among
    return risen / np.maximum(np.bincount(owners, risen)[owners], 1e-30)


def yes_or_no(examples: Iterable[tuple[Signs, bool]]) -> list[Decision]:
    """Decisions whose other choice has no signs."""
    return [[(signs, right), ({}, not right)] for signs, right in examples]


@dataclass(frozen=True)
class Meetings:
    """Meetings to judge: signs of each meeting's words, and of each of its choices of days.

    `owner`: whose each choice is; `first`: each meeting's first choice; `right` [choices, statuses].
    """

    words: list[Signs]
    days: list[Signs]
    owner: Any
    first: Any
    right: Any


def fit_judgement(
    meetings: Meetings, to_zero: Mapping[str, float], least: Mapping[str, int], steps: int = 200
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """The weights of words and of days for each status, under which the right pairs of day and status are likeliest.

    A sign of a day weighs for all statuses alike and for each by itself; what is written is their sum. `to_zero`: how
    strongly the weights of `words`, of `days` and of a `day` by itself are held to zero; `least`: from how many rows of
    `words` and of `days` on a sign is weighed.
    """
    names, matrices = zip(table(meetings.words, least["words"]), table(meetings.days, least["days"]), strict=True)
    words, days = matrices
    of_words, of_days = (matrix.T.tocsr() for matrix in (words, days))
    held = [to_zero["words"], to_zero["days"], to_zero["day"]]
    weights = [
        np.zeros((m.shape[1], n)) for m, n in ((words, len(MEETING_STATUSES)), (days, len(MEETING_STATUSES)), (days, 1))
    ]
    mean, square = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    for step in range(1, steps + 1):
        scores = (words @ weights[0])[meetings.owner] + days @ (weights[1] + weights[2])
        slack = shares(scores, np.ones_like(meetings.right), meetings) - shares(scores, meetings.right, meetings)
        by_days = of_days @ slack
        slopes = (of_words @ np.add.reduceat(slack, meetings.first), by_days, by_days.sum(1, keepdims=True))
        for i, own in enumerate(slopes):
            slope = own + held[i] * weights[i]
            mean[i], square[i] = 0.9 * mean[i] + 0.1 * slope, 0.999 * square[i] + 0.001 * slope**2
            weights[i] -= 0.05 * (mean[i] / (1 - 0.9**step)) / (np.sqrt(square[i] / (1 - 0.999**step)) + 1e-8)
    return rows_of(names[0], weights[0]), rows_of(names[1], weights[1] + weights[2])


def table(signs: Sequence[Signs], least: int) -> tuple[list[str], Any]:
    """The signs that are no rarer than `least`, and how much each applies to each row."""
    counts = Counter(sign for row in signs for sign in row)
    index = {sign: at for at, sign in enumerate(sorted(sign for sign, count in counts.items() if count >= least))}
    cells = [(share, row, index[sign]) for row, own in enumerate(signs) for sign, share in own.items() if sign in index]
    shares_, rows, columns = zip(*cells, strict=True)
    return list(index), csr_matrix((shares_, (rows, columns)), shape=(len(signs), len(index)))


def shares(scores: Any, among: Any, meetings: Meetings) -> Any:
    """The probability of each pair of choice and status within its meeting, among some of them."""
    held = np.where(among, scores, -1e9)
    most = np.maximum.reduceat(held.max(1), meetings.first)[meetings.owner]
    risen = np.exp(held - most[:, None]) * among
    return risen / np.add.reduceat(risen.sum(1), meetings.first)[meetings.owner][:, None]


def rows_of(names: Sequence[str], weights: Any) -> dict[str, list[float]]:
    """The weights of each sign that has any to speak of."""
    return {
        name: [round(float(w), 2) for w in row]
        for name, row in zip(names, weights, strict=True)
        if abs(row).max() >= 0.05
    }
