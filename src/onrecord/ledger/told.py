"""A statement as the rules see it that tell which reports are of one act, and how much its words weigh in a story."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from math import log
from typing import NamedTuple, Self
from zlib import crc32

from onrecord.ledger.days import Days
from onrecord.ledger.meaning import Vector, shipped
from onrecord.ledger.speaker_names import names_in
from onrecord.ledger.telling import FREQUENT, telling_of, words_of
from onrecord.records import Kind

RUN = 6
"""Words in a row that two reports of one act may share, and others hardly do."""

BEFORE, AFTER = 250, 150
"""Code points before and after a quote, in its paragraph, that are its passage."""

# How often a telling word stands in a statement before anything is known of the story, and how many statements that
# knowledge counts for. Half the share gives the same figures. Of the joins that counting adds to weighing all words
# alike 7 of 10 were right, of those that it drops 4 of 10, of 56 read by eye; on the labelled pairs both do as well.
_FIRST_SHARE, _FIRST_COUNT = 0.02, 30

_MARK = re.compile('[“”"]')
# Quotes that share half of all their telling words have one of four hashes in common with a chance of 94 %.
_SEEDS = (0x2545F491, 0x9E3779B9, 0x85EBCA6B, 0xC2B2AE35)
_SAYING = telling_of("said says told tells added adds according wrote writes tweeted".split())  # noqa: SIM905
# Of whoever speaks these tell nothing.
_ANYBODY = telling_of("officials sources spokesman people person reports statements office officers".split())  # noqa: SIM905


class Noted(NamedTuple):
    """What a report's own row notes of a statement: for most others that is enough to leave it out.

    The telling words of the quote, and of quote and cue; the words of the speaker's name, none where the report itself
    says no more than "he"; and the actor.
    """

    telling: frozenset[str]
    told_with: frozenset[str]
    names: tuple[str, ...]
    actor: str | None

    @classmethod
    def of(cls, row: str) -> Self:
        """What a row's text notes: the quote's words, what the cue has beyond, names and actor, parted by `|`."""
        quote, cue, names, actor = row.split("|", 3)
        telling = frozenset(quote.split())
        return cls(telling, telling.union(cue.split()) if cue else telling, tuple(names.split()), actor or None)

    @property
    def row(self) -> str:
        """The text for a row."""
        words = (" ".join(sorted(part)) for part in (self.telling, self.told_with - self.telling))
        return "|".join((*words, " ".join(self.names), self.actor or ""))


def telling_noted(row: str) -> list[str]:
    """The telling words of the quote that a row's text notes, each once."""
    return row.partition("|")[0].split()


def told_with_noted(row: str) -> list[str]:
    """Those of quote and cue, each once."""
    quote, cue, _ = row.split("|", 2)
    return quote.split() + cue.split()


@dataclass(frozen=True, kw_only=True)
class Told:
    """A statement as the rules see it; days are None where unknown. `family` tells copies of one text.

    `pieces` are the quote's, a sentence each; a quote of one need not give it. `cue` is what introduces it ("vowed"),
    `called` what the report calls the speaker, where that is not the name, `role` the office as found. `supposed`: the
    day said is that of publication, since the text gives none. `inside` is the `key` of the statement that reports this
    one; `position` the kind of position that it takes. `passage` gives the paragraph in which it stands, or what of it
    is near; it is asked for last, by those that may report one act. `noted` is what its row notes, once it has one.
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
    position: str | None = None
    passage: Callable[[], str] = str
    noted: Noted | None = None

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
        """Every run of RUN words; of a shorter quote, all its words as one."""
        last = max(1, len(self.words) - RUN + 1)
        return frozenset(tuple(self.words[at : at + RUN]) for at in range(last))

    @cached_property
    def telling(self) -> frozenset[str]:
        """What its words have that others lack: their beginnings, without the most common words."""
        return telling_of(self.words) if self.noted is None else self.noted.telling

    @cached_property
    def introduced(self) -> frozenset[str]:
        """The telling words of the cue, if it tells more than that somebody speaks."""
        return telling_of(words_of(self.cue)) - _SAYING

    @cached_property
    def told_with(self) -> frozenset[str]:
        """The telling words of quote and cue: "vowed" and "signs" tell what was said as well."""
        return self.telling | telling_of(words_of(self.cue)) if self.noted is None else self.noted.told_with

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
    def beside(self) -> frozenset[str]:
        """The telling words that stand around the quote."""
        return telling_of(words_of(self.passage())) - self.telling

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
    def notes(self) -> Noted:
        """What its row notes of it, or will."""
        # A few letters become several words in plain ones, and so they come back from a row.
        names = () if self.by_pronoun else tuple(" ".join(self.names).split())
        return self.noted or Noted(self.telling, self.told_with, names, self.actor)

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

    def __init__(self, told_with: Sequence[Iterable[str]] = (), rows: Sequence[str] = ()) -> None:
        """`told_with` are the telling words of each of the story's statements, with those of its cue.

        Of others the `rows` note them.
        """
        self._told_with, self._rows = told_with, rows
        self._of = _FIRST_COUNT + len(told_with) + len(rows)
        self._weights: dict[str, float] = {}

    @cached_property
    def _counts(self) -> Counter[str]:
        # Most readings are added before any of their words is weighed.
        return Counter(chain.from_iterable(chain(self._told_with, map(told_with_noted, self._rows))))

    def weight(self, words: Iterable[str]) -> float:
        """What these telling words weigh together."""
        return sum(self._weights.get(word) or self._weigh(word) for word in words)

    def _weigh(self, word: str) -> float:
        seen = self._counts[word] + _FIRST_SHARE * _FIRST_COUNT
        self._weights[word] = log(self._of / seen)
        return self._weights[word]


def passage_in(text: str, start: int, end: int) -> str:
    """What stands around a quote that goes from start to end, with it: its paragraph, or what of that is near."""
    first = max(text.rfind("\n", 0, start) + 1, start - BEFORE)
    return text[first:end] + text[end : end + AFTER].partition("\n")[0]
