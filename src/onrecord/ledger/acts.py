"""Whether two statements report one act of speech: by who speaks, when, and how much of the words they share.

Where one repeats the other, a rule says so. Elsewhere signs are weighed, each for or against one act; `python -m
training.acts` fits the weights on pairs that were labelled by eye, `python -m bench.joins` measures all on others.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import chain
from math import exp, log
from typing import Literal
from zlib import crc32

from onrecord.ledger.days import Days, days_apart, days_long
from onrecord.ledger.meaning import Vector, shipped
from onrecord.ledger.speaker_names import names_in
from onrecord.ledger.telling import FREQUENT, longest_run, telling_of, words_of
from onrecord.records import Kind

Rule = Literal["same words", "most words", "shared words", "reworded"]

SURE = 0.95
"""The share of joins that hold where one statement repeats the other; weighed signs are never surer."""

NEAR_PRINTED, NEAR_SAID = 1, 1
"""Days that two reports of one act may lie apart: as printed, and as said."""

# Days of a date that names a year alone; days before a printing that a report calls by their names.
_YEAR, _WEEK = 365, 6

WEIGHTS = "acts.json"
# How likely one act must be of one speaker, and where it isn't known to be one. Of 40 joins in 589 reports of the news,
# read by eye, 22 of 26 were right from 0.6 and 5 of 14 below, where more of the labelled pairs are right than that.
_LEAST, _LEAST_OF_TWO = 0.5, 0.6

# All words of the shorter one in a row, at least so many; whoever is thought to speak, if they are many.
_FEW_WORDS, _MANY_WORDS = 4, 8
# A share of the shorter one's telling words, and how many they are at least.
_MOST, _MOST_COUNT = 0.8, 6
# Fewer telling words in common tell nothing; this weight of them tells as much as more would. A long run is a run.
_SHARED_COUNT, _ENOUGH, _RUN, _LONG_RUN = 2, 8.0, 6, 12
# How often a telling word stands in a statement before anything is known of the story, and how many statements that
# knowledge counts for. Half the share gives the same figures. Of the joins that counting adds to weighing all words
# alike 7 of 10 were right, of those that it drops 4 of 10, of 56 read by eye; on the labelled pairs both do as well.
_FIRST_SHARE, _FIRST_COUNT = 0.02, 30

_MARK = re.compile('[“”"]')
# Quotes that share half of all their telling words have one of four hashes in common with a chance of 94 %.
_SEEDS = (0x2545F491, 0x9E3779B9, 0x85EBCA6B, 0xC2B2AE35)
_SAYING = frozenset("said says saying say told tells tellin added adds adding accord wrote writes tweete".split())  # noqa: SIM905
# Of whoever speaks these tell nothing: the beginnings of words as telling words have them.
_ANYBODY = frozenset("offici source spokes people person report statem office".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Join:
    """How surely two statements are one act (0 to 1), how many telling words they share, and by which rule."""

    sureness: float
    shared: int
    rule: Rule


@dataclass(frozen=True, kw_only=True)
class Told:
    """A statement as the rules see it; days are None where unknown. `family` tells copies of one text.

    `pieces` are the quote's, a sentence each; a quote of one need not give it. `cue` is what introduces it ("vowed"),
    `called` what the report calls the speaker, where that is not the name, `role` the office as found. `supposed`: the
    day said is that of publication, since the text gives none. `inside` is the `key` of the statement that reports this
    one.
    """

    quote: str
    pieces: tuple[str, ...] = ()
    kind: Kind = "indirect"
    cue: str = ""
    actor: str | None
    name: str | None
    called: str = ""
    role: str = ""
    said: Days | None
    supposed: bool = False
    printed: Days | None
    document: int
    family: int
    key: int | None = None
    inside: int | None = None

    @cached_property
    def words(self) -> list[str]:
        """The words of the quote, in order, without case."""
        return words_of(self.quote)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of the quote, each once."""
        return frozenset(self.words)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Every run of _RUN words; of a shorter quote, all its words as one."""
        last = max(1, len(self.words) - _RUN + 1)
        return frozenset(tuple(self.words[at : at + _RUN]) for at in range(last))

    @cached_property
    def telling(self) -> frozenset[str]:
        """What its words have that others lack: their beginnings, without the most common words."""
        return telling_of(self.words)

    @cached_property
    def introduced(self) -> frozenset[str]:
        """The telling words of the cue, if it tells more than that somebody speaks."""
        return telling_of(words_of(self.cue)) - _SAYING

    @cached_property
    def told_with(self) -> frozenset[str]:
        """The telling words of quote and cue: "vowed" and "signs" tell what was said as well."""
        return self.telling | telling_of(words_of(self.cue))

    @cached_property
    def parts(self) -> tuple[frozenset[str], ...]:
        """What another report may be of, by telling words: the whole, and each sentence of several with the cue."""
        pieces = self.pieces if len(self.pieces) > 1 else ()
        cue = self.told_with - self.telling
        told = (self.telling, *(telling_of(words_of(piece)) for piece in pieces))
        return tuple(words | cue for words in told if words)

    @cached_property
    def verbatim(self) -> tuple[list[str], ...]:
        """What the speaker said in so many words: each piece of a quotation, or what stands in quotation marks."""
        said = (self.pieces or (self.quote,)) if self.kind == "direct" else _MARK.split(self.quote)[1::2]
        return tuple(words_of(words) for words in said)

    @cached_property
    def meaning(self) -> Vector:
        """Where cue and quote point."""
        return shipped().of(f"{self.cue} {self.quote}")

    @cached_property
    def speaker(self) -> frozenset[str]:
        """The telling words of the speaker's name and of what the report calls him, without those for anybody."""
        return telling_of(words_of(f"{self.name or ''} {self.called}")) - _ANYBODY

    @cached_property
    def known_by(self) -> frozenset[str]:
        """The telling words of all by which the speaker may be known: name, what the report calls him, and office."""
        return self.speaker | telling_of(words_of(self.role)) - _ANYBODY

    @cached_property
    def by_pronoun(self) -> bool:
        """True if the report itself says no more than "he": the name is what the reader took that for."""
        return bool(self.called) and not telling_of(words_of(self.called))

    @cached_property
    def hashes(self) -> tuple[int, ...]:
        """Numbers, from 0 to 2**32, of which quotes that share many telling words share some (MinHash, Broder 1997)."""
        each = [word.encode() for word in self.telling - FREQUENT or self.telling]
        return tuple(min(crc32(word, seed) for word in each) for seed in _SEEDS) if each else ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The words of the speaker's name; empty for somebody described, not named."""
        return names_in(self.name or "")


