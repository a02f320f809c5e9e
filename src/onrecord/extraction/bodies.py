"""Where a text names states and organisations: by name, demonym, capital or seat of government.

A name that often means something else ("Georgia", "the Alliance", "the Council") counts only where the same text names
the same body by a surer name too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from onrecord.knowledge import Knowledge, Match, Organisation, State, key
from onrecord.records import PartialDate, Span

_CAPITAL = r"[A-Z0-9À-Þ][\w.’'&+]*"
# A run of capitalised words with the small words that names hold; bounded, as a text may be one run.
# A name known by small words ("UN nuclear watchdog") goes first.
_RUN = re.compile(
    rf"\b(?:UN|U\.N\.) (?:nuclear|atomic) (?:watchdog|agency)\b|"
    rf"\b{_CAPITAL}(?:[ \n-](?:(?:of|and|the|for|on|in|de|to) ){{0,2}}{_CAPITAL}){{0,40}}"
)
# Names that begin with a small letter in the middle of a sentence.
_SMALL = re.compile(r"\b(?:euro ?zone|eurozone)\b")
_PART = re.compile(r"[^\s-]+")
_TAIL = re.compile(r"(?:['’]s|[.'’])\Z")
_DOTTED = re.compile(r"(?:\b[A-Z]\.){2,}\Z")
# "pro-Russian", "anti-American": what somebody is for or against is not named as an actor; nor is one of the two sides
# of "inter-Korean" talks.
_FOR_OR_AGAINST = re.compile(r"\b(?:pro|anti|non|int(?:er|ra))[-–]\Z", re.IGNORECASE)
# A capital within another name: "Bank of Tokyo", "Tokyo-Mitsubishi", "the Treaty of Lisbon".
_NAMED_AFTER = re.compile(
    r"\b(?:Bank|University|Treaty|Convention|Agreement|Accords?|Pact|Protocol|Conference|Patriarch|Bishop|Archbishop|"
    r"Archdiocese|Club|Battle) of \Z"
)
# What is called after the capital where it was begun or signed: "the Doha round", "the Minsk agreements"; where a text
# names it, talks and goals too.
_CALLED_AFTER = re.compile(
    r" (?:[Rr]ound|[Pp]rocess|[Aa]greements?|[Aa]ccords?|[Dd]eal|[Pp]act|[Pp]rotocols?|[Tt]reaty|[Cc]onventions?|"
    r"[Dd]eclaration|[Ff]ramework|[Pp]rinciples|[Ss]tatute|[Cc]lub)\b"
)
_ITS_TALKS = re.compile(r" (?:talks|negotiations|agenda|targets|goals)\b")
_NAME_GOES_ON = re.compile(r"-[A-Z][a-z]")
# What may stand behind a body's name in a phrase that means the body and nobody else.
_AFTER = frozenset(
    ("", "'s", "’s", "'", "’", ".", "government", "side", "authorities", "administration", "regime", "guidelines")
) | frozenset(("statement", "press release", "report", "figures", "data", "statistics", "estimates", "communique"))
# An office that states alone have, before a name that may be another's, or behind it.
_STATE_OFFICE = r"(?:minister|ministry|premier|embassy|ambassador|king|queen|emir)"
_OFFICE_OF = re.compile(rf"\b{_STATE_OFFICE} (?:of|to|in) \Z", re.IGNORECASE)
_OFFICE_BEHIND = re.compile(rf"['’]s (?:\w+ ){{0,2}}{_STATE_OFFICE}\b", re.IGNORECASE)
# "G20 chair France": what an organisation has in a state, before the state's name.
_MEMBER = re.compile(r"['’]?s? (?:chair|president|host|member|ally|candidate|neighbou?r|partner|rival) ")
# Longest name in words that is looked up.
_LONGEST = 7
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a body is named; `kind`: by a name, alias, demonym, capital, seat, short or full name."""

    span: Span
    body: State | Organisation
    kind: str


