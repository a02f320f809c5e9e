"""Whether two statements report one act of speech: by who speaks, when, and how much of the words they share.

Where one repeats the other, a rule says so. Elsewhere signs are weighed, each for or against one act; `python -m
training.acts` fits the weights on pairs that were labelled by eye, `python -m bench.joins` measures all on others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp, log
from typing import Literal

from onrecord.ledger.days import Days, days_apart, days_long
from onrecord.ledger.telling import longest_run
from onrecord.ledger.told import RUN, Coverage, Noted, Told, telling_noted

Rule = Literal["same words", "most words", "shared words", "reworded"]

SURE = 0.95
"""The share of joins that hold where one statement repeats the other; weighed signs are never surer."""

NEAR_PRINTED, NEAR_SAID = 1, 1
"""Days that two reports of one act may lie apart: as printed, and as said."""

# Days of a date that names a year alone; days before a printing that a report calls by their names.
_YEAR, _WEEK = 365, 6

WEIGHTS = "acts.json"
# How likely one act must be of one speaker, and where it isn't known to be one: there 23 of 25 labelled pairs that were
# kept apart in cross-validation are right from 0.8 on, 6 of 9 from 0.6 to 0.8.
_LEAST, _LEAST_OF_TWO = 0.5, 0.8

# All words of the shorter one in a row, at least so many; whoever is thought to speak, if they are many.
_FEW_WORDS, _MANY_WORDS = 4, 8
# A share of the shorter one's telling words, and how many they are at least.
_MOST, _MOST_COUNT = 0.8, 6
# Fewer telling words in common tell nothing; this weight of them tells as much as more would. A long run is a run.
_SHARED_COUNT, _ENOUGH, _LONG_RUN = 2, 8.0, 12
_MOST_OF_THE_REST = {"passages alike": 1.0, "meaning": 1.0}
# What the words of a passage weigh at least, so that one of a word tells little.
_FEW = 3.0


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Join:
    """How surely two statements are one act (0 to 1), how many telling words they share, and by which rule."""

    sureness: float
    shared: int
    rule: Rule


def join(one: Told, other: Told, coverage: Coverage) -> Join | None:
    """How both report one act, if they do: where one repeats the other by a rule, else by weighed signs.

    That somebody said something and what was said there are two acts, though the words of one hold the other's.
    """
    same = _shared(one.telling, other.telling)
    if same is None:
        return None
    if _reports(one, other) or _reports(other, one):
        return None
    rule = _repeats(one, other, same)
    if rule is not None:
        return Join(sureness=SURE, shared=len(same), rule=rule)
    return _weighed(one, other, coverage)


def may_join(several: Sequence[Noted], rows: Mapping[int, str]) -> list[int]:
    """The keys of the others without those that no rule joins with any of several, by what their rows note: most."""
    having: dict[str, list[int]] = {}
    for number, one in enumerate(several):
        for word in one.telling:
            having.setdefault(word, []).append(number)
    # Of no words, another's words have all.
    wordless = {number for number, one in enumerate(several) if not one.telling}

    def near(words: Sequence[str]) -> Iterable[int]:
        if not words:
            return range(len(several))
        common = [number for word in words if word in having for number in having[word]]
        least = min(_SHARED_COUNT, len(words))
        return wordless.union(n for n in common if common.count(n) >= min(least, len(several[n].telling)))

    found = []
    for key, row in rows.items():
        # Most have too few words of each of them, which is told before all that is noted is taken apart.
        if numbers := near(telling_noted(row)):
            other = Noted.of(row)
            if any(_may_join(several[number], other) for number in numbers):
                found.append(key)
    return found


def _may_join(one: Noted, other: Noted) -> bool:
    same = _shared(one.telling, other.telling)
    return same is not None and (_may_repeat(one.telling, other.telling, same) or not _differ(one, other))


def _shared(one: frozenset[str], other: frozenset[str]) -> frozenset[str] | None:
    """The telling words that both have; None if these are too few for any rule."""
    same = one & other
    return same if len(same) >= _SHARED_COUNT or same in (one, other) else None


def _may_repeat(one: frozenset[str], other: frozenset[str], same: frozenset[str]) -> bool:
    """True if a rule may find that one has all that the other says, by the telling words of each and of both."""
    return _share(one, other, same) >= _MOST or same in (one, other)


def _share(one: frozenset[str], other: frozenset[str], same: frozenset[str]) -> float:
    """What of the shorter one's telling words both have."""
    return len(same) / max(1, min(len(one), len(other)))


def signs(one: Told, other: Told, coverage: Coverage) -> dict[str, float]:
    """What tells for or against one act, each by its name, of two statements whose days and words may fit."""
    found = _quick_signs(one, other, coverage) | _words_in_a_row(one, other)
    return found | _passages_alike(one, other, coverage) | _meaning(one, other)


def _quick_signs(one: Told, other: Told, coverage: Coverage) -> dict[str, float]:
    within = 0.0
    others = [(part, coverage.weight(part)) for part in other.parts]
    for part in one.parts:
        weight = coverage.weight(part)
        for against, its in others:
            both = coverage.weight(part & against)
            within = max(within, min(1.0, both / _ENOUGH) * both / min(weight, its))
    same_speaker = _agree(one, other)
    apart = _said_apart(one, other)
    found = {
        "words within": within,
        "cues alike": bool(one.introduced & other.introduced),
        "neither quoted": one.kind == other.kind == "indirect",
        "same speaker": same_speaker,
        "speakers alike": not same_speaker and _alike(one, other),
        "a day unknown": one.said is None or other.said is None or apart,
        "other positions": one.position != other.position,
    }
    return {name: float(value) for name, value in found.items()}


