"""A report on a page: every mark where the evidence is, nested as the statements are, and no text that can run."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from starlette.testclient import TestClient

from made_pages import FIRST, fill
from made_readings import RUN, document_of, reading_of, readings, sha256, statement_of, unhurried
from onrecord import views
from onrecord.ledger import Ledger, open_ledger
from onrecord.records import Reading
from onrecord.web.marking import marked


class Marked(HTMLParser):
    """The text of the report and, for each mark, its class, its statement and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.marks: list[tuple[str, str | None, str]] = []
        self.deepest = 0
        self._open: list[tuple[str, str | None, int]] = []
        self._in_number = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self._in_number = True
        if tag == "mark":
            self._open.append((given["class"] or "", given.get("data-s"), len(self.text)))
            self.deepest = max(self.deepest, len(self._open))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._in_number = False
        if tag == "mark":
            role, number, start = self._open.pop()
            self.marks.append((role, number, self.text[start:]))

    def handle_data(self, data: str) -> None:
        self.text += "" if self._in_number else data


def parsed(html: str) -> Marked:
    parser = Marked()
    parser.feed(html)
    parser.close()
    assert not parser._open
    return parser


@pytest.fixture
def report(ledger: Ledger, client: TestClient) -> str:
    fill(ledger)
    first = sha256(FIRST + "None")[:16]
    page = client.get(f"/documents/{first}")
    assert page.status_code == 200
    return page.text


def body_of(page: str) -> str:
    return page[page.index("<article") : page.index("</article>")]


def test_the_report_is_shown_word_for_word_with_its_evidence_marked(report: str) -> None:
    found = parsed(body_of(report))
    assert "".join(found.text.split()) == "".join(FIRST.split())
    assert ("content", "1", "Norway will not reopen the quota") in found.marks
    assert ("cue", "1", "told") in found.marks and ("addressee", "1", "Iceland") in found.marks
    assert ("speaker", "1", "Ana Vidal") in found.marks
    assert ("meeting", None, "Bergen talks") in found.marks and ("time", None, "Tuesday") in found.marks


def test_a_statement_within_another_is_a_mark_within_a_mark(report: str) -> None:
    body = body_of(report)
    outer = body.index('<mark class="content" data-s="2"')
    inner = body.index('<mark class="content" data-s="3"')
    assert outer < inner and body[outer:inner].count("</mark>") < body[outer:inner].count("<mark")


def test_what_stands_in_the_text_is_never_markup(report: str) -> None:
    assert "<b>" not in report and "&lt;b&gt;&amp; wrong" in report


def test_each_record_and_its_place_lead_to_each_other(report: str) -> None:
    for target in re.findall(r'href="#([rsm]-[^"]+)"', report):
        assert report.count(f'id="{target}"') == 1


@unhurried
@given(readings())
def test_any_spans_give_whole_html_and_the_text_itself(reading: Reading) -> None:
    with TemporaryDirectory() as folder, open_ledger(f"{folder}/made.db", create=True) as ledger:
        ledger.writer.add(reading, RUN)
        whole = views.read_document(ledger, reading.document.id)
    found = parsed("".join(str(one.html) for one in marked(whole, dict(enumerate(whole.statements, 1)))))
    assert "".join(found.text.split()) == "".join(reading.document.text.split())


def test_a_document_that_is_not_there_is_404(client: TestClient) -> None:
    answer = client.get("/documents/d0")
    assert answer.status_code == 404 and "no document has the id" in answer.text


def test_the_list_goes_on_after_a_page(ledger: Ledger, client: TestClient) -> None:
    for number in range(60):
        document = document_of(f"Report {number}", title=f"Report {number}")
        ledger.writer.add(reading_of(document, statement_of(document, "Report")), RUN)
    first = client.get("/documents").text
    later = re.search(r'rel="next" href="([^"]+)"', first)
    assert later is not None
    seen = re.findall(r">(Report \d+)<", first) + re.findall(r">(Report \d+)<", client.get(later[1]).text)
    assert seen == [f"Report {number}" for number in reversed(range(60))]


def test_an_address_that_could_run_is_no_link(ledger: Ledger, client: TestClient) -> None:
    document = document_of("He said so.", url="javascript:alert(1)")
    ledger.writer.add(reading_of(document), RUN)
    assert 'href="javascript' not in client.get(f"/documents/{document.id}").text
