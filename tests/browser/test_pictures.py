"""Each picture, drawn of ten points and of ten thousand, holds what is asked of every picture.

Its words can be read and lie on nothing, on a telephone too; kinds are told without colour and in print; it needs no
script and no style but the sheet's; it says what it counts and over which days; its data and a table stand beside it.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from made_lines import add, fill_lines
from onrecord import views
from onrecord.records import POSITION_KINDS
from onrecord.web.lanes import Cell, Lane, Point, together
from onrecord.web.matrix import matrix
from onrecord.web.rendering import STATIC
from onrecord.web.shapes import SHAPES, STATUSES
from onrecord.web.timeline import timeline

SVG = "{http://www.w3.org/2000/svg}"
# Below this many pixels letters are guessed, not read.
SMALLEST = 10
FEW, MANY = 10, 10_000


def lane(number: int, count: int, holder: str, issue: str) -> Lane:
    days = [date(2014, 1, 3) + timedelta(days=(at * 37 + number) % 2900) for at in range(count)]
    points = (
        Point(
            day=day,
            said_on=str(day),
            kind=POSITION_KINDS[(at + number) % len(POSITION_KINDS)],
            first_hand=(True, False, None)[at % 3],
            utterances=1,
            independent=1 + at % 40,
            address=f"/utterances/u-{number}-{at}",
            change="hardened" if at % 9 == 0 else None,
            change_address=f"/positions/l-{number}#change-{at}" if at % 9 == 0 else None,
        )
        for at, day in enumerate(sorted(days))
    )
    return Lane(
        holder=holder, issue=issue, address=f"/positions/l-{number}", points=tuple(points), utterances=count, undated=0
    )


def of_lanes(count: int) -> str:
    lanes = min(40, count // 2)
    name = "The Ministry of Foreign Affairs of the Northern Islands"
    made = [
        lane(n, count // lanes, f"{name} {n // 3}", f"{n} the herring quota and the power cable") for n in range(lanes)
    ]
    return drawn(timeline(together(made), title="Positions over time"))


def of_line(count: int) -> str:
    made = [lane(n, max(1, count // 13), "", kind.replace("_", " ")) for n, kind in enumerate(POSITION_KINDS)]
    return drawn(timeline(together(made[: max(2, min(13, count))]), title="Iceland on herring", label=110))


def of_pairs(count: int) -> str:
    side = round(count**0.5) + 1
    pairs = [(one, other) for one in range(side) for other in range(side) if one != other][:count]
    cells = [
        Cell(
            holder=f"Republic of {a} and its Islands",
            toward=f"Union {b} of States",
            utterances=9999 // (1 + n),
            kinds=(("demand", 1),),
        )
        for n, (a, b) in enumerate(pairs)
    ]
    return drawn(matrix(cells, title="Who toward whom", address_of=lambda cell: f"/positions?holder={cell.holder}"))


def drawn(made: Any) -> str:
    assert made is not None
    return str(made.svg)


PICTURES: dict[str, Callable[[int], str]] = {"timeline": of_lanes, "line": of_line, "matrix": of_pairs}
every_picture = pytest.mark.parametrize("name", PICTURES)
few_and_many = pytest.mark.parametrize("count", [FEW, MANY])

# Words that stand upright: where each is, and how tall its letters are as they are shown.
WORDS = """() => Array.from(document.querySelectorAll("svg text:not([transform])"), (text) => {
  const box = text.getBoundingClientRect();
  const scale = text.getScreenCTM().a;
  return { words: text.textContent, size: parseFloat(getComputedStyle(text).fontSize) * scale,
           left: box.left, right: box.right, top: box.top + 2, bottom: box.bottom - 2 };
})"""
SHOWN = """() => Array.from(document.querySelectorAll("svg a > use, svg circle.dot"), (one) => {
  const looks = getComputedStyle(one);
  return [looks.fill, looks.stroke, looks.getPropertyValue("background-color")];
})"""


@pytest.fixture
def sheet(browser: Any) -> Any:
    context = browser.new_context(java_script_enabled=True)
    opened = context.new_page()

    def show(svg: str, width: int) -> Any:
        opened.set_viewport_size({"width": width, "height": 900})
        css = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("onrecord.css", "positions.css"))
        figure = f'<figure class="picture"><div class="scroll">{svg}</div></figure>'
        opened.set_content(f"<style>{css}</style><main class=wide>{figure}</main>")
        return opened

    yield show
    context.close()


def overlapping(words: list[dict[str, Any]]) -> list[tuple[str, str]]:
    found = []
    for at, one in enumerate(words):
        for other in words[at + 1 :]:
            apart = one["right"] <= other["left"] or other["right"] <= one["left"]
            if not apart and one["top"] < other["bottom"] and other["top"] < one["bottom"]:
                found.append((one["words"], other["words"]))
    return found


@every_picture
@few_and_many
@pytest.mark.parametrize("width", [360, 1600])
def test_its_words_can_be_read_and_none_lies_on_another(sheet: Any, name: str, count: int, width: int) -> None:
    page = sheet(PICTURES[name](count), width)
    words = page.evaluate(WORDS)
    assert words and min(one["size"] for one in words) >= SMALLEST
    assert overlapping(words) == []
    # What doesn't fit is scrolled within its frame: the page stays as wide as the screen.
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_on_a_telephone_days_stand_beside_names_that_give_way(sheet: Any) -> None:
    page = sheet(of_lanes(FEW), 360)
    first = page.locator("svg .days line.lane").first.bounding_box()
    frame = page.locator(".scroll").bounding_box()
    assert first["x"] < frame["x"] + 0.55 * frame["width"]
    # Where a name is cut, what is hit is no longer the name.
    at = page.locator("svg text.holder").first.bounding_box()
    hit = "([x, y]) => document.elementFromPoint(x, y).tagName"
    assert page.evaluate(hit, [at["x"] + 20, at["y"] + 8]) == "text"
    assert page.evaluate(hit, [first["x"] + 20, at["y"] + 8]) != "text"


@every_picture
@few_and_many
def test_it_needs_no_script_and_no_style_of_its_own(name: str, count: int) -> None:
    made = PICTURES[name](count)
    svg = ET.fromstring(made)
    assert len(made.encode()) < 200_000
    for one in svg.iter():
        assert one.tag.removeprefix(SVG) not in ("script", "style", "foreignObject", "image")
        assert not [key for key in one.attrib if key == "style" or key.startswith("on")]
        assert one.get("href", "#").startswith(("/", "#"))
    assert all(one.find(f"{SVG}title") is not None for one in svg.iter(f"{SVG}a"))


@every_picture
@few_and_many
def test_kinds_and_counts_are_told_without_colour(name: str, count: int) -> None:
    svg = ET.fromstring(PICTURES[name](count))
    if name == "matrix":
        # A number stands in each dot.
        dots = [one for one in svg.iter(f"{SVG}a") if one.find(f"{SVG}circle") is not None]
        assert dots and all("".join(one.find(f"{SVG}text").itertext()).isdigit() for one in dots)  # type: ignore[union-attr]
        return
    outlines = {one.get("id"): one.get("d") for one in svg.iter(f"{SVG}path")}
    assert len(set(outlines.values())) == len(outlines)
    used = {use.get("href", "")[1:] for link in svg.iter(f"{SVG}a") for use in link.iter(f"{SVG}use")}
    named = {"".join(text.itertext()) for text in svg.iter(f"{SVG}text")}
    for id in used:
        kind = id.removeprefix("timeline-")
        assert kind.replace("_", " ") in named or any(words.startswith(kind) for words in named)
    assert any("filled: first-hand; outlined" in words for words in named)


def test_no_two_kinds_or_statuses_have_one_shape() -> None:
    assert len(set(SHAPES.values())) == len(POSITION_KINDS) == len(SHAPES)
    assert len(set(STATUSES.values())) == len(STATUSES)


@every_picture
@pytest.mark.parametrize("looks", [{"media": "print"}, {"color_scheme": "dark"}, {"forced_colors": "active"}], ids=str)
def test_it_can_be_seen_in_print_in_the_dark_and_in_few_colours(sheet: Any, name: str, looks: dict[str, str]) -> None:
    page = sheet(PICTURES[name](FEW), 1600)
    page.emulate_media(**looks)
    paper = page.evaluate("() => getComputedStyle(document.querySelector('.scroll')).backgroundColor")
    # Each shape has a rim or a filling that is not the paper's.
    for fill, stroke, _ in page.evaluate(SHOWN):
        assert {fill, stroke} - {paper, "none"}, (fill, stroke, paper)


PAGES = ("/positions/timeline", "/positions/toward", "line")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("many", [False, True], ids=["few", "many"])
def test_its_page_says_what_is_counted_over_which_days_with_the_data_beside_it(
    page: Any, served: Any, path: str, many: bool
) -> None:
    fill_lines(served.ledger)
    for number in range(60 if many else 0):
        words = f"Trawlers must stop catching herring on the northern banks until winter {number}"
        day = str(date(2022, 6, 1) + timedelta(days=5 * number))
        add(served.ledger, words, day, ("demand", "offer")[number % 2], "herring catch", "Iceland", toward=("Norway",))
    line = next(iter(views.register(served.ledger, holder="Iceland", issue="herring")))
    page.goto(served.origin + (f"/positions/{line.id}" if path == "line" else path))
    caption = page.locator("figcaption [data-words]").inner_text()
    assert len(re.findall(r"\d{4}-\d\d-\d\d", caption)) >= 2 and "tterance" in caption
    svg = page.locator("figure .scroll > svg")
    names = svg.get_attribute("aria-labelledby").split()
    assert all(svg.locator(f"#{name}").text_content() for name in names)
    links = [page.locator("figcaption").get_by_role("link", name=name) for name in ("CSV", "JSON")]
    found = [page.request.get(served.origin + link.get_attribute("href")) for link in links]
    assert [one.status for one in found] == [200, 200]
    assert len(found[1].json()) == len(found[0].text().splitlines()) - 1 > 0
    # Who sees no picture has the same in a list or a table, with links for the keyboard.
    assert page.locator("main table a, main ol.history a").count() > 0
