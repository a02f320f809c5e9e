"""For whom somebody speaks: the state or organisation of a role, a phrase, or an office that the knowledge holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from onrecord.extraction.bodies import Bodies, Mention
from onrecord.extraction.institutions import institutions, state_of_institution
from onrecord.extraction.own_names import OwnName, own_name
from onrecord.extraction.people import Person
from onrecord.extraction.places import state_of_office
from onrecord.extraction.telling_titles import AMERICAN, DEPARTMENT, EUROPEAN, GOVERNMENT, RATHER_AMERICAN
from onrecord.knowledge import Knowledge, Organisation, State, Tenure, without_possessive
from onrecord.records import Span, Title

Affiliation = State | Organisation | str

# "ambassador to Israel", "envoy for Syria": the body after these is not the one spoken for, if there is another.
_ABROAD = re.compile(r"\b(?:to|on|for|against|with|towards?|in|near|from)\s+(?:the\s+)?(?:\w+\s)?$", re.IGNORECASE)
# "President of Airbus China": the state's name is the end of another's.
_BRANCH = re.compile(r"\b(?:of|at|for|with) (?:[A-Z][\w&-]+ )+$")
_FORMER = re.compile(
    r"\b(?:former|ex|then|late|retired|one-time|onetime|outgoing)\b[\s-]*$|^(?:former|ex-|retired)\b", re.IGNORECASE
)
_NAME = r"(?P<name>[A-Z][\w&.'’-]*(?: (?:(?:of|for|and|on|&|the) )*[A-Z][\w&.'’-]*)*)"
# Posts that speak for a private employer, whatever state the title names besides.
_PRIVATE = (
    r"(?:analyst|economist|strategist|fellow|professor|researcher|scholar|expert|trader|broker|lawyer|attorney|editor|"
    r"columnist|correspondent|anchor|commentator|consultant|scientist|manager|executive|CEO|founder|partner|"
    r"associate|lecturer|historian|author|contributor)s?"
)
# "the hardline", "investment bank": what may stand between a preposition and the name.
_AT = r"(?:the )?(?:[\w.-]+-based )?(?:[a-z][a-z-]+ ){0,3}"
_EMPLOYED = tuple(
    re.compile(rf"\b{_PRIVATE}\b(?:,? [\w'’-]+){{0,8}}?,? (?:{words}) {_AT}{_NAME}")
    for words in ("at|with", "of|for|from")
)
# Where a title that was marked too short ends at last.
_REST = re.compile(r"[;:?!\n\"”“(]|\. |, (?:who|which|and|told|said|says)\b| (?:said|says|told|who)\b")
_EMPLOYER_FIRST = re.compile(rf"^(?:[Aa]n? |[Tt]he )?{_NAME} (?:[a-z]+ ){{0,3}}{_PRIVATE}\b")
# A post named after its organisation: "Raytheon Chief Executive", "GM Vice Chairman".
_HEAD_OF = re.compile(
    rf"^(?:[Aa]n? |[Tt]he )?{_NAME} (?:(?:[Vv]ice|[Dd]eputy|[Ss]enior) )?(?:[Cc]hief(?: [Ee]xecutive| \w+ Officer)?|"
    r"CEO|[Cc]hair(?:wo)?man|[Pp]resident|[Ss]pokes\w+|[Cc]orrespondent|[Dd]irector|[Cc]o-?founder|[Aa]nchor|[Hh]osts?)$"
)
# The same of posts that states and parties have too: "LDP secretary general", "Labour leader", "a Geely executive".
_POST_OF = re.compile(
    rf"^(?:[Aa]n? |[Tt]he |[Ss]ome )?{_NAME} (?:(?:[a-z-]+ ){{0,2}}[a-z][a-z-]+|[Ll]eader|MPs?|[Mm]anaging [Dd]irector|"
    r"[Ss]ecretary[ -][Gg]eneral|[Gg]overnor)$"
)
# "Labour's finance spokesman", "Magna's co-chief executive".
_POSSESSOR = re.compile(r"^(?:[Aa]n? |[Tt]he )?(?P<name>[A-Z][\w&-]*(?: [A-Z][\w&-]*)*)['’]s? [a-z]")
# What stands before the name of a firm or paper that is marked as a person's.
_KIND_BEFORE = re.compile(
    r"\b(?:agency|daily|newspaper|weekly|magazine|broadcaster|channel|website|portal|bank|brokerage|company|firm|"
    r"group|maker|carrier|airline|union|party) \Z"
)
_NAME_BEFORE = re.compile(r"\b(?P<name>[A-Z][\w&’'-]*(?: [A-Z][\w&’'-]*)*) \Z")
_OWN_HEAD = re.compile(
    r"(?:^|\b(?:director|head|chief|president|chairman|chairwoman|chair|leader|member|secretary|spokes\w+|officer|"
    r"adviser|representative|governor|negotiator|lawmaker|MP|deputy|candidate|publisher|host|colleague|coordinator)s?\b)"
    rf"(?:(?: [\w'’-]+){{0,4}}?,? ?\b(?:at|with|of|for|from) {_AT}|, ){_NAME}"
)
_AFTER_NAME = re.compile(r"[A-Z][\w’'-]+, (?:the |an? )?\Z")
# "Ann Lee (D-Ohio)", "Ann Lee, D-Ohio".
_CAUCUS = re.compile(r",? \(?[RDI]-[A-Z]")
# "the Daily Herald's Ann Lee".
_BEFORE = re.compile(rf"\b{_NAME}['’]s (?:[a-z]+ ){{0,3}}\Z")
_BEHIND = re.compile(rf"(?:, (?:who is )?(?:now )?)?(?:,? ?\((?=[A-Z])| (?:of|from|at|with) (?:the )?){_NAME}")
# "Ann Lee, who studies energy at the Harbour Institute", and no further than the clause goes.
_BEHIND_FAR = re.compile(rf",? [^.,;:\n\"“”()]{{3,60}}? (?:at|with) (?:the )?{_NAME}")
# A signature: "Ann Lee, CNN" and the end of the line.
_SIGNED = re.compile(rf", {_NAME}(?=\n)")
# What may stand between a body and a name that it describes: "Turkish police official" "Ann Lee".
_DESCRIBES = re.compile(r"(?:['’]s)? (?:\w[\w-]* ){0,4}")
# How far behind a name, in its apposition, a body tells whose somebody is: "Ann Lee, a top aide to India's premier".
_APPOSED = re.compile(r", (?:an? |the |who )[^.;:\n\"“”()]{3,70}")
# Words before and behind an organisation's name that are no part of it: "Outgoing ECB", "BBC Diplomatic".
_SENTENCE = re.compile(r"(?<=[a-z]{2})(?<!Corp)(?<!Inc)(?<!Ltd)\. ")
_STOPPED = re.compile(r"(?:\b[A-Z]|\b(?:Corp|Inc|Co|Ltd))\.$")
_TRIMMED = re.compile(
    r"^\S+-(?:based|run|owned|controlled) |"
    r"^(?:(?:The|As|But|And|Outgoing|Incoming|Acting|Former|New(?= [A-Z]{2})|Then|Prime Minister|President|Senior|"
    r"Top)\b ?)+|"
    r"(?: (?:Vice|Deputy|Senior|Executive|Chief|Managing|Assistant|General|Diplomatic|Political|of|for))+$"
)
# A state's name within that of an association is not for whom it speaks: "China Air Transport Association".
_BODY_WORDS = (
    r"(?:Association|Council|Institute|Union|University|College|Party|Chamber of Commerce|Chamber|Federation|"
    r"Foundation|Cent(?:er|re)|Group|Company|Corp\.?|Co\.|Inc\.?|Society|Times|Post|News|Bank|Airlines|League|Congress|Network)"
)
_LONGER = re.compile(rf"(?: (?:[A-Z][\w.’'–&-]*|of|for|and|on))*? {_BODY_WORDS}\b(?: of (?:[A-Z]\w+ ?)+)?")
# "Poultry Association of" is no whole name.
_OPEN = re.compile(r"\b(?:of|for|in|and)$")
_AND = frozenset([" and ", ", ", " and the ", ", and ", " or "])
_STATES_OWN = re.compile(r"\b(?:Central Bank|National Bank|Federal|Security Council|National Council|Supreme)\b")
# What a secretary or minister is of, and no organisation.
_PORTFOLIO = re.compile(
    r"^(?:State|Defen[cs]e|Foreign|Treasury|Finance|Commerce|Energy|Interior|Trade|Staff|House|Senate)"
    r"(?: (?:Department|Ministry|Minister|Secretary|Committee|Affairs|Ministers))?$"
)
# "Ambassador to Russia" "Ann Lee" is not Russia's.
_SENT_TO = re.compile(r"\b(?:[Aa]mbassador|[Ee]nvoy|[Rr]epresentative|[Dd]elegate)s? (?:to|for) (?:the )?\Z")
_SENT = re.compile(r"\b(?:ambassador|envoy|negotiator|delegate|representative)s?\b", re.IGNORECASE)
_PERSONAL = re.compile(
    rf"\b(?:{_PRIVATE}|residents?|shoppers?|voters?|students?|workers?|observers?|critics?|relatives)\b", re.I
)
# A state that the text names this much more often than any other is the one that it is about: on the training set the
# affiliation so guessed is right in 70 %, with 1.5 in 62 %; the state named last before would be in 48 %.
_OWN_STATE = 3.0


def personal(phrase: str) -> bool:
    """True for those who speak for nobody but themselves or their employer: analysts, residents, critics."""
    return bool(_PERSONAL.search(phrase))


class Affiliations:
    """Answers for one document."""

    def __init__(self, bodies: Bodies, knowledge: Knowledge, persons: Iterable[Person] = ()) -> None:
        self._persons = frozenset(n for p in persons for n in (p.name, p.name.split()[0], p.name.split()[-1]))
        self._text = bodies.text
        self._bodies = bodies
        self._knowledge = knowledge
        self._home = self._most_named()
        self._institutions = institutions(bodies.text, bodies.mentions)
        self._titles: dict[tuple[int, int], Mention | None] = {}

    def offered(self, roles: Sequence[Title]) -> dict[str, str]:
        """What the titles of a person give, by rule: an employer, a body, that of a former post..."""
        former = [role for role in roles if self._is_former(role.span)]
        current = [role for role in roles if role not in former]
        placed = _first(self._placed(role.span) for role in current)
        found: dict[str, Affiliation | None] = {
            "employer": _first(self._employer(role.span) for role in current),
            "body": _first(self._body(role.span) for role in current),
            "headed": _first(self._headed(role.span) for role in current),
            "former": _first(self._body(role.span) for role in former),
            "aside": _first(self._aside(role.span) for role in current),
            "home": self.at_home(current[0].text) if current and placed is None else None,
            "american": self._american(any(AMERICAN.search(role.text) for role in current)),
            "rather american": self._rather_american(current),
            "european": self._european(role.text for role in current),
            "post": _first(self._by(_POST_OF, role.span) for role in current),
            "possessor": _first(self._by(_POSSESSOR, role.span) for role in current),
            "place": placed,
        }
        bodies = [body for role in current if (body := self._body(role.span)) is not None]
        found["second"] = next((body for body in reversed(bodies) if body != bodies[0]), None)
        return self.codes(found)

    def offered_by_phrase(self, span: Span) -> dict[str, str]:
        """What the words for a group or an office give, by rule ("U.S. officials", "the EU's Dutch presidency")."""
        written = self._text[span.start : span.end]
        of_its_own, placed = _PERSONAL.search(written), self._placed(span)
        return self.codes(
            {
                "employer": self._employer(span) if of_its_own else None,
                "headed": self._headed(span),
                "post": self._by(_POST_OF, span),
                "possessor": self._by(_POSSESSOR, span),
                "rather american": self._rather_american([Title(text=written, span=span)]),
                "aside": self._aside(span),
                "place": placed,
                "body": None if of_its_own else self._spoken_for(span),
                "home": None if placed else self.at_home(written),
                "american": self._american(AMERICAN.search(written)),
                "department": self._american(DEPARTMENT.search(written)),
                "european": self._european([written]),
            }
        )

    def codes(self, found: Mapping[str, Affiliation | None]) -> dict[str, str]:
        """The offers of rules as codes, without those that give none."""
        coded = ((rule, self.code(body)) for rule, body in found.items())
        return {rule: code for rule, code in coded if code is not None}

    def beside(self, mentions: Sequence[Span]) -> dict[str, str]:
        """The body right before a name ("Germany's Merkel") and that right behind it ("Merkel of Germany")."""
        found: dict[str, Affiliation | None] = {}
        for mention in mentions[:4]:
            before = next(self._bodies.before(mention.start, mention.start - 40), None)
            if before is not None and re.fullmatch(r"['’]s\s+", self._text[before.span.end : mention.start]):
                found.setdefault("before", before.body)
            owner = _BEFORE.search(self._text, max(0, mention.start - 50), mention.start)
            if owner is not None and (before is None or before.span.end < owner.start("name")):
                found.setdefault("owner named", self._named(owner))
            behind = _BEHIND.match(self._text, mention.end, mention.end + 90)
            if behind is not None and not _CAUCUS.match(self._text, mention.end):
                found.setdefault("behind", self._named(behind))
            for rule, body in self._around(mention):
                found.setdefault(rule, body)
            if _CAUCUS.match(self._text, mention.end):
                found["american"] = self._american(True)
        return self.codes(found)

    def _around(self, mention: Span) -> Iterator[tuple[str, Affiliation | None]]:
        """What words around a name give that no title holds."""
        before = next(self._bodies.before(mention.start, mention.start - 60), None)
        if (
            before is not None
            and _DESCRIBES.fullmatch(self._text, before.span.end, mention.start)
            and not self._is_former(Span(start=before.span.start, end=mention.start))
            and not _SENT_TO.search(self._text, max(0, before.span.start - 25), before.span.start)
        ):
            yield "described", before.body
        apposed = _APPOSED.match(self._text, mention.end, mention.end + 90)
        if apposed is not None:
            for body in self._bodies.within(Span(start=apposed.start(), end=apposed.end()))[:1]:
                yield "apposed", body.body
        far = _BEHIND_FAR.match(self._text, mention.end, mention.end + 200)
        if far is not None:
            yield "behind far", self._named(far)
        signed = _SIGNED.match(self._text, mention.end, mention.end + 200)
        if signed is not None:
            yield "signed", self._named(signed)
        if _KIND_BEFORE.search(self._text, max(0, mention.start - 20), mention.start):
            yield "itself", self._text[mention.start : mention.end]

    def longer(self, mention: Mention) -> str | None:
        """The name of an association that begins with a state's ("China Air Transport Association"), if it does."""
        if not isinstance(mention.body, State):
            return None
        match = _LONGER.match(self._text, mention.span.end, mention.span.end + 80)
        if match is None or _STATES_OWN.search(match[0]):
            return None
        return self._text[mention.span.start : match.end()].strip()

    def of_title(self, span: Span) -> Mention | None:
        """The body of a title: within it ("president of Ukraine"), before it ("Turkey's"), or right behind it."""
        # Several rules ask for the same.
        place = span.start, span.end
        if place not in self._titles:
            self._titles[place] = self._of_title(span)
        return self._titles[place]

    def _of_title(self, span: Span) -> Mention | None:
        within = [m for m in self._bodies.within(span) if not self._is_branch(span, m)]
        home = [m for m in within if not _ABROAD.search(self._text, span.start, m.span.start)]
        sent = _SENT.search(self._text, span.start, span.end)
        chosen = home[:1] or self._beside(span)[:1] or ([] if sent else list(within[:1]))
        return chosen[0] if chosen else None

    def _is_branch(self, title: Span, mention: Mention) -> bool:
        named = isinstance(mention.body, State) and mention.kind == "name"
        return named and _BRANCH.search(self._text, title.start, mention.span.start) is not None

    def offered_by_name(self, span: Span, own: OwnName) -> dict[str, str]:
        """What an organisation's own name gives: "Russia's Foreign Ministry", and not "China Air Association"."""
        # The name of a person of the text, or one that begins with a given name, is one's in doubt.
        of_a_person = own.name in self._persons or self._knowledge.gender(own.name) is not None
        written = self._text[span.start : span.end]
        mention = next(iter(self._bodies.within(span)), None)
        longer = self.longer(mention) if mention else None
        return self.codes(
            {
                "own of a person" if of_a_person else "own": self._knowledge.organisation_of(own.name) or own.short,
                "longer": longer,
                "body": mention.body if mention and not longer else None,
                "home": self.at_home(written),
                "american": self._american(AMERICAN.search(written)),
                "department": self._american(DEPARTMENT.search(written)),
                "european": self._european([written]),
            }
        )

    def of_several(self, span: Span) -> bool:
        """True for "UN and NATO officials"."""
        mention = self.of_title(span)
        return mention is not None and self._with_another(mention, span)

    def of_office(self, tenures: Sequence[Tenure]) -> State | Organisation | None:
        """The body of the offices that a person holds; None where they are of several states."""
        bodies = {tenure.office.body for tenure in tenures}
        states = {body for body in bodies if body.startswith("state:")} or bodies
        return self._knowledge.store.body(next(iter(states))) if len(states) == 1 else None

    def at_home(self, title: str) -> State | None:
        """The state whose government a title means that names none: of that army, or what the text is about."""
        own = state_of_institution(title, self._institutions)
        return own or (self._home if GOVERNMENT.search(title) else None)

    def code(self, body: Affiliation | None) -> str | None:
        """The affiliation as readings give it."""
        return body if body is None or isinstance(body, str) else self._knowledge.affiliation_of(body.id)

    def _most_named(self) -> State | None:
        counts = Counter(m.body.id for m in self._bodies.mentions if isinstance(m.body, State)).most_common(2)
        if not counts or (len(counts) > 1 and counts[0][1] < _OWN_STATE * counts[1][1]):
            return None
        return self._knowledge.store.states[counts[0][0]]

    def _american(self, told: object) -> State | None:
        """The United States, if that is told."""
        return self._knowledge.store.states["state:USA"] if told else None

    def _rather_american(self, titles: Iterable[Title]) -> State | None:
        """The United States by titles that others have too, where these name no body."""
        return self._american(any(RATHER_AMERICAN.search(t.text) and not self._bodies.within(t.span) for t in titles))

    def _european(self, written: Iterable[str]) -> Organisation | None:
        return self._knowledge.store.organisations["org:EU"] if any(map(EUROPEAN.search, written)) else None

    def _aside(self, span: Span) -> Affiliation | None:
        """A body in the words for somebody who speaks for nobody: "a German analyst"."""
        mention = self.of_title(span) if _PERSONAL.search(self._text, span.start, span.end) else None
        return mention.body if mention else None

    def _body(self, span: Span) -> Affiliation | None:
        if _PERSONAL.search(self._text, span.start, span.end):
            return None
        return self._spoken_for(span)

    def _placed(self, span: Span) -> Affiliation | None:
        """The state of the region or city whose office a title is, if it names no state or organisation."""
        if self._bodies.within(span) or _PERSONAL.search(self._text, span.start, span.end):
            return None
        return state_of_office(self._text, span, self._knowledge)

    def _spoken_for(self, span: Span) -> Affiliation | None:
        mention = self.of_title(span)
        if mention is None or self._with_another(mention, span):
            return None
        return self.longer(mention) or mention.body

    def _with_another(self, mention: Mention, span: Span) -> bool:
        """True for "UN and NATO officials": several are spoken for, not one."""
        behind = self._bodies.within(Span(start=mention.span.end, end=max(mention.span.end + 1, span.end)))
        return bool(behind) and self._text[mention.span.end : behind[0].span.start] in _AND

    def _beside(self, span: Span) -> list[Mention]:
        found = []
        before = next(self._bodies.before(span.start, span.start - 60), None)
        if before is not None:
            # A bare name of a state before a title is mostly another clause's end: "in Syria President Obama".
            bare = before.kind in ("name", "capital") and isinstance(before.body, State)
            lead = rf"(?:['’]s?){'' if bare else '?'} (?:(?:new|deputy|acting|top|chief|then|former) )?"
            if re.fullmatch(lead, self._text[before.span.end : span.start]):
                found.append(before)
        behind = self._bodies.within(Span(start=span.end, end=span.end + 60))
        if behind and re.fullmatch(r",? (?:of|at|for) (?:the )?", self._text[span.end : behind[0].span.start]):
            found.append(behind[0])
        return found

    def _employer(self, span: Span) -> str | None:
        # "an analyst" may be marked alone, and the employer stand behind it.
        title, whole = self._text[span.start : span.end], self._with_rest(span)
        found = (*(pattern.search(whole) for pattern in _EMPLOYED), _EMPLOYER_FIRST.search(title))
        return self._named(next(filter(None, found), None))

    def _with_rest(self, title: Span) -> str:
        behind = self._text[title.end : title.end + 70]
        return self._text[title.start : title.end] + _REST.split(behind, maxsplit=1)[0]

    def _headed(self, span: Span) -> str | None:
        """The organisation that a title names and that the knowledge doesn't hold: within it, or right before it."""
        text = self._text[span.start : span.end]
        lead = _NAME_BEFORE.search(self._text, max(0, span.start - 60), span.start)
        whole = f"{lead['name']} {text}" if lead else text
        if _AFTER_NAME.search(self._text, max(0, span.start - 30), span.start):
            # "Ann Lee, president, Lee & Sons": the title may be marked alone.
            text = self._with_rest(span)
        return self._named(_OWN_HEAD.search(text) or _HEAD_OF.search(text) or _HEAD_OF.search(whole))

    def _by(self, form: re.Pattern[str], span: Span) -> str | None:
        return self._named(form.search(self._text[span.start : span.end]))

    def _named(self, match: re.Match[str] | None) -> str | None:
        name = without_possessive(_TRIMMED.sub("", without_possessive(match["name"]))) if match else ""
        name = _SENTENCE.split(name, maxsplit=1)[0]
        name = name if _STOPPED.search(name) else name.rstrip(".")
        if not name or _PORTFOLIO.match(name) or name in self._persons or name.endswith("-based"):
            return None
        known = self._knowledge.organisation_of(name)
        if known is not None:
            return self._knowledge.affiliation_of(known.id)
        place = self._knowledge.place_of(name)
        if place is not None:
            return self._knowledge.affiliation_of(place.id)
        own = None if self._knowledge.states_named(name) else own_name(name)
        if own is None or self._knowledge.states_named(own.short):
            return None
        return self._without_state(own.short)

    def _without_state(self, name: str) -> str:
        """ "Airbus" of "Airbus China", which speaks for the whole."""
        head, _, last = name.rpartition(" ")
        named = any(match.kind == "name" for match in self._knowledge.states_named(last))
        return head if head and named and not _OPEN.search(head) else name

    def _is_former(self, span: Span) -> bool:
        start = max(0, span.start - 12)
        return bool(_FORMER.search(self._text[start : span.start]) or _FORMER.search(self._text[span.start : span.end]))


def _first(found: Iterable[Affiliation | None]) -> Affiliation | None:
    return next((body for body in found if body is not None), None)
