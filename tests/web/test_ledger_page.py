"""The ledger's page: rows, filter in the address, facets, downloads of the same rows, nothing that can run."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html import unescape

import pytest
from starlette.testclient import TestClient

from made_pages import fill
from made_readings import RUN, document_of, reading_of, statement_of
from onrecord.ledger import Ledger


def quotes(text: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'<q class="\w+">(.*?)</q>', text)]


@pytest.fixture
def filled(ledger: Ledger, client: TestClient) -> TestClient:
    fill(ledger)
    return client


def test_an_empty_ledger_leads_to_the_start(client: TestClient) -> None:
    text = client.get("/ledger").text
    assert "Nothing is on record yet" in text and 'href="/"' in text


def test_a_row_is_an_utterance_with_its_reports(filled: TestClient) -> None:
    text = filled.get("/ledger").text
    assert sorted(quotes(text)) == [
        "Iceland had called the quota unfair <b>& wrong</b>",
        "Norway will not reopen the quota",
        "the quota unfair <b>& wrong</b>",
    ]
    assert "<b>" not in text
    assert "2 reports, 1 copy" in text and "3 utterances" in text
    assert "toward Iceland" in text and "NOR" in text


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("q=reopen", 1),
        ("q=nothing-like-it", 0),
        ("kind=criticism", 1),
        ("kind=criticism&kind=refusal", 2),
        ("speaker=Vidal", 2),
        ("for_whom=ISL", 1),
        ("for_whom=Norway&toward=Iceland", 2),
        ("issue=quota&since=2025-03-11&until=2025-03", 2),
        ("independent=2", 1),
        ("since=2026", 0),
    ],
)
def test_the_address_holds_the_filter(filled: TestClient, address: str, count: int) -> None:
    page = filled.get(f"/ledger?{address}").text
    assert len(quotes(page)) == count
    assert len(filled.get(f"/ledger.jsonl?{address}").text.splitlines()) == count
    assert len(list(csv.reader(io.StringIO(filled.get(f"/ledger.csv?{address}").text)))) == count + 1


def test_empty_fields_leave_the_address(filled: TestClient) -> None:
    answer = filled.get("/ledger?q=reopen&kind=&speaker=&independent=")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ledger?q=reopen")
    part = filled.get("/ledger?q=reopen&speaker=", headers={"HX-Target": "found"})
    assert (part.status_code, part.headers["HX-Push-Url"]) == (200, "/ledger?q=reopen")


@pytest.mark.parametrize(
    "address", ["since=soon", "kind=x", "independent=many", "independent=0", "document=zzz", "offset=-1", "offset=9e9"]
)
def test_a_filter_that_means_nothing_is_one_line(filled: TestClient, address: str) -> None:
    answer = filled.get(f"/ledger?{address}")
    assert (answer.status_code == 400 and "expected" in unescape(answer.text)) or "document" in answer.text
    assert "Traceback" not in answer.text


def test_sql_in_a_filter_is_only_words(filled: TestClient) -> None:
    for field in ("q", "speaker", "for_whom", "toward", "issue", "meeting"):
        answer = filled.get("/ledger", params={field: "'; DROP TABLE statements; --\" OR 1=1 *"})
        assert answer.status_code == 200
    assert len(quotes(filled.get("/ledger").text)) == 3


def test_facets_count_what_fits_and_lead_to_it(filled: TestClient) -> None:
    text = filled.get("/ledger?speaker=Vidal").text
    facet = re.search(r'href="([^"]+)"[^>]*><svg[^>]*><path[^>]*/></svg>refusal</a> <span class="count">(\d+)<', text)
    assert facet is not None and facet[2] == "1"
    assert unescape(facet[1]) == "/ledger?speaker=Vidal&kind=refusal"
    assert len(quotes(filled.get(unescape(facet[1])).text)) == 1
    # A kind that is asked for leaves the others to choose from, and is asked for no more by its own link.
    chosen = filled.get("/ledger?kind=refusal").text
    assert "criticism</a>" in chosen and re.search(r'href="/ledger" class="chosen"', chosen)


def test_htmx_gets_the_part_that_changes(filled: TestClient) -> None:
    part = filled.get("/ledger?q=reopen", headers={"HX-Request": "true", "HX-Target": "found"}).text
    assert part.lstrip().startswith('<div id="found"') and "<html" not in part


def test_a_workbook_has_the_same_rows(filled: TestClient) -> None:
    answer = filled.get("/ledger.xlsx?kind=refusal")
    assert "attachment" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == 2 and "Norway will not reopen the quota" in sheet


def test_a_download_in_another_form_is_not_there(filled: TestClient) -> None:
    assert filled.get("/ledger.pdf").status_code == 404


def test_a_citation_says_who_what_and_where(filled: TestClient) -> None:
    said = "Ana Vidal, in the words of the report: “Norway will not reopen the quota”"
    assert f"{said} Harbour Wire, “Ministers met in Bergen”, 2025-03-11." in unescape(filled.get("/ledger").text)


def test_pages_follow_each_other_and_lose_nothing(ledger: Ledger, client: TestClient) -> None:
    text = "\n\n".join(f"Number {n} is what was said by somebody." for n in range(120))
    document = document_of(text)
    made = [statement_of(document, f"Number {n} is what", speaker=None) for n in range(120)]
    ledger.writer.add(reading_of(document, *made), RUN)
    seen, address = [], "/ledger"
    while address:
        page = client.get(address).text
        seen += quotes(page)
        later = re.search(r'rel="next" href="([^"]+)"', page)
        address = unescape(later[1]) if later else ""
    assert len(seen) == len(set(seen)) == 120
    assert json.loads(client.get("/ledger.jsonl").text.splitlines()[0])["quote"] == seen[0]
