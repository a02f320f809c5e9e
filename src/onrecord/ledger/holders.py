"""By what the lines of a holder go: a state or an organisation by its id, anybody else by name."""

from __future__ import annotations

from functools import lru_cache

from onrecord.knowledge import Knowledge
from onrecord.ledger.fulltext import fold

# PostgreSQL's indexes take keys of 2,700 bytes; what names anything is far shorter.
_LONGEST = 200


def holder_key(name: str, known: Knowledge) -> str:
    """What a holder's lines go by: the id of the one state or organisation that it names, else the name, folded."""
    body = known.body_named(name)
    return key_of(name) if body is None else body.id


# A reading's few phrases are asked for several times each.
@lru_cache(maxsize=1024)
def key_of(name: str) -> str:
    """A name as a key: folded, and no longer than an index takes."""
    return fold(" ".join(name.split()))[:_LONGEST]
