"""Which documents print the same text, and which are versions of one story: told by the runs of words they share.

A copy that was cut or added to holds nearly all runs of the shorter text, in long stretches; a rewritten version keeps
many, in short ones; and a photo gallery, a template or a quoted speech shared by two stories keeps its runs unbroken
from end to end, which tells it from a rewrite (after Broder 1997, "On the resemblance and containment of documents").
The thresholds were chosen on labelled pairs of documents: `python -m bench.joins` measures them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from zlib import crc32

from onrecord.ledger.days import Days, days_apart

Relation = Literal["same_text", "version"]

RUN = 5
"""Words in a run by which texts are compared."""

_FINE, _COARSE = 3, 8
_WORD = re.compile(r"\w+")
# So many runs of a text, or up to twice as many, stand for it among those of its day: versions share 31 % or more.
LEAST_KEPT = 32
# And so many of these where copies are looked for, whatever the day: they share 72 % or more. Of 600 reports cut to a
# half, a third and a quarter, 99, 96 and 93 % are found by them; with half as many again 99.5, 98 and 95 %, but each
# lies on another page of a large ledger, which is read and written.
LEAST_SPARSE = 16

# Labelled copies share 0.74 or more of the shorter text's runs and were printed within two days of each other; labelled
# versions at most 0.70. Texts printed at other times, or nobody knows when, must share more: galleries reach 0.73.
SAME_TEXT, SAME_TEXT_ANY_DAY = 0.72, 0.78
NEAR_DAYS = 3
# Labelled versions of one publisher share 0.31 or more of the runs (one 0.27), on one day; reports of the same case
# 0.34 at most. Shared blocks lose at most 0.04 from runs of three words to runs of eight, rewrites 0.08 at least.
VERSION, REWRITTEN, VERSION_DAYS = 0.31, 0.06, 1


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A text, and what tells a copy or a version beside it: by whom, and when (None where unknown)."""

    text: str
    publisher: str | None
    days: Days | None

    @cached_property
    def kept(self) -> tuple[int, ...]:
        """The runs that stand for the text among those of its day, as hashes from 0 to 2**32.

        The same text keeps the same; of a text and its half, half are the same.
        """
        return self._standing(LEAST_KEPT)

    @cached_property
    def sparse(self) -> tuple[int, ...]:
        """Those of them by which a copy is found, whatever the day."""
        return self._standing(LEAST_SPARSE)

    def _standing(self, least: int) -> tuple[int, ...]:
        part = one_of(len(self.runs), least)
        return tuple(sorted(run for run in self.runs if run % part == 0))

    @cached_property
    def runs(self) -> frozenset[int]:
        """All its runs, as hashes."""
        return self.runs_of(RUN)

    def runs_of(self, size: int) -> frozenset[int]:
        """Its runs of so many words; a shorter text is one run."""
        words = self._words
        if len(words) <= size:
            return frozenset({crc32(" ".join(words).encode())} if words else ())
        return frozenset(crc32(" ".join(words[i : i + size]).encode()) for i in range(len(words) - size + 1))

    @cached_property
    def _words(self) -> list[str]:
        return _WORD.findall(self.text.casefold().replace("’", "'"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How one text relates to another; `share` (0 to 1) of the shorter one's runs are in the longer one."""

    relation: Relation
    share: float


def one_of(runs: int, least: int) -> int:
    """Of a text with so many runs, one of how many stands for it, so that `least` do or more: a power of two."""
    return 1 << max(0, (runs // least).bit_length() - 1)


def likeness(one: Printed, other: Printed) -> Likeness | None:
    """How two documents relate; None if they are different stories."""
    share = _contained(one.runs, other.runs)
    if share >= _of_copy(one, other):
        return Likeness(relation="same_text", share=share)
    if share < least_share(one, other):
        return None
    fine, coarse = (_contained(one.runs_of(size), other.runs_of(size)) for size in (_FINE, _COARSE))
    if fine - coarse < REWRITTEN:
        return None
    return Likeness(relation="version", share=share)


def least_share(one: Printed, other: Printed) -> float:
    """The share of the shorter one's runs below which two texts are different stories, by whom and when alone."""
    apart = days_apart(one.days, other.days)
    near = apart is not None and apart <= VERSION_DAYS
    return VERSION if near and _one_publisher(one, other) else _of_copy(one, other)


def _of_copy(one: Printed, other: Printed) -> float:
    apart = days_apart(one.days, other.days)
    return SAME_TEXT if apart is not None and apart <= NEAR_DAYS else SAME_TEXT_ANY_DAY


def _contained(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def _one_publisher(one: Printed, other: Printed) -> bool:
    return one.publisher is not None and other.publisher is not None and _same(one.publisher, other.publisher)


def _same(one: str, other: str) -> bool:
    return _WORD.findall(one.casefold()) == _WORD.findall(other.casefold())
