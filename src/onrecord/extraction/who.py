"""Who speaks, for whom, and to whom: the voices of the statements of one document, and its actors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extraction.affiliation import Affiliations
from onrecord.extraction.bodies import Bodies
from onrecord.extraction.drafts import Draft
from onrecord.extraction.people import Person, people
from onrecord.extraction.referent import Referent
from onrecord.extraction.referents import Referents
from onrecord.extraction.speakers import Speakers
from onrecord.extraction.tagger import Tagged
from onrecord.knowledge import Knowledge
from onrecord.records import PartialDate, Span


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker or addressee: as written, where (None if only the context tells), and who that is, if known."""

    text: str
    span: Span | None
    referent: Referent | None


class Who:
    """The people, states and organisations of one text. Ask for the speakers in order of the text."""

    def __init__(
        self, text: str, tagged: Tagged, found: Sequence[Draft], knowledge: Knowledge, on: PartialDate | None
    ) -> None:
        self._text = text
        self.bodies = Bodies(text, knowledge, on)
        self.persons = people(text, tagged, self.bodies)
        affiliations = Affiliations(self.bodies, knowledge, self.persons)
        self._referents = Referents(self.persons, self.bodies, affiliations, knowledge, on)
        self._speakers = Speakers(self.persons, self.bodies, found, knowledge, affiliations, self._referents)

    def speaker(self, draft: Draft, printed: Voice | None = None) -> Voice | None:
        """The speaker of a statement, or None where nobody is named and nobody spoke before.

        `printed`: the speaker of its first printing, who speaks here too.
        """
        who = printed.referent if printed is not None else self._speakers.speaker(draft)
        if draft.source is not None:
            return Voice(self._text[draft.source.start : draft.source.end], draft.source, who)
        if printed is not None:
            return Voice(printed.text, None, who)
        return None if who is None else Voice(who.name, None, who)

    def addressee(self, draft: Draft) -> Voice | None:
        """To whom a statement is said, or None where nobody is named."""
        if draft.addressee is None:
            return None
        written = self._text[draft.addressee.start : draft.addressee.end]
        return Voice(written, draft.addressee, self._speakers.named(draft.addressee))

    def referent(self, person: Person) -> Referent:
        """The actor that a person of the text is."""
        return self._referents.person(person)

    def referents(self) -> list[Referent]:
        """The actors that the text speaks of."""
        return self._referents.all()
