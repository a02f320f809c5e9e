"""The timeline as SVG: a lane for each line, a shape for each kind, filled when first-hand, with its changes marked."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from onrecord.records import POSITION_KINDS
from onrecord.web.drawing import Axis, cut, element, link, picture
from onrecord.web.lanes import WIDTH, Lane, Point
from onrecord.web.shapes import SHAPES
from onrecord.wording import spaced

_LABEL, _RIGHT, _TOP = 310.0, 20.0, 30.0
# A lane that names its holder has two lines of text, one below it that has the same holder one.
_TALL, _LOW = 46.0, 26.0
_LETTERS = 42
_LEGEND, _IN_ROW, _APART = 22.0, 7, 118.0
# From one shape to the next of about the same day: that of an utterance with one report is 10 units wide.
_SIDE = 11.0
# Up, down and sideways: firmer, softer, neither.
_MARKS = {"hardened": "M0-4l4 7h-8z", "softened": "M0 4l4-7h-8z"}
_OTHER_MARK = "M0-4l4 4-4 4-4-4z"
_SPANS = {0: "", 1: "the month from ", 3: "the quarter from ", 12: "the year from "}
_HANDS = {True: "first-hand", False: "second-hand", None: "of unknown hand"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A timeline: the SVG, and what it counts in a sentence."""

    svg: Markup
    caption: str


def timeline(lanes: Sequence[Lane], *, title: str, label: float = _LABEL, id: str = "timeline") -> Picture | None:
    """The lanes drawn, with so much room for what they are called; None if none of them has a point with a date."""
    days = [point.day for lane in lanes for point in lane.points]
    if not days:
        return None
    axis = Axis(first=min(days), last=_last(lanes), left=label, right=label + WIDTH)
    places = list(_places(lanes))
    height = places[-1][0] + places[-1][1] + 8
    caption = _caption(lanes, min(days), max(days))
    inside = [*_defined(lanes, id), *_axis(axis, height)]
    before = None
    for lane, (top, tall) in zip(lanes, places, strict=True):
        inside.append(_drawn(lane, axis, top, tall, id, with_holder=lane.holder != before))
        before = lane.holder
    width = axis.right + _RIGHT
    inside += _legend(lanes, id, height)
    height += _LEGEND * (1 + math.ceil(len(_kinds(lanes)) / _IN_ROW)) + 6
    cls = "timeline lanes" if any(lane.holder for lane in lanes) else "timeline"
    svg = picture(cls, width, height, title=title, desc=caption, id=id, inside=inside)
    return Picture(svg=svg, caption=caption)


def _last(lanes: Sequence[Lane]) -> date:
    return max(point.day for lane in lanes for point in lane.points)


def _kinds(lanes: Sequence[Lane]) -> tuple[str, ...]:
    found = {point.kind for lane in lanes for point in lane.points}
    return tuple(kind for kind in POSITION_KINDS if kind in found)


def _places(lanes: Sequence[Lane]) -> Iterator[tuple[float, float]]:
    """The top and the height of each lane."""
    top, before = _TOP, None
    for lane in lanes:
        tall = _TALL if lane.holder and lane.holder != before else _LOW
        yield top, tall
        top, before = top + tall, lane.holder


def _defined(lanes: Sequence[Lane], id: str) -> Iterator[Markup]:
    paths = [element("path", id=f"{id}-{kind}", d=SHAPES[kind]) for kind in _kinds(lanes)]
    paths += [element("path", id=f"{id}-{name}", d=d) for name, d in (*_MARKS.items(), ("changed", _OTHER_MARK))]
    yield element("defs", *paths)


def _axis(axis: Axis, height: float) -> Iterator[Markup]:
    for x, name in axis.ticks():
        yield element("line", cls="grid days", x1=x, x2=x, y1=_TOP - 8, y2=height)
        yield element("text", name, cls="tick days", x=min(x, axis.right - _RIGHT), y=_TOP - 14)


def _drawn(lane: Lane, axis: Axis, top: float, tall: float, id: str, *, with_holder: bool) -> Markup:
    inside = [element("line", cls="rule", x1=0.0, x2=axis.right + _RIGHT, y1=top, y2=top)] if with_holder else []
    line = top + tall - 13
    label = []
    if with_holder and lane.holder:
        label.append(element("text", cut(lane.holder, _LETTERS - 4), cls="holder", x=2.0, y=top + 17))
    label.append(element("text", cut(lane.issue, _LETTERS), cls="issue", x=2.0, y=line + 4))
    words = f"{lane.holder}: {lane.issue}" if lane.holder else lane.issue
    # On a small screen the style sheet cuts what is of the class `label`, and moves what is of the class `days` there.
    named = (element("title", words), element("g", *label, cls="label"))
    inside.append(link(lane.address, *named) if lane.address else element("g", *named))
    days = [element("line", cls="lane", x1=axis.left, x2=axis.right, y1=line, y2=line)]
    places = [(point, x, line + down) for point, x, down in _apart(lane.points, axis)]
    days += [_shape(*place, id) for place in places]
    days += [_mark(point, x, y, id, is_below=y > line) for point, x, y in places if point.change]
    return element("g", *inside, element("g", *days, cls="days"))