def _words_in_a_row(one: Told, other: Told) -> dict[str, float]:
    # How many words of what was said in so many words the other report has in a row; two quotations of one sentence
    # have some: of 12 labelled pairs of quotations without four three are of one act, of 52 others 49.
    verbatim = _in_a_row(one, other, lambda words, told: len(longest_run(words, told.words)))
    apart = one.kind == other.kind == "direct" and verbatim < _FEW_WORDS
    return {"verbatim": verbatim, "quoted apart": float(apart)}


def _passages_alike(one: Told, other: Told, coverage: Coverage) -> dict[str, float]:
    # Words that both passages have, as said or beside it: "in a letter", "the border". What one has as said and the
    # other beside it is another statement of that report.
    alike = coverage.weight((one.telling & other.telling) | (one.beside & other.beside))
    shorter = min(coverage.weight(told.telling | told.beside) for told in (one, other))
    return {"passages alike": alike / max(_FEW, shorter)}


def _meaning(one: Told, other: Told) -> dict[str, float]:
    return {"meaning": float(one.meaning @ other.meaning)}


def _words_of_both(words: Sequence[str], told: Told) -> int:
    return sum(word in told.vocabulary for word in words)


def _in_a_row(one: Told, other: Told, count: Callable[[list[str], Told], int]) -> float:
    counts = (count(words, b) for a, b in ((one, other), (other, one)) for words in a.verbatim)
    return float(min(max(counts, default=0), _LONG_RUN))


def _reports(outer: Told, inner: Told) -> bool:
    return inner.inside is not None and inner.inside == outer.key


def _repeats(one: Told, other: Told, same: frozenset[str]) -> Rule | None:
    """The rule by which one has all that the other says, or nearly all; `same`: the telling words of both."""
    # First, as the rest takes longer.
    if not _may_repeat(one.telling, other.telling, same):
        return None
    few = min((one, other), key=lambda told: len(told.words))
    shorter = len(few.words)
    if not _fits(one, other):
        # Printed at other times, or nobody knows when: the same long words of one speaker tell, unless said apart.
        unknown = one.said is None or other.said is None
        far = unknown and shorter >= _MANY_WORDS and _agree(one, other) and _run(one, other) == shorter
        return "same words" if far else None
    if _is_copy(one, other):
        return "same words"
    least = _MANY_WORDS if _differ(one.notes, other.notes) else _FEW_WORDS
    if shorter >= least and few.telling <= same and _run(one, other) == shorter:
        return "same words"
    share = _share(one.telling, other.telling, same)
    return "most words" if share >= _MOST and len(same) >= _MOST_COUNT else None


def may_be_one(one: Told, other: Told) -> bool:
    """True if signs are to be weighed: two documents of one time, words in common, no two named speakers or days."""
    if one.document == other.document or len(one.telling & other.telling) < _SHARED_COUNT:
        return False
    return _fits(one, other) and not _differ(one.notes, other.notes) and not _on_other_days(one, other)


def _weighed(one: Told, other: Told, coverage: Coverage) -> Join | None:
    """A join of two reports that tell of one act in other words, if the signs for it outweigh those against it."""
    if not may_be_one(one, other):
        return None
    same = one.telling & other.telling
    quick = _quick_signs(one, other, coverage)
    chance = _LEAST if quick["same speaker"] else _LEAST_OF_TWO
    least = log(chance / (1 - chance))
    score = _weights()["always"] + _score(quick)
    # No more words in a row can be than the other report has anywhere.
    most = {"verbatim": _in_a_row(one, other, _words_of_both)} | _MOST_OF_THE_REST
    if score + _score(most) < least:
        return None
    in_a_row = _words_in_a_row(one, other)
    score += _score(in_a_row)
    # What takes longest comes last: the passages, which are in other rows, decide most pairs, the meaning few.
    if score + _score(_MOST_OF_THE_REST) < least:
        return None
    score += _score(_passages_alike(one, other, coverage))
    if score + _score({"meaning": 1.0}) < least:
        return None
    score += _score(_meaning(one, other))
    if score < least:
        return None
    rule: Rule = "shared words" if in_a_row["verbatim"] >= RUN else "reworded"
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
    return apart and one.words == other.words and one.cue == other.cue and not _differ(one.notes, other.notes)


def _fits(one: Told, other: Told) -> bool:
    """True if both may be of one time: copies of one text, printed in the same days, or said in them."""
    same_text = one.family == other.family
    return same_text or _near(one.printed, other.printed, NEAR_PRINTED) or _near(one.said, other.said, NEAR_SAID)


def _said_apart(one: Told, other: Told) -> bool:
    return (days_apart(one.said, other.said) or 0) > NEAR_SAID


def _on_other_days(one: Told, other: Told) -> bool:
    """True if both were said on other days by their texts, not by when each was printed.

    Of 14 labelled pairs of which that is so two are of one act.
    """
    known = not (one.supposed or other.supposed)
    return (known and _said_apart(one, other)) or _long_before(one, other) or _long_before(other, one)


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


def _differ(one: Noted, other: Noted) -> bool:
    """True if both are named and share no name, or the family name alone: given names begin with other letters."""
    a, b = one.names, other.names
    if not a or not b or (one.actor is not None and one.actor == other.actor):
        return False
    given, others = ({name[0] for name in names[:-1]} for names in (a, b))
    return not set(a) & set(b) or (a[-1] == b[-1] and bool(given and others) and not given & others)


def _run(one: Told, other: Told) -> int:
    """How many words in a row both have, if that can decide: RUN, or all words of the shorter one; else 0."""
    few = min((one, other), key=lambda told: len(told.words))
    short = len(few.words) < RUN
    may = set(one.words) & set(other.words) >= set(few.words) if short else one.runs & other.runs
    return len(longest_run(one.words, other.words)) if may else 0
