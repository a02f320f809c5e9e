"""The institutions of which a text says whose they are: after "the Ugandan army", the "army spokesman" is Uganda's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from onrecord.extraction.bodies import Mention
from onrecord.knowledge import State

# Not ministries: reports on diplomacy name those of several states, and most by their capitals alone.
_INSTITUTION = r"(?P<institution>army|military|police|navy|air force|coast ?guard|parliament|central bank)"
_NAMED = re.compile(rf"(?:['’]s?)? {_INSTITUTION}\b", re.IGNORECASE)
_TITLE = re.compile(rf"\b{_INSTITUTION}\b", re.IGNORECASE)


def institutions(text: str, mentions: Iterable[Mention]) -> Mapping[str, State]:
    """Whose each institution is; those of two states are left out."""
    found: dict[str, set[State]] = {}
    for mention in mentions:
        named = _NAMED.match(text, mention.span.end, mention.span.end + 40)
        if named is not None and isinstance(mention.body, State):
            found.setdefault(named["institution"].lower(), set()).add(mention.body)
    return {institution: next(iter(states)) for institution, states in found.items() if len(states) == 1}


def state_of_institution(title: str, known: Mapping[str, State]) -> State | None:
    """The state whose institution a title names; None where the text has not said whose it is."""
    named = _TITLE.search(title)
    return known.get(named["institution"].lower()) if named is not None else None
