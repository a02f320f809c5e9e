"""What a person does on the first pages: adds a report, searches, reads the evidence, compares wordings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from made_pages import FIRST
from made_readings import RUN, document_of, reading_of, sha256, statement_of
from onrecord import views

from .axe import grave_faults

expect = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed; make setup").expect

REPORT = 'The harbour\n\nHe spoke on Monday. "The harbour stays open" said Vidal.\n'
FIRST_ID = sha256(FIRST + "None")[:16]


def test_the_token_leaves_the_address_bar(page: Any, served: Any) -> None:
    assert page.url == f"{served.origin}/"


def test_a_newcomer_tries_the_sample(page: Any) -> None:
    page.get_by_role("button", name="Try the sample report").click()
    page.get_by_text("Done: 1 read").wait_for()
    page.get_by_role("link", name="herring.txt").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Iceland")


def test_a_report_is_dropped_on_the_page_and_found_by_a_word(page: Any, tmp_path: Path) -> None:
    """The drop is made by script, as no driver can drop a file from outside; the rest is done by hand."""
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "harbour.txt", {type: "text/plain"}));
          document.querySelector("[data-drop]").dispatchEvent(
            new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
        }""",
        REPORT,
    )
    page.get_by_text("harbour.txt").wait_for()
    page.get_by_role("button", name="Read").click()
    page.get_by_text("Done: 1 read").wait_for()
    page.get_by_role("link", name="See who said what").click()
    page.get_by_role("searchbox").press_sequentially("stays")
    page.wait_for_url("**/ledger?q=stays")
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("link", name="The harbour stays open").click()
    assert page.locator("blockquote").inner_text().strip("“”\n") == "The harbour stays open"


def test_a_file_that_cannot_be_read_is_told_with_the_reason(page: Any, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(b"%PDF-1.4")
    page.get_by_label("Choose or drop").set_input_files(str(file))
    page.get_by_role("button", name="Read").click()
    page.get_by_text("Done: 0 read, 1 skipped").wait_for()
    assert "a PDF file" in page.get_by_role("listitem").filter(has_text="report.pdf").inner_text()


def test_an_analyst_narrows_the_ledger_down_and_takes_it_along(page: Any, filled: Any) -> None:
    page.get_by_role("link", name="Ledger").click()
    page.get_by_role("region", name="Kind of position").get_by_role("link", name="refusal").click()
    expect(page.get_by_role("row")).to_have_count(2)
    assert "kind=refusal" in page.url
    page.get_by_text("More to ask for").click()
    page.get_by_role("textbox", name="For whom").fill("ISL")
    page.get_by_role("textbox", name="For whom").press("Enter")
    page.get_by_text("Nothing fits").wait_for()
    assert "for_whom=ISL" in page.url and "kind=refusal" in page.url
    page.go_back()
    page.get_by_role("link", name="Norway will not reopen the quota").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.count("Norway will not reopen the quota") == 1 and len(text.splitlines()) == 2


def test_a_search_that_means_nothing_says_so_as_it_is_typed(page: Any, filled: Any) -> None:
    page.goto(f"{filled.origin}/ledger?q=quota")
    rows = page.get_by_role("row").count()
    page.get_by_text("More to ask for").click()
    since = page.get_by_role("textbox", name="Said since")
    since.fill("yesterday")
    since.press("Enter")
    page.get_by_role("alert").get_by_text("since: 'yesterday' is not a date").wait_for()
    since.fill("2025")
    since.press("Enter")
    page.wait_for_url("**/ledger?q=quota&since=2025")
    page.get_by_role("alert").wait_for(state="hidden")
    page.go_back()
    page.wait_for_url("**/ledger?q=quota")
    expect(page.get_by_role("row")).to_have_count(rows)
    assert page.locator("#f-since").input_value() == ""


def test_a_citation_is_copied(page: Any, filled: Any) -> None:
    page.goto(f"{filled.origin}/ledger?kind=refusal")
    page.get_by_text("Cite").click()
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert "“Norway will not reopen the quota” Harbour Wire" in copied


def test_evidence_and_record_light_up_together(page: Any, filled: Any) -> None:
    page.goto(f"{filled.origin}/documents/{FIRST_ID}")
    report, records = page.get_by_role("article"), page.locator(".record")
    report.locator("mark.content[data-s='1']").hover()
    assert "lit" in records.nth(0).get_attribute("class")
    records.nth(2).locator("a.no").click()
    lit = report.locator("mark.lit").all_inner_texts()
    assert "the quota unfair <b>& wrong</b>" in lit and "called" in lit
    assert report.locator("mark.content mark.content").count() == 1


def test_the_record_of_a_statement_comes_into_view_however_long_the_report_is(page: Any, served: Any) -> None:
    text = "\n\n".join(f"Vidal said that harbour number {number} stays open." for number in range(60))
    document = document_of(text)
    said = [statement_of(document, f"harbour number {number} stays open", kind="indirect") for number in range(60)]
    served.ledger.writer.add(reading_of(document, *said), RUN)
    page.goto(f"{served.origin}/documents/{document.id}")
    for number in (12, 58, 3, 30):
        page.locator(f".report mark.content[data-s='{number}']").hover()
        expect(page.locator(f".record.lit[data-s='{number}']")).to_be_in_viewport(ratio=1)


def test_on_a_small_screen_a_touch_shows_the_record(page: Any, filled: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(f"{filled.origin}/documents/{FIRST_ID}")
    peek = page.locator("#peek")
    page.locator(".report mark.content[data-s='1']").click()
    assert peek.is_visible() and "refusal" in peek.inner_text()
    page.keyboard.press("Escape")
    assert peek.is_hidden() and page.locator("mark.lit").count() == 0


def test_the_evidence_is_reached_by_the_keyboard_alone(page: Any, filled: Any) -> None:
    page.goto(f"{filled.origin}/documents/{FIRST_ID}")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.matches('.report a.no')"):
            break
    assert page.locator(".report mark.lit").count() > 0
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_wordings_are_compared_on_an_utterances_page(page: Any, filled: Any) -> None:
    found = next(iter(views.find(filled.ledger, "reopen")))
    page.goto(f"{filled.origin}/utterances/{found.id}")
    assert page.locator("ol.reports > li").count() == 2
    assert page.locator(".wordings del").all_inner_texts() == ["not "]
    assert page.get_by_text("Island Daily").is_hidden()
    page.get_by_text("1 copy of this report").click()
    assert page.get_by_text("Island Daily").is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1600])
def test_no_page_has_a_grave_fault_or_is_wider_than_the_screen(page: Any, filled: Any, theme: str, width: int) -> None:
    found = next(iter(views.find(filled.ledger, "reopen")))
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    for path in (
        "/",
        "/ledger",
        "/ledger?q=zzz&speaker=x",
        "/documents",
        f"/documents/{FIRST_ID}",
        f"/utterances/{found.id}",
    ):
        page.goto(filled.origin + path)
        assert grave_faults(page) == [], path
        assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0, path


def test_the_pages_work_without_script(browser: Any, filled: Any, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(8_000)
    page.goto(filled.address)
    page.get_by_label("Paste a report").fill(REPORT)
    page.get_by_role("button", name="Read").click()
    page.get_by_text(re.compile("Done: 1 read")).wait_for()
    page.get_by_role("link", name="Ledger").click()
    page.get_by_role("searchbox").fill("harbour")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("row").last.locator("a.doc").click()
    page.locator(".record a.no").click()
    assert re.search(r"#s-\w+$", page.url)
    context.close()
