"""Attacks: what comes from a report, a form, an address or another site is data, wherever it ends up. Nothing is lost.

Who may enter and what a role may do is in test_security and test_logins; what a fetch reaches, in test_fetching.
"""

from __future__ import annotations

import asyncio
import csv
import gzip
import io
import json
import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
from lxml import etree
from starlette.testclient import TestClient

from made_readings import RUN, document_of, reading_of, span_of, statement_of
from onrecord import views
from onrecord.ledger import Ledger
from onrecord.records import Meeting, PartialDate, Party, Position
from onrecord.views import Decision
from onrecord.web.site import Site

API = "/api/v1"
SCRIPT = "</title></textarea><script>alert(1)</script><img src=x onerror=alert(1)>"
BROKEN_OUT = "\"'><svg/onload=alert(1)>&lt;script&gt;{{7919*7907}}"
# What a template that took words for its own would make of that: no minute of a time on the page.
WORKED_OUT = str(7919 * 7907)
FORMULA = '=HYPERLINK("http://evil.example","x")'
LINES = "line\r\nX-Evil: 1\r\n\r\nBEGIN:VEVENT"
SAID = f"{SCRIPT} and {BROKEN_OUT}"
TEXT = f"Headline {SCRIPT}\n\nNews: {SAID}, said Bo {BROKEN_OUT} at {SCRIPT} today.\n\n{FORMULA} was all, said Bo."


@pytest.fixture
def poisoned(ledger: Ledger, client: TestClient) -> TestClient:
    """A ledger in which every field that a report can fill, and every one that a person can, is an attack."""
    document = document_of(
        TEXT,
        title=f"Headline {SCRIPT}",
        publisher=f"{FORMULA} {BROKEN_OUT}",
        url="javascript:alert(document.cookie)//http://x",
        input=f"../../{LINES}{SCRIPT}",
        input_id=BROKEN_OUT,
        language='en"><script>alert(1)</script>',
        published="2025-03-11",
        published_basis=SCRIPT,
    )
    party = Party(text="Bo", span=span_of(TEXT, "Bo"), name=f"Bo {SCRIPT}", role=BROKEN_OUT, affiliation=SCRIPT)
    position = Position(kind="threat", holder=(FORMULA, SCRIPT), toward=(BROKEN_OUT,), issue=SCRIPT, confidence=0.9)
    meeting = Meeting(
        id=f"m{BROKEN_OUT}",
        name=f"{SCRIPT}\r\n{LINES}",
        kind="talks",
        place=BROKEN_OUT,
        parties=(SCRIPT, FORMULA),
        start=PartialDate("2025-04-01"),
        mentions=(span_of(TEXT, "News"),),
    )
    said = statement_of(document, SAID, cue="said", kind="direct", position=position, meeting=meeting.id)
    formula = statement_of(document, FORMULA, cue="said Bo", kind="direct", via=(SCRIPT,))
    made = [_by(one, party) for one in (said, formula)]
    ledger.writer.add(reading_of(document, *made, meetings=[meeting]), RUN)
    decisions = [Decision(verdict="note", note=SCRIPT), Decision(verdict="set", assignment=f"issue={BROKEN_OUT}")]
    for review in views.reviewed(ledger, said.id, decisions, reviewer=f"Eve {SCRIPT}"):
        ledger.writer.review(review)
    return client


def _by(statement: Any, party: Party) -> Any:
    return replace(statement, speaker=party, addressee=party)


class Found(HTMLParser):
    """What a page would do in a browser: its elements with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attributes}))

    @property
    def links(self) -> list[str]:
        """The addresses of the server's own that the page leads to."""
        return [made["href"] for tag, made in self.elements if tag == "a" and made.get("href", "").startswith("/")]


_RUNS = ("javascript", "vbscript", "data", "blob", "file")


