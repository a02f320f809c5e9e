"""Who said what, for whom, to whom, when and how firmly, with the exact words as evidence.

`read` reads one text, `Ledger` keeps what was read; both load their libraries when they are first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.errors import InputError, LedgerError, ModelError, OnrecordError, RecordError, UsageError
    from onrecord.library import Ledger, read
    from onrecord.records import (
        Actor,
        Document,
        Evidence,
        Failure,
        Meeting,
        PartialDate,
        Party,
        Position,
        Reading,
        Span,
        Statement,
        Time,
    )

__all__ = [
    "Actor",
    "Document",
    "Evidence",
    "Failure",
    "InputError",
    "Ledger",
    "LedgerError",
    "Meeting",
    "ModelError",
    "OnrecordError",
    "PartialDate",
    "Party",
    "Position",
    "Reading",
    "RecordError",
    "Span",
    "Statement",
    "Time",
    "UsageError",
    "read",
]


def __getattr__(name: str) -> object:
    if name in __all__:
        home = "errors" if name.endswith("Error") else "library" if name in ("Ledger", "read") else "records"
        return getattr(import_module(f"onrecord.{home}"), name)
    raise AttributeError(f"module 'onrecord' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
