"""What pictures of lines are drawn from: a lane for each line with its points, and who holds what toward whom."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from operator import attrgetter

from onrecord.knowledge import Knowledge
from onrecord.records import POSITION_KINDS
from onrecord.views import Line, Step, body_name
from onrecord.wording import spaced

LANES = 40
"""Lines that get a lane of their own, red lines and those with most utterances; the others share one."""

WIDTH = 770.0
"""How wide the days of a picture are, in its units: what is nearer than some of them can't be told apart."""

# So many shapes of a picture leave its page light, and so many of a lane may lie nearer than this to the one before.
_SHAPES, _CLOSE, _NEAR = 700, 6, 9.0
# Into what days are put together as a lane gets fuller: months, quarters, years.
_SPANS = (1, 3, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What was said in a lane on a day, or from `day` on in some months: its kind, how often, and where to read it.

    `kind`: a red line if there is one, else that of most; `alike` of the `utterances` are of this kind. `first_hand` is
    that of most, None if unknown; `change` the last change among it; `months` is 0 for a single day, which is in the
    middle of what is known of it, `said_on`.
    """

    day: date
    kind: str
    first_hand: bool | None
    utterances: int
    independent: int
    address: str
    said_on: str
    alike: int = 1
    change: str | None = None
    change_address: str | None = None
    months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A row of the picture: whose position, on which issue, where its line is read, and its points in order.

    `first` and `last` are days of the utterances; points may stand for months.
    """

    holder: str
    issue: str
    address: str
    points: tuple[Point, ...]
    utterances: int
    undated: int
    first: date | None = None
    last: date | None = None
    lines: int = 1


def changes_of(line: Line) -> frozenset[str]:
    """The ids of the utterances that changed a line."""
    return frozenset(after.id for _, after in line.changes)


def change_address(line: Line, step: Step) -> str:
    """Where a line's page shows what an utterance changed: by its id, which is the same however much is read."""
    return f"/positions/{line.id}#change-{step.id}"


def _middle(step: Step) -> date:
    first = date.fromisoformat(step.day)
    last = date.fromisoformat(step.first.last_day or step.day)
    return first + (last - first) / 2


def lanes_of(lines: Sequence[Line], most: int = LANES) -> tuple[Lane, ...]:
    """Red lines, then lines with most utterances, those of one holder together; what is left over is the last lane."""
    ranked = sorted(lines, key=lambda line: (line.kind != "red_line", -len(line.steps)))
    own, rest = ranked[:most], ranked[most:]
    order = {holder: at for at, holder in enumerate(dict.fromkeys(line.holder for line in own))}
    own.sort(key=lambda line: order[line.holder])
    made = [_of_lines(line.holder, line.issue, f"/positions/{line.id}", [line]) for line in own]
    if rest:
        made.append(_of_lines("", f"{len(rest)} other {'line' if len(rest) == 1 else 'lines'}", "", rest))
    return together(made)


def kinds_of(line: Line) -> tuple[Lane, ...]:
    """One line as lanes: one for each kind that was said, the firmest first."""
    marks = changes_of(line)
    said = {kind: [step for step in line.steps if step.kind == kind] for kind in POSITION_KINDS}
    return together(
        [_lane("", spaced(kind), "", list(_points(line, said[kind], marks)), said[kind]) for kind in said if said[kind]]
    )


def _lane(
    holder: str, issue: str, address: str, points: Iterable[Point], steps: Sequence[Step], lines: int = 1
) -> Lane:
    made = tuple(sorted(points, key=attrgetter("day")))
    return Lane(
        holder=holder,
        issue=issue,
        address=address,
        points=made,
        utterances=len(steps),
        undated=len(steps) - len(made),
        first=made[0].day if made else None,
        last=made[-1].day if made else None,
        lines=lines,
    )


def _of_lines(holder: str, issue: str, address: str, lines: Sequence[Line]) -> Lane:
    points = (point for line in lines for point in _points(line, line.steps, changes_of(line)))
    steps = [step for line in lines for step in line.steps]
    return _lane(holder, issue, address, points, steps, len(lines))


def _points(line: Line, steps: Iterable[Step], marks: Collection[str]) -> Iterator[Point]:
    for step in steps:
        if step.day:
            has_changed = step.id in marks
            yield Point(
                day=_middle(step),
                said_on=step.said_on or "",
                kind=step.kind,
                first_hand=step.first_hand,
                utterances=1,
                independent=len({report.family for report in step.reports}),
                address=f"/utterances/{step.id}",
                change=step.change if has_changed else None,
                change_address=change_address(line, step) if has_changed else None,
            )


def together(lanes: Sequence[Lane]) -> tuple[Lane, ...]:
    """The lanes with shapes that can be told apart: those of a day are one, in full lanes those of months."""
    days = [point.day for lane in lanes for point in lane.points]
    unit = WIDTH / max((max(days) - min(days)).days, 1) if days else 0.0
    made = tuple(replace(lane, points=_merged(lane.points, 0)) for lane in lanes)
    for months in _SPANS:
        # Only what takes more than its share is put together: a lane with three points keeps them.
        share = math.inf if sum(len(lane.points) for lane in made) <= _SHAPES else _SHAPES / len(made)
        made = tuple(
            replace(lane, points=_merged(before.points, months))
            if len(lane.points) > share or _is_full(lane, unit)
            else lane
            for lane, before in zip(made, lanes, strict=True)
        )
    return made


def _is_full(lane: Lane, unit: float) -> bool:
    near = (later.day - one.day for one, later in pairwise(lane.points))
    return sum(gap.days * unit < _NEAR for gap in near) > _CLOSE


def _merged(points: Iterable[Point], months: int) -> tuple[Point, ...]:
    """One point for what has the same kind and hand on a day; with `months`, one for all of so many months."""

    def place(point: Point) -> date:
        return _first_of(point.day, months) if months else point.day

    made = []
    for day, of_day in groupby(sorted(points, key=attrgetter("day")), place):
        group = list(of_day)
        if months:
            made.append(_one(group, day, months))
            continue
        alike: dict[tuple[str, bool | None], list[Point]] = {}
        for point in group:
            alike.setdefault((point.kind, point.first_hand), []).append(point)
        made += [_one(same, day, 0) for same in alike.values()]
    return tuple(made)


def _first_of(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _one(group: Sequence[Point], day: date, months: int) -> Point:
    kinds = Counter(point.kind for point in group)
    kind = min(kinds, key=lambda kind: (kind != "red_line", -kinds[kind], POSITION_KINDS.index(kind)))
    hands = Counter(point.first_hand for point in group)
    changed = [point for point in group if point.change]
    return Point(
        day=day,
        kind=kind,
        first_hand=max(hands, key=lambda hand: (hands[hand], str(hand))),
        utterances=len(group),
        independent=sum(point.independent for point in group),
        address=next(point.address for point in group if point.kind == kind),
        alike=kinds[kind],
        said_on=str(day) if months else group[0].said_on,
        change=changed[-1].change if changed else None,
        change_address=changed[-1].change_address if changed else None,
        months=months,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many utterances take a position of one toward another, and of which kinds, the most frequent first."""

    holder: str
    toward: str
    utterances: int
    kinds: tuple[tuple[str, int], ...]


def cells_of(lines: Iterable[Line], known: Knowledge) -> tuple[Cell, ...]:
    """Who takes positions toward whom, most utterances first; of nobody toward themselves. A name stands for a body."""
    names: dict[str, str] = {}
    seen: dict[tuple[str, str], dict[str, str]] = {}
    for line in lines:
        for step in line.steps:
            position = step.first.statement.position
            for toward in position.toward if position else ():
                named = [_named(names, name, known) for name in (line.holder, toward)]
                if named[0] != named[1]:
                    seen.setdefault((named[0], named[1]), {})[step.id] = step.kind
    made = (
        Cell(holder=holder, toward=toward, utterances=len(acts), kinds=tuple(Counter(acts.values()).most_common()))
        for (holder, toward), acts in seen.items()
    )
    return tuple(sorted(made, key=lambda cell: (-cell.utterances, cell.holder, cell.toward)))


def _named(names: dict[str, str], name: str, known: Knowledge) -> str:
    if name not in names:
        names[name] = body_name(name, known)
    return names[name]
