"""Who speaks: a name for each speaker as written, from the names that the same text gives in full.

Last names and pronouns are resolved within the document; whatever can't be resolved stays as written, and a quotation
that nothing cues goes on with the last speaker. Knowledge beyond the text has no part in this yet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    spans = mark_spans(text, tagged, "person")
    names = {span: _POSSESSIVE.sub("", text[span.start : span.end]) for span in spans}
    full: dict[str, Person] = {}
    for span, name in sorted(names.items(), key=lambda item: (-len(item[1].split()), item[0])):
        person = next((p for p in full.values() if _same(p.name, name)), None)
        if person is None:
            person = full[name] = Person(name, [], [])
        person.mentions.append(Span(start=span.start, end=span.start + len(name)))
    for title in _joined(text, mark_spans(text, tagged, "role")):
        _give_role(text, list(full.values()), title)
    for person in full.values():
        person.mentions.sort()
    return sorted(full.values(), key=lambda p: p.mentions[0])


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


def _give_role(text: str, found: Sequence[Person], title: Span) -> None:
    """A title belongs to the name that stands next to it, with at most a comma, a word or an apostrophe between."""
    best: tuple[int, Person] | None = None
    for person in found:
        for mention in person.mentions:
            between = text[title.end : mention.start] if title.end <= mention.start else text[mention.end : title.start]
            near = title.overlaps(mention) or (len(between) <= 12 and not re.search(r"[.!?;\n]", between))
            if near and (best is None or len(between) < best[0]):
                best = (len(between), person)
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
        self._said = [piece for draft in found for piece in draft.content]
        self._last_person: Person | None = None
        self._last: tuple[str, Person | None] | None = None

    def party(self, draft: Draft, printed: Party | None = None) -> Party | None:
        """The speaker of a statement, or None where nobody is named and nobody spoke before.

        `printed`: the speaker of its first printing, who speaks here too.
        """
        if printed is not None:
            return replace(printed, span=draft.source)
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
        if draft.cue or draft.inside or self._last is None:
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
        inside = [p for p in self._persons if any(m in span for m in p.mentions)]
        if inside:
            # "Germany's Merkel", "a spokesman for Merkel": the name that ends the phrase speaks, another one does not.
            return next((p for p in inside if any(m.end >= span.end - 2 for m in p.mentions)), None)
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
        named = sorted(
            (mention.start, i)
            for i, person in enumerate(self._persons)
            for mention in person.mentions
            if start <= mention.start < mention.end <= span.start and not self._is_said(mention)
        )
        if not named:
            return self._last_person or self._named_last(span)
        last = named[-1][0]
        sentence = max(self._text.rfind(stop, start, last) for stop in (". ", "? ", "! ", ".\u201d ", '." '))
        return self._persons[next(i for at, i in named if at > sentence)]

    def _is_said(self, mention: Span) -> bool:
        return any(mention.overlaps(piece) for piece in self._said)

    def _named_last(self, span: Span) -> Person | None:
        before = [(m.end, i) for i, p in enumerate(self._persons) for m in p.mentions if m.end <= span.start]
        return self._persons[max(before)[1]] if before else None

    def _holder_of(self, office: str) -> Person | None:
        if self._last_person and any(office in role.text.lower() for role in self._last_person.roles):
            return self._last_person
        holders = [p for p in self._persons if any(office in role.text.lower() for role in p.roles)]
        return holders[0] if len(holders) == 1 else None
