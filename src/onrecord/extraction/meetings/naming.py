"""What a meeting is called, who takes part, and where it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.extraction.bodies import Bodies
from onrecord.extraction.layout import Layout
from onrecord.extraction.meetings.mentions import Mention, Named
from onrecord.extraction.people import Person
from onrecord.extraction.times.words import MONTHS
from onrecord.knowledge import State, without_possessive
from onrecord.records import Span

_ARTICLE = re.compile(
    r"^(?:(?:this|last|next|that)\s+)?(?:week|weekend|month|year|today|yesterday|\w+day)['’]s\s+"
    r"|^(?:the|a|an|this|that|his|her|its|their|these|those)\s+",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"^(?:will|would|to|is|are|was|were|has|have|had|be|been|met|meet|meets|visited|visits|visiting|spoke|speaks|told|"
    r"voted|travel\w*|attend\w*|went|go|called|briefed|agreed|held|hold|holding)\b",
    re.IGNORECASE,
)
_OF_VERBS = {
    "talks": "meeting of",
    "session": "meeting of",
    "visit": "visit of",
    "call": "call of",
    "briefing": "briefing of",
    "vote": "vote of",
}
_MONTH_NAME = "|".join(form.title() for name in MONTHS for form in (name, name[:3])) + "|Sept"
# What a phrase that was marked too long or too short ends with: "summit on", "talks this", "talks on April".
_LEFT_OVER = re.compile(
    rf"(?:[\s,\"“]+(?:on(?: (?-i:{_MONTH_NAME})\.?)?|"
    r"in|at|by|to|and|or|of|for|with|from|the|an?|this|next|last|after|before|during|over|via|about|between|"
    r"mid|his|her|its|their|that|as|but|later|earlier|since|until|among|against|which|is|was|today|"
    r"yesterday))+$",
    re.IGNORECASE,
)
_LEFT_OPEN = re.compile(r"(?<!\S)([\"“])\w[^\"“”]*\Z")
_LEFT_SHUT = re.compile(r"[^\"“”]*\w([\"”])(?!\w)")
_PLACE = r"(?P<place>(?:St\. )?[A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]+|de|of|al|el)){0,2})"
_NO_LEAD = "which|whom|whose|what|on|to|with|by|for|from|comments?|remarks|order|response|reply|talks|addition"
_IN = re.compile(
    r"\b[Ii]n (?:the )?(?:[A-Z]\w+ (?:[a-z]+ )?(?:capital|city|town|resort)(?: of)? |"
    rf"(?:(?!(?:{_NO_LEAD})\b)[a-z-]+ ){{0,3}}){_PLACE}"
)
_MONTH = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?$|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|"
    r"(?:Spring|Summer|Autumn|Fall|Winter)$"
)
# Seats that stand for their city.
_CAPITOL = re.compile(r"\b(?:White House|Oval Office|Rose Garden|Capitol Hill|State Department|Pentagon)\b")
# What stands behind "in" with a capital, and is no city.
_NO_CITY = re.compile(
    r"(?:White House|Oval|Rose|Capitol|Congress|Senate|House|Pentagon|State Department|Kremlin|Parliament|Cabinet|"
    r"Europe|Asia|Africa|America|Middle East|Latin America|European|Asian|Mr|Mrs|Ms|Dr|Prime|President|Minister)\b"
    r"[\w .]*|North|South|West|East|Western|Eastern|Central|St|[A-Z]{2,}\b.*"
)
# States that are cities too.
_CITY_STATES = frozenset(("state:SGP", "state:HKG", "state:LUX", "state:MCO", "state:MAC", "state:VAT"))
# "Pyongyang's envoys": the capital stands for the state.
_SPEAKS_FOR = re.compile(r"['’]s?\s")
_CLAUSE = re.compile(r"[;:—]|,\s(?!where|and\b)|\b(?:said|told|but|who|that|which)\b")
_ELSEWHERE = re.compile(r"[;:—]|\b(?:said|told|but|who|that|which|since|where)\b")
_BEHIND = 60
_MOST = 12


@dataclass(frozen=True, slots=True)
class Known:
    """What the names of one text mean."""

    layout: Layout
    bodies: Bodies
    persons: Sequence[Person]
    named: Named
    titles: Mapping[str, str]


def known_of(layout: Layout, bodies: Bodies, persons: Sequence[Person], named: Named) -> Known:
    """The names of everybody whom a text names, by id."""
    titles: dict[str, str] = {f"person {i}": person.name for i, person in enumerate(persons)}
    for mention in bodies.mentions:
        body = mention.body
        titles.setdefault(body.id, body.name if isinstance(body, State) else body.short)
    return Known(layout, bodies, persons, named, titles)


def name_of(mentions: Sequence[Mention], parties: Sequence[str]) -> str:
    """The fullest phrase that names the meeting; made of kind and parties where only verbs tell of it."""
    nouns = [m for m in mentions if m.head and not _VERB.match(m.text)]
    if nouns:
        best = max(nouns, key=lambda m: (len(m.words), len(m.text)))
        return _whole(without_possessive(_ARTICLE.sub("", best.text))) or best.text
    kind = _OF_VERBS.get(mentions[0].kind)
    if kind and parties:
        return f"{kind} {' and '.join(parties[:2]) if mentions[0].kind != 'visit' else ' to '.join(parties[:2])}"
    return _whole(mentions[0].text)


def _whole(phrase: str) -> str:
    # No phrase ends in more words that belong to none of it; the bound keeps the search linear.
    kept = phrase[:-_BEHIND] + _LEFT_OVER.sub("", phrase[-_BEHIND:])
    # Marks at a phrase's edge are cut off; one whose other stands in the phrase belongs to it.
    opening, closing = _LEFT_OPEN.search(kept), _LEFT_SHUT.match(kept)
    before, behind = closing[1].replace("”", "“") if closing else "", opening[1].replace("“", "”") if opening else ""
    return f"{before}{kept}{behind}"


def parties_of(known: Known, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Who takes part, by any of the mentions."""
    found = dict.fromkeys(known.titles[who] for mention in mentions[:_MOST] for who in mention.parties)
    return tuple(found)[:_MOST]


