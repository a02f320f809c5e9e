"""Lines, their steps and two compared as the contract's objects."""

from __future__ import annotations

from typing import Any

from onrecord.views.comparing import Compared
from onrecord.views.register import Line, Step


def line_to_json(line: Line) -> dict[str, Any]:
    """The contract's object of `onrecord lines`; each step of `history` has what changed and its quotation besides."""
    return {
        "id": line.id,
        "holder": line.holder,
        "toward": list(line.toward),
        "issue": line.issue,
        "kind": line.kind,
        "first_hand_by": list(line.first_hand_by),
        "second_hand_by": list(line.second_hand_by),
        "since": line.since,
        "last": line.last,
        "independent": line.independent,
        "copies": line.copies,
        "history": [step_to_json(step) for step in line.steps],
    }


def step_to_json(step: Step) -> dict[str, Any]:
    """One utterance of a line."""
    return {
        "utterance": step.id,
        "day": step.said_on,
        "kind": step.kind,
        "change": step.change,
        "speaker": step.speaker,
        "first_hand": step.first_hand,
        "quote": step.first.quote,
        "statement": step.first.statement.id,
        "independent": len({report.family for report in step.reports}),
        "documents": len({report.document for report in step.reports}),
    }


def compared_to_json(compared: Compared) -> dict[str, Any]:
    """An issue with the two lines, null where there is none."""
    return {
        "issue": compared.issue,
        "lines": [None if made is None else line_to_json(made) for made in compared.lines],
    }
