"""What a person does with positions: finds a red line, follows a change to both quotations, takes a picture along."""

from __future__ import annotations

import re
from typing import Any

import pytest

from made_lines import fill_lines
from onrecord import views

from .axe import grave_faults

expect = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed; make setup").expect


@pytest.fixture
def lined(served: Any) -> Any:
    """The server with a small register."""
    fill_lines(served.ledger)
    return served


def test_an_analyst_finds_the_red_line_and_reads_who_says_so(page: Any, lined: Any) -> None:
    page.get_by_role("link", name="Positions").click()
    red = page.get_by_role("region", name="Red lines")
    expect(red.get_by_role("row")).to_have_count(2)
    assert "first-hand Ana Vidal" in red.inner_text()
    page.get_by_label("Whose position").fill("NOR")
    page.get_by_label("Whose position").press("Enter")
    page.wait_for_url("**/positions?holder=NOR")
    page.get_by_text("No red line stands among these").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename == "positions.xlsx"


def test_a_change_in_the_timeline_opens_both_quotations(page: Any, lined: Any) -> None:
    page.goto(f"{lined.origin}/positions/timeline")
    page.locator("svg.timeline a[href*='#change-']").click()
    page.wait_for_url(re.compile(r"/positions/[^/]+#change-"))
    change = page.locator("article.change").first
    assert change.locator("del").all_inner_texts() == ["must stop "]
    assert change.locator("ins").all_inner_texts() == ["may go on "]
    # The page behind it is reached by the keyboard, too: the same link stands in a table.
    page.goto(f"{lined.origin}/positions/timeline")
    page.get_by_role("link", name="softened: demand, then offer").press("Enter")
    page.wait_for_url(re.compile(r"/positions/[^/]+#change-"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_is_copied_with_its_looks(page: Any, lined: Any, theme: str) -> None:
    page.emulate_media(color_scheme=theme)
    for path in ("timeline", "toward"):
        page.goto(f"{lined.origin}/positions/{path}")
        page.get_by_role("button", name="Copy as PNG").click()
        page.get_by_role("button", name="Copied").wait_for()
        colours = page.evaluate(
            """async () => {
              const [item] = await navigator.clipboard.read();
              const made = await createImageBitmap(await item.getType("image/png"));
              const canvas = new OffscreenCanvas(made.width, made.height);
              const pen = canvas.getContext("2d");
              pen.drawImage(made, 0, 0);
              const bytes = pen.getImageData(0, 0, made.width, made.height).data;
              let red = 0;
              let green = 0;
              for (let at = 0; at < bytes.length; at += 4) {
                if (bytes[at] - bytes[at + 1] > 60) red += 1;
                if (bytes[at + 1] - bytes[at] > 40) green += 1;
              }
              return { paper: bytes[0], red, green };
            }"""
        )
        assert (colours["paper"] > 128) == (theme == "light")
        if path == "timeline":
            # A red line and an offer: the shapes have their colours.
            assert colours["red"] > 100 and colours["green"] > 100


def test_a_reviewer_names_an_issue_and_joins_two(page: Any, lined: Any) -> None:
    line = next(iter(views.register(lined.ledger, kinds=["red_line"])))
    page.goto(f"{lined.origin}/positions/{line.id}")
    page.get_by_role("link", name="Put it right").click()
    page.get_by_label("Name of the issue").fill("The strait cable")
    page.get_by_role("button", name="Name it so").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Iceland on The strait cable"
    page.get_by_role("link", name="Put it right").click()
    page.get_by_label("This one and").select_option(index=1)
    page.get_by_role("button", name="They are one").click()
    page.get_by_role("heading", name="4 utterances, the latest first").wait_for()


def test_two_are_compared(page: Any, lined: Any) -> None:
    page.goto(f"{lined.origin}/positions")
    page.get_by_role("link", name="Compare two").click()
    page.get_by_role("textbox", name="One").fill("Iceland")
    page.get_by_role("textbox", name="The other").fill("Norway")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("region", name="herring catch").locator(".side")).to_have_count(2)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1600])
def test_no_page_has_a_grave_fault_or_is_wider_than_the_screen(page: Any, lined: Any, theme: str, width: int) -> None:
    line = next(iter(views.register(lined.ledger, kinds=["offer"])))
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    for path in (
        "",
        "?holder=Sweden&kind=offer",
        "/timeline",
        "/toward",
        "/compare",
        "/compare?one=Iceland&other=Norway&issue=cable",
        f"/{line.id}",
        f"/{line.id}/issue",
    ):
        page.goto(f"{lined.origin}/positions{path}")
        assert grave_faults(page) == [], path
        assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0, path
