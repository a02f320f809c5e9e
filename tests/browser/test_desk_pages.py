"""What a person does at the desk: reviews with one key, looks a meeting up, has a search watched."""

from __future__ import annotations

import urllib.request
from pathlib import Path
from typing import Any

import pytest

from made_readings import RUN, document_of, reading_of, span_of, statement_of
from onrecord import views
from onrecord.records import Meeting, PartialDate

from .axe import grave_faults

TEXT = "The Bergen talks ended. Vidal said the port stays open."


def verdicts(ledger: Any) -> list[str]:
    """The decisions in force, the first one first."""
    found = list(views.reviews(ledger))[::-1]
    return [one.review.verdict for one in found if not one.withdrawn_by and one.review.verdict != "withdraw"]


def add_meeting(ledger: Any) -> None:
    """A meeting with a day, and a statement made there."""
    document = document_of(TEXT, publisher="Coast Post", published="2025-03-12")
    said = statement_of(document, "the port stays open", speaker="Vidal", kind="indirect", meeting="m1")
    mention = span_of(TEXT, "Bergen talks")
    meeting = Meeting(
        id="m1", name="Bergen talks", kind="talks", status="held", mentions=(mention,), start=PartialDate("2025-03-11")
    )
    ledger.writer.add(reading_of(document, said, meetings=[meeting]), RUN)


def test_a_reviewer_works_the_queue_off_by_keys_alone(page: Any, filled: Any) -> None:
    page.goto(f"{filled.origin}/review")
    page.get_by_text("4 waiting").wait_for()
    page.keyboard.press("a")
    page.get_by_text("3 waiting").wait_for()
    page.keyboard.press("s")
    page.get_by_text("2 waiting").wait_for()
    page.keyboard.press("x")
    page.get_by_text("1 waiting").wait_for()
    assert set(verdicts(filled.ledger)) == {"accept", "reject"}
    page.keyboard.press("u")
    page.wait_for_url("**/review?card=*")
    assert set(verdicts(filled.ledger)) == {"accept"}
    page.keyboard.press("e")
    assert page.evaluate("() => document.activeElement.name") == "speaker"
    page.keyboard.press("Control+a")
    # Letters typed into a field are no decisions.
    page.keyboard.type("Alex")
    page.keyboard.press("Enter")
    page.get_by_text("2 waiting").wait_for()
    assert verdicts(filled.ledger)[-1] == "set"


def test_the_keys_can_be_turned_off(page: Any, filled: Any) -> None:
    page.goto(f"{filled.origin}/review")
    page.get_by_role("button", name="Keys are on").click()
    page.keyboard.press("a")
    page.get_by_role("button", name="Keys are off").click()
    assert verdicts(filled.ledger) == []


def test_a_reviewer_works_without_script(browser: Any, filled: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(8_000)
    page.goto(filled.address)
    page.get_by_role("link", name="Review").click()
    page.get_by_role("button", name="Reject").click()
    page.get_by_text("3 waiting").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Correct what is wrong").click()
    page.get_by_label("Issue").fill("fishing rights")
    page.get_by_role("button", name="Keep the correction").click()
    page.get_by_text("3 waiting").wait_for()
    context.close()
    assert set(verdicts(filled.ledger)) == {"set"}


def test_an_analyst_looks_up_what_was_said_at_a_meeting(page: Any, filled: Any) -> None:
    add_meeting(filled.ledger)
    page.get_by_role("link", name="Calendar").click()
    page.get_by_role("heading", name="March 2025").wait_for()
    page.get_by_role("link", name="Bergen talks").click()
    meeting = page.locator(".sitting:target")
    assert "held" in meeting.inner_text() and "The Bergen talks ended." in meeting.inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download this month").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "DTSTART;VALUE=DATE:20250311" in text
    meeting.get_by_role("link", name="the port stays open").click()
    assert page.locator("blockquote").inner_text().strip() == "the port stays open"


def test_on_a_small_screen_the_calendar_is_a_list(page: Any, filled: Any) -> None:
    add_meeting(filled.ledger)
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(f"{filled.origin}/calendar")
    assert page.locator(".sitting").is_visible() and page.get_by_role("table").is_hidden()


def test_an_analyst_has_a_search_watched_and_reads_its_feed(page: Any, filled: Any) -> None:
    page.goto(f"{filled.origin}/ledger?kind=refusal")
    page.get_by_role("link", name="Watch this search").click()
    page.get_by_text("would have fired 1 time").wait_for()
    page.get_by_label("Name").fill("Refusals")
    page.get_by_role("button", name="Keep as an alert").click()
    alert = page.get_by_role("article", name="Refusals")
    alert.get_by_text("Feeds", exact=True).click()
    alert.get_by_role("button", name="Copy the JSON Feed").click()
    alert.get_by_role("button", name="Copied").wait_for()
    address = page.evaluate("() => navigator.clipboard.readText()")
    with urllib.request.urlopen(address) as answer:
        assert "Norway will not reopen the quota" in answer.read().decode()
    alert.get_by_text("Change", exact=True).click()
    alert.get_by_label("Name").fill("What is refused")
    alert.get_by_role("button", name="Keep the change").click()
    alert = page.get_by_role("article", name="What is refused")
    alert.get_by_role("button", name="Remove").click()
    page.get_by_text("No search is watched yet").wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1600])
def test_no_page_has_a_grave_fault_or_is_wider_than_the_screen(page: Any, filled: Any, theme: str, width: int) -> None:
    add_meeting(filled.ledger)
    found = next(iter(views.find(filled.ledger, "reopen")))
    for name, verdict in (("Olga", "reject"), ("Vera", "accept")):
        decision = views.Decision(verdict=verdict)  # type: ignore[arg-type]
        for review in views.reviewed(filled.ledger, found.first.id, [decision], reviewer=name):
            filled.ledger.writer.review(review)
    page.goto(f"{filled.origin}/watch?kind=refusal")
    page.get_by_label("Webhook").fill("https://1.1.1.1/told")
    page.get_by_role("button", name="Keep as an alert").click()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    for path in (
        "/review",
        "/review/agreement",
        f"/review?card={found.first.id}&which=second",
        "/calendar",
        "/calendar?month=2025-04",
        "/calendar/undated",
        "/calendar/meetings/m1",
        "/watch?kind=refusal",
        "/watch",
    ):
        page.goto(filled.origin + path)
        for details in page.locator("details").all():
            details.evaluate("one => one.open = true")
        assert grave_faults(page) == [], path
        assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0, path
