"""How sure it is who speaks: by the words for the speaker, how they lead to the name, and how sure the statement is.

A logistic curve over a few signs, fitted to whether the right one is named (`python -m training.certainty`). A speaker
that nobody names has a confidence too: that nobody is to be named.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from onrecord.knowledge.names import key
from onrecord.records import Party, Statement

WEIGHTS = Path(__file__).parent / "certainty.json"
_PRONOUNS = frozenset("he she it they we i who which that his her their him them us me".split())  # noqa: SIM905


@cache
def shipped() -> Mapping[str, float]:
    """The weights that come with the program; the one of the empty sign holds for all."""
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights


def sureness(statement: Statement, weights: Mapping[str, float] | None = None) -> float:
    """How likely the statement's speaker is right, 0 to 1."""
    weights = shipped() if weights is None else weights
    total = weights[""] + sum(weights.get(sign, 0.0) * value for sign, value in signs(statement).items())
    return round(1 / (1 + math.exp(-total)), 3)


def signs(statement: Statement) -> dict[str, float]:
    """What tells how sure the speaker is; the log-odds of the statement's own confidence, and signs that are 1."""
    own = min(max(statement.confidence, 0.01), 0.99)
    found = [_form(statement.speaker), _actor(statement.speaker), f"kind {statement.kind}"]
    found.append("inside" if statement.inside else "outer")
    found.append("cued" if statement.cue else "uncued")
    return {"statement": math.log(own / (1 - own))} | dict.fromkeys(found, 1.0)


def _form(speaker: Party | None) -> str:
    """How the words for the speaker lead to the name."""
    if speaker is None:
        return "nobody"
    if speaker.span is None:
        return "from before"
    words = [key(word) for word in speaker.text.split()]
    if len(words) == 1 and words[0] in _PRONOUNS:
        return f"pronoun {words[0]}"
    if speaker.name is None:
        return "no name"
    names = {key(word) for word in speaker.name.split()}
    shared = names & set(words)
    if not shared:
        return "by another word"
    if shared != names:
        return "part of the name"
    return "whole name" if len(names) > 1 else "one word"


def _actor(speaker: Party | None) -> str:
    if speaker is None or speaker.actor is None:
        return "no actor"
    kind, colon, _ = speaker.actor.partition(":")
    return f"a known {kind}" if colon else "of this document"
