"""The columns of the register of lines, of one line's history, and of two holders compared."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.views.columns import Column
from onrecord.views.comparing import Compared
from onrecord.views.register import Line, Step
from onrecord.wording import UNKNOWN, spaced


def _of(line: Line | None, of: Callable[[Line], str | None]) -> str | None:
    return None if line is None else of(line)


_HANDS = {True: "first-hand", False: "second-hand", None: UNKNOWN}

LINES: tuple[Column[Line], ...] = (
    Column(heading="holder", of=lambda line: line.holder),
    Column(heading="issue", of=lambda line: line.issue),
    Column(heading="kind", of=lambda line: spaced(line.kind)),
    Column(heading="since", of=lambda line: line.since),
    Column(heading="last", of=lambda line: line.last),
    Column(heading="independent", of=lambda line: line.independent),
    Column(heading="copies", of=lambda line: line.copies),
    Column(heading="first-hand by", of=lambda line: ", ".join(line.first_hand_by) or None),
    Column(heading="second-hand by", of=lambda line: ", ".join(line.second_hand_by) or None),
    Column(heading="line", of=lambda line: line.id),
    Column(heading="toward", of=lambda line: ", ".join(line.toward) or None, more=True),
)

STEPS: tuple[Column[Step], ...] = (
    Column(heading="day", of=lambda step: step.said_on),
    Column(heading="kind", of=lambda step: spaced(step.kind)),
    Column(heading="change", of=lambda step: step.change),
    Column(heading="who", of=lambda step: step.speaker),
    Column(heading="hand", of=lambda step: _HANDS[step.first_hand]),
    Column(heading="reports", of=lambda step: len({report.family for report in step.reports})),
    Column(heading="utterance", of=lambda step: step.id),
    Column(heading="quote", of=lambda step: step.first.quote),
)

COMPARED: tuple[Column[Compared], ...] = (
    Column(heading="issue", of=lambda both: both.issue),
    Column(heading="one", of=lambda both: _of(both.lines[0], lambda line: spaced(line.kind))),
    Column(heading="since", of=lambda both: _of(both.lines[0], lambda line: line.since)),
    Column(heading="other", of=lambda both: _of(both.lines[1], lambda line: spaced(line.kind))),
    Column(heading="other since", of=lambda both: _of(both.lines[1], lambda line: line.since)),
    Column(heading="one says", of=lambda both: _of(both.lines[0], lambda line: line.current[-1].first.quote)),
    Column(heading="other says", of=lambda both: _of(both.lines[1], lambda line: line.current[-1].first.quote)),
)