class Coverage:
    """How much the telling words weigh in a story: those that many of its statements have tell little of each.

    Of a story on a border wall every second statement has both words, whatever it says of it.
    """

    def __init__(self, statements: Sequence[Told] = ()) -> None:
        self._statements = statements
        self._of = _FIRST_COUNT + len(statements)
        self._weights: dict[str, float] = {}

    @cached_property
    def _counts(self) -> Counter[str]:
        # Most readings are added before any of their words is weighed.
        return Counter(chain.from_iterable(told.told_with for told in self._statements))

    def weight(self, words: Iterable[str]) -> float:
        """What these telling words weigh together."""
        return sum(self._weights.get(word) or self._weigh(word) for word in words)

    def _weigh(self, word: str) -> float:
        seen = self._counts[word] + _FIRST_SHARE * _FIRST_COUNT
        self._weights[word] = log(self._of / seen)
        return self._weights[word]


def join(one: Told, other: Told, coverage: Coverage) -> Join | None:
    """How both report one act, if they do: where one repeats the other by a rule, else by weighed signs.

    That somebody said something and what was said there are two acts, though the words of one hold the other's.
    """
    if _reports(one, other) or _reports(other, one):
        return None
    same = one.telling & other.telling
    if len(same) < _SHARED_COUNT and same != one.telling and same != other.telling:
        return None
    rule = _repeats(one, other, same)
    if rule is not None:
        return Join(sureness=SURE, shared=len(same), rule=rule)
    return _weighed(one, other, coverage)


