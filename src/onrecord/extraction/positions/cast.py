"""Who can take part in a position: the states, organisations, persons and groups that one text names, as figures.

A figure is one party under one name. States and organisations come from the text's bodies, persons from its names;
others ("Congress", "the rebels", "world powers") are phrases, found only where somebody looks (`Cast.within`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

from onrecord.extraction.bodies import Bodies, Mention
from onrecord.extraction.people import Person
from onrecord.extraction.positions.shortened import abbreviations
from onrecord.extraction.referent import Referent
from onrecord.knowledge import Knowledge, Organisation, State, plain
from onrecord.records import Span

# "Britain", where a text says it so often, and nowhere "United Kingdom" or "UK": of five such reports of the training
# and development sets five are annotated so, of 46 that say it less often 14. "Korea" and "America" are not.
_BRITAIN, _OFTEN = "state:GBR", 4
# States under a name that is disputed or was changed, too: each text's own name for them is kept. So is that of the
# European Central Bank, which the annotations call by its letters where a text does (44 of 54; always so 32).
_AS_WRITTEN = frozenset(
    [_BRITAIN, "state:PSE", "state:COD", "state:MMR", "state:MKD", "state:CIV", "state:SWZ", "state:TWN", "org:ECB"]
)
_PALESTINIAN = re.compile(r"\bPalestinian (?:National )?Authority\b")


def words_of(text: str) -> frozenset[str]:
    """A list of words as a set."""
    return frozenset(text.split())


_MEDIUM = re.compile(
    r" (?:[a-z][\w-]* ){0,3}(?:daily|newspaper|weekly|magazine|tabloid|broadcaster|television|TV|radio|news agency|"
    r"news website|portal|channel)\b"
)
_CAPITAL = re.compile(r"\b[A-Z]")
_POSSESSIVE = re.compile(r"['’]s$")
_AND = " and "
# A capitalised word; a stop behind one ends a sentence and a name, but behind letters and titles.
_WORD = r"(?:(?:[A-Z]\.)+|(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov)\.|[A-Z](?:[\w’'&-]|\.(?=\w))*)"
_RUN = re.compile(rf"\b{_WORD}(?:(?: (?:of|and|for|the)){{0,2}} {_WORD}){{0,6}}")
# What stands between the members of a list.
_LISTED = re.compile(r"(?:['’]s)?,? (?:and |as well as )?(?:the )?(?:[a-z]+ ){0,3}")
# Groups that news names without a capital. Words before them may tell which ("Syrian rebels", "EU member states").
# The nouns by which ten and more counterparts are called in the training reports.
_GROUP_NAMES = (
    "rebels|separatists|insurgents|militants|militias|protesters|"
    "demonstrators|attackers|terrorists|guerrillas|(?:world|foreign|major|global|western) powers|banks|unions|lenders|"
    "creditors|investors|bondholders|companies|allies|partners|opposition|lawmakers|politicians|voters|workers|"
    "parties|factions|governments|authorities|countries|nations|states|leaders|the west|international community|"
    "refugees|migrants|settlers|journalists|media|critics|opponents|government|regime|parliament|army|military|"
    "members|administration|junta|economies|markets|agencies|shareholders|officials|groups|funds|reporters|firms|"
    "institutions|regulators|prosecutors|police|donors|ministers|airlines|bankers|senators|speculators|citizens|"
    "soldiers|employees|fighters|farmers|signatories|territories"
)
_GROUP = re.compile(
    rf"\b(?:(?P<whose>[A-Z][\w.]*(?:-[A-Za-z]+)?) )?(?:(?P<which>[a-z]+(?:-[a-z]+)?) )?(?P<group>{_GROUP_NAMES})\b"
)
# What a state, body or person named before them doesn't stand for: "Syrian rebels" aren't Syria.
_APART = words_of(
    "rebels separatists insurgents militants protesters demonstrators terrorists guerrillas banks lenders creditors "
    "investors companies allies partners lawmakers politicians workers factions governments countries nations states "
    "leaders settlers members administration regime junta economies firms regulators senators airlines donors "
    "signatories territories refugees media opposition"
)
# Words before a group that don't tell which: small words, and verbs that have it for their object ("told reporters").
_NO_WHICH = words_of(
    "the a an of in and or to for with by from that these those its their his her our all some other many both any "
    "on as is are was were has have had not no more most such if when between among against two three s t this my "
    "your one which whose whom where how so then since while until though unless despite but at into over up off out "
    "through about after because away enough them what including include includes told tell tells telling said say "
    "says saying met meet meets send sends take make urge urges urged urging warned asked invite allow prevent "
    "convince persuade reassure join accused wants want see saw gave give giving keep help treat report showed "
    "quoted demanded backs expected opposes advises presses involve involves involving penalize punish undermined "
    "turned suggested led supporting arming disarming exempting encouraging encourage encourages discouraging enabling "
    "ensuring reminding reminded briefed getting allows allowing helping asking forcing forced stopping brings brought "
    "protect protecting provide raise deter sending targeting punished killing rattled facing faced informed wanted "
    "prompted although together just been sought defend assail across another"
)
# Capitalised words that are nobody.
_NOBODY = words_of(
    "i we you he she it they this that these those the a an and but or if in on at for with from to of there as so no "
    "not yes when while after before since because our my his her its their what who how why where it's we're i'm "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december mr mrs ms dr president prime minister foreign secretary ambassador islamic "
    "christmas god internet english olympic olympics however today also all any every some now then here thank let "
    "please both such more most many"
)


@dataclass(slots=True, eq=False)
class Figure:
    """A party that a text names. `kind`: state, organisation, person or phrase; `sides`: ids it speaks or stands for.

    `mentions`: where, in order, each with the kind of match; those of a body's persons are in `through`.
    """

    name: str
    kind: str
    id: str
    sides: frozenset[str]
    mentions: list[tuple[Span, str]] = field(default_factory=list)
    through: list[Span] = field(default_factory=list)


class Cast:
    """The figures of one text. `referent_of` tells who a person is; `knowledge` names states and organisations."""

    def __init__(
        self,
        bodies: Bodies,
        persons: Sequence[Person],
        referent_of: Callable[[Person], Referent],
        knowledge: Knowledge,
    ) -> None:
        self.text = bodies.text
        self._knowledge = knowledge
        self._figures: dict[str, Figure] = {}
        for mention in bodies.mentions:
            # The state whose a medium is takes no part: "told the British daily Harbour Courier".
            if mention.kind != "demonym" or not _MEDIUM.match(self.text, mention.span.end):
                self._body(mention.body).mentions.append((mention.span, mention.kind))
        self._written(bodies.mentions)
        for number, person in enumerate(persons):
            self._add_person(f"person#{number}", person, referent_of(person))
        self._places = sorted(
            [(span, kind, figure) for figure in self._figures.values() for span, kind in figure.mentions]
            + [(span, "through", figure) for figure in self._figures.values() for span in figure.through],
            key=lambda place: (place[0].start, place[0].end, place[1] == "through"),
        )
        self._starts = [span.start for span, _, _ in self._places]
        self._shortened = abbreviations(self.text)
        # Which characters a mention covers: no phrase is looked for there.
        self._covered = bytearray(len(self.text))
        for span, _, _ in self._places:
            self._covered[span.start : span.end] = b"\1" * (span.end - span.start)
        # Where a run may begin, the runs that were asked for, and the groups: statements ask for the same places again.
        self._capitals = [match.start() for match in _CAPITAL.finditer(self.text)]
        self._grouped = list(_GROUP.finditer(self.text))
        self._begins, self._ends = [m.start() for m in self._grouped], [m.end() for m in self._grouped]
        self._run_at: dict[int, tuple[int, Span | None]] = {}

    def figures(self) -> Iterable[Figure]:
        """Every body and person of the text."""
        return self._figures.values()

    def get(self, id: str) -> Figure | None:
        """The figure of an id of the knowledge's, if the text names it."""
        return self._figures.get(id)

    def named(self, code: str | None) -> Figure | None:
        """The figure of an affiliation (alpha-3 or an organisation's short name), whether or not the text names it."""
        body = self.body_of(code)
        return None if body is None else self._figures.get(body.id) or self._made(body)

    def body_of(self, code: str | None) -> State | Organisation | None:
        """The state or organisation of an affiliation."""
        if code is None:
            return None
        return self._knowledge.store.body(f"state:{code}") or self._knowledge.organisation_of(code)

    def sides(self, referent: Referent | None) -> frozenset[str]:
        """The ids of whom somebody speaks for, his own included."""
        if referent is None:
            return frozenset()
        found = {referent.id} if referent.id else set()
        body = self.body_of(referent.affiliation)
        if body is not None:
            found |= self._sides(body)
        if referent.person is not None:
            found |= {f.id for f in self._figures.values() if f.kind == "person" and f.name == referent.person.name}
        for member in referent.members:
            found |= self.sides(member)
        return frozenset(found)

    def within(self, span: Span) -> Iterator[tuple[Span, str, Figure]]:
        """The mentions in a span, in order, with the kind of match ("through" a person of a body)."""
        for at in range(bisect_left(self._starts, span.start), len(self._places)):
            if self._starts[at] >= span.end:
                return
            if self._places[at][0].end <= span.end:
                yield self._places[at]

    def listed(self, span: Span) -> list[Figure]:
        """The bodies that a span names one after another ("France, Germany and the EU"); empty if fewer than two."""
        found = [(place, figure) for place, kind, figure in self.within(span) if kind != "through"]
        joined = [figure for _, figure in found[:1]]
        for (before, _), (place, figure) in pairwise(found):
            if not _LISTED.fullmatch(self.text, before.end, place.start):
                return []
            joined.append(figure)
        distinct = list({figure.id: figure for figure in joined}.values())
        return distinct if len(distinct) > 1 and all(f.kind != "person" for f in distinct) else []

    def phrases(self, span: Span) -> Iterator[tuple[Span, str, Figure]]:
        """Groups and other capitalised names in a span that are no body or person of the text."""
        taken = self._covered[span.start : span.end]
        for kind, places in (("group", self._groups(span)), ("run", self._runs(span))):
            for found in places:
                low, high = found.start - span.start, found.end - span.start
                noun = self.text.rfind(" ", found.start, found.end) + 1
                apart = kind == "group" and noun and self.text[noun : found.end] in _APART
                if not any(taken[noun - span.start if apart else low : high]):
                    taken[low:high] = b"\1" * (high - low)
                    yield found, kind, self._phrase(found, kind)

    def _phrase(self, span: Span, kind: str) -> Figure:
        written = self.text[span.start : span.end]
        name = self._shortened.get(written, written)
        return Figure(name, "phrase", f"phrase:{plain(name)}", frozenset(), [(span, kind)])

    def _runs(self, span: Span) -> Iterator[Span]:
        at = span.start
        for start in self._capitals[bisect_left(self._capitals, span.start) : bisect_left(self._capitals, span.end)]:
            if start < at:
                continue
            if start not in self._run_at:
                self._run_at[start] = self._run(start, len(self.text))
            at, found = self._run_at[start]
            if at > span.end:
                at, found = self._run(start, span.end)
            if found is not None:
                yield found

    def _run(self, start: int, end: int) -> tuple[int, Span | None]:
        """Where the run ends that begins with a capital here, and the name in it, if it holds one."""
        match = _RUN.match(self.text, start, end)
        if match is None:
            return start, None
        run = self._one_name(match[0])
        end = start + len(run)
        words = run.split(" ")
        while words and _is_nobody(words[0]):
            start += len(words.pop(0)) + 1
        # "Secretary of State": an office, and nobody's name.
        if start > match.start() and self.text.startswith(" of ", start - 4):
            return end, None
        name = _plain(" ".join(words))
        return end, Span(start=start, end=start + len(name)) if len(name) > 1 else None

    def _one_name(self, run: str) -> str:
        """The first of two names that "and" joins: where one of them stands alone elsewhere, they are no one name."""
        at = run.find(_AND)
        while at >= 0:
            if not self._alone.isdisjoint((_plain(run[:at]), _plain(run[at + len(_AND) :]))):
                return run[:at]
            at = run.find(_AND, at + 1)
        return run

    @cached_property
    def _alone(self) -> frozenset[str]:
        """The names that stand without another."""
        return frozenset(_plain(match[0]) for match in _RUN.finditer(self.text) if _AND not in match[0])

    def _groups(self, span: Span) -> Sequence[Span]:
        """The groups in a span: those of the text, unless one reaches over an end of the span."""
        whole = self._grouped[bisect_right(self._ends, span.start) : bisect_left(self._begins, span.end)]
        if whole and (whole[0].start() < span.start or whole[-1].end() > span.end):
            whole = list(_GROUP.finditer(self.text, span.start, span.end))
        return list(map(_group, whole))

    def _body(self, body: State | Organisation) -> Figure:
        if body.id not in self._figures:
            self._figures[body.id] = self._made(body)
        return self._figures[body.id]

    def _made(self, body: State | Organisation) -> Figure:
        if isinstance(body, State):
            return Figure(body.name, "state", body.id, self._sides(body))
        return Figure(body.short or body.name, "organisation", body.id, self._sides(body))

    def _sides(self, body: State | Organisation) -> frozenset[str]:
        part_of = body.part_of if isinstance(body, Organisation) else None
        return frozenset([body.id, part_of] if part_of else [body.id])

    def _written(self, mentions: Sequence[Mention]) -> None:
        names: dict[str, list[str]] = {}
        for mention in mentions:
            if mention.body.id in _AS_WRITTEN and mention.kind in ("name", "alias"):
                names.setdefault(mention.body.id, []).append(self.text[mention.span.start : mention.span.end])
        for id, written in names.items():
            if id != _BRITAIN or (len(written) >= _OFTEN and set(written) == {"Britain"}):
                self._figures[id].name = max(sorted(set(written)), key=written.count)
        if (palestine := self._figures.get("state:PSE")) is not None:
            authority = _PALESTINIAN.search(self.text)
            palestine.name = "Palestinian Authority" if authority else "Palestinians"

    def _add_person(self, id: str, person: Person, referent: Referent) -> None:
        body = self.body_of(referent.affiliation)
        sides = frozenset([id, *([referent.id] if referent.id else []), *(self._sides(body) if body else ())])
        self._figures[id] = Figure(referent.name, "person", id, sides, [(span, "person") for span in person.mentions])
        if body is not None:
            figure = self._body(body)
            inside = [span for span, _ in figure.mentions]
            figure.through += [s for s in person.mentions if not any(s.overlaps(other) for other in inside)]


def _group(match: re.Match[str]) -> Span:
    whose, which = match["whose"], match["which"]
    if which and which in _NO_WHICH:
        start = match.start("group")
    elif whose and not _is_nobody(whose):
        start = match.start("whose")
    else:
        start = match.start("which" if which else "group")
    return Span(start=start, end=match.end())


def _plain(run: str) -> str:
    return _POSSESSIVE.sub("", run.rstrip(".'’-"))


@lru_cache(maxsize=4096)
def _is_nobody(word: str) -> bool:
    return plain(word) in _NOBODY
