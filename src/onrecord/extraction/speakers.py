"""Who speaks: a name for each speaker as written, from the names that the same text gives in full.

Last names and pronouns are resolved within the document; whatever can't be resolved stays as written, and a quotation
that nothing cues goes on with the last speaker. Knowledge beyond the text has no part in this yet.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from onrecord.extraction.drafts import Draft
from onrecord.extraction.graphemes import widen
from onrecord.extraction.tagger import MARK_KINDS, Tagged
from onrecord.records import Party, Span, Title

_SINGULAR = frozenset(["he", "she", "him", "her", "his", "hers", "himself", "herself", "i", "me", "my"])
_PLURAL = frozenset(["they", "them", "their", "theirs", "it", "its", "we", "us", "our"])
_HONORIFICS = frozenset("mr mrs ms miss dr sir dame lord lady sen rep gen col capt prof president".split())  # noqa: SIM905
_QUOTATION_MARKS = frozenset("\"'“”„«‘’")
_ARTICLE = re.compile(r"(?:the|this|that|his|her|their|its)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
# The head nouns by which news calls a person named before: "the minister", "the spokeswoman".
_OFFICE = re.compile(
    r"(?:minister|president|premier|chancellor|secretary|spokes(?:man|woman|person)|chief|leader|ambassador|envoy|"
    r"diplomat|general|commissioner|chair(?:man|woman|person)?|senator|governor|mayor|king|queen|official|politician|"
    r"lawmaker|director|head|candidate|nominee|congress(?:man|woman)|representative)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Person:
    """A person of one document: the fullest name, every place that names them, and titles as written."""

    name: str
    mentions: list[Span]
    roles: list[Title]

    @property
    def last(self) -> str:
        """The last word of the name, lower case."""
        return self.name.split()[-1].lower()


def people(text: str, tagged: Tagged) -> list[Person]:
    """Persons in order of first mention; mentions of one last name join the fullest name that bears it."""
    names = {span: _POSSESSIVE.sub("", text[span.start : span.end]) for span in mark_spans(text, tagged, "person")}
    by_word: dict[str, list[Person]] = {}
    found: list[Person] = []
    for span, name in sorted(names.items(), key=lambda item: (-len(item[1].split()), item[0])):
        if not name.split():
            continue
        person = next((p for p in by_word.get(name.split()[-1].lower(), ()) if _same(p.name, name)), None)
        if person is None:
            person = Person(name, [], [])
            found.append(person)
            for word in set(name.lower().split()):
                by_word.setdefault(word, []).append(person)
        person.mentions.append(Span(start=span.start, end=span.start + len(name)))
    mentions = sorted(((mention, person) for person in found for mention in person.mentions), key=lambda m: m[0])
    for title in _joined(text, mark_spans(text, tagged, "role")):
        _give_role(text, mentions, title)
    for person in found:
        person.mentions.sort()
    return sorted(found, key=lambda p: p.mentions[0])


def _same(full: str, name: str) -> bool:
    """True if a shorter name is the fuller one's last word or words, or several of its words."""
    words = full.lower().split()
    part = [w for w in name.lower().split() if w.rstrip(".") not in _HONORIFICS] or name.lower().split()
    return words == part or words[-len(part) :] == part or (len(part) > 1 and set(part) <= set(words))


def _joined(text: str, titles: Sequence[Span]) -> list[Span]:
    """Titles with nothing but a space between them are one ("Minister for" "Euro-Atlantic Integration")."""
    joined: list[Span] = []
    for title in titles:
        if joined and not text[joined[-1].end : title.start].strip() and "\n" not in text[joined[-1].end : title.start]:
            joined[-1] = Span(start=joined[-1].start, end=title.end)
        else:
            joined.append(title)
    return joined


def _give_role(text: str, mentions: Sequence[tuple[Span, Person]], title: Span) -> None:
    """A title belongs to the name that stands next to it, with at most a comma, a word or an apostrophe between."""
    at = bisect_left(mentions, title.start, key=lambda m: m[0].start)
    best: tuple[int, Person] | None = None
    for mention, person in mentions[max(0, at - 1) : at + 3]:
        start, end = (title.end, mention.start) if title.end <= mention.start else (mention.end, title.start)
        gap = max(0, end - start)
        near = title.overlaps(mention) or (gap <= 12 and not re.search(r"[.!?;\n]", text[start:end]))
        if near and (best is None or gap < best[0]):
            best = (gap, person)
    if best is not None:
        best[1].roles.append(Title(text=text[title.start : title.end], span=title))


def mark_spans(text: str, tagged: Tagged, kind: str) -> list[Span]:
    """Where the model marks names of a kind; runs of words, one name each."""
    column: npt.NDArray[np.int8] = tagged.marks[:, MARK_KINDS.index(kind)]
    begins = np.flatnonzero((column == 1) | ((column == 2) & (np.concatenate(([0], column[:-1])) == 0)))
    spans = []
    for first in begins.tolist():
        last = first
        while last + 1 < len(column) and column[last + 1] == 2:
            last += 1
        start, end = int(tagged.words.starts[first]), int(tagged.words.ends[last])
        if any(c.isalnum() for c in text[start:end]):
            spans.append(Span(start=widen(text, start, -1), end=widen(text, end, 1)))
    return spans


