"""Which of the states and organisations in view somebody speaks for, as weights over signs fitted by training tell.

Rules offer candidates, each by its name: the body of a title, the one right before the name, the state of the person
whose aide it is. The states and organisations that the text names stand beside them, and so does nobody at all.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources

from onrecord.extraction.bodies import Bodies, Mention
from onrecord.knowledge import State
from onrecord.records import Span

WEIGHTS = "affiliations.json"
# By which words a title or phrase is told: what they are called in the signs.
_CLASSES = {
    "private": r"analyst|economist|strategist|fellow|professor|researcher|scholar|expert|trader|broker|lawyer|"
    r"attorney|editor|columnist|correspondent|scientist|executive|CEO|founder|partner|lecturer|historian|author|reporter|host",
    "anybody": r"residents?|critics?|observers?|voters?|markets?|investors?|analysts|experts|economists|traders|"
    r"sources?|many|some|others|people|protesters|activists|supporters|polls?",
    "cabinet": r"minister|premier|chancellor|secretary|cabinet|president|prime|king|queen|emir|sultan|leader",
    "state": r"government|ministry|administration|authorities|regime|embassy|palace|presidential|department|treasury",
    "assembly": r"senators?|sen|rep|lawmakers?|parliament|congress\w*|house|senate|mps?|deputy|deputies|speaker|"
    r"legislat\w+|republicans?|democrats?|whip",
    "speaks": r"spokes\w+|officials?|adviser|advisor|aide",
    "sent": r"ambassador|envoy|diplomats?|negotiators?|delegat\w+|representatives?|mission",
    "armed": r"army|military|police|general|gen|commander|col|colonel|admiral|adm|lt|troops|navy|security|intelligence",
    "european": r"european|eu|euro|eurogroup|commission\w*|brussels|bloc",
    "party": r"party|opposition|coalition|rebels?|movement|union",
    "firm": r"company|bank|chief executive|chairman|director|manager|corp|inc|president of",
    "local": r"provincial|regional|local|city|mayor|governor|county|district",
    "press": r"newspaper|daily|times|post|news|agency|tv|television|radio|journal|herald|broadcast\w+|weekly|magazine|"
    r"portal|paper|tribune",
    "maker": r"maker|corp|inc|plc|ltd|giant|carrier|airline|group|firm|fund|foundation|institute|cent(?:er|re)|council|"
    r"association|university|think tank|charity",
    "text": r"statement|report|draft|declaration|communiqu\w+|document|letter|conclusions|study|poll",
}
_CLASS = re.compile("|".join(rf"(?P<{name}>\b(?:{words})\b)" for name, words in _CLASSES.items()), re.IGNORECASE)
_SEVERAL = re.compile(r"^(?:[a-z]+ )?[a-z]+s$|^[A-Z][a-z]+s$")
_CLAUSE_ENDS = (". ", ".\n", "\n", "? ", "! ", ".” ", '." ')
# Offices that states alone have: who bears one speaks for no organisation, unless a rule offers it.
STATES_ALONE = re.compile(r"\b(?:minister|premier|king|queen|emir|sultan|crown prince)\b", re.IGNORECASE)
# How much a model's word on a body weighs beside the text's, and what is added to its logit as its chances are low:
# chosen on the development set of 0.4 to 3 and 0 to 3.5; it tells for a body alone, never against one.
WORD, LOW = 1.0, 2.0
# A text's first words tell what it is about.
_LEAD = 250
# "A senior", "some": no longer words stand before the body that a phrase begins with.
_ARTICLE = 12
# A mention nearer than this counts half as near.
_NEAR = 60.0


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody whose affiliation is asked. `words`: titles or phrase; `offers`: what each rule gives, as a code."""

    kind: str
    words: str
    place: Span
    offers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A state or organisation by its code, or nobody (None), with its signs."""

    code: str | None
    signs: Mapping[str, float]


@dataclass(slots=True)
class _Standing:
    """How a text speaks of one body."""

    state: bool
    mentions: list[Mention] = field(default_factory=list)
    share: float = 0.0
    most: bool = False


class Allegiances:
    """Answers for one text."""

    def __init__(self, bodies: Bodies) -> None:
        self._text = bodies.text
        self._named: dict[str, _Standing] = {}
        for mention in bodies.mentions:
            code = bodies.affiliation(mention.body)
            if code is not None:
                standing = self._named.setdefault(code, _Standing(isinstance(mention.body, State)))
                standing.mentions.append(mention)
        for state in (True, False):
            alike = [s for s in self._named.values() if s.state == state]
            total, most = sum(len(s.mentions) for s in alike), max((len(s.mentions) for s in alike), default=0)
            for standing in alike:
                standing.share, standing.most = len(standing.mentions) / total, len(standing.mentions) == most

    def scored(self, case: Case) -> dict[str | None, float]:
        """The candidates by code, nobody as None, each with its score: a logit, but for what all have in common."""
        held = weights()
        classes = classes_of(case.words)
        scores: dict[str | None, float] = {None: sum(held.get(s, 0.0) * v for s, v in self._of_nobody(case, classes))}
        for code, signs in self._in_view(case):
            scores[code] = sum(_weight(sign, case.kind, classes) * value for sign, value in signs)
        return scores

    def candidates(self, case: Case) -> Iterator[Candidate]:
        """Nobody, whatever a rule offers, and what the text names, each with every sign that a weight is fitted to."""
        classes = classes_of(case.words)
        yield Candidate(None, dict(self._of_nobody(case, classes)))
        for code, signs in self._in_view(case):
            yield Candidate(code, {one: v for sign, v in signs for one in _crossed(sign, case.kind, classes)})

    def _in_view(self, case: Case) -> Iterator[tuple[str, Iterator[tuple[str, float]]]]:
        near = self._nearest(case.place)
        states_alone = case.kind == "person" and STATES_ALONE.search(case.words) is not None
        # An officer of a region or city, or one who served a state, is of no other that only happens to be named.
        of_one_state = "place" in case.offers or "former" in case.offers
        named = (code for code, one in self._named.items() if not (of_one_state if one.state else states_alone))
        for code in dict.fromkeys((*case.offers.values(), *named)):
            yield code, self._signs(case, code, near)

    def _signs(self, case: Case, code: str, near: str | None) -> Iterator[tuple[str, float]]:
        for rule, offered in case.offers.items():
            if offered == code:
                yield f"offer:{rule}", 1.0
        if case.offers.get("body") == code and self._begins(case, code):
            yield "offer:body:begins", 1.0
        standing = self._named.get(code)
        if standing is None:
            yield "unnamed", 1.0
            return
        how = "held" if case.offers else "open"
        for sign, value in self._of_standing(standing, case.place, code == near):
            yield f"{how}:{sign}", value

    def _begins(self, case: Case, code: str) -> bool:
        """True if a phrase begins with the body: "NATO officials", and not "officials in NATO"."""
        named = self._named[code].mentions if code in self._named else []
        at = bisect_left(named, case.place.start, key=lambda m: m.span.start)
        return at < len(named) and named[at].span.start <= case.place.start + _ARTICLE

    def _of_nobody(self, case: Case, classes: Sequence[str]) -> Iterator[tuple[str, float]]:
        how = "held" if case.offers else "open"
        yield f"nobody:{how}", 1.0
        yield f"nobody:{case.kind}", 1.0
        for name in classes:
            yield f"nobody:{name}", 1.0
            yield f"nobody:{how}:{name}", 1.0
        for rule in case.offers:
            yield f"nobody:{rule}", 1.0
        if case.kind != "person":
            yield f"nobody:several:{bool(_SEVERAL.match(case.words))}", 1.0
            if case.words[:4].lower() in ("the ", "this"):
                yield "nobody:definite", 1.0

    def _of_standing(self, standing: _Standing, place: Span, nearest: bool) -> Iterator[tuple[str, float]]:
        yield "state" if standing.state else "body", 1.0
        yield "share" if standing.state else "share of bodies", standing.share
        if standing.most:
            yield "most" if standing.state else "most of bodies", 1.0
        if standing.mentions[0].span.start < _LEAD:
            yield "lead", 1.0
        if nearest:
            yield "nearest", 1.0
        gap, mention = min((_gap(place, m.span), m.kind) for m in standing.mentions)
        yield "near", _NEAR / (_NEAR + gap)
        if gap < 2 * _NEAR:
            yield f"near:{mention}", 1.0

    def _nearest(self, place: Span) -> str | None:
        """The body named last before a place."""
        best, code = -1, None
        for other, standing in self._named.items():
            at = bisect_left(standing.mentions, place.start, key=lambda m: m.span.start)
            if at and standing.mentions[at - 1].span.start > best:
                best, code = standing.mentions[at - 1].span.start, other
        return code


def likeliest(scores: Mapping[str | None, float], heard: Mapping[str, float]) -> str | None:
    """The candidate of the greatest score; `heard`: the chance, 0 to 1, that a model gives to some."""

    def joined(code: str | None) -> float:
        chance = heard.get(code) if code is not None else None
        if chance is None:
            return scores[code]
        held = min(max(chance, 1e-3), 1 - 1e-3)
        return scores[code] + max(0.0, WORD * (math.log(held / (1 - held)) + LOW))

    return max(scores, key=joined)


def classes_of(words: str) -> tuple[str, ...]:
    """The classes of a title's or phrase's words, in order of the table; "plain" where none fits."""
    found = {match.lastgroup for match in _CLASS.finditer(words) if match.lastgroup}
    return tuple(name for name in _CLASSES if name in found) or ("plain" if words else "untitled",)


def _crossed(sign: str, kind: str, classes: Sequence[str]) -> Iterator[str]:
    """A sign, and the same for those of a kind and of each class of words."""
    yield sign
    if sign != "unnamed":
        yield from (f"{sign}:{name}" for name in (kind, *classes))


@lru_cache(maxsize=16384)
def _weight(sign: str, kind: str, classes: tuple[str, ...]) -> float:
    """What a sign weighs, alone and crossed; text after text has the same signs."""
    return sum(weights().get(one, 0.0) for one in _crossed(sign, kind, classes))


def _gap(one: Span, other: Span) -> int:
    return max(0, other.start - one.end, one.start - other.end)


@cache
def weights() -> Mapping[str, float]:
    """The weight of each sign; one never seen in training weighs nothing."""
    found: dict[str, float] = json.loads((resources.files(__package__) / WEIGHTS).read_text(encoding="utf-8"))
    return found