def check_harmless(text: str, where: str) -> Found:
    found = Found(text)
    for tag, attributes in found.elements:
        assert tag not in ("img", "iframe", "object", "embed", "base", "applet", "style", "foreignobject"), where
        assert tag != "script" or attributes.get("src", "").startswith("/static/"), where
        assert not any(name.startswith("on") or name in ("style", "srcdoc") for name in attributes), (where, attributes)
        for name in ("href", "src", "action", "formaction", "xlink:href", "hx-get", "hx-post"):
            assert urlsplit(attributes.get(name, "").strip()).scheme.lower() not in _RUNS, (where, attributes)
    # Nothing was taken for a template.
    assert WORKED_OUT not in text
    return found


def test_script_in_a_report_runs_on_no_page(poisoned: TestClient) -> None:
    """Every page that a link leads to from the start, and those for each thing on record."""
    ids = {kind: poisoned.get(f"{API}/{kind}").json()["items"] for kind in ("documents", "utterances", "statements")}
    waiting = ["/", "/ledger", "/documents", *(f"/{kind}/{one['id']}" for kind, all in ids.items() for one in all)]
    waiting += [f"/ledger?q={quote(SCRIPT)}", f"/ledger?speaker={quote(BROKEN_OUT)}", f"/{quote(SCRIPT)}"]
    seen: set[str] = set()
    while waiting and len(seen) < 200:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = poisoned.get(address)
        assert answer.status_code < 500, address
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        waiting += [urljoin(address, link.partition("#")[0]) for link in check_harmless(answer.text, address).links]
    assert len(seen) >= 8
    shown = poisoned.get(f"/documents/{ids['documents'][0]['id']}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown, "the words themselves are shown"


def test_what_programs_get_is_never_taken_for_a_page(poisoned: TestClient) -> None:
    for path in ("documents", "utterances", "statements", "meetings", "actors", "reviews", "utterances.json", SCRIPT):
        answer = poisoned.get(f"{API}/{quote(path)}")
        assert "json" in answer.headers["content-type"] and answer.headers["x-content-type-options"] == "nosniff"
        json.loads(answer.text)


def test_a_feed_and_a_calendar_hold_one_thing_each(poisoned: TestClient) -> None:
    feed = etree.fromstring(poisoned.get(f"{API}/utterances.atom", params={"q": ""}).content)
    assert len(feed.findall("{*}entry")) == 2 and not feed.findall(".//{*}script")
    links = [link.get("href") for link in feed.iter("{*}link")]
    assert links and all(link.startswith("http://127.0.0.1:8080/") for link in links)
    lines = poisoned.get(f"{API}/meetings.ics").text.split("\r\n")
    assert lines.count("BEGIN:VEVENT") == 1 and not any(line.startswith("X-Evil") for line in lines)
    assert all(len(line.encode()) <= 75 for line in lines)


def test_no_cell_of_a_table_runs(poisoned: TestClient) -> None:
    rows = list(csv.reader(io.StringIO(poisoned.get("/ledger.csv").text)))
    assert len(rows) == 3
    assert any(FORMULA in cell for row in rows for cell in row)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    with zipfile.ZipFile(io.BytesIO(poisoned.get("/ledger.xlsx").content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert not re.search(r"<(f|hyperlinks?)\b", sheet)


@pytest.mark.parametrize("suffix", ["csv%0d%0aX-Evil:%201", 'csv";filename=evil.exe', "..%2f..%2fetc%2fpasswd", "%00"])
def test_no_download_has_a_header_or_a_name_of_somebody_elses(poisoned: TestClient, suffix: str) -> None:
    answer = poisoned.get(f"/ledger.{suffix}")
    assert answer.status_code == 404 and "x-evil" not in answer.headers
    for good in ("csv", "xlsx", "jsonl"):
        named = poisoned.get(f"/ledger.{good}", params={"q": LINES}).headers["content-disposition"]
        assert re.fullmatch(r'attachment; filename="[\w.-]+"', named)


SQL = [
    "' OR '1'='1",
    '" OR ""="',
    "'; DROP TABLE statements; --",
    "x') UNION SELECT * FROM texts --",
    "NEAR(a b)",
    "a*",
]
SQL += ["speaker_key : x", "((((", "\\", "%", "_", "\0", "\ud7ff\uffff", "-1", "1e309", "*", '"', "'" * 300]


@pytest.mark.parametrize("attack", SQL, ids=range(len(SQL)))
def test_sql_in_a_filter_finds_nothing_and_harms_nothing(poisoned: TestClient, ledger: Ledger, attack: str) -> None:
    filters = {
        "utterances": ("q", "speaker", "for_whom", "toward", "kind", "issue", "meeting", "since", "document", "cursor"),
        "statements": ("q", "speaker", "recorded_since", "as_of", "document", "cursor"),
        "meetings": ("party", "place", "status", "since", "document", "as_of", "cursor"),
        "documents": ("as_of", "cursor"),
        "actors": ("name", "as_of", "cursor"),
        "reviews": ("reviewer", "cursor"),
    }
    before = list(ledger.reader.lines())
    for path, names in filters.items():
        for name in names:
            answer = poisoned.get(f"{API}/{path}", params={name: attack})
            assert answer.status_code in (200, 400, 422), (path, name, answer.text)
            if attack in SQL[:4] and name not in ("q", "issue"):
                assert not answer.json().get("items"), (path, name)
        answer = poisoned.get(f"{API}/{path}/{quote(attack, safe='')}")
        assert answer.status_code in (404, 405), (path, answer.text)
    for name in ("q", "speaker", "for_whom", "kind", "since", "independent", "offset"):
        answer = poisoned.get("/ledger", params={name: attack})
        assert answer.status_code in (200, 400), (name, answer.text)
    assert list(ledger.reader.lines()) == before


PATHS = ["../app.py", "..%2fapp.py", "%2e%2e/app.py", "%2e%2e%2fapp.py", "..%5capp.py", "....//app.py", "/etc/passwd"]
PATHS += ["%2fetc%2fpasswd", "%00", "onrecord.css%00.py", "vendor/../../app.py", "vendor/%2e%2e/%2e%2e/app.py"]


@pytest.mark.parametrize("path", PATHS)
def test_a_static_path_leads_to_static_files_alone(client: TestClient, path: str) -> None:
    answer = client.get(f"/static/{path}")
    assert answer.status_code in (404, 405) and "create_app" not in answer.text and "root:" not in answer.text


@pytest.mark.parametrize("name", ["../../evil.txt", "/etc/passwd", "..\\..\\evil.txt", "evil\r\nX: y.txt", SCRIPT])
def test_the_name_of_an_upload_is_no_path(client: TestClient, site: Site, tmp_path: Path, name: str) -> None:
    answer = client.post("/add", files={"files": (name, b'"We sail" said Bo.')})
    assert answer.status_code == 303 and "x" not in answer.headers
    (job,) = site.jobs.recent()
    while not job.is_over:
        time.sleep(0.01)
    check_harmless(client.get(answer.headers["location"]).text, name)
    (document,) = client.get(f"{API}/documents").json()["items"]
    assert client.get(f"{API}/documents/{document['id']}").json()["text"] == '"We sail" said Bo.'
    assert all(path.name.startswith("web.db") for path in tmp_path.rglob("*"))


def test_another_site_posts_nothing(client: TestClient, ledger: Ledger) -> None:
    """A form of another site can send these three types without asking; the browser sends the cookie or it doesn't."""
    for path in ("/add", "/add/sample", f"{API}/documents", f"{API}/reviews"):
        for media_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            for origin in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
                headers = {"Content-Type": media_type} | origin
                assert client.post(path, content=b'{"text": "x"}', headers=headers).status_code == 403
    assert not list(views.documents(ledger))


def test_looking_changes_nothing(poisoned: TestClient, ledger: Ledger) -> None:
    before = list(ledger.reader.lines())
    for path in ("/add", "/add/sample", "/logout"):
        assert poisoned.get(path).status_code in (404, 405)
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"):
        assert poisoned.request(method, f"{API}/documents").status_code == 405
    assert list(ledger.reader.lines()) == before


GIGABYTE = 1024**3


@pytest.mark.parametrize("path", ["/add", f"{API}/documents"])
def test_a_gigabyte_is_refused_before_it_is_read(client: TestClient, ledger: Ledger, path: str) -> None:
    piece, sent = b"x" * 1024**2, 0

    def streamed() -> Iterator[bytes]:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        while sent < GIGABYTE:
            sent += len(piece)
            yield piece

    media_type = "multipart/form-data; boundary=b" if path == "/add" else "text/plain"
    declared = client.post(path, content=b"x", headers={"Content-Type": media_type, "Content-Length": str(GIGABYTE)})
    assert declared.status_code == 413
    answer = _post_streamed(client, path, streamed(), media_type)
    assert answer == 413 and sent <= 66 * 1024**2
    assert not list(views.documents(ledger))


def _post_streamed(client: TestClient, path: str, pieces: Iterator[bytes], media_type: str) -> int:
    """The status of a request whose body comes piece by piece, as far as the application asks for it."""
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        piece = next(pieces, b"")
        return {"type": "http.request", "body": piece, "more_body": bool(piece)}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    headers = [(b"host", b"127.0.0.1:8080"), (b"cookie", cookie.encode()), (b"content-type", media_type.encode())]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8080),
    }
    asyncio.run(client.app(scope, receive, send))  # type: ignore[arg-type]
    return statuses[0]


def test_a_small_body_that_unpacks_to_a_huge_one_is_refused(client: TestClient) -> None:
    bomb = gzip.compress(b"x" * 60_000_000)
    assert len(bomb) < 100_000
    answer = client.post(f"{API}/documents", content=bomb, headers={"Content-Type": "text/plain"})
    assert answer.status_code == 422 and "larger than 50 MB" in answer.json()["detail"]


@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"text":' * 100_000, b'{"a":1e999999}', b"{" + b'"a":1,' * 200_000])
def test_a_body_made_to_exhaust_a_parser_is_a_problem(client: TestClient, body: bytes) -> None:
    for path in ("documents", "reviews"):
        answer = client.post(f"{API}/{path}", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 422) and len(answer.text) < 1000, answer.text[:200]


def test_a_token_leaves_no_trace(poisoned: TestClient) -> None:
    token = poisoned.app.state.site.gate.token  # type: ignore[attr-defined]
    for path in ("/", "/ledger", "/documents", "/nowhere", f"{API}/utterances.atom", f"{API}/documents"):
        answer = poisoned.get(path)
        assert token not in answer.text and token not in str(answer.headers)
        # No other host is told where a reader came from, and nothing that was seen is kept for whoever comes next.
        assert answer.headers["referrer-policy"] in ("no-referrer", "same-origin")
        assert answer.headers["cache-control"] in ("no-store", "private, no-cache")


def test_a_token_in_an_address_is_none_but_on_the_first_page(stranger: TestClient) -> None:
    token = stranger.app.state.site.gate.token  # type: ignore[attr-defined]
    for path in ("/ledger", f"{API}/documents", f"{API}/utterances.atom", "/add"):
        assert stranger.get(path, params={"token": token}).status_code == 401
    assert stranger.post("/", params={"token": token}).status_code == 401
    assert stranger.get("/", headers={"Referer": f"http://127.0.0.1:8080/?token={token}"}).status_code == 401


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "Forwarded", "X-Original-URL", "X-HTTP-Method-Override"])
def test_no_other_header_says_who_the_server_is(poisoned: TestClient, header: str) -> None:
    answer = poisoned.get(f"{API}/utterances.atom", headers={header: "host=evil.example"})
    assert answer.status_code == 200 and "evil.example" not in answer.text.replace(FORMULA, "").replace("&quot;", "")
