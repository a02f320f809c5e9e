"""The actors of one document: one referent for each person, body, group or unnamed source that its text speaks of.

A referent bears the fullest name, an id, and for whom it speaks. Ids of what the knowledge holds are the knowledge's;
another person's is made of name and affiliation, so that it is the same in every document where both agree; whatever
has neither keeps an id of its own document, and is never merged with another.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from onrecord.extraction.affiliation import Affiliations
from onrecord.extraction.allegiance import STATES_ALONE, Allegiances, Case, likeliest
from onrecord.extraction.bodies import Bodies, Mention
from onrecord.extraction.echoes import Echoes
from onrecord.extraction.identities import Identities, bears, id_of, titled
from onrecord.extraction.opposites import Told, opposites
from onrecord.extraction.own_names import TITLED, OwnName, fuller, is_firm, own_name
from onrecord.extraction.people import Person
from onrecord.extraction.referent import Referent
from onrecord.knowledge import Collective, Knowledge, Organisation, State, Tenure, without_possessive
from onrecord.records import PartialDate, Span, Title
from onrecord.visible import unwrapped

_UNNAMED = re.compile(
    r"\b(?P<type>official|diplomat|source|analyst|resident|expert|economist|trader|lawmaker|aide|adviser|minister|"
    r"spokes(?:man|woman|person)|observer|critic|witness|pm|fm|president|premier|chancellor|activist|protester|researcher|negotiator|envoy|delegate)(?:e?s)?$",
    re.IGNORECASE,
)
_UNNAMED_OF = re.compile(
    r"(?:an?|the|one|some|two|another|senior|top)?\s*(?:[\w’'-]+ ){0,3}(?:spokes(?:man|woman|person)|official|diplomat|"
    r"source|aide|adviser|chairman|head|director|leader|member|negotiator|envoy|lawyer|president|minister|chief)s? "
    r"(?:for|of|in|at|from|with|close to|involved|familiar)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)

# An institution that a text names in full elsewhere: "the ministry" after "Chile's Foreign Ministry".
_INSTITUTION = re.compile(
    r"(?:(?:the|its|their|his|her) )?(?:foreign |defen[cs]e |finance )?(?:government|ministry|administration|"
    r"parliament|senate|army|military|police|central bank|cabinet|commission|council|embassy|delegation|mission|"
    r"coalition)",
    re.IGNORECASE,
)
_SOMEBODYS = re.compile(r"(?:his|her)\s", re.IGNORECASE)
_ITS = re.compile(r"\bits (?:\w+ )?", re.IGNORECASE)
_ENDS = (". ", "? ", "! ", ".\n", ".” ", '." ', "\n")
# "The local news portal" before a name.
_DESCRIPTION = re.compile(r"(?:\b[a-z][\w-]+ ){1,4}\Z")
_OWNED = re.compile(r"[A-Z][\w’-]+['’]s? \Z")
# The rules whose word on a person is taken before the person is looked up, most telling first.
_TOLD = ("employer", "body", "headed", "before")
# What speaks for the state of the one who leads it: "the Trump administration", "Moon's office".
_LED = re.compile(
    r"(?:administration|government|cabinet|office|transition team|team)(?: officials?| sources?)?$", re.IGNORECASE
)
# Those that give an organisation by its own name, of which the model can hear nothing.
_BY_NAME = ("own", "employer", "headed", "behind", "owner named", "longer")
_LED_BY = re.compile(
    r"\b(?P<name>[A-Z][\w’'-]+) (?:[Aa]dministration|[Gg]overnment|cabinet|White House|team|officials?)\b"
)


class Referents:
    """One referent for each actor of a document, made when it is first asked for."""

    def __init__(
        self,
        persons: Sequence[Person],
        bodies: Bodies,
        affiliations: Affiliations,
        knowledge: Knowledge,
        on: PartialDate | None,
    ) -> None:
        self._text = bodies.text
        self._persons = persons
        self._bodies = bodies
        self._affiliations = affiliations
        self._knowledge = knowledge
        self._on = on
        self._identities = Identities(knowledge, on)
        self._allegiances = Allegiances(bodies)
        told = opposites(bodies.text, persons, bodies)
        self._told = {id(persons[number]): one for number, one in told.items()}
        self._echoes = Echoes(bodies)
        self._mentions = sorted(((m, p) for p in persons for m in p.mentions), key=lambda m: m[0])
        # Whose offers are being gathered: an aide of one's own aide would be asked for ever.
        self._making: set[int] = set()
        self._by_person: dict[int, Referent] = {}
        self._unmarked: dict[str, Referent] = {}
        self._by_body: dict[str, Referent] = {}
        self._by_span: dict[Span, Referent] = {}
        self._groups: dict[frozenset[int], Referent] = {}

    def person(self, person: Person) -> Referent:
        """The referent of a person of the text."""
        if id(person) not in self._by_person:
            made = self._made(person)
            # Two forms of a name that the knowledge gives one id ("Lula", "Luiz Inácio Lula da Silva") are one actor.
            same = next((r for r in self._by_person.values() if made.id and r.id == made.id), None)
            if same is not None:
                same.name = max(same.name, made.name, key=lambda name: len(name.split()))
                same.mentions += made.mentions
                same.roles += [role for role in made.roles if role not in same.roles]
            self._by_person[id(person)] = same or made
        return self._by_person[id(person)]

    def known(self, span: Span) -> Referent | None:
        """A person whom the model didn't mark, and who holds one of the highest offices under the name as written."""
        name = without_possessive(unwrapped(TITLED.sub("", self._text[span.start : span.end])))
        if self._on is None or not all(word[:1].isupper() for word in name.split()):
            return None
        tenures = [t for t in self._knowledge.offices_of(name, self._on) if t.office.rank]
        if len({t.person.id for t in tenures}) != 1:
            return None
        who = self._of_tenures(tenures)
        who.mentions.append(span)
        return who

    def _of_tenures(self, tenures: Sequence[Tenure]) -> Referent:
        person = tenures[0].person
        made = next((r for r in self._by_person.values() if r.id == person.id), None)
        if made is not None:
            return made
        if person.id not in self._unmarked:
            code = self._affiliations.code(self._affiliations.of_office(tenures))
            gender = self._knowledge.gender(person.name)
            self._unmarked[person.id] = Referent(person.name, "person", person.id, code, gender=gender)
        return self._unmarked[person.id]

    def body(self, mention: Mention) -> Referent:
        """The referent of a state or organisation, under the fullest name that the text gives it."""
        body = mention.body
        if body.id not in self._by_body:
            own = [m for m in self._bodies.mentions if m.body.id == body.id]
            self._by_body[body.id] = Referent(
                name=_name_of(self._text, body, own),
                kind="state" if isinstance(body, State) else "organisation",
                id=body.id,
                affiliation=self._affiliations.code(body),
                mentions=[m.span for m in own],
            )
        return self._by_body[body.id]

    def employer(self, name: str) -> Referent:
        """The referent of an organisation that the text names only as somebody's."""
        same = (r for r in self._by_span.values() if r.kind == "organisation" and r.affiliation == name)
        found = next(same, None) or self._unmarked.get(name)
        if found is None:
            found = self._unmarked[name] = Referent(name, "organisation", None, name)
            at = self._text.find(name)
            found.mentions += [Span(start=at, end=at + len(name))] if at >= 0 else []
        return found

    def listens(self, who: Referent) -> bool:
        """True for one whose affiliation is open to what a model says."""
        return bool(who.scores) and not self._is_told(who)

    def hear(self, who: Referent, chances: Mapping[str, float]) -> None:
        """Take in what a model says of one statement: how likely each body is the one spoken for."""
        if not self.listens(who):
            return
        for code, chance in chances.items():
            who.heard[code] = max(chance, who.heard.get(code, 0.0))
        who.affiliation = likeliest(who.scores, who.heard)
        if who.kind == "person" and not self._identities.holds(who.id, who.affiliation):
            who.id = id_of(who.name, who.affiliation)
        if who.kind in ("office", "unnamed") and who.case is not None:
            who.name = self._described_name(who.case, who.affiliation)

    def _is_told(self, who: Referent) -> bool:
        """True where the text says more than a model hears: of the highest office, or an employer by its own name."""
        if who.case is None or who.affiliation is None:
            return False
        rules: Iterable[str] = (
            ("highest", "led") if f"state:{who.affiliation}" in self._knowledge.store.states else _BY_NAME
        )
        if who.case.kind == "organisation":
            rules = who.case.offers
        elif STATES_ALONE.search(who.case.words):
            # "Cambodian Deputy Prime Minister" says for whom.
            rules = (*rules, "body")
        return any(who.case.offers.get(rule) == who.affiliation for rule in rules)

    def group(self, span: Span, parts: Sequence[Referent]) -> Referent:
        """Several named together."""
        who = frozenset(id(part) for part in parts)
        if who not in self._groups:
            codes = {part.affiliation for part in parts}
            self._groups[who] = Referent(
                name=_listed([part.name for part in parts]),
                kind="group",
                affiliation=codes.pop() if len(codes) == 1 else None,
                roles=[role for part in parts for role in part.roles[:1]],
                members=tuple(parts),
            )
        self._groups[who].mentions.append(span)
        return self._groups[who]

    def described(self, span: Span) -> Referent:
        """Whoever is described and not named: a collective of states, an office or ministry, an unnamed source."""
        if span not in self._by_span:
            self._by_span[span] = self._description(span)
        return self._by_span[span]

    def as_written(self, span: Span, kind: str) -> Referent:
        """Whoever is known by the words of a span alone."""
        written = self._text[span.start : span.end]
        roles = [Title(text=written, span=span)] if kind == "unnamed" else []
        return self._by_span.setdefault(span, Referent(written, kind, roles=roles, mentions=[span]))

    def of_a_body(self, span: Span) -> Referent | None:
        """ "The leaders" of whom the text has said that they are an organisation's: "EU leaders". Never two of them."""
        two = re.search(r"\b(?:two|both)\b", self._text[span.start : span.end], re.IGNORECASE)
        echoed = None if two else self._echoes.of(span)
        if echoed is None or f"state:{echoed.code}" in self._knowledge.store.states:
            return None
        return self.described(echoed.place)

    def all(self) -> list[Referent]:
        """Every referent that was asked for, in order of first mention."""
        found = [
            *dict.fromkeys(self._by_person.values()),
            *self._unmarked.values(),
            *self._by_body.values(),
            *self._groups.values(),
            *self._by_span.values(),
        ]
        return sorted((r for r in found if r.mentions), key=lambda r: min(r.mentions))

    def _description(self, span: Span) -> Referent:
        written = self._text[span.start : span.end]
        collective = self._knowledge.collective(written, self._on)
        if collective is not None and (collective.sure or self._is_named(collective)):
            code = self._knowledge.affiliation_of(collective.id)
            name = _ARTICLE.sub("", written)
            return Referent(name, "group", f"group:{collective.id.partition(':')[2]}", code, mentions=[span])
        bare = without_possessive(written)
        unnamed = bool(_UNNAMED.search(bare) or _UNNAMED_OF.match(bare))
        own = None if unnamed else own_name(written)
        own = None if own and self._knowledge.states_named(own.name) else own
        if own is not None:
            return self._organisation(span, own)
        kind = "unnamed" if unnamed or not any(w[:1].isupper() for w in written.split()[1:]) else "office"
        offers = self._affiliations.offered_by_phrase(span)
        owner = self._of_person(span)
        if owner is not None:
            offers["led" if _LED.search(bare) else "owner"] = owner
        echoed = self._echoes.of(span)
        if echoed is not None and not {"body", "european"} & offers.keys():
            offers["echo"] = echoed.code
        case = Case(kind, bare, span, offers)
        # "His ministry" is that of whoever spoke last, which the speakers know.
        untold = self._affiliations.of_several(span) or _SOMEBODYS.match(bare) or is_firm(bare)
        scores = {} if untold else self._allegiances.scored(case)
        code = likeliest(scores, {}) if scores else None
        roles = [Title(text=written, span=span)] if unnamed else []
        name = self._described_name(case, code)
        return Referent(name, kind, None, code, roles, [span], case=case, scores=scores)

    def _described_name(self, case: Case, code: str | None) -> str:
        """As written; an institution's ("the ministry") in full, as elsewhere in the text or with its state."""
        if not _INSTITUTION.fullmatch(case.words):
            return self._text[case.place.start : case.place.end]
        echoed = self._echoes.of(case.place)
        if echoed is not None and echoed.alone and echoed.code == code:
            return self._text[echoed.place.start : echoed.place.end]
        state = self._knowledge.store.states.get(f"state:{code}")
        if state is None:
            return self._text[case.place.start : case.place.end]
        return f"{_ARTICLE.sub('', case.words)} of {state.name}"

    def _organisation(self, span: Span, own: OwnName) -> Referent:
        """An organisation that the knowledge doesn't hold; it may speak for itself or for a state: "the Treasury"."""
        written = self._text[span.start : span.end]
        before = _DESCRIPTION.search(self._text, max(0, span.start - 50), span.start)
        words = f"{before[0]}{written}" if before else written
        case = Case("organisation", words, span, self._affiliations.offered_by_name(span, own))
        scores = self._allegiances.scored(case)
        code = likeliest(scores, {})
        name = fuller(self._text, own.name)
        return Referent(name, "organisation", None, code, mentions=[span], case=case, scores=scores)

    def _of_person(self, span: Span, but: Person | None = None) -> str | None:
        """The affiliation of a person within a phrase: "Assad's regime", "the Trump administration"."""
        at = bisect_left(self._mentions, span.start, key=lambda m: m[0].start)
        for mention, person in self._mentions[at:]:
            if mention.start >= span.end:
                break
            if person is not but and mention.end <= span.end and id(person) not in self._making:
                return self.person(person).affiliation
        led = _LED_BY.search(self._text, span.start, span.end)
        # "The Trump-Pence administration" is the first one's.
        names = (led["name"], led["name"].split("-")[0]) if led else ()
        tenures = next(filter(None, (self._knowledge.offices_of(name, self._on) for name in names)), ())
        codes = {self._identities.of(t) for t in tenures if t.office.rank}
        return codes.pop() if len(codes) == 1 else None

    def _is_named(self, collective: Collective) -> bool:
        return any(m.body.id == collective.id for m in self._bodies.mentions)

    def _made(self, person: Person) -> Referent:
        tenures = self._identities.tenures(person)
        offers = self._offers(person)
        told = next((offers[rule] for rule in _TOLD if rule in offers), None)
        borne = titled(person, tenures)
        offers |= self._affiliations.codes({"titled": self._affiliations.of_office(borne)})
        known = self._identities.known(person, tenures, told) or next((t.person for t in borne), None)
        if known is not None:
            # Out of office, or on a day unknown: for whom all the offices were that the person ever held.
            own = tuple(t for t in tenures if t.person.id == known.id)
            held = own or (self._knowledge.offices_of(known.id) if person.roles else ())
            offers |= self._affiliations.codes({"office": self._affiliations.of_office(held)})
            ever = self._knowledge.offices_of(known.id)
            offers |= self._affiliations.codes({"once": None if held else self._affiliations.of_office(ever)})
        titles = [role.text for role in person.roles]
        ranked = [t for t in tenures if self._on and t.office.rank]
        alone = " " not in person.name
        highest = [t for t in ranked if not (alone and titles) or any(bears(t, title) for title in titles)]
        if len({t.person.id for t in highest}) == 1:
            offers |= self._affiliations.codes({"highest": self._affiliations.of_office(highest)})
        case = Case("person", "; ".join(role.text for role in person.roles), person.mentions[0], offers)
        opposite = self._told.get(id(person), Told())
        others = opposite.others - {told}
        scores = {code: score for code, score in self._allegiances.scored(case).items() if code not in others}
        code = likeliest(scores, {})
        if code != told:
            known = self._identities.known(person, tenures, code) or (known if code is None else None)
        own = tuple(t for t in tenures if known is not None and t.person.id == known.id)
        name = known.name if known and len(known.name.split()) > len(person.name.split()) else person.name
        return Referent(
            name=name,
            kind="person",
            id=known.id if known else id_of(person.name, code),
            affiliation=code,
            roles=list(person.roles),
            mentions=list(person.mentions),
            person=person,
            gender=person.gender or self._knowledge.gender(name) or opposite.gender,
            offices=tuple(title for t in own for title in (t.office.title, *t.office.titles)),
            case=case,
            scores=scores,
        )

    def _of_its(self, role: Span) -> str | None:
        """The body that "its" means before a title: the first of the sentence, or else of the one before."""
        its = _ITS.search(self._text, max(0, role.start - 20), role.start) or _ITS.match(self._text, role.start)
        if its is None:
            return None
        end = its.start()
        for _ in range(2):
            start = max(0, *(self._text.rfind(stop, 0, end) for stop in _ENDS))
            named = self._bodies.within(Span(start=start, end=its.start()))
            if named:
                return self._bodies.affiliation(named[0].body)
            end = start
        return None

    def _offers(self, person: Person) -> dict[str, str]:
        """What each rule gives for a person."""
        self._making.add(id(person))
        offers = self._affiliations.beside(person.mentions) | self._affiliations.offered(person.roles)
        for role in person.roles:
            owner = self._of_person(_with_owner(self._text, role.span), person)
            if owner is None:
                owner = self._of_its(role.span)
            if owner is not None:
                offers.setdefault("owner", owner)
        self._making.discard(id(person))
        others = [role.span for other in self._persons if other is not person for role in other.roles]
        for role in person.roles if "body" not in offers and "former" not in offers else ():
            echoed = self._echoes.of(role.span, others)
            if echoed is not None:
                offers.setdefault("echo", echoed.code)
        return offers


def _name_of(text: str, body: State | Organisation, mentions: Sequence[Mention]) -> str:
    """The canonical name of a state; of an organisation the fullest form in the text, or its usual one."""
    if isinstance(body, State):
        return body.name
    full = [text[m.span.start : m.span.end] for m in mentions if m.kind in ("full", "short", "name")]
    return max(full, key=len, default=body.short)


def _with_owner(text: str, role: Span) -> Span:
    """A title with the name before it whose bearer's it is: "Merkel's" "spokesman"."""
    start = max(0, role.start - 30)
    return Span(start=start, end=role.end) if _OWNED.search(text, start, role.start) else role


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
