"""Several speakers as one: those of a list, "both sides", and the two of the sentence before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice, pairwise

from onrecord.extraction.bodies import Bodies
from onrecord.extraction.people import Person
from onrecord.extraction.referent import Referent
from onrecord.extraction.referents import Referents
from onrecord.knowledge import State
from onrecord.records import Span

BOTH = re.compile(
    r"^(?:(?:the )?(?:two|both)(?: of them| (?:the )?(?:\w+ ){0,2}(?:sides|leaders|countries|parties|presidents|"
    r"ministers|nations|men|governments|states|officials|foreign ministers))?|both|"
    r"the leaders|the presidents|the ministers)$",
    re.IGNORECASE,
)
# Words of that kind that tell of two, and those before "leaders" that were not marked with it.
TWO = re.compile(r"\b(?:two|both)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:the\s)?(?:two|both)\s\Z", re.IGNORECASE)
# Two persons who are "the two" stand no further before.
_PAIR = 1000
SENTENCE_ENDS = (". ", "? ", "! ", ".” ", '." ')
# Mentions of one list stand no further apart.
# "Ana Ferro, the daughter of Senator Ferro" is no list.
_LIST = re.compile(
    r"^(?:,?\sand\s|,\s(?!(?:[\w.’'-]+\s){0,4}(?:of|for|to)\s)|\s&\s|,?\sas\swell\sas\s|/)(?:[\w.’'-]+\s){0,5}$"
)
# "German Chancellor Ana Ferro": the body is of the title, and no member of the list.
_OF_TITLE = re.compile(r"(?:['’]s?)?\s(?:(?!and\s)[\w.’'-]+\s){0,5}")
# "Chile's neighbour Peru", "the Chilean-backed Andean Front": the first tells of the second.
_OF_NEXT = re.compile(r"(?:['’]s (?:[a-z][\w-]*\s){1,3}|-[a-z]+\s(?:[\w-]+\s){0,2})")
# "Reporters in Chile and Peru" are of both, and are neither.
_PLACED = re.compile(r"\b(?:in|from|across|between|at)\s(?:the\s)?\Z")
# What parts the members of a list, if the last two are joined by "and": "Ferro, Silva and the Andean Front".
_JOINED = re.compile(r",?\sand\s|,?\sas\swell\sas\s")
_PARTED = re.compile(rf"{_JOINED.pattern}|,\s(?=(?:the\s)?[A-Z])")
# "The Institute for Peace and Security" is one, as long as no article or comma comes in between.
_OF_ONE = re.compile(
    r"\b(?:Cent(?:er|re)|Institute|Ministry|Department|Committee|Council|Foundation|Organi[sz]ation|Office|School|Bureau|"
    r"Agency|Commission|Association|Fund|Forum|University|College|Union|Board|Society)\b (?:of|for|on)"
    r"(?: (?:[A-Z][\w’-]*|of|for|on))+\Z"
)
# What may stand between two persons of a list, who each have a title or a body: "Ferro of Chile, and President Silva".
_LISTED = re.compile(r"(?:\sof\s(?:the\s)?[A-Z][\w ]{2,30})?(?:,\sand\s|,\s|\sand\s)(?:[\w.’'-]+\s){0,6}")
# A title of a text about those who met or spoke to each other.
_MET = re.compile(
    r"\bReadout\b|['’]s (?:Call|Meeting|Conversation|Talks) (?:[Ww]ith|[Bb]etween)\b|"
    r"\bJoint (?:Press )?(?:Statement|Release|Declaration|Readout|Communiqu[eé])\b"
)
# Where a sentence or paragraph ends, and no initial ("Ana R. Ferro"); who met is told by so many of them on top.
_STOP = re.compile(r"(?<=[a-z0-9)]{2})\.\s|\n\n|\Z")
_TOP = 4


class Groups:
    """Answers for one text. `mentions`: those of the persons, in order, each with the person's index."""

    def __init__(
        self, persons: Sequence[Person], mentions: Sequence[tuple[Span, int]], bodies: Bodies, referents: Referents
    ) -> None:
        self._text = bodies.text
        self._persons = persons
        self._mentions = mentions
        self._bodies = bodies
        self._referents = referents
        # Those of a meeting that the whole text is about, when they have been looked for.
        self._met: list[Referent] | None = None

    def both(self, written: str, span: Span) -> Referent | None:
        """The two of this text: the two named last before, be they persons or states."""
        led = re.search(r"leader|president|minister|men|official", written, re.IGNORECASE)
        states = re.search(r"side|countr|nation|state|government|part", written, re.IGNORECASE)
        least = 0 if led else span.start - _PAIR
        near = [(m, i) for m, i in self._mentions if least <= m.start < span.start]
        if states or len({i for _, i in near}) < 2:
            countries = re.search(r"countr|nation|state|government", written, re.IGNORECASE)
            near_bodies = [b for b in self._bodies.before(span.start) if not countries or isinstance(b.body, State)]
            names = [(b.span.start, self._referents.body(b)) for b in near_bodies[::-1]]
        else:
            names = [(m.start, self._referents.person(self._persons[i])) for m, i in near]
            chain = [] if TWO.search(written) else self._chain(span.start)
            if len(chain) > 2:
                return self._referents.group(span, chain)
        chosen = list(dict.fromkeys(r for _, r in reversed(names)))[:2]
        return self._referents.group(span, chosen[::-1]) if len(chosen) == 2 else None

    def whole(self, span: Span) -> Span:
        """A span with "the two" before it: of "the two leaders", the model may mark "leaders" alone."""
        before = _BEFORE.search(self._text, max(0, span.start - 10), span.start)
        return Span(start=before.start(), end=span.end) if before else span

    def who_met(self, span: Span) -> Referent | None:
        """Those who met or spoke to each other, in a text whose title tells of that: of its first sentences, all whom
        the first one names that names two persons or more."""
        if self._met is None:
            self._met = [self._referents.person(self._persons[i]) for i in self._named_on_top()]
        return self._referents.group(span, self._met) if self._met else None

    def _named_on_top(self) -> list[int]:
        title = self._text.find("\n")
        if title < 0 or not _MET.search(self._text, 0, title):
            return []
        for end in islice((match.end() for match in _STOP.finditer(self._text, title + 1)), _TOP):
            named = list(dict.fromkeys(i for m, i in self._mentions if title <= m.start < end))
            if len(named) > 1:
                return named
        return []

    def _chain(self, place: int) -> list[Referent]:
        """The persons of the last list of names before a place."""
        before = self._mentions[: bisect_left(self._mentions, place, key=lambda m: m[0].start)]
        chain = [i for _, i in before[-1:]]
        for (behind, _), (mention, i) in pairwise(before[::-1]):
            if not _LISTED.fullmatch(self._text, mention.end, behind.start):
                break
            chain.append(i)
        return [self._referents.person(self._persons[i]) for i in reversed(list(dict.fromkeys(chain)))]

    def pair(self, span: Span, unsaid: Sequence[tuple[Span, int]]) -> Referent | None:
        """ "They" after a sentence that names two persons and no third, or a list of more, none within what is said.

        Sentences that name nobody may stand between.
        """
        high = bisect_left(unsaid, span.start, key=lambda m: m[0].start)
        if high == 0 or span.start - unsaid[high - 1][0].end > _PAIR:
            return None
        last = unsaid[high - 1][0].start
        start = max(self._text.rfind(stop, 0, last) for stop in (*SENTENCE_ENDS, "\n"))
        end = max(self._text.rfind(stop, 0, span.start) for stop in (*SENTENCE_ENDS, "\n"))
        named = list(dict.fromkeys(i for m, i in unsaid[:high] if m.start >= start))
        if end < last:
            return None
        chain = self._chain(span.start)
        who = [self._referents.person(self._persons[i]) for i in named]
        if len(chain) > 2 and set(who) <= set(chain):
            return self._referents.group(span, chain)
        return self._referents.group(span, who) if len(who) == 2 else None

    def pair_of(self, span: Span, one: Referent) -> Referent | None:
        """ "They", one of whom is told: with the only other person of the last sentence before that names that one."""
        before = [place for place in one.mentions if place.start < span.start]
        if not before:
            return None
        last = max(before).start
        start = max(self._text.rfind(stop, 0, last) for stop in (*SENTENCE_ENDS, "\n"))
        ends = (self._text.find(stop, last) for stop in (*SENTENCE_ENDS, "\n"))
        end = min((at for at in ends if at >= 0), default=len(self._text))
        named = dict.fromkeys(i for m, i in self._mentions if start <= m.start < min(end, span.start))
        who = list(dict.fromkeys(self._referents.person(self._persons[i]) for i in named))
        return self._referents.group(span, who) if len(who) == 2 else None

    def several(self, span: Span) -> Referent | None:
        """ "Rangel and Levin", "France and Germany": a group of those named, if the phrase is a list of names."""
        found = [(m, self._referents.person(self._persons[i])) for m, i in self.persons_in(span)]
        found += [(b.span, self._referents.body(b)) for b in self._bodies.within(span)]
        found = self._without_titles(sorted(found, key=lambda item: item[0]))
        if len(found) < 2 or found[-1][0].end < span.end - 2:
            return None
        joined = [_LIST.match(self._text[a.end : b.start]) for (a, _), (b, _) in pairwise(found)]
        lead = self._text[span.start : found[0][0].start]
        if not all(joined) or len(lead) > 40 or _PLACED.search(lead):
            return None
        parts = list(dict.fromkeys(who for _, who in found))
        return self._referents.group(span, parts) if len(parts) > 1 else None

    def _without_titles(self, found: Sequence[tuple[Span, Referent]]) -> list[tuple[Span, Referent]]:
        kept = [
            (span, who)
            for (span, who), (behind, other) in pairwise(found)
            if who.person is not None
            or not (_OF_NEXT if other.person is None else _OF_TITLE).fullmatch(self._text, span.end, behind.start)
        ]
        return [*kept, *found[-1:]]

    def parts(self, span: Span) -> list[Span]:
        """The members of what may be a list of names, joined by "and"; empty if it is none."""
        start = span.start + (5 if self._text[span.start : span.start + 5].lower() == "both " else 0)
        if not _JOINED.search(self._text, start, span.end):
            return []
        whole = [body.span for body in self._bodies.within(span)]
        marks = [
            match.span()
            for match in _PARTED.finditer(self._text, start, span.end)
            if not _OF_ONE.search(self._text, start, match.start())
            and not any(body.start < match.start() and match.end() < body.end for body in whole)
        ]
        starts, ends = [start, *(end for _, end in marks)], [*(begin for begin, _ in marks), span.end]
        return [Span(start=a, end=b) for a, b in zip(starts, ends, strict=True) if self._text[a:b].strip()]

    def persons_in(self, span: Span) -> list[tuple[Span, int]]:
        """The mentions of persons that lie in a span, each with the person's index."""
        low = bisect_left(self._mentions, span.start, key=lambda m: m[0].start)
        high = bisect_left(self._mentions, span.end, key=lambda m: m[0].start)
        return [(m, i) for m, i in self._mentions[low:high] if m.end <= span.end]