def signs(one: Told, other: Told, coverage: Coverage) -> dict[str, float]:
    """What tells for or against one act, each by its name, of two statements whose days and words may fit."""
    return _quick_signs(one, other, coverage) | _slow_signs(one, other)


def _quick_signs(one: Told, other: Told, coverage: Coverage) -> dict[str, float]:
    alike = within = 0.0
    others = [(part, coverage.weight(part)) for part in other.parts]
    for part in one.parts:
        weight = coverage.weight(part)
        for against, its in others:
            both = coverage.weight(part & against)
            alike = max(alike, both / (weight + its - both))
            within = max(within, min(1.0, both / _ENOUGH) * both / min(weight, its))
    same_speaker = _agree(one, other)
    apart = (days_apart(one.said, other.said) or 0) > NEAR_SAID
    # Other days by the texts, not by when each was printed.
    known = not (one.supposed or other.supposed)
    other_days = (apart and known) or _long_before(one, other) or _long_before(other, one)
    found = {
        "words alike": alike,
        "words within": within,
        "cues alike": bool(one.introduced & other.introduced),
        "both quoted": one.kind == other.kind == "direct",
        "neither quoted": one.kind == other.kind == "indirect",
        "same speaker": same_speaker,
        "speakers alike": not same_speaker and _alike(one, other),
        "a day unknown": one.said is None or other.said is None or (apart and not known),
        "other days": other_days,
    }
    return {name: float(value) for name, value in found.items()}


def _slow_signs(one: Told, other: Told) -> dict[str, float]:
    # How many words of what was said in so many words the other report has in a row.
    verbatim = _in_a_row(one, other, lambda words, told: len(longest_run(words, told.words)))
    return {"verbatim": verbatim, "meaning": float(one.meaning @ other.meaning)}


def _words_of_both(words: Sequence[str], told: Told) -> int:
    return sum(word in told.vocabulary for word in words)


def _in_a_row(one: Told, other: Told, count: Callable[[list[str], Told], int]) -> float:
    counts = (count(words, b) for a, b in ((one, other), (other, one)) for words in a.verbatim)
    return float(min(max(counts, default=0), _LONG_RUN))


def _reports(outer: Told, inner: Told) -> bool:
    return inner.inside is not None and inner.inside == outer.key


def _repeats(one: Told, other: Told, same: frozenset[str]) -> Rule | None:
    """The rule by which one has all that the other says, or nearly all; `same`: the telling words of both."""
    few = min((one, other), key=lambda told: len(told.words))
    shorter = len(few.words)
    if not _fits(one, other):
        # Printed at other times, or nobody knows when: the same long words of one speaker tell, unless said apart.
        unknown = one.said is None or other.said is None
        far = unknown and shorter >= _MANY_WORDS and _agree(one, other) and _run(one, other) == shorter
        return "same words" if far else None
    if _is_copy(one, other):
        return "same words"
    # Only words that share all that tells can be the same; to look for the longest run takes longer than all else.
    least = _MANY_WORDS if _differ(one, other) else _FEW_WORDS
    if shorter >= least and few.telling <= same and _run(one, other) == shorter:
        return "same words"
    share = len(same) / max(1, min(len(one.telling), len(other.telling)))
    return "most words" if share >= _MOST and len(same) >= _MOST_COUNT else None


def may_be_one(one: Told, other: Told) -> bool:
    """True if the signs are to be weighed: two documents of one time, some words in common, no two named speakers."""
    apart = one.document != other.document
    return apart and len(one.telling & other.telling) >= _SHARED_COUNT and _fits(one, other) and not _differ(one, other)