class Speakers:
    """Resolves the speakers of one document, statement by statement in order of the text."""

    def __init__(self, text: str, persons: Sequence[Person], found: Sequence[Draft]) -> None:
        self._text = text
        self._persons = persons
        self._mentions = sorted((m, i) for i, person in enumerate(persons) for m in person.mentions)
        said = _merged(piece for draft in found for piece in draft.content)
        self._unsaid = [(m, i) for m, i in self._mentions if not _overlaps_any(said, m)]
        self._last_person: Person | None = None
        self._last: tuple[str, Person | None] | None = None

    def party(self, draft: Draft, printed: Party | None = None) -> Party | None:
        """The speaker of a statement, or None where nobody is named and nobody spoke before.

        `printed`: the speaker of its first printing, who speaks here too.
        """
        if printed is not None:
            if draft.source is None:
                return replace(printed, span=None)
            return replace(printed, span=draft.source, text=self._text[draft.source.start : draft.source.end])
        if draft.source is None:
            return self._carried_on(draft)
        written = self._text[draft.source.start : draft.source.end]
        person = self._person(draft.source, written)
        name = person.name if person else written
        if person is not None and not draft.inside:
            self._last_person = person
        if not draft.inside and (person is not None or written.lower() not in _SINGULAR | _PLURAL):
            self._last = (name, person)
        if person is None and written.lower() in _SINGULAR | _PLURAL:
            return Party(text=written, span=draft.source, name=self._unnamed(written.lower()))
        return self._as_party(written, draft.source, name, person)

    def _carried_on(self, draft: Draft) -> Party | None:
        # Only a quotation goes on with whoever spoke last; other words that nothing attributes may be anybody's.
        quoted = self._text[max(0, draft.start - 1) : draft.start] in _QUOTATION_MARKS
        if draft.cue or draft.inside or self._last is None or not quoted:
            return None
        name, person = self._last
        return self._as_party(name, None, name, person)

    def _as_party(self, written: str, span: Span | None, name: str, person: Person | None) -> Party:
        title = person.roles[0] if person and person.roles else None
        return Party(
            text=written,
            span=span,
            name=name,
            actor=None,
            role=title.text if title else None,
            role_span=title.span if title else None,
        )

    def _person(self, span: Span, written: str) -> Person | None:
        low = bisect_left(self._mentions, span.start, key=lambda m: m[0].start)
        high = bisect_left(self._mentions, span.end, key=lambda m: m[0].start)
        inside = [(m, i) for m, i in self._mentions[low:high] if m.end <= span.end]
        if inside:
            # "Germany's Merkel", "a spokesman for Merkel": the name that ends the phrase speaks, another one does not.
            return next((self._persons[i] for m, i in inside if m.end >= span.end - 2), None)
        words = _POSSESSIVE.sub("", written).split()
        if written.lower() in _SINGULAR:
            return None if self._unnamed(written.lower()) else self._before(span)
        named = [w for w in words if w.lower().rstrip(".") not in _HONORIFICS]
        by_last = [p for p in self._persons if named and p.last == named[-1].lower()]
        # Family-first names ("Han Sung-ryol", "Mr Kim") are called by their first word.
        by_first = [p for p in self._persons if len(named) == 1 and p.name.split()[0].lower() == named[0].lower()]
        for found in (by_last, by_first):
            if len(found) == 1:
                return found[0]
        if _ARTICLE.match(written) and words and _OFFICE.search(words[-1]) and len(words) <= 4:
            return self._holder_of(words[-1].lower())
        return None

    def _unnamed(self, pronoun: str) -> str | None:
        """Whom a pronoun means where that is no person with a name: "they" the ministry, "he" the diplomat."""
        if self._last is None or self._last[1] is not None:
            return None
        name = self._last[0]
        return name if (pronoun in _SINGULAR) == bool(_OFFICE.search(name)) else None

    def _before(self, span: Span) -> Person | None:
        """He or she: the first whom the nearest sentence before in the paragraph names; else who spoke last.

        Names within what somebody says don't count. On annotated spans of the training set this is right more often
        than the last speaker alone.
        """
        start = self._text.rfind("\n", 0, span.start) + 1
        low = bisect_left(self._unsaid, start, key=lambda m: m[0].start)
        high = bisect_left(self._unsaid, span.start, key=lambda m: m[0].end)
        if low >= high:
            return self._last_person or self._named_last(span)
        last = self._unsaid[high - 1][0].start
        sentence = max(self._text.rfind(stop, start, last) for stop in (". ", "? ", "! ", ".\u201d ", '." '))
        nearest = bisect_left(self._unsaid, max(sentence, start), key=lambda m: m[0].start)
        return self._persons[self._unsaid[nearest][1]]

    def _named_last(self, span: Span) -> Person | None:
        before = bisect_left(self._mentions, span.start, key=lambda m: m[0].start)
        return self._persons[self._mentions[before - 1][1]] if before else None

    def _holder_of(self, office: str) -> Person | None:
        if self._last_person and any(office in role.text.lower() for role in self._last_person.roles):
            return self._last_person
        holders = [p for p in self._persons if any(office in role.text.lower() for role in p.roles)]
        return holders[0] if len(holders) == 1 else None


def _merged(pieces: Iterable[Span]) -> list[Span]:
    """The pieces in order, overlapping ones as one."""
    merged: list[Span] = []
    for piece in sorted(pieces):
        if merged and piece.start <= merged[-1].end:
            merged[-1] = Span(start=merged[-1].start, end=max(merged[-1].end, piece.end))
        else:
            merged.append(piece)
    return merged


def _overlaps_any(merged: Sequence[Span], span: Span) -> bool:
    at = bisect_left(merged, span.end, key=lambda piece: piece.start)
    return at > 0 and merged[at - 1].overlaps(span)
