"""Whether two statements report one act of speech: by who speaks, when, and how much of the words they share.

The rules go from the surest to the least sure; each asks less of the words and more of the speaker and the day.
Thresholds were chosen on 193 labelled pairs of statements, as read by the model: `python -m bench.joins` measures them.
Sentence vectors beside the words, and a logistic regression over a dozen features of a pair in place of the last rule,
tried on the same pairs with the stories kept apart, added nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, product
from math import log
from typing import Literal
from zlib import crc32

from onrecord.knowledge.names import HONORIFICS
from onrecord.ledger.days import Days, days_apart
from onrecord.ledger.fulltext import fold

Rule = Literal["same words", "most words", "shared words", "reworded"]

SURENESS: dict[Rule, float] = {"same words": 0.95, "most words": 0.95, "shared words": 0.9, "reworded": 0.8}
"""The share of joins that hold, by rule, on the labelled pairs, rounded to what so few can tell (14, 20, 24, 18)."""

NEAR_PRINTED, NEAR_SAID = 1, 1
"""Days that two reports of one act may lie apart: as printed, and as said."""

# All words of the shorter one in a row, at least so many; whoever is thought to speak, if they are many.
_FEW_WORDS, _MANY_WORDS = 4, 8
# Shares of the shorter one's telling words, and how many they are at least.
_MOST, _MOST_COUNT = 0.8, 6
_SHARED, _SHARED_COUNT = 0.6, 4
_RUN, _RUN_SHARE = 6, 0.3
# Of what the words weigh: the share of the lighter quote, that of all words of both, and how much it is at least; two
# words that few statements have reach it. Chosen with the two numbers below.
_REWORDED, _REWORDED_OF_ALL, _REWORDED_WEIGHT, _REWORDED_COUNT = 0.25, 0.16, 6.0, 2
# How often a telling word stands in a statement before anything is known of the story, and how many statements that
# knowledge counts for. Half the share gives the same figures. Of the joins that counting adds to weighing all words
# alike 7 of 10 were right, of those that it drops 4 of 10, of 56 read by eye; on the labelled pairs both do as well.
_FIRST_SHARE, _FIRST_COUNT = 0.02, 30

_WORD = re.compile(r"\w+(?:'\w+)?")
_NAME = re.compile(r"[^\W\d_][\w'’-]+")
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_AFTER_NAMES = frozenset(["jr", "sr", "ii", "iii", "iv"])
# Quotes that share half of all their telling words have one of four hashes in common with a chance of 94 %.
_SEEDS = (0x2545F491, 0x9E3779B9, 0x85EBCA6B, 0xC2B2AE35)
# The first letters of a word tell "warned" from "said" and not from "warns"; of 4 to 7 and all, 6 did best.
_STEM = 6
_COMMON = frozenset(
    """
    a an the of to in on for and or but that this these those it its it's he she they his her their we our i my you your
    is are was were be been being has have had do does did will would could should may might can not no as at by with
    from about into over after before than then so if there here what which who whom when where how all any some such
    more most other also just very up out off only own same too
    """.split()  # noqa: SIM905
)

# The 120 beginnings of telling words that most sentences of the news archives have. What two quotes share by chance is
# of these: without them in the hashes half as many statements of a day are compared in vain.
_FREQUENT = frozenset(
    """
    presid said trump russia americ states united countr people going one govern nation econom know securi report invest
    includ offici new admini suppor contin leader state world democr china think us house time we're now well first last
    commit questi ukrain year two secret get say minist mr agains becaus europe make them ms intern like today politi
    israel that foreig respon throug republ biden global don't partne meetin work obama import white depart action years
    congre iran take financ direct back want effort many see discus made policy public told way percen milita even i'm
    betwee commun deal week him right member market while much provid war need since campai believ we've look office
    both north during part electi
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Join:
    """How surely two statements are one act (0 to 1), how many telling words they share, and by which rule."""

    sureness: float
    shared: int
    rule: Rule


@dataclass(frozen=True, kw_only=True)
class Told:
    """A statement as the rules see it; days are None where unknown. `family` tells copies of one text.

    `pieces` are the quote's, a sentence each; a quote of one need not give it.
    """

    quote: str
    pieces: tuple[str, ...] = ()
    actor: str | None
    name: str | None
    said: Days | None
    printed: Days | None
    document: int
    family: int

    @cached_property
    def words(self) -> list[str]:
        """The words of the quote, in order, without case."""
        return _words(self.quote)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Every run of _RUN words; of a shorter quote, all its words as one."""
        last = max(1, len(self.words) - _RUN + 1)
        return frozenset(tuple(self.words[at : at + _RUN]) for at in range(last))

    @cached_property
    def telling(self) -> frozenset[str]:
        """What its words have that others lack: their beginnings, without the most common words."""
        return _telling(self.words)

    @cached_property
    def parts(self) -> tuple[frozenset[str], ...]:
        """The telling words of all that another report may be of: the whole quote, and each sentence of several."""
        pieces = self.pieces if len(self.pieces) > 1 else ()
        return tuple(filter(None, (self.telling, *(_telling(_words(piece)) for piece in pieces))))

    @cached_property
    def hashes(self) -> tuple[int, ...]:
        """Numbers, from 0 to 2**32, of which quotes that share many telling words share some (MinHash, Broder 1997)."""
        each = [word.encode() for word in self.telling - _FREQUENT or self.telling]
        return tuple(min(crc32(word, seed) for word in each) for seed in _SEEDS) if each else ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The words of the speaker's name; empty for somebody described, not named."""
        return _names(self.name or "")


