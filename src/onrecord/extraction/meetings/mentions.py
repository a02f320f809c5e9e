"""One place where a text mentions a meeting: its head word, whom and what it names, and the words around it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.extraction.bodies import Bodies
from onrecord.extraction.layout import Layout
from onrecord.extraction.meetings.kinds import WORD, core_of, kind_of
from onrecord.extraction.meetings.signs import signs_of
from onrecord.extraction.people import Person
from onrecord.records import Span, Time

# Code points on each side in which words tell of a meeting's status and parties; a clause is seldom longer.
_LOOK = 120
# Words on each side that are signs themselves.
_AROUND = 6
# "talks this week with": the link to those behind stands within so many code points; so many words apart are the names.
_REACH, _APART = 40, 6
# A time that stands no further behind is the mention's own, unless a clause ends between.
_NEXT = 25
_APART_FROM = re.compile(r"[;:.,]\s|\b(?:said|told|and|but|before|after|that)\b")
_TOKEN = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*")
_DETERMINER = re.compile(r"(?:the|this|that|these|those|an?|his|her|its|their|another|any)\b", re.IGNORECASE)
_ORDER = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|next|last|previous|latest|earlier|new|other|another|upcoming|final|"
    r"follow-up|recent|past|future|separate|\d+(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)
# A phrase whose subject takes part: "met Burns", "his visit", "a phone call".
_VERB = re.compile(
    r"(?:will|would|to|is|are|was|were|has|have|had|be|been|met|meet|meets|meeting with|visited|visits|visiting|visit|"
    r"spoke|speaks|told|voted|travel\w*|attend\w*|went|go|called|briefed|agreed|held|hold|holding|discuss\w*|arriv\w+)\b",
    re.IGNORECASE,
)
_OWN = frozenset(["his", "her", "their", "its"])
# Between the last two who take part, and between others of a row; titles may stand before a name.
_TITLED = r"(?:the )?(?:[A-Z][\w.’'-]* ){0,6}"
_AND, _COMMA = re.compile(rf",? and {_TITLED}"), re.compile(rf", {_TITLED}")
# "According to Ana Ferro, Paul Okello and Juan Silva met": a row that something else begins is none.
_BESIDE = re.compile(rf"\b(?:in|at|after|before|to|with|unlike|like|for|from|of|by|on|near) {_TITLED}\Z", re.IGNORECASE)
_WITH = re.compile(r"\s*(?:[\w-]+\s){0,3}?(?:with|between|of|by|among|to)\s", re.IGNORECASE)
_ONE_SIDE = re.compile(r"\bwith\b")
_LIST = re.compile(r",|\band\b|\bwith\b|['’]s\s+(?:meet|talk|visit|call)")
_INSIDE = re.compile(r"\b(?:in|at|from)\s(?:the\s)?$")
_ENDS = re.compile(r"[;:.]\s|\b(?:on|in|at|after|said|told|that|who|before|as|when)\b")
_SMALL = frozenset(
    "the a an of and or for in on at to with by from between among after before during over about his her its their "  # noqa: SIM905
    "this that these those is was were be been has have had will would new us mr mrs".split()
)


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """`head`: its word for a meeting; `signs`: what the words around it tell.

    `words`: what else it is called by; `order`: first, next, ...; `parties`: who takes part by the phrase and the words
    right around it; `near`: who stands in its clause; both hold ids of bodies and numbers of persons. `around`: the
    words right before and behind it, as signs.
    """

    span: Span
    text: str
    kind: str
    head: str
    determiner: str
    words: frozenset[str]
    proper: frozenset[str]
    order: frozenset[str]
    parties: tuple[str, ...]
    near: frozenset[str]
    days: frozenset[str]
    sentence: int
    clause: Span
    signs: tuple[str, ...]
    around: frozenset[str]


class Named:
    """Who is named where: bodies by id, persons by number, in order of their places."""

    def __init__(self, bodies: Bodies, persons: Sequence[Person]) -> None:
        found = [(m.span, m.body.id) for m in bodies.mentions]
        found += [(span, f"person {i}") for i, person in enumerate(persons) for span in person.mentions]
        self._found = sorted(found)
        self._starts = [span.start for span, _ in self._found]

    def within(self, start: int, end: int) -> Iterator[tuple[Span, str]]:
        """Everybody named from one place to another, once for each place."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return ((span, who) for span, who in self._found[low:high] if span.end <= end + 2)


def mentions(layout: Layout, spans: Sequence[Span], named: Named, times: Sequence[Time]) -> list[Mention]:
    """The mentions of the marked spans, in order."""
    stand = sorted(times, key=lambda time: time.span)
    starts = [time.span.start for time in stand]
    found = []
    for span in sorted(set(spans)):
        low, high = bisect_left(starts, span.start), bisect_left(starts, span.end + _NEXT)
        own = [t.value for t in stand[low:high] if not _APART_FROM.search(layout.text, span.end, t.span.start)]
        found.append(_mention(layout, span, named, frozenset(own)))
    return found


