"""A report whose every field tries to run something: no page of it has an element or an attribute that isn't ours."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from made_readings import RUN, document_of, reading_of, span_of, statement_of
from onrecord import views
from onrecord.ledger import Ledger
from onrecord.records import Meeting, Party, Position, Time

EVIL = """"><script>alert(1)</script><img src=x onerror='alert(2)'>{{ 1234567 * 8 }}{% raw %}&lt;b"""
TEXT = f"{EVIL}\n\n{EVIL} said {EVIL} to {EVIL} in the talks on Monday."
# What our own templates are made of.
ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        "html head meta title link script body a header nav ul ol li main h1 h2 p form div label input button details "
        "summary section table caption thead tbody tr th td svg path span q mark article aside blockquote dl dt dd time "
        "fieldset legend textarea del ins noscript strong s",
    )
)


class Elements(HTMLParser):
    """All elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def addresses(ledger: Ledger) -> list[str]:
    document = document_of(
        TEXT, title=EVIL, publisher=EVIL, url=f"https://x.example/{EVIL}", language=EVIL, input=EVIL, input_id=EVIL
    )
    party = Party(text=EVIL, span=span_of(TEXT, EVIL), name=EVIL, role=EVIL, affiliation=EVIL)
    position = Position(kind="demand", holder=(EVIL,), toward=(EVIL,), issue=EVIL, confidence=0.5)
    meeting = Meeting(id='m"><b>', name=EVIL, kind="talks", place=EVIL, mentions=(span_of(TEXT, "the talks"),))
    statement = statement_of(document, EVIL, cue="said", meeting=meeting.id, via=(EVIL,), position=position)
    statement = replace(statement, id='s"><b>', speaker=party, addressee=party)
    reading = reading_of(document, statement, meetings=[meeting])
    time = Time(span=span_of(TEXT, "Monday"), text="Monday", value=EVIL)
    ledger.writer.add(replace(reading, times=(time,)), RUN)
    for review in views.reviewed(
        ledger,
        statement.id,
        [
            views.Decision(verdict="set", assignment=f"issue={EVIL}", note=EVIL),
            views.Decision(verdict="note", note=EVIL),
        ],
        reviewer=EVIL.replace("\n", " "),
    ):
        ledger.writer.review(review)
    return ["/", "/ledger", "/documents", f"/documents/{document.id}", "/utterances/s%22%3E%3Cb%3E"]


def test_nothing_of_a_report_runs_on_any_page(client: TestClient, addresses: list[str]) -> None:
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        _check(page.text)
        assert "9876536" not in page.text, address


@pytest.mark.parametrize(
    "field", ["q", "speaker", "for_whom", "toward", "issue", "meeting", "since", "kind", "document"]
)
def test_nothing_of_a_filter_runs(client: TestClient, addresses: list[str], field: str) -> None:
    _check(client.get("/ledger", params={field: EVIL}).text)


def test_nothing_of_an_inputs_name_runs(client: TestClient) -> None:
    answer = client.post("/add", files=[("files", (EVIL, b""))], data={"address": EVIL})
    _check(client.get(answer.headers["location"]).text)
    _check(client.get("/").text)


def _check(text: str) -> None:
    parser = Elements()
    parser.feed(text)
    for tag, attributes in parser.found:
        assert tag in ELEMENTS, tag
        assert not any(name.startswith("on") or name == "style" for name in attributes), attributes
        if tag == "script":
            assert (attributes.get("src") or "").startswith("/static/")
        for name in ("href", "src", "action"):
            assert (attributes.get(name) or "/").startswith(("/", "#", "https://x.example/")), attributes
