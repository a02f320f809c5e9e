"""Whose position a statement may give: the possible holders, and the signs by which a network chooses one of them.

They are the speaker, the body for which he speaks, whom his words name, and, where he reports another's position, the
parties of the content. The network (training/holders.py) is given their signs beside the words that it sees.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from onrecord.extraction.drafts import Draft
from onrecord.extraction.positions.cast import Cast, Figure, words_of
from onrecord.extraction.positions.odds import log_odds
from onrecord.extraction.referent import Referent
from onrecord.extraction.who import Voice
from onrecord.knowledge import plain, without_possessive
from onrecord.records import Span

Score = Callable[[Span, str], float | None]

# Titles under which somebody mostly speaks for himself, whatever state the title names.
_FOR_ONESELF = re.compile(
    r"\b(?:sen\.?|senators?|reps?|representative|congress(?:man|woman)|former(?:ly)?|ex-\w+|president-elect|candidate|"
    r"nominee|hopeful|running mate|front-?runner|citizen|(?:majority|minority|opposition|party|democratic|republican|"
    r"liberal|labou?r|conservative|socialist) leader|leader of the (?:opposition|\w+ party)|speaker|lawmaker|"
    r"legislator|mp|mep|analyst|expert|professor|economist|fellow|scholar|historian|author|lawyer|activist|researcher|"
    r"columnist|dissident)\b",
    re.IGNORECASE,
)
# Parts of an organisation or state that mostly hold positions of their own.
_OWN_POSITIONS = re.compile(
    r"\b(?:congress|senate|house of|security council|general assembly|court|parliament|assembly|cent(?:er|re)|union|"
    r"agency|fund|program(?:me)?|federal reserve|bank|council of|high commissioner|party)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"^(?:(?:one|some|many|most|two|several) of (?:the|its|his|her|their|our|these|those)"
    r"|the|an?|(?:one|some)(?! of\b)|our|its|their|his|her)\s+",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"\w+")
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
_NOBODY = words_of("he she it they we i you who which that one many some most them him her us me its their")
# The pronouns of the content that tell whether one speaks for oneself.
_OWN_VOICE = words_of("i my me we our us he his she her they their it its")
# Below this share of first-hand the statement reports another's position.
LEAST_FIRST = 0.5
LEAST_SURE = 0.99


@dataclass(slots=True)
class Possible:
    """A possible holder: its names (none where nobody is known to hold it), what it is to the statement, its signs.

    `places`: where the text names it.
    """

    names: tuple[str, ...]
    kind: str
    signs: dict[str, float] = field(default_factory=dict)
    places: Sequence[Span] = ()

    def in_order(self) -> list[Span]:
        """Its places in the order of the text."""
        return sorted(self.places, key=lambda span: span.start)


def possible(cast: Cast, draft: Draft, voice: Voice | None, sides: frozenset[str], first: bool) -> list[Possible]:
    """Every possible holder of a statement, no two of the same names.

    `sides`: ids for whom the speaker stands; `first`: whether he speaks for the holder.
    """
    merged: dict[tuple[str, ...], Possible] = {}
    for one in chain(() if first else _reported(cast, draft, sides), _own(cast, voice)):
        known = merged.setdefault(one.names, one)
        if one is not known:
            known.signs |= one.signs | {f"also {one.kind}": 1.0}
            known.places = [*known.places, *one.places]
    found = list(merged.values())
    beside = " ".join(sorted({one.kind for one in found}))
    told = ["", f"of {beside}", *_speaker_signs(cast, voice), *_said_signs(cast.text, draft)] if first else [""]
    for one in found:
        kind = one.kind if first else f"other's {one.kind}"
        one.signs = {f"{kind}, {sign}": value for sign, value in one.signs.items()}
        one.signs |= dict.fromkeys([f"{kind}, {sign}" for sign in told], 1.0)
    return found


def weighed_by(found: Sequence[Possible], score: Score | None) -> list[dict[str, float]]:
    """The features of each possible holder of a statement.

    `score`: how likely the model calls a span a holder, None where it says nothing of the statement.
    """
    return [one.signs | _weight_of(one, score) for one in found]


def of_all(found: Sequence[Possible], kinds: Mapping[str, float], first_hand: float, nested: bool) -> dict[str, float]:
    """The features that all possible holders of a statement have.

    `kinds`: how likely each kind of position is; `first_hand`: how likely the speaker speaks for the holder; `nested`:
    whether it stands inside another.
    """
    own = {"first hand": first_hand, "nested": float(nested), "possible": float(len(found))}
    return own | {f"kind {kind}": share for kind, share in kinds.items()}


def _weight_of(one: Possible, score: Score | None) -> dict[str, float]:
    own = {f"is {one.kind}": 1.0, "names": float(len(one.names)), "mentions": math.log1p(len(one.places))}
    told = [share for place in one.places if (share := score(place, "holder")) is not None] if score else []
    return own | {"is told": 1.0, "told": log_odds(max(told))} if told else own


def _own(cast: Cast, voice: Voice | None) -> Iterator[Possible]:
    """The speaker himself and those for whom he may speak; what a holder mostly is to a statement comes first."""
    yield Possible((), "nobody")
    if voice is None:
        return
    speaker = voice.referent
    if speaker is not None:
        yield from _members(cast, speaker)
        body = _body(cast, speaker)
        if body is not None:
            figure = cast.named(speaker.affiliation)
            places = [span for span, _ in figure.mentions] if figure is not None else []
            yield Possible((body,), "body", _body_signs(cast, speaker), places)
        if speaker.kind != "unnamed" and not speaker.members:
            yield Possible((_name(cast, speaker),), "self", places=speaker.mentions)
    if voice.span is not None:
        bodies = dict.fromkeys(figure.name for _, _, figure in cast.within(voice.span) if figure.kind != "person")
        if len(bodies) > 1:
            yield Possible(tuple(bodies), "listed", {"alone": float(bool(cast.listed(voice.span)))})
        if (speaker is None or speaker.kind != "person") and plain(voice.text) not in _NOBODY:
            yield Possible((_plain(voice.text),), "written", places=[voice.span])
        elif speaker is not None and speaker.kind == "unnamed":
            yield Possible((_plain(speaker.name),), "written", places=[voice.span])
    if speaker is not None:
        for role in speaker.roles:
            yield from _within(cast, role.span, "in role", speaker)
    if voice.span is not None:
        yield from _within(cast, voice.span, "in words", speaker)


def _members(cast: Cast, speaker: Referent) -> Iterator[Possible]:
    """Each of several speakers, and their bodies."""
    if speaker.members:
        yield Possible(tuple(dict.fromkeys(_name(cast, member) for member in speaker.members)), "each")
        bodies = dict.fromkeys(body for member in speaker.members if (body := _body(cast, member)) is not None)
        if bodies:
            yield Possible(tuple(bodies), "bodies")


def _within(cast: Cast, span: Span, kind: str, speaker: Referent | None) -> Iterator[Possible]:
    own = speaker.name if speaker is not None else None
    for _, how, figure in cast.within(span):
        if how != "through" and figure.name != own:
            yield Possible((figure.name,), f"{kind} {figure.kind}", {f"as {how}": 1.0})


def _body(cast: Cast, speaker: Referent) -> str | None:
    body = cast.named(speaker.affiliation)
    return speaker.affiliation if body is None else body.name


def _name(cast: Cast, speaker: Referent) -> str:
    own = cast.get(speaker.id) if speaker.id and speaker.kind in ("state", "organisation") else None
    return _plain(speaker.name) if own is None else own.name


def _body_signs(cast: Cast, speaker: Referent) -> dict[str, float]:
    body = cast.named(speaker.affiliation)
    if body is None:
        return {"unknown": 1.0}
    signs = {f"a {body.kind}": 1.0}
    if not body.mentions:
        signs["not named"] = 1.0
    if speaker.case is not None:
        signs |= {f"by {rule}": 1.0 for rule, code in speaker.case.offers.items() if code == speaker.affiliation}
    return signs


def _speaker_signs(cast: Cast, voice: Voice | None) -> list[str]:
    if voice is None:
        return ["no voice"]
    speaker = voice.referent
    words = "" if speaker is not None and speaker.kind == "person" else voice.text
    signs = [f"says {word}" for word in _words(words)]
    if speaker is None:
        return [*signs, "no speaker"]
    body = cast.named(speaker.affiliation)
    of = "nobody" if speaker.affiliation is None else "other" if body is None else body.kind
    signs += [f"a {speaker.kind}", f"a {speaker.kind} of {of}"]
    if speaker.kind != "person":
        last = _words(speaker.name)
        signs += [f"last {word}" for word in last[-1:]] + [f"called {word}" for word in last]
        own = cast.get(speaker.id) if speaker.id else None
        if own is not None:
            signs.append(f"known {own.kind}")
        if _OWN_POSITIONS.search(speaker.name):
            signs.append("of own positions")
    if any(_FOR_ONESELF.search(role.text) for role in speaker.roles):
        signs.append("for oneself")
    titles = [word for role in speaker.roles for word in _words(role.text)]
    signs += [f"role {word}" for word in dict.fromkeys(titles)] or ["no role"]
    offices = [word for office in speaker.offices for word in _words(office)]
    signs += [f"office {word}" for word in dict.fromkeys(offices)] or ["no office"]
    if speaker.id is not None and body is not None and speaker.id == body.id:
        signs.append("itself")
    return signs


def _said_signs(text: str, draft: Draft) -> list[str]:
    words = {word for p in draft.content for word in _LETTERS.findall(text[p.start : p.end].lower())}
    cue = " ".join(text[cue.start : cue.end].lower() for cue in draft.cue)
    return [*(f"in {word}" for word in sorted(words & _OWN_VOICE)), *(f"cue {word}" for word in _words(cue))]


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_LETTERS.findall(plain(text))))


def _reported(cast: Cast, draft: Draft, sides: frozenset[str]) -> Iterator[Possible]:
    """The parties of the content, whose position may be reported."""
    order = 0
    for piece in draft.content:
        for span, how, figure in sorted([*cast.within(piece), *cast.phrases(piece)], key=lambda p: p[0].start):
            if how == "through":
                continue
            signs = {f"as {how}": 1.0, f"a {figure.kind}": 1.0, f"rank {min(order, 3)}": 1.0}
            if figure.sides & sides:
                signs["own side"] = 1.0
            if span.start - draft.content[0].start <= _START:
                signs["at start"] = 1.0
            if _ACTS.match(cast.text, span.end):
                signs["acts"] = 1.0
            order += 1
            yield Possible((figure.name,), "named", signs, [span])


def acting(cast: Cast, draft: Draft, sides: frozenset[str]) -> Figure | None:
    """Another party that the content begins with, if what follows is what it itself said, wants or decided."""
    return next((figure for span, figure in _subjects(cast, draft, sides) if _ACTS.match(cast.text, span.end)), None)


def _subjects(cast: Cast, draft: Draft, sides: frozenset[str]) -> Iterable[tuple[Span, Figure]]:
    for span, kind, figure in cast.within(draft.content[0]):
        if kind in ("demonym", "through") or span.start - draft.content[0].start > _START:
            continue
        if not figure.sides & sides:
            yield span, figure


def _plain(name: str) -> str:
    return without_possessive(_ARTICLE.sub("", name)) or name
