"""The pictures: legible and light with ten points and with ten thousand, the same drawing for the same lanes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import combinations

import pytest

from made_lines import CABLE, HERRING, add, fill_lines
from onrecord import views
from onrecord.knowledge import shipped
from onrecord.ledger import Ledger
from onrecord.records import POSITION_KINDS
from onrecord.web.drawing import Axis, element
from onrecord.web.lanes import Cell, Lane, Point, cells_of, kinds_of, lanes_of, together
from onrecord.web.matrix import MOST, matrix
from onrecord.web.timeline import timeline

SVG = "{http://www.w3.org/2000/svg}"
LIGHT = 200_000


def lane(number: int, days: list[date], change: str | None = None) -> Lane:
    points = tuple(
        Point(
            day=day,
            said_on=str(day),
            kind=POSITION_KINDS[at % len(POSITION_KINDS)],
            first_hand=(True, False, None)[at % 3],
            utterances=1,
            independent=1 + at % 5,
            address=f"/utterances/u-{number:06}{at:06}",
            change=change,
            change_address=change and f"/positions/l-{number}#change-{at}",
        )
        for at, day in enumerate(days)
    )
    address = f"/positions/l-{number}"
    return Lane(
        holder=f"Holder {number}", issue="cable", address=address, points=points, utterances=len(days), undated=0
    )


def days(count: int, gap: int = 1) -> list[date]:
    return [date(2020, 1, 1) + timedelta(days=gap * at) for at in range(count)]


def drawn(lanes: list[Lane]) -> ET.Element:
    picture = timeline(together(lanes), title="Positions")
    assert picture is not None
    return ET.fromstring(picture.svg)


def shapes(svg: ET.Element) -> list[ET.Element]:
    return [use for link in svg.iter(f"{SVG}a") for use in link.iter(f"{SVG}use") if use.get("class") != "mark"]


def test_ten_points_are_ten_shapes_filled_or_outlined() -> None:
    svg = drawn([lane(1, days(10, 40))])
    assert len(shapes(svg)) == 10
    assert [use.get("class", "").split()[1] for use in shapes(svg)] == ["first", "second", "second"] * 3 + ["first"]
    larger = [float(use.get("transform", "").split("scale(")[1].rstrip(")")) for use in shapes(svg)][:5]
    assert larger == sorted(larger) and larger[0] < larger[-1]


def test_ten_thousand_points_stay_light_and_apart() -> None:
    picture = timeline(together([lane(number, days(250, 7), "hardened") for number in range(40)]), title="Positions")
    assert picture is not None and len(picture.svg) < LIGHT
    assert "a shape stands for a" in picture.caption and "10,000 utterances" in picture.caption


def test_a_full_lane_alone_is_put_together_by_months() -> None:
    svg = drawn([lane(1, days(400)), lane(2, days(3, 100))])
    assert [len(shapes(group)) for group in svg.findall(f"{SVG}g/{SVG}g")] == [14, 3]


def test_no_red_line_is_hidden_among_others() -> None:
    svg = drawn([lane(1, days(400))])
    assert all("k-red_line" in use.get("class", "") for use in shapes(svg)[:13])
    assert "red line in 3, " in "".join(svg.itertext())


@pytest.mark.parametrize("count", [2, 3, 5, 7])
def test_what_is_said_in_a_few_days_is_drawn_apart(count: int) -> None:
    """Shapes of one report are 10.4 units wide: none lies on another, and all stay in a lane 26 units tall."""
    near = [date(2020, 1, 1 + at // 3) for at in range(count)]
    found = shapes(drawn([lane(1, [*near, date(2024, 1, 1)])]))
    pattern = re.compile(r"translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)")
    corners = [tuple(map(float, pattern.findall(use.get("transform", ""))[0])) for use in found]
    middles = [(x + 8 * size, y + 8 * size) for x, y, size in corners]
    for one, other in combinations(middles, 2):
        assert max(abs(one[0] - other[0]), abs(one[1] - other[1])) > 10.4
    down = [y for _, y in middles]
    assert len(found) == count + 1 and max(down) - min(down) < 26 - 10.4


def test_a_change_is_a_mark_that_leads_to_both_quotations() -> None:
    svg = drawn([lane(1, days(2, 50), "softened")])
    marks = [link for link in svg.iter(f"{SVG}a") if "#change-" in link.get("href", "")]
    assert len(marks) == 2 and all(mark.find(f"{SVG}use").get("href") == "#timeline-softened" for mark in marks)  # type: ignore[union-attr]


def test_a_picture_says_what_it_is_to_who_sees_none() -> None:
    svg = drawn([lane(1, days(3))])
    (parts,) = svg.findall(f"{SVG}g")
    assert svg.get("role") == "group" and parts.get("aria-hidden") == "true"
    named = {one.get("id") for one in svg if one.tag in (f"{SVG}title", f"{SVG}desc")}
    assert set(svg.get("aria-labelledby", "").split()) == named
    assert all(link.get("tabindex") == "-1" for link in svg.iter(f"{SVG}a"))


def test_nothing_with_a_day_is_no_picture() -> None:
    assert timeline([], title="Positions") is None and timeline([lane(1, [])], title="Positions") is None
    assert matrix([], title="Who", address_of=str) is None


def test_lines_beyond_those_with_a_lane_share_the_last(ledger: Ledger) -> None:
    fill_lines(ledger)
    lanes = lanes_of(list(views.register(ledger)), most=1)
    assert [(one.issue, one.lines, one.utterances) for one in lanes] == [("power cable", 1, 2), ("2 other lines", 2, 3)]
    picture = timeline(lanes, title="Positions")
    assert picture is not None and "2 other lines share the last" in picture.caption


def test_what_has_no_day_is_counted_and_not_drawn(ledger: Ledger) -> None:
    add(ledger, CABLE, "2022-01-10", "red_line", "power cable", "Iceland")
    add(ledger, HERRING, "--01-10", "demand", "herring catch", "Iceland")
    lanes = lanes_of(list(views.register(ledger)))
    assert sum(one.undated for one in lanes) == 1
    picture = timeline(lanes, title="Positions")
    assert picture is not None and "1 without a day" in picture.caption


def test_a_day_of_which_only_the_year_is_known_is_not_its_first(ledger: Ledger) -> None:
    add(ledger, CABLE, "2022", "red_line", "power cable", "Iceland")
    (only,) = lanes_of(list(views.register(ledger)))
    (point,) = only.points
    assert (point.said_on, point.day) == ("2022", date(2022, 7, 2))


def test_one_line_has_a_lane_for_each_kind_the_firmest_first(ledger: Ledger) -> None:
    fill_lines(ledger)
    (line,) = views.register(ledger, kinds=["offer"])
    assert [one.issue for one in kinds_of(line)] == ["demand", "offer"]


def test_pairs_go_by_one_name_of_a_body_and_leave_out_oneself(ledger: Ledger) -> None:
    add(ledger, CABLE, "2022-01-10", "red_line", "power cable", "ISL", toward=("NOR", "Iceland"))
    add(ledger, HERRING, "2022-01-11", "demand", "herring catch", "Iceland", toward=("Norway",))
    (cell,) = cells_of(views.register(ledger), shipped())
    assert (cell.holder, cell.toward, cell.utterances) == ("Iceland", "Norway", 2)


def test_a_matrix_has_no_more_rows_and_columns_than_can_be_read() -> None:
    cells = [Cell(holder=f"H{n}", toward=f"T{n}", utterances=90 - n, kinds=(("demand", 1),)) for n in range(60)]
    made = matrix(cells, title="Who", address_of=lambda cell: f"/positions?holder={cell.holder}&x=1")
    assert made is not None and (made.shown, made.pairs) == (MOST, 60)
    assert len(list(ET.fromstring(made.svg).iter(f"{SVG}circle"))) == MOST


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        (date(2020, 1, 1), date(2020, 1, 1), ["2020-01-01"]),
        (date(2020, 1, 5), date(2020, 2, 20), ["2020-01-05", "2020-02-20"]),
        (date(2020, 1, 15), date(2020, 4, 2), ["2020-02", "2020-03", "2020-04"]),
        (date(2014, 5, 1), date(2020, 4, 2), ["2015", "2016", "2017", "2018", "2019", "2020"]),
        (date(1900, 1, 1), date(2020, 1, 1), ["1900", "1920", "1940", "1960", "1980", "2000", "2020"]),
    ],
)
def test_the_axis_names_months_or_years(first: date, last: date, names: list[str]) -> None:
    ticks = list(Axis(first=first, last=last, left=0, right=100).ticks())
    assert [name for _, name in ticks] == names
    assert all(0 <= place <= 100 for place, _ in ticks)


def test_text_and_attributes_are_escaped() -> None:
    assert element("text", "<b>", cls='"x', x=1.25) == '<text class="&#34;x" x="1.2">&lt;b&gt;</text>'
