"""The calendar: a month as a grid and a list, its filters in the address, its file."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest
from starlette.testclient import TestClient

from made_readings import RUN, document_of, reading_of, span_of, statement_of
from onrecord.ledger import Ledger
from onrecord.records import MEETING_STATUSES, Meeting, PartialDate

TEXT = "The Bergen talks began. Vidal said the port stays <b>."


def fill(ledger: Ledger, *, day: str = "2026-02-{:02}", count: int = 6) -> None:
    document = document_of(TEXT, publisher="Coast Post", published="2026-02-09")
    meetings = [
        Meeting(
            id=f"m{number}",
            name=f"talks {number} <i>",
            kind="talks",
            mentions=(span_of(TEXT, "Bergen talks"),),
            status=MEETING_STATUSES[number % 6],
            place="Bergen",
            start=PartialDate(day.format(number + 1)),
        )
        for number in range(count)
    ]
    said = statement_of(document, "the port stays <b>", speaker="Vidal", meeting="m0")
    ledger.writer.add(reading_of(document, said, meetings=meetings), RUN)


def text_of(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_each_meeting_has_its_status_by_word_and_shape_its_sentence_and_what_was_said(
    ledger: Ledger, client: TestClient
) -> None:
    fill(ledger)
    text = text_of(client, "/calendar?month=2026-02")
    assert "<h1>February 2026</h1>" in text and "6 meetings" in text
    shapes = dict(re.findall(r'class="status s-(\w+)"><svg[^>]*><path fill-rule="evenodd" d="([^"]+)"', text))
    assert set(shapes) == set(MEETING_STATUSES) and len(set(shapes.values())) == 6
    assert "The Bergen talks began." in text and "the port stays &lt;b&gt;" in text and "<i>" not in text
    assert text.count("Said there") == 1


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ("Turku talks, talks in Turku", "Both meet for talks in Turku on May 2."),
        ("Turku talks", "Date for Turku talks"),
    ],
)
def test_a_headline_is_the_sentence_only_where_nothing_below_mentions_the_meeting(
    ledger: Ledger, client: TestClient, named: str, sentence: str
) -> None:
    title = "Date for Turku talks"
    document = document_of(f"{title}\n\nIt rained. Both meet for talks in Turku on May 2.", title=title)
    mentions = tuple(span_of(document.text, words) for words in named.split(", "))
    start = PartialDate("2025-05-02")
    talks = Meeting(id="turku", name="Turku talks", kind="talks", mentions=mentions, start=start)
    ledger.writer.add(reading_of(document, meetings=[talks]), RUN)
    assert f"<q>{sentence}</q>" in text_of(client, "/calendar?month=2025-05")


def test_a_meeting_has_a_page_with_all_that_was_said_and_all_its_reports(ledger: Ledger, client: TestClient) -> None:
    told = (("the quay floods <b>", "no pilot sleeps"), ("herring got dear", "snow delays us"), ("a crane fell",))
    for number, (words, status) in enumerate(zip(told, ("held", "scheduled", None), strict=True)):
        text = f"The Bergen talks began. Vidal said: {'. '.join(words)}"
        document = document_of(text, publisher=f"Post {number}")
        talks = Meeting(
            id=f"t{number}",
            name="Bergen talks <i>",
            kind="talks",
            mentions=(span_of(document.text, "Bergen talks"),),
            status=status,
            start=PartialDate("2026-02-03"),
        )
        said = [statement_of(document, one, speaker="Vidal", meeting=talks.id) for one in words]
        ledger.writer.add(reading_of(document, *said, meetings=[talks]), RUN)
    text = text_of(client, "/calendar?month=2026-02")
    assert "1 meeting<" in text and "2 other reports" in text and "and 2 more" in text
    address = re.search(r'href="(/calendar/meetings/[^"#]+)"', text)
    assert address
    text = text_of(client, address[1])
    assert all(escape(one) in text for words in told for one in words) and "<i>" not in text
    assert "3 reports" in text and 'href="/calendar?month=2026-02"' in text
    assert [f"Post {number}" in text for number in range(3)] == [True] * 3 and "then" in text
    assert all(client.get(f"/calendar/meetings/t{number}").status_code == 200 for number in range(3))
    assert client.get("/calendar/meetings/t9").status_code == 404


def test_the_month_at_first_is_the_latest_with_meetings(ledger: Ledger, client: TestClient) -> None:
    assert "No meeting is on record" in text_of(client, "/calendar")
    fill(ledger)
    assert "February 2026" in text_of(client, "/calendar")


def test_the_address_holds_month_and_filters(ledger: Ledger, client: TestClient) -> None:
    fill(ledger)
    answer = client.get("/calendar?month=2026-02&party=&place=berg&status=cancelled")
    assert answer.headers["location"] == "/calendar?month=2026-02&place=berg&status=cancelled"
    text = unescape(text_of(client, answer.headers["location"]))
    assert "1 meeting<" in text and 'href="/calendar?month=2026-01&place=berg&status=cancelled"' in text
    assert "/api/v1/meetings.ics?since=2026-02&until=2026-02&place=berg&status=cancelled" in text


def test_the_file_has_the_meetings_of_the_page(ledger: Ledger, client: TestClient) -> None:
    fill(ledger)
    text = unescape(client.get("/calendar?month=2026-02").text)
    found = re.search(r'href="(/api/v1/meetings.ics[^"]*)"', text)
    assert found and client.get(found[1]).text.count("BEGIN:VEVENT") == 6


def test_a_month_without_meetings_leads_to_those_with_some(ledger: Ledger, client: TestClient) -> None:
    fill(ledger)
    text = text_of(client, "/calendar?month=2026-05")
    assert "No meeting is on record for this month" in text and 'href="/calendar?month=2026-02"' in text
    assert "After it" in text_of(client, "/calendar?month=2025-05")


def test_a_busy_day_leads_to_its_own_list(ledger: Ledger, client: TestClient) -> None:
    fill(ledger, day="2026-02-10", count=60)
    text = unescape(text_of(client, "/calendar?month=2026-02"))
    assert "and 57 others" in text and "60 meetings" in text and text.count('class="sitting"') == 30
    assert 'href="/calendar?month=2026-02&offset=30#list"' in text
    text = text_of(client, "/calendar?month=2026-02&day=10&offset=30")
    assert text.count('class="sitting"') == 30 and "60 meetings on 2026-02-10" in text
    assert "No meetings on 2026-02-11" in text_of(client, "/calendar?month=2026-02&day=11")


@pytest.mark.parametrize(
    "asked", ["month=2026", "month=2026-02&status=x", "month=2026-02&day=x", "offset=-1", "day=40"]
)
def test_what_means_nothing_is_refused_in_a_line(client: TestClient, asked: str) -> None:
    answer = client.get(f"/calendar?{asked}")
    assert answer.status_code == 400 and "expected" in answer.text


@pytest.mark.parametrize("month", ["0001-01", "9999-12"])
def test_time_has_an_end_on_either_side(client: TestClient, month: str) -> None:
    assert text_of(client, f"/calendar?month={month}").count('class="button small" rel=') == 1
