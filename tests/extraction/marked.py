"""Texts with persons and roles marked, as the reading model marks them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from onrecord.extraction.drafts import Draft
from onrecord.extraction.links import Places
from onrecord.extraction.network import OnnxNetwork
from onrecord.extraction.positions import Sight
from onrecord.extraction.referent import Referent
from onrecord.extraction.tagger import MARK_KINDS, Tagged, Thresholds, tag
from onrecord.extraction.who import Who
from onrecord.extraction.words import split
from onrecord.knowledge import shipped
from onrecord.records import PartialDate, Span

from .toy import pieces


def places(text: str, part: str) -> list[Span]:
    """Every place of a part of a text."""
    found, at = [], text.find(part)
    while at >= 0:
        found.append(Span(start=at, end=at + len(part)))
        at = text.find(part, at + 1)
    return found


def in_turn(text: str, *parts: str) -> list[Span]:
    """Each part where it stands next, from the last one on."""
    found, at = [], 0
    for part in parts:
        at = text.index(part, at)
        found.append(Span(start=at, end=at + len(part)))
        at += len(part)
    return found


def marked(text: str, persons: Sequence[str] = (), roles: Sequence[str] = ()) -> Tagged:
    """A text with every place of the names and titles marked."""
    words = split(pieces(), text)
    marks = np.zeros((len(words), len(MARK_KINDS)), dtype=np.int8)
    for column, names in enumerate((persons, roles)):
        for place in sorted((p for name in names for p in places(text, name)), key=lambda p: p.end - p.start):
            inside = [i for i in range(len(words)) if words.starts[i] < place.end and words.ends[i] > place.start]
            marks[inside, column] = [1] + [2] * (len(inside) - 1)
    nothing = np.zeros((len(words), 6), dtype=np.float32)
    return Tagged(words, [], marks, nothing, nothing[:, 0], nothing)


@cache
def network() -> OnnxNetwork:
    """The reading model that ships."""
    return OnnxNetwork(threads=1)


def sight(text: str) -> Sight:
    """What the model that ships sees of a text."""
    words = split(network().pieces, text)
    (tagged,) = tag(network(), [words], Thresholds(anchor=1.0))
    return Sight(tagged.seen, Places(words))


def said(text: str, source: str | None, content: str, *, nth: int = 0) -> Draft:
    """A statement whose source and content are given by their words; the cue is the word "said" next to the source."""
    place = places(text, content)[0]
    if source is None:
        return Draft(content=[place])
    before = [p for p in places(text, source) if p.start < place.start]
    speaker = places(text, source)[nth] if nth or not before else before[-1]
    return Draft(content=[place], cue=[Span(start=speaker.end + 1, end=speaker.end + 5)], source=speaker)


def who(
    text: str, drafts: Sequence[Draft], persons: Sequence[str] = (), roles: Sequence[str] = (), on: str | None = None
) -> Who:
    """The people and bodies of a text, with the knowledge that ships."""
    return Who(text, marked(text, persons, roles), drafts, shipped(), PartialDate(on) if on else None)


def names(
    text: str, *drafts: Draft, persons: Sequence[str] = (), roles: Sequence[str] = (), on: str | None = None
) -> list[str | None]:
    """Who makes each statement, by name; None where nobody is told."""
    voices = who(text, drafts, persons, roles, on)
    found = [voices.speaker(draft) for draft in drafts]
    return [voice.referent.name if voice and voice.referent else None for voice in found]


def speaker(text: str, phrase: str, persons: tuple[str, ...] = (), roles: tuple[str, ...] = ()) -> Referent:
    """Who says "it is so" in a text, by the words for its speaker, persons and roles."""
    draft = said(text, phrase, "it is so")
    voice = who(text, [draft], persons, roles, "2022-01-10").speaker(draft)
    assert voice is not None and voice.referent is not None
    return voice.referent


def offers(text: str, phrase: str, persons: tuple[str, ...] = (), roles: tuple[str, ...] = ()) -> dict[str, str]:
    """What the rules offer as that for which somebody speaks, each under its name."""
    case = speaker(text, phrase, persons, roles).case
    assert case is not None
    return dict(case.offers)
