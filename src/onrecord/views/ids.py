"""Ids as people give them: whole, or abbreviated as long as one record alone fits; otherwise an error that helps on."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.errors import UsageError
from onrecord.ledger import Ledger

UTTERANCE_PREFIX = "u-"
"""An utterance's id is this and the id of its first statement on record."""

LINE_PREFIX = "l-"
"""A line's id is this and the id of its first statement on record; with `~2`, of that statement's second holder."""

# As many as fit on a line of an error and are of use.
_SHOWN = 5


def document_id(ledger: Ledger, asked: str) -> str:
    """The document's whole id. Raises UsageError if none or several fit."""
    return _whole(asked, ledger.reader.document_ids, "document", "`onrecord documents` lists them")


def statement_id(ledger: Ledger, asked: str) -> str:
    """The statement's whole id; an utterance's or a line's stands for its first one.

    Raises UsageError if none or several fit.
    """
    asked = asked.strip().removeprefix(UTTERANCE_PREFIX).removeprefix(LINE_PREFIX).partition("~")[0]
    if asked and not ledger.reader.statement_ids(asked, limit=1) and ledger.reader.document_ids(asked, limit=1):
        raise UsageError(
            f"'{asked}' is a document; expected a statement: `onrecord find --document {asked}` lists its own"
        )
    return _whole(asked, ledger.reader.statement_ids, "statement", "`onrecord find` lists them")


def is_utterance(asked: str) -> bool:
    """True for what an utterance's id begins with."""
    return asked.strip().startswith(UTTERANCE_PREFIX)


def line_id(ledger: Ledger, asked: str) -> tuple[str, int]:
    """The whole id of a statement of the line, and which of its holders is meant, counted from 0.

    Raises UsageError if none or several fit.
    """
    statement, _, number = asked.strip().removeprefix(LINE_PREFIX).partition("~")
    if number and not (number.isdecimal() and 0 < int(number) < 1000):
        raise UsageError(f"'{asked}' is no line's id; expected one that `onrecord lines` shows")
    if asked.strip().startswith(LINE_PREFIX):
        return _whole(statement, ledger.reader.statement_ids, "line", "`onrecord lines` lists them"), int(
            number or 1
        ) - 1
    return statement_id(ledger, statement), int(number or 1) - 1


def review_id(ledger: Ledger, asked: str) -> str:
    """The review's whole id. Raises UsageError if none or several fit."""
    return _whole(asked, ledger.reader.review_ids, "review", "`onrecord reviews` lists them")


def _whole(asked: str, ids: Callable[..., list[str]], what: str, where: str) -> str:
    found = ids(asked, limit=_SHOWN + 1) if asked else []
    if asked in found or len(found) == 1:
        return found[0]
    if found:
        more = ", ..." if len(found) > _SHOWN else ""
        raise UsageError(f"'{asked}' begins several {what}s; expected one of {', '.join(found[:_SHOWN])}{more}")
    near = _nearest(asked, ids)
    raise UsageError(f"no {what} has the id '{asked}'; {f'near it: {near}; ' if near else ''}{where}")


def _nearest(asked: str, ids: Callable[..., list[str]]) -> str:
    """The ids that share the longest beginning with what was asked; empty if not even the first letter fits."""
    for length in range(len(asked) - 1, 0, -1):
        found = ids(asked[:length], limit=_SHOWN)
        if found:
            return ", ".join(found)
    return ""
