"""Whose position a statement gives, and whether the speaker speaks for the holder or reports another's.

Mostly the speaker's state or organisation; the person where he speaks for himself (out of office, a candidate, a member
of a parliament, an expert); whom the content is about where the speaker reports another's position.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from onrecord.extraction.drafts import Draft
from onrecord.extraction.positions.cast import Cast, Figure
from onrecord.extraction.referents import Referent
from onrecord.knowledge import plain, without_possessive
from onrecord.records import Span

Score = Callable[[Span, str], float | None]

# Titles under which somebody speaks for himself, whatever state the title names. On the training set, where the
# speaker is right, the holder is the person in 90 % of the statements under these.
_FOR_ONESELF = re.compile(
    r"\b(?:sen\.?|senators?|reps?|congress(?:man|woman)|former(?:ly)?|ex-\w+|president-elect|candidate|nominee|hopeful|"
    r"running mate|front-?runner|citizen|(?:majority|minority|opposition|party|democratic|republican|liberal|"
    r"labou?r|conservative|socialist) leader|leader of the (?:opposition|\w+ party)|speaker|lawmaker|legislator|mp|mep|"
    r"analyst|expert|professor|economist|fellow|scholar|historian|author|lawyer|activist|researcher|columnist|dissident)\b",
    re.IGNORECASE,
)
# Parts of an organisation or state that hold positions of their own; other parts (ministries, the European Commission)
# speak for the whole.
_OWN_POSITIONS = re.compile(
    r"\b(?:congress|senate|house of|security council|general assembly|court|parliament|assembly|cent(?:er|re)|union|"
    r"agency|fund|program(?:me)?|federal reserve|bank|council of|high commissioner)\b",
    re.IGNORECASE,
)
_AS_ONE = frozenset(["org:EUCommission"])
_ARTICLE = re.compile(r"^(?:the|an?|one|some|our|its|their|his|her)\s+", re.IGNORECASE)
# What follows the party that another reports on: its own act, or its own will.
_ACTS = re.compile(
    r"(?:['’]s [\w ]{3,40}?)?(?: (?:allies|members|member states|countries|states|leaders|ministers|"
    r"government|officials))?"
    r"\s+(?:(?:has|have|had|also|again|now|already)\s+){0,2}(?:said|told|confirmed|agreed|"
    r"promised|pledged|rejected|refused|denied|offered|proposed|demanded|wants?|wanted|accepted|"
    r"(?:is|are) (?:ready|prepared|willing|committed)|supports?|supported|insists?|assured|expressed|condemned|decided|"
    r"threatened|vowed|asked|informed|announced|recognized|recogni[sz]es?|shares?|believes?|says?)\b"
)
# How near to its start the content names the party whose position is reported.
_START = 24
# Words that say nothing of who speaks.
_NOBODY = frozenset(
    ["he", "she", "it", "they", "we", "i", "you", "who", "which", "that", "one", "many", "some", "most"]
)
# Below this share of first-hand the statement reports another's position.
LEAST_FIRST = 0.5
LEAST_SURE = 0.99


def holders(
    cast: Cast, speaker: Referent | None, written: str | None = None, at: Span | None = None
) -> tuple[str, ...]:
    """The names of those for whom a speaker speaks; empty where nobody knows who speaks.

    `written`, `at`: the speaker's words and where they stand, if they do.
    """
    several = cast.listed(at) if at is not None else []
    if several and (speaker is None or speaker.kind in ("office", "organisation", "unnamed")):
        return tuple(figure.name for figure in several)
    if speaker is None:
        return (_plain(written),) if written and plain(written) not in _NOBODY else ()
    if speaker.members:
        return tuple(dict.fromkeys(name for member in speaker.members for name in holders(cast, member)))
    body = cast.named(speaker.affiliation)
    if speaker.kind == "person":
        if body is None or any(_FOR_ONESELF.search(role.text) for role in speaker.roles):
            return (speaker.name,)
        return (body.name,)
    if speaker.kind in ("state", "organisation"):
        own = cast.get(speaker.id) if speaker.id else None
        if own is not None and (body is None or own.id == body.id or _stands_alone(own)):
            return (own.name,)
        if own is None and body is not None and _OWN_POSITIONS.search(speaker.name):
            return (speaker.name,)
    if body is not None:
        return (body.name,)
    return (speaker.affiliation if speaker.kind == "organisation" and speaker.affiliation else _plain(speaker.name),)


def reported(cast: Cast, draft: Draft, sides: frozenset[str], score: Score | None = None) -> Figure | None:
    """Whose position the content reports, if it is not the speaker's: the party that the content begins with.

    `score` tells how likely a span names the holder; where it speaks, the likeliest party is taken.
    """
    best: tuple[float, Figure] | None = None
    for piece in draft.content:
        for span, kind, figure in cast.within(piece):
            if figure.sides & sides or kind == "through":
                continue
            told = score(span, "holder") if score else None
            if told is not None and (best is None or told > best[0]):
                best = (told, figure)
    if best is not None:
        return best[1]
    return next((figure for _, figure in _subjects(cast, draft, sides)), None)


def acting(cast: Cast, draft: Draft, sides: frozenset[str]) -> Figure | None:
    """Another party that the content begins with, if what follows is what it itself said, wants or decided."""
    return next((figure for span, figure in _subjects(cast, draft, sides) if _ACTS.match(cast.text, span.end)), None)


def _subjects(cast: Cast, draft: Draft, sides: frozenset[str]) -> Iterable[tuple[Span, Figure]]:
    for span, kind, figure in cast.within(draft.content[0]):
        if kind in ("demonym", "through") or span.start - draft.content[0].start > _START:
            continue
        if not figure.sides & sides:
            yield span, figure


def _stands_alone(figure: Figure) -> bool:
    return figure.kind == "organisation" and figure.id not in _AS_ONE


def _plain(name: str) -> str:
    return without_possessive(_ARTICLE.sub("", name)) or name