def _legend(lanes: Sequence[Lane], id: str, top: float) -> Iterator[Markup]:
    """What the shapes mean, below the lanes: a picture that is taken along explains itself."""
    yield element("line", cls="rule", x1=0.0, x2=_APART * _IN_ROW, y1=top, y2=top)
    row = top + 16
    for at, kind in enumerate(_kinds(lanes)):
        x, row = 2 + _APART * (at % _IN_ROW), top + 16 + _LEGEND * (at // _IN_ROW)
        yield element(
            "use", href=f"#{id}-{kind}", cls=f"k-{kind} first", transform=f"translate({x:.0f} {row - 11:.0f}) scale(.8)"
        )
        yield element("text", spaced(kind), cls="issue", x=x + 18, y=row)
    row += _LEGEND
    yield element(
        "text", "filled: first-hand; outlined: second-hand or unknown; larger: more reports", cls="issue", x=2.0, y=row
    )
    if any(point.change for lane in lanes for point in lane.points):
        for at, (name, words) in enumerate(
            (("hardened", "hardened"), ("softened", "softened"), ("changed", "changed otherwise"))
        ):
            x = 465 + 90.0 * at
            yield element("use", href=f"#{id}-{name}", cls="mark", x=x, y=row - 5)
            yield element("text", words, cls="issue", x=x + 10, y=row)


def _apart(points: Sequence[Point], axis: Axis) -> Iterator[tuple[Point, float, float]]:
    """Each point with its place on the axis, and how far below the middle of its lane it lies.

    Those nearer than a shape is wide stand in columns of two, as many as a lane is tall: beside their day, but apart.
    """
    groups: list[list[tuple[Point, float]]] = []
    for point in points:
        x = axis.place(point.day)
        if groups and x - groups[-1][0][1] < _SIDE:
            groups[-1].append((point, x))
        else:
            groups.append([(point, x)])
    for group in groups:
        columns, middle = math.ceil(len(group) / 2), sum(x for _, x in group) / len(group)
        for at, (point, _) in enumerate(group):
            column, row = divmod(at, 2)
            is_alone = row == 0 and at == len(group) - 1
            yield point, middle + (column - (columns - 1) / 2) * _SIDE, 0.0 if is_alone else (row - 0.5) * _SIDE


def _size(count: int) -> float:
    """How large a shape is, as a factor of its 16 units: by the logarithm, so that hundreds stay in the lane."""
    return min(0.65 + 0.15 * math.log2(count), 1.2)


def _shape(point: Point, x: float, y: float, id: str) -> Markup:
    size = _size(point.utterances if point.months else point.independent)
    hand = "first" if point.first_hand else "second"
    corner = f"translate({x - 8 * size:.1f} {y - 8 * size:.1f}) scale({size:.2f})"
    shape = element("use", href=f"#{id}-{point.kind}", cls=f"k-{point.kind} {hand}", transform=corner)
    return link(point.address, element("title", words(point)), shape)


def _mark(point: Point, x: float, y: float, id: str, *, is_below: bool) -> Markup:
    size = _size(point.utterances if point.months else point.independent)
    name = point.change if point.change in _MARKS else "changed"
    away = 8 * size + 4
    mark = element("use", href=f"#{id}-{name}", cls="mark", x=x, y=y + away if is_below else y - away)
    return link(point.change_address or "", element("title", f"{point.said_on}: {point.change}; both quotations"), mark)


def words(point: Point) -> str:
    """A point in words, as a mouse on it shows them."""
    count = f"{point.utterances} utterances" if point.utterances > 1 else "1 utterance"
    reports = f"{point.independent} {'report' if point.independent == 1 else 'reports'}"
    kind = spaced(point.kind) + (f" in {point.alike}" if point.alike < point.utterances else "")
    return f"{_SPANS[point.months]}{point.said_on}: {count}, {kind}, {_HANDS[point.first_hand]}, {reports}"


def _caption(lanes: Sequence[Lane], first: date, last: date) -> str:
    count, lines = sum(lane.utterances for lane in lanes), sum(lane.lines for lane in lanes)
    undated = sum(lane.undated for lane in lanes)
    said = [f"{count - undated:,} {'utterance' if count - undated == 1 else 'utterances'} that take a position"]
    if any(lane.address for lane in lanes):
        said.append(f" in {lines:,} {'line' if lines == 1 else 'lines'}")
    said.append(f", by the day of saying, {first} to {last}." if first != last else f", said on {first}.")
    if undated:
        said.append(f" {undated} without a day are left out.")
    spans = {point.months for lane in lanes for point in lane.points} - {0}
    if spans:
        name = {1: "month", 3: "quarter", 12: "year"}[max(spans)]
        said.append(f" Where a lane is full, a shape stands for a {name}, and its size for the utterances in it.")
    folded = next((lane for lane in lanes if lane.lines > 1), None)
    if folded is not None:
        said.append(f" Red lines and the lines with most utterances have a lane each, {folded.issue} share the last.")
    return "".join(said)
