"""Whom the words for a speaker mean: a person, a state or organisation, a group, an office, or somebody unnamed.

Names, last names, titles, pronouns and metonyms are resolved within the document, with what the knowledge holds for its
day. What can't be resolved stays as written: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from onrecord.extraction.affiliation import Affiliations, personal
from onrecord.extraction.authors import author, by_line
from onrecord.extraction.bearers import Bearers
from onrecord.extraction.bodies import Bodies, Mention
from onrecord.extraction.definites import Definites
from onrecord.extraction.drafts import Draft
from onrecord.extraction.groups import BOTH, TWO, Groups
from onrecord.extraction.hearing import REACH, chances, likeliest_body
from onrecord.extraction.labels import Labels
from onrecord.extraction.layout import merged
from onrecord.extraction.nearby import Nearby
from onrecord.extraction.people import Person, person_named
from onrecord.extraction.phrases import Phrases, is_several
from onrecord.extraction.quotes import QUOTATION_MARKS
from onrecord.extraction.referent import Referent
from onrecord.extraction.referents import Referents
from onrecord.extraction.subjects import antecedent, is_passive
from onrecord.extraction.titles import head, heads
from onrecord.knowledge import Knowledge
from onrecord.records import Span
from onrecord.visible import unwrapped

SINGULAR = frozenset(["he", "she", "him", "her", "his", "hers", "himself", "herself", "i", "me", "my"])
PLURAL = frozenset(["they", "them", "their", "theirs", "we", "us", "our"])
NEUTER = frozenset(["it", "its", "itself"])
RELATIVE = frozenset(["who", "which", "that", "whom", "whose"])
_PRONOUNS = SINGULAR | PLURAL | NEUTER | RELATIVE
_FIRST = frozenset(["i", "me", "my", "we", "us", "our"])
_THEY = PLURAL - _FIRST
_GENDER = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_COUNTRY = re.compile(r"(?:his|her|their|our|my) (?:country|nation|government)", re.IGNORECASE)
_OWN = re.compile(r"(?:his|her|their|its)\s+(?:\w+ )?(?:ministry|government|office|country|party|delegation)", re.I)
_NAME = re.compile(r"(?:[Tt]he )?[A-Z][\w-]+(?: [A-Z][\w-]+)*")
# "A government source", "one witness": somebody whom "he" can take up.
_SOMEBODY = re.compile(
    r"(?:an?|one|another) (?:[\w’'-]+ ){0,5}(?:source|official|aide|resident|witness|trader|executive|lawyer|activist|"
    r"observer|worker|farmer|student|delegate|protester|soldier|officer|researcher|refugee|survivor|man)\b",
    re.IGNORECASE,
)
# "The 21-year-old sailor" was named before, "the 75-year-old alliance" is no person.
_AGED = re.compile(
    r"(?:the|this) \d{1,3}-year-old(?: (?:[\w’'-]+ ){0,3}[\w’'-]*(?:man|woman|boy|girl|leader|minister|president|"
    r"student|senator|er|or|ist|ian))?",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"(?:the|this|that|his|her|their|its)\s+", re.IGNORECASE)
# The head nouns by which news calls a person named before: "the minister", "the spokeswoman".
_OFFICE = re.compile(
    r"(?:minister|president|premier|chancellor|secretary|spokes(?:man|woman|person)|chief|leader|ambassador|envoy|"
    r"diplomat|aide|general|commissioner|chair(?:man|woman|person)?|senator|governor|mayor|king|queen|official|politician|"
    r"lawmaker|director|head|candidate|nominee|congress(?:man|woman)|representative|analyst|economist|professor|"
    r"analysts?|negotiator|pm|fm|statesman|veteran|banker|strategist|expert|coordinator|adviser|advisor|republican|democrat)$",
    re.IGNORECASE,
)
# Between a cue and the pronoun for whoever speaks.
_TOLD_THAT = re.compile(r" (?:on [A-Z]\w+day )?(?:that )?")
LEAST_PRONOUN, LEAST_UNNAMED = 0.35, 0.5
# For "he" and "she" before their words. Of 930 in training and development reports 858 are right so; with 0.35, and
# links for those behind their words too ("..., he said"; of 61 that were not the last speaker 4 were right), 833.
LEAST_PERSON = 0.85
# A description of more words tells by itself who is meant.
_SHORT = 4


class Speakers:
    """Resolves the speakers of one document, in order of the text."""

    def __init__(
        self,
        persons: Sequence[Person],
        bodies: Bodies,
        found: Sequence[Draft],
        knowledge: Knowledge,
        affiliations: Affiliations,
        referents: Referents,
    ) -> None:
        self._text = bodies.text
        self._persons = persons
        self._bodies = bodies
        self._knowledge = knowledge
        self._affiliations = affiliations
        self._referents = referents
        self._mentions = sorted((m, i) for i, person in enumerate(persons) for m in person.mentions)
        self._groups = Groups(persons, self._mentions, bodies, self._referents)
        said = merged(piece for draft in found for piece in draft.content)
        self._unsaid = [(m, i) for m, i in self._mentions if not _overlaps_any(said, m)]
        self._nearby = Nearby(self._text, persons, self._mentions, self._unsaid)
        self._by_line = by_line(self._text, persons)
        self._author = author(self._text)
        self._phrases = Phrases(bodies, referents)
        self._definites = Definites(bodies, referents, knowledge)
        self._bearers = Bearers(bodies, persons, self._mentions, affiliations, referents)
        self._labels = Labels(bodies, persons, referents, self._person, self._bearers.fit)
        self._last_person: Person | None = None
        self._last: Referent | None = None
        self._recent: list[Referent] = []
        self._said: dict[Draft, Referent] = {}
        # Whose own words are being read: he is "I" in them, and no "he" or "they".
        self._own_voice: Referent | None = None

    def speaker(self, draft: Draft) -> Referent | None:
        """Who makes a statement; None where nobody is named and nobody spoke before."""
        if draft.source is None:
            # "He was asked whether": whoever asks isn't told.
            told = draft.cue and not is_passive(self._text, draft.cue[0])
            found = self._linked(draft, None, LEAST_UNNAMED) if told else self._carried_on(draft)
            if found is not None:
                self._said[draft] = found
            return found
        written = self._written(draft.source)
        self._own_voice = self._said.get(draft.inside) if draft.inside and self._in_own_words(draft.inside) else None
        # "US" is a state.
        stands_for = written.lower() in _PRONOUNS and written != "US"
        found = self._pronoun(draft, written) if stands_for else self.named(draft.source)
        if found is not None:
            self._said[draft] = found
            self._phrases.spoke(draft.source, found)
            if self._referents.listens(found) and not self._for_several(found):
                self._referents.hear(found, chances(draft, self._bodies, "holder"))
            if not draft.inside:
                self._spoke(found)
        return found

    def _in_own_words(self, draft: Draft) -> bool:
        """True for what is quoted, and for a turn of a transcript."""
        labelled = draft.source is not None and not draft.cue and self._text.startswith(":", draft.source.end)
        return labelled or self._text[max(0, draft.start - 1) : draft.start] in QUOTATION_MARKS

    def _for_several(self, who: Referent) -> bool:
        """True for one who speaks for nobody or for several: "analysts", "U.S. and British regulators"."""
        return personal(who.name) or any(len(self._bodies.within(span)) > 1 for span in who.mentions[:1])

    def named(self, span: Span) -> Referent | None:
        """Whom a phrase that is no pronoun means."""
        written = self._written(span)
        if BOTH.match(self._written(self._groups.whole(span))):
            return self._both(self._groups.whole(span))
        several = self._labels.speaker(span) or self._groups.several(span) or self._joined(span)
        if several is not None:
            return several
        person = self._person(span, written)
        if person is not None:
            return self._referents.person(person)
        body = self._bodies.whole(span)
        if body is not None:
            return self._referents.body(body)
        known = self._referents.known(span)
        if known is not None:
            return known
        taken_up = self._definites.meant(span, written, self._recent)
        if taken_up is not None:
            return taken_up
        if _is_office(written):
            holder = self._bearers.holder(span, self._last_person) or self._bearers.named_next(span)
            if holder is not None:
                return holder
        if _AGED.fullmatch(written) and (aged := self._before(span, None)) is not None:
            return self._referents.person(aged)
        same = self._same_described(span, written) or self._definites.called_otherwise(span, written, self._recent)
        if same is not None:
            return same
        own = self._own_country(span, written)
        if own is not None:
            return own
        who = self._referents.described(span)
        if who.affiliation is None and _OWN.match(written) and self._last_person is not None:
            # "His ministry", "her office": of whoever spoke last.
            who.affiliation, who.scores = self._referents.person(self._last_person).affiliation, {}
        return who

    def _both(self, span: Span) -> Referent | None:
        """ "Both sides", "the leaders": those whom the text is about, who spoke last, or whom it named last."""
        written = self._written(span)
        met = self._groups.who_met(span)
        if met is not None and (len(met.members) == 2 or not TWO.search(written)):
            return met
        return self._last_two() or self._referents.of_a_body(span) or self._groups.both(written, span)

    def _joined(self, span: Span) -> Referent | None:
        """ "Silva and Minister Ferro", "the president and the EU": a list of whom the text knows by other words."""
        if self._bodies.whole(span) is not None:
            return None
        found = {part: self._one_of(part) for part in self._groups.parts(span)}
        if any(found.values()):
            # "Chile and the West": the name of one who is known vouches for the other.
            others = {part: self._referents.described(part) for part, who in found.items() if who is None}
            found |= {part: who for part, who in others.items() if _is_name(self._written(part))}
        who = list(dict.fromkeys(one for one in found.values() if one is not None))
        return self._referents.group(span, who) if len(who) == len(found) > 1 else None

    def _one_of(self, span: Span) -> Referent | None:
        """A member of a list: a person by any name or a title, or a body, under a name that is often another's too."""
        written = self._written(span)
        end = span.start + len(self._text[span.start : span.end].rstrip())
        last = Span(start=max(span.start, self._text.rfind(" ", 0, end) + 1), end=end)
        # "Minister Han" is Han Sung-ryol.
        person = self._person(span, written) or self._person(last, self._written(last))
        if person is not None:
            return self._referents.person(person)
        body = self._bodies.whole(span) or self._bodies.any_of(span)
        if body is not None:
            return self._referents.body(body)
        return self._bearers.holder(span, None) if _is_office(written) and _DEFINITE.match(written) else None

    def _last_two(self) -> Referent | None:
        """The two who spoke last, if they spoke together: "the leaders" after "Silva and Ferro agreed"."""
        return self._last if self._last is not None and len(self._last.members) == 2 else None

    def _own_country(self, span: Span, written: str) -> Referent | None:
        """ "His country": the state of whoever spoke last."""
        if self._last_person is None or not _COUNTRY.fullmatch(written):
            return None
        code = self._referents.person(self._last_person).affiliation
        state = self._knowledge.store.states.get(f"state:{code}")
        return self._referents.body(Mention(span, state, "name")) if state is not None else None

    def _written(self, span: Span) -> str:
        return unwrapped(self._text[span.start : span.end])

    def _spoke(self, who: Referent) -> None:
        self._last = who
        if who.person is not None:
            self._last_person = who.person
        if who in self._recent:
            self._recent.remove(who)
        self._recent.append(who)

    def _carried_on(self, draft: Draft) -> Referent | None:
        # Only a quotation goes on with whoever spoke last; other words that nothing attributes may be anybody's.
        if draft.cue or draft.inside:
            return None
        quoted = self._text[max(0, draft.start - 1) : draft.start] in QUOTATION_MARKS
        if not quoted and self._by_line is not None:
            return self._referents.person(self._by_line)
        return self._last if quoted else None

    def _pronoun(self, draft: Draft, written: str) -> Referent | None:
        assert draft.source is not None
        word = written.lower()
        if word in RELATIVE:
            return self._antecedent(draft.source)
        if word in _FIRST:
            return self._said.get(draft.inside) if draft.inside is not None else self._first_person(word)
        if word in SINGULAR:
            last = self._last if self._last is not self._own_voice else None
            if last is not None and last.person is None and self._is_somebody(last, draft.source):
                return last
            gender, goes_on = _GENDER.get(word), draft.source.start > draft.start
            found = None if goes_on else self._linked(draft, gender, LEAST_PERSON, persons_only=True)
            if found is None:
                person = self._spoke_last(gender) if goes_on else None
                person = person or self._before(draft.source, gender) or self._named_soon(draft.source, gender)
                found = self._referents.person(person) if person is not None else None
            if found is not None and found.gender is None:
                # Whom the text calls "she" once is no "he" further on.
                found.gender = gender
            return found
        outer = self._said.get(draft.inside) if draft.inside is not None and self._begins(draft) else None
        if outer is not None and outer.person is None and word in (_THEY if is_several(outer) else NEUTER):
            return outer
        linked = self._linked(draft, None, LEAST_PRONOUN)
        if linked is not None and linked.person is not None and word in NEUTER:
            linked = None
        if linked is not None and linked.person is not None and word in _THEY:
            # "They" is nobody alone.
            return self._several_with(draft.source, linked) or linked
        if linked is not None:
            return linked
        if word == "it" and (subject := self._phrases.named_in_sentence(draft.source, draft.content)) is not None:
            return subject
        if word in PLURAL and (pair := self._groups.pair(draft.source, self._unsaid)) is not None:
            return pair
        if word in _THEY and not draft.inside and (met := self._groups.who_met(draft.source)) is not None:
            return met
        last = self._last if self._last is not self._own_voice else None
        return None if last is None or last.person is not None or _is_office(last.name) else last

    def _begins(self, draft: Draft) -> bool:
        """True for the pronoun right behind the cue of the statement around it: "the company said it had paid"."""
        place = draft.source.start if draft.source is not None else 0
        cues = draft.inside.cue if draft.inside is not None else ()
        return any(_TOLD_THAT.fullmatch(self._text, cue.end, place) for cue in cues if cue.end <= place)

    def _is_somebody(self, last: Referent, span: Span) -> bool:
        """Whether "he" can be an unnamed speaker: one with an office, or described in this or the last paragraph."""
        if _is_office(last.name):
            return True
        near = last.kind == "unnamed" and any(
            self._text.count("\n\n", mention.end, span.start) < 2 for mention in last.mentions[-1:]
        )
        return near and _SOMEBODY.match(last.name) is not None

    def _several_with(self, span: Span, one: Referent) -> Referent | None:
        """Who "they" are, one of whom is told."""
        if self._last is not None and one in self._last.members:
            return self._last
        found = self._groups.pair(span, self._unsaid)
        if found is None or (len(found.members) > 2 and one not in found.members):
            found = self._groups.pair_of(span, one)
        if found is None and (met := self._groups.who_met(span)) is not None and one in met.members:
            return met
        several = self._last is not None and self._last.kind in ("unnamed", "group")
        return found or (self._last if several else None)

    def _first_person(self, word: str) -> Referent | None:
        """Who says "I" or "we" outside of all quotations: who publishes the text, else the last person who spoke."""
        if self._by_line is not None:
            return self._referents.person(self._by_line)
        if self._author is not None and word in PLURAL:
            return self.named(self._author)
        return self._referents.person(self._last_person) if self._last_person is not None else self._last

    def _linked(self, draft: Draft, gender: str | None, least: float, *, persons_only: bool = False) -> Referent | None:
        """Whom the model takes for the speaker, of those named near: the one with the likeliest mention, if any is."""
        if draft.links is None:
            return None
        best: tuple[float, Referent | None] = (least, None)
        low = bisect_left(self._mentions, draft.anchor - REACH, key=lambda m: m[0].start)
        for mention, i in self._mentions[low:]:
            if mention.start > draft.anchor + REACH:
                break
            chance = draft.links.chance(mention, "speaker")
            if chance is not None and chance > best[0] and self._can_be(self._persons[i], gender):
                best = chance, self._referents.person(self._persons[i])
        if not persons_only and (body := likeliest_body(draft, self._bodies, "speaker", best[0])) is not None:
            return self._begun(draft, body)
        return best[1]

    def _begun(self, draft: Draft, body: Mention) -> Referent:
        word = self._written(draft.source).lower() if draft.source else ""
        if word not in _THEY | NEUTER:
            return self._referents.body(body)
        return self._phrases.begun(body, several=word in _THEY)

    def _antecedent(self, span: Span) -> Referent | None:
        """Who or what "who" and "which" stand for."""
        person, end = antecedent(self._text, span, self._mentions)
        if person is not None:
            return self._referents.person(self._persons[person])
        body = next(self._bodies.before(end, end - 60), None)
        return self._referents.body(body) if body is not None and body.span.end >= end else None

    def _person(self, span: Span, written: str) -> Person | None:
        return person_named(self._text, span, written, self._persons, self._groups.persons_in(span))

    def _same_described(self, span: Span, written: str) -> Referent | None:
        """ "The trader" after "a trader in Milan": whoever spoke before and is described with the same noun."""
        noun = head(written)
        if not noun or not _DEFINITE.match(written) or len(written.split()) > _SHORT:
            return None
        alike = (r for r in reversed(self._recent) if r.person is None and head(r.name) == noun)
        return next((r for r in alike if self._definites.may_be(span, r)), None)

    def _before(self, span: Span, gender: str | None) -> Person | None:
        """He or she: whom the nearest sentence before in the paragraph names; else who spoke last."""
        fits = self._fitting(gender)
        return self._nearby.before(span, fits) or self._spoke_last(gender) or self._nearby.last(span, fits)

    def _named_soon(self, span: Span, gender: str | None) -> Person | None:
        """He or she, of whom nobody named before can be meant: the first one of that sex who is named soon after."""
        return self._nearby.soon(span, lambda person: self._referents.person(person).gender == gender)

    def _spoke_last(self, gender: str | None) -> Person | None:
        last = self._last_person
        return last if last is not None and self._can_be(last, gender) else None

    def _fitting(self, gender: str | None) -> Callable[[Person], bool]:
        return lambda person: self._can_be(person, gender)

    def _can_be(self, person: Person, gender: str | None) -> bool:
        who = self._referents.person(person)
        if who is self._own_voice:
            return False
        return gender is None or who.gender is None or who.gender == gender


def _is_office(phrase: str) -> bool:
    return any(map(_OFFICE.search, heads(phrase)))


def _is_name(phrase: str) -> bool:
    return _NAME.fullmatch(phrase) is not None and not any(map(_OFFICE.search, phrase.split()))


def _overlaps_any(whole: Sequence[Span], span: Span) -> bool:
    at = bisect_left(whole, span.end, key=lambda piece: piece.start)
    return at > 0 and whole[at - 1].overlaps(span)
