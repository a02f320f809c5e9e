"""The names under which a state or an organisation stands in the ledger: `UKR` and `Ukraine` ask for the same."""

from __future__ import annotations

from onrecord.knowledge import Knowledge, State


def names_of(asked: str, known: Knowledge) -> tuple[str, ...]:
    """The names and the code of the one state or organisation that is asked for by name or code; else none."""
    body = known.body_named(asked)
    if body is None:
        return ()
    code = known.affiliation_of(body.id) if isinstance(body, State) else body.short
    names = (body.name, body.long, *body.names) if isinstance(body, State) else (body.name, *body.names)
    own = (name for name in (code, *names) if name and name not in body.unsure)
    return tuple(dict.fromkeys((*own, body.name)))
