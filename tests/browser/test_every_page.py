"""What holds for each page: no grave fault, also of an empty ledger; little weight; a login."""

from __future__ import annotations

from typing import Any

import pytest

from made_lines import fill_lines
from onrecord import views
from team_server import PASSWORD

from .axe import grave_faults

MOST = 300_000
# What the page itself and all that it loads weigh, unpacked.
WEIGHT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .reduce((sum, one) => sum + one.decodedBodySize, 0)"""
PLACES = (
    "/ledger",
    "/documents",
    "/positions",
    "/positions/timeline",
    "/positions/toward",
    "/positions/compare",
    "/calendar",
    "/calendar/undated",
    "/review",
    "/review?which=second",
    "/review/agreement",
    "/watch",
)


def faults(page: Any) -> list[str]:
    """What is wrong with a page as it stands, its width too."""
    wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") > 0
    return grave_faults(page) + (["wider than the screen"] if wide else [])


@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1600, "light")])
def test_nothing_on_record_and_what_is_not_there_are_pages_too(page: Any, served: Any, width: int, theme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    for path in ("/", *PLACES, "/ledger?since=yesterday"):
        page.goto(served.origin + path)
        assert faults(page) == [], path
    page.goto(served.origin)
    page.get_by_label("Paste a report").fill("Vidal said that the harbour stays open.")
    page.get_by_role("button", name="Read").click()
    page.get_by_text("Done: 1 read").wait_for()
    assert faults(page) == []


def test_each_page_weighs_little(page: Any, filled: Any) -> None:
    fill_lines(filled.ledger)
    found, line = next(iter(views.find(filled.ledger, "reopen"))), next(iter(views.register(filled.ledger)))
    document = found.statements[0].document
    for path in (
        "/",
        *PLACES,
        f"/documents/{document.id}",
        f"/utterances/{found.id}",
        f"/positions/{line.id}",
        f"/positions/{line.id}/issue",
        "/watch?kind=refusal",
    ):
        page.goto(filled.origin + path)
        page.wait_for_load_state("networkidle")
        # The styles alone are more than a twentieth.
        assert MOST / 20 < page.evaluate(WEIGHT) < MOST, path


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1600, "dark")])
def test_a_member_of_a_team_logs_in_by_the_keyboard_and_comes_where_the_address_led(
    browser: Any, team: str, width: int, theme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    page.set_default_timeout(8_000)
    page.goto(f"{team}/calendar?month=2025-04")
    page.keyboard.type("reader")
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    page.get_by_role("alert").get_by_text("The name or the password is wrong.").wait_for()
    assert faults(page) == []
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/calendar?month=2025-04")
    assert faults(page) == []
    menu = page.get_by_role("navigation", name="Main")
    assert menu.get_by_role("link", name="Ledger").is_visible() and not menu.get_by_role("link", name="Review").count()
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("heading", name="Log in").wait_for()
    page.close()