class Bodies:
    """The states and organisations of one text, in order of their mentions, none within another."""

    def __init__(self, text: str, knowledge: Knowledge, on: PartialDate | None) -> None:
        self.text = text
        self._knowledge = knowledge
        self._on = on
        found = list(names_in(text, (0, len(text)), self._looked_up, knowledge.may_begin_body))
        spans = (span for span, _ in found)
        self._called_after = {text[s.start : s.end] for s in spans if _CALLED_AFTER.match(text, s.end)}
        sure = {m.what.id for _, matches in found if len(matches) == 1 for m in matches if m.sure}
        sure |= {m.what.id for span, matches in found if self._has_state_offices(span) for m in matches[:1]}
        self.mentions: tuple[Mention, ...] = tuple(
            Mention(span, match.what, match.kind)
            for span, matches in found
            if not _FOR_OR_AGAINST.search(text, max(0, span.start - 6), span.start)
            and (match := _meant(matches, sure)) is not None
            and not (match.kind == "capital" and self._is_in_a_name(span))
        )
        self._starts = [m.span.start for m in self.mentions]

    def within(self, span: Span) -> Sequence[Mention]:
        """The mentions that lie in a span."""
        return [m for m in self.mentions[slice(*self._range(span.start, span.end))] if m.span.end <= span.end]

    def before(self, place: int, least: int = 0) -> Iterator[Mention]:
        """The mentions that end at or before a place, nearest first, none that begins before `least`."""
        for mention in reversed(self.mentions[: bisect_left(self._starts, place)]):
            if mention.span.start < least:
                return
            if mention.span.end <= place:
                yield mention

    def names_person(self, name: str) -> bool:
        """True for the full name of a known person that begins as the person's does, and not with a title."""
        first = key(name.split()[0])
        known = (match.what.name for match in self._knowledge.people_named(name) if match.kind == "full")
        return any(key(full.split()[0]) == first for full in known)

    def gender(self, name: str) -> str | None:
        """What a person's given name tells: f, m or None."""
        return self._knowledge.gender(name)

    def whole(self, span: Span) -> Mention | None:
        """The body that a span names and nothing else, but for an article and marks."""
        mention = next((m for m in self.mentions[slice(*self._range(span.start, span.end))]), None)
        if mention is None or mention.span.end > span.end + 1:
            return None
        if self.text[span.start : mention.span.start].strip().lower() not in ("", "the"):
            return None
        further = next((m for m in self.mentions[slice(*self._range(mention.span.end, span.end))]), None)
        if further is not None and _MEMBER.fullmatch(self.text, mention.span.end, further.span.start):
            return further if self.text[further.span.end : span.end].strip() == "" else None
        return mention if self.text[mention.span.end : span.end].strip().lower() in _AFTER else None

    def any_of(self, span: Span) -> Mention | None:
        """The one body that a span can name, though the text names it nowhere more surely."""
        first, last = _trimmed(self.text, span.start, span.end)
        matches = self._looked_up(self.text[first:last])
        if len(matches) != 1 or matches[0].kind == "demonym":
            return None
        return Mention(Span(start=first, end=last), matches[0].what, matches[0].kind)

    def affiliation(self, body: State | Organisation) -> str | None:
        """The affiliation that a body gives: alpha-3, or the short name of an organisation."""
        return self._knowledge.affiliation_of(body.id)

    def _is_in_a_name(self, span: Span) -> bool:
        """True for a capital after which something else is named; two bodies may be joined: "Moscow-Kyiv talks"."""
        if _NAMED_AFTER.search(self.text, max(0, span.start - 20), span.start):
            return True
        if self.text[span.start : span.end] in self._called_after and (
            _CALLED_AFTER.match(self.text, span.end) or _ITS_TALKS.match(self.text, span.end)
        ):
            return True
        behind = _PART.match(self.text, span.end + 1) if _NAME_GOES_ON.match(self.text, span.end) else None
        return behind is not None and not self._looked_up(_TAIL.sub("", behind[0]))

    def _has_state_offices(self, span: Span) -> bool:
        """True for a name with an office that states alone have: "the foreign minister of Georgia"."""
        before = _OFFICE_OF.search(self.text, max(0, span.start - 30), span.start)
        return before is not None or _OFFICE_BEHIND.match(self.text, span.end) is not None

    def _range(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    def _looked_up(self, name: str) -> tuple[Match[State] | Match[Organisation], ...]:
        name = " ".join(name.split())
        if name[:1].islower() and not _SMALL.fullmatch(name):
            return ()
        return self._knowledge.states_named(name, self._on) + self._knowledge.organisations_named(name)


def names_in(
    text: str, within: tuple[int, int], look_up: Callable[[str], Found], may_begin: Callable[[str], bool]
) -> Iterator[tuple[Span, Found]]:
    """The names within a range that a look-up knows, the longest where one begins with another, and what it gives.

    `look_up`: something empty for what is no name; `may_begin`: False for a word with which none begins.
    """
    for start, end in sorted(m.span() for pattern in (_RUN, _SMALL) for m in pattern.finditer(text, *within)):
        words = [(start + m.start(), start + m.end()) for m in _PART.finditer(text[start:end])]
        at = 0
        while at < len(words):
            longest = _LONGEST if may_begin(text[slice(*words[at])]) else 0
            for until in range(min(len(words), at + longest), at, -1):
                first, last = _trimmed(text, words[at][0], words[until - 1][1])
                found = look_up(text[first:last])
                if found:
                    yield Span(start=first, end=last), found
                    at = until - 1
                    break
            at += 1


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the article, the possessive and the sentence's stop; the stop of "U.S." stays."""
    if text[start : start + 4].lower() == "the " and start + 4 < end:
        start += 4
    while (tail := _TAIL.search(text, start, end)) and not _DOTTED.search(text, start, end):
        end = tail.start() if tail.start() > start else end
        if tail.start() == start:
            break
    return start, end


def _meant(
    matches: Sequence[Match[State] | Match[Organisation]], sure: set[str]
) -> Match[State] | Match[Organisation] | None:
    """The one match that is sure, or that the text names surely elsewhere."""
    certain = [m for m in matches if m.sure]
    if len(certain) == 1 == len(matches):
        return certain[0]
    if len(matches) == 1 and matches[0].kind == "demonym":
        return matches[0]
    supported = [m for m in matches if m.what.id in sure]
    if len(supported) == 1:
        return supported[0]
    return certain[0] if len(certain) == 1 else None