def _weighed(one: Told, other: Told, coverage: Coverage) -> Join | None:
    """A join of two reports that tell of one act in other words, if the signs for it outweigh those against it."""
    if not may_be_one(one, other):
        return None
    same = one.telling & other.telling
    quick = _quick_signs(one, other, coverage)
    chance = _LEAST if quick["same speaker"] else _LEAST_OF_TWO
    least = log(chance / (1 - chance))
    score = _weights()["always"] + _score(quick)
    # Looking for words in a row takes longest: no more of them can be than the other report has anywhere.
    most = {"verbatim": _in_a_row(one, other, _words_of_both), "meaning": 1.0}
    if score + _score(most) < least:
        return None
    slow = _slow_signs(one, other)
    score += _score(slow)
    if score < least:
        return None
    rule: Rule = "shared words" if slow["verbatim"] >= _RUN else "reworded"
    return Join(sureness=min(SURE, round(1 / (1 + exp(-score)), 2)), shared=len(same), rule=rule)


def _score(found: Mapping[str, float]) -> float:
    weights = _weights()
    return sum(weights[name] * value for name, value in found.items())


@cache
def _weights() -> Mapping[str, float]:
    found: dict[str, float] = json.loads((resources.files(__package__) / WEIGHTS).read_text(encoding="utf-8"))
    return found


def _is_copy(one: Told, other: Told) -> bool:
    """True if two copies of one text say the same in the same words, however few these are."""
    apart = one.document != other.document and one.family == other.family
    return apart and one.words == other.words and one.cue == other.cue and not _differ(one, other)


def _fits(one: Told, other: Told) -> bool:
    """True if both may be of one time: copies of one text, printed in the same days, or said in them."""
    same_text = one.family == other.family
    return same_text or _near(one.printed, other.printed, NEAR_PRINTED) or _near(one.said, other.said, NEAR_SAID)


def _long_before(one: Told, other: Told) -> bool:
    """True if one report gives a year alone for its day, and the other's is a day of the week that led to its printing.

    What was said "earlier this year" was not said this week: a report dates that by the day.
    """
    if one.said is None or other.said is None or other.said.first < other.said.last:
        return False
    return days_long(one.said) >= _YEAR and _near(other.said, one.printed, _WEEK)


def _near(one: Days | None, other: Days | None, days: int) -> bool:
    apart = days_apart(one, other)
    return apart is not None and apart <= days


def _agree(one: Told, other: Told) -> bool:
    """True if both are known to have one speaker: the same actor, or names that fit, given names too."""
    if one.actor is not None and one.actor == other.actor:
        return True
    a, b = one.names, other.names
    if not set(a) & set(b):
        return False
    given, others = set(a[:-1]), set(b[:-1])
    return a[-1] != b[-1] or not given or not others or bool(given & others)


def _alike(one: Told, other: Told) -> bool:
    """True if both tell who speaks by the same words; of somebody described also by the office of somebody named."""
    if one.names and other.names:
        return bool(one.speaker & other.speaker)
    return bool(one.known_by & other.known_by)


def _differ(one: Told, other: Told) -> bool:
    """True if both are named and share no name, or the family name alone: given names begin with other letters."""
    a, b = one.names, other.names
    if not a or not b or (one.actor is not None and one.actor == other.actor):
        return False
    if one.by_pronoun or other.by_pronoun:
        return False
    given, others = ({name[0] for name in names[:-1]} for names in (a, b))
    return not set(a) & set(b) or (a[-1] == b[-1] and bool(given and others) and not given & others)


def _run(one: Told, other: Told) -> int:
    """How many words in a row both have, if that can decide: _RUN, or all words of the shorter one; else 0."""
    few = min((one, other), key=lambda told: len(told.words))
    short = len(few.words) < _RUN
    may = set(one.words) & set(other.words) >= set(few.words) if short else one.runs & other.runs
    return len(longest_run(one.words, other.words)) if may else 0
