"""Whom a title means: "the minister", "Ukraine's president", "the chief negotiator"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from onrecord.extraction.affiliation import Affiliations
from onrecord.extraction.bodies import Bodies
from onrecord.extraction.people import Person, gender_of
from onrecord.extraction.referent import Referent
from onrecord.extraction.referents import Referents
from onrecord.extraction.titles import fit
from onrecord.knowledge import without_possessive
from onrecord.records import Span
from onrecord.visible import unwrapped

_UNMARKED = re.compile(r"(?:\bthe\s+)?(?:\bvice\s+)?\Z(?<=\s)", re.IGNORECASE)
# One who is not named yet: with "a", or with no article, as in headlines.
_NEW = re.compile(r"an?\s|one\s|(?!the\s|this\s|that\s|his\s|her\s|its\s)\S+\s", re.IGNORECASE)
# A name that follows stands no further behind.
_SOON = 500
# A lead tells of whom the report is about, and names him in the next sentence.
_BEGINNING = 200
_ARTICLE = re.compile(r"^(?:the|this|that|his|her|their|its|an?)\s+", re.IGNORECASE)
_INDEFINITE = re.compile(r"^(?:an?|another|one|some|a second|a third)\s+", re.IGNORECASE)


class Bearers:
    """Answers for one text. `mentions`: those of the persons, in order, each with the person's index."""

    def __init__(
        self,
        bodies: Bodies,
        persons: Sequence[Person],
        mentions: Sequence[tuple[Span, int]],
        affiliations: Affiliations,
        referents: Referents,
    ) -> None:
        self._text = bodies.text
        self._persons = persons
        self._mentions = mentions
        self._affiliations = affiliations
        self._referents = referents

    def holder(self, span: Span, last: Person | None) -> Referent | None:
        """Whom a title means: a person of this text who bears it, or who holds the office by the knowledge.

        `last`: who spoke last. "A senior diplomat" is nobody named before.
        """
        span = self._whole(span)
        written = self._written(span)
        if _INDEFINITE.match(written):
            return None
        mention = self._affiliations.of_title(span)
        headline = 0 <= span.start < self._text.find("\n")
        if not _ARTICLE.match(written) and mention is None and not headline:
            return None
        title = without_possessive(_ARTICLE.sub("", written, count=1))
        code = self._affiliations.code(mention.body) if mention else None
        fit = [(rank, p) for p in self._persons if (rank := self.fit(p, title, code))]
        most = max((rank for rank, _ in fit), default=0)
        best = [p for rank, p in fit if rank == most]
        if last is not None and last in best:
            return self._referents.person(last)
        before = [p for p in best if p.mentions[0].start < span.start] or best
        if not before:
            return None
        nearest = max(before, key=lambda p: max((m.start for m in p.mentions if m.start < span.start), default=-1))
        return self._referents.person(nearest)

    def named_next(self, span: Span) -> Referent | None:
        """ "A Chilean minister", whose name comes soon after: the one person new to the text whose title fits.

        In a headline, and where the text begins, it is the one of that body, under whatever title.
        """
        written = self._written(span)
        mention = self._affiliations.of_title(span)
        begins = span.start < max(0, self._text.find("\n")) + _BEGINNING
        if mention is None or not (begins or _NEW.match(written)):
            return None
        title = without_possessive(_INDEFINITE.sub("", written, count=1))
        code = self._affiliations.code(mention.body)
        low = bisect_left(self._mentions, span.end, key=lambda m: m[0].start)
        high = bisect_left(self._mentions, span.end + _SOON, key=lambda m: m[0].start)
        new = {i for m, i in self._mentions[low:high] if m == self._persons[i].mentions[0] and self._persons[i].roles}
        fits = self._allows if begins or not _INDEFINITE.match(written) else self._is_called
        found = [person for person in map(self._persons.__getitem__, new) if fits(person, title, code)]
        return self._referents.person(found[0]) if len(found) == 1 else None

    def _is_called(self, person: Person, title: str, code: str | None) -> bool:
        """True if a title fits one that the text gives: "one diplomat" is no foreign minister, the top diplomat."""
        fits = fit(title, [role.text for role in person.roles], told_body=False)
        return fits > 0 and self._allows(person, title, code)

    def _allows(self, person: Person, title: str, code: str | None) -> bool:
        told = gender_of(title)
        who = self._referents.person(person)
        return not (told and who.gender and told != who.gender) and code in (None, who.affiliation)

    def fit(self, person: Person, title: str, code: str | None) -> int:
        """How well a title fits a person: 3 it is one of theirs, 2 within one, 1 its head noun is, 0 not at all."""
        if not self._allows(person, title, code):
            return 0
        who = self._referents.person(person)
        return fit(title, (*(role.text for role in person.roles), *who.offices), told_body=code is not None)

    def _whole(self, span: Span) -> Span:
        """A title with what stands before it and was not marked: "the" and "Vice"."""
        before = _UNMARKED.search(self._text, max(0, span.start - 12), span.start)
        return Span(start=before.start(), end=span.end) if before else span

    def _written(self, span: Span) -> str:
        return unwrapped(self._text[span.start : span.end])
