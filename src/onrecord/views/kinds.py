"""Kinds of position as people ask for them."""

from __future__ import annotations

from onrecord.errors import UsageError
from onrecord.records import POSITION_KINDS


def kind_asked(asked: str) -> str:
    """The kind that is asked for, however it is written ("red line", "red-line"); UsageError if there is none."""
    kind = "_".join(asked.lower().replace("-", " ").replace("_", " ").split())
    if kind not in POSITION_KINDS:
        raise UsageError(f"kind: '{asked}' is none; expected one of {', '.join(POSITION_KINDS)}")
    return kind
