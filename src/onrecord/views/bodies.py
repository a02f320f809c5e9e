"""The names under which a state or an organisation stands in the ledger: `UKR` and `Ukraine` ask for the same."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.knowledge import Knowledge, Organisation, State


def body_of(asked: str, known: Knowledge) -> State | Organisation | None:
    """The one state or organisation that is asked for by name or code; None if there is none, or several."""
    bodies = list(_bodies(" ".join(asked.split()), known))
    return bodies[0] if len({body.id for body in bodies}) == 1 else None


def names_of(asked: str, known: Knowledge) -> tuple[str, ...]:
    """The names and the code of the one state or organisation that is asked for by name or code; else none.

    A name that can mean something else too ("Georgia") means the state here, as long as it means no other one.
    """
    body = body_of(asked, known)
    if body is None:
        return ()
    code = known.affiliation_of(body.id) if isinstance(body, State) else body.short
    names = (body.name, body.long, *body.names) if isinstance(body, State) else (body.name, *body.names)
    own = (name for name in (code, *names) if name and name not in body.unsure)
    return tuple(dict.fromkeys((*own, body.name)))


def _bodies(asked: str, known: Knowledge) -> Iterator[State | Organisation]:
    state = known.store.body(f"state:{asked.upper()}")
    if state is not None:
        yield state
        return
    yield from (match.what for match in known.states_named(asked) if match.kind != "demonym")
    yield from (match.what for match in known.organisations_named(asked))
