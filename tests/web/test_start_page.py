"""Adding through the pages: files, texts, addresses and the sample; what was read, skipped and why."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from onrecord import views
from onrecord.ledger import Ledger
from onrecord.web import security
from onrecord.web.jobs import Jobs
from onrecord.web.pages.start import SAMPLE
from onrecord.web.site import Site
from quick_reader import QuickReader

REPORT = b'"The harbour stays open," said Vidal.\n'
REPORT_SAID = b'He spoke on Monday. "The harbour stays open" said Vidal.\n'


def finished(client: TestClient, answer: Any) -> str:
    """The page of a reading, once it is over."""
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    for _ in range(400):
        text = client.get(f"{address}/progress").text
        if "hx-get" not in text:
            return unescape(text)
        time.sleep(0.02)
    raise AssertionError(f"the reading did not end: {text}")


def test_an_empty_ledger_offers_the_sample(client: TestClient, ledger: Ledger) -> None:
    assert "Try the sample report" in client.get("/").text
    text = finished(client, client.post("/add/sample"))
    assert "Done: 1 read" in text and "herring.txt" in text
    (document,) = views.documents(ledger)
    assert (document.publisher, str(document.published)) == ("Harbour Wire", "2025-03-11")
    page = client.get("/").text
    assert "Try the sample report" not in page and "1 document</a> on record" in page


def test_the_sample_comes_with_the_package() -> None:
    root = Path(__file__).parents[2]
    assert SAMPLE.is_file() and SAMPLE.is_relative_to(root / "src" / "onrecord")
    assert (root / "examples" / "herring.txt").read_bytes() == SAMPLE.read_bytes()


def test_files_are_read_and_those_that_cannot_be_are_told(client: TestClient, ledger: Ledger) -> None:
    files = [
        ("files", ("a.txt", REPORT_SAID)),
        ("files", ("b.html", b"<!doctype html><html><body><p>He spoke on Monday for an hour.</p></body></html>")),
        ("files", ("c.jsonl", b'{"text": "She spoke."}\n{"bad": 1}\n')),
        ("files", ("d.pdf", b"%PDF-1.4")),
        ("files", ("e.txt", b"")),
    ]
    text = finished(client, client.post("/add", files=files))
    assert "Done: 3 read, 3 skipped" in text
    for said in ("c.jsonl:2", 'no "text"', "d.pdf", "a PDF file", "e.txt", "empty"):
        assert said in text
    assert len(list(views.documents(ledger))) == 3


def test_what_is_on_record_is_not_read_again(client: TestClient) -> None:
    for _ in range(2):
        text = finished(client, client.post("/add", files=[("files", ("a.txt", REPORT_SAID))]))
    assert "on record already" in text


def test_a_pasted_text_has_what_the_form_says_of_it(client: TestClient, ledger: Ledger) -> None:
    form = {"text": REPORT_SAID.decode(), "published": "2022-01", "publisher": "Coast Post", "address": ""}
    assert "1 statement" in finished(client, client.post("/add", data=form))
    (document,) = views.documents(ledger)
    assert (document.publisher, str(document.published)) == ("Coast Post", "2022-01")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"text": " "}, "nothing was given"),
        ({}, "nothing was given"),
        ({"text": "He spoke.", "published": "soon"}, "published: 'soon' is not a date"),
    ],
)
def test_a_form_that_means_nothing_is_one_line(client: TestClient, form: dict[str, str], said: str) -> None:
    answer = client.post("/add", data=form)
    assert answer.status_code == 400 and said in unescape(answer.text)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/page", "http://localhost/", "http://169.254.169.254/latest", "http://[::1]/", "127.0.0.1"],
)
def test_an_address_inside_the_network_is_not_fetched(client: TestClient, address: str) -> None:
    text = finished(client, client.post("/add", data={"address": address}))
    assert "Done: 0 read, 1 skipped" in text and "an address inside the local network" in text


def test_no_file_of_the_server_can_be_named(client: TestClient) -> None:
    for name in ("file:///etc/hostname", "/etc/hostname", "-"):
        text = finished(client, client.post("/add", data={"address": name}))
        assert "Done: 0 read, 1 skipped" in text, name


@pytest.mark.parametrize("name", ["../../../etc/cron.d/x", "/etc/x", "..\\..\\x.txt", "a\x00b.txt", "<script>.txt"])
def test_a_files_name_is_only_shown(client: TestClient, name: str, tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))
    answer = client.post("/add", files=[("files", (name, REPORT_SAID))])
    text = finished(client, answer)
    assert "Done: 1 read" in text
    assert "<script>.txt" not in client.get(answer.headers["location"]).text
    assert {path.name for path in set(tmp_path.rglob("*")) - before} <= {"web.db-wal", "web.db-shm"}


def test_an_upload_is_refused_as_soon_as_it_is_too_large(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security, "UPLOAD", 1000)
    sent = 0

    def body() -> Iterator[bytes]:
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        for _ in range(10_000):
            sent += 1
            yield b"a" * 1000
        yield b"\r\n--x--\r\n"

    answer = client.post("/add", content=body(), headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 413 and "64 MB" in answer.text
    assert "Readings" not in client.get("/").text


@pytest.mark.parametrize("body", [b"", b"--x", b"--x\r\n\r\n", b"\xff" * 100])
def test_a_broken_form_is_one_line(client: TestClient, body: bytes) -> None:
    answer = client.post("/add", content=body, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 400 and "Traceback" not in answer.text


def test_a_reading_that_is_not_known_is_404(client: TestClient) -> None:
    assert client.get("/reading/x").status_code == 404


class Faulty(QuickReader):
    """A reader that breaks at its first document, in a way that nobody expected."""

    def read(self, items: Any) -> Any:
        raise ZeroDivisionError("a secret of the program")
        yield


def test_a_fault_while_reading_ends_that_reading_alone(
    ledger: Ledger, client: TestClient, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    readers = [Faulty(), QuickReader()]
    jobs = Jobs(ledger.writer, lambda: readers.pop(0))
    object.__setattr__(site, "jobs", jobs)
    first = finished(client, client.post("/add", data={"text": "He spoke."}))
    assert "a fault of the program" in first and "secret" not in first
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert "Done: 1 read" in finished(client, client.post("/add", data={"text": REPORT_SAID.decode()}))
    jobs.stop()


def test_jobs_are_forgotten_when_there_are_many(client: TestClient, site: Site) -> None:
    for number in range(60):
        finished(client, client.post("/add", data={"text": f"He spoke {number} times."}))
    assert len(site.jobs.recent()) <= 51
    assert re.search(r"61 documents|60 documents", client.get("/").text)