def _mention(layout: Layout, span: Span, named: Named, days: frozenset[str]) -> Mention:
    text = layout.text
    phrase = " ".join(text[span.start : span.end].split())
    number = max(0, bisect_right(layout.starts, span.start) - 1)
    clause = _clause(layout, number, span)
    kind, head = kind_of(phrase)
    determiner = _DETERMINER.match(phrase)
    first = determiner[0].lower() if determiner else _determiner_before(text, span)
    lower = phrase.lower()
    before = " ".join(text[clause.start : span.start].lower().split())
    after = " ".join(text[span.end : max(span.end, clause.end)].lower().split())
    words = {w.removesuffix("'s").removesuffix("’s") for w in _TOKEN.findall(lower)} - _SMALL
    return Mention(
        span=span,
        text=phrase,
        kind=kind,
        head=head,
        determiner=first,
        words=frozenset(w for w in words if not WORD.fullmatch(w) and not _ORDER.fullmatch(w)),
        proper=frozenset(_proper(phrase)),
        order=frozenset(m[0].lower() for m in _ORDER.finditer(core_of(phrase))),
        parties=tuple(dict.fromkeys(_parties(text, span, clause, named, owned=first in _OWN, kind=kind))),
        near=frozenset(who for _, who in named.within(clause.start, clause.end)),
        days=days,
        sentence=number,
        clause=clause,
        signs=signs_of(phrase, before, after, kind),
        around=frozenset(_around(before, after)),
    )


def _proper(phrase: str) -> Iterator[str]:
    """The names and numbers of a phrase, each part of a pair by itself; a first word is one only as part of a pair."""
    for at, word in enumerate(_TOKEN.findall(phrase)):
        parts = word.split("-")
        if at or any(part[:1].isupper() for part in parts[1:]):
            yield from (part.lower() for part in parts if part[:1].isupper() or part[:1].isdigit())


def standing_of(mention: Mention) -> str:
    """How far ahead in its text a mention stands."""
    at = mention.sentence
    return "title" if at == 0 else "lead" if at < 3 else "early" if at < 8 else "late"


def _around(before: str, after: str) -> Iterator[str]:
    yield from (f"before {word}" for word in _TOKEN.findall(before)[-_AROUND:])
    yield from (f"behind {word}" for word in _TOKEN.findall(after)[:_AROUND])


def _parties(text: str, span: Span, clause: Span, named: Named, *, owned: bool, kind: str) -> Iterator[str]:
    """The subject of a verb, of "his visit" or of "talks with", whom the phrase names, and the row right behind it."""
    within = _taking_part(text, list(named.within(span.start, span.end)), kind)
    behind = _row(text, span, clause, named)
    one_sided = len({*within, *behind}) == 1 and bool(_ONE_SIDE.search(text, span.start, span.end + _REACH))
    if owned or one_sided or kind in ("visit", "call", "briefing") or _VERB.match(text, span.start):
        before = list(named.within(clause.start, span.start))
        people = [(place, who) for place, who in before if who.startswith("person")]
        yield from _joined(text, people or before)
    yield from within
    yield from behind


def _joined(text: str, found: Sequence[tuple[Span, str]]) -> list[str]:
    """The last of a row of names and those that are joined to it: "Ana Ferro and President Juan Silva | met"."""
    whole = list(found[-1:])
    for place, who in reversed(found[:-1]):
        join = _AND if len(whole) == 1 else _COMMA
        if not join.fullmatch(text, place.end, whole[0][0].start):
            break
        whole.insert(0, (place, who))
    beside = _BESIDE.search(text, max(0, whole[0][0].start - _REACH), whole[0][0].start) if len(whole) > 1 else None
    return [who for _, who in (whole[-1:] if beside else whole)]


def _row(text: str, span: Span, clause: Span, named: Named) -> list[str]:
    """The row of names right behind a phrase: "talks | between Iran and the EU"."""
    link = _WITH.match(text, span.end, min(len(text), span.end + _REACH))
    at = link.end() if link else len(text)
    found = []
    for place, who in named.within(at, clause.end):
        between = text[at : place.start]
        if len(between.split()) > _APART or _ENDS.search(between):
            break
        found.append((place, who))
        at = place.end
    return _taking_part(text, found, "")


def _taking_part(text: str, found: Sequence[tuple[Span, str]], kind: str) -> list[str]:
    """Without a state that only tells whose official a person is, or, but for visits, where it is."""
    kept = []
    for at, (place, who) in enumerate(found):
        behind, other = found[at + 1] if at + 1 < len(found) else (place, who)
        if other.startswith("person") > who.startswith("person") and not _LIST.search(text, place.end, behind.start):
            continue
        if (
            kind != "visit"
            and not who.startswith("person")
            and _INSIDE.search(text, max(0, place.start - 8), place.start)
        ):
            continue
        kept.append(who)
    return kept


def _clause(layout: Layout, number: int, span: Span) -> Span:
    """As much of the sentence as is near."""
    start, end = 0, len(layout.text)
    if layout.sentences:
        start, end = layout.sentences[number].start, layout.sentences[number].end
    return Span(start=max(min(start, span.start), span.start - _LOOK), end=min(max(end, span.end), span.end + _LOOK))


def _determiner_before(text: str, span: Span) -> str:
    words = text[max(0, span.start - 12) : span.start].lower().split()
    return words[-1] if words and _DETERMINER.fullmatch(words[-1]) else ""
