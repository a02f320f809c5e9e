"""Which words name whom an attribution is by, for and toward, and when and at which meeting it was made.

An annotation gives names ("Russia"); the words that may name the same ("Moscow", "Russian") come from the knowledge.
Labels for one attribution: columns in the order of the tagger's LINK_KINDS.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from onrecord.document.dates import parse
from onrecord.knowledge import shipped

Place = tuple[int, int]
# A time more than this many characters from the cue dates something else.
NEAR = 250


@lru_cache(maxsize=4096)
def forms(name: str) -> frozenset[str]:
    """Every way to write a name: that of a state or organisation by the knowledge, a person's last word too."""
    known = shipped()
    states = {m.what for m in known.states_named(name) if m.kind in ("name", "alias", "short", "demonym")}
    bodies = {m.what for m in known.organisations_named(name)}
    found = {name}
    for state in states if len(states) == 1 else ():
        found |= {state.name, *state.names, *state.demonyms, *state.capitals, *state.seats}
    for body in bodies if len(bodies) == 1 else ():
        found |= {body.short, body.name, *body.names}
    last = (name.split() or [""])[-1]
    if len(found) == 1 and name[:1].isupper() and len(last) > 3 and last[:1].isupper():
        found.add(last)
    return frozenset(form for form in found if len(form) > 1)


def occurrences(text: str, name: str) -> list[Place]:
    """Every place where a name stands as whole words, in any of its forms."""
    return [place for form in forms(name) for place in exact(text, form)]


def exact(text: str, form: str) -> list[Place]:
    """Every place where a form stands as whole words."""
    found, at = [], text.find(form)
    while at >= 0:
        end = at + len(form)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
            found.append((at, end))
        at = text.find(form, at + 1)
    return found


def links(row: dict[str, Any], statement: dict[str, Any]) -> list[list[Place] | None]:
    """The places of one statement's speaker, holders, counterparts, day and meeting.

    In reports that were annotated sparingly (reports.py) a missing meeting is unknown, not none.
    """
    text, cue = row["text"], (statement["cue"] or statement["content"])[0]
    speaker = occurrences(text, statement["speaker_name"]) if statement["speaker_name"] else []
    if statement["speaker"]:
        speaker.append(tuple(statement["speaker"]))
    day = statement["said_on"]
    dated = [
        tuple(time["span"])
        for time in row["times"]
        if day and time["value"] == day and abs(time["span"][0] - cue[0]) <= NEAR
    ]
    met = [] if statement["occasion"] is None else [tuple(s) for s in row["meetings"][statement["occasion"]]["at"]]
    toward = [place for name in statement["toward"] for place in occurrences(text, name)]
    return [
        speaker,
        [place for name in statement["holder"] for place in occurrences(text, name)],
        toward,
        dated,
        (met or None) if row.get("sparing", False) else met,
    ]


def dated(row: dict[str, Any], statement: dict[str, Any]) -> int:
    """0 no day is given, 1 the day of publication, 2 another one."""
    if statement["said_on"] is None:
        return 0
    published = parse(row["published"]) if row["published"] else None
    return 1 if published is not None and statement["said_on"] == published.value else 2
