"""Who speaks under the label of a transcript's turn; one label is one speaker throughout."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from onrecord.extraction.bodies import Bodies
from onrecord.extraction.people import HONORIFICS, Person
from onrecord.extraction.referent import Referent
from onrecord.extraction.referents import Referents
from onrecord.records import Span

# Whoever asks, or sees to the order, is nobody in particular.
_ANYBODY = re.compile(
    r"(?:Q|A|QUESTION(?:ER)?|REPORTER|JOURNALIST|MODERATOR|OPERATOR|PARTICIPANT|INTERPRETER|HOST|STAFF|PRESS|VOICE|"
    r"(?:AUDIENCE )?MEMBER|AUDIENCE|(?:AN? |THE )?UNIDENTIFIED [A-Z ]+)",
    re.IGNORECASE,
)
# What may stand before the name in a label, and what does behind it.
_LABEL = re.compile(r"[A-Z][A-Z.'’ -]{1,60}")
_BEFORE_SPEECH = re.compile(r"(?: \([^)\n]{1,60}\))?:|[ \u00a0]{2,}")


class Labels:
    """Answers for one text. `named`: the person that words name; `bears`: how well a title fits one, 0 not at all."""

    def __init__(
        self,
        bodies: Bodies,
        persons: Sequence[Person],
        referents: Referents,
        named: Callable[[Span, str], Person | None],
        bears: Callable[[Person, str, str | None], int],
    ) -> None:
        self._text = bodies.text
        self._bodies = bodies
        self._referents = referents
        self._named = named
        self._bears = bears
        title = self._text.find("\n\n")
        self._authors = [person for person in persons if person.mentions[0].end <= title]
        # Each label's speaker, with the places that name him.
        self._known: dict[str, tuple[Referent, set[Span]]] = {}

    def speaker(self, span: Span) -> Referent | None:
        """Who speaks, if a span is a label or the name that ends one: at the head of a line, and before a colon.

        None for a state or organisation, which needs no label to be known.
        """
        if not _BEFORE_SPEECH.match(self._text, span.end) or self._bodies.whole(span) is not None:
            return None
        label = Span(start=self._text.rfind("\n", 0, span.start) + 1, end=span.end)
        written = self._text[label.start : label.end].lstrip('"“')
        if label.start < span.start and not _LABEL.fullmatch(written):
            return None
        if written not in self._known:
            found = self._found(span, written)
            self._known[written] = found, set(found.mentions)
        who, places = self._known[written]
        if span not in places:
            places.add(span)
            who.mentions.append(span)
        return who

    def _found(self, span: Span, written: str) -> Referent:
        if _ANYBODY.fullmatch(written):
            return self._referents.as_written(span, "unnamed")
        person = self._named(span, self._text[span.start : span.end]) or self._titled(written)
        if person is not None:
            return self._referents.person(person)
        words = written.split()
        if words[0].lower().rstrip(".") in HONORIFICS and len(words) > 1:
            return self._referents.as_written(span, "person")
        who = self._referents.described(span)
        # For whom a label speaks doesn't change from turn to turn.
        who.scores = {}
        return who

    def _titled(self, written: str) -> Person | None:
        """Of those whom the text's own title names, the one who bears this title: "THE PRESIDENT"."""
        title = re.sub(r"^the ", "", written.lower())
        fits = [(rank, person) for person in self._authors if (rank := self._bears(person, title, None))]
        return max(fits, key=lambda fit: fit[0])[1] if fits else None
