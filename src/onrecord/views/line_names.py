"""Whose lines, and on which issues, are asked for by name."""

from __future__ import annotations

from onrecord.codec import writable
from onrecord.errors import UsageError
from onrecord.knowledge import Knowledge, shipped
from onrecord.ledger import Ledger
from onrecord.ledger.holders import holder_key, key_of
from onrecord.views.bodies import names_of


def issues_asked(ledger: Ledger, words: str) -> tuple[int, ...]:
    """The keys of the issues that mean what these words do, or are called so. Raises UsageError without a word."""
    if not any(letter.isalnum() for letter in words):
        raise UsageError(f"issue: '{words}' has no word; expected what a position is about")
    return ledger.register.issues_named(writable(words))


def holders_asked(ledger: Ledger, name: str, known: Knowledge) -> tuple[str, ...]:
    """The keys of the holders who can be meant by a name. Raises UsageError for an empty one."""
    if not name.strip():
        raise UsageError("holder: the name is empty; expected the name of a state, an organisation or a person")
    if known.body_named(name) is None:
        return ledger.register.holders_named(name)
    # What was entered knew the shipped tables alone: a body of one's own stands there under its names.
    own = (key_of(each) for each in names_of(name, known))
    return tuple(dict.fromkeys((holder_key(name, known), holder_key(name, shipped()), *own)))