class Coverage:
    """How much the telling words weigh in a story: those that many of its statements have tell little of each.

    Of a story on a border wall every second statement has both words, whatever it says of it.
    """

    def __init__(self, statements: Iterable[Told] = ()) -> None:
        seen = [told.telling for told in statements]
        self._counts = Counter(chain.from_iterable(seen))
        self._of = _FIRST_COUNT + len(seen)
        self._weights: dict[str, float] = {}

    def weight(self, words: Iterable[str]) -> float:
        """What these telling words weigh together."""
        return sum(self._weights.get(word) or self._weigh(word) for word in words)

    def _weigh(self, word: str) -> float:
        seen = self._counts[word] + _FIRST_SHARE * _FIRST_COUNT
        self._weights[word] = log(self._of / seen)
        return self._weights[word]


def join(one: Told, other: Told, coverage: Coverage) -> Join | None:
    """The surest rule by which both report one act; None if none does."""
    rule = _rule(one, other, coverage)
    if rule is None:
        return None
    return Join(sureness=SURENESS[rule], shared=len(one.telling & other.telling), rule=rule)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("’", "'"))


def _telling(words: Iterable[str]) -> frozenset[str]:
    # A letter alone is half an abbreviation.
    return frozenset(
        {word.removesuffix("'s")[:_STEM] for word in words if word not in _COMMON and (len(word) > 1 or word.isdigit())}
    )


# In a story the same few people speak.
@lru_cache(maxsize=4096)
def _names(name: str) -> tuple[str, ...]:
    plain = _ARTICLE.sub("", name)
    if not plain[:1].isupper():
        return ()
    # What follows a comma says who that is.
    words = (fold(word) for word in _NAME.findall(plain.partition(",")[0]) if word[0].isupper())
    found = tuple(word for word in words if word not in HONORIFICS)
    return found[:-1] if len(found) > 1 and found[-1] in _AFTER_NAMES else found


def _rule(one: Told, other: Told, coverage: Coverage) -> Rule | None:
    same = one.telling & other.telling
    if not same and one.telling and other.telling:
        return None
    few = min((one, other), key=lambda told: len(told.words))
    shorter = len(few.words)
    if not _fits(one, other):
        # Printed at other times, or nobody knows when: the same long words of one speaker tell, unless said apart.
        unknown = one.said is None or other.said is None
        far = unknown and shorter >= _MANY_WORDS and _agree(one, other) and _run(one, other) == shorter
        return "same words" if far else None
    # Only words that share all that tells can be the same; to look for the longest run takes longer than all else.
    least = _MANY_WORDS if _differ(one, other) else _FEW_WORDS
    if shorter >= least and few.telling <= same and _run(one, other) == shorter:
        return "same words"
    share = len(same) / max(1, min(len(one.telling), len(other.telling)))
    if share >= _MOST and len(same) >= _MOST_COUNT:
        return "most words"
    if one.document == other.document or _differ(one, other):
        return None
    run = _run(one, other)
    if (run >= _RUN and run >= _RUN_SHARE * shorter) or (share >= _SHARED and len(same) >= _SHARED_COUNT):
        return "shared words"
    if not _agree(one, other) or not _near(one.said or one.printed, other.said or other.printed, NEAR_SAID):
        return None
    return "reworded" if any(_alike(*parts, coverage) for parts in product(one.parts, other.parts)) else None


def _alike(one: frozenset[str], other: frozenset[str], coverage: Coverage) -> bool:
    """True if the telling words that both have are enough of what either has."""
    same = one & other
    if len(same) < _REWORDED_COUNT:
        return False
    shared, first, second = (coverage.weight(words) for words in (same, one, other))
    return (
        shared >= _REWORDED_WEIGHT
        and shared >= _REWORDED * min(first, second)
        and shared >= _REWORDED_OF_ALL * (first + second - shared)
    )


def _fits(one: Told, other: Told) -> bool:
    """True if both may be of one time: copies of one text, printed in the same days, or said in them."""
    same_text = one.family == other.family
    return same_text or _near(one.printed, other.printed, NEAR_PRINTED) or _near(one.said, other.said, NEAR_SAID)


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


def _differ(one: Told, other: Told) -> bool:
    """True if both are named and share no name."""
    a, b = set(one.names), set(other.names)
    return bool(a and b) and not a & b and (one.actor is None or one.actor != other.actor)


def _run(one: Told, other: Told) -> int:
    """How many words in a row both have, if that can decide: _RUN, or all words of the shorter one; else 0."""
    few = min((one, other), key=lambda told: len(told.words))
    if len(few.words) < _RUN:
        return longest_run(one.words, other.words) if set(one.words) & set(other.words) >= set(few.words) else 0
    return longest_run(one.words, other.words) if one.runs & other.runs else 0


def longest_run(one: list[str], other: list[str]) -> int:
    """How many words in a row both have, at most."""
    best = 0
    before: dict[int, int] = {}
    places: dict[str, list[int]] = {}
    for at, word in enumerate(other):
        places.setdefault(word, []).append(at)
    for word in one:
        here = {at: before.get(at - 1, 0) + 1 for at in places.get(word, ())}
        best = max(best, max(here.values(), default=0))
        before = here
    return best