def place_of(known: Known, mentions: Sequence[Mention]) -> str | None:
    """The city that the phrases, or the words right behind them, name; else one that the sentence names before them."""
    text = known.layout.text
    for mention in mentions[:_MOST]:
        for match in _IN.finditer(text, mention.span.start, min(mention.clause.end, mention.span.end + _BEHIND)):
            between = text[mention.span.end : max(mention.span.end, match.start())]
            if _is_place(known, match) and not _CLAUSE.search(between):
                return _plain(match["place"])
        cities = [m for m in known.bodies.within(mention.span) if m.kind in ("capital", "seat")]
        if cities and not _SPEAKS_FOR.match(text, cities[0].span.end):
            return _plain(text[cities[0].span.start : cities[0].span.end])
        if _CAPITOL.search(mention.text):
            return "Washington"
    for mention in mentions[:_MOST]:
        before = [m for m in _IN.finditer(text, mention.clause.start, mention.span.start) if _is_place(known, m)]
        if before and not _ELSEWHERE.search(text, before[-1].end(), mention.span.start):
            return _plain(before[-1]["place"])
    return None


def _plain(place: str) -> str:
    return without_possessive(" ".join(place.split())).rstrip(".,’'")


def _is_place(known: Known, match: re.Match[str]) -> bool:
    """A name that is neither a month, nor a state's or an organisation's, nor a person's."""
    if _MONTH.search(match["place"]) or _NO_CITY.fullmatch(match["place"]):
        return False
    span = Span(start=match.start("place"), end=match.end("place"))
    named = known.bodies.within(span)
    return not any(m.kind not in ("capital", "seat") and m.body.id not in _CITY_STATES for m in named) and not any(
        who.startswith("person") for _, who in known.named.within(span.start, span.end)
    )
