"""By what the lines of a holder go: a state or an organisation by its id, anybody else by name."""

from __future__ import annotations

from onrecord.knowledge import Knowledge
from onrecord.ledger.fulltext import fold


def holder_key(name: str, known: Knowledge) -> str:
    """What a holder's lines go by: the id of the one state or organisation that it names, else the name, folded."""
    body = known.body_named(name)
    return fold(" ".join(name.split())) if body is None else body.id
